"""How many answers the vote gives, and how many are right, at each threshold it could have."""

import numpy as np
import pandas as pd


def threshold_curve(scores: pd.DataFrame, change: pd.Series) -> pd.DataFrame:
    """Return coverage and precision of the vote at every threshold.

    Parameters
    ----------
    scores : pandas.DataFrame
        From ``vote_scores``: columns ``tx``, ``output`` and ``score``.
    change : pandas.Series
        What is true: for each transaction the row of its one change output, or -1. An answer on a
        transaction that has -1 is wrong.

    Returns
    -------
    pandas.DataFrame
        One row a score that occurs, the highest first: ``at_least`` (answer from this score on),
        ``answers``, ``right``, ``precision`` (right / answers), ``coverage`` (right / transactions
        with change; NaN if there are none).

    Examples
    --------
    >>> scores = pd.DataFrame({"tx": [0, 1, 2], "output": [1, 2, 5], "score": [0.9, 0.7, 0.9]})
    >>> threshold_curve(scores, pd.Series([1, 2, 4]))
       at_least  answers  right  precision  coverage
    0       0.9        2      1   0.500000  0.333333
    1       0.7        3      2   0.666667  0.666667
    """
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
