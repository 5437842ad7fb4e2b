"""What a chain is to a policy: transactions that take coins in and give coins out, as flat arrays.

The kernels know nothing else. So the same kernels run backward, on arrays in which every coin flows
the other way (:mod:`nps_chain.trace.taint.mirror`).
"""

from typing import NamedTuple

import numpy as np

from nps_chain.chain.pieces import plain
from nps_chain.chain.tables import Chain

GOES_ON, STOPS, UNSPENDABLE = range(3)
"""What becomes of a coin by its address."""


class Network(NamedTuple):
    """Coins between transactions. All arrays are read-only, so that each kernel compiles once.

    What transaction t takes in are the items ``first_in[t]`` up to ``first_in[t + 1]``; what it
    gives out are the coins in rows ``first_out[t]`` up to ``first_out[t + 1]``.
    """

    first_in: np.ndarray  # int64
    in_coin: np.ndarray  # int32: row of the coin; below 0 for one that nothing is known of
    in_value: np.ndarray  # int64, satoshi
    in_address: np.ndarray  # int32: row of the address, -1 none
    first_out: np.ndarray  # int64
    value: np.ndarray  # int64, satoshi; for each coin
    address: np.ndarray  # int32; for each coin
    next_tx: np.ndarray  # int32: the transaction that takes the coin in, -1 none
    fee: np.ndarray  # int64, satoshi; -1 where what goes in is not fully known
    height: np.ndarray  # int32
    coinbase: np.ndarray  # bool: takes in the fees of its height
    ends: np.ndarray  # int8: what becomes of a coin, by address; the last is for -1, no address


def network_of(chain: Chain, stops: np.ndarray) -> Network:
    """Return a chain's coins in the direction in which they flow.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    stops : numpy.ndarray
        Rows of addresses at which coins are not followed on.
    """
    c = chain.columns
    return frozen(
        first_in=chain.first_input,
        in_coin=c.inputs.spends,
        in_value=c.inputs.value,
        in_address=c.inputs.address,
        first_out=chain.first_output,
        value=c.outputs.value,
        address=c.outputs.address,
        next_tx=c.outputs.spent_by,
        fee=c.txs.fee,
        height=c.txs.height,
        coinbase=c.txs.coinbase,
        ends=ends_of(chain, stops, UNSPENDABLE),
    )


def ends_of(chain: Chain, stops: np.ndarray, nowhere: int) -> np.ndarray:
    """Return what becomes of a coin by its address, and as the last one, if it has none."""
    ends = np.zeros(len(chain.columns.addresses.address) + 1, np.int8)
    ends[stops] = STOPS
    ends[-1] = nowhere
    return ends


def frozen(**arrays: np.ndarray) -> Network:
    """Return a network of views that nobody can write through."""
    return Network(**{name: plain(array) for name, array in arrays.items()})
