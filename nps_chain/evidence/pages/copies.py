"""Copies of sites: a mirror is its owner's second address, a clone somebody else's trap.

Equal pages prove no common owner: whoever copies a page copies its key and its warnings, too. What
tells the two apart is what a thief must change to earn by it, the payment address or the key, and
what a thief can't do: make the owner's other pages name the copy. So a copy that shows another
address or key is a clone; one that shows the same ones, and that the first names as its own, is a
mirror; and of any other pair nothing is said but that they are alike.

It fails on a thief who changes nothing and only keeps the passwords (alike), and on an owner who
shows a new address at each visit (alike, if two visits were saved; else a clone).

Source: J. Barr-Smith and F. Wright, "Phishing With A Darknet: Imitation of Onion Services", eCrime
2020 (clones by shared content); C. Yoon and others, "Doppelgängers on the Dark Web", WWW 2019 (901
phishing sites among 28,928 onion services).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from nps_chain.evidence.pages.accounts import hosts, in_order
from nps_chain.evidence.pages.shingles import candidates, likeness, shingles

ALIKE = 0.6
"""Pages that share less than this are no pair."""

NEAR = 0.8
"""Of pages that share less nobody says that one is a copy of the other."""

COLUMNS = (
    "site", "other", "likeness", "verdict", "differs", "here", "there", "copy", "files", "why",
)  # fmt: skip

PAYMENT = ("address", "ethereum", "monero")
KEYS = ("key", "fingerprint")
_UNSEEN = ("comment", "hidden")
_OTHER = ("e-mail", "phone", "onion")


@dataclass(frozen=True)
class _Difference:
    """What stands on one page, and on the other in its place."""

    what: str
    here: tuple[str, ...]
    there: tuple[str, ...]


class _Sites:
    """What is compared: of each page its shingles and what it shows, of each site whom it names."""

    def __init__(self, pages: Any) -> None:
        self.pages = pages
        self.files = in_order(pages)
        self.site = hosts(pages)
        self.path = {
            file: urlsplit(url).path
            for file, url in zip(pages.frame["file"], pages.frame["url"], strict=True)
        }
        self.seen: dict[str, dict[str, set[str]]] = {}
        self.unseen: dict[str, set[str]] = {}
        self.names: dict[str, set[str]] = {}
        self._onions: dict[str, list[tuple[int, str]]] = {}
        self._signed: dict[str, list[tuple[int, int]]] = {}
        found = pages.indicators
        for row in found[found["valid"].astype(bool)].itertuples():
            self._add(row)

    def _add(self, row: Any) -> None:
        kind = "key" if row.type in KEYS else "address" if row.type in PAYMENT else row.type
        if kind == "address" and row.where in _UNSEEN:
            self.unseen.setdefault(row.file, set()).add(row.text)
        elif kind in ("address", "key", *_OTHER):
            self.seen.setdefault(row.file, {}).setdefault(kind, set()).add(row.text)
        if kind == "onion":
            self.names.setdefault(self.site[row.file], set()).add(row.text)
            self._onions.setdefault(row.file, []).append((row.start, row.text))
        if kind == "signature":
            self._signed.setdefault(row.file, []).append((row.start, row.end))

    def shows(self, file: str, kind: str) -> set[str]:
        """Return what a reader sees of a kind on a page."""
        return self.seen.get(file, {}).get(kind, set())

    @cached_property
    def signed_lists(self) -> list[set[str]]:
        """The sites that one valid signed message names together."""
        return [
            {text for at, text in self._onions.get(file, ()) if start <= at < end}
            for file, messages in self._signed.items()
            for start, end in messages
        ]

    @cached_property
    def changing(self) -> set[tuple[str, str]]:
        """Sites, each with a path, that showed another address at another visit."""
        first: dict[tuple[str, str], set[str]] = {}
        found = set()
        for file in self.files:
            addresses = self.shows(file, "address")
            place = (self.site[file], self.path[file])
            if addresses and addresses != first.setdefault(place, addresses):
                found.add(place)
        return found

    def pairs(self) -> dict[tuple[str, str], tuple[float, str, str]]:
        """Return the most alike pages of each pair of sites, the site saved first before."""
        sets = [shingles(self.pages.text(file)) for file in self.files]
        best: dict[tuple[str, str], tuple[float, str, str]] = {}
        for one, other in candidates(sets, [self.site[file] for file in self.files]):
            alike = likeness(sets[one], sets[other])
            files = self.files[one], self.files[other]
            pair = self.site[files[0]], self.site[files[1]]
            if pair[::-1] in best:
                pair, files = pair[::-1], files[::-1]
            if alike >= ALIKE and alike > best.get(pair, (0.0,))[0]:
                best[pair] = (alike, *files)
        return best


def copies(pages: Any) -> pd.DataFrame:
    """Return which sites are copies of each other, the clones first.

    Parameters
    ----------
    pages : Pages
        The pages, see :func:`nps_chain.evidence.pages.pages`.

    Returns
    -------
    pandas.DataFrame
        One row a pair of sites with pages that are 60 % alike or more: ``site``, ``other``, their
        ``likeness`` (0 to 1, of the two pages most alike), ``verdict`` (``clone``, ``mirror``, or
        ``alike`` where neither can be told), ``differs`` (what a copier had to change and did, such
        as ``address, onion``), ``here`` and ``there`` (what stands on the one and on the other
        page), ``copy`` (the site that copied, empty if nothing tells), ``files`` (the two pages)
        and ``why``, in sentences.

    Notes
    -----
    On the generated pages of six worlds (seeds 0 to 5 of ``classroom``), 12 pairs with a clone and
    54 pairs of mirrors were all told as what they are, and no other pair of sites was 60 % alike.
    These pages were made to differ as the rule expects; real clones need not.
    """
    sites = _Sites(pages)
    rows = [_row(sites, pair, found) for pair, found in sites.pairs().items()]
    order = {"clone": 0, "mirror": 1, "alike": 2}
    rows.sort(key=lambda row: (order[row["verdict"]], -row["likeness"], row["site"], row["other"]))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    words = [name for name in COLUMNS if name not in ("likeness", "files")]
    return frame.astype(dict.fromkeys(words, "str") | {"likeness": "float64", "files": "object"})


def mirrored(frame: pd.DataFrame, sites: Iterable[str]) -> dict[str, str]:
    """Return for each site the one that stands for it and its mirrors: the first saved of them."""
    stands = {site: site for site in sites}

    def first(site: str) -> str:
        while stands[site] != site:
            stands[site] = stands[stands[site]]  # so that the way is short the next time
            site = stands[site]
        return site

    order = {site: number for number, site in enumerate(stands)}
    mirrors = frame[frame["verdict"] == "mirror"]
    for one, other in zip(mirrors["site"], mirrors["other"], strict=True):
        early, late = sorted((first(one), first(other)), key=order.__getitem__)
        stands[late] = early
    return {site: first(site) for site in stands}


def _row(sites: _Sites, pair: tuple[str, str], found: tuple[float, str, str]) -> dict[str, Any]:
    alike, *files = found
    one, other = files
    changed = [
        _Difference(what, here, there)
        for what in ("address", "key", *_OTHER)
        if (here := tuple(sorted(sites.shows(one, what) - sites.shows(other, what))))
        and (there := tuple(sorted(sites.shows(other, what) - sites.shows(one, what))))
    ]
    told = next((each for each in changed if each.what in ("address", "key")), None)
    if told and told.what == "address" and _changes(sites, files):
        verdict, copy = "alike", ""
        reason = "One of them shows another address at each visit, so that tells nothing."
    elif told and alike >= NEAR:
        verdict, copy = "clone", ""
        reason = (
            f"One shows the {told.what} {told.here[0]}, the other {told.there[0]} in its place:"
            " whoever changed it gains by it."
        )
        votes = {
            site: evidence
            for site, evidence in zip(pair, (_copied(sites, pair, files, 0),
                                             _copied(sites, pair, files, 1)), strict=True)
            if evidence
        }  # fmt: skip
        if len(votes) == 1:
            ((copy, evidence),) = votes.items()
            reason = f"{reason} {evidence}"
        else:
            reason = f"{reason} Nothing here tells which is the copy."
    elif alike >= NEAR and not told and (evidence := _named(sites, pair, files)):
        verdict, copy = "mirror", ""
        reason = (
            f"What a thief would change, {_kept(sites, files)}, is the same on both. {evidence}"
        )
    else:
        verdict, copy = "alike", ""
        reason = "Nothing on them tells a mirror from a clone."
        if alike < NEAR:
            reason = "They are too different for a copy: sites of one maker may look so."
    first = told or (changed[0] if changed else _Difference("", (), ()))
    return {
        "site": pair[0],
        "other": pair[1],
        "likeness": round(alike, 3),
        "verdict": verdict,
        "differs": ", ".join(each.what for each in changed),
        "here": " ".join(first.here),
        "there": " ".join(first.there),
        "copy": copy,
        "files": tuple(files),
        "why": f"The pages share {alike:.0%} of their text. {reason}".replace("%", " %"),
    }


def _changes(sites: _Sites, files: Iterable[str]) -> bool:
    return any((sites.site[file], sites.path[file]) in sites.changing for file in files)


def _kept(sites: _Sites, files: list[str]) -> str:
    one, other = files
    kept = [
        what for what in ("address", "key") if sites.shows(one, what) & sites.shows(other, what)
    ]
    return " and ".join(kept)


def _copied(sites: _Sites, pair: tuple[str, str], files: list[str], which: int) -> str:
    """Return why one of the two sites is the copy, empty if nothing says so."""
    file, first = files[which], files[1 - which]
    left = sites.shows(first, "address") & sites.unseen.get(file, set())
    left -= sites.shows(file, "address")
    if left:
        return (
            f"{pair[which]} is the copy: the other's address is still in its source, where no"
            " reader sees it."
        )
    own, original = pair[which], pair[1 - which]
    for named in sorted(sites.names.get(own, set()) - {own}):
        back = sites.names.get(named)
        if back is not None and own not in back and original in {*back, named}:
            return f"{own} is the copy: it names {named}, which doesn't name it."
    return ""


def _named(sites: _Sites, pair: tuple[str, str], files: list[str]) -> str:
    """Return why two sites are one owner's, empty if nothing says so."""
    one, other = pair
    if not _kept(sites, files):
        return ""
    if any({one, other} <= named for named in sites.signed_lists):
        return "A signed message names both."
    if other in sites.names.get(one, set()) and one in sites.names.get(other, set()):
        return "Each names the other."
    return ""
