import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager

from nps_chain.show.explorer.placing.measures import SIZE, Box, boxes, breadth, flag, half, short
from tests.show.explorer.sketch import node

SANS = font_manager.get_font(font_manager.findfont("DejaVu Sans"))


def advance(letter):
    """How broad a letter is in DejaVu Sans, in pixels."""
    SANS.set_size(SIZE, 72)
    return SANS.load_char(ord(letter)).linearHoriAdvance / 65536


@given(st.text(string.ascii_letters + string.digits + " .,:…–%<>+", min_size=8, max_size=30))
def test_texts_are_hardly_ever_broader_than_reckoned(text):
    assert sum(map(advance, text)) <= 1.1 * breadth(text)


@pytest.mark.parametrize(
    "text",
    [
        "bcrt1q…0fs5m2",
        "3d3ebe…240307",
        "mvykr4…VwZcmr",
        "2025-02-20 03:59",
        "2025-02-20 – 2025-03-01",
        "1,204.50 BTC",
        "0.00000012 BTC",
        "+ 214 more",
        "5,417 in, 4,727 out",
        "Quincegate support desk…",
        "WWWWWWWW",
    ],
)
def test_what_is_written_at_nodes_has_the_room_that_is_reckoned(text):
    assert sum(map(advance, text)) <= breadth(text) <= 1.25 * sum(map(advance, text))


def test_letters_of_the_east_are_as_broad_as_high():
    assert breadth("市場") >= 2 * SIZE


def test_a_node_takes_room_for_itself_its_two_lines_and_its_flag():
    one = node("a1", label="i" * 10, detail="", tags=("x", "y"))
    assert flag(one) == "x + more"
    assert boxes(one, 100, 200) == [
        Box(84, 184, 116, 216),
        Box(70, 221, 130, 236),
        Box(100 - breadth("x + more") / 2 - 8, 161, 100 + breadth("x + more") / 2 + 8, 179),
    ]
    assert half(one) == 43
    assert half(node("a1", label="", detail="")) == 21


def test_what_is_written_is_short_and_harmless():
    assert short("a" * 30) == "a" * 23 + "…"
    assert short("in\u202eout\n\n") == "in\ufffdout"
    assert flag(node("a1")) == ""
