"""The scorecard: each measure of a chain beside the published figure, and whether it is near enough.

Whether a measure is within its tolerance is worked out from numbers, never from the texts that show
them; and a figure that isn't known is never within.
"""

import math
from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.realism.basis import Basis, Figures
from nps_chain.groundtruth.realism.clustering import clustering
from nps_chain.groundtruth.realism.habits import found_change, habits
from nps_chain.groundtruth.realism.lifetimes import lifetimes
from nps_chain.groundtruth.realism.policies import medians, ratios
from nps_chain.groundtruth.realism.published import Limit, Measure, measures
from nps_chain.groundtruth.realism.published_set import known_change, published_set
from nps_chain.groundtruth.realism.reuse import reuse
from nps_chain.groundtruth.realism.shape import shape
from nps_chain.groundtruth.truth import Truth

NOT_KNOWN = "not known"


def realism(chain: Chain, truth: Truth) -> pd.DataFrame:
    """Return how like Bitcoin a chain is, by 26 measures.

    Parameters
    ----------
    chain : Chain
        The chain, with a block an hour.
    truth : Truth
        Its truth.

    Returns
    -------
    pandas.DataFrame
        One row a measure, ``number`` 1 to 26: ``measure``, ``here``, ``real`` and ``tolerance`` as
        texts; ``within`` (bool); ``source`` of the published figure; ``misses``, by how much, and
        ``why``, what moves the measure, both empty where it is within; ``on_known_change``, for
        information: the same on all transactions whose change the truth knows, for measures of the
        published set; ``numbers`` and ``numbers_on_known_change``, dicts of the figures (percent,
        exponents, counts).

    Raises
    ------
    NpsError
        If the truth is none, or what is given as a chain is none, or it has no block.

    Notes
    -----
    Known failure: a chain may be like Bitcoin in all of these and unlike it elsewhere. Below some
    30,000 transactions chance decides several of them.

    Sources: a column of the frame; M. Möser and A. Narayanan, "Resurrecting Address Clustering in
    Bitcoin", Financial Cryptography 2022, above all.

    Examples
    --------
    A chain of a node's own tests isn't like Bitcoin:

    >>> from nps_chain.groundtruth.realism import realism
    >>> from nps_chain.groundtruth.store import truth
    >>> known = truth("core-regtest")
    >>> realism(known.chain, known)[["measure", "here", "real", "within"]].head(3)
    """
    basis = Basis(chain_meant(None, truth, chain), truth)
    given = found_change(basis)
    here = shape(basis) | lifetimes(basis) | reuse(basis) | clustering(basis)
    here |= habits(basis, given, published_set(basis))
    beside = habits(basis, given, known_change(basis))
    policies = medians(basis)
    here[26] |= ratios(policies)
    rows = {
        number: _row(measure, here[number], beside.get(number, {}))
        for number, measure in measures().items()
    }
    counts = ", ".join(f"{policy} {_shown(many)}" for policy, many in policies.items())
    rows[26]["here"] += f"; unspent outputs tainted: {counts}"
    frame = pd.DataFrame.from_dict(rows, orient="index")
    return frame.rename_axis("number")


def _row(measure: Measure, here: dict[str, float], beside: dict[str, float]) -> dict[str, Any]:
    missed = {limit: limit.misses(here[limit.figure]) for limit in measure.limits}
    missed = {limit: by for limit, by in missed.items() if by != 0}
    return {
        "measure": measure.name,
        "here": _told(measure, here),
        "real": _told(measure, {limit.figure: limit.real for limit in measure.limits}),
        "tolerance": _tolerance(measure),
        "within": not missed,
        "source": measure.source,
        "misses": "; ".join(_missed(measure, limit, by) for limit, by in missed.items()),
        "why": measure.moved_by if missed else "",
        "on_known_change": _told(measure, beside) if beside else "",
        "numbers": here,
        "numbers_on_known_change": beside,
    }


def _told(measure: Measure, figures: dict[str, float]) -> str:
    """Return figures in words; the name of a single one is that of its measure."""
    told = [
        (f"{limit.figure} " if len(measure.limits) > 1 else "")
        + _shown(figures[limit.figure], limit.unit)
        for limit in measure.limits
    ]
    return ", ".join(told)


def _shown(number: float, unit: str = "") -> str:
    if math.isnan(number):
        return NOT_KNOWN
    return f"{number:.4g} {unit}".rstrip() if unit or number < 1000 else f"{number:,.0f}"


def _tolerance(measure: Measure) -> str:
    texts = [limit.text for limit in measure.limits]
    if len(set(texts)) == 1:
        return ("each " if len(texts) > 1 else "") + texts[0]
    return ", ".join(f"{limit.figure} {limit.text}" for limit in measure.limits)


def _missed(measure: Measure, limit: Limit, by: float) -> str:
    name = f"{limit.figure} " if len(measure.limits) > 1 else ""
    if math.isnan(by):
        return f"{name}{NOT_KNOWN}"
    if abs(by) < 0.005:
        return f"{name}not below {limit.below:g}" if by > 0 else f"{name}just too low"
    return f"{name}{abs(by):.2f} too {'high' if by > 0 else 'low'}"
