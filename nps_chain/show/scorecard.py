"""How like Bitcoin a chain is, on one page: a line for each measure, here beside real.

It is a table and no chart, since the measures have nothing in common but that they are near enough
or not. That is told by a mark: a tick on white, or a cross on black. A measure of more than two
figures shows its first; all are in the frame.
"""

from math import ceil
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.trace.texts import count

MOST = 26
"""Measures that a page has room for."""

_TOLD = 4
"""Measures that the description has room for."""

TICK, CROSS = "✓", "✗"

_COLUMNS = {"measure", "here", "real", "tolerance", "within", "misses", "numbers"}
_HALF, _ROW, _HEAD, _MARK = 6.34, 0.43, 0.35, 0.28  # inches
_STRIPE = "#EEEEEE"
_SIGNS = {"within ": "±", "at least ": "≥", "at most ": "≤", " and below ": ", <", "below ": "<"}


class _Column(NamedTuple):
    start: float  # inches from the left of its half
    letters: int  # that a line has room for


_HEADS = {
    "measure": _Column(0.38, 19),
    "here": _Column(2.5, 14),
    "real": _Column(4.3, 8),
    "tolerance": _Column(5.3, 9),
}


def fits(x: Any) -> bool:
    """Return whether it is a frame that :func:`draw_scorecard` draws."""
    return isinstance(x, pd.DataFrame) and {*x.columns} >= _COLUMNS


def draw_scorecard(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw measures of a chain beside published figures of Bitcoin.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a ``measure``, of which 26 are shown: what it is ``here``, what it is ``real``, and
        its ``tolerance``, as texts; whether it is ``within``, and by how much it ``misses``; and
        its ``numbers``, a dict whose keys are the figures' names in these texts.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    rows = frame.to_dict("records")
    high = ceil(min(len(rows), MOST) / 2)
    finding = _finding(rows)
    size = 2 * _HALF, _HEAD + _ROW * max(high, 1)
    ax = style.canvas(ax, size, finding)
    for row, entry in enumerate(rows[:MOST]):
        half, place = divmod(row, high)
        x, y = half * _HALF, _HEAD + _ROW * (place + 0.5)
        if not place:
            for head, column in _HEADS.items():
                _write(ax, x + column.start, _HEAD / 2, head, head)
        if place % 2 == 0:
            stripe = Rectangle((x, y - _ROW / 2), _HALF - 0.06, _ROW, facecolor=_STRIPE, zorder=0)
            ax.add_patch(stripe)
        _draw_mark(ax, x, y, row, bool(entry["within"]))
        for head, text in _texts(entry).items():
            _write(ax, x + _HEADS[head].start, y, text, f"{head} {row}")
    describe(ax, f"{finding}.{_told(rows)}")
    return ax


def _told(rows: list[dict[Any, Any]]) -> str:
    """Return which measures aren't near enough; of many the first, for all are in the frame."""
    misses = [
        f"{style.plain(str(entry['measure']), 100)}: {style.plain(str(entry['misses']), 100)}"
        for entry in rows
        if not entry["within"]
    ]
    more = len(misses) - _TOLD
    told = [*misses[:_TOLD], *([f"and {more:,} more"] if more > 0 else [])]
    return f" Not so: {'; '.join(told)}." if told else ""


def _draw_mark(ax: Axes, x: float, y: float, row: int, within: bool) -> None:
    box = Rectangle(
        (x, y - _MARK / 2),
        _MARK,
        _MARK,
        facecolor="white" if within else style.STRONG,
        edgecolor=style.OUTLINE,
        gid=f"mark {row}",
    )
    ax.add_patch(box)
    ax.text(
        x + _MARK / 2,
        y,
        TICK if within else CROSS,
        fontsize=style.SIZE,
        color=style.STRONG if within else "white",
        ha="center",
        va="center_baseline",
        gid=f"mark {row}",
    )


def _write(ax: Axes, x: float, y: float, text: str, name: str) -> None:
    ax.text(x, y, text, fontsize=style.SIZE, va="center", linespacing=0.95, gid=name)


def _texts(entry: dict[Any, Any]) -> dict[str, str]:
    """Return what is written of a measure, by column; two lines at most in each."""
    letters = _HEADS["measure"].letters
    name = wrap(str(entry["measure"])[:200], letters, max_lines=2, placeholder="…")
    lines = [style.plain(line, letters) for line in name]
    texts = {"measure": "\n".join(lines).replace(",…", "…").replace(";…", "…")}
    for head in ("here", "real", "tolerance"):
        figures = str(entry[head]).split(", ")
        if head != "here":
            figures = [_short(figure, entry["numbers"]) for figure in figures]
        if len(figures) > 2:
            more = f"and {len(figures) - 1} more" if head == "here" else ""
            figures = [figures[0], more]
        texts[head] = "\n".join(style.plain(figure, _HEADS[head].letters) for figure in figures)
    return texts


def _short(figure: str, names: Any) -> str:
    """Return a figure without its name and unit, which stand to its left, and signs for words.

    >>> _short("right within 6 and below 100", {"decided": 30.0, "right": 88.2})
    '±6, <100'
    """
    for name in names:
        figure = figure.removeprefix(f"{name} ")
    for word, sign in _SIGNS.items():
        figure = figure.replace(word, sign)
    return figure.removesuffix(" %")


def _finding(rows: list[dict[Any, Any]]) -> str:
    if not rows:
        return "There is no measure to show"
    near = sum(bool(entry["within"]) for entry in rows)
    are = "is" if near == 1 else "are"
    found = f"{near:,} of {count(len(rows), 'measure')} {are} within tolerance of real Bitcoin"
    return f"{found}; {MOST} are shown" if len(rows) > MOST else found
