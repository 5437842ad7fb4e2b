"""What a cluster inherits from the tags on its addresses: an attribution carried by an inference.

A tag names one address. That the name holds for all that were spent with it is an inference upon
it, and errs where the clustering does: one wrong merge, and a stranger inherits the name. So each
name on a cluster comes with the addresses that it is from, with what the clustering rests on, and
with how often that is known to be wrong.

How sure a name is: as sure as the surest tag that gives it, no more. Several tags that agree add
nothing, since makers copy from each other and nobody can tell; a conflict takes nothing away, since
nobody can tell which side errs, but it is told. And no number is worked out from the tag's and the
clustering's together: that would look as if somebody had measured it.

Source: of the rule that only some tags stand for a cluster, GraphSense's ``is_cluster_definer``.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nps_chain.evidence.tags.conflicts import on_clusters
from nps_chain.evidence.tags.names import Names
from nps_chain.trace.cluster import Clustering
from nps_chain.trace.texts import count

if TYPE_CHECKING:
    from nps_chain.evidence.tags.collection import Tags

COLUMNS = ["cluster", "label", "actor", "category", "sure", "by", "who", "tags", "addresses",
           "definer", "conflict", "inference", "error"]  # fmt: skip


def on(tags: "Tags", clusters: Clustering, *, definers: bool) -> pd.DataFrame:
    """Return a row a name on a cluster; see `nps_chain.evidence.tags.collection.Tags.on`."""
    names = Names(tags)
    told = on_clusters(names.attributions(definers=definers), clusters)
    sizes = clusters.sizes
    rows = []
    for cluster, of_cluster in told.groupby("cluster", sort=True):
        size = int(sizes[cluster])
        error = _error(clusters, int(of_cluster["row"].iloc[0]), size)
        named = list(of_cluster.groupby("name", sort=False))
        for name, of_name in named:
            label = names.label(str(name))
            rows.append(_row(label, of_name, size, len(named) > 1, error))
    kinds = {"cluster": "int64", "label": "str", "actor": "str", "category": "str", "sure": "int64",
             "tags": "int64", "addresses": "int64", "definer": "bool", "conflict": "bool",
             "inference": "str", "error": "str"}  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype(kinds)


def _row(label: str, rows: pd.DataFrame, size: int, conflict: bool, error: str) -> list[Any]:
    surest = rows.iloc[0]
    addresses = tuple(sorted(set(rows["address"])))
    definer = bool(rows["definer"].any())
    who = tuple(sorted(set(rows["creator"])))
    return [
        int(surest["cluster"]), label, surest["actor"], surest["category"], int(surest["sure"]),
        addresses, who, len(rows), size, definer, conflict,
        _sentence(label, surest, len(addresses), size, definer, conflict), error,
    ]  # fmt: skip


def _sentence(
    label: str, surest: pd.Series, tagged: int, size: int, definer: bool, conflict: bool
) -> str:
    told = f"{surest['creator']} names {surest['address']} “{label}” ({surest['confidence']})."
    if size == 1:
        return f"{told} It is alone in its cluster, so nothing is inferred."
    if tagged > 1:
        told += f" Other tags say so of {count(tagged - 1, 'more address')}."
    if rest := size - tagged:
        told += f" For {count(rest, 'other address')} of the cluster it is an inference."
        if not definer:
            told += " No maker says that the tag stands for the whole cluster."
    if conflict:
        told += " Another name is on the cluster: a name is wrong, or the clustering is."
    return told


def _error(clusters: Clustering, row: int, size: int) -> str:
    """Return what the cluster of an address rests on, and how often that is wrong."""
    if size == 1:
        return "No clustering is needed."
    rules = clusters.growth(row).frame["rule"].value_counts().sort_index()
    rates = clusters.why(row, row).errors
    return (
        f"The cluster rests on {'; and on '.join(_of_rule(*one, rates) for one in rules.items())}."
    )


def _of_rule(rule: Any, merges: int, rates: pd.Series) -> str:
    rate = float(rates.get(rule, np.nan))
    told = f"{count(merges, 'merge')} by {rule}, "
    if np.isnan(rate):
        return f"{told}and how often that rule is wrong is not known"
    return f"{told}{rate:.1%} of whose answers are wrong where it was measured"
