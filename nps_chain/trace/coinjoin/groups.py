"""All groups that the coins of one side of a transaction can form, each with its sum.

Coins of one value are alike: a group is told by how many of each value it takes. So eight equal
outputs make 9 groups instead of 256; what is lost by that, which of the eight it was, the counts
multiply in again. Groups are ranked like numbers with a digit for each value, hence the rank of two
groups put together is the sum of their ranks.

The digits are also packed into one integer, with a spare bit above each, by which a single
subtraction tells whether one group is part of another (H. S. Warren, "Hacker's Delight", 2-18).

Limit: coins that all differ make 2^n groups.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np


def how_many(coins: Sequence[int]) -> int:
    """Return how many groups the coins can form, the empty one and all of them included.

    >>> how_many([5, 5, 5, 7])
    8
    """
    return prod(many + 1 for many in Counter(coins).values())


@dataclass(frozen=True, eq=False)
class Groups:
    """Every group of some coins, by rank; ``len(total)`` of them.

    Parameters
    ----------
    values, many : tuple of int
        Shape (kinds,): each value in satoshi, in falling order, and how many coins have it.
    stride : numpy.ndarray
        Shape (kinds,), int64: by how much one more coin of a kind raises the rank.
    shift, mask : numpy.ndarray
        Shape (kinds,), int64: where a kind's digit is in ``packed``.
    spare : int
        The bits of ``packed`` that are above a digit.
    total, packed, size, top : numpy.ndarray
        Shape (groups,), int64: sum in satoshi, packed digits, number of coins, and the last kind
        that the group takes (-1 for the empty group).
    """

    values: tuple[int, ...]
    many: tuple[int, ...]
    stride: np.ndarray
    shift: np.ndarray
    mask: np.ndarray
    spare: int
    total: np.ndarray
    packed: np.ndarray
    size: np.ndarray
    top: np.ndarray

    @property
    def last(self) -> int:
        """The rank of the group that takes all coins."""
        return len(self.total) - 1


def groups(coins: Sequence[int]) -> Groups:
    """Return all groups of some coins (values in satoshi); ask :func:`how_many` first.

    >>> groups([5, 7, 5]).total.tolist()
    [0, 7, 5, 12, 10, 17]
    """
    kinds = sorted(Counter(coins).items(), reverse=True)
    total = packed = size = np.zeros(1, np.int64)
    top = np.full(1, -1)
    stride, shift, mask = [], [], []
    bit = spare = 0
    for kind, (value, many) in enumerate(kinds):
        digit = np.arange(many + 1)[:, np.newaxis]
        stride.append(len(total))
        shift.append(bit)
        mask.append((1 << many.bit_length()) - 1)
        total = (total + digit * value).ravel()
        packed = (packed + (digit << bit)).ravel()
        size = (size + digit).ravel()
        top = np.where(digit > 0, kind, top).ravel()
        bit += many.bit_length()
        spare |= 1 << bit
        bit += 1
    return Groups(
        values=tuple(value for value, _ in kinds),
        many=tuple(many for _, many in kinds),
        stride=np.array(stride, np.int64),
        shift=np.array(shift, np.int64),
        mask=np.array(mask, np.int64),
        spare=spare,
        total=total,
        packed=packed,
        size=size,
        top=top,
    )
