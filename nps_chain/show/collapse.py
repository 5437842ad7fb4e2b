"""How clustering collapses: a row for each way of clustering, a column for each thing it can spoil.

Every column has a scale of its own, and where there is a most that can be, such as all services, it
is the outline round the bar. So one reads down a column, what ways of clustering do to it, and
across a row, what one way costs elsewhere.
"""

from collections.abc import Callable
from math import isnan
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.rounding import short

_COLUMNS = {"clusters", "services", "apart", "largest"}
_NAMES, _COLUMN, _LONG = 2.7, 2.07, 0.95  # inches: names of the ways; a column; a bar in it
_HEAD, _ROW, _BAR = 0.75, 0.75, 0.42  # inches, down
_SPACE = 0.1  # inches between a bar and its figure
_WAY = 23  # letters of a way's name


class _Measure(NamedTuple):
    column: str
    head: str
    whole: str  # the column that says how much there can be; or nothing
    text: Callable[[float], str]
    told: str  # with its figure, in words


def _count(value: float) -> str:
    return short(int(value))


_MEASURES = (
    _Measure("clusters", "Clusters\n", "", _count, "{} clusters"),
    _Measure("apart", "Tagged services\ntold apart", "services", _count, "{} services apart"),
    _Measure("largest", "Addresses in\nlargest cluster", "", _count, "{} addresses in the largest"),
    _Measure("owners", "Owners in\nlargest cluster", "", _count, "{} owners in it"),
    _Measure("b_cubed", "B-cubed, of\n1 as in truth", "one", "{:.2f}".format, "B-cubed {}"),
)
"""What is drawn, of what a frame has; no more than have room."""
_MOST = 4


def fits(x: Any) -> bool:
    """Return whether it is a frame that :func:`draw_collapse` draws."""
    return isinstance(x, pd.DataFrame) and {*x.columns} >= _COLUMNS


def draw_collapse(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw what ways of clustering make of a chain, beside its truth.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a way of clustering, by name; a name begins with "+" where change is added, and has
        "constraints" in it where labels keep clusters apart. Columns: ``clusters``; ``services``
        that have a tag, and how many of them are ``apart``; addresses in the ``largest`` cluster.
        If there, ``owners`` in the largest cluster; or else ``b_cubed``, from 0 to 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    finding = _finding(frame)
    measures = _measures(frame)
    size = _NAMES + _COLUMN * len(measures), _HEAD + _ROW * max(len(frame), 1)
    ax = style.canvas(ax, size, "\n".join(finding))
    for row, way in enumerate(frame.index):
        _write(ax, 0, _middle(row), style.plain(str(way), _WAY), f"way {row}")
    for place, measure in enumerate(measures):
        x = _NAMES + _COLUMN * place
        _write(ax, x, _HEAD / 2, measure.head, measure.column)
        _draw_column(ax, x, frame.assign(one=1.0), measure, style.look(place))
    describe(ax, " ".join([*(f"{line}." for line in finding), *_told(frame)]))
    return ax


def _draw_column(
    ax: Axes, x: float, frame: pd.DataFrame, measure: _Measure, look: style.Look
) -> None:
    """Draw one measure of all ways of clustering, from x on to the right."""
    values = frame[measure.column].astype(float).tolist()
    wholes = frame[measure.whole or measure.column].astype(float).tolist()
    most = max((value for value in [*values, *wholes] if not isnan(value)), default=0) or 1
    for row, (value, whole) in enumerate(zip(values, wholes, strict=True)):
        name, y = f"{measure.column} {row}", _middle(row) - _BAR / 2
        long, all_long = (0 if isnan(v) else _LONG * v / most for v in (value, whole))
        if not isnan(value):
            bar = Rectangle((x, y), long, _BAR, gid=name, **look.fill)
            ax.add_patch(bar)
        if measure.whole:
            ax.add_patch(Rectangle((x, y), all_long, _BAR, fill=False, gid=f"all {name}"))
        end = x + max(long, all_long) + _SPACE
        _write(ax, end, _middle(row), _figure(measure, value, whole), name)


def _measures(frame: pd.DataFrame) -> list[_Measure]:
    return [measure for measure in _MEASURES if measure.column in frame][:_MOST]


def _figure(measure: _Measure, value: float, whole: float) -> str:
    if isnan(value):
        return "unknown"
    of_all = f" of {measure.text(whole)}" if measure.whole == "services" else ""
    return f"{measure.text(value)}{of_all}"


def _middle(row: int) -> float:
    """Return how many inches down a row's middle is."""
    return _HEAD + _ROW * (row + 0.5)


def _write(ax: Axes, x: float, y: float, text: str, name: str) -> None:
    ax.text(x, y, text, fontsize=style.SIZE, va="center", linespacing=1.1, gid=name)


def _finding(frame: pd.DataFrame) -> list[str]:
    """Return what the table shows, in one or two lines."""
    if not len(frame):
        return ["There is no way of clustering to compare"]
    services = int(frame["services"].max())
    apart = _range(frame["apart"])
    lines = [f"Of {services:,} services {apart} stay apart" if services else "No service has a tag"]
    names = frame.index.astype(str)
    change, saved = names.str.startswith("+"), names.str.contains("constraints", regex=False)
    before, worst = frame["apart"][~change], frame["apart"][change & ~saved]
    if len(before) and len(worst) and worst.min() < before.max():
        line = f"Adding change joins services: of {services:,}, {worst.min():,} stay apart"
        after = frame["apart"][change & saved]
        if len(after) and after.max() > worst.min():
            line += f"; constraints save {after.max() - worst.min():,}"
        lines = [line]
    elif services and (frame["apart"] == services).all():
        lines = [f"However one clusters, all {services:,} services stay apart"]
    return [*lines, f"The largest cluster has {_range(frame['largest'])} addresses"]


def _range(values: pd.Series) -> str:
    low, high = _count(values.min()), _count(values.max())
    return low if low == high else f"{low} to {high}"


def _told(frame: pd.DataFrame) -> list[str]:
    """Return each way of clustering in words, all as one sentence; none if there is none."""
    told = []
    for way, row in zip(frame.index, frame.to_dict("records"), strict=True):
        figures = [
            m.told.format(_figure(m, row[m.column], row.get(m.whole, 1))) for m in _measures(frame)
        ]
        told.append(f"{style.plain(str(way), _WAY)}: {', '.join(figures)}")
    return [f"{'; '.join(told)}."] if told else []
