"""How much each change heuristic decides, and how often it is right: a dot a rule.

To the right stands what decides often, above what is seldom wrong. A filled dot is what was
measured here, a hollow square what was published; a line joins the two, so that one sees how far a
published figure carries. Each dot has its name beside it, or a line that leads to its name.
"""

from math import cos, pi, sin
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.rounding import percent
from nps_chain.trace.texts import count

MOST = 16
"""Rules that one picture has room for."""

NEAR = 5.0
"""Points between two figures that the title calls near."""

_COLUMNS = {"coverage", "precision", "answers", "wrong"}
_PUBLISHED = ("published_coverage", "published_precision")
_AXES = (9.8, 3.6)  # inches
_DOT = 0.1  # inches from the middle of a mark to its edge, with room to spare
_AWAY = (0.14, 0.3, 0.5, 0.75, 1.0, 1.3, 1.7)  # inches from a dot to its name
_LEAD = 0.3  # inches from which on a line leads to the name
_TURNS = 16  # directions in which a place for a name is looked for
_NAME = 24  # letters of a rule
_SPAN = 12.0  # percent below 100 that are always shown


class _Dot(NamedTuple):
    """A rule: what is said of it, in percent."""

    name: str
    here: tuple[float, float]
    published: tuple[float, float] | None


def fits(x: Any) -> bool:
    """Return whether it is a frame that :func:`draw_rules` draws."""
    return isinstance(x, pd.DataFrame) and {*x.columns} >= _COLUMNS and x.index.name == "rule"


def draw_rules(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw precision against coverage, a dot a rule.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a ``rule``, as ``nps.compare_rules`` gives it: ``coverage`` and ``precision`` in
        percent, the numbers of ``answers`` and ``wrong`` ones; and if they are there, what was
        published. Sixteen rules at most are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    known = table[table["precision"].notna() & table["coverage"].notna()]
    dots = _dots(known[:MOST])
    told = _told(known, dots)
    x = "Coverage: payments on which it decides (percent)"
    y = "Precision: answers that\nare right (percent)"
    ax = style.chart(ax, "\n".join(told), x, y)
    marks = [mark for dot in dots for mark in (dot.here, dot.published) if mark]
    lowest = min([right for _, right in marks] + [100 - _SPAN])
    height = 100 - lowest
    low, high = lowest - 0.3 * height, 100 + 0.15 * height
    ax.set(xlim=(0, 100), ylim=(low, high))
    step = next(step for step in (5, 10, 20) if height <= 8 * step)
    ax.set_yticks([tick for tick in range(0, 101, step) if tick >= low])
    scale = np.array([_AXES[0] / 100, _AXES[1] / (high - low)])
    for dot in dots:
        _mark(ax, dot)
    if any(dot.published for dot in dots):
        _key(ax)
    _name(ax, dots, np.array([0, low]), scale)
    describe(ax, " ".join(f"{line}." for line in told))
    return ax


def _dots(table: pd.DataFrame) -> list[_Dot]:
    dots = []
    for rule, row in zip(table.index, table.to_dict("records"), strict=True):
        there = tuple(float(row.get(column, np.nan)) for column in _PUBLISHED)
        name = style.plain(str(rule), _NAME)
        here = float(row["coverage"]), float(row["precision"])
        dots.append(_Dot(name, here, None if np.isnan(there).any() else (there[0], there[1])))
    return dots


def _mark(ax: Axes, dot: _Dot) -> None:
    if dot.published:
        ax.plot(
            *zip(dot.here, dot.published, strict=True), color=style.FAINT, linewidth=1.5, zorder=1
        )
        ax.plot(
            *dot.published,
            "s",
            markersize=10,
            color="white",
            markeredgecolor=style.STRONG,
            markeredgewidth=1.5,
            clip_on=False,
            gid=f"{dot.name}, published",
        )
    ax.plot(
        *dot.here,
        "o",
        markersize=11,
        color=style.DARK,
        markeredgecolor=style.OUTLINE,
        clip_on=False,
        zorder=3,
        gid=dot.name,
    )


def _key(ax: Axes) -> None:
    """Write what the two marks are, in the corner that is kept free for it."""
    looks = {
        "measured here": {"marker": "o", "color": style.DARK, "markeredgecolor": style.OUTLINE},
        "published": {
            "marker": "s",
            "color": "white",
            "markeredgecolor": style.STRONG,
            "markeredgewidth": 1.5,
        },
    }
    handles = [
        Line2D([], [], linestyle="", markersize=10, label=label, **look)  # type: ignore[arg-type]
        for label, look in looks.items()
    ]
    ax.legend(handles=handles, loc="lower left", frameon=False, fontsize=style.SIZE, ncols=2)


def _name(ax: Axes, dots: list[_Dot], origin: np.ndarray, scale: np.ndarray) -> None:
    """Write each rule's name at the nearest place that is free; without one, not at all."""
    places = {dot.name: (np.array(dot.here) - origin) * scale for dot in dots}
    others = [(np.array(dot.published) - origin) * scale for dot in dots if dot.published]
    taken = [
        Bbox.from_extents(*(middle - _DOT), *(middle + _DOT))
        for middle in [*places.values(), *others]
    ]
    taken.append(Bbox.from_bounds(0, 0, 4.2, 0.45))  # the key
    room = Bbox.from_bounds(0, 0, *_AXES)
    for dot in dots:
        middle = places[dot.name]
        found = _place(middle, len(dot.name) * style.LETTER, taken, room)
        if found is None:
            continue
        box, away = found
        taken.append(box)
        centre = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
        x, y = centre / scale + origin
        if away >= _LEAD:
            end = np.clip(middle, box.min, box.max) / scale + origin
            ax.plot(*zip(dot.here, end, strict=True), color=style.STRONG, linewidth=0.8, zorder=2)
        ax.text(x, y, dot.name, fontsize=style.SIZE, ha="center", va="center", gid=dot.name)


def _place(
    middle: np.ndarray, wide: float, taken: list[Bbox], room: Bbox
) -> tuple[Bbox, float] | None:
    """Return the nearest box beside a dot that covers nothing, and how far away it is."""
    half = np.array([wide, style.LINE]) / 2
    for away in _AWAY:
        for turn in range(_TURNS):
            angle = 2 * pi * turn / _TURNS
            way = np.array([cos(angle), sin(angle)])
            centre = middle + way * (half + away)
            box = Bbox.from_extents(*(centre - half), *(centre + half))
            inside = room.contains(*box.min) and room.contains(*box.max)
            if inside and not any(box.overlaps(other) for other in taken):
                return box, away
    return None


def _told(known: pd.DataFrame, dots: list[_Dot]) -> list[str]:
    """Return in lines what is to be seen."""
    if not dots:
        return ["There is no rule to judge"]
    best = max(dots, key=lambda dot: (dot.here[1], dot.here[0]))
    lines = [
        f"The surest is {best.name}: right in {percent(best.here[1] / 100, 1)} of its answers;"
        f" it decides {percent(best.here[0] / 100, 1)}"
    ]
    both = [dot for dot in dots if dot.published]
    if both:
        near = sum(abs(dot.here[1] - dot.published[1]) <= NEAR for dot in both if dot.published)
        lines.append(
            f"Of {count(len(both), 'rule')} with published figures, {near:,}"
            f" {'is' if near == 1 else 'are'} right here within {NEAR:.0f} points of them"
        )
    if len(known) > len(dots):
        lines[-1] += f"; {len(known) - len(dots):,} not drawn"
    return lines
