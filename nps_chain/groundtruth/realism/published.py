"""The published figures, and how far a chain may be from each: read from two tables beside this.

``measures.csv`` says what each measure is, where its figures are from, and what moves it;
``published.csv`` has a row a figure: what it is in reality, and the limits that it is held to.
"""

import csv
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

_ROUNDING = 1e-9  # 100 * 19 / 100 may be less than 19


class Limit(NamedTuple):
    """What one figure is in reality, and what it has to be here; nan where nothing is asked."""

    figure: str
    unit: str
    real: float
    off: float  # at most so far from what is real
    at_least: float
    at_most: float
    below: float

    def misses(self, here: float) -> float:
        """Return how far a figure is outside its limits: above 0 too high, below 0 too low.

        nan where the figure isn't known, 0 where it is within them; the least number above 0 where
        it only should have been below.
        """
        if math.isnan(here):
            return math.nan
        low = max((x for x in (self.real - self.off, self.at_least) if x == x), default=-math.inf)
        high = min((x for x in (self.real + self.off, self.at_most) if x == x), default=math.inf)
        if here < low - _ROUNDING:
            return here - low
        if here > high + _ROUNDING:
            return here - high
        if here >= self.below:
            return max(here - self.below, math.ulp(0.0))
        return 0.0

    @property
    def text(self) -> str:
        """The limits in words.

        >>> Limit("share", "%", 14.0, 5.0, math.nan, math.nan, math.nan).text
        'within 5'
        """
        told = []
        if self.off == self.off:
            told.append(f"within {self.off:g}")
        if self.at_least == self.at_least and self.at_most == self.at_most:
            told.append(f"{self.at_least:g} to {self.at_most:g}")
        elif self.at_least == self.at_least:
            told.append(f"at least {self.at_least:g}")
        elif self.at_most == self.at_most:
            told.append(f"at most {self.at_most:.4g}")
        if self.below == self.below:
            told.append(f"below {self.below:g}")
        return " and ".join(told)


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
        int(row["number"]): Measure(
            row["measure"], row["source"], row["moved_by"], tuple(limits[int(row["number"])])
        )
        for row in _table("measures.csv")
    }


def _table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
