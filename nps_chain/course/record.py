"""The participant's record: which exercises are solved, and after how many tries.

It is one small JSON file, ``progress.json`` in the participant's working copy; where
there is no working copy, as in the project's own checkout and in its tests, nothing is written.
The file may have been damaged, or edited: a record that can't be read is set aside, never trusted,
never deleted. It is written beside and then renamed, so a crash leaves the old one.
"""

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nps_chain.places import working_copy

FILE = "progress.json"
VERSION = 1
LARGEST = 1_000_000  # bytes; a full record has a few thousand
NUMBER = re.compile(r"[a-z0-9]{1,20}\.([0-9]{1,4}|quiz)")


@dataclass
class Entry:
    """What is known of one exercise."""

    tries: int = 0
    correct: bool = False


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
        return _parsed(path), ""
    except (OSError, ValueError, RecursionError):
        aside = _set_aside(path)
    if aside is None:
        return None, f"The record of your progress, {path}, can't be read; remove it to go on."
    kept = f"it is kept as {aside.name}, and a new one is begun"
    return {}, f"The record of your progress could not be read; {kept}."


def note(number: str, correct: bool) -> str:
    """Count a try at an exercise; return a sentence if that went wrong, else ""."""
    folder = working_copy()
    if folder is None:
        return ""
    record, says = read(folder)
    if record is None:
        return says
    entry = record.setdefault(number, Entry())
    if entry.correct:  # what comes after the right answer is play, and counts for nothing
        return says
    entry.tries += 1
    entry.correct = correct
    try:
        _write(record, folder)
    except OSError as error:
        reason = error.strerror or "no reason is given"
        return f"Your progress could not be noted in {folder / FILE} ({reason})."
    return says


def _parsed(path: Path) -> Record:
    """Return the record in a file; raise ValueError or OSError if it is no proper one."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ValueError("no regular file of a sensible size")
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ValueError("another version")
    exercises = data.get("exercises")
    if not isinstance(exercises, dict):
        raise ValueError("no exercises")
    return {_number(number): _entry(entry) for number, entry in exercises.items()}


def _number(number: str) -> str:
    if not NUMBER.fullmatch(number):
        raise ValueError("no exercise's number")
    return number


def _entry(entry: Any) -> Entry:
    if not isinstance(entry, dict) or set(entry) != {"tries", "correct"}:
        raise ValueError("no entry")
    if type(entry["tries"]) is not int or type(entry["correct"]) is not bool:
        raise ValueError("wrong types")
    if not 0 <= entry["tries"] < 1_000_000:
        raise ValueError("impossible count")
    return Entry(**entry)


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
