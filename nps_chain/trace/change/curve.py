"""How many answers the vote gives, and how many are right, at each threshold it could have.

It tells where to put the threshold on chains like the one whose truth is known, and on no others. A
threshold that was chosen on some transactions looks better on these than on any that come after.

Source: the precision-recall curve of information retrieval, C. J. van Rijsbergen, "Information
Retrieval", 1979, chapter 7.
"""

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError


def threshold_curve(scores: pd.DataFrame, change: pd.Series) -> pd.DataFrame:
    """Return coverage and precision of the vote at every threshold.

    Fails as a promise: a threshold chosen on these transactions does worse on any others.

    Parameters
    ----------
    scores : pandas.DataFrame
        From ``vote_scores``: columns ``tx``, ``output`` and ``score``.
    change : pandas.Series
        What is true: for each transaction, in chain order, the row of its one change output, or
        -1. An answer on a transaction that has -1 is wrong.

    Returns
    -------
    pandas.DataFrame
        One row a score that occurs, the highest first: ``at_least`` (answer from this score on),
        ``answers``, ``right``, ``precision`` (right / answers), ``coverage`` (right / transactions
        with change; NaN if there are none).

    Raises
    ------
    NpsError
        If a column is missing, or ``change`` is no series of whole numbers, one a transaction.

    Examples
    --------
    >>> scores = pd.DataFrame({"tx": [0, 1, 2], "output": [1, 2, 5], "score": [0.9, 0.7, 0.9]})
    >>> threshold_curve(scores, pd.Series([1, 2, 4]))
       at_least  answers  right  precision  coverage
    0       0.9        2      1   0.500000  0.333333
    1       0.7        3      2   0.666667  0.666667
    """
    if not isinstance(scores, pd.DataFrame) or not {"tx", "output", "score"} <= {*scores.columns}:
        raise NpsError("scores is a frame with the columns tx, output and score: vote_scores(...).")
    if not isinstance(change, pd.Series) or change.dtype.kind not in "iu" or change.hasnans:
        raise NpsError(
            "change is a series of rows in outputs, whole numbers, or -1: for each transaction"
            " which output is its change."
        )
    if not change.index.equals(pd.RangeIndex(len(change))) or len(change) <= scores["tx"].max():
        raise NpsError(
            f"change has {len(change):,} rows: give one for each transaction of the chain, in its"
            " order, numbered from 0."
        )
    ordered = scores.sort_values("score", ascending=False, kind="stable")
    right = change.to_numpy()[ordered["tx"]] == ordered["output"].to_numpy()
    score = ordered["score"].to_numpy()
    # All answers of one score come together.
    last = np.flatnonzero(np.append(score[1:] != score[:-1], True)[: len(score)])
    answers, hits = last + 1, np.cumsum(right)[last]
    there_is = int((change >= 0).sum())
    return pd.DataFrame(
        {
            "at_least": score[last],
            "answers": answers,
            "right": hits,
            "precision": hits / answers,
            "coverage": hits / there_is if there_is else np.full(len(last), np.nan),
        }
    )
