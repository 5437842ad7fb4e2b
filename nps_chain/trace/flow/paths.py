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

from typing import Any

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import whole
from nps_chain.trace.coins import Coins
from nps_chain.trace.flow.found import Paths, frame_of, table_of
from nps_chain.trace.flow.limits import blocks_of, marks, tx_range
from nps_chain.trace.flow.search import Search
from nps_chain.trace.named import address_rows
from nps_chain.trace.stops import stop_rows
from nps_chain.trace.texts import count

KINDS = ("shortest", "widest")


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
    pause: int | None = None,
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
        Take paths that are over in so many blocks, from when ``a`` spent its coin to when the coin
        of ``b`` was made.
    pause : int, optional
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
    One pass over the transactions that money from ``a`` reached, in the order of the chain, however
    many hops there are; and another one for each width among the paths returned, to find the
    shortest of them. ``within`` takes a pass for each height at which ``a`` spent a coin, over so
    many blocks. The widest go by no coin of unknown value; those are counted.

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
    stops, _ = stop_rows(chain, stop)
    mark = marks(chain, **rows, stop=stops)
    longest = None if within is None else whole(within, "within", 0)
    window = tx_range(chain, since, until)
    search = Search(coins, mark, how == "widest", at_least, window, blocks_of(pause))
    windows = [search.whole]
    arrived = search.arrivals(windows)
    limits = search.limits()
    if longest is not None:
        windows, every = search.windows(longest), len(arrived.coin)
        arrived = search.arrivals(windows)
        limits += (
            f" Of {count(every, 'coin')} of b that it reached at any time,"
            f" {len(arrived.coin):,} came within {count(longest, 'block')}."
        )
    best = arrived.chosen(np.arange(min(most, len(arrived.coin))))
    ways, hops = search.ways(best, windows)
    order = np.lexsort((best.coin, hops, -best.width)) if how == "widest" else np.arange(len(hops))
    ways = [ways[row] for row in order]
    return Paths(
        frame_of(coins, ways),
        table_of(coins, ways, hops[order], best.width[order]),
        len(arrived.coin),
        search.reached,
        limits,
        how,
        coins.as_of,
        coins,
        ways,
        len(stops) + len(rows["b"]),
    )
