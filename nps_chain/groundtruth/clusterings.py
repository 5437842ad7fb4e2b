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
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.bootstrap import interval, ratio, resampled
from nps_chain.groundtruth.contingency import (
    Contingency,
    add_up,
    b_cubed,
    contingency,
    pairs,
)
from nps_chain.groundtruth.mutual_information import adjusted_mutual_information
from nps_chain.groundtruth.result import Figure, Score, between, share
from nps_chain.groundtruth.tables import ENTITY_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.texts import count, percent

NAMED = 100
"""Of so many clusters the owners are named, the worst ones; of each so many as `MOST_NAMES`."""

MOST_NAMES = 10

_MEANING = {
    "pair_precision": "pairs in one cluster that have one owner",
    "pair_recall": "pairs of one owner that are in one cluster",
    "pair_f1": "harmonic mean of the two",
    "b_cubed_precision": "of an address's cluster, what has its owner; mean over addresses",
    "b_cubed_recall": "of an address's owner, what is in its cluster; mean over addresses",
    "b_cubed_f1": "harmonic mean of the two",
    "adjusted_mutual_information": "what clusters tell of owners: 0 by chance, 1 all",
    "addresses": "addresses judged",
    "clusters": "clusters of these",
    "owners": "owners of these",
    "mixed_clusters": "clusters of several owners",
    "largest_cluster": "addresses in the largest cluster",
    "right_pairs": "pairs of one owner in one cluster",
    "clustered_pairs": "pairs in one cluster",
    "owned_pairs": "pairs of one owner",
}


def score_clustering(
    clusters: Any,
    truth: Truth,
    *,
    chain: Chain | None = None,
    by: Literal["entity", "wallet"] = "entity",
    seed: int = 0,
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

    Returns
    -------
    Score
        ``pair_precision``, ``pair_recall``, ``pair_f1``, ``b_cubed_precision``,
        ``b_cubed_recall``, ``b_cubed_f1``, ``adjusted_mutual_information``, and counts; tables
        ``by_kind`` of owner, and ``mixed``, one row a cluster of more than one owner: the most
        false pairs first.

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
    owner = truth.owners(chain, by=by)[: len(labels)]
    table = contingency(labels, owner)
    kinds = truth.tables.entities.kind
    if by == "wallet":
        kinds = kinds[truth.tables.wallets.entity]
    of_owners = _by_owner(table)
    figures = _figures(table, of_owners, seed)
    unknown = len(labels) - table.addresses
    figures["unknown_addresses"] = Figure(unknown, "addresses left out: owner not known")
    mixed = _mixed(table, getattr(truth.tables, "entities" if by == "entity" else "wallets").name)
    tables = {"by_kind": _by_kind(of_owners, table, kinds), "mixed": mixed}
    return Score(_line(figures, mixed), figures, tables)


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


def _by_owner(table: Contingency) -> pd.DataFrame:
    """Return what each owner adds to each sum. Pairs are counted from both ends, so from each once.

    A score is then a ratio of two sums over owners, as the bootstrap wants it.
    """
    size, both = table.of_cluster[table.cluster], table.both
    of_owner, many = table.of_owner, table.owners
    squares = table.squares_of_owner()
    return pd.DataFrame(
        {
            "addresses": of_owner,
            "right_pairs": squares - of_owner,
            "clustered_pairs": add_up(both * (size - 1), table.owner, many),
            "owned_pairs": of_owner * (of_owner - 1),
            "precision": add_up(both * both / size, table.owner, many),
            "recall": ratio(squares.astype(float), of_owner),
        }
    )[of_owner > 0]


def _figures(table: Contingency, of_owners: pd.DataFrame, seed: int) -> dict[str, Figure]:
    right, clustered, owned = pairs(table)
    precision, recall = b_cubed(table)

    d = dict(zip(of_owners.columns, resampled(of_owners.to_numpy(float), seed).T, strict=True))
    d_precision = ratio(d["precision"], d["addresses"])
    d_recall = ratio(d["recall"], d["addresses"])
    d_pairs = ratio(d["right_pairs"], d["clustered_pairs"])
    d_f1 = ratio(2 * d_precision * d_recall, d_precision + d_recall)
    none = np.empty(0)  # most pairs are those of the largest owners: too few to draw from
    f1 = share(2 * precision * recall, precision + recall)
    values: dict[str, tuple[float, np.ndarray]] = {
        "pair_precision": (share(right, clustered), d_pairs),
        "pair_recall": (share(right, owned), none),
        "pair_f1": (share(2 * right, clustered + owned), none),
        "b_cubed_precision": (precision, d_precision),
        "b_cubed_recall": (recall, d_recall),
        "b_cubed_f1": (f1, d_f1),
        "adjusted_mutual_information": (adjusted_mutual_information(table), none),
        "addresses": (table.addresses, none),
        "clusters": (len(table.label), none),
        "owners": (len(of_owners), none),
        "mixed_clusters": (int((table.owners_of_cluster > 1).sum()), none),
        "largest_cluster": (int(table.of_cluster.max(initial=0)), none),
        "right_pairs": (right, none),
        "clustered_pairs": (clustered, none),
        "owned_pairs": (owned, none),
    }
    return {
        name: Figure(value, _MEANING[name], *interval(drawn))
        for name, (value, drawn) in values.items()
    }


def _mixed(table: Contingency, names: Any) -> pd.DataFrame:
    """Return the clusters of more than one owner, those with the most false pairs first."""
    clusters = np.flatnonzero(table.owners_of_cluster > 1)
    size = table.of_cluster[clusters]
    squares = table.squares_of_cluster()[clusters]
    false_pairs = (size * size - squares) // 2
    order = np.argsort(-false_pairs, kind="stable")
    who = [""] * len(clusters)
    for place, cluster in enumerate(clusters[order[:NAMED]].tolist()):
        first, end = np.searchsorted(table.cluster, [cluster, cluster + 1])
        cells = first + np.argsort(-table.both[first:end], kind="stable")
        shown = [
            f"{names[int(table.owner[cell])].as_py()} {table.both[cell]}"
            for cell in cells[:MOST_NAMES]
        ]
        more = len(cells) - len(shown)
        who[place] = ", ".join(shown) + (f" and {more} more" if more else "")
    return pd.DataFrame(
        {
            "cluster": table.label[clusters][order],
            "addresses": size[order],
            "owners": table.owners_of_cluster[clusters][order],
            "false_pairs": false_pairs[order],
            "who": pd.array(who, dtype="str"),
        }
    )


def _by_kind(of_owners: pd.DataFrame, table: Contingency, kinds: np.ndarray) -> pd.DataFrame:
    told = [ENTITY_KINDS[kind] for kind in kinds[of_owners.index]]
    sums = of_owners.assign(kind=pd.array(told, dtype="str"), owners=1).groupby("kind").sum()
    return pd.DataFrame(
        {
            "owners": sums["owners"],
            "addresses": sums["addresses"],
            "pair_precision": sums["right_pairs"] / sums["clustered_pairs"],
            "pair_recall": sums["right_pairs"] / sums["owned_pairs"],
            "b_cubed_precision": sums["precision"] / sums["addresses"],
            "b_cubed_recall": sums["recall"] / sums["addresses"],
        }
    )


def _line(figures: dict[str, Figure], mixed: pd.DataFrame) -> str:
    if not figures["addresses"].value:
        return "nothing to score: the truth knows the owner of no address"
    shown = [
        f"{count(int(figures['clusters'].value), 'cluster')} of"
        f" {count(int(figures['addresses'].value), 'address', 'addresses')}"
    ]
    precision, recall = figures["pair_precision"], figures["pair_recall"]
    if figures["clustered_pairs"].value:
        shown.append(
            f"{percent(precision.value)} of the pairs in them have one owner"
            f"{between(precision.low, precision.high)}"
        )
    else:
        shown.append("each address alone")
    if figures["owned_pairs"].value:
        shown.append(f"{percent(recall.value)} of the pairs of one owner are found")
    if len(mixed):
        worst = mixed.iloc[0]
        shown.append(
            f"{count(len(mixed), 'cluster')} of several owners, the worst of"
            f" {worst['addresses']:,} addresses ({worst['who']})"
        )
    else:
        shown.append("no cluster of several owners")
    return "; ".join(shown)
