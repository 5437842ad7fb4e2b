"""How good a clustering is: whether what it puts together belongs together, and how much it finds.

Two views, since each hides something. **Pairs** of addresses: precision is the share of pairs in
one cluster that have one owner; recall the share of pairs of one owner that are in one cluster.
Large clusters have nearly all pairs, so one false merge of two large owners ruins precision.
**B-cubed** asks address by address: how much of its cluster has its owner, how much of its owner is
in its cluster. Each address counts once, so small owners count too; and one false merge of few
addresses hardly shows.

Addresses whose owner the truth doesn't know are left out and counted. An address alone in its
cluster is right by definition: many of them make B-cubed precision look good.

Intervals say what other owners like these would give. Owners differ so much in size that they are
too narrow, see :mod:`nps_chain.groundtruth.bootstrap`; the recall of pairs, which the largest few
decide, is told without one.

Sources: E. Amigó and others, "A Comparison of Extrinsic Clustering Evaluation Metrics Based on
Formal Constraints", Information Retrieval 12, 2009 (B-cubed, first by A. Bagga and B. Baldwin,
1998); N. Vinh and others, JMLR 11, 2010 (adjusted mutual information).
"""

from typing import Any, Literal

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.asked import chain_meant, check_seed
from nps_chain.groundtruth.clustering_figures import (
    by_kind,
    by_owner,
    figures_of,
    line_of,
    mixed_clusters,
)
from nps_chain.groundtruth.contingency import contingency
from nps_chain.groundtruth.result import Figure, Score
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.arguments import whole


def score_clustering(
    clusters: Any,
    truth: Truth,
    *,
    chain: Chain | None = None,
    by: Literal["entity", "wallet"] = "entity",
    seed: int = 0,
    upto: int | None = None,
) -> Score:
    """Return how far off a clustering was.

    Parameters
    ----------
    clusters : Clustering or numpy.ndarray
        A clustering; or for each address row which cluster it is in, as a whole number from 0.
    truth : Truth
        The truth.
    chain : Chain, optional
        The chain; by default the clustering's, or that of the truth's data set.
    by : str
        Whether what belongs together is what one ``entity`` owns, or what is in one ``wallet``.
    seed : int
        Names the draws of the bootstrap; its unit is an owner, with all addresses.
    upto : int, optional
        Judge only the addresses that were seen up to this height: so a clustering of that day can
        be held beside one that knows what came later.

    Returns
    -------
    Score
        ``pair_precision``, ``pair_recall``, ``pair_f1``, ``b_cubed_precision``,
        ``b_cubed_recall``, ``b_cubed_f1``, ``adjusted_mutual_information``, and counts; tables
        ``by_kind`` of owner (``clusters`` that hold one of the kind, and how many of these are
        ``mixed``, of several owners), and ``mixed``, one row a cluster of more than one owner: the
        most false pairs first.

    Raises
    ------
    NpsError
        If there are more labels than addresses, or one is negative.

    Notes
    -----
    Known failure: each view hides something, pairs the small owners and B-cubed the rare great
    merge; so read both. What the truth doesn't know is left out, and may be the harder part.

    Sources: E. Amigó and others, Information Retrieval 12, 2009 (B-cubed); N. Vinh and others, JMLR
    11, 2010 (adjusted mutual information).

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.groundtruth.clusterings import score_clustering
    >>> from nps_chain.groundtruth.store import truth
    >>> known = truth("core-regtest")
    >>> every = nps.cluster(known.chain, coinjoins="keep")
    >>> result = score_clustering(every, known)
    >>> round(result.pair_precision, 4), round(result.pair_recall, 4), result.mixed_clusters
    (0.8142, 0.0348, 18)
    """
    chain = chain_meant(clusters, truth, chain)
    labels = labels_of(clusters, chain)
    if upto is not None:
        labels = labels[: _seen(chain, upto)]
    owner = truth.owners(chain, by=by)[: len(labels)]
    table = contingency(labels, owner)
    kinds = truth.tables.entities.kind
    if by == "wallet":
        kinds = kinds[truth.tables.wallets.entity]
    of_owners = by_owner(table)
    figures = figures_of(table, of_owners, check_seed(seed))
    unknown = len(labels) - table.addresses
    figures["unknown_addresses"] = Figure(unknown, "addresses left out: owner not known")
    names = getattr(truth.tables, "entities" if by == "entity" else "wallets").name
    mixed = mixed_clusters(table, names)
    tables = {"by_kind": by_kind(of_owners, table, kinds), "mixed": mixed}
    return Score(line_of(figures, mixed), figures, tables)


def labels_of(clusters: Any, chain: Chain) -> np.ndarray:
    """Return which cluster each address is in, by its row; raise an NpsError if that isn't told."""
    labels = np.asarray(getattr(clusters, "labels", clusters))
    many = len(chain.columns.addresses.address)
    if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer) or len(labels) > many:
        raise NpsError(
            f"A clustering has a whole number for each address, by its row, and this chain has"
            f" {many:,} addresses. Give the chain that it is about, chain=..."
        )
    if len(labels) and (labels.min() < 0 or labels.max() >= 2**31):
        raise NpsError("A cluster's name is a whole number from 0 to 2,147,483,647.")
    return labels


def _seen(chain: Chain, height: Any) -> int:
    """Return how many addresses, which come in order, were seen up to a height."""
    height = whole(height, "upto", -1, wanted="give the height of a block")
    c = chain.columns
    txs = np.searchsorted(c.txs.height, np.int32(min(height, 2**31 - 1)), "right")
    return int(np.searchsorted(c.addresses.first_seen, np.int32(txs)))
