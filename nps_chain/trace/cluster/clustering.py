"""The answer to :func:`cluster`: addresses in clusters, the reasons for them, and their growth."""

from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.arguments import LARGEST, whole
from nps_chain.trace.clock import known
from nps_chain.trace.cluster.bridges import bridges
from nps_chain.trace.cluster.constraints import Constraints
from nps_chain.trace.cluster.evidence import Asked, Evidence
from nps_chain.trace.cluster.forest import Forest, must_continue
from nps_chain.trace.cluster.graph import graph
from nps_chain.trace.cluster.groups import Groups
from nps_chain.trace.cluster.growth import Growth, growth
from nps_chain.trace.cluster.history import History
from nps_chain.trace.cluster.parts import Parts
from nps_chain.trace.cluster.removal import differ, held_together, labels_without
from nps_chain.trace.cluster.search import Search
from nps_chain.trace.cluster.why import Why
from nps_chain.trace.named import tx_rows


class Clustering(Groups):
    """Addresses in clusters: an inference, so a cluster's number is never cited as evidence.

    It is made by :func:`cluster`, and changes only by :meth:`grow`. Where the inference itself
    fails, and whose it is, is told in :mod:`nps_chain.trace.cluster`.

    Attributes
    ----------
    chain : Chain
        The chain as it was known.
    as_of : int or None
        Height of the last block that was looked at; None for all there are.
    constraints : Constraints
        What was not to merge.
    """

    def __init__(
        self,
        chain: Chain,
        asked: Asked,
        evidence: Evidence,
        constraints: Constraints,
        as_of: int | None,
        errors: pd.Series,
    ) -> None:
        super().__init__(chain, asked, evidence, constraints, as_of)
        self._errors = errors

    def why(self, a: Any, b: Any) -> Why:
        """Return the fewest transactions that link two addresses, each with its rule and error.

        Of several chains of transactions that are equally short, always the same one is given; of
        several transactions that link the two directly, the earliest.

        Fails where the fewest are not the surest: it doesn't weigh rules. The search is Pohl's
        (1971), from both ends.

        Parameters
        ----------
        a, b : int, str or AddressView
            Two addresses, by row, text or view.

        Returns
        -------
        Why
            It shows itself as sentences; ``.frame`` has a row a transaction. Where nothing links
            the two, it says so, and counts as false.

        Raises
        ------
        ChainError
            If an address is not in the chain as it was known.

        Examples
        --------
        >>> import nps_chain as nps
        >>> chain = nps.load("core-regtest")
        >>> clusters = nps.cluster(chain)
        >>> first, second, *_ = clusters.of(clusters.sizes.index[0])
        >>> clusters.why(first, second).frame[["height", "rule", "error"]]
           height         rule  error
        0     106  co_spending    NaN
        1     110  co_spending    NaN
        2     122  co_spending    NaN
        3     121  co_spending    NaN
        """
        rows = self._row(a), self._row(b)
        return Why(self._links, self._errors, *rows, self._search.between(*rows))

    def when(self, a: Any, b: Any) -> int | None:
        """Return the height of the block after which two addresses first were in one cluster.

        None if they never were. An address is with itself since it first appeared.

        Fails where evidence is late: two addresses may have been one person's long before anything
        showed it. The way of asking is Tarjan's (1983), along a forest of shallow trees.

        Parameters
        ----------
        a, b : int, str or AddressView
            Two addresses, by row, text or view.

        Raises
        ------
        ChainError
            If an address is not in the chain as it was known.

        Examples
        --------
        >>> import nps_chain as nps
        >>> clusters = nps.cluster(nps.load("core-regtest"))
        >>> first, second, *_ = clusters.of(clusters.sizes.index[0])
        >>> clusters.when(first, second)
        122
        """
        tx = self._history.joined_by(self._row(a), self._row(b))
        return None if tx < 0 else int(self.chain.columns.txs.height[tx])

    def growth(self, address: Any) -> Growth:
        """Return how the cluster of an address came to be: the merges that it took, in order.

        Fails where the clustering does: a merge may be a rule's mistake, above all one of two large
        clusters. Evidence shows when a link was made visible, not since when it has been one owner.

        Parameters
        ----------
        address : int, str or AddressView
            The address, by row, text or view.

        Returns
        -------
        Growth
            ``.frame`` has a row a merge; ``nps.draw`` makes a picture of it.

        Raises
        ------
        ChainError
            If the address is not in the chain as it was known.

        Examples
        --------
        >>> import nps_chain as nps
        >>> clusters = nps.cluster(nps.load("core-regtest"))
        >>> first, *_ = clusters.of(clusters.sizes.index[0])
        >>> grown = clusters.growth(first)
        >>> grown.frame[["height", "rule", "before", "joined"]][8:11]
            height         rule  before  joined
        8      122  co_spending       9       1
        9      122  co_spending      10       6
        10     123  co_spending      16       1
        """
        return growth(self._links, self.labels, self._row(address))

    def labels_at(self, height: int) -> np.ndarray:
        """Return the cluster of each address by the evidence of blocks up to a height.

        As long as the rules look only backward, this is what :func:`cluster` answers as of that
        height. A change heuristic that looks forward may say something else on another day; what it
        said here counts.

        Parameters
        ----------
        height : int
            Height of the last block that counts.

        Returns
        -------
        numpy.ndarray
            Shape (addresses known at that height,), int32: a cluster is named by the smallest of
            its rows.

        Raises
        ------
        NpsError
            If the height is no whole number.

        Examples
        --------
        >>> import nps_chain as nps
        >>> clusters = nps.cluster(nps.load("core-regtest"))
        >>> labels = clusters.labels_at(120)
        >>> len(labels), len(set(labels.tolist()))
        (542, 463)
        """
        height = whole(height, "height", -LARGEST, wanted="give the height of a block")
        last = np.int32(max(-1, min(height, 2**31 - 1)))
        return self._history.labels(
            int(np.searchsorted(self.chain.columns.txs.height, last, "right"))
        )

    def at(self, height: int) -> "Clustering":
        """Return the clustering by the evidence of blocks up to a height, with its reasons.

        What was asked is not asked anew, so it holds what :meth:`labels_at` says of heuristics that
        look forward.

        Parameters
        ----------
        height : int
            Height of the last block that counts. From that of the clustering's last block on, the
            clustering itself is returned.

        Raises
        ------
        ChainError
            If the height is no whole number.

        Examples
        --------
        >>> import nps_chain as nps
        >>> clusters = nps.cluster(nps.load("core-regtest"))
        >>> clusters.at(120)
        Clustering(addresses: 542, clusters: 463, largest: 18, transactions left out: 4,
        as of height: 120)
        """
        chain = self.chain.upto(height)
        if chain is self.chain:
            return self
        change = self._evidence.change
        if change is not None:
            change = change[: len(chain.columns.txs.height)]
        evidence = replace(self._evidence, change=change)
        return Clustering(chain, self._asked, evidence, self.constraints, height, self._errors)

    def without(self, *txs: Any) -> Parts:
        """Return what falls apart when transactions are no evidence.

        Of the clusters that they are evidence for, only what comes off is looked at. Where clusters
        were kept apart, all is worked out from the start, since others may then merge.

        Fails to part what a second error holds together, too. The search, of which only the smaller
        side is paid for, is that of Even and Shiloach (1981).

        Parameters
        ----------
        *txs : int, str, TransactionView, iterable of these, or pandas.DataFrame
            Transactions by row, txid or view; or one list or frame of them (column ``tx``).

        Returns
        -------
        Parts
            ``.frame`` has the part of each address, ``.sizes`` those of the parts, and
            ``.clustering`` all clusters without this evidence.

        Raises
        ------
        ChainError
            If a transaction is not in the chain as it was known.

        Examples
        --------
        >>> import nps_chain as nps
        >>> clusters = nps.cluster(nps.load("core-regtest"))
        >>> clusters.without(clusters.bridges()["tx"][0])
        Without 1 transaction 1 cluster of 47 addresses falls into 10 parts: 34, 3, 3, 1, 1, ...
        addresses.
        """
        gone = tx_rows(self.chain, txs[0] if len(txs) == 1 else list(txs))
        asked = replace(self._asked, without=np.union1d(self._asked.without, gone))
        evidence = replace(self._evidence, left_out=np.union1d(self._evidence.left_out, gone))
        evidence = asked.weigh(self.chain, evidence)
        again = partial(
            Clustering, self.chain, asked, evidence, self.constraints, self.as_of, self._errors
        )
        rows = held_together(self._links, gone, self.labels)
        if self.constraints or asked.payees_apart:
            after = again().labels
            rows = np.union1d(rows, differ(self.labels, after))
        else:
            after = labels_without(self._links, gone, self.labels)
        return Parts(self._links, gone, self.labels, after, rows, again)

    def bridges(self, of: Any = None) -> pd.DataFrame:
        """Return the transactions without which a cluster falls apart, the deepest cut first.

        Fails to find an error that a second one covers: two wrong transactions between the same two
        people are no bridge, neither of them. The walk is Hopcroft's and Tarjan's (1973).

        Parameters
        ----------
        of : int, str or AddressView, optional
            An address, to see the bridges of its cluster only; those of all by default.

        Returns
        -------
        pandas.DataFrame
            One row a transaction: ``tx`` (row), ``txid``, ``height``, ``rule`` (both where it links
            by its inputs and by its change), ``cluster``, ``addresses`` (of the cluster), ``parts``
            (how many it falls into), and the addresses of the ``largest`` and the ``second``
            largest of them. Sorted by the last, then in the order of the chain.

        Raises
        ------
        ChainError
            If the address is not in the chain as it was known.

        Examples
        --------
        >>> import nps_chain as nps
        >>> clusters = nps.cluster(nps.load("core-regtest"))
        >>> clusters.bridges()[["height", "addresses", "parts", "largest", "second"]].head(2)
           height  addresses  parts  largest  second
        0     136         47     10       34       3
        1     110         47      8       39       2
        """
        found = bridges(self._links, self.labels)
        if of is None:
            return found
        return found[found["cluster"] == self.labels[self._row(of)]].reset_index(drop=True)

    def graph(self, of: Any = None, *, top: int | None = None) -> nx.DiGraph:
        """Return who pays whom, cluster by cluster.

        Fails where change was not found: its address then looks like a payee. The graph is that of
        Reid and Harrigan (2011).

        Parameters
        ----------
        of : int, str, iterable of these, or pandas.DataFrame, optional
            Addresses whose clusters to show; all by default.
        top : int, optional
            Show so many of the clusters only, those with most addresses.

        Returns
        -------
        networkx.DiGraph
            A node is a cluster: ``name`` (the address that it is named by), ``addresses`` (how
            many), ``sent`` and ``received`` (satoshi, to and from all other clusters, those that
            are not shown too), and ``label`` where it holds one of the names to keep apart. An edge
            has ``value`` (satoshi) and ``transactions`` (how many). The graph itself has
            ``transactions``, of which it is known which cluster paid, and ``not_attributed``, of
            which it isn't: these are not drawn.

        Raises
        ------
        NpsError
            If an address is not in the chain, or ``top`` is below 1.

        Examples
        --------
        >>> import nps_chain as nps
        >>> graph = nps.cluster(nps.load("core-regtest")).graph(top=2)
        >>> for payer, payee, payments in graph.edges(data=True):
        ...     print(graph.nodes[payer]["addresses"], graph.nodes[payee]["addresses"], payments)
        47 41 {'value': 164019180, 'transactions': 17}
        41 47 {'value': 863574, 'transactions': 2}
        """
        return graph(self.chain, self.labels, self.left_out, self.constraints, of, top)

    def grow(
        self,
        chain: Chain,
        *,
        change: Any = None,
        coinjoins: Any = None,
        without: Any = (),
        as_of: int | None = None,
    ) -> None:
        """Take in a longer chain, in place: only blocks that are new are worked on.

        The outcome is that of :func:`cluster` on the longer chain. What was asked then is asked
        again; so CoinJoins that were looked for, and change by a heuristic's name, are looked for
        in all of the chain, which takes longer than to cluster it: give the answers, if you have
        them. If they say something else of the old blocks than before, all is worked out anew.

        Parameters
        ----------
        chain : Chain
            A chain whose first blocks are those of this clustering's.
        change : str, callable or pandas.Series, optional
            As in :func:`cluster`. Needed if the answers of a heuristic were given there.
        coinjoins : str, pandas.DataFrame or iterable, optional
            As in :func:`cluster`.
        without : iterable of int or str
            More transactions that are no evidence.
        as_of : int, optional
            Look at blocks up to this height only.

        Raises
        ------
        NpsError
            If the chain doesn't continue that of the clustering.

        Examples
        --------
        >>> import nps_chain as nps
        >>> chain = nps.load("core-regtest")
        >>> clusters = nps.cluster(chain.upto(120))
        >>> clusters.grow(chain)
        >>> clusters
        Clustering(addresses: 1,422, clusters: 992, largest: 47, transactions left out: 10)
        """
        chain = known(chain, as_of)
        must_continue(self.chain, chain)
        asked = self._asked.again(chain, change, coinjoins, without)
        evidence = asked.look(chain, as_of)
        if not evidence.continues(self._evidence, self._forest.txs):
            self._forest = Forest(self.constraints)
        self._forest.add(chain, evidence)
        self.chain, self.as_of, self._asked, self._evidence = chain, as_of, asked, evidence
        for made in _MADE_WHEN_ASKED:
            self.__dict__.pop(made, None)

    @cached_property
    def _search(self) -> Search:
        return Search(self._links)

    @cached_property
    def _history(self) -> History:
        return History(self._links)


_MADE_WHEN_ASKED = [
    name
    for name, made in (vars(Groups) | vars(Clustering)).items()
    if isinstance(made, cached_property)
]
