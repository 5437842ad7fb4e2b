"""The score that fits: what a technique gave, held against the truth.

Each kind of result has a module of its own, which says what is counted and where that misleads.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.groundtruth.amounts import score_taint
from nps_chain.groundtruth.calibration import score_probabilities
from nps_chain.groundtruth.clusterings import score_clustering
from nps_chain.groundtruth.coinjoins import score_coinjoins
from nps_chain.groundtruth.heuristics import score_change
from nps_chain.groundtruth.known_owners import score_known
from nps_chain.groundtruth.pages import score_pages
from nps_chain.groundtruth.result import Score
from nps_chain.groundtruth.services import score_services
from nps_chain.groundtruth.truth import Truth
from nps_chain.groundtruth.vendors import score_copies, score_links

_FRAMES: tuple[tuple[set[str], Callable[..., Score]], ...] = (
    ({"output", "probability"}, score_probabilities),
    ({"a", "b", "probability"}, score_probabilities),
    ({"output", "tainted"}, score_taint),
    ({"cluster", "kind"}, score_services),
    ({"tx", "kind"}, score_coinjoins),
    ({"file", "type", "text", "valid"}, score_pages),
    ({"one", "other", "by", "files"}, score_links),
    ({"site", "other", "verdict", "copier"}, score_copies),
)
"""The columns by which a frame is known, and who scores it; the first that fits."""


def score(x: Any, truth: Truth | Mapping[str, str], **options: Any) -> Score:
    """Return how far off the result of a technique was.

    Parameters
    ----------
    x : Clustering, Taint, Pages, pandas.Series or pandas.DataFrame
        What a technique gave:

        - a clustering, or an array of labels:
          :func:`~nps_chain.groundtruth.clusterings.score_clustering`
        - the answers of a change heuristic, a Series:
          :func:`~nps_chain.groundtruth.heuristics.score_change`
        - verdicts on CoinJoins, a frame ``tx``, ``kind``:
          :func:`~nps_chain.groundtruth.coinjoins.score_coinjoins`
        - verdicts on services, a frame ``cluster``, ``kind``; give ``clusters``, too:
          :func:`~nps_chain.groundtruth.services.score_services`
        - a taint, or a frame ``output``, ``tainted``; give ``deed`` or ``entity``, too:
          :func:`~nps_chain.groundtruth.amounts.score_taint`
        - probabilities, a frame with ``probability`` and ``output``, or ``a`` and ``b``:
          :func:`~nps_chain.groundtruth.calibration.score_probabilities`
        - saved pages, or their indicators:
          :func:`~nps_chain.groundtruth.pages.score_pages`
        - links between vendors, a frame ``one``, ``other``, ``by``, ``files``:
          :func:`~nps_chain.groundtruth.vendors.score_links`
        - verdicts on copied sites, a frame ``site``, ``other``, ``verdict``, ``copier``:
          :func:`~nps_chain.groundtruth.vendors.score_copies`
    truth : Truth or mapping of str to str
        The truth, see :func:`nps_chain.groundtruth.store.truth`. For a clustering, where nobody has
        the truth, whose each of some addresses is:
        :func:`~nps_chain.groundtruth.known_owners.score_known`.
    **options
        As for the function named above. ``chain`` is the chain that x is about, where x doesn't
        know it and it isn't that of the truth's data set.

    Returns
    -------
    Score
        A sentence, the figures with their 95 % intervals (``.frame``), and tables.

    Raises
    ------
    NpsError
        If there is no score for such a thing, or it doesn't fit the chain or the truth.

    Notes
    -----
    Sources and known failures stand with each of these functions.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.groundtruth.score import score
    >>> from nps_chain.groundtruth.store import truth
    >>> known = truth("core-regtest")
    >>> result = score(nps.cluster(known.chain, coinjoins="keep"), known)
    >>> print(result)
    910 clusters of 1,421 addresses; 81.4 % of the pairs in them have one owner (95 % interval 50.8
    to 93.0); 3.5 % of the pairs of one owner are found; 18 clusters of several owners, the worst of
    30 addresses (frank 15, carol 6, bob 4, dave 2, erin 1, alice 1, gina 1)
    >>> result.frame.loc[["pair_precision", "b_cubed_precision"], ["value", "low", "high"]].round(3)
                       value    low   high
    figure
    pair_precision     0.814  0.508  0.930
    b_cubed_precision  0.940  0.916  0.966
    """
    if isinstance(truth, Mapping):
        return _scored(score_known, x, truth, options)
    if not isinstance(truth, Truth):
        raise NpsError('Score against a truth, such as nps.truth("core-regtest").')
    return _scored(_scorer(x), x, truth, options)


def _scored(scorer: Callable[..., Score], x: Any, truth: Any, options: dict[str, Any]) -> Score:
    known = list(inspect.signature(scorer).parameters)[2:]
    for option in options:
        if option not in known:
            raise NpsError(
                f"There is no option {option!r} for the score of such a thing; there are"
                f" {', '.join(known)}."
            )
    return scorer(x, truth, **options)


def _scorer(x: Any) -> Callable[..., Score]:
    if isinstance(x, pd.DataFrame):
        columns = set(x.columns)
        for needed, scorer in _FRAMES:
            if needed <= columns:
                return scorer
    elif isinstance(x, pd.Series):
        return score_change
    elif isinstance(x, np.ndarray) or hasattr(x, "labels"):
        return score_clustering
    elif hasattr(x, "amounts") and hasattr(x, "frame"):
        return score_taint
    elif hasattr(x, "indicators") and hasattr(x, "frame"):
        return score_pages
    raise NpsError(
        f"There is no score for {type(x).__name__}: give a clustering, the answers of a change"
        " heuristic, a taint, saved pages, or a frame of verdicts, links or probabilities, as the"
        " techniques return them."
    )
