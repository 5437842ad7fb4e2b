"""A transaction as a picture: coins that go in, a trunk in which they meet, coins that come out.

A band is as wide as its coin is worth, or as thin as can still be seen. The trunk stands for what
the chain doesn't tell: which input pays for which output.

Which output is change the chain doesn't tell either. Where the vote of the change heuristics names
one, on what was known in its block, it is hatched, has a broken outline and a question mark, and
the reasons beside it, those against it too; where it names none, a line below says why.
"""

import textwrap
from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import TransactionView, bitcoin
from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.seeming_change import SeemingChange, seeming_change
from nps_chain.trace.texts import count

MOST = 10
"""Coins shown on a side; the smallest of more are summed."""

_BANDS = 3.4  # inches from the inputs' labels to the outputs'
_BAR, _TRUNK, _BESIDE, _BELOW, _THIN = 0.15, 0.3, 0.1, 0.07, 0.03  # inches
_BROAD = 34  # letters in a line of reasons
_TITLE = 7.5  # inches that the title takes across


class _Band(NamedTuple):
    name: str
    value: int  # satoshi, -1 unknown
    colour: str
    change: str = ""  # why this output seems to be change

    def height(self, scale: float) -> float:
        """Inches, given how many a satoshi has."""
        return max(self.value * scale, _THIN)


def draw_transaction(view: TransactionView, ax: Axes | None = None) -> Axes:
    """Draw a transaction: its inputs to the left, its outputs and the fee to the right.

    Parameters
    ----------
    view : TransactionView
        The transaction, as ``chain.tx(txid)`` gives it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a new figure, large enough for its labels.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, in inches.
    """
    change = seeming_change(view)
    bands = _inputs(view), _outputs(view, change)
    # Few bands are high, and many, which have many labels, less so.
    most = max(sum(max(band.value, 0) for band in side) for side in bands)
    scale = max(1.8 - 0.08 * max(map(len, bands)), 0.6) / max(most, 1)
    left, right = _Side("input", bands[0], scale), _Side("output", bands[1], scale)
    width = max(left.margin + _BANDS + right.margin, _TITLE)
    middle = left.margin + _BANDS / 2 + (width - left.margin - _BANDS - right.margin) / 2
    height = max(sum(left.places), sum(right.places)) + _BELOW
    note = _note(change, width)

    source = "new coins and fees" if view.coinbase else count(len(view.inputs), "input")
    paid = bitcoin(sum(coin.value for coin in view.outputs))
    finding = f"{paid} from {source} to {count(len(view.outputs), 'output')}"
    where = (
        f"Transaction {style.shorten(view.txid)}, block {view.height:,},"
        f" {view.time:%Y-%m-%d %H:%M} UTC"
    )
    size = (width, height + style.LINE * len(note))
    ax = style.canvas(ax, size, f"{finding}\n{where}")
    trunk = min(sum(left.heights), sum(right.heights))
    edge = middle - _TRUNK / 2
    ax.add_patch(
        Rectangle((edge, (height - trunk) / 2), _TRUNK, trunk, facecolor=style.FAINT, gid="trunk")
    )
    left.draw(ax, middle - _BANDS / 2, edge, height / 2, trunk)
    right.draw(ax, middle + _BANDS / 2, edge + _TRUNK, height / 2, trunk)
    ax.text(
        width / 2, height, "\n".join(note), fontsize=style.SIZE, ha="center", va="top", gid="note"
    )
    describe(ax, f"{where}: {finding}. {_told(view, _paid(view, change))}")
    return ax


def _note(change: SeemingChange, width: float) -> list[str]:
    """Return in lines why no output is called change."""
    if change.output != UNKNOWN or not change.told:
        return []
    return textwrap.wrap(f"No output is called change: {change.told}.", int(width / style.LETTER))


def _told(view: TransactionView, bands: list[_Band]) -> str:
    """Return what the outputs' labels tell, for who can't see them."""
    if view.coinbase:
        return "It makes new coins."
    largest = max(bands, key=lambda band: band.value)
    change = [band for band in bands if band.change]
    return (
        f"The largest output is {bitcoin(largest.value)} to {largest.name}; the fee is"
        f" {bitcoin(view.fee)}. "
        + (
            f"Perhaps change: {bitcoin(change[0].value)} to {change[0].name}, by"
            f" {change[0].change}."
            if change
            else "No output is called change."
        )
    )


def _inputs(view: TransactionView) -> list[_Band]:
    if view.coinbase:
        made = sum(coin.value for coin in view.outputs)
        return [_Band("new coins and fees", made, style.DARK)]
    return _summed(
        [
            _Band(_named(coin.address) or "address unknown", coin.value, style.DARK)
            for coin in view.inputs
        ]
    )


def _paid(view: TransactionView, change: SeemingChange) -> list[_Band]:
    kinds = view.chain.columns.outputs.script_type
    return [
        _Band(
            _named(coin.address) or SCRIPT_TYPES[kinds[row]],
            coin.value,
            style.LIGHT,
            change.told if row == change.output else "",
        )
        for row, coin in zip(view.output_rows, view.outputs, strict=True)
    ]


def _outputs(view: TransactionView, change: SeemingChange) -> list[_Band]:
    paid = _summed(_paid(view, change))
    if view.coinbase:
        return paid
    rate = f", {view.fee / view.vsize:,.1f} sat/vB" if view.fee >= 0 < view.vsize else ""
    return [*paid, _Band(f"fee{rate}", view.fee, style.STRONG)]


def _named(address: str) -> str:
    return style.plain(style.shorten(address))


def _summed(bands: list[_Band]) -> list[_Band]:
    """Return the largest bands, MOST at most, in their order, and after them the rest as one.

    What seems to be change is always shown.
    """
    order = sorted(range(len(bands)), key=lambda k: (not bands[k].change, -bands[k].value))
    largest = set(order[:MOST])
    rest = [band.value for k, band in enumerate(bands) if k not in largest]
    shown = [bands[k] for k in sorted(largest)]
    if rest:
        value = UNKNOWN if UNKNOWN in rest else sum(rest)
        shown.append(_Band(f"and {len(rest):,} more", value, bands[0].colour))
    return shown


@dataclass
class _Side:
    """The bands on one side of the trunk."""

    what: str  # input or output
    bands: list[_Band]
    scale: float  # inches a satoshi

    def __post_init__(self) -> None:
        self.heights = [band.height(self.scale) for band in self.bands]
        self.labels = [self._label(band) for band in self.bands]
        self.places = [
            max(height, style.LINE * len(label.split("\n"))) + _BELOW
            for height, label in zip(self.heights, self.labels, strict=True)
        ]
        lines = [line for label in self.labels for line in label.split("\n")]
        self.margin = style.LETTER * max(map(len, lines))

    def _label(self, band: _Band) -> str:
        if band.value == UNKNOWN:
            return f"{band.name}, value unknown"
        # The value stands next to the bar.
        parts = [band.name, bitcoin(band.value)]
        label = "  ".join(parts if self.what == "input" else parts[::-1])
        reasons = textwrap.wrap(f"change? by: {band.change}", _BROAD) if band.change else []
        return "\n".join([label, *reasons])

    def draw(self, ax: Axes, outer: float, inner: float, middle: float, trunk: float) -> None:
        """Draw from the labels, at x ``outer``, to a trunk of this height, at x ``inner``."""
        way = 1 if inner > outer else -1
        outer += way * _BESIDE
        start, end = outer + way * _BAR, inner
        y, y_end = middle - sum(self.places) / 2, middle - trunk / 2
        for k, band in enumerate(self.bands):
            height, name = self.heights[k], f"{self.what} {k}"
            height_end = height * trunk / sum(self.heights)
            y_bar = y + (self.places[k] - height) / 2
            ax.add_patch(
                Rectangle((outer, y_bar), way * _BAR, height, facecolor=band.colour, gid=name)
            )
            ribbon = _ribbon(start, y_bar, height, end, y_end, height_end, band.colour)
            if band.change:
                ribbon.set(hatch="//", linestyle="--", edgecolor=style.OUTLINE, gid="change")
            ax.add_patch(ribbon)
            ax.text(
                outer - way * _BESIDE,
                y + self.places[k] / 2,
                self.labels[k],
                fontsize=style.SIZE,
                ha="right" if way > 0 else "left",
                va="center",
                gid=name,
            )
            y, y_end = y + self.places[k], y_end + height_end


def _ribbon(
    x: float, y: float, height: float, x_end: float, y_end: float, height_end: float, colour: str
) -> PathPatch:
    """Return a band that swings from one upright edge to another."""
    half = (x + x_end) / 2
    upper = [(x, y), (half, y), (half, y_end), (x_end, y_end)]
    lower = [(x_end, y_end + height_end), (half, y_end + height_end), (half, y + height)]
    points = [*upper, *lower, (x, y + height), (x, y)]
    curve = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
    return PathPatch(Path(points, codes), color=colour, alpha=0.4, linewidth=1)
