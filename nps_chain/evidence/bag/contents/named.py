"""What a case names: the addresses and transactions that somebody pointed at, and where.

A package holds a case, not a chain. What goes in is what a page shows, a tag is about, a step of
the explorer's log names, and what the report, a letter or a note says; and nothing that merely lies
beside it. In a text that is any run of letters and digits that the chain knows; where no chain is
given, an address is known by its checksum, and a transaction isn't told from any other hash.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.address import check
from nps_chain.chain.schema import as_binary
from nps_chain.chain.tables import Chain
from nps_chain.trace.named import address_rows, is_txid
from nps_chain.trace.texts import address_texts

PLACES = ("page", "tag", "log", "report", "letter")
"""Where a case names something, in this order."""

BITCOIN = "BTC"
"""The currency that a tag on an address of a chain of Bitcoin's form gives."""

_TOKEN = re.compile("script:[0-9a-f]{16}|[0-9A-Za-z]{25,120}")


class Named(NamedTuple):
    """What a case names.

    Attributes
    ----------
    addresses : dict of str to tuple of str
        By address, sorted: the places that name it, in the order of `PLACES`.
    txids : dict of str to tuple of str
        The same of transactions.
    """

    addresses: dict[str, tuple[str, ...]]
    txids: dict[str, tuple[str, ...]]


def named(chain: Chain | None, pages: Any, tags: Any, texts: Mapping[str, Iterable[str]]) -> Named:
    """Return what a case names.

    Parameters
    ----------
    chain : Chain or None
        The chain, as it was known.
    pages : Pages or None
        Saved pages: of their indicators those count that are valid.
    tags : Tags or None
        Names on addresses.
    texts : mapping of str to iterable of str
        By place (in `PLACES`), texts that are searched.
    """
    addresses: dict[str, set[str]] = {place: set() for place in PLACES}
    txids: dict[str, set[str]] = {place: set() for place in PLACES}
    if pages is not None:
        shown = pages.indicators[pages.indicators["valid"]]
        addresses["page"] |= set(shown.loc[shown["type"] == "address", "text"])
        txids["page"] |= set(shown.loc[shown["type"] == "txid", "text"])
    if tags is not None:
        # Of another coin, or on a transaction, a tag has no address of this chain.
        addresses["tag"] |= set(tags.frame.loc[tags.frame["currency"] == BITCOIN, "address"]) - {""}
        txids["tag"] |= set(tags.frame["txid"]) - {""}
    for place, some in texts.items():
        tokens = {token for text in some for token in _TOKEN.findall(text)}
        hashes = {token.lower() for token in tokens if is_txid(token)}
        txids[place] |= _known_txids(chain, hashes)
        addresses[place] |= _known_addresses(chain, tokens)
    return Named(_by_name(addresses), _by_name(txids))


def tx_rows_there(chain: Chain, txids: Iterable[str]) -> np.ndarray:
    """Return the rows of those transactions that are in the chain, sorted."""
    wanted = pa.array([bytes.fromhex(txid)[::-1] for txid in sorted(txids)], pa.binary(32))
    found = pc.is_in(as_binary(chain.columns.txs.txid), value_set=wanted)
    return np.flatnonzero(found.to_numpy(zero_copy_only=False))


def _by_name(places: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    every = sorted(set().union(*places.values()))
    return {name: tuple(place for place in PLACES if name in places[place]) for name in every}


def _known_txids(chain: Chain | None, hashes: set[str]) -> set[str]:
    if chain is None:
        return set()
    rows = tx_rows_there(chain, hashes)
    return {chain.tx(row).txid for row in rows.tolist()}


def _known_addresses(chain: Chain | None, tokens: set[str]) -> set[str]:
    if chain is None:
        return {token for token in tokens if check(token).valid}
    return set(address_texts(chain, address_rows(chain, tokens, missing="skip")))
