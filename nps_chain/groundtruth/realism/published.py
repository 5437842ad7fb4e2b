"""The published figures, and how far a chain may be from each: read from two tables beside this.

``measures.csv`` says what each measure is, where its figures are from, and what moves it;
``published.csv`` has a row a figure: what it is in reality, and the limits that it is held to.
"""

import csv
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

_ROUNDING = 1e-9  # 100 * 0.19 isn't quite 19


class Limit(NamedTuple):
    """What one figure is in reality, and what it has to be here; nan where nothing is asked."""

    figure: str
    unit: str  # "%", "count", or none
    real: float
    off: float  # at most so far from what is real
    at_least: float
    at_most: float
    below: float

    @property
    def lowest(self) -> float:
        """The least that is within; nan if there is no such limit."""
        return self.real - self.off if math.isnan(self.at_least) else self.at_least

    @property
    def highest(self) -> float:
        """The most that is within; nan if there is no such limit."""
        return self.real + self.off if math.isnan(self.at_most) else self.at_most

    @property
    def asks(self) -> bool:
        """Whether there is any limit; if not, the figure is only told."""
        return not all(map(math.isnan, (self.lowest, self.highest, self.below)))

    @property
    def compares(self) -> bool:
        """Whether it is made of two other figures, and needn't be told beside them."""
        return " in percent of " in self.figure

    def holds(self, here: float) -> bool:
        """Return whether a figure is within its limits; one that isn't known is not."""
        return not (
            (self.asks and math.isnan(here))
            or here < self.lowest - _ROUNDING
            or here > self.highest + _ROUNDING
            or here >= self.below
        )

    def misses(self, here: float) -> float:
        """Return by how much a figure that isn't within is too high, or too low if below 0.

        nan if it isn't known; 0 where it is just what it had to be below of.
        """
        if here < self.lowest:
            return here - self.lowest
        return here - (self.highest if here > self.highest else self.below)


class Measure(NamedTuple):
    """One of the 26."""

    name: str
    source: str
    moved_by: str
    limits: tuple[Limit, ...]


@cache
def measures() -> dict[int, Measure]:
    """Return the measures by number."""
    limits: dict[int, list[Limit]] = {}
    for row in _table("published.csv"):
        numbers = {name: float(row[name] or math.nan) for name in Limit._fields[2:]}
        limits.setdefault(int(row["number"]), []).append(
            Limit(row["figure"], row["unit"], **numbers)
        )
    return {
        number: Measure(row["measure"], row["source"], row["moved_by"], tuple(limits[number]))
        for row in _table("measures.csv")
        for number in [int(row["number"])]
    }


def _table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
