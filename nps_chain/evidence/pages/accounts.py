"""Whose page it is: sites, handles at sites, and what the pages of each show.

A page is taken for somebody's own if its title, or the end of its web address, names one handle and
the page names no other: a vendor's profile, a shop. What such a page shows is its owner's word. On
a thread of a forum, where many write, nothing is taken to be anybody's; a handle is only seen
there.

It fails on a profile that names a rival, and where somebody writes a page about somebody else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd

from nps_chain.harmless import harmless

_LONGEST = 253
"""Characters of a site's name: no host has more."""


@dataclass(frozen=True, order=True)
class Account:
    """A handle at a site; a site's mirrors are one site."""

    handle: str
    site: str


def hosts(pages: Any) -> dict[str, str]:
    """Return the site of each file: its host, or the folder it lies in where that isn't known."""
    found = {}
    for file, url in zip(pages.frame["file"], pages.frame["url"], strict=True):
        found[file] = host_of(url) or harmless(file.rpartition("/")[0] or file, _LONGEST)
    return found


def host_of(url: str) -> str:
    """Return the host that a web address names, empty if none.

    >>> host_of("http://Example.onion:80/vendor/x"), host_of("no address")
    ('example.onion', '')
    """
    try:
        return harmless(urlsplit(url).hostname or "", _LONGEST)
    except ValueError:  # brackets without an end
        return ""


def in_order(pages: Any) -> list[str]:
    """Return the files by the time at which they were saved, the earliest first."""
    frame = pages.frame
    return [file for _, file in sorted(zip(frame["captured"], frame["file"], strict=True))]


def owners(pages: Any) -> dict[str, str]:
    """Return the handle whose own page a file is, for files that are somebody's."""
    seen: dict[str, dict[str, None]] = {}
    for row in _valid(pages, ("handle",)):
        seen.setdefault(row.file, {})[row.text] = None
    found = {}
    for row in pages.frame.itertuples():
        there = list(seen.get(row.file, ()))
        ending = _ending(row.url)
        named = [handle for handle in there if handle == ending]
        if not named and len(there) == 1 and _names(row.title, there[0]):
            named = there
        if named:
            found[row.file] = named[0]
    return found


def holders(
    pages: Any, types: Iterable[str], sites: Mapping[str, str], own: Mapping[str, str]
) -> dict[str, dict[Account, str]]:
    """Return who shows what on pages of their own.

    Parameters
    ----------
    pages : Pages
        The pages.
    types : iterable of str
        Types of indicators, all taken for one, as a key and its fingerprint are.
    sites : mapping of str to str
        The site of each file; files that it leaves out are left out.
    own : mapping of str to str
        Whose page a file is.

    Returns
    -------
    dict of dict
        By text, the accounts that show it, in the order in which they were saved, each with its
        first file.
    """
    place = {file: number for number, file in enumerate(in_order(pages))}
    rows = [row for row in _valid(pages, types) if row.file in sites and row.file in own]
    found: dict[str, dict[Account, str]] = {}
    for row in sorted(rows, key=lambda row: (place[row.file], row.text)):
        account = Account(own[row.file], sites[row.file])
        found.setdefault(row.text, {}).setdefault(account, row.file)
    return found


def seen(pages: Any, sites: Mapping[str, str]) -> dict[str, dict[Account, str]]:
    """Return the accounts of each handle: the sites on which it is seen, with the first file."""
    place = {file: number for number, file in enumerate(in_order(pages))}
    rows = [row for row in _valid(pages, ("handle",)) if row.file in sites]
    found: dict[str, dict[Account, str]] = {}
    for row in sorted(rows, key=lambda row: (place[row.file], row.text)):
        account = Account(row.text, sites[row.file])
        found.setdefault(row.text, {}).setdefault(account, row.file)
    return found


def _valid(pages: Any, types: Iterable[str]) -> Iterable[Any]:
    frame: pd.DataFrame = pages.indicators
    chosen = frame[frame["valid"].astype(bool) & frame["type"].isin(list(types))]
    return chosen[["file", "text"]].itertuples(index=False)


def _ending(url: str) -> str:
    try:
        return unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return ""


def _names(title: str, handle: str) -> bool:
    """Return whether a title has a handle in it, as a word of its own."""
    return re.search(rf"(?<![\w-]){re.escape(handle)}(?![\w-])", title) is not None
