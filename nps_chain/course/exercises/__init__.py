"""The exercises of all lessons: one file a lesson, found by the lesson's number.

A file ``lesson_14.py`` holds ``LESSON``, the :class:`~nps_chain.course.exercise.Lesson` 14; nothing
else needs to be told of it. An exercise's number is the lesson's, a point, and its own: "14.2". The
quiz of the lesson is "14.quiz".
"""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from itertools import chain

from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.quiz import Quiz
from nps_chain.errors import NpsError


def lessons() -> list[Lesson]:
    """Return all lessons that have exercises, in the order of the course."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [import_module(f"{__name__}.{name}").LESSON for name in names]


def asked(lesson: Lesson) -> dict[str, Exercise | Quiz]:
    """Return all that a lesson asks, by number, its quiz last: ``"14.1"``, ``"14.quiz"``."""
    own: dict[str, Exercise | Quiz] = {
        f"{lesson.number}.{place}": exercise for place, exercise in lesson.exercises.items()
    }
    return own if lesson.quiz is None else {**own, f"{lesson.number}.quiz": lesson.quiz}


def numbers(lesson: Lesson) -> list[str]:
    """Return the numbers of all that a lesson asks, such as ``["14.1", "14.2", "14.quiz"]``."""
    return list(asked(lesson))


def in_order(some: Iterable[str]) -> list[str]:
    """Return numbers in the order of the course; those of no exercise of it come last."""
    course = {number: place for place, number in enumerate(chain(*map(numbers, lessons())))}
    return sorted(some, key=lambda number: (course.get(number, len(course)), number))


def find(number: str) -> Exercise | Quiz:
    """Return the exercise of this number, or the quiz of a lesson, such as "14.quiz".

    Raises
    ------
    NpsError
        If there is none.

    """
    for lesson in lessons():
        found = asked(lesson).get(number)
        if found is not None:
            return found
    raise NpsError(
        f"There is no exercise {number!r:.60}; its number is in its heading, such as 14.1."
    )
