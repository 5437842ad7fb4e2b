from itertools import pairwise

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex, to_rgb

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


def test_the_palette_has_seven_colours_each_with_a_hatch_and_an_outline_that_shows():
    assert len(set(style.PALETTE)) == len(set(style.HATCHES)) == 7
    assert all(lightness(colour) - lightness(style.OUTLINE) > 0.2 for colour in style.PALETTE)
    assert style.look(2) == (style.PALETTE[2], "..")
    assert style.look(7) == style.look(100) == (style.FAINT, "")
    _, ax = plt.subplots()
    (bar,) = ax.bar([0], [1], **style.look(1).fill)
    assert (to_hex(bar.get_facecolor()), bar.get_hatch()) == ("#e69f00", "//")


@pytest.mark.parametrize(
    ("satoshi", "shown"),
    [
        (-1, "unknown"),
        (0, "0 BTC"),
        (1, "0.00000001 BTC"),
        (12_345, "0.000123 BTC"),
        (9_994, "0.0000999 BTC"),
        (9_995, "0.000100 BTC"),
        (99_950_000, "1.00 BTC"),
        (99_949_999, "0.999 BTC"),
        (100_000_000, "1.00 BTC"),
        (120_450_499_999, "1,204.50 BTC"),
        (120_450_500_000, "1,204.51 BTC"),
        (2_100_000_000_000_000, "21,000,000.00 BTC"),
    ],
)
def test_amounts_are_rounded_to_what_a_picture_has_room_for(satoshi, shown):
    assert style.amount(satoshi) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Северный рынок", "Северный рынок"),
        ("$\\frac{a}{b}$ $", "\\$\\frac{a}{b}\\$ \\$"),
        ("a\n\tb\r\u2028c\u00a0d", "a  b  c d"),
        ("\x00\x1b[31m", "��[31m"),
        ("tin\u202ekram\u2066\u200b\u200f\ufeff", "tin�kram����"),
        ("Z\u0301\u0301\u0301e\u0301", "Ź��é"),
        ("市场\U0001f4b0\U0010ffff", "����"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 39 + "…"),
        ("x" * 39 + "$$", "x" * 39 + "…"),
        ("", ""),
    ],
)
def test_texts_from_outside_are_harmless(text, shown):
    assert style.plain(text) == shown


def test_what_is_plain_is_drawn_as_it_stands():
    _, ax = plt.subplots()
    ax.set_title(style.plain(r"$\frac$ 1$ <b>\$"))
    ax.figure.canvas.draw()  # a formula that is none would raise
    shown, formula = ax.title._preprocess_math(ax.title.get_text())
    assert (shown, formula) == (r"$\frac$ 1$ <b>\$", False)


def test_a_chart_has_a_name_on_each_axis_and_uses_axes_that_are_given():
    ax = style.chart(None, "finding", "Blocks", "Coins")
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("finding", "Blocks", "Coins")
    assert ax.figure.get_size_inches().tolist() == [11, 5.5]
    ax.plot([0, 1])
    ax.figure.canvas.draw()
    letters = [*ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label]
    assert {text.get_fontsize() for text in letters} == {14}
    _, given = plt.subplots()
    assert style.chart(given, "", "", "") is given


def test_the_figure_of_given_axes_grows_until_they_have_room_and_else_stays():
    figure, (left, _) = plt.subplots(1, 2, figsize=(30, 2), gridspec_kw={"wspace": 0})
    style.chart(left, "", "", "")
    assert figure.get_size_inches().tolist() == [30, 5.5]
    figure, (left, _) = plt.subplots(1, 2, figsize=(3, 9), gridspec_kw={"wspace": 0})
    style.chart(left, "", "", "")
    assert figure.get_size_inches().tolist() == [22, 9]
    figure = plt.figure(figsize=(3, 2))
    style.chart(figure.add_axes((0, 0, 1, 1)), "", "", "")
    assert figure.get_size_inches().tolist() == [3, 2]
