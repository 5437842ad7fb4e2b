"""Ways by which money can have gone from some addresses to others: the shortest and the widest.

A path is a coin of the first ones', spent into another coin, and so on, until a coin of the others'
is made. Each link is a fact. That the same money took all of them is not: in a transaction of
several inputs and outputs nothing says which paid for which. The more hops a path has and the
narrower it is, the less it says; and past a service, where coins are pooled, it says nothing, so
give the addresses of services as ``stop``.

The widest path is the bottleneck path of graph theory (Pollack, "The maximum capacity through a
network", Operations Research 1960); on the coins of a chain, which come in order, both kinds take
one pass instead of a search by Dijkstra's method.
"""

from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.errors import NpsError
from nps_chain.trace.coins import Coins
from nps_chain.trace.flow import spread as ends
from nps_chain.trace.flow.graph import Crossed, add_coins, add_left_out, coins_of
from nps_chain.trace.flow.limits import blocks_within, marks, stop_rows, tx_range, whole
from nps_chain.trace.flow.spread import FROM, UNREACHED, spread
from nps_chain.trace.named import address_rows

KINDS = ("shortest", "widest")


@dataclass(frozen=True, eq=False, repr=False)
class Paths:
    """Paths of coins, as :func:`paths` found them, the best first; there may be none.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a coin: ``path`` from 1; ``hop``, how many transactions were crossed before it;
        ``coin`` as ``txid:n``; ``height`` at which it was made (-1 outside the data); ``value``
        (satoshi, -1 unknown); ``address``; ``output``, its row (-1 outside the data).
    table : pandas.DataFrame
        One row a path: ``path``; ``hops``, the transactions that it crosses; ``width``, the value
        of its smallest coin (satoshi, -1 where one is unknown); ``first`` and ``last``, the heights
        at which its first coin was spent and its last one made; ``blocks`` between these.
    found : int
        How many coins of the second addresses were reached in all.
    reached : int
        How many transactions money from the first addresses reached.
    limits : str
        What the search did not go beyond, and how often, a sentence.
    how : str
        ``shortest`` or ``widest``.
    as_of : int
        The height up to which blocks are known.
    """

    frame: pd.DataFrame
    table: pd.DataFrame
    found: int
    reached: int
    limits: str
    how: str
    as_of: int
    _coins: Coins = field(repr=False)
    _paths: list[np.ndarray] = field(repr=False)
    _stops: int = field(repr=False)

    def __len__(self) -> int:
        return len(self.table)

    @property
    def graph(self) -> nx.MultiDiGraph:
        """The paths as a graph, as :func:`nps_chain.trace.flow.follow` gives it.

        An edge has a ``path``, too: the numbers of the paths that it is on, with blanks between.
        At the end of a path the node is of the kind "stopped". ``left_out`` counts the coins of its
        transactions that are on no path.
        """
        graph = nx.MultiDiGraph(
            start=" ".join(dict.fromkeys(self.frame["coin"][self.frame["hop"] == 0])),
            direction="forward",
            hops=int(self.table["hops"].max()) if len(self) else 0,
            how=self.how,
            stop=self._stops,
            as_of=self.as_of,
        )
        hop_of: dict[int, int] = {}
        on: dict[int, list[str]] = {}
        last = set()
        for number, path in enumerate(self._paths, 1):
            for place, one in enumerate(path.tolist()):
                hop_of.setdefault(one, place)
                on.setdefault(one, []).append(str(number))
            last.add(int(path[-1]))
        coin = np.array(list(hop_of), np.int64)
        hop: np.ndarray = np.array(list(hop_of.values()), np.int64)
        stopped = np.array([one in last for one in hop_of], np.int64)
        names = [" ".join(numbers) for numbers in on.values()]
        add_coins(graph, self._coins, Crossed(coin, hop, hop + 1, stopped), {"path": names})
        rows = [row for _, row in graph.nodes(data="row") if row is not None]
        tx, offered = coins_of(self._coins.chain, np.array(rows, np.int64), forward=True)
        left_out = ~np.isin(offered, coin)
        add_left_out(graph, self._coins, tx[left_out], offered[left_out])
        graph.graph["left_out"] = int(left_out.sum())
        return graph

    def __repr__(self) -> str:
        if not len(self):
            return f"Paths(none found. {self.limits})"
        best = self.table.iloc[0]
        hops = f"{best['hops']:,} hop{'' if best['hops'] == 1 else 's'}"
        return (
            f"Paths({len(self):,} of {self.found:,}, the {self.how} first: {hops},"
            f" {bitcoin(int(best['width']))} wide. {self.limits})"
        )


def paths(
    chain: Chain,
    a: Any,
    b: Any,
    *,
    how: str = "shortest",
    at_least: int = 0,
    since: int | None = None,
    until: int | None = None,
    within: int | None = None,
    stop: Any = None,
    most: int = 1,
    as_of: int | None = None,
) -> Paths:
    """Return the best paths of coins from some addresses to others, one for each coin that arrived.

    Fails as evidence past a service, and wherever many coins go in and come out; on a chain of some
    size there is a path from nearly everyone to nearly everyone. That there is one proves nothing;
    that it is short, wide and quick may be worth a question.

    Parameters
    ----------
    chain : Chain
        The chain.
    a, b : str, int, view, iterable of these or frame
        Addresses where paths begin, and where they end: as texts, rows or views, a cluster as
        ``clusters.of(address)`` gives it, or a frame with a column ``address``.
    how : str
        ``shortest``, by the fewest transactions, and of those the one whose smallest coin is the
        largest; or ``widest``, by the largest smallest coin, and of those the one of the fewest
        transactions.
    at_least : int
        Go by coins of this value in satoshi or more. Above 0 it excludes those of unknown value.
    since, until : int, optional
        Cross transactions between these block heights, both included.
    within : int, optional
        Go on from a coin if it was spent at most so many blocks after it was made. How long a coin
        lay at ``a`` doesn't count.
    stop : str, int, view, iterable of these or frame, optional
        Addresses, such as those of services, beyond which not to go. Those that are not in the
        chain are passed over.
    most : int
        Return so many paths at most, each to another coin of ``b``.
    as_of : int, optional
        Know blocks up to this height only.

    Returns
    -------
    Paths
        ``.frame``, a row a coin; ``.table``, a row a path; ``.graph``; ``.limits``, what limited
        the search. A path doesn't go through ``b``. Of paths that are equally good those to the
        coin that was made first come first.

    Raises
    ------
    NpsError
        If an address is not in the chain at that height, is in both ``a`` and ``b``, or there is
        none; or if another argument makes no sense.

    Notes
    -----
    One pass over the transactions from the first that ``a`` appears in, however many hops there
    are. For the widest, another one for each width among the paths returned, to find the shortest
    of them; a coin of unknown value is not gone by, and counted.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.flow import paths
    >>> chain = nps.load("core-regtest")
    >>> found = paths(chain, chain.tx(115).inputs[0].address, chain.tx(151).outputs[0].address)
    >>> found.frame[["hop", "height", "value"]]
       hop  height      value
    0    0     104  900000000
    1    1     105  854506969
    2    2     107  830275376
    3    3     108   31300000
    """
    if how not in KINDS:
        raise NpsError(f"There is no way {how!r} to choose a path: give {' or '.join(KINDS)}.")
    most, at_least = whole(most, "most", 1), whole(at_least, "at_least", 0)
    coins = Coins(chain, as_of)
    chain, c = coins.chain, coins.chain.columns
    rows = {"a": address_rows(chain, a), "b": address_rows(chain, b)}
    for name, those in rows.items():
        if not len(those):
            raise NpsError(f"{name} names no address: give one at least.")
    if len(both := np.intersect1d(rows["a"], rows["b"])):
        text = c.addresses.address[int(both[0])].as_py()
        raise NpsError(f"{text} is in both a and b: money is there already.")
    stops = stop_rows(chain, stop)
    mark = marks(chain, **rows, stop=stops)
    window, slowest = tx_range(chain, since, until), blocks_within(within)
    outside = c.outside.input[mark[np.maximum(c.inputs.address[c.outside.input], 0)] & FROM != 0]
    outside = outside[c.inputs.address[outside] != UNKNOWN].astype(np.int64)

    def search(widest: bool, floor: int, known: bool, end: int) -> tuple[np.ndarray, ...]:
        """Return what the kernel finds, of coins of at least so much."""
        return spread(
            widest,
            mark,
            outside,
            floor,
            known,
            slowest,
            int(c.addresses.first_seen[rows["a"]].min()),
            window[0],
            min(window[1], end),
            c.outputs.address,
            c.outputs.value,
            c.outputs.spent_by,
            c.inputs.tx,
            c.inputs.value,
            chain.first_output,
            c.txs.height,
        )

    widest, every = how == "widest", len(c.txs.txid)
    hops, width, by, arrived, counts = search(widest, at_least, widest, every)
    found, reached = len(arrived), int((hops != UNREACHED).sum())
    breadth = np.minimum(width[c.outputs.tx[arrived]], c.outputs.value[arrived])
    length = hops[c.outputs.tx[arrived]].astype(np.int64)
    order = (arrived, -breadth) if widest else (arrived, -breadth, length)
    best = np.lexsort(order)[:most]
    arrived, breadth, length = arrived[best], breadth[best], length[best]
    if not widest:
        ways = [_way(coins, int(coin), by, mark) for coin in arrived]
    else:
        # The widest way to a coin may be a long one; among those as wide, take the shortest.
        way_to: dict[int, np.ndarray] = {}
        for floor in np.unique(breadth).tolist():
            ending = arrived[breadth == floor]
            end = int(c.outputs.tx[ending].max()) + 1
            again, _, by, _, _ = search(False, floor, True, end)
            length[breadth == floor] = again[c.outputs.tx[ending]]
            way_to |= {int(coin): _way(coins, int(coin), by, mark) for coin in ending}
        best = np.lexsort((arrived, length, -breadth))
        arrived, breadth, length = arrived[best], breadth[best], length[best]
        ways = [way_to[int(coin)] for coin in arrived]
    return Paths(
        _frame(coins, ways),
        _table(coins, ways, length, breadth),
        found,
        reached,
        _limits(coins, reached, counts),
        how,
        coins.as_of,
        coins,
        ways,
        len(stops) + len(rows["b"]),
    )


def _way(coins: Coins, coin: int, by: np.ndarray, mark: np.ndarray) -> np.ndarray:
    """Return the coins on the way to one that arrived, from the first on."""
    c = coins.chain.columns
    way = [coin]
    while True:
        coin = int(by[c.outputs.tx[coin]])
        way.append(coin)
        if coin < 0 or mark[c.outputs.address[coin]] & FROM:
            return np.array(way[::-1], np.int64)


def _frame(coins: Coins, ways: list[np.ndarray]) -> pd.DataFrame:
    """Return the coins of all paths as a table."""
    coin = np.concatenate([np.zeros(0, np.int64), *ways])
    makers, heights = coins.makers(coin), np.full(len(coin), UNKNOWN, np.int64)
    inside = makers != UNKNOWN
    heights[inside] = coins.chain.columns.txs.height[makers[inside]]
    lengths = [len(way) for way in ways]
    return pd.DataFrame(
        {
            "path": np.repeat(np.arange(1, len(ways) + 1), lengths),
            "hop": np.concatenate([np.zeros(0, np.int64), *map(np.arange, lengths)]),
            "coin": pd.array(coins.names(coin), dtype="str"),
            "height": heights,
            "value": coins.values(coin),
            "address": pd.array(coins.addresses(coin), dtype="str"),
            "output": np.maximum(coin, UNKNOWN),
        }
    )


def _table(
    coins: Coins, ways: list[np.ndarray], length: np.ndarray, breadth: np.ndarray
) -> pd.DataFrame:
    """Return one row a path."""
    heights = coins.chain.columns.txs.height
    first = coins.spenders(np.array([way[0] for way in ways], np.int64))
    last = coins.makers(np.array([way[-1] for way in ways], np.int64))
    begun, ended = heights[first].astype(np.int64), heights[last].astype(np.int64)
    return pd.DataFrame(
        {
            "path": np.arange(1, len(ways) + 1),
            "hops": length,
            "width": breadth,
            "first": begun,
            "last": ended,
            "blocks": ended - begun,
        }
    )


def _limits(coins: Coins, reached: int, counts: np.ndarray) -> str:
    """Return in words what the search reached, and where it didn't go on."""
    reasons = {
        ends.AT_STOP: "at an address where to stop",
        ends.UNSPENT: f"unspent as of height {coins.as_of:,}",
        ends.UNSPENDABLE: "that nobody can spend",
        ends.TOO_LATE: "spent after the time asked for",
        ends.TOO_EARLY: "spent before the time asked for",
        ends.TOO_SLOW: "that lay too long",
        ends.TOO_SMALL: "too small",
        ends.UNKNOWN_VALUE: "of unknown value",
    }
    ended = [f"{counts[which]:,} {why}" for which, why in reasons.items() if counts[which]]
    went = f"Money from a reached {reached:,} transaction{'' if reached == 1 else 's'}"
    return f"{went}; coins that led no further: {', '.join(ended)}." if ended else f"{went}."
