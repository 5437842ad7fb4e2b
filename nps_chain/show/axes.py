"""Axes that are read in BTC, and in dates and times of UTC, whatever the machine's place and words.

Matplotlib's own write 1e8 for a bitcoin, months by the names of a country, and hours by the day's
offset in a corner, which nobody finds from the last row.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from matplotlib.axis import Axis
from matplotlib.dates import AutoDateLocator, date2num, num2date
from matplotlib.ticker import Formatter

from nps_chain.show.style import SIZE


class _Bitcoin(Formatter):
    """Ticks in satoshi as BTC, all with as many decimals as tell them apart."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the ticks' texts."""
        ticks = [round(value) for value in values]
        if isinstance(self.axis, Axis) and self.axis.get_scale() != "linear":
            return [_btc(tick, _places([tick])) for tick in ticks]
        return [_btc(tick, _places(ticks)) for tick in ticks]


def _places(ticks: Sequence[int]) -> int:
    """Return how many decimals these amounts in satoshi need."""
    return next(n for n in range(9) if not any(tick % 10 ** (8 - n) for tick in ticks))


def _btc(satoshi: int, places: int) -> str:
    sign = "−" if satoshi < 0 else ""
    whole, part = divmod(abs(satoshi) // 10 ** (8 - places), 10**places)
    return f"{sign}{whole:,}.{part:0{places}d}" if places else f"{sign}{whole:,}"


def bitcoin_axis(axis: Axis, what: str) -> None:
    """Let an axis in satoshi be read in BTC; its name says of what. A scale is set before.

    >>> import matplotlib.pyplot as plt
    >>> _, ax = plt.subplots()
    >>> bitcoin_axis(ax.yaxis, "Balance")
    >>> ax.get_ylabel()
    'Balance (BTC)'
    """
    axis.set_major_formatter(_Bitcoin())
    axis.set_label_text(f"{what} (BTC)", fontsize=SIZE)


class _Dates(Formatter):
    """Dates as 2025-02-20, with the time of day above where ticks are less than a day apart."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the ticks' texts."""
        whole_days = all(float(value).is_integer() for value in values)
        pattern = "%Y-%m-%d" if whole_days else "%H:%M\n%Y-%m-%d"
        return [f"{num2date(value, 'UTC'):{pattern}}" for value in values]


class _Moments(AutoDateLocator):
    """Ticks at round dates and times, and of those no more than there is room for."""

    def __init__(self, most: int) -> None:
        super().__init__(tz="UTC", minticks=min(3, most))
        self._most = most

    def __call__(self) -> Any:
        ticks = super().__call__()
        return ticks[:: ceil(len(ticks) / self._most) or 1]


def date_axis(axis: Axis, what: str = "Date", most: int = 7) -> None:
    """Let an axis of days be read as dates in UTC, in figures alone.

    There are at most so many ticks; each takes 1.3 inches. The days are those of ``days``, or of
    matplotlib's ``date2num``.
    """
    axis.set_major_locator(_Moments(most))
    axis.set_major_formatter(_Dates())
    axis.set_label_text(f"{what} (UTC)", fontsize=SIZE)


def days(seconds: Any) -> Any:
    """Return a time, or an array of them, in Unix seconds, as a date axis counts: in days.

    >>> bool(days(1_735_689_600) == date2num(np.datetime64("2025-01-01")))
    True
    """
    # The day from which matplotlib counts can be set.
    return np.asarray(seconds) / 86_400 + float(date2num(np.datetime64(0, "s")))
