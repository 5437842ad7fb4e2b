"""What is compared when sites are: their pages' words, what each shows, and whom each names.

A page shows what a reader sees of it. A payment address in a comment or in hidden text is another
thing: nobody pays to it, but whoever copied the page may have left it there.
"""

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from nps_chain.evidence.pages.accounts import hosts, in_order
from nps_chain.evidence.pages.shingles import candidates, likeness, shingles

ALIKE = 0.6
"""Pages that share less than this are no pair."""

NEAR = 0.8
"""Of pages that share less nobody says that one is a copy of the other."""

PAYMENT = (
    "address", "ethereum", "monero", "litecoin", "bitcoin cash", "cardano", "dogecoin", "dash",
    "tron",
)  # fmt: skip
KEYS = ("key", "fingerprint")
CONTACTS = ("e-mail", "phone", "onion")
_UNSEEN = ("comment", "hidden")


class Sites:
    """Saved sites, to be compared.

    Parameters
    ----------
    pages : Pages
        Their pages.

    Attributes
    ----------
    files : list of str
        The pages, the earliest first.
    site : dict of str
        The site of each page.
    unseen : dict of set
        By page, payment addresses that no reader sees.
    names : dict of set
        By site, the onion names on its pages, its own among them.
    """

    def __init__(self, pages: Any) -> None:
        self._pages = pages
        self.files = in_order(pages)
        self.site = hosts(pages)
        self._path = {
            file: urlsplit(url).path
            for file, url in zip(pages.frame["file"], pages.frame["url"], strict=True)
        }
        self._seen: dict[str, dict[str, set[str]]] = {}
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
        elif kind in ("address", "key", *CONTACTS):
            self._seen.setdefault(row.file, {}).setdefault(kind, set()).add(row.text)
        if kind == "onion":
            self.names.setdefault(self.site[row.file], set()).add(row.text)
            self._onions.setdefault(row.file, []).append((row.start, row.text))
        if kind == "signature":
            self._signed.setdefault(row.file, []).append((row.start, row.end))

    def shows(self, file: str, kind: str) -> set[str]:
        """Return what a reader sees of a kind on a page."""
        return self._seen.get(file, {}).get(kind, set())

    @cached_property
    def signed_lists(self) -> list[set[str]]:
        """The sites that one valid signed message names together."""
        return [
            {text for at, text in self._onions.get(file, ()) if start <= at < end}
            for file, messages in self._signed.items()
            for start, end in messages
        ]

    def changes(self, file: str) -> bool:
        """Return whether a page showed another address at another visit."""
        return (self.site[file], self._path[file]) in self._changing

    @cached_property
    def _changing(self) -> set[tuple[str, str]]:
        first: dict[tuple[str, str], set[str]] = {}
        found = set()
        for file in self.files:
            addresses = self.shows(file, "address")
            place = (self.site[file], self._path[file])
            if addresses and addresses != first.setdefault(place, addresses):
                found.add(place)
        return found

    @cached_property
    def kin(self) -> dict[str, set[str]]:
        """By site, the sites that are near copies of it."""
        found: dict[str, set[str]] = {}
        for (one, other), (alike, _, _) in self.pairs.items():
            if alike >= NEAR:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return found

    @cached_property
    def pairs(self) -> dict[tuple[str, str], tuple[float, str, str]]:
        """The most alike pages of each pair of sites, the site saved first before."""
        sets = [shingles(self._pages.text(file)) for file in self.files]
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
