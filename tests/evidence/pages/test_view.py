"""A page is shown as text, with its finds in letters; nothing of it becomes markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.pages.view import MOST, Mark, html_of

TAGS = re.compile(r"</?(?:div|p|pre|br|small|span)(?: (?:style|dir)=\"[^\"<>]*\")*>")


def shown(source, *marks, head=()):
    """What stands in the place of the source, without the style of what is marked."""
    html = html_of(head, source, [Mark(*mark) for mark in marks])
    inside = re.search("<pre[^>]*>(.*)</pre></div>$", html, re.S)[1]
    return re.sub(r'<span style="([^"]*)">(.*?)</span>',
                  lambda found: f"{'!' if 'dotted' in found[1] else '_'}{found[2]}_", inside,
                  flags=re.S)  # fmt: skip


def test_what_is_found_is_named_and_underlined_and_refusals_say_so():
    assert shown("pay <b>abc</b> or xyz", (7, 10, "address", True), (18, 21, "address", False)) == (
        "pay &lt;b&gt;<small>[address]</small>_abc_&lt;/b&gt;"
        " or <small>[address, refused]</small>!xyz_"
    )


def test_of_what_holds_others_only_the_beginning_is_named():
    marks = [(0, 9, "signature", False), (2, 4, "handle", True), (5, 7, "address", True)]
    assert shown("a bc de f", *marks) == (
        "<small>[signature, refused]</small>!_a <small>[handle]</small>_bc_"
        " <small>[address]</small>_de_ f"
    )


def test_of_two_that_overlap_the_first_is_marked():
    assert shown("abcdef", (0, 3, "one", True), (2, 5, "two", True)) == (
        "<small>[one]</small>_abc_def"
    )


def test_characters_that_cannot_be_seen_are_boxes():
    assert shown("a\u202eb\u200b\0c\nd") == "a\ufffdb\ufffdc\nd"


def test_long_gaps_and_long_finds_are_cut():
    text = shown("a" * 10_000 + "b" * 1_000, (10_000, 11_000, "key", True))
    assert " … 9,400 characters … " in text
    assert " … 700 characters … " in text


def test_a_long_page_is_shown_up_to_a_bound():
    many = [(at, at + 1, "price", True) for at in range(0, 100_000, 2)]
    html = html_of([], "1 " * 50_000, [Mark(*mark) for mark in many])
    assert len(html) < 2 * MOST


HOSTILE = st.text(st.sampled_from("<>&\"'/ ab\n\u202e\0"), max_size=60)


@given(HOSTILE, HOSTILE, HOSTILE, st.integers(0, 60), st.integers(0, 60))
def test_no_page_becomes_markup(head, source, kind, start, length):
    end = min(start + length, len(source))
    marks = [Mark(start, end, kind, True)] if start < end else []
    html = html_of([head], source, marks)
    left = TAGS.sub("", html)
    assert "<" not in left
    assert ">" not in left


@pytest.mark.parametrize("source", ["", "\n", "a"])
def test_small_pages_are_shown_whole(source):
    assert shown(source) == source
