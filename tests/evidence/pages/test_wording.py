"""Turns of phrase: only what a page sets apart, word for word, and no single word."""

import pytest

from nps_chain.evidence.pages.accounts import Account, hosts, owners
from nps_chain.evidence.pages.wording import MOST_SAYINGS, saying, sayings
from tests.evidence.pages.made import made, page


def said(*told):
    pages = made(*told)
    return sayings(pages, hosts(pages), owners(pages))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<em>The list  is\nthe list.</em>", ["The list  is\nthe list."]),
        ("<blockquote>Even numbers, even temper</blockquote>", ["Even numbers, even temper"]),
        ("<q>one, two, three</q><q>ONE two: three!</q>", ["one, two, three"]),
        ("<em>Пиши <b>коротко</b>, читай долго</em>", ["Пиши коротко, читай долго"]),
        ("<p>The list is the list.</p><em>new</em><i>very new</i>", []),
        (f"<em>{'word ' * 41}</em>", []),
        ("".join(f"<i>number {n} of many</i>" for n in range(MOST_SAYINGS)), None),
        ("<em>" * 5_000 + "so deep it is", ["so deep it is"]),
    ],
)
def test_what_is_a_saying(source, found):
    words = list(said(page("m.onion/ann", "handle ann", source=source)))
    assert words == found if found is not None else len(words) == MOST_SAYINGS


def test_who_says_it_first_and_nobody_where_the_page_is_nobodys():
    both = "<em>Read twice, write once.</em>"
    found = said(
        page("m.onion/talk", "handle ann", "handle bob", source=both, file="0"),
        page("m.onion/bob", "handle bob", source=both.upper(), file="1"),
        page("m.onion/ann", "handle ann", source=both, file="2"),
    )
    holders = {Account("bob", "m.onion"): "1", Account("ann", "m.onion"): "2"}
    assert found == {"READ TWICE, WRITE ONCE.": holders}


def test_a_saying_of_a_million_words_is_looked_at_for_a_moment():
    assert saying("word " * 1_000_000) == ""
