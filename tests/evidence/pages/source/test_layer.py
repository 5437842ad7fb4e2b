"""A text of a page knows where each of its characters stands in the source."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.pages.source.layer import MOST_SEGMENTS, MOST_TEXT, Layer, manner


def layer(*pieces, lines=False, link=False):
    source, made = "".join(pieces), Layer("text")
    at = 0
    for piece in pieces:
        made.add(source, at, at + len(piece), lines=lines, link=link)
        at += len(piece)
    made.close()
    return source, made


def test_entities_are_letters_and_unseen_characters_are_none():
    source, made = layer("a&amp;b\u200bc&#x44;&shy;&lt;&nope;\0e")
    assert made.text == "a&bcD<&nope;e"
    places = [source[slice(*made.place(at, at + 1))] for at in range(len(made.text))]
    assert places == ["a", "&amp;", "b", "c", "&#x44;", "&lt;", *"&nope;", "e"]
    assert source[slice(*made.place(2, 4))] == "b\u200bc"


def test_line_breaks_are_blanks_but_where_they_count():
    assert layer("a\r\n\tb")[1].text == "a   b"
    assert layer("a\r\n\tb", lines=True)[1].text == "a\r\n\tb"


def test_in_a_web_address_an_entity_needs_its_semicolon():
    assert layer("?a=1&copy=2&amp;b", link=True)[1].text == "?a=1&copy=2&b"
    assert layer("?a=1&copy=2&amp;b")[1].text == "?a=1©=2&b"


def test_breaks_stand_between_texts_and_never_twice():
    made = Layer("text")
    made.part("\n", 0)
    made.add("ab", 0, 1)
    made.part("\n", 1)
    made.part("\n", 1)
    made.add("ab", 1, 2)
    made.close()
    assert made.text == "a\nb"
    assert made.place(0, 3) == (0, 2)


def test_so_much_is_kept_and_no_more():
    _, made = layer("a" * (MOST_TEXT + 9))
    assert (len(made.text), made.full) == (MOST_TEXT, True)
    _, made = layer("a\u200b" * (MOST_SEGMENTS + 9))
    assert (len(made.text), made.full) == (MOST_SEGMENTS, True)
    assert not layer("a")[1].full


@pytest.mark.parametrize(
    ("written", "expected"),
    [("abc", ""), ("a<wbr>b", "in pieces"), ("a\u200bb", "unseen character"),
     ("a\u202eb", "unseen character"), ("&#98;c", "entities"), ("a & b", "")],
)  # fmt: skip
def test_how_a_source_hides_what_it_says(written, expected):
    assert manner(written) == expected


@given(
    st.lists(st.sampled_from(["a", "bc", " ", "&amp;", "&#65;", "\u200b", "\ufeff", "é", "&", ";"]))
)
def test_each_place_reads_as_the_text_does(pieces):
    source, made = layer(*pieces, lines=True)
    for at, letter in enumerate(made.text):
        start, end = made.place(at, at + 1)
        assert letter in html.unescape(source[start:end])
        assert 0 <= start < end <= len(source)
