"""What a cluster gets as its part of others' payments: a commission is always the same share.

Who takes a share of each sale is paid by the sale itself: one output goes to the seller, another to
the one in between. What an ordinary person gets is now this, now that part of somebody's payment.

Only transactions that one cluster alone paid for count. Source: none that was published; the terms
of darknet markets, which say a percentage for each order. Known failure: with clusters that are too
small, change looks like the rest of a payment, so a payer who always pays the same leaves the same
picture; a commission that differs by seller or by sum has no usual share.
"""

import numpy as np
from numba import njit

from nps_chain.trace.services.groups import grouped
from nps_chain.trace.services.ledger import Ledger

COUNTS = ("parts", "usual_part", "usual_parts")
PARTS, USUAL_PART, USUAL_PARTS = range(len(COUNTS))


def parts_of(ledger: Ledger, deposit: np.ndarray) -> np.ndarray:
    """Return a table with a row a cluster and a column for each of COUNTS, int32.

    Parameters
    ----------
    ledger : Ledger
        The ledger.
    deposit : numpy.ndarray
        bool, by output: whether it came in from others.
    """
    share = _shares(
        ledger.chain.first_output,
        ledger.chain.columns.outputs.value,
        ledger.of_output,
        ledger.payer,
        deposit,
    )
    whose = np.where(share >= 0, ledger.of_output, np.int32(-1))
    by_cluster = grouped(whose, share, len(ledger))
    counts = np.empty((len(ledger), len(COUNTS)), np.int32)
    counts[:, PARTS] = np.diff(by_cluster.edges)
    counts[:, USUAL_PART], counts[:, USUAL_PARTS] = by_cluster.usual()
    return counts


@njit(cache=True, nogil=True)
def _shares(
    first_output: np.ndarray,
    value: np.ndarray,
    of_output: np.ndarray,
    payer: np.ndarray,
    deposit: np.ndarray,
) -> np.ndarray:
    """Return how many thousandths of a payment each deposit is; -1 if it is none, or all of one."""
    share = np.full(len(value), -1, np.int64)
    for t in range(len(payer)):
        if payer[t] < 0:
            continue
        many, whole = 0, np.int64(0)
        for o in range(first_output[t], first_output[t + 1]):
            if of_output[o] >= 0:  # data, which nobody can spend, are no part
                many += 1
                whole += value[o]
        for o in range(first_output[t], first_output[t + 1]):
            if deposit[o] and many > 1 and whole > 0:
                share[o] = value[o] * 1_000 // whole
    return share
