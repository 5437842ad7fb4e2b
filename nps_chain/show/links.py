"""The link probabilities of a transaction as a chequered field: a row an output, a column an input.

The darker a cell, the more interpretations of the transaction link the two; where all of them do it
is black. Each counts the same, whoever took part: so a cell is a share of possible readings, never
the probability that somebody did something. Where cells are too small for figures, the darkness is
all there is, and of the coins' names only as many are written as have room.
"""

from collections.abc import Sequence
from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from nps_chain.chain.views import bitcoin
from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.rounding import percent
from nps_chain.trace.coinjoin.linkage import Interpretations
from nps_chain.trace.texts import count

SHADES = {
    "none": "#FFFFFF",
    "below 25": "#D6E6F2",
    "25 to 49": "#9CC4E0",
    "50 to 74": "#5A9FCC",
    "75 to 99": style.DARK,
    "all": style.STRONG,
}
"""How many interpretations link two coins, in percent, and how dark that is."""

_LEAST, _MOST = (5.4, 1.8), (7.4, 4.1)  # inches that all cells take together, across and down
_CELL = (0.9, 0.45)  # inches of a cell that has room
_FIGURES = (0.42, 0.24)  # inches that a cell must have to be written in
_ROUND = (4.6, 2.6)  # inches for names, title and legend
_NAMED, _TOLD = 3, 10  # certain links that a title, and a text, has room for


def draw_links(read: Interpretations, ax: Axes | None = None) -> Axes:
    """Draw how probable it is by values alone that an input and an output belong together.

    Parameters
    ----------
    read : Interpretations
        What ``nps.interpretations(chain.tx(txid))`` gave.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    many = len(read.inputs), len(read.outputs)
    fields = [
        min(max(cell * n, least), most)
        for cell, n, least, most in zip(_CELL, many, _LEAST, _MOST, strict=True)
    ]
    wide, high = (field / max(n, 1) for field, n in zip(fields, many, strict=True))
    names = _names(read.inputs, read.spent), _names(read.outputs, read.paid)
    upright = max(map(len, names[0]), default=0) * style.LETTER > wide
    finding = _finding(read)
    size = round(fields[0] + _ROUND[0], 1), round(fields[1] + _ROUND[1], 1)
    # Its own words, up to what the finding says already.
    entropy = repr(read).partition(";")[0]
    ax = style.chart(ax, f"{finding}\n{entropy}", "Input (BTC)", "Output (BTC)", size)
    shade = _shades(read)
    ax.pcolormesh(
        np.arange(many[0] + 1) - 0.5,
        np.arange(many[1] + 1) - 0.5,
        shade,
        cmap=ListedColormap(list(SHADES.values())),
        vmin=0,
        vmax=len(SHADES) - 1,
        edgecolors=style.FAINT,
        linewidth=0.5,
    )
    if wide >= _FIGURES[0] and high >= _FIGURES[1]:
        _write(ax, read, shade)
    ax.set(xlim=(-0.5, max(many[0], 1) - 0.5), ylim=(max(many[1], 1) - 0.5, -0.5))
    step = ceil(style.LINE / wide) if upright else 1
    ax.set_xticks(range(0, many[0], step), names[0][::step], rotation=90 if upright else 0)
    step = ceil(_FIGURES[1] / high)
    ax.set_yticks(range(0, many[1], step), names[1][::step])
    ax.tick_params(length=0)
    ax.legend(
        handles=[
            Patch(label=name, facecolor=colour, edgecolor=style.OUTLINE)
            for name, colour in reversed(SHADES.items())
        ],
        title="Percent of\ninterpretations",
        title_fontsize=style.SIZE,
        fontsize=style.SIZE,
        loc="upper left",
        bbox_to_anchor=(1.01, 1),
        frameon=False,
        labelspacing=0.3,
    )
    describe(ax, _told(read, finding, entropy))
    return ax


def _shades(read: Interpretations) -> np.ndarray:
    """Return the place of each cell's shade; shape (outputs, inputs)."""
    shade = np.minimum(1 + (4 * read.matrix).astype(np.int64), len(SHADES) - 2)
    # What all have, or none, is counted and not computed.
    shade[read.links == 0] = 0
    shade[read.links == read.n] = len(SHADES) - 1
    return shade


def _write(ax: Axes, read: Interpretations, shade: np.ndarray) -> None:
    """Write into each cell its percent."""
    for (row, column), linked in np.ndenumerate(read.links):
        ax.text(
            column,
            row,
            _percent(linked, read.n),
            fontsize=style.SIZE,
            ha="center",
            va="center",
            color="white" if shade[row, column] >= len(SHADES) - 2 else "black",
            gid=f"{read.outputs[row]} {read.inputs[column]}",
        )


def _percent(linked: int, n: int) -> str:
    """Return a share without its sign; of numbers so large that a float takes almost for all.

    >>> _percent(10**90 - 1, 10**90), _percent(1, 10**400), _percent(1, 4)
    ('>99', '<1', '25')
    """
    share = linked / n
    if linked not in (0, n):
        share = min(max(share, 0.001), 0.999)
    return percent(share).removesuffix(" %")


def _names(coins: Sequence[str], values: Sequence[int]) -> list[str]:
    """Return each coin's name and value in BTC, rounded only where that leaves them apart."""
    told = [style.amount(value).removesuffix(" BTC") for value in values]
    if len(set(told)) < len(set(values)):
        told = [bitcoin(value).removesuffix(" BTC") for value in values]
    return [f"{coin}  {value}" for coin, value in zip(coins, told, strict=True)]


def _finding(read: Interpretations) -> str:
    if not read.links.size:
        return "There is no link: no coin of value on one side"
    if read.n == 1:
        return "One interpretation only: all inputs go with all outputs"
    pairs = read.deterministic
    if pairs:
        s = "link is" if len(pairs) == 1 else "links are"
        which = f": {_pairs(read)}" if len(pairs) <= _NAMED else ""
        return f"{len(pairs):,} of {read.links.size:,} {s} certain{which}"
    return f"No link is certain: the likeliest has {_percent(read.links.max(), read.n)} %"


def _told(read: Interpretations, finding: str, entropy: str) -> str:
    """Return in words what is shown."""
    sides = f"{count(len(read.inputs), 'input')} and {count(len(read.outputs), 'output')}"
    certain = ""
    if read.n > 1 and len(read.deterministic) > _NAMED:
        more = len(read.deterministic) - _TOLD
        certain = f" Certain: {_pairs(read)}{f', and {more:,} more' if more > 0 else ''}."
    return f"{finding}. {entropy}; {sides}.{certain}"


def _pairs(read: Interpretations) -> str:
    return ", ".join(f"{one} to {other}" for one, other in read.deterministic[:_TOLD])
