"""The participant's record: which exercises are solved, after how many tries and hints, and when.

It is one small JSON file, ``progress.json`` in the participant's working copy; where
there is no working copy, as in the project's own checkout and in its tests, nothing is written.
The file may have been damaged, or edited: a record that can't be read is set aside, never trusted,
never deleted. It is written beside and then renamed, so a crash leaves the old one.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nps_chain.places import working_copy

FILE = "progress.json"
VERSION = 2  # version 1 knew neither hints nor when
LARGEST = 1_000_000  # bytes; a full record has some ten thousand
MOST = 1_000_000  # tries
NUMBER = re.compile(r"[a-z0-9]{1,20}\.([0-9]{1,4}|quiz)")
TIME = re.compile(r"(20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z)?")


@dataclass
class Entry:
    """What is known of one exercise."""

    tries: int = 0
    correct: bool = False
    hints: int = 0
    """How many were asked for, before it was solved."""
    solved: str = ""
    """When, in UTC; empty if it isn't, or nobody noted it."""


Record = dict[str, Entry]  # by the exercise's number


def read(folder: Path) -> tuple[Record | None, str]:
    """Return the record in a working copy, and a sentence if something is wrong with it (or "").

    A record that can't be read is set aside, and an empty one takes its place; it is None only if
    the unreadable one could not even be renamed.
    """
    path = folder / FILE
    if not os.path.lexists(path):
        return {}, ""
    try:
        return parsed(path), ""
    except (OSError, ValueError, RecursionError):
        aside = _set_aside(path)
    if aside is None:
        return None, f"The record of your progress, {path}, can't be read; remove it to go on."
    kept = f"it is kept as {aside.name}, and a new one is begun"
    return {}, f"The record of your progress could not be read; {kept}."


def note(number: str, correct: bool) -> str:
    """Count a try at an exercise; return a sentence if that went wrong, else ""."""

    def count(entry: Entry) -> None:
        entry.tries = min(entry.tries + 1, MOST - 1)
        entry.correct = correct
        entry.solved = f"{now():%Y-%m-%dT%H:%M:%SZ}" if correct else ""

    return _changed(number, count)


def note_hints(number: str, shown: int) -> str:
    """Note how many hints were shown; return a sentence if that went wrong, else ""."""

    def count(entry: Entry) -> None:
        entry.hints = max(entry.hints, shown)

    return _changed(number, count)


def now() -> datetime:
    """Return the present time in UTC: the only thing in a record that differs from run to run."""
    return datetime.now(UTC)


def parsed(path: Path) -> Record:
    """Return the record in a file, whoever wrote it.

    Raises
    ------
    ValueError, OSError, RecursionError
        If it is none.
    """
    if not path.is_file():
        raise ValueError("no regular file")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError("too large")
    data = json.loads(content.decode("utf-8"))
    if not isinstance(data, dict) or type(data.get("version")) is not int:
        raise ValueError("no record")
    if not 1 <= data["version"] <= VERSION:
        raise ValueError("another version")
    exercises = data.get("exercises")
    if not isinstance(exercises, dict):
        raise ValueError("no exercises")
    return {_number(number): _entry(entry, data["version"]) for number, entry in exercises.items()}


def _changed(number: str, change: Callable[[Entry], None]) -> str:
    """Change the entry of an exercise; return a sentence if that went wrong, else ""."""
    folder = working_copy()
    if folder is None:
        return ""
    record, says = read(folder)
    if record is None:
        return says
    entry = record.setdefault(number, Entry())
    if entry.correct:  # what comes after the right answer is play, and counts for nothing
        return says
    change(entry)
    try:
        _write(record, folder)
    except OSError as error:
        reason = error.strerror or "no reason is given"
        return f"Your progress could not be noted in {folder / FILE} ({reason})."
    return says


def _number(number: str) -> str:
    if not NUMBER.fullmatch(number):
        raise ValueError("no exercise's number")
    return number


def _entry(entry: Any, version: int) -> Entry:
    known = {"tries": int, "correct": bool, "hints": int, "solved": str}
    if version == 1:
        known = {"tries": int, "correct": bool}
    if not isinstance(entry, dict) or entry.keys() != known.keys():
        raise ValueError("no entry")
    if any(type(entry[name]) is not kind for name, kind in known.items()):
        raise ValueError("wrong types")
    read_entry = Entry(**entry)
    if not (0 <= read_entry.tries < MOST and 0 <= read_entry.hints < MOST):
        raise ValueError("impossible count")
    if not TIME.fullmatch(read_entry.solved):
        raise ValueError("no time")
    return read_entry


def _set_aside(path: Path) -> Path | None:
    """Rename what can't be read to a name that is free; return its new path, or None."""
    names = (f"progress-unreadable-{count}.json" for count in range(1, 1000))
    free = (path.with_name(name) for name in names if not os.path.lexists(path.with_name(name)))
    aside = next(free, None)
    try:
        return path.rename(aside) if aside else None
    except OSError:
        return None


def _write(record: Record, folder: Path) -> None:
    """Write the record beside its place, then rename it into its place."""
    data = {
        "version": VERSION,
        "exercises": {number: asdict(entry) for number, entry in sorted(record.items())},
    }
    beside = folder / f"progress-{os.getpid()}.part"  # several lessons may be open at once
    try:
        beside.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8", newline="\n")
        beside.replace(folder / FILE)
    finally:
        beside.unlink(missing_ok=True)
