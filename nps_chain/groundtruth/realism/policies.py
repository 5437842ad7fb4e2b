"""In which order taint policies spread, from outputs drawn by lot.

One draw says little: where its outputs went decides. So there are twenty draws of twenty outputs,
and the median of each policy. The fee is settled last, but for juniority, which pays the latest
first and so begins with the fee (as all policies of this project do). How FIFO stands to seniority
and to juniority is chance on a chain so small, and isn't asked.

Source: M. Möser, github.com/maltemoeser/dissertation-code: 100 random outputs of 2019, and the
unspent outputs that were tainted by height 637,091.
"""

import math

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.groundtruth.realism.basis import Basis, percentage
from nps_chain.groundtruth.realism.lifetimes import DAY
from nps_chain.trace.taint import taint

POLICIES = ("tiho", "juniority", "fifo", "seniority", "haircut", "poison")
DRAWS, SOURCES = 20, 20
FIRST_DAY, LAST_DAY = 15, 45
"""Days from which outputs are drawn, the first of the chain being day 1."""

_SEED = 20


def medians(basis: Basis) -> dict[str, float]:
    """Return by policy how many unspent outputs that can be spent are tainted, the median of draws.

    nan where there are less outputs to draw from than one draw wants.

    Parameters
    ----------
    basis : Basis
        The chain.
    """
    c = basis.chain.columns
    unspent = basis.facts.spendable & (c.outputs.spent_by == UNKNOWN)
    drawn = _drawn(basis)
    many = {
        policy: [
            unspent[taint(basis.chain, rows, None, policy=policy).outputs].sum() for rows in drawn
        ]
        for policy in POLICIES
    }
    return {
        policy: float(np.median(counts)) if counts else math.nan for policy, counts in many.items()
    }


def ratios(many: dict[str, float]) -> dict[str, float]:
    """Return the figures of measure 26 that compare policies, in percent.

    Parameters
    ----------
    many : dict
        See :func:`medians`.
    """
    fewest = min(number for policy, number in many.items() if policy != "tiho")
    return {
        "tiho of the fewest other": percentage(many["tiho"], fewest),
        "juniority of seniority": percentage(many["juniority"], many["seniority"]),
        "fifo of haircut": percentage(many["fifo"], many["haircut"]),
        "juniority of haircut": percentage(many["juniority"], many["haircut"]),
        "seniority of haircut": percentage(many["seniority"], many["haircut"]),
        "haircut of poison": percentage(many["haircut"], many["poison"]),
    }


def _drawn(basis: Basis) -> list[np.ndarray]:
    """Return the outputs of each draw, always the same; none where there are too few."""
    c = basis.chain.columns
    day = (c.txs.height - c.blocks.height[0]) // DAY + 1
    rows = np.flatnonzero(basis.coins & ((day >= FIRST_DAY) & (day <= LAST_DAY))[c.outputs.tx])
    if len(rows) < SOURCES:
        return []
    bits = np.random.PCG64(_SEED)
    # The rows that come first if each is given a number by lot: raw bits are the same everywhere.
    return [
        np.sort(rows[np.argsort(bits.random_raw(len(rows)), kind="stable")[:SOURCES]])
        for _ in range(DRAWS)
    ]
