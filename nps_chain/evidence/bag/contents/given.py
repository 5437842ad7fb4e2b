"""What is put into a package as it is: pages, a log, a report, letters, and any files besides.

Evidence goes in byte for byte. A name comes from whoever kept the thing, so it is used only if it
stays in its folder on every system; and two names that a system can't tell apart are refused.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents.cells import protected
from nps_chain.evidence.reading import read, safe_path

LARGEST_LOG = 50_000_000
"""Bytes of an explorer's log."""

INDEX = ["url", "captured", "sha256", "file"]
"""Columns of the index of saved pages."""


def page_files(pages: Any) -> dict[str, bytes]:
    """Return the saved pages by path; one that couldn't be read has none."""
    frame = pages.frame
    found = {}
    for file, intact in zip(frame["file"], frame["intact"], strict=True):
        data = pages.data(file)
        if data or intact:  # a page may be empty; one that wasn't read has no bytes either
            found[_path("pages", file)] = data
    return found


def page_index(pages: Any) -> pd.DataFrame:
    """Return what the index of the pages said, a row a page that was in it; see `INDEX`."""
    frame = pages.frame
    return frame.loc[(frame["url"] != "") | (frame["captured"] != ""), INDEX]


def tag_files(tags: Any) -> dict[str, bytes]:
    """Return tags as TagPacks."""
    written = tags.to_yaml()
    packs = {"tags.yaml": written} if isinstance(written, str) else written
    return {_path("tags", name): _bytes(text) for name, text in packs.items()}


def log_bytes(log: Any) -> bytes:
    """Return the log of an explorer: of the explorer itself, of a file of it, or of its text.

    Raises
    ------
    NpsError
        If it is none of these, or no log of an explorer.
    """
    if hasattr(log, "log_text"):
        data = log.log_text().encode()
    elif isinstance(log, str) and log.lstrip()[:1] == "{":
        data = log.encode()
    elif isinstance(log, bytes):
        data = log
    elif isinstance(log, str | os.PathLike):
        data = read(Path(log), LARGEST_LOG)
    else:
        raise NpsError(f"{log!r:.80} is no log: give an explorer, or the file of its log.")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or "explorer" not in told or len(data) > LARGEST_LOG:
        raise NpsError("What is given as log is no log of an explorer: see explorer.save_log.")
    return data


def report_files(report: Any) -> dict[str, bytes]:
    """Return a report as a document and as data."""
    return {"report.html": _bytes(report.html), "report.json": _json(report.data)}


def letter_files(letters: Iterable[Any]) -> dict[str, bytes]:
    """Return letters as documents and as data, numbered in the order in which they are given."""
    found = {}
    for number, letter in enumerate(letters, start=1):
        name = _path("letters", f"{number:02d}-{letter.name}")
        found[f"{name}.html"] = _bytes(letter.html)
        found[f"{name}.json"] = _json(letter.data)
    return found


def other_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files that are put in besides, by path."""
    return {_path("files", name): data for name, data in files.items()}


def _path(folder: str, name: str) -> str:
    path = f"{folder}/{safe_path(name)}"
    if protected(name) != name:
        raise NpsError(f"{name!r:.120} would be a formula in a spreadsheet: rename the file.")
    return path


def _json(data: Any) -> bytes:
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def _bytes(document: str | bytes) -> bytes:
    return document if isinstance(document, bytes) else document.encode()
