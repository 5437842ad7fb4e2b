"""What all pictures share, so that each can be read from the last row, and by the colour blind.

Letters are at least 14 points. The colours are from Okabe and Ito's palette ("Color Universal
Design", 2008), chosen to differ in lightness too, so that a grey print tells them apart. Of seven
colours not all do: what has one of ``PALETTE`` has a dark outline, and the hatch of the same place
or a letter beside it.

Texts from outside, such as the label of a tag, pass through ``plain`` before they are drawn.
"""

import unicodedata
from functools import cache
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nps_chain.chain.schema import UNKNOWN

SIZE = 14
"""Points, of all letters but titles."""

TITLE_SIZE = 16

DARK, LIGHT, STRONG, FAINT = "#0072B2", "#E69F00", "#000000", "#999999"
"""Blue, orange, black, grey."""

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
"""Blue, orange, green, purple, sky blue, vermilion, yellow."""

HATCHES = ("", "//", "..", "xx", "\\\\", "--", "oo")
"""A hatch for each colour of the palette."""

OUTLINE = "#222222"
"""Nearly black, round whatever has a colour of the palette."""

LETTER = 0.12
"""Inches that a letter of that size takes across, with room to spare."""

LINE = 0.28
"""Inches that a line of letters takes down."""

PROJECTED = (11.0, 5.5)
"""Inches of a figure of which JupyterLab shows all, on a projector of 1280 by 720 dots."""

FONT = "DejaVu Sans"
"""It ships with matplotlib, so letters are the same everywhere."""


class Look(NamedTuple):
    """How one of several kinds is filled."""

    colour: str
    hatch: str

    @property
    def fill(self) -> dict[str, Any]:
        """The same as what matplotlib's bars and patches ask for."""
        return {
            "facecolor": self.colour,
            "hatch": self.hatch,
            "edgecolor": OUTLINE,
            "linewidth": 1,
        }


def look(place: int) -> Look:
    """Return colour and hatch for the kind in this place, from 0; grey from the eighth on.

    >>> look(1)
    Look(colour='#E69F00', hatch='//')
    """
    return Look(PALETTE[place], HATCHES[place]) if place < len(PALETTE) else Look(FAINT, "")


def shorten(text: str, head: int = 6, tail: int = 6) -> str:
    """Return a text with its middle left out if it is long, as one shows a txid or an address.

    >>> shorten("bcrt1qw76wkqa9x3kyevx77uya50zhf6m24yla0fs5m2")
    'bcrt1q…0fs5m2'
    """
    return text if len(text) <= head + tail + 1 else f"{text[:head]}…{text[-tail:]}"


def amount(satoshi: int) -> str:
    """Return an amount as a picture has room for it: rounded, and never to nothing.

    Two decimals from 1 BTC on, three digits below. What has to be exact is written by ``bitcoin``.

    >>> amount(120_450_123_456), amount(3_141_592), amount(12), amount(0)
    ('1,204.50 BTC', '0.0314 BTC', '0.00000012 BTC', '0 BTC')
    """
    if satoshi == UNKNOWN:
        return "unknown"
    if satoshi == 0:
        return "0 BTC"
    places = 2 if satoshi >= 10**8 else min(8, 11 - len(str(satoshi)))
    if places > 2 and _rounded(satoshi, places) == 1000:
        places -= 1  # it has a digit more than it had
    rounded = _rounded(satoshi, places)
    return f"{rounded // 10**places:,}.{rounded % 10**places:0{places}d} BTC"


def _rounded(satoshi: int, places: int) -> int:
    """Return an amount in units of so many decimals of a bitcoin, halves rounded up."""
    unit = 10 ** (8 - places)
    return (satoshi + unit // 2) // unit


def plain(text: str, most: int = 40) -> str:
    r"""Return a text from outside as one line that matplotlib draws as it stands.

    No formula comes of its dollar signs. What can't be seen, turns the direction of writing, sits
    on other letters or has no shape in the font becomes a box with a question mark; a text longer
    than ``most`` characters loses its end.

    >>> plain("Cash\u202e $x$"), plain("a\nb")
    ('Cash� \\$x\\$', 'a b')
    """
    # A hundred marks may be piled on one letter: so no more is looked at than can be shown.
    text = unicodedata.normalize("NFC", text[: 4 * most])
    shown = "".join(" " if letter.isspace() else _drawable(letter) for letter in text)
    if len(shown) > most:
        shown = shown[: most - 1].rstrip() + "…"
    return shown.replace("$", r"\$")


def _drawable(letter: str) -> str:
    # Letters, numbers, punctuation, symbols, and marks that have joined their letter.
    seen = unicodedata.category(letter)[0] in "LNPS" and ord(letter) in _shapes()
    return letter if seen else "�"


@cache
def _shapes() -> frozenset[int]:
    font = font_manager.get_font(font_manager.findfont(FONT))
    return frozenset(font.get_charmap())


def canvas(ax: Axes | None, size: tuple[float, float], title: str) -> Axes:
    """Return axes of this width and height in inches, y going down; new ones unless given some."""
    width, height = size
    # The title takes two lines. Whole tenths are the same on every machine, and so is the size in
    # dots that a notebook notes beside the figure.
    ax = _with_room(ax, (round(width, 1), round(height + 0.9, 1)))
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.set_title(title, fontsize=TITLE_SIZE, pad=12)
    ax.set_axis_off()
    return ax


def chart(
    ax: Axes | None, title: str, x: str, y: str, size: tuple[float, float] = PROJECTED
) -> Axes:
    """Return axes for a picture that has an x and a y, named so; new ones unless given some."""
    ax = _with_room(ax, size)
    ax.set_title(title, fontsize=TITLE_SIZE, pad=12)
    ax.set_xlabel(x, fontsize=SIZE)
    ax.set_ylabel(y, fontsize=SIZE)
    ax.tick_params(labelsize=SIZE)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _with_room(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """Return axes that have so many inches, width and height; new ones unless given some.

    Letters have a size, so in smaller axes they would lie upon each other: the figure of given axes
    grows until there is room, as for two pictures side by side. Axes that somebody put at a place
    of their own stay as they are.
    """
    if ax is None:
        return plt.subplots(figsize=size, layout="constrained")[1]
    figure, place = ax.figure, ax.get_subplotspec()
    if place is None or not isinstance(figure, Figure):
        return ax
    if figure.get_layout_engine() is None:
        figure.set_layout_engine("constrained")
    box, edges = place.get_position(figure), figure.subplotpars
    shares = box.width / (edges.right - edges.left), box.height / (edges.top - edges.bottom)
    wide, high = (
        max(given, round(asked / share, 1))
        for given, asked, share in zip(figure.get_size_inches(), size, shares, strict=True)
    )
    figure.set_size_inches(wide, high)
    return ax
