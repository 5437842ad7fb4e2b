"""What can be said to a wrong answer of any exercise: how it differs from the right one.

Only what is a slip of form is told so: another unit, no rounding, another order. Who makes it has
understood the task, so that it is no secret that the rest is right.
"""

from decimal import Decimal
from typing import Any

SATOSHI = 100_000_000
IN_BTC = "The amount is right, in BTC. Give it in satoshi: 1 BTC has 100,000,000."
SHARE = "That is a share of 1. Give it in percent, as a whole number."
NEARLY = "Nearly: round it as asked, to a whole number."
OTHER_ORDER = "These are the right ones, in another order."


def remark(given: Any, right: Any) -> str:
    """Return a sentence on a slip of form, or "" if it is none; both as `answers.like` reads them.

    >>> remark(Decimal("0.5"), 50_000_000)
    'The amount is right, in BTC. Give it in satoshi: 1 BTC has 100,000,000.'
    >>> remark(Decimal("12.4"), 12)
    'Nearly: round it as asked, to a whole number.'
    >>> remark(13, 12)
    ''
    """
    if isinstance(right, tuple):
        return _of_list(given, right)
    if isinstance(right, bool) or not isinstance(right, int):
        return ""
    return _of_number(Decimal(given), right)


def _of_number(given: Decimal, right: int) -> str:
    if right and 2 * abs(given * SATOSHI - right) < 1:
        return IN_BTC
    if given == given.to_integral_value():
        return ""
    if 0 < given < 1 <= right <= 100 and abs(given * 100 - right) < 1:
        return SHARE
    return NEARLY if abs(given - right) < 1 else ""


def _of_list(given: tuple[Any, ...], right: tuple[Any, ...]) -> str:
    if len(given) != len(right):
        return ""
    if sorted(given, key=repr) == sorted(right, key=repr):
        return OTHER_ORDER
    pairs = [(mine, other) for mine, other in zip(given, right, strict=True) if mine != other]
    said = {remark(mine, other) for mine, other in pairs}
    return said.pop() if len(said) == 1 else ""
