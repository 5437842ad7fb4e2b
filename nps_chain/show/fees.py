"""What it cost to come into a block, day after day.

A bar is a day: the median of its fee rates, so half of its transactions paid more. Days that cost
at least twice as much as usual are dark; what is usual is the median of all days.
"""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.axes import date_axis
from nps_chain.trace.texts import count

DEAR = 2
"""How many times the usual a day costs at least that is called dear."""

_COLUMNS = {"transactions", "median", "highest", "total"}


def fits(x: Any) -> bool:
    """Return whether it is a frame that :func:`draw_fees` draws."""
    return isinstance(x, pd.DataFrame) and x.index.name == "day" and {*x.columns} >= _COLUMNS


def draw_fees(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the fee rate of each day.

    Parameters
    ----------
    frame : pandas.DataFrame
        What ``nps.fees(chain)`` gives.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    rates = frame["median"].to_numpy(float)
    usual = float(np.median(rates)) if len(rates) else 0.0
    dear = rates >= DEAR * usual if usual else np.zeros(len(rates), bool)
    told = _told(frame.index[dear].tolist(), rates[dear], usual, len(rates))
    ax = style.chart(ax, told, "", "Satoshi for each virtual byte")
    x = date2num(np.array(frame.index.tolist(), "datetime64[D]"))
    for name, of, colour in (("usual", ~dear, style.FAINT), ("dear", dear, style.DARK)):
        ax.bar(x[of], rates[of], 0.85, align="center", color=colour, gid=name)
    date_axis(ax.xaxis, "Day")
    describe(ax, f"{told}. Each bar is the median fee rate of a day.")
    return ax


def _told(dear: list[str], rates: np.ndarray, usual: float, days: int) -> str:
    """Return in a line what the picture shows."""
    if not days:
        return "No fees are known"
    if not dear:
        return f"Fees stay near {usual:,.1f} satoshi for each virtual byte"
    when = f"on {dear[0]}" if len(dear) == 1 else f"on {count(len(dear), 'day')} from {dear[0]}"
    when += f" to {dear[-1]}" * (len(dear) > 1)
    return f"Fees rise from {usual:,.1f} to {rates.max():,.1f} {when}"
