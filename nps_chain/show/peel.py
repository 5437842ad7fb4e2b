"""A peel chain as a staircase: a row a step, in the order of time, each shorter by what came off.

A bar is what a coin was worth; its dark part carries on into the next step, the hatched end was
peeled off. Values, addresses and times are facts. Which part carries on is a guess made anew at
each step, so a broken line leads from step to step, and beside each stand the clues, as letters
that are told below, and how sure they make it. Of a long chain the steps that most came off at, and
those that paid a place to stop at, have a row of their own, and those between are summed.
"""

import re
import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from nps_chain.chain.schema import UNKNOWN
from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.peel_rows import Clues, Row, rows_of
from nps_chain.trace.flow.peel import Peel
from nps_chain.trace.texts import count

_ROW, _THICK, _GAP, _THIN = 0.35, 0.24, 0.12, 0.03  # inches
_WHEN, _WHY, _BARS, _PAID = 2.6, 2.1, 3.0, 3.5  # inches of the columns
_LETTER, _LINE = 0.11, 0.24  # inches that a letter, and a line, take in a text of some lines
_WIDTH = _WHEN + _WHY + _BARS + _PAID
_LONG_NAME = re.compile(r"[0-9A-Za-z]{24,}")  # a txid or an address inside a sentence


def draw_peel(peel: Peel, ax: Axes | None = None) -> Axes:
    """Draw a peel chain: what each step carried on, what it peeled off, to whom, and where it ends.

    Parameters
    ----------
    peel : Peel
        What ``nps.peel`` gives.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a new figure, large enough for its labels.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, in inches.
    """
    clues = Clues.of(peel.frame["why"])
    times = peel.graph.nodes.data("time")
    rows = list(rows_of(peel, clues, times))
    end = _end(peel)
    finding, facts = _words(peel, times)
    broad = int(_WIDTH / _LETTER)
    below = [*clues.lines(broad), *textwrap.wrap(end, broad)]
    # A line of headings, the rows, what the letters mean and where it ends, and the legend.
    top = style.LINE + _GAP if rows else 0.0
    bottom = top + _ROW * len(rows)
    lines = len(below) + (1 if rows else 0)
    ax = style.canvas(ax, (_WIDTH, bottom + _LINE * lines + 2 * _GAP), f"{finding}\n{facts}")
    scale = _BARS / max((row.value for row in rows), default=1)
    for k, row in enumerate(rows):
        _draw_row(ax, row, top + _ROW * k, scale)
        if k:
            x = _WHEN + _WHY + row.value * scale
            ax.plot(
                [x, x],
                [top + _ROW * (k - 1) + _THICK, top + _ROW * k],
                color=style.STRONG,
                linestyle=":",
                linewidth=2,
                gid="carries on?",
            )
    ax.text(
        0, bottom, "\n".join(below), fontsize=style.SIZE, va="top", linespacing=1.2, gid="below"
    )
    if rows:
        _head(ax)
        _legend(ax, any(row.stopped for row in rows))
    describe(ax, f"{finding}. {facts}. {_largest(peel)}{end}")
    return ax


def _draw_row(ax: Axes, row: Row, y: float, scale: float) -> None:
    """Draw a step with its top at y."""
    x, middle = _WHEN + _WHY, y + _THICK / 2
    parts: list[tuple[str, int, dict[str, Any]]] = [
        ("carried", row.carried, {"facecolor": style.DARK}),
        (
            "peeled",
            row.peeled - row.stopped,
            {"facecolor": style.LIGHT, "hatch": "//", "edgecolor": style.OUTLINE, "linewidth": 1},
        ),
        ("stop", row.stopped, {"facecolor": style.STRONG}),
    ]
    for name, value, fill in parts:
        if value:
            # What is too little to be seen is a line.
            width = max(value * scale, _THIN)
            ax.add_patch(Rectangle((x, y), width, _THICK, gid=name, **fill))
            x += width
    for place, text, name in (
        (0.0, row.when, "when"),
        (_WHEN, row.why, "why"),
        (x + _GAP, row.paid, "paid"),
    ):
        ax.text(place, middle, text, fontsize=style.SIZE, va="center", gid=name)


def _head(ax: Axes) -> None:
    """Write above each column what it holds."""
    for x, text in (
        (0, "Block, time (UTC)"),
        (_WHEN, "Clues, confidence"),
        (_WHEN + _WHY, "What came in, and what was peeled off it"),
    ):
        ax.text(x, 0, text, fontsize=style.SIZE, va="top", style="italic", gid="head")


def _legend(ax: Axes, stop: bool) -> None:
    handles = [
        Patch(facecolor=style.DARK, label="carries on?"),
        Patch(facecolor=style.LIGHT, hatch="//", edgecolor=style.OUTLINE, label="peeled off?"),
    ]
    if stop:
        handles.append(Patch(facecolor=style.STRONG, label="to a place where to stop"))
    ax.legend(
        handles=handles,
        loc="lower left",
        ncols=3,
        fontsize=style.SIZE,
        frameon=False,
        borderaxespad=0,
        borderpad=0,
    )


def _words(peel: Peel, times: Any) -> tuple[str, str]:
    """Return what a chain shows, and what is to be known of it."""
    frame, start = peel.frame, style.shorten(peel.start.split(":")[0])
    coin = f"{start}:{peel.start.split(':')[1]}"
    way = "from" if peel.direction == "forward" else "back from"
    if frame.empty:
        return "Nothing was peeled off", f"Peel chain {way} {coin}, as of block {peel.as_of:,}"
    ordered = frame if peel.direction == "forward" else frame.iloc[::-1]
    value, carried = int(ordered["value"].iloc[0]), int(ordered["carried"].iloc[-1])
    if value == UNKNOWN:
        value = int(ordered[["carried", "peeled"]].iloc[0].sum())
    days = [times[ordered["txid"].iloc[k]][:10] for k in (0, -1)]
    payees = frame["paid_to"].nunique()
    payee = "1 address" if payees == 1 else f"{payees:,} addresses"
    finding = (
        f"{count(len(frame), 'step')} peeled {style.amount(peel.peeled)} off"
        f" {style.amount(value)}, to {payee}; {style.amount(carried)} carried on"
    )
    facts = (
        f"Peel chain {way} {coin}, {' to '.join(dict.fromkeys(days))}, as of block {peel.as_of:,}"
    )
    return finding, facts


def _largest(peel: Peel) -> str:
    """Return to whom most was peeled off, and how many steps paid a place to stop at, in words."""
    if peel.frame.empty:
        return ""
    row = int(peel.frame["peeled"].argmax())
    who, peeled, sure = (peel.frame[name].iloc[row] for name in ("paid_to", "peeled", "confidence"))
    stops = int(peel.frame["at_stop"].sum())
    told = f"The largest part, {style.amount(int(peeled))}, went to {style.shorten(who)}"
    told += "" if pd.isna(sure) else f", a step of confidence {sure:.2f}"
    paid = f"{count(stops, 'step')} paid a place where to stop. " if stops else ""
    return f"{style.plain(told, 120)}. {paid}"


def _end(peel: Peel) -> str:
    """Return where and why a chain ends, with names that fit a line."""
    told = _LONG_NAME.sub(lambda name: style.shorten(name[0]), peel.stopped)
    way = "It ends" if peel.direction == "forward" else "Followed back, it ends"
    return f"{way}: {style.plain(told, 300)}"
