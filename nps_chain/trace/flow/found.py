"""Paths of coins as they were found: as tables, as a graph, and what the search left out."""

from dataclasses import dataclass, field

import networkx as nx
import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import bitcoin
from nps_chain.trace.coins import Coins
from nps_chain.trace.flow.graph import Crossed, add_coins, add_left_out, coins_of
from nps_chain.trace.texts import count


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
        hops = count(int(best["hops"]), "hop")
        return (
            f"Paths({len(self):,} of {self.found:,}, the {self.how} first: {hops},"
            f" {bitcoin(int(best['width']))} wide. {self.limits})"
        )


def frame_of(coins: Coins, ways: list[np.ndarray]) -> pd.DataFrame:
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


def table_of(
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
