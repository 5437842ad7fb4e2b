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

from nps_chain.chain.pieces import starts
from nps_chain.chain.schema import COINBASE, OUTSIDE, UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.trace.taint.network import GOES_ON, Network, ends_of, frozen

FUTURE = 0
"""The imaginary transaction that spends what is unspent."""


@dataclass(frozen=True, eq=False)
class Mirror:
    """A network turned round, and what its coins are in the chain.

    Parameters
    ----------
    net : Network
        The coins, the other way.
    output : numpy.ndarray
        For each coin its row in ``outputs``; -1 for one from outside, new coins, or a fee.
    outside : numpy.ndarray
        For each coin from outside the row in ``inputs`` that spends it; -1 for others.
    created : numpy.ndarray
        For each coin whether it is the new coins of a coinbase.
    fee_of : numpy.ndarray
        For each coin that is a fee the row in ``txs`` that pays it; -1 for others.
    coin : numpy.ndarray
        For each row in ``outputs`` its coin; -1 if it isn't spent and isn't in question.
    tx : numpy.ndarray
        For each transaction of the network its row in ``txs``; -1 for the imaginary one.
    """

    net: Network
    output: np.ndarray
    outside: np.ndarray
    created: np.ndarray
    fee_of: np.ndarray
    coin: np.ndarray
    tx: np.ndarray


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
    miner = _miners(chain) if follow_fees else np.full(txs, UNKNOWN)
    waits = np.zeros(txs, bool)
    waits[miner[miner != UNKNOWN]] = True
    paying = np.flatnonzero((miner != UNKNOWN) & (c.txs.fee != 0))

    # A coinbase that waits for its block comes first now, all others from the last to the first.
    tx = np.concatenate([[UNKNOWN], np.lexsort((waits, c.txs.height))[::-1]])
    place = np.empty(txs, np.int64)
    place[tx[1:]] = np.arange(1, txs + 1)

    # Coins: one for each input, for each fee that a coinbase takes, for each unspent output wanted.
    unspent = wanted[c.outputs.spent_by[wanted] == UNKNOWN]
    sizes = [ins, len(paying), len(unspent)]
    inside = c.inputs.spends >= 0
    from_tx = np.full(ins, UNKNOWN)
    from_tx[inside] = place[c.outputs.tx[c.inputs.spends[inside]]]
    giver = np.concatenate(
        [place[c.inputs.tx], place[miner[paying]], np.full(len(unspent), FUTURE)]
    )
    rank = np.concatenate([np.arange(ins), ins + paying, unspent])
    order = np.lexsort((-rank if policy == "lifo" else rank, giver))
    fees = np.maximum(c.txs.fee, 0)
    value = np.concatenate([_input_values(chain, miner), fees[paying], c.outputs.value[unspent]])
    output = np.concatenate(
        [np.where(inside, c.inputs.spends, UNKNOWN), np.full(len(paying), UNKNOWN), unspent]
    )[order]
    address = np.where(output >= 0, c.outputs.address[output], UNKNOWN)
    address[np.isin(output, wanted)] = UNKNOWN
    next_tx = np.concatenate([from_tx, place[paying], place[c.outputs.tx[unspent]]])[order]
    outside = np.where(c.inputs.spends == OUTSIDE, np.arange(ins), UNKNOWN)
    outside = np.concatenate([outside, np.full(sum(sizes[1:]), UNKNOWN)])[order]
    created = np.zeros(sum(sizes), bool)
    created[:ins] = c.inputs.spends == COINBASE
    fee_of = np.concatenate([np.full(ins, UNKNOWN), paying, np.full(len(unspent), UNKNOWN)])[order]

    # What a transaction takes in: its outputs, and last its fee.
    coin = np.full(outs, UNKNOWN)
    coin[output[output >= 0]] = np.flatnonzero(output >= 0)
    fee_coin = np.full(txs, UNKNOWN)
    fee_coin[fee_of[fee_of >= 0]] = np.flatnonzero(fee_of >= 0)
    taker = np.concatenate([place[c.outputs.tx], place[paying]])
    in_order = np.lexsort((np.concatenate([np.arange(outs), outs + paying]), taker))
    in_address = c.outputs.address.copy()
    in_address[wanted] = UNKNOWN
    net = frozen(
        first_in=starts(np.bincount(taker, minlength=txs + 1)),
        in_coin=np.concatenate([coin, fee_coin[paying]])[in_order].astype(np.int32),
        in_value=np.concatenate([c.outputs.value, fees[paying]])[in_order],
        in_address=np.concatenate([in_address, np.full(len(paying), UNKNOWN)])[in_order].astype(
            np.int32
        ),
        first_out=starts(np.bincount(giver, minlength=txs + 1)),
        value=value[order],
        address=address.astype(np.int32),
        next_tx=next_tx.astype(np.int32),
        fee=np.where(tx == UNKNOWN, 0, np.minimum(c.txs.fee[tx], 0)) if txs else np.zeros(1, int),
        height=np.zeros(txs + 1, np.int32),
        coinbase=np.zeros(txs + 1, bool),
        ends=ends_of(chain, stops, GOES_ON),
    )
    return Mirror(net, output, outside, created[order], fee_of, coin, tx)


def _miners(chain: Chain) -> np.ndarray:
    """Return for each transaction the coinbase that takes its fee, -1 if none does.

    One that is spent in its own block, which no rule of Bitcoin allows, takes none.
    """
    c = chain.columns
    first = np.searchsorted(c.txs.height, c.txs.height)
    takes = c.txs.coinbase.copy()
    spent = np.flatnonzero(c.outputs.spent_by != UNKNOWN)
    made, spender = c.outputs.tx[spent], c.outputs.spent_by[spent]
    takes[made[c.txs.height[made] == c.txs.height[spender]]] = False
    return np.where(takes[first] & ~c.txs.coinbase, first, UNKNOWN)


def _input_values(chain: Chain, miner: np.ndarray) -> np.ndarray:
    """Return what each input is worth; of a coinbase what it pays out beyond the fees."""
    c = chain.columns
    value = np.maximum(c.inputs.value, 0)
    mints = np.flatnonzero(c.inputs.spends == COINBASE)
    paid = np.zeros(len(c.txs.txid), np.int64)
    np.add.at(paid, c.outputs.tx, c.outputs.value)
    taken = miner != UNKNOWN
    np.subtract.at(paid, miner[taken], np.maximum(c.txs.fee[taken], 0))
    value[mints] = np.maximum(paid[c.inputs.tx[mints]], 0)
    return value
