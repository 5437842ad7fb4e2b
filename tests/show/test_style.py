from itertools import pairwise

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_rgb

from nps_chain.show import style


def lightness(colour):
    """How light a colour is in a grey print, from 0 to 1 (ITU-R BT.601)."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_colours_are_told_apart_in_grey():
    colours = sorted(map(lightness, (style.STRONG, style.DARK, style.LIGHT, "white")))
    assert all(b - a > 0.2 for a, b in pairwise(colours))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", ""), ("1" * 13, "1" * 13), ("abcdef" + "-" * 2 + "uvwxyz", "abcdef…uvwxyz")],
)
def test_long_texts_lose_their_middle(text, shown):
    assert style.shorten(text) == shown


def test_a_canvas_is_as_large_as_it_has_to_be_and_uses_axes_that_are_given():
    ax = style.canvas(None, (8, 3), "two\nlines")
    assert (ax.get_xlim(), ax.get_ylim(), ax.get_title()) == ((0, 8), (3, 0), "two\nlines")
    assert ax.figure.get_size_inches().tolist() == [8, 3.9]
    _, given = plt.subplots()
    assert style.canvas(given, (8, 3), "") is given
