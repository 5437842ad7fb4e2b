"""A page is cut as browsers cut it, whatever is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.pages.source.markup import MOST_ATTRIBUTES, cut


def pieces(source):
    return [(piece.kind, piece.name, source[piece.start : piece.end]) for piece in cut(source)]


def attributes(source):
    (piece,) = [piece for piece in cut(source) if piece.kind == "open"]
    return [(each.name, source[each.start : each.end]) for each in piece.attributes]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a<P>b</p >c", [("text", "", "a"), ("open", "p", "<P>"), ("text", "", "b"),
                         ("close", "p", "</p >"), ("text", "", "c")]),
        ("1 < 2", [("text", "", "1 < 2")]),
        ("<!-- a > b -->c", [("comment", "", " a > b "), ("text", "", "c")]),
        ("<!-->a", [("comment", "", ""), ("text", "", "a")]),
        ("<!--->a", [("comment", "", ""), ("text", "", "a")]),
        ("<!-- never closed", [("comment", "", " never closed")]),
        ("<!DOCTYPE html>a", [("text", "", "a")]),
        ("<?php x?>a", [("comment", "", "php x?"), ("text", "", "a")]),
        ("</ a>b", [("comment", "", " a"), ("text", "", "b")]),
        ("<script>if (a</b) x</SCRIPT >c",
         [("open", "script", "<script>"), ("raw", "script", "if (a</b) x"),
          ("close", "script", "</SCRIPT >"), ("text", "", "c")]),
        ("<title>a<b></title>",
         [("open", "title", "<title>"), ("raw", "title", "a<b>"), ("close", "title", "</title>")]),
        ("<style>never closed", [("open", "style", "<style>"), ("raw", "style", "never closed")]),
        ("<br/>a", [("open", "br", "<br/>"), ("text", "", "a")]),
        ("<p", [("open", "p", "<p")]),
        ("", []),
    ],
)  # fmt: skip
def test_pieces_are_those_of_a_browser(source, expected):
    assert pieces(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<a href='x>y' B=\"2\" c=3 d>", [("href", "x>y"), ("b", "2"), ("c", "3"), ("d", "")]),
        ("<a b = 'c' / d>", [("b", "c"), ("d", "")]),
        ("<a b=c/d>", [("b", "c/d")]),
        ('<a b="never closed >c', [("b", '"never'), ("closed", "")]),
        ("<a\n\tb\n=\nc>", [("b", "c")]),
    ],
)
def test_values_of_attributes_are_found_without_their_quotes(source, expected):
    assert attributes(source) == expected


def test_so_many_attributes_are_looked_at():
    assert len(attributes(f"<p {'a=1 ' * (MOST_ATTRIBUTES + 5)}>")) == MOST_ATTRIBUTES


@given(st.text(alphabet="<>/!-?=\"' ab\n&;", max_size=60))
def test_every_character_is_in_a_piece_or_markup_and_nothing_comes_twice(source):
    past = 0
    for piece in cut(source):
        assert past <= piece.start <= piece.end <= len(source)
        past = piece.end
        for each in piece.attributes:
            assert piece.start < each.start <= each.end <= piece.end
