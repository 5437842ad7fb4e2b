"""The figures of a clustering, from how many addresses each cluster and each owner share.

Every figure is a ratio of two sums over owners, so that the bootstrap can draw owners anew. What
they mean, and what each of them hides, stands in :mod:`nps_chain.groundtruth.clusterings`.
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.groundtruth.bootstrap import interval, ratio, resampled
from nps_chain.groundtruth.contingency import Contingency, add_up, b_cubed, pairs
from nps_chain.groundtruth.mutual_information import adjusted_mutual_information
from nps_chain.groundtruth.result import Figure, between, share
from nps_chain.groundtruth.tables import ENTITY_KINDS
from nps_chain.trace.texts import count, percent

NAMED = 100
"""Of so many clusters the owners are named, the worst ones; of each so many as `MOST_NAMES`."""

MOST_NAMES = 10

MEANING = {
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


def by_owner(table: Contingency) -> pd.DataFrame:
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


def figures_of(table: Contingency, of_owners: pd.DataFrame, seed: int | None) -> dict[str, Figure]:
    """Return each figure by name; without intervals where no draws are named."""
    right, clustered, owned = pairs(table)
    precision, recall = b_cubed(table)

    units = of_owners.to_numpy(float)
    drawn_sums = resampled(units, seed) if seed is not None else np.empty((0, units.shape[1]))
    d = dict(zip(of_owners.columns, drawn_sums.T, strict=True))
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
        name: Figure(value, MEANING[name], *interval(drawn))
        for name, (value, drawn) in values.items()
    }


def mixed_clusters(table: Contingency, names: Any) -> pd.DataFrame:
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


def by_kind(of_owners: pd.DataFrame, table: Contingency, kinds: np.ndarray) -> pd.DataFrame:
    """Return the figures of the owners of each kind, and how many clusters hold such an owner."""
    told = [ENTITY_KINDS[kind] for kind in kinds[of_owners.index]]
    sums = of_owners.assign(kind=pd.array(told, dtype="str"), owners=1).groupby("kind").sum()
    held = pd.DataFrame(
        {
            "kind": pd.array([ENTITY_KINDS[kind] for kind in kinds[table.owner]], dtype="str"),
            "cluster": table.cluster,
            "mixed": table.owners_of_cluster[table.cluster] > 1,
        }
    )
    clusters = held.drop_duplicates(["kind", "cluster"]).groupby("kind")["mixed"]
    return pd.DataFrame(
        {
            "owners": sums["owners"],
            "addresses": sums["addresses"],
            "clusters": clusters.size(),
            "mixed": clusters.sum(),
            "pair_precision": sums["right_pairs"] / sums["clustered_pairs"],
            "pair_recall": sums["right_pairs"] / sums["owned_pairs"],
            "b_cubed_precision": sums["precision"] / sums["addresses"],
            "b_cubed_recall": sums["recall"] / sums["addresses"],
        }
    )


def line_of(figures: dict[str, Figure], mixed: pd.DataFrame) -> str:
    """Return the score in a sentence."""
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
