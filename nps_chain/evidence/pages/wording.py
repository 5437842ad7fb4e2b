"""Turns of phrase: what a vendor's page sets apart as a saying, word for word under two handles.

Whoever has two handles keeps habits under both. But a good phrase is copied, and some are
everybody's; so the same saying is a reason to look, and no more. Only what the page itself sets
apart is taken, in emphasis or as a quotation: on generated pages, sentences of terms and of
feedback that two or three handles share join one person in 2 cases of 100, since everybody writes
these alike.
"""

import re
from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from nps_chain.evidence.pages.accounts import Account, in_order

SET_APART = "em, i, q, blockquote, cite"
"""Elements in which a saying stands."""

LEAST_WORDS, MOST_WORDS = 3, 40
"""A word or two is no saying, and a text of many is a text."""

MOST_SAYINGS = 50
"""Sayings of a page that are looked at."""

_WORD = re.compile(r"\w+")


def saying(text: str) -> str:
    """Return a text as the words that it is known again by, empty if it is no saying.

    >>> saying("The  list is the LIST."), saying("new!")
    ('the list is the list', '')
    """
    words = [found.casefold() for found in _WORD.findall(text[:2_000])]
    return " ".join(words) if LEAST_WORDS <= len(words) <= MOST_WORDS else ""


def sayings(
    pages: Any, sites: Mapping[str, str], own: Mapping[str, str]
) -> dict[str, dict[Account, str]]:
    """Return who uses which saying on pages of their own.

    By the saying as it was first written, the accounts in the order in which they were saved, each
    with its first file; see :func:`nps_chain.evidence.pages.accounts.holders`.
    """
    written: dict[str, str] = {}
    found: dict[str, dict[Account, str]] = {}
    for file in in_order(pages):
        if file not in sites or file not in own:
            continue
        account = Account(own[file], sites[file])
        for element in LexborHTMLParser(pages.source(file)).css(SET_APART)[:MOST_SAYINGS]:
            text = element.text()
            words = saying(text)
            if words:
                first = written.setdefault(words, text.strip())
                found.setdefault(first, {}).setdefault(account, file)
    return found
