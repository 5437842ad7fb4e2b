"""Clusterings side by side: of what each puts together how much is right, and how much it finds.

A row has two bars, so that one reads down what finds most, and across what it costs. They are of
B-cubed, in which each address counts once. A mark on the first bar stands where the pairs of
addresses put it; where the two lie far apart, large clusters and small ones fare differently.
"""

from math import isnan
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.below import legend_below
from nps_chain.show.rounding import percent
from nps_chain.trace.texts import count

MOST = 7
"""Clusterings that one picture has room for."""

_SHARES = ("b_cubed_precision", "b_cubed_recall")
_COLUMNS = {*_SHARES, "pair_precision", "mixed"}
_BAR = 0.36  # of a row
_BELOW = 0.75  # inches from the axis down to the legend
_CLEAR, _FIGURE = 1.0, 12.0  # percent that half a mark takes, and a figure beside its bar
_MARK: dict[str, Any] = {
    "marker": "D",
    "markersize": 11,
    "color": "white",
    "markeredgecolor": style.STRONG,
    "markeredgewidth": 2,
}
_NAME = 20  # letters of a clustering
_WIDE, _AROUND, _ROW = 11.0, 2.5, 0.66  # inches: the figure, what is above and below the rows, one


def fits(x: Any) -> bool:
    """Return whether it is a frame that :func:`draw_scores` draws."""
    return isinstance(x, pd.DataFrame) and {*x.columns} >= _COLUMNS and x.index.name == "clustering"


def draw_scores(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw how much of each clustering is right, and how much it finds.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a ``clustering``, as ``nps.compare_scores`` gives it: in percent
        ``b_cubed_precision``, ``b_cubed_recall`` and ``pair_precision``. Seven at most are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    shown = table[table[list(_SHARES)].notna().all(axis=1)]
    rows = shown[:MOST].to_dict("records")
    names = [style.plain(str(name), _NAME) for name in shown.index[:MOST]]
    told = _told(names, rows, len(shown) - len(rows))
    kind = style.plain(str(table.attrs.get("kind", "")))
    whose = f"of addresses of the kind {kind}" if kind else "of all addresses"
    size = _WIDE, round(_AROUND + _ROW * max(len(rows), 2), 1)
    ax = style.chart(ax, "\n".join(told), f"Percent {whose}, each counted once", "", size)
    looks = dict(zip(_SHARES, (style.look(0), style.look(1)), strict=True))
    for row, (name, figures) in enumerate(zip(names, rows, strict=True)):
        _draw_row(ax, row, name, figures, looks)
    ax.set(xlim=(0, 115), ylim=(max(len(rows), 1) - 0.5, -0.5))
    ax.set_xticks(range(0, 101, 20))
    ax.set_yticks(range(len(rows)), names)
    ax.tick_params("y", length=0)
    handles = [
        Patch(label="right (precision)", **looks["b_cubed_precision"].fill),
        Patch(label="found (recall)", **looks["b_cubed_recall"].fill),
        Line2D([], [], linestyle="", label="right, by pairs", **_MARK),
    ]
    legend_below(ax, handles, _BELOW, len(handles))
    describe(ax, " ".join([*(f"{line}." for line in told), *_words(names, rows)]))
    return ax


def _draw_row(
    ax: Axes, row: int, name: str, figures: dict[Any, Any], looks: dict[str, style.Look]
) -> None:
    """Draw a clustering's two bars with their figures, and the mark of its pairs on the first."""
    pairs = figures["pair_precision"]
    for place, share in enumerate(_SHARES):
        y, value = row + (place - 0.5) * _BAR, figures[share]
        ax.barh(y, value, _BAR, gid=f"{share} {name}", **looks[share].fill)
        end, inside = value, False
        if place == 0 and not isnan(pairs):
            ax.plot(pairs, y, gid=f"pairs {name}", clip_on=False, zorder=3, **_MARK)
            # Beside a mark the figure would be read as the mark's, so it goes into its own bar.
            inside = value + _CLEAR < pairs < value + _FIGURE and value > 2 * _FIGURE
            if not inside and value - _CLEAR < pairs < value + _FIGURE:
                end = max(value, pairs + _CLEAR)  # so that the mark doesn't lie on the figure
        text, gid = percent(value / 100, 1), f"{share} {name}"
        common: dict[str, Any] = {"va": "center", "fontsize": style.SIZE, "gid": gid}
        if inside:
            ax.text(value - 1, y, text, ha="right", color="white", **common)
        else:
            ax.text(end + 1, y, text, **common)


def _told(names: list[str], rows: list[dict[Any, Any]], left: int) -> list[str]:
    """Return in lines what is to be seen."""
    if not rows:
        return ["There is no clustering to judge"]
    precision, recall = _SHARES
    places = range(len(rows))
    surest = max(places, key=lambda k: (rows[k][precision], rows[k][recall]))
    finder = max(places, key=lambda k: (rows[k][recall], rows[k][precision]))
    lines = [_line("The surest", names[surest], rows[surest])]
    if finder != surest:
        lines.append(_line("Most is found by", names[finder], rows[finder]))
    if left:
        lines[-1] += f"; {count(left, 'clustering')} not drawn"
    return lines


def _line(what: str, name: str, figures: dict[Any, Any]) -> str:
    right, found = (percent(figures[share] / 100, 1) for share in _SHARES)
    joint = " is" if what == "The surest" else ""
    return f"{what}{joint} {name}: {right} right, {found} found"


def _words(names: list[str], rows: list[dict[Any, Any]]) -> list[str]:
    """Return each clustering in words, all as one sentence; none if there is none."""
    told = []
    for name, figures in zip(names, rows, strict=True):
        right, found = (percent(figures[share] / 100, 1) for share in _SHARES)
        pairs = percent(figures["pair_precision"] / 100, 1)
        told.append(f"{name}: {right} right, {found} found, {pairs} of pairs right")
    return [f"{'; '.join(told)}."] if told else []
