"""The clusters that the addresses of a case are in: an inference, told as one.

A clustering is of a whole chain. Here are the clusters of those addresses that the case names, with
all their members as long as they aren't more than `MOST`: beyond, a cluster is a service, and its
members are no part of the case. A cluster is called by its first address, since a number of it
means nothing on another day.
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents.named import Named

MOST = 1_000
"""Addresses of a cluster all of which are told."""

CLUSTERS = {
    "cluster": "the first address of the cluster, which stands for it",
    "address": "an address in it; of a cluster with more than 1,000 only those that are named",
    "named": "whether this case names the address",
    "addresses": "how many addresses are in the cluster",
}


def groups(clusters: Any, names: Named) -> pd.DataFrame:
    """Return the clusters of what is named, with the columns of `CLUSTERS`.

    Parameters
    ----------
    clusters : Clustering, pandas.DataFrame or None
        As `nps_chain.trace.cluster` makes it; or a frame ``address``, ``cluster``.
    names : Named
        What the case names.

    Raises
    ------
    NpsError
        If a frame lacks a column.
    """
    if clusters is None:
        empty = {"cluster": "str", "address": "str", "named": "bool", "addresses": "int64"}
        return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in empty.items()})
    frame = clusters if isinstance(clusters, pd.DataFrame) else clusters.frame
    for column in ("address", "cluster"):
        if column not in frame:
            raise NpsError(f"The frame of clusters has no column {column!r}.")
    named = frame["address"].isin(list(names.addresses))
    mine = frame["cluster"].isin(frame.loc[named, "cluster"].unique())
    found = frame.loc[mine, ["cluster", "address"]].assign(named=named[mine])
    members = found.groupby("cluster")["address"]
    found["addresses"] = members.transform("size").astype(np.int64)
    found["cluster"] = members.transform("first").astype("str")
    found = found[found["named"] | (found["addresses"] <= MOST)]
    return found.sort_values(["cluster", "address"], ignore_index=True)[list(CLUSTERS)]
