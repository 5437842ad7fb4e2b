"""A transaction as a picture: coins that go in, a trunk in which they meet, coins that come out.

A band is as wide as its coin is worth, or as thin as can still be seen. The trunk stands for what
the chain doesn't tell: which input pays for which output.
"""

from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import TransactionView, bitcoin
from nps_chain.show import style

MOST = 12
"""Coins shown on a side; the smallest of more are summed."""

_BANDS = 4.0  # inches from the inputs' labels to the outputs'
_BAR, _TRUNK, _GAP, _THIN = 0.15, 0.3, 0.1, 0.03  # inches


class _Band(NamedTuple):
    name: str
    value: int  # satoshi, -1 unknown
    colour: str

    def height(self, scale: float) -> float:
        """Inches, given how many a satoshi has."""
        return max(self.value * scale, _THIN)


def draw_transaction(view: TransactionView, ax: Axes | None = None) -> Axes:
    """Draw a transaction: its inputs to the left, its outputs and the fee to the right."""
    bands = _inputs(view), _outputs(view)
    # All bands of a side together are less high than many labels, and never low.
    most = max(sum(max(band.value, 0) for band in side) for side in bands)
    scale = (0.9 + style.LINE * max(map(len, bands)) / 4) / max(most, 1)
    left, right = _Side("input", bands[0], scale), _Side("output", bands[1], scale)
    width = left.margin + _BANDS + right.margin
    height = max(sum(left.places), sum(right.places))

    source = "new coins and fees" if view.coinbase else style.count(len(view.inputs), "input")
    paid = bitcoin(sum(coin.value for coin in view.outputs))
    ax = style.canvas(
        ax,
        (width, height),
        f"{paid} from {source} to {style.count(len(view.outputs), 'output')}\n"
        f"Transaction {style.shorten(view.txid)}, block {view.height:,},"
        f" {view.time:%Y-%m-%d %H:%M} UTC",
    )
    trunk = min(sum(left.heights), sum(right.heights))
    edge = left.margin + (_BANDS - _TRUNK) / 2
    ax.add_patch(
        Rectangle((edge, (height - trunk) / 2), _TRUNK, trunk, facecolor=style.FAINT, gid="trunk")
    )
    left.draw(ax, left.margin, edge, height / 2, trunk)
    right.draw(ax, width - right.margin, edge + _TRUNK, height / 2, trunk)
    return ax


def _inputs(view: TransactionView) -> list[_Band]:
    if view.coinbase:
        made = sum(coin.value for coin in view.outputs)
        return [_Band("new coins and fees", made, style.DARK)]
    return _summed(
        [
            _Band(style.shorten(coin.address) or "address unknown", coin.value, style.DARK)
            for coin in view.inputs
        ]
    )


def _outputs(view: TransactionView) -> list[_Band]:
    kinds = view.chain.columns.outputs.script_type
    bands = [
        _Band(style.shorten(coin.address) or SCRIPT_TYPES[kinds[row]], coin.value, style.LIGHT)
        for row, coin in zip(view.output_rows, view.outputs, strict=True)
    ]
    fee = [] if view.coinbase else [_Band("fee", view.fee, style.STRONG)]
    return _summed(bands) + fee


def _summed(bands: list[_Band]) -> list[_Band]:
    """Return the largest bands, MOST at most, in their order, and after them the rest as one."""
    largest = sorted(range(len(bands)), key=lambda k: -bands[k].value)[:MOST]
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
        self.places = [max(height, style.LINE) + _GAP for height in self.heights]
        self.labels = [self._label(band) for band in self.bands]
        self.margin = style.LETTER * max(map(len, self.labels))

    def _label(self, band: _Band) -> str:
        if band.value == UNKNOWN:
            return f"{band.name}, value unknown"
        # The value stands next to the bar.
        parts = [band.name, bitcoin(band.value)]
        return "  ".join(parts if self.what == "input" else parts[::-1])

    def draw(self, ax: Axes, outer: float, inner: float, middle: float, trunk: float) -> None:
        """Draw from the labels, at x ``outer``, to a trunk of this height, at x ``inner``."""
        way = 1 if inner > outer else -1
        outer += way * _GAP
        start, end = outer + way * _BAR, inner
        y, y_end = middle - sum(self.places) / 2, middle - trunk / 2
        for k, band in enumerate(self.bands):
            height, name = self.heights[k], f"{self.what} {k}"
            height_end = height * trunk / sum(self.heights)
            y_bar = y + (self.places[k] - height) / 2
            ax.add_patch(
                Rectangle((outer, y_bar), way * _BAR, height, facecolor=band.colour, gid=name)
            )
            ax.add_patch(_ribbon(start, y_bar, height, end, y_end, height_end, band.colour))
            ax.text(
                outer - way * _GAP,
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
