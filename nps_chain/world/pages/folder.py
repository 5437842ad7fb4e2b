"""Saved pages as files: what an agency has, and apart from it the truth about what they show.

The index says of each file where it came from, when it was saved and what its hash was; nothing in
it tells a clone from a shop.
"""

import csv
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.world.pages.page import Page

INDEX = "index.csv"

_PATH = re.compile(r"[a-z0-9_-]+/[a-z0-9_-]+\.html")


def write_pages(pages: Iterable[Page], folder: str | os.PathLike[str]) -> Path:
    """Write pages and their index into a folder, and return the index's place.

    Parameters
    ----------
    pages : iterable of Page
        All of a world's, or those of one agency.
    folder : path
        Made if it isn't there. The index is written last: where there is one, all its files are.

    Raises
    ------
    NpsError
        If a page's path would leave the folder, or two pages have the same; nothing is written.
    """
    pages, folder = list(pages), Path(folder)
    for page in pages:
        if not _PATH.fullmatch(page.path):
            raise NpsError(f"{page.path!r} is no place for a page: a folder, a slash, a file.html.")
    paths = [page.path for page in pages]
    if len({*paths}) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        raise NpsError(f"Two pages want to be {twice!r}: write each agency's round by itself.")
    for page in pages:
        place = folder / page.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(page.data)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / INDEX
    beside = folder / f"{INDEX}.part"
    beside.write_bytes(index(pages).encode())
    beside.replace(place)
    return place


def index(pages: Iterable[Page]) -> str:
    """Return the list of pages as CSV: url, captured, sha256, file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["url", "captured", "sha256", "file"])
    writer.writerows([p.url, p.captured_text, p.sha256, p.path] for p in pages)
    return text.getvalue()


def truth(pages: Iterable[Page]) -> pd.DataFrame:
    """Return what pages are and how they mislead, a row a page."""
    rows = [
        (p.path, p.agency, p.site, p.what, p.kind, p.malicious, p.language, " ".join(p.about),
         "; ".join(p.traps))
        for p in pages
    ]  # fmt: skip
    names = ["file", "agency", "site", "what", "kind", "malicious", "language", "about", "traps"]
    return pd.DataFrame(rows, columns=names)


def shown(pages: Iterable[Page]) -> pd.DataFrame:
    """Return what pages show: a row for each, with columns file, type, text, trap, genuine."""
    rows = [(p.path, s.kind, s.text, s.trap, s.genuine) for p in pages for s in p.shows]
    return pd.DataFrame(rows, columns=["file", "type", "text", "trap", "genuine"])
