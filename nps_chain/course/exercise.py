"""An exercise: how its answer is judged, and what is said to it.

The right answer is computed from the data when it is asked for, never written down: so a lesson
holds for another chain as well. Judging is generous about the type of an answer (a Python or numpy
integer, a text, a list, a set, a pandas column) and strict about its content. Typical wrong answers
are computed too, each with a sentence that says what the participant probably did.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from numbers import Integral
from typing import Any

MOST_ITEMS = 100_000  # an endless generator given as an answer must not hang a lesson
LONGEST_NUMBER = 40  # characters
SHORTEST_ADDRESS = 26  # characters of the shortest Base58 address


class Unreadable(Exception):
    """An answer of a kind that can't be compared; the message says what is expected."""


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer."""

    correct: bool
    says: str


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One task of a lesson.

    Parameters
    ----------
    about
        Reads what the exercise is about from the data; the functions that follow are given that.
    right
        Computes the right answer: an ``int`` (amounts in satoshi), a ``str``, a ``set`` whose order
        doesn't matter, or a ``list`` whose order does.
    wrong
        Pairs of a function that computes a typical wrong answer, and what to say to it.
    otherwise
        What to say to any other wrong answer.
    because
        What to say to the right one: the sentence that a participant should take home.
    hints
        Three, from a nudge to nearly the answer.

    """

    about: Callable[[], Any]
    right: Callable[[Any], Any]
    wrong: Collection[tuple[Callable[[Any], Any], str]] = ()
    otherwise: str
    because: str
    hints: tuple[str, str, str]

    def judge(self, answer: object) -> Verdict:
        """Return the verdict on an answer; whatever the answer is, nothing is raised for it."""
        about = self.about()
        right = self.right(about)
        try:
            given = like(right, answer)
        except Unreadable as error:
            return Verdict(False, str(error))
        if given == like(right, right):
            return Verdict(True, self.because)
        for compute, says in self.wrong:
            if given == like(right, compute(about)):
                return Verdict(False, says)
        return Verdict(False, _shares(given, right) + self.otherwise)


@dataclass(frozen=True)
class Lesson:
    """The exercises of one lesson, numbered from 1; ``number`` is the lesson's, as in its name."""

    number: str
    title: str
    exercises: Mapping[int, Exercise]


def like(right: object, answer: object) -> Any:
    """Return an answer as the type of the right one, for comparison.

    Raises
    ------
    Unreadable
        If that can't be done.

    """
    try:
        if isinstance(right, str):
            return _text(answer)
        if isinstance(right, Integral):
            return _number(answer)
        if not isinstance(right, (set, frozenset, list, tuple)):
            raise TypeError(f"no exercise can ask for a {type(right).__name__}")
        example = next(iter(right), "")
        items = [like(example, item) for item in _items(answer)]
        return tuple(items) if isinstance(right, (list, tuple)) else frozenset(items)
    except Unreadable:
        raise
    except Exception:  # an answer may be any object, and any of its methods may fail
        raise Unreadable(f"An answer of the type {type(answer).__name__} can't be read.") from None


def _number(answer: object) -> int | Decimal:
    """Return a number; a text may have separators between thousands, as in '1 250 000'."""
    answer = _single(answer)
    if isinstance(answer, Integral) and not isinstance(answer, bool):
        return int(answer)
    text = re.sub(r"(?<=\d)[\s_,](?=\d{3})", "", str(answer).strip())
    try:
        number = Decimal(text) if len(text) <= LONGEST_NUMBER else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Unreadable("A number is expected here, such as 1200.")
    return number


def _text(answer: object) -> str:
    """Return a text; capitals count only in what is long, as Base58 addresses are."""
    answer = _single(answer)
    if not isinstance(answer, str):
        raise Unreadable("A text is expected here, in quotes, such as 'change'.")
    text = str(answer).strip()
    return text.lower() if len(text) < SHORTEST_ADDRESS or text.isupper() else text


def _single(answer: object) -> object:
    """Return the one item of a column, list or set that has a single one; else the answer."""
    if getattr(answer, "ndim", None) == 0:  # a numpy scalar, or an array without dimensions
        return answer.item()  # type: ignore[attr-defined]
    if isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        return answer
    items = list(islice(answer, 2))
    if len(items) != 1:
        raise Unreadable("A single answer is expected here, not a list.")
    return _single(items[0])


def _items(answer: object) -> list[object]:
    """Return the items of a list, set, column or mapping, or of a text with commas."""
    if getattr(answer, "ndim", None) == 2:
        raise Unreadable("One column of the table is expected here, such as table['address'].")
    if isinstance(answer, str):
        return list(filter(None, answer.replace(",", " ").split()))
    if not isinstance(answer, Iterable):
        return [answer]
    items = list(islice(answer, MOST_ITEMS + 1))
    if len(items) > MOST_ITEMS:
        raise Unreadable(f"More than {MOST_ITEMS} items are too many.")
    return items


def _shares(given: object, right: object) -> str:
    """Return how much of a set is right, to be put before what is said; nothing for others."""
    if not isinstance(given, frozenset):
        return ""
    expected = like(right, right)
    good, bad, missing = len(given & expected), len(given - expected), len(expected - given)
    return f"Of those you give, {good} belong here and {bad} don't; {missing} are missing. "
