"""Taint as one amount for each coin: poison, haircut, TIHO, seniority and juniority.

One pass over the transactions that are reached, in chain order, and none over the others: each
tainted coin calls the transaction that spends it. A coinbase takes in the fees of its block, so it
is settled after all others of its block, though it stands first.

Amounts are whole satoshi. Haircut takes shares of the cumulated value and cuts them down to whole
numbers, so the parts of a transaction always sum up to what went in. Such a product of two amounts
needs up to 102 bits. Its quotient is estimated in floating point, and put right by a remainder that
is worked out in 64 bits that wrap around: the true remainder is small, so it is exact.
"""

import numpy as np
from numba import njit

from nps_chain.trace.taint.network import GOES_ON, STOPS, Network
from nps_chain.trace.taint.policies import HAIRCUT, JUNIORITY, POISON, SENIORITY, TIHO

TWICE, UNSPENT, STOPPED, UNSPENDABLE, FEES, UNKNOWN = range(6)
"""Places in ``sums``: what came to sources from other sources, and where taint ended."""

NOBODY, NO_MINER = -1, -2
"""Instead of the row of the coinbase that waits: none does; the block has none that could."""


@njit(cache=True, nogil=True, error_model="numpy")
def spread_amounts(
    net: Network,
    policy: int,
    follow_fees: bool,
    stops: bool,
    amount: np.ndarray,
    fee_taint: np.ndarray,
    reached: np.ndarray,
    sums: np.ndarray,
) -> None:
    """Carry taint on through all transactions.

    Parameters
    ----------
    net : Network
        The coins.
    policy : int
        One of poison, haircut, TIHO, seniority, juniority. Poison counts each coin as 1.
    follow_fees : bool
        Whether a coinbase takes in the taint of its block's fees.
    stops : bool
        Whether there is any address to stop at; if not, none is looked up.
    amount : numpy.ndarray
        int64, for each coin: that of a source is set, all others are 0 and are filled in.
    fee_taint : numpy.ndarray
        int64, for each transaction: filled in.
    reached : numpy.ndarray
        bool, for each transaction: set for those that take in a source; filled in.
    sums : numpy.ndarray
        int64, see ``TWICE`` and the following; added to.
    """
    txs = len(net.fee)
    most = 0
    for t in range(txs):
        most = max(most, net.first_out[t + 1] - net.first_out[t])
    got = np.zeros(most, np.int64)
    heap = np.zeros(most, np.int64)
    miner, block, pending = NOBODY, np.int32(-1), np.int64(0)
    t = 0
    while True:
        # Which transaction is next: the miner's, once its block has been passed.
        while t < txs and not reached[t]:
            t += 1
        mining = False
        if miner != NOBODY and (t == txs or net.height[t] != block):
            now, taint, mining = miner, pending, True
            miner, pending = NOBODY, np.int64(0)
            if now == NO_MINER:
                continue
        elif t == txs:
            break
        else:
            now, taint = t, np.int64(0)
            t += 1
            for i in range(net.first_in[now], net.first_in[now + 1]):
                coin = net.in_coin[i]
                if coin >= 0 and amount[coin] > 0:
                    if stops and net.ends[net.in_address[i]] != GOES_ON:
                        continue
                    taint += amount[coin]
        if taint == 0:
            continue
        first, many = net.first_out[now], net.first_out[now + 1] - net.first_out[now]
        fee = net.fee[now]
        if mining:  # what it takes in is the fees, and new coins for the rest of what it gives out
            fee = np.int64(0)
            at = now + 1
            while at < txs and net.height[at] == block:
                fee += max(net.fee[at], 0)
                at += 1
            t = at  # what it gives out is spent after its block, which may have been passed
            for k in range(many):
                fee -= net.value[first + k]
            fee = max(fee, 0)
        if fee < 0 and policy != POISON:
            sums[UNKNOWN] += taint
            continue

        # How much each output gets; what is left is the fee's.
        left = taint
        if policy == POISON:
            left = np.int64(fee != 0)
            for k in range(many):
                got[k] = 1
        elif policy == HAIRCUT:
            whole, before, given = fee, np.int64(0), np.int64(0)
            for k in range(many):
                whole += net.value[first + k]
            part = np.float64(taint) / np.float64(whole)
            for k in range(many):
                before += net.value[first + k]
                share = np.int64(np.float64(before) * part)
                rest = before * taint - share * whole
                while rest < 0:
                    share -= 1
                    rest += whole
                while rest >= whole:
                    share += 1
                    rest -= whole
                got[k] = share - given
                given = share
            left = taint - given
        elif policy == SENIORITY:
            for k in range(many):
                got[k] = min(left, net.value[first + k])
                left -= got[k]
        elif policy == JUNIORITY:
            paid_first = min(left, fee)
            left -= paid_first
            for k in range(many - 1, -1, -1):
                got[k] = min(left, net.value[first + k])
                left -= got[k]
            left = paid_first
        elif policy == TIHO:
            # A heap of places, the highest value on top, of equals the first in the list.
            for k in range(many):
                got[k] = 0
                child = k
                while child > 0:
                    above = heap[(child - 1) // 2]
                    if net.value[first + k] <= net.value[first + above]:
                        break
                    heap[child] = above
                    child = (child - 1) // 2
                heap[child] = k
            size = many
            while left > 0 and size > 0:
                k = heap[0]
                got[k] = min(left, net.value[first + k])
                left -= got[k]
                size -= 1
                last, hole, child = heap[size], 0, 1
                while child < size:
                    one, other = heap[child], heap[min(child + 1, size - 1)]
                    if net.value[first + other] > net.value[first + one] or (
                        net.value[first + other] == net.value[first + one] and other < one
                    ):
                        child, one = child + 1, other
                    if net.value[first + one] < net.value[first + last] or (
                        net.value[first + one] == net.value[first + last] and one > last
                    ):
                        break
                    heap[hole] = one
                    hole, child = child, 2 * child + 1
                heap[hole] = last

        for k in range(many):
            if got[k] == 0:
                continue
            coin = first + k
            if amount[coin] != 0:  # a source is tainted as a whole, whatever comes to it
                sums[TWICE] += got[k]
                continue
            amount[coin] = got[k]
            address = net.address[coin]
            end = net.ends[address] if stops or address < 0 else np.int8(GOES_ON)
            if end == STOPS:
                sums[STOPPED] += got[k]
            elif end != GOES_ON:
                sums[UNSPENDABLE] += got[k]
            elif net.next_tx[coin] < 0:
                sums[UNSPENT] += got[k]
            else:
                reached[net.next_tx[coin]] = True

        if left > 0:
            fee_taint[now] = left
            if follow_fees and not mining and miner == NOBODY:
                block = net.height[now]
                miner = first_of_block(net.height, now)
                if not can_take(net, miner):
                    miner = NO_MINER
            if follow_fees and not mining and miner != NO_MINER:
                pending += left
            else:
                sums[FEES] += max(fee, 0) if policy == POISON else left


@njit(cache=True, nogil=True)
def first_of_block(height: np.ndarray, tx: int) -> int:
    """Return the first transaction of the block that a transaction is in."""
    low, high = 0, tx
    while low < high:
        middle = (low + high) // 2
        if height[middle] < height[tx]:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def can_take(net: Network, tx: int) -> bool:
    """Whether a transaction is a coinbase that can be settled after its block.

    One that is spent in its own block, which no rule of Bitcoin allows, can't.
    """
    if not net.coinbase[tx]:
        return False
    for coin in range(net.first_out[tx], net.first_out[tx + 1]):
        if net.next_tx[coin] >= 0 and net.height[net.next_tx[coin]] == net.height[tx]:
            return False
    return True
