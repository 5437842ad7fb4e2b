"""Single transactions, each with the block that it is in: a part of the chain, put in order.

Whole blocks vouch for their transactions by merkle roots and proof of work; here nothing does but
the txid. So a format has to tell the txid, and its reader has to compare it with the hash of what
it rebuilt: :class:`Confirmed` works the txid out and compares it with nothing. Where a format tells
none, nothing proves the bytes, and the reader refuses the file or says so in a note. Block, time
and the coins that are spent are the source's word in any case.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import groupby
from typing import Self

import numpy as np

from nps_chain.chain.pieces import Pieces
from nps_chain.chain.readers.shared.rebuilt import Coins, Rebuilt, pieces_of
from nps_chain.chain.readers.shared.source import Reading
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire.hashes import shown
from nps_chain.chain.wire.transaction import Transaction
from nps_chain.errors import ChainError

NO_HASH = bytes(32)
"""The hash of a block that a source doesn't tell."""

_PART = (
    "This is only a part of the chain, the transactions that the files hold: blocks are not"
    " whole, a coin from outside may be as young as what spends it, and an output that looks"
    " unspent may be spent elsewhere."
)


@dataclass(frozen=True)
class Confirmed(Rebuilt):
    """A transaction as bytes, and what its source says of the block that it is in."""

    txid: bytes
    coinbase: bool
    spends: frozenset[bytes]  # txids
    height: int
    time: int
    block_hash: bytes
    vsize: int | None

    @classmethod
    def of(
        cls,
        where: str,
        transaction: Transaction,
        coins: Coins,
        *,
        height: int,
        time: int,
        block_hash: bytes = NO_HASH,
        vsize: int | None = None,
    ) -> Self:
        """Return a transaction with its block.

        Parameters
        ----------
        where : str
            Its place in its source, for error messages.
        transaction : Transaction
            What was rebuilt, whose txid the reader has compared.
        coins : Coins
            An entry for each input.
        height, time : int
            Of its block: below 2^31; seconds since 1970, UTC.
        block_hash : bytes
            32 bytes in the order of the wire.
        vsize : int, optional
            Virtual bytes, to be given only if the source leaves out witnesses that exist.
        """
        return cls(
            where,
            transaction.to_bytes(),
            coins,
            transaction.txid,
            transaction.coinbase,
            frozenset(spent.txid for spent in transaction.inputs),
            height,
            time,
            block_hash,
            vsize,
        )


@dataclass
class Collection:
    """Confirmed transactions, each once; ``remedy`` is the sentence for who finds two at odds."""

    remedy: str
    _transactions: dict[bytes, Confirmed] = field(default_factory=dict)  # by txid
    _blocks: dict[int, Confirmed] = field(default_factory=dict)  # the first one at each height

    def __len__(self) -> int:
        """Return how many transactions there are."""
        return len(self._transactions)

    def add(self, new: Confirmed) -> None:
        """Take in a transaction; one that is there already counts once.

        Raises
        ------
        ChainError
            If it contradicts an earlier one about a block, or about which block it is in itself.
        """
        first = self._blocks.setdefault(new.height, new)
        if (first.block_hash, first.time) != (new.block_hash, new.time):
            raise ChainError(
                f"{first.where} and {new.where} tell different hashes or times of block"
                f" {new.height}. {self.remedy}"
            )
        old = self._transactions.setdefault(new.txid, new)
        if old.height != new.height:
            raise ChainError(
                f"{old.where} and {new.where} say that transaction {shown(new.txid)} is in"
                f" two blocks, at heights {old.height} and {new.height}: between them the chain was"
                f" reorganised. {self.remedy}"
            )

    def reading(self, network: str, *notes: str) -> Reading:
        """Return these transactions, at least one, in chain order as far as it can be told.

        Within a block they stay in the order in which they were added, but the coinbase comes
        first, and a transaction comes after those whose coins it spends. A note says that this is a
        part of the chain; ``notes`` follow it.
        """
        rows = sorted(
            self._transactions.values(), key=lambda this: (this.height, not this.coinbase)
        )
        blocks = groupby(rows, lambda this: this.height)
        chain = [this for _, block in blocks for this in _parents_first(list(block))]
        return Reading(_pieces(chain, network), network, (_PART, *notes))


def _parents_first(block: list[Confirmed]) -> list[Confirmed]:
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


def _pieces(chain: list[Confirmed], network: str) -> Pieces:
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
