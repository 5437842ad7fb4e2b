"""How honest probabilities are: whether what is said to be 90 % sure is right nine times in ten.

The Brier score is the mean squared distance of what was said from what was: 0 is perfect, and who
always says the base rate gets base rate times its complement. The skill sets one beside the other:
1 is perfect, 0 is no better than the base rate, below 0 is worse. The table of reliability shows
where honesty ends: in each tenth, what was said on average, and how often it came true. Its mean
distance is the expected calibration error.

Fails on few cases: in a tenth with five of them, chance is all one sees. And honest isn't useful:
to say the base rate always is perfectly honest, and tells nothing about a case.

Sources: G. Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather
Review 78, 1950; M. Naeini and others, "Obtaining Well Calibrated Probabilities Using Bayesian
Binning", AAAI 2015 (the expected calibration error). Both measures are scikit-learn's.
"""

import math
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.bootstrap import interval, ratio, resampled
from nps_chain.groundtruth.result import Figure, Score
from nps_chain.groundtruth.tables import PURPOSES
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.named import address_rows
from nps_chain.trace.texts import count, percent

BINS = 10
"""Probabilities are looked at in so many equal parts of 0 to 1; a border belongs to the lower."""

_MEANING = {
    "brier": "mean squared distance of said from was",
    "skill": "1 is perfect, 0 as good as always saying the base rate",
    "calibration_error": "mean distance of said from was, by tenths",
    "base_rate": "cases that came true",
    "said": "what was said on average",
    "cases": "cases judged",
}


def calibration(probabilities: Any, outcomes: Any, *, seed: int = 0) -> Score:
    """Return how honest probabilities were.

    Parameters
    ----------
    probabilities : array of float
        What was said, from 0 to 1.
    outcomes : array of bool
        What was, one each.
    seed : int
        Names the draws of the bootstrap; its unit is a case.

    Returns
    -------
    Score
        ``brier``, ``skill``, ``calibration_error``, ``base_rate``, ``said`` on average, ``cases``;
        table ``reliability``, one row a part that has cases.

    Raises
    ------
    NpsError
        If lengths differ, a probability isn't between 0 and 1, or an outcome isn't true or false.

    Notes
    -----
    Known failure: on few cases chance is all that one sees, and who always says the base rate is
    honest and of no use.

    Sources: G. Brier, Monthly Weather Review 78, 1950; M. Naeini and others, AAAI 2015.

    Examples
    --------
    >>> from nps_chain.groundtruth.calibration import calibration
    >>> calibration([0.9, 0.9, 0.9, 0.1, 0.1], [True, True, False, False, False]).brier
    0.17
    """
    try:
        said, was = np.asarray(probabilities, float), np.asarray(outcomes)
    except (TypeError, ValueError):
        raise NpsError("A probability is a number from 0 to 1.") from None
    if said.ndim != 1 or said.shape != was.shape:
        raise NpsError("Give one outcome for each probability.")
    if not ((said >= 0) & (said <= 1)).all():
        raise NpsError("A probability is a number from 0 to 1.")
    if not all(type(one) is bool or one in (0, 1) for one in pd.unique(was).tolist()):
        raise NpsError("An outcome is True or False: it came true or it didn't.")
    was = was.astype(bool)
    values = dict.fromkeys(_MEANING, math.nan) | {"cases": len(said)}
    intervals = dict.fromkeys(_MEANING, (math.nan, math.nan))
    table = _reliability(said, was)
    if not len(said):
        line = "nothing to score: no case whose outcome is known"
    else:
        from sklearn.metrics import brier_score_loss  # loading it takes a second

        brier = float(brier_score_loss(was, said, pos_label=True, labels=[False, True]))
        base = float(was.mean())
        gap = float(((table["came_true"] - table["said"]).abs() * table["cases"]).sum()) / len(said)
        worst = base * (1 - base)
        values |= {
            "brier": brier,
            "skill": 1 - brier / worst if worst else math.nan,
            "calibration_error": gap,
            "base_rate": base,
            "said": float(said.mean()),
        }
        units = np.column_stack([(said - was) ** 2, was, np.ones(len(said))])
        d_squares, d_true, d_cases = resampled(units, seed).T
        d_brier, d_base = ratio(d_squares, d_cases), ratio(d_true, d_cases)
        intervals["brier"] = interval(d_brier)
        intervals["skill"] = interval(1 - ratio(d_brier, d_base * (1 - d_base)))
        line = (
            f"Brier score {brier:.3f} over {count(len(said), 'case')}; said"
            f" {percent(values['said'])} on average, and {percent(base)} came true; said and was"
            f" lie {100 * gap:.1f} points apart"
        )
    figures = {name: Figure(values[name], _MEANING[name], *intervals[name]) for name in _MEANING}
    return Score(line, figures, {"reliability": table})


def _reliability(said: np.ndarray, was: np.ndarray) -> pd.DataFrame:
    """Return what was said and what was, in each part of 0 to 1 that has cases."""
    place = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], said)
    cases = np.bincount(place, minlength=BINS)
    filled = np.flatnonzero(cases)
    true = mean = np.empty(0)
    if len(said):
        from sklearn.calibration import calibration_curve

        true, mean = calibration_curve(was, said, n_bins=BINS)
    return pd.DataFrame(
        {
            "from": filled / BINS,
            "to": (filled + 1) / BINS,
            "cases": cases[filled],
            "said": mean,
            "came_true": true,
        }
    )


def score_probabilities(
    said: pd.DataFrame, truth: Truth, *, chain: Chain | None = None, seed: int = 0
) -> Score:
    """Return how honest probabilities about a chain were; what the truth can't judge is left out.

    Parameters
    ----------
    said : pandas.DataFrame
        Either ``output`` (row in outputs) and ``probability`` (that it is change); or ``a``, ``b``
        (addresses, by row or text) and ``probability`` (that they have one owner).
    truth : Truth
        The truth.
    chain : Chain, optional
        The chain; that of the truth's data set by default.
    seed : int
        Names the draws of the bootstrap.

    Returns
    -------
    Score
        As of :func:`calibration`.

    Raises
    ------
    NpsError
        As there; or if an output or address is none of the chain.

    Notes
    -----
    Sources and known failures are those of :func:`calibration`. Pairs of addresses of one owner
    aren't independent of each other, so their intervals are too narrow.

    Examples
    --------
    How honest is "one in three", said of every output?

    >>> import pandas as pd
    >>> from nps_chain.groundtruth.calibration import score_probabilities
    >>> from nps_chain.groundtruth.store import truth
    >>> known = truth("core-regtest")
    >>> said = pd.DataFrame({"output": known.chain.outputs.index, "probability": 1 / 3})
    >>> score_probabilities(said, known)
    Brier score 0.209 over 1,915 cases; said 33.3 % on average, and 29.5 % came true; said and was
    lie 3.8 points apart
    """
    chain = chain_meant(None, truth, chain)
    if isinstance(said, pd.DataFrame) and "output" not in said:
        check_columns(said, "a", "b", "probability", what="Probabilities of one owner")
    else:
        check_columns(said, "output", "probability", what="Probabilities of change")
    if "output" in said:
        rows = said["output"].to_numpy()
        many = len(chain.columns.outputs.tx)
        if not len(rows):
            rows = rows.astype(np.int64)
        if not pd.api.types.is_integer_dtype(rows) or ((rows < 0) | (rows >= many)).any():
            raise NpsError(f"An output is named by its row, from 0 to {many - 1}.")
        purpose = truth.purposes_of(chain)[rows]
        judged, was = purpose != UNKNOWN, purpose == PURPOSES.index("change")
    else:
        owners = truth.owners(chain)
        one, other = (owners[_rows_of(said[side], chain)] for side in "ab")
        judged, was = (one != UNKNOWN) & (other != UNKNOWN), one == other
    return calibration(said["probability"].to_numpy()[judged], was[judged], seed=seed)


def _rows_of(addresses: pd.Series, chain: Chain) -> np.ndarray:
    """Return the rows of addresses, in the order given."""
    place, distinct = pd.factorize(addresses.astype(object), use_na_sentinel=False)
    rows = [address_rows(chain, [address])[0] for address in distinct]
    return np.array(rows, np.int64)[place]
