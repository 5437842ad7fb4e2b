"""By which ways taint came: from an output back to the source, the ways that brought most first.

The number of ways between two outputs can be astronomical, so they are never listed. A search goes
back from the output, and always goes on from where the most taint is left; a way only gets thinner,
so the first ways that arrive are those that brought most. What is left when enough have arrived, or
when the search has looked at its number of parts, is told as one amount.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from nps_chain.trace.arguments import whole
from nps_chain.trace.taint.amounts import first_of_block
from nps_chain.trace.taint.network import GOES_ON, Network
from nps_chain.trace.taint.spread import Spread, spread

MOST_PARTS = 200_000
"""How many parts a search keeps in mind at most: enough for the longest peel chains, and for a few
mixes of many inputs one after another. After that, all that is left is told as one amount."""


class Words(NamedTuple):
    """How the reasons are told."""

    taint: str
    flows: str
    item: Callable[[int, int], str]  # what a transaction takes in, by its place and its coin


FORWARD = Words("tainted satoshi", "goes in", lambda place, coin: f"input {place}")


class Hop(NamedTuple):
    """One coin on a way."""

    coin: int  # row in the network; from len(net.value) on it is the fee of a transaction
    amount: int  # satoshi that went this way
    why: str  # how it hangs together with the coin before it on the way


class _Part(NamedTuple):
    """Part of a coin's taint: of FIFO and LIFO also where in the coin it lies."""

    coin: int
    start: int
    amount: int
    why: str


@dataclass(frozen=True, eq=False)
class Question:
    """A taint, of which it is asked how it came about."""

    net: Network
    policy: str
    follow_fees: bool
    sources: np.ndarray
    found: Spread
    words: "Words"

    def ways(self, coin: int, many: int) -> tuple[list[list[Hop]], int]:
        """Return the ways that brought most, each from the coin to a source, and what is left.

        What is left is in satoshi, and 0 of poison, of which there is no sum.

        Raises
        ------
        NpsError
            If the number of ways is no whole number from 1.
        """
        whole(many, "paths", 1, wanted="say how many ways to tell, 1 or more")
        sources = set(self.sources.tolist())
        visited = {coin}
        trail: list[tuple[_Part, int]] = []  # a part, and where in this list it came from
        heap: list[tuple[int, int]] = []  # minus the amount, minus the place in the trail
        for part in self._parts(coin):
            trail.append((part, -1))
            heappush(heap, (-part.amount, 1 - len(trail)))
        found: list[list[Hop]] = []
        while heap and len(found) < many and len(trail) < MOST_PARTS:
            amount, place = -heap[0][0], -heap[0][1]
            part = trail[place][0]
            heappop(heap)
            if part.coin in sources:
                found.append(self._way(trail, place))
                continue
            for parent in self._parents(part):
                if self.policy == "poison":
                    if parent.coin in visited:
                        continue
                    visited.add(parent.coin)
                    parent = parent._replace(amount=min(parent.amount, amount))
                trail.append((parent, place))
                heappush(heap, (-parent.amount, 1 - len(trail)))
        return found, 0 if self.policy == "poison" else -sum(amount for amount, _ in heap)

    def _way(self, trail: list[tuple[_Part, int]], place: int) -> list[Hop]:
        """Return a way, each hop with the amount that went all of it."""
        amount, way = trail[place][0].amount, []
        while place >= 0:
            part, place = trail[place]
            way.append(Hop(part.coin, amount, part.why))
        return way[::-1]

    def _parts(self, coin: int) -> list[_Part]:
        """Return the taint of a coin: as a whole, or by stretches."""
        if self.policy in ("fifo", "lifo"):
            again = spread(self.net, self.policy, self.follow_fees, self.sources, kept=coin)
            return [_Part(coin, start, length, "") for start, length in again.kept.tolist()]
        amount = self.net.value[coin] if self.policy == "poison" else self.found.amount[coin]
        return [_Part(coin, 0, int(amount), "")]

    def _parents(self, part: _Part) -> Iterator[_Part]:
        """Yield which coins brought a part, and how much each."""
        coins = len(self.net.value)
        if part.coin >= coins:
            tx = part.coin - coins
        else:
            tx = int(np.searchsorted(self.net.first_out, part.coin, "right")) - 1
        if self.policy in ("fifo", "lifo"):
            yield from self._by_place(tx, part)
        elif self.policy == "poison":
            for coin, name, _ in self._tainted(tx):
                width = int(self.net.value[coin]) if coin < coins else part.amount
                yield _Part(coin, 0, width, f"by {name}")
        else:
            items = self._tainted(tx)
            total = sum(taint for *_, taint in items)
            done = given = 0
            for coin, name, taint in items:
                done += taint
                share = part.amount * done // total - given
                given += share
                if share:
                    why = f"{name} has {taint:,} of {total:,} {self.words.taint}"
                    yield _Part(coin, 0, share, why)

    def _tainted(self, tx: int) -> list[tuple[int, str, int]]:
        """Return what tainted coins a transaction takes in: coin, name and taint."""
        net, found = self.net, self.found
        if net.coinbase[tx]:
            return [
                (len(net.value) + t, "a fee of its block", int(found.fee_taint[t]))
                for t in self._block(tx)
                if found.fee_taint[t]
            ]
        items = []
        for place, i in enumerate(range(net.first_in[tx], net.first_in[tx + 1])):
            coin = int(net.in_coin[i])
            if coin >= 0 and found.amount[coin] and net.ends[net.in_address[i]] == GOES_ON:
                name = self.words.item(place, coin)
                items.append((coin, name, int(found.amount[coin])))
        return items

    def _block(self, coinbase: int) -> range:
        """Return the transactions that follow a coinbase in its block."""
        height = self.net.height
        end = int(np.searchsorted(height, height[coinbase], "right"))
        return range(int(first_of_block(height, coinbase)) + 1, end)

    def _by_place(self, tx: int, part: _Part) -> Iterator[_Part]:
        """Yield which coins lie where a stretch lies in all that a transaction takes in."""
        coins, edges = self._laid_out(tx)
        at = part.start
        if part.coin < len(self.net.value):
            at += int(self.net.value[self.net.first_out[tx] : part.coin].sum())
        else:
            at += int(self.net.value[slice(*self.net.first_out[tx : tx + 2])].sum())
        end = at + part.amount
        k = bisect_right(edges, at) - 1
        while at < end:
            upto = min(end, edges[k + 1])
            if upto > at:
                flows = self.words.flows
                why = f"satoshi {at:,} to {upto:,} of what {flows} are in {coins[k][1]}"
                yield _Part(coins[k][0], at - edges[k], upto - at, why)
                at = upto
            k += 1

    def _laid_out(self, tx: int) -> tuple[list[tuple[int, str]], list[int]]:
        """Return what a transaction takes in, in the policy's order, and where each starts."""
        if tx not in self._layouts:
            self._layouts[tx] = self._lay_out(tx)
        return self._layouts[tx]

    @cached_property
    def _layouts(self) -> dict[int, tuple[list[tuple[int, str]], list[int]]]:
        return {}

    def _lay_out(self, tx: int) -> tuple[list[tuple[int, str]], list[int]]:
        net = self.net
        if net.coinbase[tx]:
            block = self._block(tx)
            fees = np.maximum(net.fee[block.start : block.stop], 0)
            new = max(int(net.value[slice(*net.first_out[tx : tx + 2])].sum() - fees.sum()), 0)
            coins = [
                (-1, "new coins"),
                *((len(net.value) + t, "a fee of its block") for t in block),
            ]
            values = [new, *fees.tolist()]
        else:
            rows = slice(*net.first_in[tx : tx + 2])
            items = enumerate(net.in_coin[rows].tolist())
            coins = [(coin, self.words.item(k, coin)) for k, coin in items]
            values = net.in_value[rows].tolist()
        if self.policy == "lifo":
            coins.reverse()
            values.reverse()
        return coins, list(accumulate(values, initial=0))
