"""What was said to be so probable, against how often it came true.

On the broken line both are the same: what lies below it promised too much, what lies above too
little. A point is a part of all that can be said, such as a tenth. Beneath it stands from how many
cases it comes, and the band on it is where the true share may be, with 95 % confidence: a point
from five cases says next to nothing, however far off it is.

Source of the band: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
Inference", Journal of the American Statistical Association 22, 1927.
"""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.rounding import percent, short
from nps_chain.trace.texts import count

MOST = 3
"""Series that one picture has room for."""

_COLUMNS = {"from", "to", "cases", "said", "came_true"}
_LOOKS = (("o", style.DARK), ("s", style.LIGHT), ("D", style.STRONG))
_Z = 1.959964  # standard deviations either way have 95 % of a normal distribution
_BELOW = 0.52  # inches from the axis down to the first row of counts
_NAME = 18  # letters of a series


def fits(x: Any) -> bool:
    """Return whether it is a frame that :func:`draw_reliability` draws."""
    return isinstance(x, pd.DataFrame) and {*x.columns} >= _COLUMNS


def draw_reliability(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw how honest probabilities are.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a part of all that can be said, with ends ``from`` and ``to``, 0 to 1: how many
        ``cases``, what was ``said`` on average, and the share that ``came_true``. Where the index
        has two levels, the first names several series; three at most are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    series = _series(frame)
    told = _told(series)
    ax = style.chart(ax, "\n".join(told), "Said (percent)", "Came true (percent)")
    ax.plot(
        [0, 100], [0, 100], "--", color=style.FAINT, label="came true as\noften as said", zorder=1
    )
    for row, (name, part) in enumerate(series[:MOST]):
        _draw(ax, row, name, part)
        _count(ax, row, name, part)
    ax.set(xlim=(0, 100), ylim=(-3, 103))
    ax.set_xticks(range(0, 101, 10))
    ax.set_yticks(range(0, 101, 20))
    ax.xaxis.labelpad = 72 * style.LINE * (len(series[:MOST]) + 0.3)
    ax.legend(
        loc="upper left",
        bbox_to_anchor=(1.01, 1),
        frameon=False,
        fontsize=style.SIZE,
    )
    describe(ax, " ".join(f"{line}." for line in told))
    return ax


def band(share: np.ndarray, cases: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return from where to where the true share may be, with 95 % confidence.

    Parameters
    ----------
    share, cases : numpy.ndarray
        What share of how many cases was counted, one or more; arrays of the same shape.

    Examples
    --------
    >>> low, high = band(np.array([0.0, 0.5]), np.array([5, 1000]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.469], [0.434, 0.531])
    """
    square = _Z**2 / cases
    middle = (share + square / 2) / (1 + square)
    half = np.sqrt(square * share * (1 - share) + square**2 / 4) / (1 + square)
    return np.clip(middle - half, 0, share), np.clip(middle + half, share, 1)


def _series(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the rows that have cases, by series; one without a name is called cases."""
    known = frame[(frame["cases"] > 0) & frame["said"].notna() & frame["came_true"].notna()]
    if known.index.nlevels == 1:
        return [("cases", known)] if len(known) else []
    groups = known.groupby(level=0, sort=False)
    return [(style.plain(str(name), _NAME), part) for name, part in groups]


def _draw(ax: Axes, row: int, name: str, part: pd.DataFrame) -> None:
    """Draw a series as points with bands."""
    marker, colour = _LOOKS[row]
    share = part["came_true"].to_numpy(float)
    low, high = band(share, part["cases"].to_numpy(float))
    ax.errorbar(
        100 * part["said"],
        100 * share,
        100 * np.array([share - low, high - share]),
        fmt=marker,
        color=colour,
        markeredgecolor=style.OUTLINE,
        markersize=9,
        elinewidth=2,
        capsize=5,
        label=f"{name},\n95 % band",
        gid=name,
    )


def _count(ax: Axes, row: int, name: str, part: pd.DataFrame) -> None:
    """Write how many cases each point has, beneath it."""
    down = -72 * (_BELOW + style.LINE * row)
    middles = 50 * (part["from"] + part["to"])
    texts = [
        (0.0, name, "right"),
        *((x, short(n), "center") for x, n in zip(middles, part["cases"], strict=True)),
    ]
    for x, text, side in texts:
        ax.annotate(
            text,
            (x, 0),
            (-10 if side == "right" else 0, down),
            xycoords=ax.get_xaxis_transform(),
            textcoords="offset points",
            fontsize=style.SIZE,
            ha=side,
            va="center",
            gid=f"cases {name}",
        )


def _told(series: list[tuple[str, pd.DataFrame]]) -> list[str]:
    """Return in lines how far what was said is from what came true."""
    lines = []
    for name, part in series[:MOST]:
        many = part["cases"].to_numpy(float)
        said, true, apart = (
            float(np.average(values, weights=many))
            for values in (
                part["said"],
                part["came_true"],
                (part["came_true"] - part["said"]).abs(),
            )
        )
        figures = f"{percent(said, 1)} said, {percent(true, 1)} came true"
        if len(series) == 1:
            cases = count(int(many.sum()), "case")
            lines += [
                f"Said and came true lie {100 * apart:.1f} points apart",
                f"{figures}, on average of {cases}",
            ]
        else:
            lines.append(f"{name}: {100 * apart:.1f} points apart; {figures}")
    if len(series) > MOST:
        lines.append(f"{len(series) - MOST:,} more not drawn")
    return lines or ["There is no case to judge"]
