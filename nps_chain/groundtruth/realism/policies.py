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

POLICIES = ("TIHO", "juniority", "FIFO", "seniority", "haircut", "poison")
DRAWS, SOURCES = 20, 20
FIRST_DAY, LAST_DAY = 15, 45
"""Days from which outputs are drawn, the first of the chain being day 1."""

_SEED = 20


def policies(basis: Basis) -> dict[str, float]:
    """Return the figures of measure 26 that compare policies.

    By policy how many unspent outputs that can be spent are tainted, as the median of the draws,
    and the ratios that are asked for, in percent; nan where there are fewer outputs to draw from
    than one draw wants.

    Parameters
    ----------
    basis : Basis
        The chain.
    """
    many = _medians(basis)
    fewest = min(number for policy, number in many.items() if policy != "TIHO")
    compared = {
        "TIHO in percent of the fewest other": percentage(many["TIHO"], fewest),
        "juniority in percent of seniority": percentage(many["juniority"], many["seniority"]),
        "FIFO in percent of haircut": percentage(many["FIFO"], many["haircut"]),
        "juniority in percent of haircut": percentage(many["juniority"], many["haircut"]),
        "seniority in percent of haircut": percentage(many["seniority"], many["haircut"]),
        "haircut in percent of poison": percentage(many["haircut"], many["poison"]),
    }
    return many | compared


def _medians(basis: Basis) -> dict[str, float]:
    spent_by = basis.chain.columns.outputs.spent_by
    unspent = basis.facts.spendable & (spent_by == UNKNOWN)
    drawn = _drawn(basis)
    many = dict.fromkeys(POLICIES, math.nan)
    for policy in POLICIES if drawn else ():
        found = [taint(basis.chain, rows, None, policy=policy.lower()) for rows in drawn]
        many[policy] = float(np.median([unspent[one.outputs].sum() for one in found]))
    return many


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
