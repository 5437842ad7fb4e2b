"""No cell of a CSV file is a formula, wherever a spreadsheet cuts, and none is lost on the way."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nps_chain.evidence.bag.contents.cells import plain, protected

TEXTS = st.text(st.sampled_from("=+-@'\";,\t\r\n ＝＋－＠ax1") | st.characters())


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("saltmeadow", "saltmeadow"),
        ("=1+1", "'=1+1"),
        ("+999 20 555 0117", "'+999 20 555 0117"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        (" =1", " '=1"),
        ("\t=1", "\t'=1"),
        ("a\n=1", "a\n'=1"),
        ("a;=1", "a;'=1"),
        ('a;"=1"', 'a;"\'=1"'),
        ("'quoted'", "''quoted'"),
        ("a-b, c=d; e", "a-b, c=d; e"),
        ("", ""),
    ],
)
def test_what_could_begin_a_formula_gets_an_apostrophe(text, cell):
    assert (protected(text), plain(cell)) == (cell, text)


@given(TEXTS)
@example(";''=")
@example("\r\t\n=")
def test_every_text_comes_back(text):
    assert plain(protected(text)) == text


@given(TEXTS)
def test_no_piece_begins_a_formula_wherever_it_is_cut(text):
    pieces = re.split(r'[;"\t\r\n]', protected(text))
    assert [piece for piece in pieces if re.match("[ \u00a0]*[=+\\-@＝＋－＠]", piece)] == []
