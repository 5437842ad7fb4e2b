"""Answers of Esplora, the explorer behind many web sites: what an investigator gets most easily.

``/block/HASH/txs``, ``/address/ADDRESS/txs`` and ``/tx/TXID`` give transactions, 25 to a page; save
the pages into one folder. mempool.space answers alike, with fields of its own that don't matter.

Each transaction is rebuilt from its fields and must hash to its txid, so what it pays is beyond
doubt. In which block it stands, the coins that it spends and (but for their size) its witnesses are
the explorer's word. What comes out is a part of the chain: transactions that no page holds are
missing, and there are no headers.

Source: Blockstream/esplora, ``API.md``; Blockstream/electrs, ``src/rest.rs``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import groupby
from operator import attrgetter
from types import NoneType
from typing import Any

import numpy as np

from nps_chain.chain.columns import UNKNOWN
from nps_chain.chain.pieces import Pieces
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
from nps_chain.chain.readers.shared.rebuilt import Coins, Rebuilt, pieces_of
from nps_chain.chain.readers.shared.source import Reading, Source
from nps_chain.chain.wire.hashes import shown
from nps_chain.chain.wire.rules import MAX_MONEY
from nps_chain.chain.wire.transaction import Input, Output, Transaction
from nps_chain.errors import ChainError

_AGAIN = ". Get the page again from the explorer."
_PART = (
    "This is only a part of the chain, the transactions that the saved pages hold: blocks are not"
    " whole, a coin from outside may be as young as what spends it, and an output that looks"
    " unspent may be spent elsewhere."
)


@dataclass(frozen=True)
class _Confirmed(Rebuilt):
    """A rebuilt transaction, and what the explorer says of it."""

    txid: bytes
    coinbase: bool
    spends: frozenset[bytes]  # txids
    height: int
    block_hash: bytes  # zeros where it isn't told
    time: int
    vsize: int | None  # told, where the witnesses are not


def knows(source: Source) -> bool:
    """Return whether a file looks like transactions as Esplora words them."""
    start = head(source)
    return start[:1] in (b"{", b"[") and bool(re.search(rb'"scriptpubkey"\s*:', start))


def read(sources: list[Source], network: str | None = None, height: int | None = None) -> Reading:
    """Return the confirmed transactions of these pages, in chain order as far as it can be told.

    A transaction that is on several pages counts once. Within a block the explorer's order is kept
    (a page that goes back in time is turned), but the coinbase comes first, and a transaction comes
    after those whose coins it spends. ``height`` is not needed: the transactions tell theirs.
    """
    found: dict[bytes, _Confirmed] = {}
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
                _add(found, transaction)
    if not found:
        raise ChainError(f"{sources[0].name} holds no confirmed transactions; save other pages.")
    network = network_of(network, addresses=addresses)
    chain = _in_order(found.values())
    notes = [_PART]
    if unconfirmed:
        notes.append(f"Transactions left out, because they are in no block yet: {unconfirmed}.")
    return Reading(_pieces(chain, network), network, tuple(notes))


def _pages_in_order(source: Source) -> list[str | int]:
    """Sort key of a file name that may end in a number, as pages do: 25 comes before 100."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", source.name)]


def _add(found: dict[bytes, _Confirmed], new: _Confirmed) -> None:
    old = found.setdefault(new.txid, new)
    if (old.height, old.block_hash) != (new.height, new.block_hash):
        raise ChainError(
            f"{old.where} and {new.where} say that transaction {shown(new.txid)} is in"
            f" two blocks, at heights {old.height} and {new.height}: between them the chain was"
            " reorganised. Get both pages again."
        )


def _read(where: str, record: Any, addresses: list[str]) -> _Confirmed | None:
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
        return _Confirmed(
            where,
            transaction.to_bytes(),
            coins,
            transaction.txid,
            transaction.coinbase,
            frozenset(spent.txid for spent in transaction.inputs),
            height=integer(status, "block_height", most=0x7FFFFFFF),
            block_hash=identity(status, "block_hash") if "block_hash" in status else bytes(32),
            time=integer(status, "block_time"),
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


def _in_order(transactions: Iterable[_Confirmed]) -> list[_Confirmed]:
    chain: list[_Confirmed] = []
    height = attrgetter("height")
    for _, group in groupby(sorted(transactions, key=height), height):
        block = sorted(group, key=lambda this: not this.coinbase)
        for this in block:
            if (this.block_hash, this.time) != (block[0].block_hash, block[0].time):
                raise ChainError(
                    f"{block[0].where} and {this.where} tell different hashes or times of block"
                    f" {this.height}{_AGAIN}"
                )
        chain += _parents_first(block)
    return chain


def _parents_first(block: list[_Confirmed]) -> list[_Confirmed]:
    """Return transactions so that each follows those whose coins it spends, else as they were."""
    row_of = {this.txid: row for row, this in enumerate(block)}
    missing: list[set[int]] = []
    children = defaultdict(list)
    for row, this in enumerate(block):
        missing.append({row_of[txid] for txid in this.spends & row_of.keys()})
        for parent in missing[row]:
            children[parent].append(row)
    ready = [row for row, parents in enumerate(missing) if not parents]
    order = []
    while ready:
        row = heappop(ready)
        order.append(block[row])
        for child in children[row]:
            missing[child].remove(row)
            if not missing[child]:
                heappush(ready, child)
    return order


def _pieces(chain: list[_Confirmed], network: str) -> Pieces:
    """Return the pieces of these transactions, put into their blocks."""
    pieces = pieces_of(chain, network, framed=False)
    heights = np.array([this.height for this in chain], np.int32)
    pieces.height, first, counts = np.unique(heights, return_index=True, return_counts=True)
    hashes = b"".join(chain[row].block_hash for row in first)
    pieces.block_hash = np.frombuffer(hashes, np.uint8).reshape(-1, 32)
    pieces.time = np.array([chain[row].time for row in first], np.int64)
    pieces.header = np.zeros((len(first), 80), np.uint8)
    pieces.block_txs = counts.astype(np.int32)
    untold = np.array([this.vsize is not None for this in chain])
    pieces.vsize[untold] = [this.vsize for this in chain if this.vsize is not None]
    pieces.witness[np.repeat(untold, pieces.tx_inputs)] = UNKNOWN
    return pieces
