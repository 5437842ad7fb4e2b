"""What match() is told of a service as ranges: exact shares, whole blocks, whole satoshi."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from nps_chain.errors import NpsError
from nps_chain.trace.arguments import whole


def pair(given: Any, name: str) -> tuple[Fraction, Fraction]:
    """Return a number, or a pair from least to most, as exact fractions.

    >>> pair(0.02, "fee"), pair((0, "0.03"), "fee")
    ((Fraction(1, 50), Fraction(1, 50)), (Fraction(0, 1), Fraction(3, 100)))
    """
    both = given if isinstance(given, Iterable) and not isinstance(given, str) else (given, given)
    try:
        least, most = (Fraction(str(part)) for part in both)
    except (ValueError, ZeroDivisionError):
        raise NpsError(f"{name} is {given!r:.80}: give a number, or a pair of them.") from None
    if least > most:
        raise NpsError(f"{name} is {given!r}: the least comes first.")
    return least, most


def whole_pair(given: Any, name: str, from_none: bool = False) -> tuple[int, int]:
    """Return a whole number as itself twice, or from 0 on; or a pair, from least to most."""
    least, most = pair(given, name)
    if least.denominator != 1 or most.denominator != 1 or least < 0:
        raise NpsError(f"{name} is {given!r}: give whole numbers of 0 or more.")
    single = not isinstance(given, Iterable) or isinstance(given, str)
    whole(int(most), name, 0)
    return 0 if single and from_none else int(least), int(most)


def amounts(
    values: np.ndarray, shares: tuple[Fraction, Fraction], kept: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the most that can be paid out of each deposit, in whole satoshi."""
    least = [-(-value * (1 - shares[1]) // 1) - kept[1] for value in values.tolist()]
    most = [value * (1 - shares[0]) // 1 - kept[0] for value in values.tolist()]
    return np.array(least, np.int64), np.array(most, np.int64)
