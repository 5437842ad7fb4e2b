"""The growth of a cluster as a picture: how many addresses it had, from block to block.

A wallet at work climbs in small steps. A cliff is where a transaction brought many at once: two
parts of a service that were spent together at last, or two people whom a mistake made one. So the
largest steps are marked, each with the sizes that came together, its block and, by the shape of
the mark, its rule. All of it is an inference, and the title says so.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.axes import date_axis
from nps_chain.show.below import legend_below
from nps_chain.trace.cluster.evidence import CO_SPENDING
from nps_chain.trace.cluster.growth import Growth
from nps_chain.trace.texts import count

MOST = 6
"""Steps marked, of those that bring two addresses or more; the largest."""

_BROAD, _TALL = 9.4, 3.4  # inches of the axes, about
_AXES = Bbox.from_bounds(0, 0, _BROAD, _TALL)
_BESIDE, _LETTER = 0.1, 0.11  # inches from a mark to its label, and of a letter
_AXIS = 0.95  # inches of ticks of two lines, and the axis' name
_ROOM = 1.15  # of the height, so that the highest mark has its label within

_MARKS: dict[bool, dict[str, Any]] = {
    True: {"marker": "o", "markersize": 10, "color": style.STRONG},
    False: {
        "marker": "D",
        "markersize": 10,
        "color": style.STRONG,
        "markerfacecolor": "white",
        "markeredgewidth": 2,
    },
}
"""Of what was spent together, and of what another rule joined."""


class _Step(NamedTuple):
    """What one transaction brought."""

    x: float  # days since 1970
    height: int
    before: int
    joined: int
    spent_together: bool  # all of it

    @property
    def after(self) -> int:
        return self.before + self.joined

    @property
    def label(self) -> str:
        return f"{self.joined:,} joined {self.before:,}, block {self.height:,}"


def draw_growth(growth: Growth, ax: Axes | None = None) -> Axes:
    """Draw how the cluster of an address grew.

    Parameters
    ----------
    growth : Growth
        What ``Clustering.growth`` gives.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: x is time in UTC, y the number of addresses.
    """
    steps = _steps(growth)
    finding, facts = _words(growth, steps)
    ax = style.chart(ax, f"{finding}\n{facts}", "", "Addresses in the cluster")
    # An hour at least, so that a chain of one block has a width.
    first = _day(growth.first.time)
    last = max(_day(growth.last.time), first + 1 / 24)
    times = np.array([first, *(step.x for step in steps), last])
    sizes = np.array([1, *(step.after for step in steps), growth.size])
    date_axis(ax.xaxis)
    ax.step(times, sizes, where="post", color=style.DARK, linewidth=3, gid="size")
    ax.fill_between(times, sizes, step="post", color=style.DARK, alpha=0.15, linewidth=0)
    ax.set_xlim(first, last)
    ax.set_ylim(0, _ROOM * max(growth.size, 2))
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{round(y):,}"))
    _mark(ax, steps, first, last)
    _legend(ax, growth)
    describe(ax, f"{finding}. {facts}. {_told(growth)}")
    return ax


def _day(time: pd.Timestamp) -> float:
    """Return a time in UTC as an axis of dates counts it."""
    return float(date2num(time))


def _steps(growth: Growth) -> list[_Step]:
    """Return what each transaction brought, in the order of the chain."""
    frame = growth.frame.assign(
        x=date2num(growth.frame["time"].dt.tz_localize(None)),
        together=growth.frame["rule"] == CO_SPENDING,
    )
    by_tx = frame.groupby("tx", sort=True).agg(
        {"x": "first", "height": "first", "before": "first", "joined": "sum", "together": "all"}
    )
    return [_Step(*row) for row in by_tx.itertuples(index=False)]


def _mark(ax: Axes, steps: list[_Step], first: float, last: float) -> None:
    """Mark the largest steps, and write beside them what came together.

    The line only rises, so what is above it to the left of a step is free, and what is below it to
    the right; or else what is above the line's end to the right, with a thin line down to the step.
    A step whose label has no room has no mark.
    """
    highest = ax.get_ylim()[1]
    xs = np.array([(step.x - first) / (last - first) * _BROAD for step in steps])
    ys = np.array([step.after / highest * _TALL for step in steps])
    taken: list[Bbox] = []  # inches
    largest = sorted(range(len(steps)), key=lambda k: -steps[k].joined)[:MOST]
    for k in largest:
        step = steps[k]
        if step.joined < 2:
            continue
        x, y = float(xs[k]), float(ys[k])
        width = len(step.label) * _LETTER
        over = float(ys[np.searchsorted(xs, x + width, "right") - 1])
        places = (
            (x - width - _BESIDE, y + _BESIDE / 2),
            (x + _BESIDE, y - style.LINE - _BESIDE / 2),
            (x, over + 2 * _BESIDE),
        )
        for way, (left, bottom) in enumerate(places):
            label = Bbox.from_bounds(left, bottom, width, style.LINE)
            line = Bbox.from_extents(x - _BESIDE / 2, y, x + _BESIDE / 2, max(bottom, y))
            inside = _AXES.containsx(left) and _AXES.containsx(left + width)
            inside &= _AXES.containsy(bottom) and _AXES.containsy(bottom + style.LINE)
            asked = [label, line] if way == 2 else [label]
            if inside and not any(box.overlaps(other) for box in asked for other in taken):
                taken += asked
                _write(ax, step, (left - x, bottom - y), way)
                break


def _write(ax: Axes, step: _Step, offset: tuple[float, float], way: int) -> None:
    """Mark a step, and write its label, whose lower left corner is so many inches off."""
    ax.plot(
        step.x,
        step.after,
        zorder=3,
        clip_on=False,
        linestyle="none",
        gid="step",
        **_MARKS[step.spent_together],
    )
    # To the left of its step a label ends at it, however broad its letters.
    ends = way == 0
    ax.annotate(
        step.label,
        (step.x, step.after),
        (-72 * _BESIDE if ends else 72 * offset[0], 72 * offset[1]),
        textcoords="offset points",
        fontsize=style.SIZE,
        ha="right" if ends else "left",
        va="bottom",
        arrowprops={"arrowstyle": "-", "relpos": (0, 0), "shrinkB": 6} if way == 2 else None,
        gid="step",
    )


def _by_rule(growth: Growth) -> dict[str, str]:
    """Return for each rule, the one of most addresses first, what it brought."""
    joined = growth.frame.groupby("rule")["joined"].agg(["size", "sum"])
    joined = joined.sort_values("sum", ascending=False, kind="stable")
    return {
        str(rule): f"{_rule(str(rule))}: {count(merges, 'merge')}, {_addresses(brought)}"
        for rule, merges, brought in joined.itertuples()
    }


def _rule(rule: str) -> str:
    return "spent together" if rule == CO_SPENDING else f"change, by {style.plain(rule)}"


def _addresses(many: int) -> str:
    return "1 address" if many == 1 else f"{many:,} addresses"


def _legend(ax: Axes, growth: Growth) -> None:
    """Say below what the marks mean, and how much each rule brought."""
    handles = [
        Line2D([], [], linestyle="none", label=told, **_MARKS[rule == CO_SPENDING])
        for rule, told in _by_rule(growth).items()
    ]
    if handles:
        legend_below(ax, handles, _AXIS)


def _words(growth: Growth, steps: list[_Step]) -> tuple[str, str]:
    """Return what a growth shows, and what is to be known of it."""
    address = style.plain(style.shorten(growth.address))
    facts = (
        f"Cluster of {address}, inferred by {count(len(growth), 'merge')},"
        f" as of block {growth.last.height:,}"
    )
    if not steps:
        return "Nothing joined the address: it is alone", facts
    most = max(steps, key=lambda step: step.joined)
    finding = f"From 1 address to {growth.size:,}: one transaction brought {most.joined:,} of them"
    return finding, facts


def _told(growth: Growth) -> str:
    """Return when it began, and how much each rule brought, in words."""
    began = f"The address first appears in block {growth.first.height:,}"
    return "; ".join([began, *_by_rule(growth).values()]) + "."
