"""Where each satoshi of a taint was, and when: the bands of which a picture over time is made.

Every satoshi of the source keeps one height in the picture, from the day on which it was tainted to
the end. A coin is the heights of its satoshi, from the block that made it to the one that spent it.
So where a transaction splits money, its band is cut; where one joins several coins, their bands
change in the same moment. Which satoshi of a coin went on into which of the next is told by no
chain: what will come to rest first is drawn lowest.

A part of the source that is too small to be seen isn't followed on: by haircut there would soon be
millions of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.trace.taint import Taint

ON_THE_WAY = "on the way"
"""The place of money in a coin that was spent later."""

SMALL = "in small parts"
"""The place of what is in coins that hold too little of the source to be drawn."""

_SMALLEST = 1000
"""A coin is small that holds less than one such part of the source."""

Piece = tuple[int, int]
"""A stretch of heights, in satoshi: from, up to."""


class Band(NamedTuple):
    """A stretch of satoshi in one place for some time."""

    low: int  # satoshi above the bottom
    high: int
    start: int  # Unix seconds
    end: int
    place: str  # ON_THE_WAY, SMALL, or where money is at the end, as in Taint.total
    output: int  # row of the coin; -1 for what went into fees


def bands(found: Taint) -> list[Band]:
    """Return the bands of a taint that goes forward and isn't poison's, up to the chain's end."""
    return _Course(found).bands()


class _Course:
    """The coins of a taint in the order in which they were made and spent."""

    def __init__(self, found: Taint) -> None:
        c = found.chain.columns
        self.follows_fees = found.fees == "follow"
        self.outputs = found.outputs.tolist()
        self.amount = found.amounts[found.outputs].tolist()
        self.status = found.frame["status"].tolist()
        self.is_source = np.isin(found.outputs, found.sources).tolist()
        self.made = c.outputs.tx[found.outputs].tolist()
        self.spent = c.outputs.spent_by[found.outputs].tolist()
        # Of two blocks the later may have the earlier time.
        times = np.maximum.accumulate(c.blocks.time.astype(np.int64))
        first = int(c.blocks.height[0])
        self.end = int(times[-1]) + 1  # so that the coins of the last block are there, too
        self.height = {tx: int(c.txs.height[tx]) for tx in {*self.made, *self.spent} - {UNKNOWN}}
        self.time = {tx: int(times[height - first]) for tx, height in self.height.items()}
        self.coinbase = {tx for tx in self.height if c.txs.coinbase[tx]}
        self.smallest = int(found.total["source"]) // _SMALLEST
        self.top = 0
        self.done: list[Band] = []

    def bands(self) -> list[Band]:
        rest, outs, ins = self._rests(), defaultdict(list), defaultdict(list)
        for coin, status in enumerate(self.status):
            outs[self.made[coin]].append(coin)
            if status == "spent":
                ins[self.spent[coin]].append(coin)
        pieces: dict[int, list[Piece]] = {}
        fees: dict[int, list[Piece]] = defaultdict(list)  # of each block
        # A coinbase is its block's first transaction, and takes in what the others leave.
        order = sorted({*outs, *ins}, key=lambda tx: (self.height[tx], tx in self.coinbase, tx))
        for tx in order:
            pool = _joined(piece for coin in ins[tx] for piece in pieces.get(coin, []))
            if tx in self.coinbase:
                pool = _joined(fees.pop(self.height[tx], []))
            # What is a source itself takes what the others leave, before the fee: a taint doesn't
            # tell whether money of another source went into this one or into the fee.
            for coin in sorted(outs[tx], key=lambda coin: (self.is_source[coin], rest[coin], coin)):
                pieces[coin], pool = self._taken(coin, pool)
                if self.amount[coin] < self.smallest:
                    self._add(pieces.pop(coin), self.time[tx], self.end, SMALL, self.outputs[coin])
                else:
                    self._keep(coin, pieces[coin])
            if self.follows_fees and tx not in self.coinbase:
                fees[self.height[tx]] += pool
            else:
                self._lose(pool, self.time[tx])
        times = {self.height[tx]: time for tx, time in self.time.items()}
        for height, pool in fees.items():
            self._lose(pool, times[height])
        return [band for band in self.done if band.start < band.end]

    def _rests(self) -> list[float]:
        """Return when the money of each coin comes to rest, as a mean; unspent, it never does."""
        rest = [0.0] * len(self.outputs)
        weighed: dict[int, float] = defaultdict(float)
        weight: dict[int, int] = defaultdict(int)
        for coin in reversed(range(len(self.outputs))):
            made, spent = self.made[coin], self.spent[coin]
            if self.status[coin] == "spent" and weight[spent]:
                rest[coin] = weighed[spent] / weight[spent]
            elif self.status[coin] == "unspent":
                rest[coin] = self.end
            else:
                rest[coin] = self.time[made]
            weighed[made] += self.amount[coin] * rest[coin]
            weight[made] += self.amount[coin]
        return rest

    def _taken(self, coin: int, pool: list[Piece]) -> tuple[list[Piece], list[Piece]]:
        """Return a coin's satoshi out of a pool, lowest first, and what is left of the pool."""
        amount, taken = self.amount[coin], []
        for place, (low, high) in enumerate(pool):
            part = min(amount, high - low)
            taken.append((low, low + part))
            amount -= part
            if not amount:
                left = [(low + part, high)] if low + part < high else []
                return taken, left + pool[place + 1 :]
        if self.is_source[coin]:  # what didn't come from another source
            taken.append((self.top, self.top + amount))
            self.top += amount
        return taken, []

    def _keep(self, coin: int, pieces: list[Piece]) -> None:
        status, output = self.status[coin], self.outputs[coin]
        start, end = self.time[self.made[coin]], self.end
        if status in ("spent", "unknown"):
            moved = self.time[self.spent[coin]]
            self._add(pieces, start, moved, ON_THE_WAY, output)
            if status == "spent":
                return
            start = moved
        self._add(pieces, start, end, status, output)

    def _lose(self, pieces: list[Piece], start: int) -> None:
        self._add(pieces, start, self.end, "fees", UNKNOWN)

    def _add(self, pieces: list[Piece], start: int, end: int, place: str, output: int) -> None:
        self.done += [Band(low, high, start, end, place, output) for low, high in pieces]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return stretches in their order, with those that touch made one."""
    joined: list[Piece] = []
    for low, high in sorted(pieces):
        if joined and joined[-1][1] == low:
            joined[-1] = joined[-1][0], high
        else:
            joined.append((low, high))
    return joined
