"""Coins as a networkx graph: what follow() and paths() give back, and what stands in it.

An edge is a coin and a node is a transaction, so that a way through the graph is a way that money
can have taken. A coin that has no transaction at one of its ends gets a node of its own there.
Everything is looked up for all coins at once; only putting it into the graph goes coin by coin.
"""

from dataclasses import dataclass

import networkx as nx
import numpy as np

from nps_chain.chain.pieces import rows_of
from nps_chain.chain.schema import COINBASE, OUTSIDE, UNKNOWN, hexadecimal
from nps_chain.chain.tables import Chain
from nps_chain.trace.coins import Coins


@dataclass(frozen=True)
class Crossed:
    """Coins in the order in which they were crossed.

    Shapes are (coins,): ``coin`` as :mod:`nps_chain.trace.coins` names it, ``near`` and ``far`` the
    hops of the transactions that made and that spent it, and whether one stopped at it, so that
    its far end isn't shown.
    """

    coin: np.ndarray
    made_at: np.ndarray  # hop of its maker
    spent_at: np.ndarray  # hop of its spender
    stopped: np.ndarray  # 0 no, 1 at its spender, -1 at its maker


def add_coins(
    graph: nx.MultiDiGraph, coins: Coins, crossed: Crossed, more: dict[str, list] | None = None
) -> None:
    """Add coins as edges, with a node at either end; what is there already stays as it is.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        Where to add them. If it knows ``stop``, an edge tells whether one ``stopped`` there.
    coins : Coins
        The coins of the chain.
    crossed : Crossed
        Which of them to add.
    more : dict, optional
        Further attributes of edges, by name, a value each coin.
    """
    coin = np.asarray(crossed.coin, np.int64)
    makers = np.where(crossed.stopped < 0, UNKNOWN, coins.makers(coin))
    spenders = np.where(crossed.stopped > 0, UNKNOWN, coins.spenders(coin))
    names, texts = coins.names(coin), coins.addresses(coin)
    edges = {
        "value": coins.values(coin).tolist(),
        "address": texts,
        "output": np.maximum(coin, UNKNOWN).tolist(),
    }
    if "stop" in graph.graph:
        edges["stopped"] = (crossed.stopped != 0).tolist()
    edges |= more or {}

    rows = np.unique(np.concatenate([makers, spenders]))
    known = transactions(coins, rows[rows != UNKNOWN])
    columns = [list(values) for values in edges.values()]
    ends = zip(
        names,
        texts,
        crossed.stopped.tolist(),
        zip(makers.tolist(), crossed.made_at.tolist(), strict=True),
        zip(spenders.tolist(), crossed.spent_at.tolist(), strict=True),
        zip(*columns, strict=True),
        strict=True,
    )
    for name, text, stopped, (maker, made_at), (spender, spent_at), values in ends:
        kind = "stopped" if stopped else "unspent" if text else "unspendable"
        source = _add(graph, known, maker, made_at, name, "stopped" if stopped else "outside")
        target = _add(graph, known, spender, spent_at, name, kind)
        graph.add_edge(source, target, key=name, **dict(zip(edges, values, strict=True)))


def add_transactions(graph: nx.MultiDiGraph, coins: Coins, rows: np.ndarray, hop: int) -> None:
    """Add transactions as nodes, whether or not a coin of theirs is in the graph."""
    known = transactions(coins, rows)
    for row in rows.tolist():
        _add(graph, known, row, hop, "", "")


def transactions(coins: Coins, rows: np.ndarray) -> dict[int, tuple[str, dict]]:
    """Return the txid of transactions, and what their nodes tell of them, by row."""
    blocks, txs = coins.chain.columns.blocks, coins.chain.columns.txs
    heights = txs.height[rows]
    times = blocks.time[np.searchsorted(blocks.height, heights)].astype("datetime64[s]")
    told = zip(
        rows.tolist(),
        hexadecimal(txs.txid[rows]).to_pylist(),
        heights.tolist(),
        np.datetime_as_string(times).tolist(),
        txs.fee[rows].tolist(),
        txs.coinbase[rows].tolist(),
        strict=True,
    )
    return {
        row: (
            txid,
            {
                "row": row,
                "height": height,
                "time": f"{time.replace('T', ' ')} UTC",
                "fee": fee,
                "coinbase": coinbase,
                "left_out": 0,
                "left_out_value": 0,
            },
        )
        for row, txid, height, time, fee, coinbase in told
    }


def add_left_out(graph: nx.MultiDiGraph, coins: Coins, tx: np.ndarray, coin: np.ndarray) -> None:
    """Tell the nodes of transactions of these coins of theirs, which are not in the graph.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph, in which the transactions are nodes.
    coins : Coins
        The coins of the chain.
    tx, coin : numpy.ndarray
        Shape (coins left out,): whose each is, and which.
    """
    rows, place, count = np.unique(tx, return_inverse=True, return_counts=True)
    values, worth = coins.values(coin), np.zeros(len(rows), np.int64)
    np.add.at(worth, place, values)
    worth[np.unique(place[values == UNKNOWN])] = UNKNOWN
    names = hexadecimal(coins.chain.columns.txs.txid[rows]).to_pylist()
    for name, many, value in zip(names, count.tolist(), worth.tolist(), strict=True):
        node = graph.nodes[name]
        total = node["left_out_value"]
        node["left_out"] += many
        node["left_out_value"] = UNKNOWN if UNKNOWN in (total, value) else total + value


def coins_of(chain: Chain, txs: np.ndarray, forward: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the coins that transactions made, or else spent: the transaction of each, and it."""
    first = chain.first_output if forward else chain.first_input
    tx, row = np.repeat(txs, first[txs + 1] - first[txs]), rows_of(first, txs)
    if forward:
        return tx, row
    spends = chain.columns.inputs.spends[row]
    coin = np.where(spends == OUTSIDE, ~row, spends.astype(np.int64))
    return tx[spends != COINBASE], coin[spends != COINBASE]


def _add(
    graph: nx.MultiDiGraph,
    known: dict[int, tuple[str, dict]],
    row: int,
    hop: int,
    coin: str,
    kind: str,
) -> str:
    """Add a node, for a transaction or else for the end of a coin, and return its name."""
    if row == UNKNOWN:
        graph.add_node(coin, kind=kind, hop=hop)
        return coin
    name, told = known[row]
    if name not in graph:
        graph.add_node(name, kind="transaction", hop=hop, **told)
    return name
