"""How good verdicts on services are: whether a cluster's owner really is such a service.

A cluster belongs to whoever owns most of its known addresses. A verdict speaks of behaviour, and
several kinds of owners behave alike: a hot wallet may be an exchange's or a market's. So a verdict
is right if its owner is of one of the kinds that it can mean, see `MEANS`. A service is found if
one of its clusters is recognised, however much of it is not found.

It fails where clusters do: a cluster of several owners is judged by its largest.
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.bootstrap import of_share, resampled
from nps_chain.groundtruth.clusterings import labels_of
from nps_chain.groundtruth.contingency import contingency
from nps_chain.groundtruth.result import Figure, Score, between, share
from nps_chain.groundtruth.tables import ENTITY_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.texts import count, percent

CUSTODY = frozenset(
    ["exchange", "market", "mixer", "swap", "gambling", "processor", "gift_cards", "custodian"]
)
"""Those who hold the coins of others in wallets of their own."""

MEANS = {
    "deposit address": CUSTODY,
    "deposit wallet": CUSTODY,
    "commission wallet": frozenset(["market"]),
    "hot wallet": CUSTODY,
    "mining pool": frozenset(["miner"]),
}
"""Which kinds of owners a verdict can mean; any other verdict means the kind of its own name."""


def score_services(
    verdicts: pd.DataFrame,
    truth: Truth,
    *,
    clusters: Any = None,
    chain: Chain | None = None,
    seed: int = 0,
) -> Score:
    """Return how far off verdicts on services were.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        One row a verdict: ``cluster``, a label of the clustering, and ``kind``, one of `MEANS` or
        of :data:`~nps_chain.groundtruth.tables.ENTITY_KINDS`.
    truth : Truth
        The truth.
    clusters : Clustering or numpy.ndarray
        The clustering that the verdicts are about.
    chain : Chain, optional
        The chain; by default the clustering's, or that of the truth's data set.
    seed : int
        Names the draws of the bootstrap; its unit is a verdict.

    Returns
    -------
    Score
        ``precision``, ``recall`` (over services that own an address), and counts; tables
        ``by_kind`` of verdict, ``confusion`` (verdict by kind of owner, in clusters), ``wrong`` and
        ``missed``.

    Raises
    ------
    NpsError
        If the clustering is missing, or has no cluster of that name, or a kind isn't known.

    Notes
    -----
    Known failure: a cluster of several owners is judged by its largest, and a service counts as
    found however little of it is.

    Source: precision and recall as everywhere; which owners a verdict can mean is our own choice.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.groundtruth.services import score_services
    >>> from nps_chain.groundtruth.store import truth
    >>> from nps_chain.trace.services import services
    >>> known = truth("core-regtest")
    >>> clusters = nps.cluster(known.chain)
    >>> found = services(known.chain, clusters, at_least=0.8)
    >>> result = score_services(found, known, clusters=clusters)
    >>> result.confusion
    owner       exchange
    verdict
    hot wallet         1
    mixer              1
    """
    if clusters is None:
        raise NpsError("Verdicts name clusters: give the clustering they are about, clusters=...")
    check_columns(verdicts, "cluster", "kind", what="Verdicts on services")
    chain = chain_meant(clusters, truth, chain)
    labels = labels_of(clusters, chain)
    owners = truth.owners(chain)[: len(labels)]
    owner = _owners(verdicts["cluster"], labels, owners)
    kinds, names = truth.tables.entities.kind, truth.entities["name"]
    judged = owner != UNKNOWN
    told = verdicts["kind"].to_numpy()[judged]
    owner = owner[judged]
    true = np.array([ENTITY_KINDS[kind] for kind in kinds[owner]], object)
    right = np.array([t in meant(k) for k, t in zip(told, true, strict=True)], bool)

    here = np.unique(owners[owners >= 0])
    kind_of = {int(entity): ENTITY_KINDS[kinds[entity]] for entity in here}
    asked = frozenset().union(*(meant(kind) for kind in (*MEANS, *verdicts["kind"])))
    there = {entity for entity, kind in kind_of.items() if kind in asked}
    found = set(owner[right].tolist())
    d_right, d_all = resampled(np.column_stack([right, np.ones(len(right))]), seed).T
    n_right = int(right.sum())
    figures = {
        "precision": Figure(
            share(n_right, len(right)),
            "verdicts that are right",
            *of_share(d_right, d_all, n_right, len(right)),
        ),
        "recall": Figure(
            share(len(found), len(there)), "services of which a cluster is recognised"
        ),
        "verdicts": Figure(len(right), "verdicts judged"),
        "right": Figure(n_right, "of these, right"),
        "services": Figure(len(there), "services that own an address, of kinds that can be told"),
        "found": Figure(len(found), "of these, recognised"),
        "not_judged": Figure(int((~judged).sum()), "verdicts on clusters of unknown owner"),
    }
    rows = verdicts[judged].reset_index(drop=True)
    rows = rows.assign(owner=names.iloc[owner].to_numpy(), truth=true)
    missed = sorted(there - found)
    tables = {
        "by_kind": _by_kind(told, right, owner, kind_of),
        "confusion": pd.crosstab(
            pd.Series(told, name="verdict", dtype="str"), pd.Series(true, name="owner", dtype="str")
        ),
        "wrong": rows[~right].reset_index(drop=True),
        "missed": pd.DataFrame(
            {
                "name": names.iloc[missed].to_numpy(),
                "kind": pd.array([kind_of[entity] for entity in missed], dtype="str"),
            }
        ),
    }
    return Score(_line(figures), figures, tables)


def meant(verdict: str) -> frozenset[str]:
    """Return which kinds of owners a verdict can mean."""
    if verdict in MEANS:
        return MEANS[verdict]
    if verdict not in ENTITY_KINDS:
        raise NpsError(
            f"There is no kind of service {verdict!r}: choose from"
            f" {', '.join([*MEANS, *ENTITY_KINDS])}."
        )
    return frozenset([verdict])


def _owners(clusters: pd.Series, labels: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """Return who owns most of each cluster, the first to appear of equals; -1 unknown."""
    asked = clusters.to_numpy()
    strange = ~np.isin(asked, labels)
    if strange.any():
        first = asked[strange].tolist()[0]
        raise NpsError(
            f"The clustering has no cluster {first!r}: give the one that the verdicts are about."
        )
    table = contingency(labels, owners)
    order = np.lexsort((-table.both, table.cluster))
    first = np.flatnonzero(np.diff(table.cluster[order], prepend=-1))
    most = pd.Series(table.owner[order][first], table.label)
    return most.reindex(asked, fill_value=UNKNOWN).to_numpy()


def _by_kind(
    told: np.ndarray, right: np.ndarray, owner: np.ndarray, kind_of: dict[int, str]
) -> pd.DataFrame:
    rows = []
    for kind in sorted(set(told)):
        chosen = told == kind
        there = sum(of in meant(kind) for of in kind_of.values())
        found = len(np.unique(owner[chosen & right]))
        rows.append((kind, int(chosen.sum()), int((chosen & right).sum()), there, found))
    counts = pd.DataFrame(rows, columns=["kind", "verdicts", "right", "services", "found"])
    counts = counts.set_index("kind")
    counts["precision"] = counts["right"] / counts["verdicts"]
    counts["recall"] = counts["found"] / counts["services"]
    return counts


def _line(figures: dict[str, Figure]) -> str:
    there, found = int(figures["services"].value), int(figures["found"].value)
    precision = figures["precision"]
    recognised = f"recognises {found} of {count(there, 'service')}"
    if not figures["verdicts"].value:
        return f"no verdict; {recognised}"
    return (
        f"{percent(precision.value)} of {count(int(figures['verdicts'].value), 'verdict')} right"
        f"{between(precision.low, precision.high)}; {recognised}"
    )
