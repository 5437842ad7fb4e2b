"""How clusters collapse as change is added to co-spending: how many services are still told apart.

A rule that is seldom wrong can still join nearly all, since one wrong answer joins two whole
clusters. So it is counted how many services are still told apart, and how many owners the largest
cluster has.

It fails to tell whether what is apart is whole: alone, each address would be apart from all.

Source: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022, whose table it follows.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.cluster import Clustering, cluster

RULES = ("address_type", "power_of_ten_4", "optimal_change", "meiklejohn", "vote", "peeling_chain")
"""What is compared by default, all of it rules that look back."""

CO_SPENDING = "co-spending"


def services_apart(
    chain: Chain,
    truth: Truth,
    rules: str | Iterable[str] | None = None,
    *,
    apart: Any = None,
    limit: int | None = None,
    payees_apart: bool = False,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return what change heuristics, added to co-spending, make of a chain's clusters.

    Fails as a promise: on another chain, other rules do the harm. And a list of names that are to
    be kept ``apart`` is no measure for itself: services that are on it will be apart.

    Parameters
    ----------
    chain : Chain
        The chain.
    truth : Truth
        Its truth.
    rules : str or iterable of str, optional
        Heuristics by name; by default some that differ.
    apart, limit, payees_apart
        What keeps clusters from merging, as for ``nps.cluster``; it holds for every row.
    as_of : int, optional
        Look at blocks up to this height only. Rules that look forward insist on it.

    Returns
    -------
    pandas.DataFrame
        One row a ``clustering``, co-spending alone first: how many ``clusters``; how many
        ``services`` have a tag, see :meth:`Truth.services`; ``apart``, how many clusters hold one
        of these tags; the addresses of the ``largest`` cluster, and how many ``owners`` it has.

    Raises
    ------
    NpsError
        If there is no such rule, or one looks forward and ``as_of`` is not given.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain, truth = nps.load("core-regtest"), nps.truth("core-regtest")
    >>> services_apart(chain, truth, ["meiklejohn", "vote"])[["clusters", "largest", "owners"]]
                  clusters  largest  owners
    clustering
    co-spending        992       47       1
    + meiklejohn       780       55       2
    + vote             624       79       3
    """
    chain = chain_meant(None, truth, chain)
    if as_of is not None:
        chain = chain.upto(as_of)
    asked = RULES if rules is None else [rules] if isinstance(rules, str) else rules
    services, owners = truth.services(chain), truth.owners(chain)
    table = {}
    for rule in (None, *asked):
        clusters = cluster(
            chain, change=rule, apart=apart, limit=limit, payees_apart=payees_apart, as_of=as_of
        )
        table[CO_SPENDING if rule is None else f"+ {rule}"] = {
            "clusters": len(clusters),
            "services": len(services),
            "apart": len(clusters.holding(services)),
            "largest": int(clusters.sizes.max()) if len(clusters) else 0,
            "owners": _owners_of_largest(clusters, owners),
        }
    return pd.DataFrame.from_dict(table, orient="index").rename_axis("clustering")


def _owners_of_largest(clusters: Clustering, owners: np.ndarray) -> int:
    if not len(clusters):
        return 0
    inside = owners[: len(clusters.labels)][clusters.labels == clusters.sizes.index[0]]
    return len(np.unique(inside[inside >= 0]))
