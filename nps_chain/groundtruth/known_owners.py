"""How good a clustering is on the addresses whose owners somebody knows, without a truth.

On a real chain nobody has the truth. But there are known points: the addresses of one's own
purchases, the wallet in a seized phone, the books of a seized service. Or a few letters on paper,
to see what the figures mean. Of these the figures are those of
:mod:`nps_chain.groundtruth.clusterings`.

It fails to tell of all others. Known points are never drawn by chance: who was caught, or bought
from, is not like who was not. Where few owners are known, a clustering can hardly mix them, so its
precision looks good; what else is in their clusters is counted as ``strangers``, and where all of
an owner's addresses are known, each stranger is an error. No interval is told: it would speak of
owners drawn by chance.

Source of the way of asking: K. Lubbertsen and others, "Ghost Clusters", USENIX Security 2025, who
held a company's clusters against the books of three seized services.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.clustering_figures import (
    by_owner,
    figures_of,
    line_of,
    mixed_clusters,
)
from nps_chain.groundtruth.clusterings import labels_of
from nps_chain.groundtruth.contingency import contingency
from nps_chain.groundtruth.result import Figure, Score
from nps_chain.trace.texts import count


def score_known(clusters: Any, owners: Mapping[str, str], *, chain: Chain | None = None) -> Score:
    """Return how far off a clustering was on the addresses whose owners are known.

    Parameters
    ----------
    clusters : Clustering, numpy.ndarray or mapping
        A clustering; or for each address row which cluster it is in; or for each name in
        ``owners`` which group it is in.
    owners : mapping of str to str
        Whose each address is, by its text.
    chain : Chain, optional
        The chain; by default the clustering's.

    Returns
    -------
    Score
        The figures of :func:`~nps_chain.groundtruth.clusterings.score_clustering`, without
        intervals; with a chain also how many ``strangers``, of whom nothing is known, share a
        cluster with a known address, and how many addresses are ``not_in_chain``. The table
        ``mixed``, one row a cluster of more than one owner.

    Raises
    ------
    NpsError
        If a name has no group, or there is no chain to look the addresses up in.

    Notes
    -----
    Known failure: known points are not drawn by chance, so the figures promise nothing for others.

    Examples
    --------
    >>> group = {"A": 1, "B": 1, "C": 2, "D": 2}
    >>> print(score_known(group, {"A": "Ann", "B": "Ann", "C": "Ann", "D": "Bob"}))
    2 clusters of 4 addresses; 50.0 % of the pairs in them have one owner; 33.3 % of the pairs of
    one owner are found; 1 cluster of several owners, the worst of 2 addresses (Ann 1, Bob 1)
    """
    who, names = pd.factorize(pd.Index([str(owner) for owner in owners.values()], dtype="str"))
    if isinstance(clusters, Mapping):
        return _score(_groups(clusters, owners), who.astype(np.int32), names, {})
    chain = chain if chain is not None else getattr(clusters, "chain", None)
    if not isinstance(chain, Chain):
        raise NpsError("Say which chain the addresses are looked up in, chain=...")
    labels = labels_of(clusters, chain)
    texts = pa.array(list(owners), pa.large_string())
    found = pc.index_in(texts, value_set=chain.columns.addresses.address[: len(labels)])
    rows = pc.fill_null(found, -1).to_numpy()
    seen = rows >= 0
    mine = labels[rows[seen]]
    strangers = int(np.isin(labels, mine).sum()) - len(mine)
    more = {
        "strangers": Figure(strangers, "addresses in these clusters of whom nothing is known"),
        "not_in_chain": Figure(int((~seen).sum()), "known addresses that are not in the chain"),
    }
    return _score(mine, who[seen].astype(np.int32), names, more)


def _groups(groups: Mapping[Any, Any], owners: Mapping[str, str]) -> np.ndarray:
    for name in owners:
        if name not in groups:
            raise NpsError(f"{name!r:.80} has an owner and no group: give both.")
    return pd.factorize(np.array([str(groups[name]) for name in owners], object))[0]


def _score(labels: np.ndarray, who: np.ndarray, names: Any, more: dict[str, Figure]) -> Score:
    table = contingency(labels, who)
    figures = figures_of(table, by_owner(table), None) | more
    mixed = mixed_clusters(table, pa.array(names, pa.large_string()))
    line = line_of(figures, mixed)
    if not len(labels):
        line = "nothing to score: none of these addresses is in the chain"
    elif "strangers" in more:
        strangers = int(more["strangers"].value)
        line += f"; {count(strangers, 'stranger')} in these clusters"
    return Score(line, figures, {"mixed": mixed})
