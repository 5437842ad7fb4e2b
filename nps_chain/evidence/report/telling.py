"""Values as a report tells them: with their unit, every satoshi, and UTC.

A number without a unit is no finding. Where the name of a value tells its unit, it is taken from
that (``.value`` is satoshi, ``.height`` a height); everywhere else the sentence has to say, as in
``{wallet:address}``, which counts: 23 addresses.
"""

import math
import re
from collections.abc import Callable, Sized
from numbers import Integral, Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from nps_chain.chain.address import check
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import AddressView, BlockView, TransactionView, bitcoin, moment
from nps_chain.errors import NpsError
from nps_chain.evidence.report.paths import Path
from nps_chain.exhibits import Exhibit
from nps_chain.harmless import harmless
from nps_chain.trace.texts import count, percent

LONGEST = 300
"""Characters of a text that is told."""

SATOSHI = frozenset(
    {
        *("value", "fee", "received", "spent", "balance", "net", "opening", "difference"),
        *("peeled", "carried", "tainted", "stopped", "unspent", "came_in", "went_out"),
    }
)
"""Names of values that are amounts."""

NUMBERS = frozenset({"height", "step", "rank", "delay", "hop"})
SHARES = frozenset({"error", "confidence", "precision", "recall", "share", "right", "decides"})

IDENTIFIER = re.compile("[0-9a-f]{64}(:[0-9]{1,9})?|script:[0-9a-f]{16}")
"""A txid or another SHA-256, a coin, or a script without an address."""

_SHOWN_BY: dict[type, str] = {
    TransactionView: "txid",
    AddressView: "text",
    BlockView: "height",
}
"""What a view is told by."""

_NOUN = re.compile(r"([A-Za-z][A-Za-z -]{0,39})(?:/([A-Za-z][A-Za-z -]{0,39}))?")
_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")


class Told(NamedTuple):
    """A value in a sentence.

    Attributes
    ----------
    code : str
        What gives it, in Python.
    value : int, float, str or pandas.Timestamp
        What that gave.
    words : str
        How it is told.
    kind : str
        ``number``, ``identifier`` or ``text``.
    path : Path
        Where it is from.
    unit : str
        As the sentence asked for it.
    """

    code: str
    value: Any
    words: str
    kind: str
    path: Path
    unit: str

    @property
    def root(self) -> str:
        """The name of the result that it is a value of."""
        return self.path.name


def tell(path: Path, unit: str, value: Any) -> Told:
    """Return how a value is told.

    Parameters
    ----------
    path : Path
        Where it is from.
    unit : str
        ``BTC``, ``date``, ``time``, ``percent``, ``number``, or a thing to count, with its plural
        behind a stroke where that isn't regular; empty for what its name tells.
    value : object
        It.

    Raises
    ------
    NpsError
        If it can't be told so.
    """
    shown = _SHOWN_BY.get(type(value))
    code, last = (f"{path.code}.{shown}", shown) if shown else (path.code, path.last)
    value = _plain(code, getattr(value, shown) if shown else value)
    named = "" if path.over == "len" or not isinstance(value, int) else _by_name(last)
    unit = _asked(unit.strip(), named, code) or named or _unit_of(code, last, value)
    if unit in _UNITS:
        wrapped, number = _number(code, value)
        return Told(wrapped, number, _UNITS[unit](number, code), "number", path, unit)
    if unit in _TIMES:
        return Told(code, value, _TIMES[unit](_time(value, code)), "number", path, unit)
    if unit == "text":
        words = harmless(value, LONGEST)
        if not words:
            raise NpsError(f"{code} is empty, or no text: there is nothing to tell.")
        kind = "identifier" if _is_identifier(words) else "text"
        if isinstance(value, Exhibit):
            words += f" (exhibit {value.name})"
        return Told(code, str(value), words, kind, path, unit)
    noun = _NOUN.fullmatch(unit)
    if noun is None:
        raise NpsError(
            f"{unit!r:.60} is no unit: write BTC, date, time, percent or number, or the thing that"
            " is counted, as in {wallet:address}."
        )
    wrapped, many = _many(code, value)
    return Told(wrapped, many, count(many, noun[1], noun[2] or ""), "number", path, unit)


def plain_number(number: float) -> str:
    """Return a number with commas, three digits of it at least where it has more.

    >>> plain_number(1235), plain_number(41.66), plain_number(1234.5), plain_number(0.0213)
    ('1,235', '41.7', '1,234', '0.0213')
    """
    if isinstance(number, int):
        return f"{number:,}"
    if math.isnan(number) or math.isinf(number):
        return "not known"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _plain(code: str, value: Any) -> Any:
    """Return numpy's numbers as Python's."""
    if isinstance(value, bool | np.bool_):
        raise NpsError(f"{code} is yes or no: say in words what it means.")
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else value


def _by_name(last: str) -> str:
    """Return the unit of a whole number that its name tells, if it does."""
    return "BTC" if last in SATOSHI else "number" if last in NUMBERS else ""


def _asked(unit: str, named: str, code: str) -> str:
    """Return the unit that a sentence asks for, if it isn't against what the name tells."""
    if named == "BTC" and unit not in ("", "BTC"):
        raise NpsError(f"{code} is an amount in satoshi: write {{{code}}}, which tells it in BTC.")
    if named == "number" and unit == "BTC":
        raise NpsError(f"{code} is no amount: write {{{code}}}.")
    return unit


def _unit_of(code: str, last: str, value: Any) -> str:
    """Return the unit that the name of a value tells."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, pd.Timestamp):
        return "time"
    if isinstance(value, float) and last.rpartition("_")[2] in SHARES:
        return "percent"
    if isinstance(value, int):
        raise NpsError(
            f"{code} is {value:,}, and of what? Write {{{code}:BTC}} for satoshi,"
            f" {{{code}:address}} to count addresses or another thing, {{{code}:number}} for a"
            " bare number."
        )
    if isinstance(value, float):
        raise NpsError(f"{code} is a number: write {{{code}:percent}} or {{{code}:number}}.")
    if isinstance(value, Sized) and not isinstance(value, pd.DataFrame):
        raise NpsError(
            f"{code} is a list: write what is counted, as in {{{code}:address}}, or tell one of"
            f" them, as in {{{code}[0]}}."
        )
    raise NpsError(
        f"{code} is a {type(value).__name__}, no single value: tell one value of it, as in"
        " {payment.fee} or {sum(peel.frame[peeled])}."
    )


def _number(code: str, value: Any) -> tuple[str, int | float]:
    """Return a number; one that came as text, out of a table of texts, too."""
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,18}", value):
        return f"int({code})", int(value)
    if not isinstance(value, int | float):
        raise NpsError(f"{code} is a {type(value).__name__}, no number.")
    return code, value


def _many(code: str, value: Any) -> tuple[str, int]:
    if isinstance(value, Sized) and not isinstance(value, str | bytes):
        return f"len({code})", len(value)
    wrapped, number = _number(code, value)
    if not isinstance(number, int) or number < 0:
        raise NpsError(f"{code} is {number!r:.40}: only whole things are counted.")
    return wrapped, number


def _time(value: Any, code: str) -> pd.Timestamp:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        value = pd.to_datetime(value, utc=True, errors="coerce")
    if not isinstance(value, pd.Timestamp) or value.tzinfo is None:
        raise NpsError(f"{code} is no time in UTC, so no date can be told of it.")
    return value.tz_convert("UTC")


def _is_identifier(text: str) -> bool:
    return bool(IDENTIFIER.fullmatch(text)) or check(text).valid


def _amount(value: Any, code: str) -> str:
    if not isinstance(value, int):
        raise NpsError(f"{code} is {value!r:.40}: amounts are whole satoshi.")
    if value == UNKNOWN:
        return "an unknown amount"
    sign = "-" if value < 0 else ""
    return f"{sign}{bitcoin(abs(value))} ({value:,} satoshi)"


_UNITS: dict[str, Callable[[Any, str], str]] = {
    "BTC": _amount,
    "percent": lambda value, _: percent(float(value), "not known"),
    "number": lambda value, _: plain_number(value),
}
_TIMES: dict[str, Callable[[pd.Timestamp], str]] = {
    "date": lambda time: f"{time:%Y-%m-%d}",
    "time": moment,
}
