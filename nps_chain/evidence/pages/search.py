"""The search through all pages: in two rounds, since what a thing is may be told elsewhere.

The key that a signature was made with, the offer that makes a number a vendor's code, the post that
makes a word a name, the address that was copied with a slip: each may stand on another page. So all
pages are read before anything is judged that other pages decide.
"""

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.evidence.pages.forms import (
    codes,
    coins,
    contacts,
    handles,
    hashes,
    pgp,
    places,
    prices,
    sites,
)
from nps_chain.evidence.pages.forms.sought import MOST_FOUND, Sought
from nps_chain.evidence.pages.rows import Elsewhere, Row, pictures, row
from nps_chain.evidence.pages.sheet import Sheet
from nps_chain.evidence.pages.source.layer import Layer

Searched = list[tuple[Sheet, list[Sought]]]


def search_all(sheets: list[Sheet], chain: Chain | None) -> tuple[list[Row], dict[str, str]]:
    """Return all that was found, sorted by file and place; and, by file, what was left out."""
    keys, known = pgp.Keys(), Elsewhere()
    if chain is not None:
        known.main = chain.network == "main"
    for sheet in sheets:
        for layer in sheet.anatomy.layers:
            pgp.learn(keys, layer.text, sheet.file)
        known.offers |= codes.offered(sheet.anatomy.text.text)
    on_chain = _transactions(sheets, chain)
    searched = [
        (sheet, [_first_round(layer, keys, on_chain) for layer in sheet.anatomy.layers])
        for sheet in sheets
    ]
    known.learn((sheet, found) for sheet, texts in searched for s in texts for found in s.found)
    names = _names(searched)
    rows: list[Row] = []
    full: dict[str, str] = {}
    for sheet, texts in searched:
        for sought in texts:
            handles.find(sought, names)
            rows += (row(sheet, sought, found, known) for found in sought.found)
            if sought.full:
                full[sheet.file] = f"It has more than {MOST_FOUND:,} things; the rest is left out."
        rows += pictures(sheet)
    return sorted(rows, key=lambda r: (r.file, r.start, r.end, r.type, r.text)), full


def _first_round(layer: Layer, keys: pgp.Keys, on_chain: set[str] | None) -> Sought:
    """Find what its form tells; the narrower forms first."""
    sought = Sought(layer)
    pgp.find(sought, keys)
    coins.find(sought)
    hashes.find(sought, on_chain, keys.prints)
    contacts.find(sought)
    sites.find(sought)
    prices.find(sought)
    codes.find(sought)
    return sought


def _names(searched: Searched) -> dict[str, handles.Name]:
    """Return the names that pages put where names belong, and words that look like them."""
    names, foreign = handles.Names(), set[str]()
    for sheet, (text, title, *_) in searched:
        personal = any(found.type in ("key", "fingerprint") for found in text.found)
        placed = places.places(
            sheet.anatomy, text.rest, sheet.title, sheet.saved.url, personal=personal
        )
        names.learn(text.rest, placed, sheet.file)
        foreign |= handles.words(text.rest) | handles.words(title.rest)
    found = names.judged()
    return found | handles.alike(found, foreign)


def _transactions(sheets: list[Sheet], chain: Chain | None) -> set[str] | None:
    """Return which hexadecimal texts of the pages name transactions; None without a chain."""
    if chain is None:
        return None
    said = sorted(
        {text for sheet in sheets for layer in sheet.anatomy.layers
         for text in hashes.long(layer.text)}
    )  # fmt: skip
    names = np.frombuffer(b"".join(bytes.fromhex(text)[::-1] for text in said), "V32")
    there = np.isin(names, np.ascontiguousarray(chain.columns.txs.txid).view("V32").ravel())
    return {text for text, found in zip(said, there.tolist(), strict=True) if found}
