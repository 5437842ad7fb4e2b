"""Kinds of address, by the words of tags and verdicts, and which of them are services.

A service holds the coins of many in one pool, so a trace stops there. Verdicts call a kind by words
of their own, tags by those of TagPacks and of the INTERPOL Dark Web and Virtual Assets taxonomy.
"""

from typing import NamedTuple

import pandas as pd

from nps_chain.harmless import harmless
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.services.stops import CUSTODY

_LONGEST, _REASONS = 40, 2000  # characters of a kind, and of its reasons, that are shown

_OF_TAGS = (
    "darknet market", "gift card", "hosted wallet", "mixing service", "payment processor",
)  # fmt: skip


def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind, however they are joined.

    >>> words("Payment_processor")
    ('payment', 'processor')
    """
    return tuple(kind.casefold().replace("_", " ").replace("-", " ").split())


_SERVICES = frozenset(map(words, (*CUSTODY, *_OF_TAGS)))


def is_service(kind: str) -> bool:
    """Return whether a kind is that of a service which pools the coins of many.

    >>> is_service("payment_processor"), is_service("Exchange"), is_service("merchant")
    (True, True, False)
    """
    return words(kind) in _SERVICES


class Verdict(NamedTuple):
    """What a cluster seems to be.

    Attributes
    ----------
    kind : str
        Such as ``hot wallet``.
    confidence : float
        From 0 to 1; NaN where there is none.
    reasons : str
        Why, in sentences; empty where nobody says.
    """

    kind: str
    confidence: float
    reasons: str


def verdicts_by_cluster(services: pd.DataFrame) -> dict[int, Verdict]:
    """Return of each cluster the verdict of highest confidence, of equals the first.

    Parameters
    ----------
    services : pandas.DataFrame
        As of ``nps.services``: columns ``cluster``, ``kind`` and ``confidence``; and, if there,
        ``reasons``.

    Raises
    ------
    NpsError
        If it is no frame, or lacks a column.
    """
    check_columns(services, "cluster", "kind", "confidence", what="Verdicts on services")
    sure = pd.to_numeric(services["confidence"], errors="coerce").reset_index(drop=True)
    order = sure.sort_values(ascending=False, kind="stable").index
    told = services["reasons"] if "reasons" in services else [""] * len(services)
    cluster = pd.to_numeric(services["cluster"], errors="coerce")
    all_of = services[["kind"]].assign(cluster=cluster, sure=sure.to_numpy(), reasons=told)
    all_of = all_of[["cluster", "kind", "sure", "reasons"]].iloc[order]
    chosen = all_of.dropna(subset=["cluster", "kind"]).drop_duplicates("cluster")
    return {
        cluster: Verdict(harmless(kind, _LONGEST), confidence, harmless(reasons, _REASONS))
        for cluster, kind, confidence, reasons in chosen.itertuples(index=False)
    }
