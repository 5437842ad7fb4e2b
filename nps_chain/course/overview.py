"""Progress as a person reads it: a line a lesson, and which exercise comes next."""

from collections.abc import Collection

from nps_chain.course.exercise import Lesson
from nps_chain.course.exercises import numbers
from nps_chain.course.record import Entry, Record

MOST_NAMED = 4  # open exercises of a lesson; more are counted
HEAD = ("Lesson", "Solved", "Open")


def overview(lessons: Collection[Lesson], record: Record) -> str:
    """Return lines on all lessons, their columns aligned, and what to do next."""
    rows = [HEAD, *(_row(lesson, record) for lesson in lessons)]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"{a:<{first}}   {b:<{second}}   {c}".rstrip() for a, b, c in rows]
    asked = [number for lesson in lessons for number in numbers(lesson)]
    left = [number for number in asked if not _solved(record, number)]
    total = f"{len(asked) - len(left)} of {len(asked)} are solved"
    return "\n".join([*lines, f"{total}; next is {left[0]}." if left else f"{total}. Well done."])


def _row(lesson: Lesson, record: Record) -> tuple[str, str, str]:
    own = numbers(lesson)
    left = [number for number in own if not _solved(record, number)]
    named = ", ".join(left[:MOST_NAMED])
    if len(left) == len(own):
        named = "all"
    elif len(left) > MOST_NAMED:
        named += f" and {len(left) - MOST_NAMED} more"
    return f"{lesson.number} {lesson.title}", f"{len(own) - len(left)} of {len(own)}", named


def _solved(record: Record, number: str) -> bool:
    return record.get(number, Entry()).correct
