"""``explore``: the explorer of a chain, from wherever somebody wants to begin."""

from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.show.explorer.explorer import Explorer
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.asked import a_height
from nps_chain.show.explorer.scenes.origin import origin
from nps_chain.trace.cluster import Clustering
from nps_chain.trace.taint.result import Taint


def explore(
    chain: Chain,
    start: Any,
    *,
    clusters: Clustering | None = None,
    tags: Any = None,
    taint: Taint | None = None,
    services: pd.DataFrame | None = None,
    change: Any = None,
    as_of: int | None = None,
) -> Explorer:
    """Return an explorer: a graph of payments that grows by clicks, and logs every step.

    Double-click an address to see where its money went. Transactions are small squares and
    addresses circles; time runs from left to right. Payments are facts, and drawn solid; change and
    clusters are inferences, and drawn dashed; tags are what others said. In a page without Python
    the picture stays, and can't be clicked.

    Fails as evidence as the techniques do that it shows: a click across a service follows somebody
    else's money, and a folded cluster is as good as its clustering.

    Parameters
    ----------
    chain : Chain
        The chain.
    start : str, int, view, several of these, frame, networkx.MultiDiGraph, Paths or Peel
        An address or a txid, or its beginning, of six characters or more; a transaction's row; what
        ``chain.tx`` or ``chain.address`` gives; a list of such, written whole, or a frame with a
        column ``address`` or else ``tx``. Addresses that are all in one cluster begin as one node.
        Or what ``nps.follow``, ``nps.paths`` or ``nps.peel`` found.
    clusters : Clustering, optional
        Of this chain; co-spending alone by default.
    tags : Tags or pandas.DataFrame, optional
        Names that others gave, as ``nps.tags`` gives them; or a frame with the columns ``address``
        and ``label``, and if there are any ``kind``, ``creator``, ``source``, ``confidence``, and
        ``height`` or ``date``, before which a tag is not told.
    taint : Taint, optional
        What ``nps.taint`` gave, to colour by.
    services : pandas.DataFrame, optional
        Verdicts that ``nps.services`` gave on these clusters.
    change : pandas.Series or str, optional
        What ``nps.change`` gave, or the name of a heuristic; the vote by default. A rule that
        looks forward isn't bound by the clock: ask it as of that day.
    as_of : int, optional
        Height of the block at which its clock stands at first: nothing that comes later is drawn or
        told. By default that of the flow that is given, or the last. The clock can be moved on; for
        what must not be seen at all, give ``chain.upto(height)``.

    Returns
    -------
    Explorer
        Shown by a notebook when it is the last line of a cell. Everything can be done by methods
        as well; ``.log``, ``.nodes`` and ``.payments`` are frames.

    Raises
    ------
    NpsError
        If the start is not in the chain, or not yet at that height; or if another argument makes no
        sense.

    Notes
    -----
    A click brings the six neighbours of most value, a transaction with its four largest. No more
    than 300 nodes are shown; what is left out is counted, and stands as a node of its own wherever
    it was asked for.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> explorer = nps.explore(chain, chain.tx(300))
    >>> explorer
    Explorer(4 nodes, 3 payments, as of block 153, 0 steps)
    >>> paid = chain.tx(300).outputs[0].address
    >>> explorer.expand(paid)
    Explorer(7 nodes, 6 payments, as of block 153, 1 step)
    >>> explorer.undo()
    Explorer(4 nodes, 3 payments, as of block 153, 2 steps)
    >>> explorer.log[["number", "do", "shown"]]
       number      do                shown
    0       0   start  4 nodes, 3 payments
    1       1  expand  7 nodes, 6 payments
    2       2    undo  4 nodes, 3 payments
    """
    facts = Facts(
        chain, clusters=clusters, tags=tags, taint=taint, services=services, change=change
    )
    highest = facts.chain.height
    if as_of is not None:
        as_of = a_height(as_of, int(chain.columns.blocks.height[0]), highest)
    begin = origin(facts, start, highest if as_of is None else as_of)
    found = highest if begin.as_of is None else min(begin.as_of, highest)
    return Explorer(facts, begin.step(found if as_of is None else as_of))
