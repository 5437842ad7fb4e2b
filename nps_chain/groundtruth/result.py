"""What a score is: one sentence for a lesson, figures with their intervals, tables behind them.

A share of nothing is no number: it is nan in a figure, and said in words in a sentence. A share
that is not whole is never rounded to 0 or 100 %, since one error in a million is an error.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from nps_chain.errors import NpsError


class Figure(NamedTuple):
    """One figure of a score."""

    value: float
    meaning: str
    low: float = math.nan
    """Where its 95 % interval begins; nan where none is told."""
    high: float = math.nan


@dataclass(frozen=True, eq=False, repr=False)
class Score:
    """How far off something was.

    Each figure and each table is an attribute too: ``score.precision``, ``score.by_kind``.

    Parameters
    ----------
    line : str
        The score in a sentence.
    figures : mapping of str to Figure
        The figures by name.
    tables : mapping of str to pandas.DataFrame
        What the figures are made of, or are for its parts.
    """

    line: str
    figures: Mapping[str, Figure]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def frame(self) -> pd.DataFrame:
        """One row a figure: ``value``, its interval ``low`` to ``high``, and ``meaning``."""
        columns = {
            "value": [float(figure.value) for figure in self.figures.values()],
            "low": [figure.low for figure in self.figures.values()],
            "high": [figure.high for figure in self.figures.values()],
            "meaning": [figure.meaning for figure in self.figures.values()],
        }
        return pd.DataFrame(columns).set_index(pd.Index(self.figures, name="figure"))

    def interval(self, name: str) -> tuple[float, float]:
        """Return the 95 % interval of a figure; nan where there is none.

        Raises
        ------
        NpsError
            If the score has no such figure.
        """
        figure = self.figures.get(name) if isinstance(name, str) else None
        if figure is None:
            raise NpsError(
                f"This score has no figure {name!r:.80}: it has {', '.join(self.figures)}."
            )
        return figure.low, figure.high

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name not in ("line", "figures", "tables"):
            if name in self.figures:
                return self.figures[name].value
            if name in self.tables:
                return self.tables[name].copy(deep=False)
        known = "" if name.startswith("_") else f": it has {', '.join(self.__dir__())}"
        raise AttributeError(f"This score has no {name!r}{known}.")

    def __dir__(self) -> list[str]:
        own = {"line", "frame", "figures", "tables", "interval"}
        return sorted(own | set(self.figures) | set(self.tables))

    def __repr__(self) -> str:
        return self.line


def share(part: float, whole: float) -> float:
    """Return a part of a whole; nan where the whole is nothing."""
    return part / whole if whole else math.nan


def in_percent(share: float) -> float:
    """Return a share in percent with one decimal; 0 and 100 only where it is none, or all.

    >>> in_percent(1 / 3), in_percent(0.0001), in_percent(0.99999), in_percent(1)
    (33.3, 0.1, 99.9, 100.0)
    """
    if math.isnan(share) or share in (0, 1):
        return 100.0 * share
    return min(max(round(100 * share, 1), 0.1), 99.9)


def between(low: float, high: float) -> str:
    """Return an interval in words, with a space before; nothing where it has no width to show.

    >>> between(0.979, 0.998), between(float("nan"), 1.0), between(0.52, 0.52001)
    (' (95 % interval 97.9 to 99.8)', '', '')
    """
    first, last = f"{100 * low:.1f}", f"{100 * high:.1f}"
    if math.isnan(low) or math.isnan(high) or first == last:
        return ""
    return f" (95 % interval {first} to {last})"
