"""Where money goes on to and where it came from: the coins around a start, hop by hop.

A coin is an output: one transaction makes it, another spends it. So transactions hang together by
coins, and following money means crossing them, hop by hop. The chain tells each of these links for
certain, but not which coin within a transaction pays for which: where several go in and several
come out, a path through the graph is only one that the money can have taken.

What is followed here is coins, not people. Where coins are pooled (at an exchange, a market, a
mixer) the next hop is somebody else's money, and the trace has to go on by asking the service:
give the addresses of services as ``stop``.
"""

from collections.abc import Iterable
from typing import Any

import networkx as nx
import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import LARGEST, whole
from nps_chain.trace.coins import Coins, Start, several
from nps_chain.trace.flow.graph import (
    Crossed,
    add_coins,
    add_left_out,
    add_transactions,
    coins_of,
)
from nps_chain.trace.flow.limits import blocks_of, marks, tx_range
from nps_chain.trace.flow.walk import walk
from nps_chain.trace.stops import stop_rows

DIRECTIONS = ("forward", "backward", "both")


def follow(
    chain: Chain,
    start: Start | Iterable[Start],
    *,
    hops: int = 3,
    direction: str = "forward",
    at_least: int = 0,
    breadth: int = 30,
    since: int | None = None,
    until: int | None = None,
    pause: int | None = None,
    stop: Any = None,
    as_of: int | None = None,
) -> nx.MultiDiGraph:
    """Return the transactions that money went to from a start, or came from, as a graph.

    Fails as evidence where it crosses a service, in which coins are pooled: find out what a hop
    leads to before you go on from there.

    Parameters
    ----------
    chain : Chain
        The chain.
    start : int, str, view, or several of them
        A transaction (its row, txid or view), whose outputs are followed, or backward its inputs;
        an address (its text or view), of which the coins paid to it are; or an output
        (``txid:n``), of which that one coin is. The coins of an address, and an output, are the
        first hop.
    hops : int
        How many coins to cross one after another, at most.
    direction : str
        ``forward``, to where the money went; ``backward``, to where it came from; ``both``, to what
        lies before the start and to what lies after it, but not to what else went the same way.
    at_least : int
        Follow coins of this value in satoshi or more. Above 0 it excludes those of unknown value.
    breadth : int
        At each hop follow this many coins at most, the largest first (in each direction).
    since, until : int, optional
        Cross to transactions between these block heights, both included.
    pause : int, optional
        Cross a coin if it was spent at most so many blocks after it was made.
    stop : str, int, view, iterable of these or frame, optional
        Addresses, such as those of services, beyond which not to go. A coin that was paid to one is
        shown, and what was done with it isn't. Addresses that are not in the chain are passed over.
    as_of : int, optional
        Know blocks up to this height only: what was spent later is unspent.

    Returns
    -------
    networkx.MultiDiGraph
        An edge is a coin, and points the way that the money went, whatever the direction of the
        search. Its key is ``txid:n``; it has ``value`` (satoshi, -1 unknown), ``address`` (empty
        if it has none) and ``output`` (row in ``outputs``, -1 for a coin from outside the data).
        With ``stop``, ``stopped`` tells whether the search stopped at it.

        A node is a transaction, named by its txid: ``kind`` is "transaction", ``hop`` is after how
        many hops it was first reached (with ``both``, negative for what lies before the start);
        ``row``, ``height``, ``time`` (UTC), ``fee`` (satoshi, -1 unknown) and ``coinbase`` are as
        in the tables. ``left_out`` counts its coins, in the direction of the search, that were not
        followed: too small, too many, at another time, or past the last hop; ``left_out_value`` is
        what they are worth (satoshi, -1 unknown).

        Where a coin has no transaction at its end, a node named like the coin stands there, with
        ``hop`` and a ``kind``: "unspent", "unspendable", "outside" (made outside the data), or
        "stopped" (at an address of ``stop``).

        The graph itself knows what was asked (``start``, of several with blanks between;
        ``direction``, ``hops``, ``at_least``, ``breadth``, ``as_of``; and, where they were given,
        ``since``, ``until``, ``pause``, and of ``stop`` how many addresses of it are in the chain)
        and, as ``left_out``, how many coins were not followed in all.

    Raises
    ------
    NpsError
        If a start is unknown, or not yet there at that height; or if another argument makes no
        sense.

    Notes
    -----
    The search is breadth first; of coins of one value those that were reached first count. A
    transaction offers its coins once, so the time it takes is in proportion to the coins that it
    looks at; an address as a start costs a look at all outputs.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> graph = nps.follow(chain, 300, hops=1)
    >>> [value for _, _, value in graph.edges(data="value")]
    [47464212, 1017870]
    >>> graph.graph["left_out"]
    4

    What lies around the transaction, going no further than the address that was paid most:

    >>> paid = max(graph.edges(data=True), key=lambda coin: coin[2]["value"])[2]["address"]
    >>> around = nps.follow(chain, 300, hops=2, direction="both", stop=paid)
    >>> [around.nodes[node]["hop"] for node, kind in around.nodes(data="kind") if kind == "stopped"]
    [1]
    """
    if direction not in DIRECTIONS:
        raise NpsError(f"There is no direction {direction!r}: choose from {', '.join(DIRECTIONS)}.")
    if whole(hops, "hops", -LARGEST) < 1 or whole(breadth, "breadth", -LARGEST) < 1:
        raise NpsError(f"hops is {hops} and breadth is {breadth}: both have to be 1 or more.")
    at_least = whole(at_least, "at_least", -LARGEST)
    coins = Coins(chain, as_of)
    chain = coins.chain
    names, roots, seeds = _starts(coins, start)
    limits = {"since": since, "until": until, "pause": pause}
    graph = nx.MultiDiGraph(
        start=" ".join(names),
        direction=direction,
        hops=hops,
        at_least=at_least,
        breadth=breadth,
        as_of=coins.as_of,
        **{name: limit for name, limit in limits.items() if limit is not None},
    )
    stops, _ = stop_rows(chain, stop)
    if stop is not None:
        graph.graph["stop"] = len(stops)
    stop_marks, window = marks(chain, stop=stops), tx_range(chain, since, until)
    add_transactions(graph, coins, roots, hop=0)

    c = chain.columns
    crossed = np.zeros(len(c.outputs.tx), bool), np.zeros(len(c.inputs.tx), bool)
    offers = [(np.full(len(seeds), UNKNOWN), seeds)]
    for forward in (True, False):
        if direction == ("backward" if forward else "forward"):
            continue
        offered = np.zeros(len(c.txs.txid), np.uint8)
        offered[roots] = 1
        marked = np.zeros(len(c.outputs.tx), np.uint8), np.zeros(len(c.inputs.tx), np.uint8)
        first = coins_of(chain, roots, forward)[1]
        coin, hop, stopped, reached = walk(
            _distinct(np.concatenate([seeds, first])),
            offered,
            *marked,
            forward,
            hops,
            breadth,
            at_least,
            *window,
            blocks_of(pause),
            stop_marks,
            c.outputs.tx,
            c.outputs.value,
            c.outputs.address,
            c.outputs.spent_by,
            c.inputs.tx,
            c.inputs.spends,
            c.inputs.value,
            c.inputs.address,
            chain.first_output,
            chain.first_input,
            c.txs.height,
        )
        made_at, spent_at = (hop - 1, hop) if forward else (hop, hop - 1)
        if direction == "both" and not forward:
            made_at, spent_at = -made_at, -spent_at
        new = ~_among(coin, crossed)
        stopped = stopped.astype(np.int64) * (1 if forward else -1)
        add_coins(graph, coins, Crossed(coin[new], made_at[new], spent_at[new], stopped[new]))
        crossed[0][coin[coin >= 0]] = True
        crossed[1][~coin[coin < 0]] = True
        offers.append(coins_of(chain, np.concatenate([roots, reached]), forward))

    tx, coin = (np.concatenate(side) for side in zip(*offers, strict=True))
    tx, coin = (side[~_among(coin, crossed)] for side in (tx, coin))
    graph.graph["left_out"] = len(np.unique(coin))
    add_left_out(graph, coins, tx[tx != UNKNOWN], coin[tx != UNKNOWN])
    return graph


def _starts(coins: Coins, start: Any) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the names of starts, which of them are transactions, and the coins of the others."""
    names, roots, seeds = [], list[int](), [np.zeros(0, np.int64)]
    for one in several(start):
        if isinstance(one, str) and ":" in one and not one.strip().startswith("script:"):
            coin = coins.find(one)
            names.append(coins.name(coin))
            seeds.append(np.array([coin]))
            continue
        view = coins.view(one)
        if isinstance(view, TransactionView):
            names.append(view.txid)
            roots.append(view.row)
        else:
            names.append(view.text)
            seeds.append(coins.paid_to(view.row))
    if not names:
        raise NpsError("There is nothing to start from: give a transaction, address or output.")
    return names, _distinct(np.array(roots, np.int64)), _distinct(np.concatenate(seeds))


def _distinct(rows: np.ndarray) -> np.ndarray:
    """Return rows in their order, each once."""
    return rows[np.sort(np.unique(rows, return_index=True)[1])]


def _among(coin: np.ndarray, marked: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return which coins are marked, be it by their output or by the input that spends them."""
    found = np.empty(len(coin), bool)
    inside = coin >= 0
    found[inside] = marked[0][coin[inside]]
    found[~inside] = marked[1][~coin[~inside]]
    return found
