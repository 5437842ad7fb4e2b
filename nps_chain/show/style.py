"""What all pictures share, so that each can be read from the last row, and by the colour blind.

Letters are at least 14 points. The colours are from Okabe and Ito's palette ("Color Universal
Design", 2008), chosen to differ in lightness too, so that a grey print tells them apart.
"""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

SIZE = 14
"""Points, of all letters but titles."""

TITLE_SIZE = 16

DARK, LIGHT, STRONG, FAINT = "#0072B2", "#E69F00", "#000000", "#999999"
"""Blue, orange, black, grey."""

LETTER = 0.12
"""Inches that a letter of that size takes across, with room to spare."""

LINE = 0.28
"""Inches that a line of letters takes down."""


def shorten(text: str, head: int = 6, tail: int = 6) -> str:
    """Return a text with its middle left out if it is long, as one shows a txid or an address.

    >>> shorten("bcrt1qw76wkqa9x3kyevx77uya50zhf6m24yla0fs5m2")
    'bcrt1q…0fs5m2'
    """
    return text if len(text) <= head + tail + 1 else f"{text[:head]}…{text[-tail:]}"


def count(many: int, what: str) -> str:
    """Return a number of things in words.

    >>> count(1, "input"), count(1200, "input")
    ('1 input', '1,200 inputs')
    """
    return f"{many:,} {what}" if many == 1 else f"{many:,} {what}s"


def canvas(ax: Axes | None, size: tuple[float, float], title: str) -> Axes:
    """Return axes of this width and height in inches, y going down; new ones unless given some."""
    width, height = size
    if ax is None:
        # The title takes two lines. Whole tenths are the same on every machine, and so is the size
        # in dots that a notebook notes beside the figure.
        size = round(width, 1), round(height + 0.9, 1)
        _, ax = plt.subplots(figsize=size, layout="constrained")
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.set_title(title, fontsize=TITLE_SIZE, pad=12)
    ax.set_axis_off()
    return ax
