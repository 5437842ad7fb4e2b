"""Answers as participants give them, read as what the right answer is: a number, a text, a list.

Reading is generous about the type (a Python or numpy integer, a pandas column, a transaction for
its txid, a text with commas) and strict about the content. Whatever an answer is, reading it raises
`Unreadable` alone, and returns plain Python values only, which can be compared without harm.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from itertools import islice
from numbers import Integral
from operator import index
from typing import Any

from nps_chain.chain.views import AddressView, BlockView, Coin, TransactionView
from nps_chain.course.numerals import numeral
from nps_chain.harmless import harmless

MOST_ITEMS = 100_000  # an endless generator given as an answer must not hang a lesson
LONGEST_TEXT = 10_000  # characters; a raw transaction has some hundreds
SHORTEST_ADDRESS = 26  # characters of the shortest Base58 address

NUMBER = "A number is expected here, such as 1200."
NO_LIST = "A number is expected here, not a list; len(...) counts the items of a list."
COMMAS = "Write the number without commas: in Python, a comma makes a list of two numbers."
TEXT = "A text is expected here, in quotes, such as 'change'."
TRUTH = "True or False is expected here, without quotes."
SINGLE = "A single answer is expected here, not a list."
COLUMN = "One column of the table is expected here, such as table['address']."
ORDER = "The order counts here: give a list, in square brackets."
CALL_IT = "That is a function. Call it: write brackets after its name, with what it needs in them."
STILL_OPEN = "A part of it is still open: write your answer in place of each `...`."

_NAME = type.__dict__["__name__"].__get__  # whatever a class itself says of its name
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
        if answer is ...:
            raise Unreadable(STILL_OPEN)
        if callable(answer) and not isinstance(answer, Iterable):
            raise Unreadable(CALL_IT)
        return read(right, answer)
    except Unreadable:
        raise
    except (Exception, SystemExit):  # an answer may be any object, and any of its methods may fail
        raise Unreadable(f"An answer of the type {type_name(answer)} can't be read.") from None


def open_still(answer: object) -> bool:
    """Return whether an answer stands for none: ``...``, ``None``, an empty text, or ``[...]``."""
    if type(answer) is str:
        return len(answer) < LONGEST_TEXT and answer.strip() in ("", "...")
    if type(answer) in (list, tuple):
        return bool(answer) and all(item is ... for item in answer)  # type: ignore[attr-defined]
    return answer is ... or answer is None


def type_name(value: object) -> str:
    """Return the name of a value's type as one short text."""
    return harmless(_NAME(type(value)), 40)


def _reader(right: object) -> Callable[[Any, Any], Any]:
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


def _nothing(right: None, answer: object) -> None:
    """Return None for None, which a function may have to return; no other answer is like it."""
    if answer is not None:
        raise Unreadable("Another answer is right here.")


def _truth(right: bool, answer: object) -> bool:
    answer = _single(answer)
    if isinstance(answer, bool):
        return answer
    word = _plain(answer).strip().lower() if isinstance(answer, str) else ""
    if word not in YES | NO:
        raise Unreadable(TRUTH)
    return word in YES


def _number(right: int, answer: object) -> int | Decimal:
    if isinstance(answer, Coin):
        return answer.value
    if isinstance(answer, BlockView):
        return answer.height
    if type(answer) is tuple and 1 < len(answer) < 4 and all(type(part) is int for part in answer):
        raise Unreadable(COMMAS)
    answer = _single(answer, NO_LIST)
    if isinstance(answer, bool):
        raise Unreadable(NUMBER)
    if isinstance(answer, Integral):
        return index(answer)
    number = numeral(_plain(answer if isinstance(answer, str) else str(answer)))
    if number is None:
        raise Unreadable(NUMBER)
    return number


def _text(right: str, answer: object) -> str:
    """Return a text without its spaces; capitals count only in what is long and has some."""
    answer = _named(answer)
    if isinstance(answer, bool) and right.lower() in YES | NO:
        answer = "yes" if answer else "no"
    if isinstance(answer, date):  # a pandas time is one, too
        answer = str(answer.isoformat())[: len(right)]
    if isinstance(answer, Integral) and right.isdigit() and not isinstance(answer, bool):
        answer = str(index(answer))
    if not isinstance(answer, str):
        raise Unreadable(TEXT)
    text = _plain(answer)
    exact = len(right) >= SHORTEST_ADDRESS and not re.search(r"\s", right) and _has_cases(right)
    text = "".join(text.split())
    if not exact:
        text = text.casefold()
    if right.lower() in YES | NO and text in YES | NO:
        return "yes" if text in YES else "no"
    return text


def _has_cases(text: str) -> bool:
    """Return whether a text has capitals and small letters, as Base58 and base64 have."""
    return text not in (text.lower(), text.upper())


def _named(answer: object) -> object:
    """Return what a person means who gives a transaction, address, block or coin for its name."""
    if isinstance(answer, Coin):
        return answer.address
    answer = _single(answer)
    if isinstance(answer, TransactionView):
        return answer.txid
    if isinstance(answer, AddressView):
        return answer.text
    if isinstance(answer, BlockView):
        return answer.hash
    return answer.address if isinstance(answer, Coin) else answer


def _list(right: Any, answer: object) -> tuple[Any, ...]:
    kinds = list(right) or [""]
    if isinstance(answer, (set, frozenset)) and len(kinds) > 1:
        raise Unreadable(ORDER)
    last = len(kinds) - 1
    items = enumerate(_items(kinds, answer))
    return tuple(like(kinds[min(place, last)], item) for place, item in items)


def _set(right: Any, answer: object) -> frozenset[Any]:
    kinds = sorted(right, key=repr) or [""]
    return frozenset(like(kinds[0], item) for item in _items(kinds, answer))


def _plain(text: str) -> str:
    """Return a text of a sensible length as Python's own type."""
    if str.__len__(text) > LONGEST_TEXT:
        raise Unreadable(f"A text of more than {LONGEST_TEXT:,} characters is too long.")
    return str.__str__(text)


def _single(answer: object, otherwise: str = SINGLE) -> object:
    """Return the one item of a column, list or set that has a single one; else the answer."""
    if getattr(answer, "ndim", None) == 0:  # a numpy scalar, or an array without dimensions
        return answer.item()  # type: ignore[attr-defined]
    if isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        return answer
    items = list(islice(answer, 2))
    if len(items) != 1:
        raise Unreadable(otherwise)
    return _single(items[0], otherwise)


def _items(kinds: list[Any], answer: Any) -> list[object]:
    """Return the items of a list, set, column or mapping, or of a text with commas."""
    if getattr(answer, "ndim", None) == 2:
        if answer.shape[1] != 1:
            raise Unreadable(COLUMN)
        answer = answer.iloc[:, 0] if hasattr(answer, "iloc") else answer[:, 0]
    if isinstance(answer, str):
        words = any(isinstance(kind, str) and re.search(r"\s", kind) for kind in kinds)
        parts = re.split(r"[,;\n]" if words else r"[,;\s]", _plain(answer))
        return [part for part in parts if part.strip()]
    if isinstance(answer, Coin) or not isinstance(answer, Iterable):
        return [answer]
    items = list(islice(answer, MOST_ITEMS + 1))
    if len(items) > MOST_ITEMS:
        raise Unreadable(f"More than {MOST_ITEMS:,} items are too many.")
    return items
