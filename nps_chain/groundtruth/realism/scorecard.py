"""The scorecard: each measure of a chain beside the published figure, and whether it is near it.

Whether a measure is within its tolerance is worked out from numbers, never from the texts that show
them; and a figure that isn't known is never within.
"""

import math
from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.clustering import clustering
from nps_chain.groundtruth.realism.habits import found_change, habits
from nps_chain.groundtruth.realism.lifetimes import lifetimes
from nps_chain.groundtruth.realism.policies import FIRST_DAY, LAST_DAY, SOURCES, policies
from nps_chain.groundtruth.realism.published import Measure, measures
from nps_chain.groundtruth.realism.published_set import known_change, published_set
from nps_chain.groundtruth.realism.reuse import reuse
from nps_chain.groundtruth.realism.shape import shape
from nps_chain.groundtruth.realism.words import (
    figures_told,
    missed_told,
    real_told,
    tolerance_told,
)
from nps_chain.groundtruth.truth import Truth

SERVICES_AND_POLICIES = 26
"""The number of the measure that is judged only where there is enough to judge by."""


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
        information, of measures of the published set the same on all transactions whose change the
        truth knows; ``numbers`` and ``numbers_on_known_change``, dicts of figures (percent,
        exponents, counts). ``attrs`` counts the transactions of the ``published_set`` and those
        with ``known_change``.

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
    A chain of a node's own tests isn't much like Bitcoin:

    >>> from nps_chain.groundtruth.realism import realism
    >>> from nps_chain.groundtruth.store import truth
    >>> known = truth("core-regtest")
    >>> realism(known.chain, known)[["here", "real", "within"]].head(3)
              here    real  within
    number
    1        5.2 %  14.0 %   False
    2       82.9 %  76.0 %   False
    3       11.8 %  10.0 %    True
    """
    basis = Basis(chain_meant(None, truth, chain), truth)
    published, known = published_set(basis), known_change(basis)
    given = found_change(basis)
    here = shape(basis) | lifetimes(basis) | reuse(basis) | clustering(basis)
    here |= habits(basis, given, published)
    here[SERVICES_AND_POLICIES] |= policies(basis)
    beside = habits(basis, given, known)
    rows = {
        number: {"measure": measure.name, **_judged(measure, here[number])}
        | {"on_known_change": figures_told(measure, beside[number]) if number in beside else ""}
        | {"numbers": here[number], "numbers_on_known_change": beside.get(number, {})}
        for number, measure in measures().items()
    }
    cannot = _cannot_be_judged(here[SERVICES_AND_POLICIES])
    if cannot:
        rows[SERVICES_AND_POLICIES]["misses"] = f"can't be judged: {cannot}"
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("number")
    frame.attrs = {"published_set": len(published.tx), "known_change": len(known.tx)}
    return frame


def _judged(measure: Measure, here: dict[str, float]) -> dict[str, Any]:
    missed = [limit for limit in measure.limits if not limit.holds(here[limit.figure])]
    return {
        "here": figures_told(measure, here),
        "real": real_told(measure),
        "tolerance": tolerance_told(measure),
        "within": not missed,
        "source": measure.source,
        "misses": "; ".join(missed_told(measure, limit, here[limit.figure]) for limit in missed),
        "why": measure.moved_by if missed else "",
    }


def _cannot_be_judged(here: dict[str, float]) -> str:
    """Return why services and policies can't be judged, if so."""
    least = next(
        limit.at_least
        for limit in measures()[SERVICES_AND_POLICIES].limits
        if limit.figure == "services"
    )
    reasons = []
    if here["services"] < least:
        reasons.append(f"{here['services']:.0f} tagged services, and it takes {least:.0f}")
    if math.isnan(here["poison"]):
        reasons.append(
            f"fewer than {SOURCES} outputs in days {FIRST_DAY} to {LAST_DAY} to draw from"
        )
    return "; ".join(reasons)
