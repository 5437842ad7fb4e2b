"""Time, mempool and blocks: what happens when, and what gets into the chain.

People act at minutes since the start, in the order in which they planned to; a block is found at
the end of each hour. What was sent waits in the mempool. While all of it fits into a block, all of
it is mined; if not, miners take what pays best for its size, and the rest waits. The going fee rate
follows from that.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from heapq import heappop, heappush

from nps_chain.chain.networks import NETWORKS
from nps_chain.world.books import Books
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.template import choose

HOUR, DAY = 60, 1440
"""Minutes."""

FLOOR, CEILING = 3000, 30_000
"""The going fee rate is never lower or higher: satoshi per 1,000 vbytes."""


_REMEMBERED = 48  # blocks for which a draft still knows what it spent


@dataclass(frozen=True, eq=False)
class Mined:
    """A block before it has bytes: its transactions in order, the coinbase first."""

    height: int
    drafts: tuple[Draft, ...]


class Engine:
    """The clock that all people share.

    Parameters
    ----------
    seed : int
        Of the world.
    sign : callable
        Gives a draft its txid and bytes, when it is sent.

    Attributes
    ----------
    now : int
        Minutes since the start.
    height : int
        Of the newest block.
    feerate : int
        What is usually paid, satoshi per 1,000 vbytes.
    miner : callable
        Asked at each block for the coinbase's outputs, given height and reward.
    capacity : callable
        Asked at each block for the most virtual bytes it may have, given its height and how many
        a block had on average; None for no limit.
    replaced : list of (Draft, Draft)
        Drafts that never came into a block, each with the one that took its place.
    """

    def __init__(self, seed: int, sign: Callable[[Draft], None]) -> None:
        self.seed, self._sign = seed, sign
        self.now = self.height = 0
        self.feerate = FLOOR
        self.books = Books()
        self.miner: Callable[[int, int], list[Output]] | None = None
        self.replaced: list[tuple[Draft, Draft]] = []
        self.capacity: Callable[[int, int], int | None] = lambda height, usual: None
        self._mempool: dict[Draft, None] = {}
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._planned = 0
        self._settled: deque[tuple[Draft, ...]] = deque()  # newest blocks, oldest first
        self._mean_size = 0  # vbytes of a block, in the last days, times 64

    def at(self, minute: int, action: Callable[[], None]) -> None:
        """Plan something; of things planned for one minute the first planned comes first."""
        self._planned += 1
        heappush(self._events, (max(minute, self.now), self._planned, action))

    def submit(self, draft: Draft) -> None:
        """Send a transaction: sign it, and let it wait for a block."""
        for coin in draft.inputs:
            if coin.spent:
                raise AssertionError(f"{coin.address} pays with a coin twice")
            coin.spent = True
            with suppress(ValueError):  # a coin that waits for a CoinJoin is in no wallet
                coin.address.wallet.coins.remove(coin)
        draft.minute = self.now
        draft.seal()
        self._sign(draft)
        self._mempool[draft] = None
        draft.coins = [
            None if output.address is None else Coin(output.value, output.address, draft, n)
            for n, output in enumerate(draft.outputs)
        ]
        for made in draft.coins:
            if made is not None and made.address.wallet in draft.senders:
                made.address.wallet.coins.append(made)

    def waits(self, draft: Draft) -> bool:
        """Return whether it was sent and is in no block."""
        return draft in self._mempool

    def replace(self, old: Draft, new: Draft) -> None:
        """Send a version that takes a waiting one's place (BIP 125); nothing hangs on the old."""
        if not self.waits(old) or any(coin is not None and coin.spent for coin in old.coins):
            raise AssertionError("only what waits, and whose coins are unspent, can be replaced")
        del self._mempool[old]
        for made in old.coins:
            if made is not None and made in made.address.wallet.coins:
                made.address.wallet.coins.remove(made)
        for coin in old.inputs:
            coin.spent = False
            coin.address.wallet.coins.append(coin)
        self.submit(new)
        self.replaced.append((old, new))

    def play(self, blocks: int) -> Iterator[Mined]:
        """Let time run; yield each block as it is found, before anybody hears of it.

        Who takes the block must give its coinbase a txid, which depends on all others.
        """
        for height in range(self.height + 1, self.height + blocks + 1):
            while self._events and self._events[0][0] < HOUR * height:
                self.now, _, action = heappop(self._events)
                action()
            self.now = HOUR * height
            drafts = self._fill(height)
            new = 50 * 10**8 >> height // NETWORKS["regtest"].halving
            reward = new + sum(draft.fee for draft in drafts)
            assert self.miner is not None, "a world needs miners"
            coinbase = Draft("coinbase", [], self.miner(height, reward), ())
            coinbase.coins = [
                None if output.address is None else Coin(output.value, output.address, coinbase, n)
                for n, output in enumerate(coinbase.outputs)
            ]
            mined = Mined(height, (coinbase, *drafts))
            yield mined
            self._spread(mined)

    def _fill(self, height: int) -> list[Draft]:
        """Return what the next block holds, parents before children."""
        waiting = list(self._mempool)
        most = self.capacity(height, self._mean_size // 64)
        total = sum(draft.vsize for draft in waiting)
        if most is None or total <= most:
            self._mempool.clear()
            self.feerate = max(FLOOR, self.feerate * 9 // 10)
            self._mean_size += total - self._mean_size // 64
            return waiting
        taken, lowest = choose(waiting, most)
        for draft in taken:
            del self._mempool[draft]
        goal = min(CEILING, max(FLOOR, lowest * 5 // 4))
        self.feerate += (goal - self.feerate) // 3
        return taken

    def _spread(self, mined: Mined) -> None:
        """Tell the owners of new coins, and the books."""
        self.height = mined.height
        self._settled.append(mined.drafts)
        if len(self._settled) > _REMEMBERED:
            for draft in self._settled.popleft():
                draft.inputs = []  # or each coin would keep its whole past in memory
        for draft in mined.drafts:
            draft.height = mined.height
            self.books.mined(draft)
            for coin in draft.coins:
                if coin is None:
                    continue
                coin.height = mined.height
                wallet = coin.address.wallet
                if wallet not in draft.senders and not coin.spent:
                    wallet.coins.append(coin)
        for draft in mined.drafts:
            for coin in draft.coins:
                if coin is not None and not coin.spent:
                    wallet = coin.address.wallet
                    if wallet.on_payment is not None and wallet not in draft.senders:
                        wallet.on_payment(coin)
