"""The sheet of a class: one row for each participant and exercise, as a CSV file.

A participant's name comes from outside: what a spreadsheet would take for a formula gets an
apostrophe in front. Sheets that were handed in are as little trusted as any file.
"""

import csv
import io
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from nps_chain.course.exercises import in_order
from nps_chain.course.record import LARGEST, NUMBER, TIME, Entry, Record
from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents.cells import protected
from nps_chain.files import write_files

COLUMNS = ("participant", "exercise", "tries", "hints", "solved", "solved_at_utc")
LONGEST_NAME = 40  # characters
BOM = "\ufeff"  # by which a spreadsheet knows that names are written in UTF-8


class Row(NamedTuple):
    """One participant's work on one exercise."""

    participant: str
    exercise: str
    entry: Entry


def rows_of(participant: str, record: Record) -> list[Row]:
    """Return the rows of one participant, in the order of the course."""
    return [Row(participant, number, record[number]) for number in in_order(record)]


def written(rows: list[Row]) -> bytes:
    """Return the sheet with these rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for participant, number, entry in rows:
        solved = "yes" if entry.correct else "no"
        counts = (entry.tries, entry.hints)
        writer.writerow([protected(participant), number, *counts, solved, entry.solved])
    return (BOM + text.getvalue()).encode("utf-8", "replace")


def read_back(path: Path) -> Record:
    """Return the record in the sheet of one participant, whoever wrote it.

    Raises
    ------
    ValueError, OSError
        If it is none.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError("too large")
    try:
        head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    except csv.Error as error:
        raise ValueError("no table") from error
    if tuple(head) != COLUMNS:
        raise ValueError("other columns")
    return {cells[1]: _entry(cells) for cells in lines}


def save(rows: list[Row], path: Path) -> None:
    """Write a sheet; one that is there is replaced, and nothing else is.

    Raises
    ------
    NpsError
        If something else has that name, or the file can't be written.
    """
    if path.exists() and not _is_sheet(path):
        raise NpsError(f"{path} is there already and is no sheet: choose another name.")
    write_files({path: written(rows)}, overwrite=True)


def hand_in(name: str, record: Record, folder: Path) -> Path:
    """Write a participant's own sheet into the working copy, and return its path.

    Raises
    ------
    NpsError
        If the name leaves nothing for a file's name, or the file can't be written.
    """
    safe = _safe(name)
    if not safe:
        raise NpsError(f"{name!r:.60} makes no file's name: give yours, such as sheet='Anna'.")
    path = folder / f"progress-{safe}.csv"
    if path.is_symlink():
        raise NpsError(f"{path} leads somewhere else: give another name.")
    save(rows_of(safe, record), path)
    return path


def _safe(name: str) -> str:
    """Return a name as part of a file's name: letters, digits and - of any script."""
    text = unicodedata.normalize("NFC", name[: 4 * LONGEST_NAME])
    kept = "".join(sign if unicodedata.category(sign)[0] in "LMN" else "-" for sign in text)
    return re.sub("-+", "-", kept)[:LONGEST_NAME].strip("-")


def _is_sheet(path: Path) -> bool:
    """Return whether a file begins as a sheet does."""
    try:
        with path.open("rb") as file:
            return file.read(200).decode("utf-8", "replace").startswith(BOM + ",".join(COLUMNS))
    except OSError:
        return False


def _entry(cells: list[str]) -> Entry:
    if len(cells) != len(COLUMNS) or not NUMBER.fullmatch(cells[1]):
        raise ValueError("no row")
    tries, hints, solved, when = cells[2:]
    counts = [count for count in (tries, hints) if re.fullmatch("[0-9]{1,6}", count)]
    if len(counts) != 2 or solved not in ("yes", "no") or not TIME.fullmatch(when):
        raise ValueError("no row")
    return Entry(int(tries), solved == "yes", int(hints), when)
