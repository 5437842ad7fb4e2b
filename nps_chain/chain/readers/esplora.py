"""Answers of Esplora, the explorer behind many web sites: what an investigator gets most easily.

``/block/HASH/txs``, ``/address/ADDRESS/txs`` and ``/tx/TXID`` give transactions, 25 to a page; save
the pages into one folder. mempool.space answers alike, with fields of its own that don't matter.

Each transaction is rebuilt from its fields and must hash to its txid, so what the transaction of
this txid pays is beyond doubt. That there is such a transaction in the chain, in which block, the
coins that it spends and (but for their size) its witnesses are the explorer's word. What comes out
is a part of the chain: transactions that no page holds are missing, and there are no headers.

Source: Blockstream/esplora, ``API.md``; Blockstream/electrs, ``src/rest.rs``.
"""

import re
from types import NoneType
from typing import Any

from nps_chain.chain.readers.shared.confirmed import NO_HASH, Collection, Confirmed
from nps_chain.chain.readers.shared.fields import (
    each,
    field,
    identity,
    integer,
    octets,
    unhex,
    within,
)
from nps_chain.chain.readers.shared.json_values import head, values
from nps_chain.chain.readers.shared.networks import ENOUGH, network_of
from nps_chain.chain.readers.shared.progress import progress, size_of
from nps_chain.chain.readers.shared.rebuilt import Coins
from nps_chain.chain.readers.shared.source import Reading, Source
from nps_chain.chain.wire.rules import MAX_MONEY
from nps_chain.chain.wire.transaction import Input, Output, Transaction
from nps_chain.errors import ChainError

_AGAIN = ". Get the page again from the explorer."


NAME = "Esplora's answers"


def knows(source: Source) -> bool:
    """Return whether a file looks like transactions as Esplora words them."""
    start = head(source)
    return start[:1] in (b"{", b"[") and bool(re.search(rb'"scriptpubkey"\s*:', start))


def read(sources: list[Source], network: str | None = None, height: int | None = None) -> Reading:
    """Return the confirmed transactions of these pages, in chain order as far as it can be told.

    A transaction that is on several pages counts once. Within a block the explorer's order is kept
    as far as it can be; a page that goes back in time is turned. ``height`` is not needed: the
    transactions tell theirs.
    """
    found = Collection("Get the pages again from the explorer.")
    addresses: list[str] = []
    unconfirmed = 0
    with progress("Reading transactions", size_of(sources), unit=" transactions") as bar:
        for source in sorted(sources, key=_pages_in_order):
            page = []
            for where, record in values(source):
                transaction = _read(where, record, addresses)
                if transaction is None:
                    unconfirmed += 1
                else:
                    page.append(transaction)
                bar.update()
            newest_first = bool(page) and page[0].height > page[-1].height
            for transaction in reversed(page) if newest_first else page:
                found.add(transaction)
    if not found:
        raise ChainError(f"{sources[0].name} holds no confirmed transactions; save other pages.")
    network = network_of(network, addresses=addresses)
    notes = []
    if unconfirmed:
        notes.append(f"Transactions left out, because they are in no block yet: {unconfirmed}.")
    return found.reading(network, *notes)


def _pages_in_order(source: Source) -> list[str | int]:
    """Sort key of a file name that may end in a number, as pages do: 25 comes before 100."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", source.name)]


def _read(where: str, record: Any, addresses: list[str]) -> Confirmed | None:
    """Return a transaction, or None if it isn't confirmed."""
    if type(record) is not dict or "vin" not in record:
        raise ChainError(
            f"{where}: this is no transaction. Save the explorer's answers to /address/ADDRESS/txs,"
            " /block/HASH/txs or /tx/TXID."
        )
    with within(where, _AGAIN):
        status = field(record, "status", dict)
        if not field(status, "confirmed", bool):
            return None
        coins = Coins()
        transaction = Transaction(
            version=integer(record, "version", -0x80000000) & 0xFFFFFFFF,
            inputs=tuple(each(record, "vin", "input", lambda spent: _input(spent, coins))),
            outputs=tuple(each(record, "vout", "output", lambda made: _output(made, addresses))),
            locktime=integer(record, "locktime"),
        )
        if transaction.txid != identity(record, "txid"):
            raise ChainError('its fields don\'t hash to the field "txid"')
        return Confirmed.of(
            where,
            transaction,
            coins,
            height=integer(status, "block_height", most=0x7FFFFFFF),
            time=integer(status, "block_time"),
            block_hash=identity(status, "block_hash") if "block_hash" in status else NO_HASH,
            vsize=_vsize_without_witnesses(record, transaction),
        )


def _input(record: Any, coins: Coins) -> Input:
    witness: list[bytes] = []
    spent = identity(record, "txid"), integer(record, "vout")
    script, sequence = octets(record, "scriptsig"), integer(record, "sequence")
    if "witness" in record:
        witness = each(record, "witness", "witness item", unhex)
    coin = field(record, "prevout", dict, NoneType) if "prevout" in record else None
    if coin is None:
        coins.add_unknown()
    else:
        coins.add(integer(coin, "value", most=MAX_MONEY), octets(coin, "scriptpubkey"))
    return Input(*spent, script, sequence, tuple(witness))


def _output(record: Any, addresses: list[str]) -> Output:
    output = Output(integer(record, "value", most=MAX_MONEY), octets(record, "scriptpubkey"))
    address = record.get("scriptpubkey_address")
    if type(address) is str and len(addresses) < ENOUGH:
        addresses.append(address)
    return output


def _vsize_without_witnesses(record: Any, transaction: Transaction) -> int | None:
    """Return the virtual size if witnesses exist that the source leaves out, or None.

    Raises
    ------
    ChainError
        If size and weight don't fit the transaction.
    """
    size, weight = integer(record, "size"), integer(record, "weight")
    if (size, weight) == (transaction.size, transaction.weight):
        return None
    told = any("witness" in spent for spent in record["vin"])
    if told or weight != 3 * transaction.size + size or size < transaction.size:
        raise ChainError('the fields "size" and "weight" don\'t fit the others')
    return (weight + 3) // 4
