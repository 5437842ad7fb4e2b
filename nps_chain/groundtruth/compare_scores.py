"""Clusterings side by side: how often what each puts together belongs together, and what it finds.

A way of clustering that finds more of a wallet mostly joins more strangers, too. So each is told
with both figures, and twice: by pairs of addresses, which the largest clusters rule, and by
B-cubed, in which each address counts once. Either may be told for one kind of owner alone; what is
good for exchanges may be bad for persons.

It fails to tell which one to use: that depends on what a wrong address costs. And the figures are
those of this chain.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.groundtruth.clusterings import score_clustering
from nps_chain.groundtruth.result import Score, in_percent
from nps_chain.groundtruth.truth import Truth

_SHARES = ["pair_precision", "pair_recall", "b_cubed_precision", "b_cubed_recall"]


def compare_scores(
    clusterings: Mapping[str, Any],
    truth: Truth,
    *,
    kind: str | None = None,
    upto: int | None = None,
) -> pd.DataFrame:
    """Return how far off each of several clusterings was.

    Fails as a promise: on other data the figures are others.

    Parameters
    ----------
    clusterings : mapping of str to Clustering or numpy.ndarray
        The clusterings by name, each as :func:`~nps_chain.groundtruth.clusterings.score_clustering`
        takes it.
    truth : Truth
        The truth.
    kind : str, optional
        Judge the addresses of owners of this kind alone, such as ``vendor``.
    upto : int, optional
        Judge only the addresses that were seen up to this height.

    Returns
    -------
    pandas.DataFrame
        One row a ``clustering``: how many ``clusters`` (with ``kind``, those that hold an address
        of such an owner), how many of them are ``mixed``, of several owners; then in percent with
        one decimal ``pair_precision``, ``pair_recall``, ``b_cubed_precision`` and
        ``b_cubed_recall``.

    Raises
    ------
    NpsError
        If these are no clusterings by name, or no owner is of this kind.

    Examples
    --------
    >>> import nps_chain as nps
    >>> known = nps.truth("core-regtest")
    >>> ways = {
    ...     "CoinJoins kept": nps.cluster(known.chain, coinjoins="keep"),
    ...     "co-spending": nps.cluster(known.chain),
    ... }
    >>> table = compare_scores(ways, known)
    >>> table[["mixed", "pair_precision", "b_cubed_precision", "b_cubed_recall"]]
                    mixed  pair_precision  b_cubed_precision  b_cubed_recall
    clustering
    CoinJoins kept     18            81.4               94.0             5.2
    co-spending         9            99.5               99.2             5.0
    """
    if not isinstance(clusterings, Mapping):
        raise NpsError('Give the clusterings by name, such as {"co-spending": clusters}.')
    rows = [_row(score_clustering(x, truth, upto=upto), kind) for x in clusterings.values()]
    names = pd.Index([str(name) for name in clusterings], name="clustering", dtype="str")
    table = pd.DataFrame(rows, names, ["clusters", "mixed", *_SHARES])
    if kind is not None:
        table.attrs["kind"] = kind
    return table


def _row(score: Score, kind: str | None) -> list[int | float]:
    if kind is None:
        counts = [int(score.clusters), int(score.mixed_clusters)]
        return [*counts, *(in_percent(score.figures[share].value) for share in _SHARES)]
    kinds = score.by_kind
    if not isinstance(kind, str) or kind not in kinds.index:
        raise NpsError(
            f"No owner is of the kind {kind!r:.60}; the kinds are {', '.join(kinds.index)}."
        )
    row = kinds.loc[kind]
    counts = [int(row["clusters"]), int(row["mixed"])]
    return [*counts, *(in_percent(float(row[share])) for share in _SHARES)]
