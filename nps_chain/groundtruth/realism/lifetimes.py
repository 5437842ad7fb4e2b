"""How soon coins are spent. A block is an hour here, so a day has 24 and a month 720 of them.

Sources: M. Möser, github.com/maltemoeser/dissertation-code, notebook 14a (every output spent);
Scientific Data 2022, figure 3 (lifetimes of what was spent).
"""

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.groundtruth.realism.basis import Basis, Figures, percentage

DAY, MONTH = 24, 720
"""Blocks."""


def lifetimes(basis: Basis) -> Figures:
    """Return measures 8 to 10.

    Parameters
    ----------
    basis : Basis
        The chain.
    """
    c = basis.chain.columns
    # An OP_RETURN is never spent, and so the source counts it.
    unspent = basis.outputs_that(c.outputs.spent_by == UNKNOWN) > 0
    old = basis.counted & (basis.chain.height - c.txs.height >= MONTH)
    spent = basis.coins & (c.outputs.spent_by != UNKNOWN)
    made, gone = c.txs.height[c.outputs.tx[spent]], c.txs.height[c.outputs.spent_by[spent]]
    blocks = gone.astype(np.int64) - made
    month = (blocks >= DAY) & (blocks < MONTH)
    return {
        8: {"share": percentage(int((old & ~unspent).sum()), int(old.sum()))},
        9: {"share": percentage((blocks < DAY).sum(), len(blocks))},
        10: {"share": percentage(month.sum(), len(blocks))},
    }
