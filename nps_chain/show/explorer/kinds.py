"""Kinds of address, by the words of tags and verdicts, and which of them are services.

A service holds the coins of many in one pool, so a trace stops there. Verdicts call a kind by words
of their own, tags by those of TagPacks and of the INTERPOL Dark Web and Virtual Assets taxonomy.
"""

import pandas as pd

from nps_chain.show.explorer.harmless import harmless
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.services.stops import CUSTODY

_LONGEST = 40  # characters of a kind that are shown

_OF_TAGS = (
    "darknet market", "gift card", "hosted wallet", "mixing service", "payment processor",
)  # fmt: skip


def _plain(kind: str) -> str:
    return " ".join(kind.casefold().replace("_", " ").replace("-", " ").split())


_SERVICES = frozenset(map(_plain, (*CUSTODY, *_OF_TAGS)))


def is_service(kind: str) -> bool:
    """Return whether a kind is that of a service which pools the coins of many.

    >>> is_service("payment_processor"), is_service("Exchange"), is_service("merchant")
    (True, True, False)
    """
    return _plain(kind) in _SERVICES


def verdicts_by_cluster(services: pd.DataFrame) -> dict[int, str]:
    """Return the kind of each cluster by the verdict of highest confidence, of equals the first.

    Parameters
    ----------
    services : pandas.DataFrame
        As of ``nps.services``: columns ``cluster``, ``kind`` and ``confidence``.

    Raises
    ------
    NpsError
        If it is no frame, or lacks a column.
    """
    check_columns(services, "cluster", "kind", "confidence", what="Verdicts on services")
    sure = pd.to_numeric(services["confidence"], errors="coerce").reset_index(drop=True)
    order = sure.sort_values(ascending=False, kind="stable").index
    chosen = services[["cluster", "kind"]].iloc[order].dropna().drop_duplicates("cluster")
    return {
        cluster: harmless(kind, _LONGEST)
        for cluster, kind in zip(chosen["cluster"], chosen["kind"], strict=True)
    }
