"""The network turned round: every coin flows from where it was spent to where it was made.

Where did the money of an output come from? The question is the one that a policy answers, asked
the other way: the outputs in question are "tainted", a transaction takes in what is wanted of its
outputs, and gives it out to its inputs. So the kernels need no second version of themselves, only
arrays in which transactions stand from the last to the first, and inputs and outputs have changed
places.

What no column holds as a coin becomes one here. The fee of a transaction is a coin that its block's
coinbase takes in, and so are a coinbase's new coins. And an output in question that is still
unspent needs a transaction to come from: an imaginary one, after all others, spends them.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from nps_chain.chain.schema import COINBASE, UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.trace.taint.network import GOES_ON, Network, ends_of, frozen

OUTPUT, STRANGE, NEW, FEE = range(4)
"""What a coin is: an output, from outside the data, new coins of a coinbase, or a fee."""


@dataclass(frozen=True, eq=False)
class Mirror:
    """A network turned round, and what its coins are in the chain.

    Parameters
    ----------
    net : Network
        The coins, the other way.
    kind : numpy.ndarray
        int8, for each coin what it is.
    row : numpy.ndarray
        int32, for each coin its row in ``outputs``; of one from outside and of new coins, in
        ``inputs``; of a fee, in ``txs``.
    coin : numpy.ndarray
        int32, for each row in ``outputs`` its coin; -1 if it isn't spent and isn't in question.
    """

    net: Network
    kind: np.ndarray
    row: np.ndarray
    coin: np.ndarray


def turned(policy: str) -> str:
    """Return the policy by which a mirror answers: one made for LIFO has its inputs turned."""
    return "fifo" if policy == "lifo" else policy


def mirror_of(
    chain: Chain, stops: np.ndarray, wanted: np.ndarray, follow_fees: bool, policy: str
) -> Mirror:
    """Return a chain's network turned round.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    stops : numpy.ndarray
        Rows of addresses whose coins are not followed back.
    wanted : numpy.ndarray
        Rows of the outputs in question. These are followed back in any case.
    follow_fees : bool
        Whether a coinbase's coins come from the fees, too.
    policy : str
        LIFO lays inputs end to end from the last to the first.
    """
    c = chain.columns
    txs, ins, outs = len(c.txs.txid), len(c.inputs.tx), len(c.outputs.tx)
    miner = _miners(chain) if follow_fees else np.full(txs, UNKNOWN, np.int32)
    paying = (miner != UNKNOWN) & (c.txs.fee != 0)
    unspent = wanted[c.outputs.spent_by[wanted] == UNKNOWN]
    fees, coins = int(paying.sum()), ins + int(paying.sum()) + len(unspent)
    special = np.zeros(outs, bool)
    special[wanted] = True

    kind, row = np.empty(coins, np.int8), np.empty(coins, np.int32)
    coin = np.full(outs, UNKNOWN, np.int32)
    arrays: dict[str, np.ndarray] = {
        "first_in": np.zeros(txs + 2, np.int64),
        "in_coin": np.empty(outs + fees, np.int32),
        "in_value": np.empty(outs + fees, np.int64),
        "in_address": np.empty(outs + fees, np.int32),
        "first_out": np.zeros(txs + 2, np.int64),
        "value": np.empty(coins, np.int64),
        "address": np.empty(coins, np.int32),
        "next_tx": np.empty(coins, np.int32),
        "fee": np.zeros(txs + 1, np.int64),
    }
    _turn(
        (chain.first_input, c.inputs.spends, c.inputs.value),
        (chain.first_output, c.outputs.tx, c.outputs.value, c.outputs.address),
        (c.txs.fee, miner, paying),
        special,
        unspent,
        policy == "lifo",
        kind,
        row,
        coin,
        *arrays.values(),
    )
    net = frozen(
        **arrays,
        height=np.zeros(txs + 1, np.int32),
        coinbase=np.zeros(txs + 1, bool),
        ends=ends_of(chain, stops, GOES_ON),
    )
    return Mirror(net, kind, row, coin)


def _miners(chain: Chain) -> np.ndarray:
    """Return for each transaction the coinbase that takes its fee, -1 if none does.

    One that is spent in its own block, which no rule of Bitcoin allows, takes none.
    """
    c = chain.columns
    first = np.searchsorted(c.txs.height, c.blocks.height)
    takes = c.txs.coinbase.copy()
    minted = np.flatnonzero(takes[c.outputs.tx] & (c.outputs.spent_by != UNKNOWN))
    made, spent = c.outputs.tx[minted], c.outputs.spent_by[minted]
    takes[made[c.txs.height[made] == c.txs.height[spent]]] = False
    sizes = np.diff(np.append(first, len(takes)))
    first = np.repeat(first, sizes).astype(np.int32)
    return np.where(takes[first] & ~c.txs.coinbase, first, np.int32(UNKNOWN))


@njit(cache=True, nogil=True)
def _turn(
    ins: tuple[np.ndarray, ...],
    outs: tuple[np.ndarray, ...],
    txs: tuple[np.ndarray, ...],
    special: np.ndarray,
    unspent: np.ndarray,
    lifo: bool,
    kind: np.ndarray,
    row: np.ndarray,
    coin_of: np.ndarray,
    first_in: np.ndarray,
    in_coin: np.ndarray,
    in_value: np.ndarray,
    in_address: np.ndarray,
    first_out: np.ndarray,
    value: np.ndarray,
    address: np.ndarray,
    next_tx: np.ndarray,
    fee: np.ndarray,
) -> None:
    """Fill in the arrays of a mirror. Its transaction 0 is the imaginary one."""
    first_input, spends, input_value = ins
    first_output, output_tx, output_value, output_address = outs
    fees, miner, paying = txs
    many = len(fees)

    # The order: from the last to the first, but a coinbase that takes fees before its block's.
    order = np.empty(many + 1, np.int32)
    place = np.empty(many + 1, np.int32)
    k, waiting = 1, UNKNOWN
    for t in range(many - 1, -1, -1):
        if t == waiting:
            continue
        if miner[t] != UNKNOWN and miner[t] != waiting:
            waiting = miner[t]
            order[k], place[waiting] = waiting, k
            k += 1
        order[k], place[t] = t, k
        k += 1

    # What each gives out: its inputs; a coinbase, its new coins and the fees of its block.
    fee_coin = np.full(many, UNKNOWN, np.int32)
    end = 0
    for o in unspent:
        kind[end], row[end], value[end] = OUTPUT, o, output_value[o]
        coin_of[o], next_tx[end] = end, place[output_tx[o]]
        end += 1
    first_out[1] = end
    for k in range(1, many + 1):
        t = order[k]
        begin, stop = end, end + first_input[t + 1] - first_input[t]
        u = t + 1
        while u < many and miner[u] == t:
            stop += paying[u]
            u += 1
        step, at = (-1, stop - 1) if lifo else (1, begin)
        for i in range(first_input[t], first_input[t + 1]):
            o = spends[i]
            value[at] = max(input_value[i], 0)
            if o >= 0:
                kind[at], row[at] = OUTPUT, o
                coin_of[o], next_tx[at] = at, place[output_tx[o]]
            else:
                kind[at], row[at] = STRANGE, i
                next_tx[at] = UNKNOWN
            if o == COINBASE:
                kind[at] = NEW
                for o in range(first_output[t], first_output[t + 1]):
                    value[at] += output_value[o]
                for payer in range(t + 1, u):
                    value[at] -= max(fees[payer], 0)
                value[at] = max(value[at], 0)
            at += step
        u = t + 1
        while u < many and miner[u] == t:
            if paying[u]:
                kind[at], row[at], value[at] = FEE, u, max(fees[u], 0)
                fee_coin[u], next_tx[at] = at, place[u]
                at += step
            u += 1
        end = stop
        first_out[k + 1] = end
        fee[k] = min(fees[t], 0)
    # Outputs in question are followed back even if they are at a stop: as if at no address.
    for at in range(end):
        known = kind[at] == OUTPUT and not special[row[at]]
        address[at] = output_address[row[at]] if known else UNKNOWN

    # What each takes in: its outputs, and last its fee.
    end = 0
    for k in range(1, many + 1):
        t = order[k]
        for o in range(first_output[t], first_output[t + 1]):
            in_coin[end], in_value[end] = coin_of[o], output_value[o]
            in_address[end] = UNKNOWN if special[o] else output_address[o]
            end += 1
        if fee_coin[t] != UNKNOWN:
            in_coin[end], in_value[end] = fee_coin[t], max(fees[t], 0)
            in_address[end] = UNKNOWN
            end += 1
        first_in[k + 1] = end
