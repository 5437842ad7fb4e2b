"""Where money goes on to and where it came from: the coins around a start, hop by hop.

A coin is an output: one transaction makes it, another spends it. So transactions hang together by
coins, and following money means crossing them, hop by hop. The chain tells each of these links for
certain, but not which coin within a transaction pays for which: where several go in and several
come out, a path through the graph is only one that the money can have taken.

What is followed here is coins, not people. Where coins are pooled (at an exchange, a market, a
mixer) the next hop is somebody else's money, and the trace has to go on by asking the service.
"""

import networkx as nx
import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.errors import NpsError
from nps_chain.trace.coins import Coins, Start

DIRECTIONS = ("forward", "backward")


def follow(
    chain: Chain,
    start: Start,
    *,
    hops: int = 3,
    direction: str = "forward",
    at_least: int = 0,
    breadth: int = 30,
    as_of: int | None = None,
) -> nx.MultiDiGraph:
    """Return the transactions that money went to from a start, or came from, as a graph.

    Fails as evidence where it crosses a service, in which coins are pooled: find out what a hop
    leads to before you go on from there.

    Parameters
    ----------
    chain : Chain
        The chain.
    start : int, str or view
        A transaction (its row, txid or view), whose outputs are followed, or backward its inputs;
        or an address (its text or view), of which the coins paid to it are.
    hops : int
        How many coins to cross one after another, at most.
    direction : str
        ``forward``, to where the money went; ``backward``, to where it came from.
    at_least : int
        Follow coins of this value in satoshi or more. Above 0 it excludes those of unknown value.
    breadth : int
        At each hop follow this many coins at most, the largest first.
    as_of : int, optional
        Know blocks up to this height only: what was spent later is unspent.

    Returns
    -------
    networkx.MultiDiGraph
        An edge is a coin, and points the way that the money went, whatever the direction of the
        search. Its key is ``txid:n``; it has ``value`` (satoshi, -1 unknown), ``address`` (empty
        if it has none) and ``output`` (row in ``outputs``, -1 for a coin from outside the data).

        A node is a transaction, named by its txid: ``kind`` is "transaction", ``hop`` is after how
        many hops it was first reached; ``row``, ``height``, ``time`` (UTC), ``fee`` (satoshi, -1
        unknown) and ``coinbase`` are as in the tables. ``left_out`` counts its coins, in the
        direction of the search, that were not followed: too small, too many, or past the last
        hop; ``left_out_value`` is what they are worth (satoshi, -1 unknown).

        Where a coin has no transaction at its end, a node named like the coin stands there, with
        ``hop`` and a ``kind``: "unspent", "unspendable", or "outside" (made outside the data).

        The graph itself knows what was asked (``start``, ``direction``, ``hops``, ``at_least``,
        ``breadth``, ``as_of``) and, as ``left_out``, how many coins were not followed in all.

    Raises
    ------
    NpsError
        If the start is unknown, or not yet there at that height; or if another argument makes no
        sense.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> graph = nps.follow(chain, 300, hops=1)
    >>> [value for _, _, value in graph.edges(data="value")]
    [47464212, 1017870]
    >>> graph.graph["left_out"]
    4
    """
    if direction not in DIRECTIONS:
        raise NpsError(f"There is no direction {direction!r}: choose from {', '.join(DIRECTIONS)}.")
    if hops < 1 or breadth < 1:
        raise NpsError(f"hops is {hops} and breadth is {breadth}: both have to be 1 or more.")
    coins = Coins(chain, as_of)
    view = coins.view(start)
    forward = direction == "forward"
    coins_of = coins.made_by if forward else coins.spent_by
    graph = nx.MultiDiGraph(
        start=view.txid if isinstance(view, TransactionView) else view.text,
        direction=direction,
        hops=hops,
        at_least=at_least,
        breadth=breadth,
        as_of=coins.as_of,
    )
    # What can be followed, by the transaction that it starts from; an address stands under UNKNOWN.
    if isinstance(view, TransactionView):
        _add_transaction(graph, view, hop=0)
        reached = {view.row: coins_of(view.row)}
    else:
        reached = {UNKNOWN: coins.paid_to(view.row)}
    offered, crossed = dict(reached), list[int]()
    for hop in range(1, hops + 1):
        ahead = np.concatenate([np.zeros(0, np.int64), *reached.values()])
        chosen = coins.largest(ahead[~np.isin(ahead, crossed)], at_least, breadth)
        far = [_cross(graph, coins, coin, hop, forward) for coin in chosen]
        crossed += chosen
        reached = {tx: coins_of(tx) for tx in far if tx != UNKNOWN and tx not in offered}
        offered |= reached

    left_out = {tx: np.setdiff1d(own, crossed) for tx, own in offered.items()}
    graph.graph["left_out"] = len(np.unique(np.concatenate([*left_out.values()])))
    for tx in left_out.keys() - {UNKNOWN}:
        values = coins.values(left_out[tx])
        worth = UNKNOWN if UNKNOWN in values else int(values.sum())
        graph.nodes[chain.tx(tx).txid].update(left_out=len(values), left_out_value=worth)
    return graph


def _cross(graph: nx.MultiDiGraph, coins: Coins, coin: int, hop: int, forward: bool) -> int:
    """Add a coin as an edge, with a node at either end; return the transaction at its far end."""
    maker, spender = coins.ends(coin)
    address, name = coins.address(coin), coins.name(coin)
    unspent = "unspent" if address else "unspendable"
    nodes = []
    for tx, kind, near in ((maker, "outside", forward), (spender, unspent, not forward)):
        place = hop - near
        if tx != UNKNOWN:
            nodes.append(_add_transaction(graph, coins.chain.tx(tx), place))
        else:
            graph.add_node(name, kind=kind, hop=place)
            nodes.append(name)
    value = int(coins.values(np.array([coin]))[0])
    graph.add_edge(*nodes, key=name, value=value, address=address, output=max(coin, UNKNOWN))
    return spender if forward else maker


def _add_transaction(graph: nx.MultiDiGraph, view: TransactionView, hop: int) -> str:
    """Add a transaction as a node, unless it is there, and return its name."""
    name = view.txid
    if name not in graph:
        graph.add_node(
            name,
            kind="transaction",
            hop=hop,
            row=view.row,
            height=view.height,
            time=f"{view.time:%Y-%m-%d %H:%M:%S} UTC",
            fee=view.fee,
            coinbase=view.coinbase,
            left_out=0,
            left_out_value=0,
        )
    return name
