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
from nps_chain.evidence.letters import Letter, Reply
from nps_chain.evidence.reading import read, safe_path
from nps_chain.evidence.tags.files import CONFIG, HEADER

LARGEST_LOG = 50_000_000
"""Bytes of an explorer's log."""

INDEX = ["url", "captured", "sha256", "file"]
"""Columns of the index of saved pages."""


def must_be(what: str, given: Any, kinds: type | tuple[type, ...], by: str) -> None:
    """Refuse a part of a package that is something else than it should be.

    Parameters
    ----------
    what : str
        Which part.
    given : object
        What was given for it; None where it is left out.
    kinds : type or tuple of type
        What it should be.
    by : str
        What makes such a thing.
    """
    if given is not None and not isinstance(given, kinds):
        raise NpsError(f"As {what} of a package give what {by} returns, not {_kind(given)}.")


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
    """Return what the index of the pages said, a row a page that was in it; see `INDEX`.

    So that ``nps.pages`` reads the pages as they are in the package. It can't know which apostrophe
    is ours (`nps_chain.evidence.bag.contents.cells`): of a URL with ``;=`` and the like it reads
    one more than there was. ``Case.pages`` has each URL as it was.
    """
    frame = pages.frame
    return frame.loc[(frame["url"] != "") | (frame["captured"] != ""), INDEX]


def tag_files(tags: Any) -> dict[str, bytes]:
    """Return tags as TagPacks, a file for each pack.

    Raises
    ------
    NpsError
        If a pack is called as what isn't read as a pack in a folder of them.
    """
    packs = tags.files
    for name in packs:
        parts = name.split("/")
        if parts[-1] in (HEADER, CONFIG) or any(part.startswith(".") for part in parts):
            raise NpsError(f"{name!r:.80} isn't read as a pack of tags: rename the file.")
    return {_path("tags", name): text.encode() for name, text in packs.items()}


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


def report_told(report: Any) -> dict[str, Any]:
    """Return what a report says, of its transactions only the names.

    It lists all inputs and outputs of these, most of which have nothing to do with the case.
    """
    told = report.data
    return {**told, "transactions": [one["txid"] for one in told["transactions"]]}


def letter_list(letters: Any) -> list[Letter | Reply]:
    """Return letters and replies as a list; a single one is taken as one.

    Raises
    ------
    NpsError
        If something among them is neither.
    """
    single = isinstance(letters, Letter | Reply) or not isinstance(letters, Iterable)
    found = [letters] if single else list(letters)
    for one in found:
        if not isinstance(one, Letter | Reply):
            raise NpsError(f"{one!r:.80} is no letter and no reply: see nps.letter.")
    return found


def letter_files(letters: Iterable[Any]) -> dict[str, bytes]:
    """Return letters and replies as documents and data, numbered in the order in which they come.

    What a reply tells that came too late stays out, unless it was read with its date.
    """
    found = {}
    for number, letter in enumerate(letters, start=1):
        name = _path("letters", f"{number:03d}-{letter.name}")
        found[f"{name}.html"] = letter.html.encode()
        found[f"{name}.json"] = json_bytes(letter.data)
    return found


def other_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files that are put in besides, by path."""
    return {_path("files", name): data for name, data in files.items()}


def json_bytes(data: Any) -> bytes:
    """Return data as JSON."""
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def _kind(given: Any) -> str:
    return f"{given!r:.80}" if isinstance(given, str | int) else type(given).__name__


def _path(folder: str, name: str) -> str:
    path = f"{folder}/{safe_path(name)}"
    if protected(name) != name:
        raise NpsError(f"{name!r:.120} would be a formula in a spreadsheet: rename the file.")
    return path
