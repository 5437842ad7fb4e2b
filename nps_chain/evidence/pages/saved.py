"""Saved pages as an agency keeps them: the files, and the index that says when each was captured.

What makes a saved page evidence is not in it: where it was, when it was saved, and the hash that
was taken then. So a page is read together with its row of the index, and compared with the hash. If
that is another, the page is still read, since somebody has to see what it says now; but it is told.
"""

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from nps_chain.errors import NpsError
from nps_chain.evidence.reading import MOST_FILES, files_below, read, safe_path, text_of
from nps_chain.harmless import harmless
from nps_chain.places import data_set

INDEX = "index.csv"
COLUMNS = ["url", "captured", "sha256", "file"]
ENDINGS = (".html", ".htm", ".xhtml")

LARGEST = 16 * 1024 * 1024
"""Bytes of a page that is read."""

MOST = 256 * 1024 * 1024
"""Bytes of all pages that are read of a folder."""

LARGEST_INDEX = 16 * 1024 * 1024
_CHANGED = "It was changed after it was saved: its SHA-256 is another than the index says."
_HASH = re.compile("[0-9a-f]{64}")
_LONGEST = 2_000  # characters of a cell of the index


@dataclass(frozen=True)
class Saved:
    """A page that was saved.

    Attributes
    ----------
    file : str
        Its path in the folder, with ``/``.
    url, captured : str
        Where it was, and when it was saved, in UTC, as the index says; empty where nothing does.
    sha256 : str
        What the index says; without an index, of its bytes.
    data : bytes
        What the file holds; nothing, if it wasn't read.
    intact : bool
        Whether it has the hash that the index says. False where nobody took one.
    notes : tuple of str
        Sentences on what was odd.
    """

    file: str
    url: str = ""
    captured: str = ""
    sha256: str = ""
    data: bytes = b""
    intact: bool = False
    notes: tuple[str, ...] = ()


def place(folder: str | os.PathLike[str]) -> Path:
    """Return where saved pages are.

    Parameters
    ----------
    folder : str or path
        A folder; an agency's folder, which has them in ``pages``; or a data set's name, as well.

    Raises
    ------
    NpsError
        If there is none.
    """
    if not isinstance(folder, str | os.PathLike) or "\0" in str(folder):
        raise NpsError(f"{folder!r:.80} is no folder of pages: give a path or a data set's name.")
    found = (data_set(folder) if isinstance(folder, str) else None) or Path(folder)
    if (found / "pages").is_dir() and not (found / "pages").is_symlink():
        return found / "pages"
    if Path(folder).is_dir():
        return Path(folder)
    raise NpsError(
        f"There is no folder {str(folder)!r:.120}, and no data set of that name with pages."
    )


def all_saved(folder: Path) -> Iterator[Saved]:
    """Yield the pages of a folder, sorted by file.

    With an index, these are what it lists, and pages that it doesn't; without, all files that are
    called HTML. No link out of the folder is followed.

    Raises
    ------
    NpsError
        If the folder or its index can't be read, or is too large.
    """
    there = [name for name, _ in files_below(folder)]
    rows = _index(folder) if INDEX in there else []
    listed = {row.file for row in rows}
    odd = (f"{INDEX} doesn't list it, so nobody says where it is from.",) if INDEX in there else ()
    rows += [
        Saved(name, notes=odd)
        for name in there
        if name.lower().endswith(ENDINGS) and name not in listed
    ]
    room = MOST
    for row in sorted(rows, key=lambda row: row.file):
        page = _read(folder, row, min(LARGEST, room))
        room -= len(page.data)
        yield page


def _read(folder: Path, row: Saved, most: int) -> Saved:
    """Return a page with its bytes, or with the reason why it has none."""
    try:
        data = read(folder / safe_path(row.file), most, inside=folder)
    except NpsError as error:
        return replace(row, notes=(*row.notes, f"It wasn't read: {error}"))
    found = hashlib.sha256(data).hexdigest()
    if not row.sha256:
        return replace(row, data=data, sha256=found)
    intact = found == row.sha256
    notes = (*row.notes, *([] if intact else [_CHANGED]))
    return replace(row, data=data, intact=intact, notes=notes)


def _index(folder: Path) -> list[Saved]:
    where = folder / INDEX
    text = text_of(read(where, LARGEST_INDEX, inside=folder), where)
    rows: dict[str, Saved] = {}
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if sorted(reader.fieldnames or ()) != sorted(COLUMNS):
            raise NpsError(f"{where} has other columns than {', '.join(COLUMNS)}.")
        for cells in reader:
            if None in cells or None in cells.values():
                raise NpsError(f"{where} has a row, at line {reader.line_num}, of another length.")
            row = _row(cells)
            if row.file in rows:
                row = replace(rows[row.file], notes=(f"{INDEX} lists it more than once.",))
            rows[row.file] = row
            if len(rows) > MOST_FILES:
                raise NpsError(f"{where} lists more than {MOST_FILES:,} pages.")
    except csv.Error as error:
        raise NpsError(f"{where} is no table, at line {reader.line_num}: {error}.") from None
    return list(rows.values())


def _row(cells: dict[str, str]) -> Saved:
    file, url, captured = (harmless(cells[name], _LONGEST) for name in ("file", "url", "captured"))
    sha256, notes = harmless(cells["sha256"], _LONGEST).lower(), []
    if not _HASH.fullmatch(sha256):
        sha256, notes = "", [f"{INDEX} has no SHA-256 of it: nobody can tell if it was changed."]
    if not _when(captured):
        notes.append(f"Its time of capture, {harmless(captured, 40)!r}, is none in UTC.")
    return Saved(file, url, captured, sha256, notes=tuple(notes))


def _when(captured: str) -> bool:
    """Return whether a text is a time in UTC."""
    try:
        return datetime.fromisoformat(captured).utcoffset() == timedelta(0)
    except ValueError:
        return False
