"""A taint over time: when the money of a source moved, where it stopped, what is unspent.

To the right goes time; what is as high as the whole picture is all of the source. A band is the
money of a coin: it begins with the block that made it and ends with the one that spent it, where
the money goes on in the bands to its right. See :mod:`nps_chain.show.bands`.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Patch

from nps_chain.chain.schema import UNKNOWN, hexadecimal
from nps_chain.errors import NpsError
from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.axes import bitcoin_axis, date_axis, days
from nps_chain.show.bands import ON_THE_WAY, SMALL, Band, bands
from nps_chain.show.below import legend_below
from nps_chain.show.policies import PLACES
from nps_chain.show.rounding import percent
from nps_chain.trace.taint import Origins, Taint
from nps_chain.trace.texts import address_texts, count

MOST = 8
"""Ends that are named at the right, the largest ones."""

_PLACES = {
    # Sky blue with much white in it: what came to rest is darker, in grey print, too.
    ON_THE_WAY: ("on the way", style.Look("#A9D8F3", "")),
    **PLACES,
    SMALL: ("in parts too small to draw", style.Look("white", "")),
}
"""What a band can be, how that is called, and how it is filled."""

_SIZE = 12.0, 5.8  # inches: the names of the ends need room beside the bands
_EDGED = 0.01  # of the whole, and of the time: a smaller band would be all outline, so it has none
_SEEN = 0.002  # of the whole: the picture ends soon after the last move of so much
_AFTER = 0.15  # of the time until then
_NAMED = 0.01  # of the whole: a thinner end has no name
_ROW = 0.075  # of the picture's height, that a name takes


class End(NamedTuple):
    """Neighbouring bands at the right edge that are in the same place."""

    low: int  # satoshi above the bottom
    high: int
    place: str
    bands: tuple[Band, ...]

    @property
    def worth(self) -> int:
        """Satoshi of its bands, without what is too thin to be seen between them."""
        return sum(band.high - band.low for band in self.bands)


def draw_flow_in_time(found: Taint, ax: Axes | None = None) -> Axes:
    """Draw what ``nps.taint`` found: the money of the source over time, band by band."""
    if isinstance(found, Origins):
        raise NpsError("Money is drawn in the direction in which it goes: leave out backward=True.")
    if found.policy == "poison":
        raise NpsError(
            "Poison marks whole outputs, which are no part of the source's money, so there are no"
            " bands to draw: choose another policy, such as fifo."
        )
    total = found.total
    whole = int(total["source"])
    if not whole:
        raise NpsError("The source of this taint is worth nothing, so there is nothing to draw.")
    drawn = bands(found)
    start, end = _span(drawn, whole)
    finding, asked = _finding(total), _asked(found)
    ax = style.chart(ax, f"{finding}\n{asked}", "", "", _SIZE)
    _fill(ax, [band for band in drawn if band.start < end], start, end, whole)
    date_axis(ax.xaxis, "Date", 5)
    bitcoin_axis(ax.yaxis, "Money of the source")
    ax.set(xlim=(days(start), days(end)), ylim=(0, whole))
    _name(ax, _ends(drawn, end, whole), found)
    _draw_legend(ax, drawn, whole)
    describe(ax, f"{finding}. {_told(found, drawn)}")
    return ax


def _span(drawn: Sequence[Band], whole: int) -> tuple[int, int]:
    """Return from when to when to draw: to the chain's end, or to a while after the last move."""
    first, last = min(band.start for band in drawn), max(band.end for band in drawn)
    moves = {band.start for band in drawn if band.high - band.low >= _SEEN * whole}
    moved = max(moves - {first}, default=last)
    return first, min(last, moved + max(int(_AFTER * (moved - first)), 3600))


def _fill(ax: Axes, drawn: Sequence[Band], start: int, end: int, whole: int) -> None:
    """Draw the bands up to an end, outlined if they are large enough."""
    shapes: dict[tuple[str, bool], list[Any]] = {}
    for band in drawn:
        until = min(band.end, end)
        high, wide = (band.high - band.low) / whole, (until - band.start) / (end - start)
        large = min(high, wide) >= _EDGED
        left, right = days(band.start), days(until)
        corners = [(left, band.low), (right, band.low), (right, band.high), (left, band.high)]
        shapes.setdefault((band.place, large), []).append(corners)
    for (place, large), of_place in shapes.items():
        filled = _PLACES[place][1]
        edges: dict[str, Any] = filled.fill if large else {"facecolor": filled.colour}
        ax.add_collection(PolyCollection(of_place, gid=place, **(edges | {"linewidth": 0.6})))


def _ends(drawn: Sequence[Band], end: int, whole: int) -> list[End]:
    """Return what stands at the right edge, from the bottom up."""
    ends = _joined(sorted(band for band in drawn if band.start < end <= band.end))
    seen = [band for one in ends if one.worth >= _SEEN * whole for band in one.bands]
    return _joined(seen)


def _joined(drawn: Sequence[Band]) -> list[End]:
    """Return bands, those that follow each other in the same place made one."""
    groups = [tuple(group) for _, group in groupby(drawn, key=lambda band: band.place)]
    return [End(of[0].low, of[-1].high, of[0].place, of) for of in groups]


def _name(ax: Axes, ends: Sequence[End], found: Taint) -> None:
    """Write the largest ends to the right of their bands, without one covering another."""
    whole = int(found.total["source"])
    large = [end for end in ends if end.place != SMALL and end.worth >= _NAMED * whole]
    large = sorted(sorted(large, key=lambda end: -end.worth)[:MOST])
    middles = [(end.low + end.high) / 2 / whole for end in large]
    for end, middle, y in zip(large, middles, _spread(middles, _ROW), strict=True):
        ax.annotate(
            _end_in_words(end, found),
            (1, middle),
            (1.03, y),
            xycoords="axes fraction",
            textcoords="axes fraction",
            fontsize=style.SIZE,
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "color": style.OUTLINE,
                "relpos": (0, 0.5),
                "shrinkB": 0,
            },
            gid=end.place,
        )


def _spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Return rising places so far apart from each other, each near to where it is wanted."""
    groups: list[list[float]] = []  # of places that stand close: middle, how many
    for place in wanted:
        groups.append([place, 1])
        while len(groups) > 1:
            (low, below), (high, above) = groups[-2:]
            if high - low >= apart * (below + above) / 2:
                break
            groups[-2:] = [[(low * below + high * above) / (below + above), below + above]]
    places = []
    for middle, many in groups:
        first = min(max(middle - apart * (many - 1) / 2, 0), 1 - apart * (many - 1))
        places += [first + apart * k for k in range(int(many))]
    return places


def _end_in_words(end: End, found: Taint) -> str:
    text = f"{style.amount(end.worth)} {_PLACES[end.place][0]}"
    coins = [band.output for band in end.bands if band.output != UNKNOWN]
    at = np.unique(found.chain.columns.outputs.address[coins])
    at = at[at != UNKNOWN]
    if not len(at):
        return text
    if len(at) == 1:
        return f"{text}, {style.shorten(address_texts(found.chain, at)[0])}"
    return f"{text}, {len(at):,} addresses"


def _draw_legend(ax: Axes, drawn: Sequence[Band], whole: int) -> None:
    seen = {band.place for band in drawn if band.high - band.low >= _NAMED * whole}
    small = sum(band.high - band.low for band in drawn if band.place == SMALL)
    seen |= {SMALL} if small >= _NAMED * whole else set()
    shown = [look for place, look in _PLACES.items() if place in seen]
    handles = [Patch(label=name, **filled.fill) for name, filled in shown]
    legend_below(ax, handles, 0.95, columns=4)


def _finding(total: pd.Series) -> str:
    """Return where most of the money is now."""
    shares = total.drop("source").sort_values(ascending=False, kind="stable")
    told = [
        f"{percent(worth / total['source'])} is {_PLACES[str(place)][0]}"
        for place, worth in shares[shares > 0].to_dict().items()
    ]
    return f"Of {style.amount(total['source'])}, {' and '.join(told[:2])}"


def _asked(found: Taint) -> str:
    """Return in words what was asked for."""
    c = found.chain.columns
    many = count(len(found.sources), "output")
    if len(found.sources) == 1:
        row = int(found.sources[0])
        txid = hexadecimal(c.txs.txid[c.outputs.tx[row], None])[0].as_py()
        many = f"output {style.shorten(txid)}:{c.outputs.n[row]}"
    return f"From {many}, by {found.policy}; blocks up to {int(c.blocks.height[-1]):,}"


def _told(found: Taint, drawn: Sequence[Band]) -> str:
    """Return when the money came to where it is."""
    told = [f"The first coin of the source was made at {_minute(min(b.start for b in drawn))}"]
    for place, (name, _) in PLACES.items():
        if not found.total[place]:
            continue
        told.append(f"{style.amount(found.total[place])} is {name}")
        starts = [band.start for band in drawn if band.place == place]
        if starts:
            first, last = _minute(min(starts)), _minute(max(starts))
            several = f", the first of it since {first}, the last since {last}"
            told[-1] += f", since {first}" if first == last else several
    return f"{'; '.join(told)}; times in UTC."


def _minute(seconds: int) -> str:
    return str(np.datetime64(seconds, "s").astype("datetime64[m]")).replace("T", " ")
