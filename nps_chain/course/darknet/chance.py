"""How probable it is that hostile relays see both ends of a way, once and in the long run.

Source: Tor's guard specification. Whoever runs the share f of all relays is first and last on f² of
the ways. Of n ways, all new, at least one is seen with 1 - (1 - f²)ⁿ. With one guard kept it needs
a hostile guard, f, and then a hostile last relay on one of the ways: f (1 - (1 - f)ⁿ).

Limits: Tor chooses relays by how fast they are, and takes a new guard after some months.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nps_chain.errors import NpsError
from nps_chain.show import style
from nps_chain.show.alternative import describe, tell_in_notebooks
from nps_chain.show.rounding import percent

FRESH, KEPT = "new guard each time", "one guard kept"

_SIZE = (9.0, 4.6)  # inches


def caught(hostile: int, relays: int, ways: Sequence[int] = (1, 10, 100, 1000)) -> pd.DataFrame:
    """Return how probable it is, in percent, that at least one of so many ways is seen.

    Parameters
    ----------
    hostile, relays : int
        How many relays are hostile, and how many there are.
    ways : sequence of int
        A row for each of these numbers of ways.

    Raises
    ------
    NpsError
        If there are more hostile relays than relays, or no relays, or less than one way.

    Examples
    --------
    >>> caught(40, 1000, ways=[1, 1000])
       ways  new guard each time  one guard kept
    0     1                  0.2             0.2
    1  1000                 79.8             4.0
    """
    share = _share(hostile, relays)
    if any(many < 1 for many in ways):
        raise NpsError("Somebody who goes no way is never seen: give numbers of ways from 1 on.")
    rows = [
        (
            many,
            round(100 * float(_fresh(share, many)), 1),
            round(100 * float(_kept(share, many)), 1),
        )
        for many in ways
    ]
    return pd.DataFrame(rows, columns=["ways", FRESH, KEPT])


def draw_caught(hostile: int, relays: int, ways: int = 1000, ax: Axes | None = None) -> Axes:
    """Draw how this probability grows with the number of ways, with and without a kept guard."""
    share = _share(hostile, relays)
    x = np.arange(ways + 1)
    fresh, kept = _fresh(share, x), _kept(share, x)
    told = [
        f"After {ways:,} ways, {percent(fresh[-1])} of users were seen at both ends",
        f"if each way has a new guard, and {percent(kept[-1])} if one guard is kept",
    ]
    ax = style.chart(ax, "\n".join(told), "Ways built", "Users seen at\nboth ends (percent)", _SIZE)
    ax.plot(x, 100 * fresh, color=style.DARK, linewidth=3, label=FRESH)
    ax.plot(x, 100 * kept, color=style.LIGHT, linewidth=3, linestyle="--", label=KEPT)
    ax.set(xlim=(0, ways), ylim=(0, 100))
    ax.legend(fontsize=style.SIZE, frameon=False, loc="center right")
    tell_in_notebooks()
    describe(ax, f"{hostile:,} of {relays:,} relays are hostile. {' '.join(told)}.")
    return ax


def _share(hostile: int, relays: int) -> float:
    if not 0 <= hostile <= relays or relays < 1:
        raise NpsError(f"{hostile:,} of {relays:,} relays can't be hostile: give fewer of more.")
    return hostile / relays


def _fresh(share: float, ways: Any) -> Any:
    return 1 - (1 - share**2) ** ways


def _kept(share: float, ways: Any) -> Any:
    return share * (1 - (1 - share) ** ways)
