"""Answers as participants give them, read as what the right answer is: a number, a text, a list.

Reading is generous about the type (a Python or numpy integer, a pandas column, a text with commas)
and strict about the content. Whatever an answer is, reading it ends, and raises `Unreadable` alone.
"""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from itertools import islice
from numbers import Integral
from typing import Any

MOST_ITEMS = 100_000  # an endless generator given as an answer must not hang a lesson
LONGEST_NUMBER = 40  # characters
SHORTEST_ADDRESS = 26  # characters of the shortest Base58 address

NUMBER = "A number is expected here, such as 1200."
TEXT = "A text is expected here, in quotes, such as 'change'."
TRUTH = "True or False is expected here, without quotes."
YES, NO = frozenset({"true", "yes"}), frozenset({"false", "no"})


class Unreadable(Exception):
    """An answer of a kind that can't be compared; the message says what is expected."""


def like(right: object, answer: object) -> Any:
    """Return an answer as the type of the right one, for comparison.

    Raises
    ------
    Unreadable
        If that can't be done.
    TypeError
        If the right one is of a kind that no exercise can ask for.

    """
    read = _reader(right)
    try:
        return read(right, answer)
    except Unreadable:
        raise
    except Exception:  # an answer may be any object, and any of its methods may fail
        raise Unreadable(f"An answer of the type {type(answer).__name__} can't be read.") from None


def open_still(answer: object) -> bool:
    """Return whether an answer stands for none: ``...`` or ``None``."""
    return answer is ... or answer is None


def _reader(right: object) -> Any:
    """Return what reads an answer of the right one's kind."""
    if right is None:
        return _nothing
    if isinstance(right, str):
        return _text
    if isinstance(right, bool):
        return _truth
    if isinstance(right, Integral):
        return _number
    if isinstance(right, (list, tuple)):
        return _list
    if isinstance(right, (set, frozenset)):
        return _set
    raise TypeError(f"no exercise can ask for a {type(right).__name__}")


def _nothing(right: object, answer: object) -> None:
    """Return None for None, which a function may have to return; no other answer is like it."""
    if answer is not None:
        raise Unreadable("Another answer is right here.")


def _truth(right: object, answer: object) -> bool:
    answer = _single(answer)
    if isinstance(answer, bool):
        return answer
    word = answer.strip().lower() if isinstance(answer, str) else ""
    if word not in YES | NO:
        raise Unreadable(TRUTH)
    return word in YES


def _number(right: object, answer: object) -> int | Decimal:
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
        raise Unreadable(NUMBER)
    return number


def _text(right: object, answer: object) -> str:
    """Return a text; capitals count only in what is long, as Base58 addresses are."""
    answer = _single(answer)
    if not isinstance(answer, str):
        raise Unreadable(TEXT)
    text = str(answer).strip()
    return text.lower() if len(text) < SHORTEST_ADDRESS or text.isupper() else text


def _list(right: Any, answer: object) -> tuple[Any, ...]:
    kinds = list(right) or [""]
    items = _items(answer)
    last = len(kinds) - 1
    return tuple(like(kinds[min(place, last)], item) for place, item in enumerate(items))


def _set(right: Any, answer: object) -> frozenset[Any]:
    kind = next(iter(right), "")
    return frozenset(like(kind, item) for item in _items(answer))


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
