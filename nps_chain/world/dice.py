"""Chance that falls the same way on every machine, a stream for each actor.

Numpy promises that the raw bits of PCG64 stay what they are; it promises nothing of the kind for
its distributions, nor a C library for its logarithms. So every draw here is integer arithmetic on
raw bits, and what has a shape (amounts, delays) is drawn from a table of whole numbers. A stream is
named after who uses it: a new actor has a stream of its own, and moves nobody else's dice.

Source: numpy, ``BitGenerator.random_raw`` and its compatibility policy (NEP 19).
"""

import hashlib
from array import array
from collections.abc import Sequence
from typing import TypeVar

from numpy.random import PCG64

T = TypeVar("T")

_BATCH = 64  # raw numbers fetched at once: a call for each would cost ten times as much
_WHOLE = 1 << 64


class Dice:
    """Draws of one actor.

    Parameters
    ----------
    seed : int
        The world's seed, not negative.
    name : str
        Whose dice these are.

    Examples
    --------
    >>> Dice(0, "example").below(1000) == Dice(0, "example").below(1000)
    True
    """

    __slots__ = ("_bits", "_left", "_name", "_seed")

    def __init__(self, seed: int, name: str) -> None:
        digest = hashlib.sha256(f"{seed}\n{name}".encode()).digest()
        self._bits = PCG64(int.from_bytes(digest[:16], "little"))
        self._left = array("Q")  # a list would take five times the memory, and many have dice
        self._seed, self._name = seed, name

    def of(self, name: str) -> "Dice":
        """Return the dice of someone or something that belongs to this actor."""
        return Dice(self._seed, f"{self._name}/{name}")

    def raw(self) -> int:
        """Return 64 random bits."""
        if not self._left:
            self._left = array("Q", self._bits.random_raw(_BATCH).tobytes())
            self._left.reverse()
        return self._left.pop()

    def below(self, stop: int) -> int:
        """Return a whole number from 0 to below `stop`, each as likely as any other."""
        return self.raw() * stop >> 64

    def between(self, lowest: int, highest: int) -> int:
        """Return a whole number from `lowest` to `highest`, both included."""
        return lowest + (self.raw() * (highest - lowest + 1) >> 64)

    def chance(self, permille: int) -> bool:
        """Return True in so many of a thousand cases."""
        return self.raw() * 1000 >> 64 < permille

    def one(self, things: Sequence[T]) -> T:
        """Return one of several things."""
        return things[self.raw() * len(things) >> 64]

    def weighted(self, things: Sequence[T], weights: Sequence[int]) -> T:
        """Return one of several things, each as likely as its whole-numbered weight says."""
        at = self.below(sum(weights))
        for thing, weight in zip(things, weights, strict=True):
            at -= weight
            if at < 0:
                return thing
        raise AssertionError("a weight is negative")

    def some(self, things: Sequence[T], many: int) -> list[T]:
        """Return so many different things of a sequence, in random order."""
        left = list(things)
        for place in range(min(many, len(left))):
            other = place + self.below(len(left) - place)
            left[place], left[other] = left[other], left[place]
        return left[:many]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return all things in random order."""
        return self.some(things, len(things))

    def around(self, middle: int, spread: Sequence[int]) -> int:
        """Return a number about `middle`, by a table of its quantiles in thousandths of it.

        Between two quantiles the number is drawn evenly, so a short table gives a smooth shape.
        """
        at = self.raw() * (len(spread) - 1)
        place = at >> 64
        low, high = spread[place], spread[place + 1]
        part = low * _WHOLE + (high - low) * (at & (_WHOLE - 1))
        return middle * part // (1000 * _WHOLE)


HEAVY_TAIL = (
    60, 145, 216, 281, 345, 411, 480, 554, 635, 724, 824, 939, 1000, 1065, 1213, 1381, 1575, 1805,
    2083, 2433, 2899, 3559, 4630, 6896, 8500, 20000,
)  # fmt: skip
"""Shaped like a log-normal number with sigma 1.2 and median 1,030, cut off at 20,000."""

MODERATE = (
    220, 380, 470, 560, 640, 720, 800, 900, 1000, 1110, 1250, 1390, 1560, 1790, 2130, 2630, 4500,
)  # fmt: skip
"""Shaped like a log-normal number with sigma 0.6 and median 1,000."""
