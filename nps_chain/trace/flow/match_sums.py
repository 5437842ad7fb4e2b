"""The kernel of match() for a deposit that was paid out in two or three parts.

Sums of payouts are many: 100 payouts have 4,950 pairs and 161,700 triples, and what fits among them
fits by chance. So they are counted, among all payouts and among those in time, and only the first
few are named. Two hands that move towards each other over sorted values count pairs in one pass.
"""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def sums_of(
    value: np.ndarray,  # (payouts,) in the order of the chain
    by_value: np.ndarray,  # payouts in the order of their values
    first: np.ndarray,  # (deposits,) the run of payouts that fit in time
    end: np.ndarray,
    least: np.ndarray,  # (deposits,) the sums that fit in amount
    largest: np.ndarray,
    parts: int,
    most: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how many sets of so many parts fit in time and amount, in amount alone, and a few."""
    worth, window = np.empty(len(value), np.int64), np.empty(len(value), np.int64)
    fitting, in_amount = np.zeros(len(first), np.int64), np.zeros(len(first), np.int64)
    named = np.full((len(first), most, parts), -1, np.int64)
    for d in range(len(first)):
        for k in range(len(value)):
            worth[k] = value[by_value[k]]
        in_amount[d] = _count(worth, len(value), least[d], largest[d], parts)
        many, at = end[d] - first[d], 0
        for k in range(len(value)):
            if first[d] <= by_value[k] < end[d]:
                window[at], worth[at] = by_value[k], value[by_value[k]]
                at += 1
        fitting[d] = _count(worth, many, least[d], largest[d], parts)
        _name(worth, window, many, least[d], largest[d], named[d])
    return fitting, in_amount, named


@njit(cache=True, nogil=True)
def _count(worth: np.ndarray, many: int, least: int, largest: int, parts: int) -> int:
    """Return how many pairs, or triples, of the first values have a sum between two."""
    total = 0
    for third in range(many if parts == 3 else 1):
        start, taken = (third + 1, worth[third]) if parts == 3 else (0, np.int64(0))
        low, high = many, many  # pairs with partners from low on are enough, from high on too much
        for one in range(start, many - 1):
            while low > start and taken + worth[one] + worth[low - 1] >= least:
                low -= 1
            while high > start and taken + worth[one] + worth[high - 1] > largest:
                high -= 1
            total += max(0, high - max(low, one + 1))
    return total


@njit(cache=True, nogil=True)
def _name(
    worth: np.ndarray,
    window: np.ndarray,
    many: int,
    least: int,
    largest: int,
    named: np.ndarray,  # (most, parts); changed
) -> None:
    """Name the first sets that fit, those with the smallest payouts first."""
    most, parts = named.shape
    found = 0
    for third in range(many if parts == 3 else 1):
        start, taken = (third + 1, worth[third]) if parts == 3 else (0, np.int64(0))
        low, high = many, many
        for one in range(start, many - 1):
            while low > start and taken + worth[one] + worth[low - 1] >= least:
                low -= 1
            while high > start and taken + worth[one] + worth[high - 1] > largest:
                high -= 1
            for other in range(max(low, one + 1), high):
                if found == most:
                    return
                if parts == 3:
                    named[found, 2] = window[third]
                named[found, 0], named[found, 1] = window[one], window[other]
                for a, b in ((0, 1), (1, parts - 1), (0, 1)):  # in the order of the chain
                    if named[found, a] > named[found, b]:
                        named[found, a], named[found, b] = named[found, b], named[found, a]
                found += 1
