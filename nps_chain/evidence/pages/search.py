"""The search through all pages: in two rounds, since what a thing is may be told elsewhere.

The key that a signature was made with, the offer that makes a number a vendor's code, the post that
makes a word a name, the address that was copied with a slip: each may stand on another page.
So all pages are read before anything is judged that other pages decide.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from nps_chain.chain.address import check
from nps_chain.chain.tables import Chain
from nps_chain.evidence.pages.forms import (
    codes,
    coins,
    contacts,
    embedded,
    handles,
    hashes,
    pgp,
    prices,
    sites,
)
from nps_chain.evidence.pages.forms.near import Known
from nps_chain.evidence.pages.forms.sought import Found, Sought
from nps_chain.evidence.pages.saved import Saved
from nps_chain.evidence.pages.source.anatomy import Anatomy, dissect
from nps_chain.evidence.pages.source.encoding import decode
from nps_chain.evidence.pages.source.layer import Layer, manner
from nps_chain.harmless import harmless

AROUND = 60
"""Characters of context on each side."""

_WRITTEN = 120  # characters of what was written that are shown
_TITLE = 200
_MOST_SHOWN = 40  # characters of the thing itself, in its context

_MANNERS = {
    "in pieces": "In the source it stands in pieces, which no reader of the page sees.",
    "unseen character": "In the source it has a character that can't be seen.",
    "entities": "In the source its letters are written as numbers or names of characters.",
}
_PLACES = {
    "attribute": ("in an attribute", "No reader sees it: it stands in an attribute."),
    "comment": ("in a comment", "No reader sees it: it stands in a comment of the source."),
    "hidden": ("hidden", "No reader sees it: the page hides it."),
}


@dataclass(frozen=True)
class Sheet:
    """A page that was read: what was saved, its source, and what it consists of."""

    saved: Saved
    source: str
    encoding: str
    anatomy: Anatomy
    notes: tuple[str, ...]

    @property
    def file(self) -> str:
        """Its file."""
        return self.saved.file

    @property
    def title(self) -> str:
        """Its title, in one line."""
        return harmless(self.anatomy.title.text, _TITLE)

    @property
    def site(self) -> str:
        """Its host; where none is known, its folder."""
        try:
            host = urlsplit(self.saved.url).hostname or ""
        except ValueError:
            host = ""
        return host or self.file.rpartition("/")[0] or self.file

    @property
    def icon(self) -> str:
        """The hash of the icon that is written into it, empty if none is."""
        for each in self.anatomy.embedded:
            if each.icon:
                for file in embedded.files(self.source, each):
                    return embedded.digest(file.data) if file.data is not None else ""
        return ""


def read(saved: Saved) -> Sheet:
    """Return a page that was saved, taken apart."""
    source, encoding, odd = decode(saved.data) if saved.data else ("", "", "")
    anatomy = dissect(source)
    return Sheet(
        saved, source, encoding, anatomy, (*saved.notes, *filter(None, [odd]), *anatomy.notes)
    )


@dataclass
class _Search:
    """What is known of all pages."""

    sheets: list[Sheet]
    chain: Chain | None
    keys: pgp.Keys = field(default_factory=pgp.Keys)
    names: dict[str, handles.Name] = field(default_factory=dict)
    offers: set[str] = field(default_factory=set)
    selling: set[str] = field(default_factory=set)
    main: bool | None = None
    near: dict[str, Known] = field(default_factory=dict)


def search(sheets: list[Sheet], chain: Chain | None) -> list[tuple[Any, ...]]:
    """Return a row for each thing found, sorted by file and place.

    A row is file, type, text, valid, why, start, end, written, where, trap and context.
    """
    known = _Search(sheets, chain)
    for sheet in sheets:
        for layer in sheet.anatomy.layers:
            pgp.learn(known.keys, layer.text, sheet.file)
        known.offers |= codes.offered(sheet.anatomy.text.text)
    on_chain = _transactions(sheets, chain)
    searched = [(sheet, [_first_round(layer, known, on_chain) for layer in sheet.anatomy.layers])
                for sheet in sheets]  # fmt: skip
    _learn_names(known, searched)
    _learn_texts(known, searched)
    rows: list[tuple[Any, ...]] = []
    for sheet, texts in searched:
        for sought in texts:
            handles.find(sought, known.names)
            rows += (_row(sheet, sought, found, known) for found in sought.found)
        rows += _pictures(sheet)
    return sorted(rows, key=lambda row: (row[0], row[5], row[6], row[1], row[2]))


def _first_round(layer: Layer, known: _Search, on_chain: set[str] | None) -> Sought:
    """Find what its form tells."""
    sought = Sought(layer)
    pgp.find(sought, known.keys)
    coins.find(sought)
    hashes.find(sought, on_chain, known.keys.prints)
    contacts.find(sought)
    sites.find(sought)
    prices.find(sought)
    codes.find(sought)
    return sought


def _learn_names(known: _Search, searched: list[tuple[Sheet, list[Sought]]]) -> None:
    names = handles.Names()
    foreign: set[str] = set()
    for sheet, (text, title, *_) in searched:
        placed = handles.places(sheet.anatomy, text.rest, sheet.title, sheet.saved.url)
        names.learn(text.rest, placed, sheet.file)
        foreign |= handles.words(text.rest) | handles.words(title.rest)
    known.names = names.judged()
    known.names |= handles.alike(known.names, foreign)


def _learn_texts(known: _Search, searched: list[tuple[Sheet, list[Sought]]]) -> None:
    """Learn which texts are right, and which sites sell."""
    of_site: defaultdict[str, set[str]] = defaultdict(set)
    right: defaultdict[str, set[str]] = defaultdict(set)
    networks: Counter[bool] = Counter()
    for sheet, texts in searched:
        for found in (found for sought in texts for found in sought.found):
            if found.type == "code":
                of_site[sheet.site].add(found.text)
            elif found.type in ("address", "onion") and found.valid:
                right[found.type].add(found.text)
                if found.type == "address":
                    networks[check(found.text).network == "main"] += 1
    known.selling = codes.selling(of_site, known.offers)
    known.near = {kind: Known(texts) for kind, texts in right.items()}
    if known.chain is not None:
        known.main = known.chain.network == "main"
    elif networks[True] != networks[False]:
        known.main = networks[True] > networks[False]


def _transactions(sheets: list[Sheet], chain: Chain | None) -> set[str] | None:
    """Return which hexadecimal texts of the pages name transactions; None without a chain."""
    if chain is None:
        return None
    said = sorted({t for sheet in sheets for layer in sheet.anatomy.layers
                   for t in hashes.long(layer.text)})  # fmt: skip
    names = np.array([np.frombuffer(bytes.fromhex(text)[::-1], np.uint8) for text in said])
    if not len(names):
        return set()
    rows = np.ascontiguousarray(chain.columns.txs.txid).view("V32").ravel()
    there = np.isin(np.ascontiguousarray(names).view("V32").ravel(), rows)
    return {text for text, found in zip(said, there.tolist(), strict=True) if found}


def _row(sheet: Sheet, sought: Sought, found: Found, known: _Search) -> tuple[Any, ...]:
    found = _settled(sheet, found, known)
    start, end = sought.layer.place(found.start, found.end)
    if not found.trap and found.end - found.start < 200:
        trap = manner(sheet.source[start:end])
        if trap:
            found = found._replace(trap=trap, why=f"{found.why} {_MANNERS[trap]}")
    if not found.trap and sought.where in _PLACES:
        trap, why = _PLACES[sought.where]
        found = found._replace(trap=trap, why=f"{found.why} {why}")
    secret = found.trap == "private key"
    written = found.text if secret else harmless(sheet.source[start:end], _WRITTEN)
    shown = found.text if secret else harmless(sought.whole[found.start : found.end], _MOST_SHOWN)
    before = sought.whole[max(found.start - AROUND, 0) : found.start]
    context = f"{before}{shown}{sought.whole[found.end : found.end + AROUND]}"
    return (
        sheet.file, found.type, found.text, found.valid, found.why, start, end, written,
        sought.where, found.trap, harmless(context, 2 * AROUND + _MOST_SHOWN),
    )  # fmt: skip


def _settled(sheet: Sheet, found: Found, known: _Search) -> Found:
    """Return a thing with what other pages tell of it."""
    if found.type == "code":
        return codes.judged(found, sheet.site in known.selling, found.text in known.offers)
    if found.trap in ("wrong checksum", "wrong letter"):
        like = known.near[found.type].like(found.text) if found.type in known.near else None
        if like:
            why = f"But for letter {like[1]} it is {like[0]}, which stands on these pages."
            return found._replace(trap="changed letter", why=f"{found.why} {why}")
    elif found.type == "address" and not found.trap:
        main = check(found.text).network == "main"
        return found._replace(trap="" if known.main in (None, main) else "other network")
    return found


def _pictures(sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    for each in sheet.anatomy.embedded:
        for file in () if each.icon else embedded.files(sheet.source, each):
            digest, trap = "", "damaged"
            why = "It is a file in the page that isn't whole: its letters are no base 64."
            if file.data is not None:
                digest, trap = embedded.digest(file.data), ""
                kind = harmless(file.kind, 40) or "no kind told"
                why = f"It is a file in the page, {kind}, of {len(file.data):,} bytes; its SHA-256."
            written = harmless(sheet.source[file.start : file.end], _WRITTEN)
            yield (sheet.file, "picture", digest, not trap, why, file.start, file.end, written,
                   "image", trap, "")  # fmt: skip
