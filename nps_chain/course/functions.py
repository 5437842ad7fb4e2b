"""Answers that are functions: tried on cases, and compared by what they give.

What the participant's function does is compared with what the right one does, case by case. The
first case that differs is told: what the function was called with and what came, never what would
have been right.
"""

import contextlib
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.views import AddressView, BlockView, TransactionView
from nps_chain.course.answers import Unreadable, like, type_name
from nps_chain.course.patience import LONGEST, TooLong, limited
from nps_chain.course.remarks import remark
from nps_chain.harmless import harmless

Case = tuple[Any, ...]

WIDEST = 60  # characters of a value that is told
TOO_LONG = "it takes too long; perhaps a loop in it never ends"
NO_FUNCTION = "A function is expected here: write its name alone, without brackets after it."


@dataclass(frozen=True)
class Outcome:
    """What came of one call."""

    read: Any = None  # what it gave, as the kind of the right one; None where it has no such kind
    gave: Any = None
    why: str = ""  # why it can't be read
    failed: str = ""  # the error's type and text
    printed: bool = False

    def same(self, other: "Outcome") -> bool:
        """Return whether two calls came to the same."""
        if self.failed or other.failed:
            return self.failed == other.failed
        if self.why or other.why:
            return bool(self.why and other.why) and _identical(self.gave, other.gave)
        return bool(self.read == other.read)


def tried(function: Callable[..., Any], cases: Collection[Case], right: list[Any]) -> list[Outcome]:
    """Return what comes of a function, called on each case; what it prints is not shown.

    It has some seconds for all cases: on those that are left it counts as too slow.
    """
    outcomes: list[Outcome] = []
    try:
        with limited(LONGEST):
            for case, given in zip(cases, right, strict=True):
                outcomes.append(_call(function, case, given))
    except TooLong:
        outcomes += [Outcome(failed=TOO_LONG)] * (len(right) - len(outcomes))
    return outcomes


def expected(function: Callable[..., Any], cases: Collection[Case]) -> list[Any]:
    """Return what the right function gives on each case."""
    return [function(*map(_fresh, case)) for case in cases]


def agree(ours: list[Outcome], others: list[Outcome]) -> bool:
    """Return whether two functions came to the same on all cases."""
    return all(one.same(other) for one, other in zip(ours, others, strict=True))


def silent(outcomes: list[Outcome]) -> bool:
    """Return whether a function gave and printed nothing at all: so it isn't written yet."""
    return all(
        not one.failed and not one.printed and (one.gave is None or one.gave is ...)
        for one in outcomes
    )


def first_miss(cases: Collection[Case], ours: list[Outcome], right: list[Outcome]) -> str:
    """Return a sentence on the first case in which a function is not right."""
    case, one, other = next(
        (case, mine, other)
        for case, mine, other in zip(cases, ours, right, strict=True)
        if not mine.same(other)
    )
    called = f"Called with {', '.join(map(shown, case))}," if case else "When it is called,"
    if one.failed:
        return f"{called} your function fails: {one.failed}."
    if one.gave is None:
        reason = "; it prints its result: write return in place of print" if one.printed else ""
        return f"{called} your function returns nothing{reason}."
    gives = f"{called} your function gives {shown(one.gave)}"
    if one.why:
        return f"{gives}. {one.why}"
    slip = remark(one.read, other.read)
    return f"{gives}. {slip}" if slip else f"{gives}; another {kind(one.read)} is right."


def kind(value: Any) -> str:
    """Return in a word what kind an answer is."""
    if isinstance(value, bool):
        return "answer"
    if isinstance(value, str):
        return "text"
    if isinstance(value, tuple):
        return "list"
    return "set" if isinstance(value, frozenset) else "number"


def shown(value: Any) -> str:
    """Return a value as one short line, whatever it is."""
    try:
        told = _shown(value)
    except (Exception, SystemExit):  # it may be any object, and any of its methods may fail
        told = ""
    name = type_name(value)
    return told or f"{'an' if name[:1] in 'AEIOUaeiou' else 'a'} {name}"


def _shown(value: Any) -> str:
    """Return what a value is, or "" if it is of a type that is named only."""
    if isinstance(value, TransactionView):
        return f"the transaction {value.txid[:12]}…"
    if isinstance(value, AddressView):
        return f"the address {value.text[:16]}…"
    if isinstance(value, BlockView):
        return f"the block {value.height}"
    if isinstance(value, np.generic):
        value = value.item()
    if value is ...:
        return "..."
    if value is None or isinstance(value, (bool, int, float, str, list, tuple, set, dict)):
        return harmless(repr(value), WIDEST)
    return ""


def _call(function: Callable[..., Any], case: Case, right: Any) -> Outcome:
    heard = io.StringIO()
    try:
        with contextlib.redirect_stdout(heard):
            gave = function(*map(_fresh, case))
    except (Exception, SystemExit) as error:
        return Outcome(failed=_told(error))
    try:
        return Outcome(read=like(right, gave), gave=gave, printed=bool(heard.getvalue()))
    except Unreadable as error:
        return Outcome(gave=gave, why=str(error), printed=bool(heard.getvalue()))


def _told(error: BaseException) -> str:
    """Return an error's type and text, without a full stop at its end."""
    try:
        text = harmless(str(error), 2 * WIDEST).rstrip(".")
    except Exception:
        text = ""
    return f"{type(error).__name__}{': ' if text else ''}{text}"


def _identical(one: object, other: object) -> bool:
    try:
        return type(one) is type(other) and bool(one == other)
    except Exception:
        return False


def _fresh(value: Any) -> Any:
    """Return a copy of what a function could change, so that the next call gets it whole."""
    if isinstance(value, list):
        return [_fresh(item) for item in value]
    if isinstance(value, dict):
        return {name: _fresh(item) for name, item in value.items()}
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(map(_fresh, value))
    return value.copy() if isinstance(value, (set, pd.DataFrame, pd.Series)) else value
