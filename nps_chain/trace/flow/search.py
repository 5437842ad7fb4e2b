"""The search of paths(): what the kernel is given, in how many passes, and the ways it found.

One pass finds the best way to every coin of b's, unless the time of a whole path is limited: then
each height at which a coin of a's was spent begins a search of its own, which ends so many blocks
later. The widest way of a pass may be a long one, since the kernel looks at one thing first; so the
ways returned are looked for once more, among coins that are wide enough, by the fewest hops.
"""

from dataclasses import dataclass

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.trace.coins import Coins
from nps_chain.trace.flow import spread as ends
from nps_chain.trace.flow.spread import FROM, UNREACHED, spread
from nps_chain.trace.texts import count


@dataclass(frozen=True)
class Window:
    """Coins from which to begin, and the transactions that may be crossed from there."""

    seeds: np.ndarray
    begin: int
    end: int


@dataclass(frozen=True)
class Arrivals:
    """Coins that arrived, shape (many,): how many hops away, how wide, and in which window."""

    coin: np.ndarray
    hops: np.ndarray
    width: np.ndarray
    window: np.ndarray

    def chosen(self, rows: np.ndarray) -> "Arrivals":
        """Return some of them, in this order."""
        return Arrivals(self.coin[rows], self.hops[rows], self.width[rows], self.window[rows])

    def best_first(self, widest: bool) -> "Arrivals":
        """Return them in the order of their merit; of equals the coin that was made first."""
        merit = (self.hops, -self.width) if widest else (-self.width, self.hops)
        return self.chosen(np.lexsort((self.window, self.coin, *merit)))


class Search:
    """A search for ways from coins of FROM's to coins of TO's.

    Parameters
    ----------
    coins : Coins
        The coins of the chain.
    mark : numpy.ndarray
        Shape (addresses,): FROM, TO and STOP of :mod:`nps_chain.trace.flow.spread`.
    widest : bool
        By the widest way, or else the shortest.
    at_least : int
        The value of the smallest coin to go by.
    window : tuple of int
        The rows of transactions that may be crossed: the first, and the one after the last.
    pause : int
        How many blocks a coin on the way may lie, -1 for any number.
    """

    def __init__(
        self,
        coins: Coins,
        mark: np.ndarray,
        widest: bool,
        at_least: int,
        window: tuple[int, int],
        pause: int,
    ) -> None:
        self._coins, self._mark, self._widest = coins, mark, widest
        self._at_least, self._pause = at_least, pause
        self.counts = np.zeros(8, np.int64)
        self.whole = self._begun(window)
        self.reached = 0

    def _begun(self, window: tuple[int, int]) -> Window:
        """Return FROM's coins that can be gone by, and count the others."""
        c = self._coins.chain.columns
        outside = c.outside.input.astype(np.int64)
        places = c.inputs.address[outside]
        outside = outside[places != UNKNOWN]
        outside = outside[self._mark[c.inputs.address[outside]] & FROM != 0]
        inside = _marked(c.outputs.address, self._mark)
        seeds = np.concatenate([~outside, inside])
        values, spenders = self._coins.values(seeds), self._coins.spenders(seeds)
        left = np.full(len(seeds), -1)
        for reason, applies in (
            (ends.TOO_LATE, spenders >= window[1]),
            (ends.TOO_EARLY, spenders < window[0]),
            (ends.UNSPENT, spenders == UNKNOWN),
            (ends.TOO_SMALL, (values < self._at_least) & (self._at_least > 0)),
            (ends.UNKNOWN_VALUE, (values < 0) & self._widest),
        ):
            left[applies] = reason
        self.counts += np.bincount(left[left >= 0], minlength=len(self.counts))
        seeds, spenders = seeds[left < 0], spenders[left < 0]
        return Window(seeds, int(spenders.min(initial=window[1])), window[1])

    def windows(self, within: int) -> list[Window]:
        """Return a window for each height at which a seed was spent, so many blocks long."""
        heights = self._coins.chain.columns.txs.height
        seeds, spenders = self.whole.seeds, self._coins.spenders(self.whole.seeds)
        at = heights[spenders].astype(np.int64)
        order = np.argsort(at, kind="stable")
        seeds, spenders, at = seeds[order], spenders[order], at[order]
        edges = np.flatnonzero(np.diff(at, prepend=-1, append=-1))
        last = np.searchsorted(heights, at[edges[:-1]] + within, "right")
        return [
            Window(seeds[a:b], int(spenders[a:b].min()), min(int(end), self.whole.end))
            for a, b, end in zip(edges, edges[1:], last, strict=False)
        ]

    def arrivals(self, windows: list[Window]) -> Arrivals:
        """Return every coin that arrived, by its best way in any of the windows."""
        parts = [self._arrived(number, window) for number, window in enumerate(windows)]
        none = np.zeros(0, np.int64)
        columns = zip(*parts, strict=True) if parts else [[]] * 4
        every = Arrivals(*(np.concatenate([none, *column]) for column in columns))
        every = every.best_first(self._widest)
        first = np.sort(np.unique(every.coin, return_index=True)[1])
        return every.chosen(first)

    def ways(self, arrived: Arrivals, windows: list[Window]) -> tuple[list[np.ndarray], np.ndarray]:
        """Return the coins on the way to each of some arrivals, and how many hops it has."""
        ways: dict[int, np.ndarray] = {}
        hops = arrived.hops.copy()
        floors = arrived.width if self._widest else np.full(len(hops), self._at_least)
        passes = np.stack([arrived.window, floors], axis=1)
        for number, floor in np.unique(passes, axis=0).tolist():
            those = (passes == (number, floor)).all(axis=1)
            window = windows[number]
            end = int(self._coins.makers(arrived.coin[those]).max()) + 1
            found = self._pass(Window(window.seeds, window.begin, end), False, floor)
            for row in np.flatnonzero(those).tolist():
                coin = int(arrived.coin[row])
                ways[row] = self._way(coin, found[2], window.begin)
                hops[row] = len(ways[row]) - 1
        return [ways[row] for row in range(len(hops))], hops

    def _arrived(self, number: int, window: Window) -> tuple[np.ndarray, ...]:
        outputs = self._coins.chain.columns.outputs
        hops, width, _, coin, counts = self._pass(window, self._widest, self._at_least)
        if window is self.whole:
            self.counts += counts
            self.reached = int((hops != UNREACHED).sum())
        tx = outputs.tx[coin] - window.begin
        breadth = np.minimum(width[tx], outputs.value[coin])
        return coin, hops[tx].astype(np.int64), breadth, np.full(len(coin), number)

    def _pass(self, window: Window, widest: bool, floor: int) -> tuple[np.ndarray, ...]:
        chain, outputs = self._coins.chain, self._coins.chain.columns.outputs
        spenders = self._coins.spenders(window.seeds)
        there = spenders < window.end
        seeds = window.seeds[there]
        return spread(
            widest,
            seeds,
            spenders[there],
            self._coins.values(seeds),
            self._mark,
            floor,
            self._widest,
            window.begin,
            max(window.end, window.begin),
            outputs.address,
            outputs.value,
            outputs.spent_by,
            chain.first_output,
            self._pause,
            chain.columns.txs.height,
        )

    def _way(self, coin: int, by: np.ndarray, begin: int) -> np.ndarray:
        """Return the coins on the way to one that arrived, from the first on."""
        outputs = self._coins.chain.columns.outputs
        way = [coin]
        while True:
            coin = int(by[outputs.tx[coin] - begin])
            way.append(coin)
            if coin < 0 or self._mark[outputs.address[coin]] & FROM:
                return np.array(way[::-1], np.int64)

    def limits(self) -> str:
        """Return in words what the search reached, and where it didn't go on."""
        reasons = {
            ends.AT_STOP: "at an address where to stop",
            ends.UNSPENT: f"unspent as of height {self._coins.as_of:,}",
            ends.UNSPENDABLE: "that nobody can spend",
            ends.TOO_LATE: "spent after the time asked for",
            ends.TOO_EARLY: "spent before the time asked for",
            ends.TOO_SLOW: "that lay too long",
            ends.TOO_SMALL: "too small",
            ends.UNKNOWN_VALUE: "of unknown value",
        }
        ended = [f"{self.counts[which]:,} {why}" for which, why in reasons.items()
                 if self.counts[which]]  # fmt: skip
        went = f"Money from a reached {count(self.reached, 'transaction')}"
        return f"{went}; coins that led no further: {', '.join(ended)}." if ended else f"{went}."


def _marked(address: np.ndarray, mark: np.ndarray) -> np.ndarray:
    """Return the outputs at addresses of FROM's."""
    few = np.flatnonzero(mark & FROM)
    if len(few) == 1:
        return np.flatnonzero(address == few[0])
    # An output that nobody can spend has address -1, and looks at the mark that is put last.
    return np.flatnonzero(np.append(mark & FROM, np.uint8(0))[address])
