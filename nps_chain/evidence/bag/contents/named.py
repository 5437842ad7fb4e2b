r"""What a case names: the addresses and transactions that somebody pointed at, and where.

A package holds a case, not a chain. What goes in is what a page shows, a tag is about, a step of
the explorer's log names, and what the report, a letter or a note says; and nothing that merely lies
beside it. In a text that is any run of letters and digits that the chain knows; where no chain is
given, an address is known by its checksum, and a transaction isn't told from any other hash. Texts
are searched as they are read, and not as JSON writes them, where the end of a line is ``\n``: its
``n`` would run into an address that follows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.address import check
from nps_chain.chain.schema import as_binary
from nps_chain.chain.tables import Chain
from nps_chain.evidence.tags.strict import bitcoin_network
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


def named(chain: Chain | None, pages: Any, tags: Any, told: Mapping[str, Any]) -> Named:
    """Return what a case names.

    Parameters
    ----------
    chain : Chain or None
        The chain, as it was known.
    pages : Pages or None
        Saved pages: of their indicators those count that are valid.
    tags : Tags or None
        Names on addresses.
    told : mapping of str to object
        By place (in `PLACES`), what is told there, as JSON has it; all its texts are searched.
    """
    addresses: dict[str, set[str]] = {place: set() for place in PLACES}
    txids: dict[str, set[str]] = {place: set() for place in PLACES}
    if pages is not None:
        shown = pages.indicators[pages.indicators["valid"]]
        addresses["page"] |= set(shown.loc[shown["type"] == "address", "text"])
        txids["page"] |= set(shown.loc[shown["type"] == "txid", "text"])
    if tags is not None:
        # Of another coin or network, a tag has no address of this chain.
        here = tags.frame[of_network(tags.frame, chain.network if chain is not None else "")]
        addresses["tag"] |= set(here["address"]) - {""}
        txids["tag"] |= set(here["txid"]) - {""}
    for place, some in told.items():
        tokens = {token for text in _texts(some) for token in _TOKEN.findall(text)}
        hashes = {token.lower() for token in tokens if is_txid(token)}
        txids[place] |= _known_txids(chain, hashes)
        addresses[place] |= _known_addresses(chain, tokens)
    return Named(_by_name(addresses), _by_name(txids))


def of_network(tags: pd.DataFrame, network: str) -> pd.Series:
    """Return which rows of ``Tags.frame`` are of a chain of Bitcoin's form, by its network.

    Parameters
    ----------
    tags : pandas.DataFrame
        ``Tags.frame``.
    network : str
        The chain's network; empty for any of Bitcoin's.
    """
    networks = tags["network"].map(bitcoin_network)
    fits = networks.notna() if not network else networks == network
    return fits & (tags["currency"] == BITCOIN)


def tx_rows_there(chain: Chain, txids: Iterable[str]) -> np.ndarray:
    """Return the rows of those transactions that are in the chain, sorted."""
    wanted = pa.array([bytes.fromhex(txid)[::-1] for txid in sorted(txids)], pa.binary(32))
    found = pc.is_in(as_binary(chain.columns.txs.txid), value_set=wanted)
    return np.flatnonzero(found.to_numpy(zero_copy_only=False))


def _texts(told: Any) -> Iterator[str]:
    """Yield all texts within what JSON can hold, names of fields among them, in any order."""
    waiting = [told]  # no recursion: a log from elsewhere may be as deep as it likes
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting += [*one, *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one


def _by_name(places: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    every = sorted(set().union(*places.values()))
    return {name: tuple(place for place in PLACES if name in places[place]) for name in every}


def _known_txids(chain: Chain | None, hashes: set[str]) -> set[str]:
    if chain is None:
        return set()
    rows = tx_rows_there(chain, hashes)
    return {chain.tx(row).txid for row in rows.tolist()}


def _known_addresses(chain: Chain | None, tokens: set[str]) -> set[str]:
    # An address of SegWit may stand in capitals, as in QR codes; chains have it in small letters.
    tokens = tokens | {token.lower() for token in tokens if token.isupper()}
    if chain is None:
        valid = {token for token in tokens if check(token).valid}
        return {token for token in valid if token.islower() or token.lower() not in valid}
    return set(address_texts(chain, address_rows(chain, tokens, missing="skip")))
