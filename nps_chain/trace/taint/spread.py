"""One run of a policy over a network: sources are set, and a kernel carries them on."""

from dataclasses import dataclass

import numpy as np

from nps_chain.trace.taint.amounts import (
    FEES,
    STOPPED,
    TWICE,
    UNKNOWN,
    UNSPENDABLE,
    UNSPENT,
    spread_amounts,
)
from nps_chain.trace.taint.network import GOES_ON, STOPS, Network
from nps_chain.trace.taint.policies import CODES, FIFO, LIFO, POISON
from nps_chain.trace.taint.segments import spread_segments

ENDS = {
    "unspent": UNSPENT,
    "stopped": STOPPED,
    "unspendable": UNSPENDABLE,
    "fees": FEES,
    "unknown": UNKNOWN,
}
"""Where taint ends, by name: its place in the sums of a kernel."""


@dataclass(frozen=True, eq=False)
class Spread:
    """Where taint went.

    Parameters
    ----------
    amount : numpy.ndarray
        int64, for each coin: tainted satoshi; of poison 1 where it is tainted.
    fee_taint : numpy.ndarray
        int64, for each transaction: tainted satoshi in its fee; of poison 1 where it is tainted.
    source : int
        Satoshi at the sources, less what came to them from other sources.
    ended : dict
        Where they ended, in satoshi. Of poison all but the fees are counts of coins.
    kept : numpy.ndarray
        int64, shape (stretches, 2): of FIFO and LIFO, the tainted stretches of one coin.
    """

    amount: np.ndarray
    fee_taint: np.ndarray
    source: int
    ended: dict[str, int]
    kept: np.ndarray


def spread(
    net: Network, policy: str, follow_fees: bool, sources: np.ndarray, kept: int = -1
) -> Spread:
    """Return where the taint of sources goes.

    Parameters
    ----------
    net : Network
        The coins.
    policy : str
        Its name.
    follow_fees : bool
        Whether a coinbase takes in the taint of its block's fees.
    sources : numpy.ndarray
        Distinct rows of coins.
    kept : int
        A coin whose tainted stretches FIFO and LIFO tell.
    """
    code = CODES[policy]
    amount = np.zeros(len(net.value), np.int64)
    fee_taint = np.zeros(len(net.fee), np.int64)
    reached = np.zeros(len(net.fee), bool)
    sums = np.zeros(6, np.int64)

    at_source = np.ones(len(sources), np.int64) if code == POISON else net.value[sources]
    ends, next_tx = net.ends[net.address[sources]], net.next_tx[sources]
    goes_on = ends == GOES_ON
    amount[sources] = at_source
    reached[next_tx[goes_on & (next_tx >= 0)]] = True
    for where, which in (
        (STOPPED, ends == STOPS),
        (UNSPENDABLE, ~goes_on & (ends != STOPS)),
        (UNSPENT, goes_on & (next_tx < 0)),
    ):
        sums[where] = at_source[which].sum()
    stops = bool((net.ends[:-1] == STOPS).any())
    stretches = np.zeros((0, 2), np.int64)
    if code in (FIFO, LIFO):
        worth = sources[at_source > 0].astype(np.int64)
        held = np.zeros(len(net.value), np.int32)
        stretches = spread_segments(
            net, code == LIFO, follow_fees, stops, worth, kept,
            held, amount, fee_taint, reached, sums,
        )  # fmt: skip
    else:
        spread_amounts(net, code, follow_fees, stops, amount, fee_taint, reached, sums)
    ended = {name: int(sums[where]) for name, where in ENDS.items()}
    return Spread(amount, fee_taint, int(at_source.sum() - sums[TWICE]), ended, stretches)
