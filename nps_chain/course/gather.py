"""The records of a class: found below folders such as a memory stick's, and what they tell.

Whoever hands a folder in may have put anything into it. Links are not followed, what is deep or
much is not looked at, and a record that isn't one is told and left out; nothing is changed.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median

from nps_chain.course import sheet
from nps_chain.course.exercises import in_order, lessons, numbers
from nps_chain.course.record import FILE, Entry, Record, parsed
from nps_chain.course.sheet import Row
from nps_chain.errors import NpsError
from nps_chain.harmless import harmless

DEEPEST = 5  # folders below the one that is named
MOST_ENTRIES = 20_000  # files and folders that are looked at
COPY = "my-course"  # as set-up names a working copy: no participant's name
HANDED_IN = ("progress-", ".csv")
MOST_STUCK = 5  # exercises that are named in the end


def gather(folders: list[Path]) -> tuple[list[Row], list[str]]:
    """Return the rows of all participants below these folders, and what was left out.

    A participant is named by the folders above the record, or by the sheet that was handed in.

    Raises
    ------
    NpsError
        If one is no folder, or nothing was found.
    """
    rows: list[Row] = []
    left_out: list[str] = []
    taken: set[str] = set()
    seen: set[Path] = set()
    for top in folders:
        if not top.is_dir():
            raise NpsError(f"{top} is no folder: name one that holds copies of the course.")
        for path, read in _records(top):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            name = _free(_participant(top, path), taken)
            try:
                rows += sheet.rows_of(name, read(path))
                taken.add(name)
            except (OSError, ValueError, RecursionError):
                left_out.append(f"{name}: {path.name} can't be read, and is left out.")
    if not taken:
        looked = ", ".join(str(top) for top in folders)
        told = f"No record of progress is below {looked}: a working copy has {FILE}."
        raise NpsError(" ".join([*left_out, told]))
    return rows, left_out


def summary(rows: list[Row]) -> str:
    """Return by exercise how many solved it, and how hard it was: medians of tries and hints."""
    by_exercise: dict[str, list[Entry]] = defaultdict(list)
    known = {number for lesson in lessons() for number in numbers(lesson)}
    for row in rows:
        if row.exercise in known:  # a record may hold others, of an older course or of a joker
            by_exercise[row.exercise].append(row.entry)
    lines = [f"{'Exercise':<12}{'Tried by':>9}{'Solved':>8}{'Tries':>7}{'Hints':>7}"]
    for number in in_order(by_exercise):
        entries = by_exercise[number]
        tries, hints = (median(getattr(one, of) for one in entries) for of in ("tries", "hints"))
        solved = sum(entry.correct for entry in entries)
        lines.append(f"{number:<12}{len(entries):>9}{solved:>8}{tries:>7g}{hints:>7g}")
    people = len({row.participant for row in rows})
    lines.append(f"{people} participant{'s' * (people != 1)}; tries and hints are medians.")
    stuck = _stuck(by_exercise)
    if stuck:
        lines.append(f"Open for half or more of those who tried: {', '.join(stuck)}.")
    return "\n".join(lines)


def _stuck(by_exercise: dict[str, list[Entry]]) -> list[str]:
    """Return the exercises that are open for half of those who tried, the worst first."""
    share = {
        number: sum(not entry.correct for entry in entries) / len(entries)
        for number, entries in by_exercise.items()
    }
    ranked = sorted(in_order(share), key=lambda number: -share[number])
    return [number for number in ranked if share[number] >= 0.5][:MOST_STUCK]


def _records(top: Path) -> Iterator[tuple[Path, Callable[[Path], Record]]]:
    """Yield the records below a folder, each with what reads it; a copy's own before its sheets."""
    left = MOST_ENTRIES
    pending = [(top, 0)]
    while pending:
        folder, depth = pending.pop(0)
        try:
            with os.scandir(folder) as found:
                entries = sorted(islice(found, left), key=lambda entry: entry.name)
        except OSError:
            continue
        left -= len(entries)
        files = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
        if FILE in files:
            yield folder / FILE, parsed
        else:
            begins, ends = HANDED_IN
            handed = [name for name in files if name.startswith(begins) and name.endswith(ends)]
            yield from ((folder / name, sheet.read_back) for name in handed)
        if depth < DEEPEST:
            below = (entry for entry in entries if entry.is_dir(follow_symlinks=False))
            pending += [(folder / entry.name, depth + 1) for entry in below]


def _participant(top: Path, path: Path) -> str:
    """Return whose record it is, as one line."""
    if path.name != FILE:
        begins, ends = HANDED_IN
        return harmless(path.name.removeprefix(begins).removesuffix(ends), sheet.LONGEST_NAME)
    above = [part for part in path.parent.relative_to(top).parts if part != COPY]
    if not above:  # the folder that was named is the participant's, or the copy in it
        given = top.resolve()
        above = [given.name if given.name != COPY else given.parent.name]
    return harmless("/".join(above[-2:]), sheet.LONGEST_NAME) or "unnamed"


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no other participant has."""
    number = 1
    while (free := name if number == 1 else f"{name} ({number})") in taken:
        number += 1
    return free
