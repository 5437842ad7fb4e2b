"""Taint as stretches within each coin: FIFO and LIFO.

Here the satoshi of a coin are in a row, and those that are tainted are some stretches of it, each a
start and a length. A transaction lays its inputs end to end, and cuts the row into its outputs and,
last, the fee; LIFO does the same with the inputs from the last to the first. A coinbase lays its
new coins first and then the fees of its block, in the order of its transactions.

The stretches of all coins lie in one pool. A coin that isn't followed on leaves none, and those of
a coin that has been spent are cleared away when the pool is full. So the pool stays as small as
what is under way.
"""

import numpy as np
from numba import njit

from nps_chain.trace.taint.amounts import (
    FEES,
    NO_MINER,
    NOBODY,
    STOPPED,
    TWICE,
    UNKNOWN,
    UNSPENDABLE,
    UNSPENT,
    can_take,
    first_of_block,
)
from nps_chain.trace.taint.network import GOES_ON, STOPS, Network


@njit(cache=True, nogil=True)
def spread_segments(
    net: Network,
    backwards: bool,
    follow_fees: bool,
    stops: bool,
    sources: np.ndarray,
    kept: int,
    held: np.ndarray,
    amount: np.ndarray,
    fee_taint: np.ndarray,
    reached: np.ndarray,
    sums: np.ndarray,
) -> np.ndarray:
    """Carry taint on through all transactions.

    Parameters are as in :func:`nps_chain.trace.taint.amounts.spread_amounts`, and:

    Parameters
    ----------
    backwards : bool
        Inputs come from the last to the first: LIFO.
    sources : numpy.ndarray
        int64: coins that are sources; each is tainted from end to end.
    kept : int
        A coin whose stretches are returned; -1 for none.
    held : numpy.ndarray
        int32, shape (coins,), zeros, to be written to: where each coin's first stretch is. It is
        made by numpy, which takes fresh memory as it is; a kernel would go over all of it.

    Returns
    -------
    numpy.ndarray
        int64, shape (stretches, 2): start and length of each.
    """
    txs = len(net.fee)
    # In the pool each coin has a line of its own row and how many stretches follow. held tells
    # where the first stretch is; 0 if there is none.
    pool = np.zeros((1024 + 4 * len(sources), 2), np.int64)
    used, live = 0, 0
    for s in sources:
        pool[used, 0], pool[used, 1] = s, 1
        pool[used + 1, 0], pool[used + 1, 1] = 0, net.value[s]
        held[s] = used + 1
        used += 2
        live += 2
    row = np.zeros((256, 2), np.int64)  # the stretches of what goes into one transaction
    fees = np.zeros((64, 3), np.int64)  # transaction, start within its fee, length
    fees_used = 0
    miner, block = NOBODY, np.int32(-1)
    t = 0
    while True:
        # Which transaction is next: the miner's, once its block has been passed.
        while t < txs and not reached[t]:
            t += 1
        mining = False
        if miner != NOBODY and (t == txs or net.height[t] != block):
            now, mining = miner, True
            miner = NOBODY
            if now == NO_MINER:
                continue
        elif t == txs:
            break
        else:
            now = t
            t += 1

        first, last = net.first_out[now], net.first_out[now + 1]
        ins, position = 0, np.int64(0)
        if mining:
            total, at = np.int64(0), now + 1
            while at < txs and net.height[at] == block:
                total += max(net.fee[at], 0)
                at += 1
            t = at  # what it gives out is spent after its block, which may have been passed
            step, at = (-1, at - 1) if backwards else (1, now + 1)
            if not backwards:
                for coin in range(first, last):
                    position += net.value[coin]
                position = max(position - total, np.int64(0))
            if len(row) < fees_used:
                row = np.zeros((2 * fees_used, 2), np.int64)
            low, high = 0, fees_used
            while low < high:
                a, b = low, high
                if backwards:
                    while high > low and fees[high - 1, 0] == at:
                        high -= 1
                    a = high
                else:
                    while low < high and fees[low, 0] == at:
                        low += 1
                    b = low
                for j in range(a, b):
                    start = position + fees[j, 1]
                    if ins > 0 and row[ins - 1, 0] + row[ins - 1, 1] == start:
                        row[ins - 1, 1] += fees[j, 2]
                    else:
                        row[ins, 0], row[ins, 1] = start, fees[j, 2]
                        ins += 1
                position += max(net.fee[at], 0)
                at += step
            fees_used = 0
        else:
            inputs = net.first_in[now + 1] - net.first_in[now]
            for place in range(inputs):
                i = net.first_in[now] + (inputs - 1 - place if backwards else place)
                coin = net.in_coin[i]
                follow = coin >= 0 and held[coin] > 0
                if follow and stops:
                    follow = net.ends[net.in_address[i]] == GOES_ON
                if follow:
                    if net.fee[now] < 0:
                        sums[UNKNOWN] += amount[coin]
                    h = held[coin]
                    many = pool[h - 1, 1]
                    if len(row) < ins + many:
                        longer = np.zeros((2 * (ins + many), 2), np.int64)
                        for j in range(ins):
                            longer[j, 0], longer[j, 1] = row[j, 0], row[j, 1]
                        row = longer
                    for j in range(h, h + many):
                        start = position + pool[j, 0]
                        if ins > 0 and row[ins - 1, 0] + row[ins - 1, 1] == start:
                            row[ins - 1, 1] += pool[j, 1]
                        else:
                            row[ins, 0], row[ins, 1] = start, pool[j, 1]
                            ins += 1
                    if coin != kept:
                        held[coin] = 0
                        live -= many + 1
                position += net.in_value[i]
            if net.fee[now] < 0:
                continue
        if ins == 0:
            continue

        # Room for what comes out: each stretch, each cut between outputs, a line for each output.
        room = ins + 2 * (last - first)
        if used + room > len(pool):
            # A pool of twice what is needed is cleared again only after as much has been added.
            new = np.zeros((max(len(pool), 2 * (live + room)), 2), np.int64)
            at, upto, used = 0, used, 0
            while at < upto:
                many = pool[at, 1] + 1
                if held[pool[at, 0]] == at + 1:
                    for j in range(many):
                        new[used + j, 0], new[used + j, 1] = pool[at + j, 0], pool[at + j, 1]
                    held[pool[at, 0]] = used + 1
                    used += many
                at += many
            pool = new

        k, done = 0, np.int64(0)  # the stretch at hand, and how much of it has been given out
        edge = np.int64(0)
        for coin in range(first, last):
            begin = edge
            edge += net.value[coin]
            if k == ins or row[k, 0] + done >= edge:
                continue
            address = net.address[coin]
            end = net.ends[address] if stops or address < 0 else np.int8(GOES_ON)
            source = amount[coin] != 0
            follow = (end == GOES_ON and net.next_tx[coin] >= 0 and not source) or (
                coin == kept and not source
            )
            got, line = np.int64(0), used
            used += 1
            while k < ins and row[k, 0] + done < edge:
                start = row[k, 0] + done
                length = min(row[k, 1] - done, edge - start)
                pool[used, 0], pool[used, 1] = start - begin, length
                used += 1
                got += length
                done += length
                if done == row[k, 1]:
                    k, done = k + 1, np.int64(0)
            if follow:
                pool[line, 0], pool[line, 1] = coin, used - line - 1
                held[coin] = line + 1
                live += used - line
            else:
                used = line
            if source:  # it is tainted as a whole, whatever comes to it
                sums[TWICE] += got
                continue
            amount[coin] = got
            if end == STOPS:
                sums[STOPPED] += got
            elif end != GOES_ON:
                sums[UNSPENDABLE] += got
            elif net.next_tx[coin] < 0:
                sums[UNSPENT] += got
            else:
                reached[net.next_tx[coin]] = True

        if k < ins and follow_fees and not mining and miner == NOBODY:
            block = net.height[now]
            miner = first_of_block(net.height, now)
            if not can_take(net, miner):
                miner = NO_MINER
        for j in range(k, ins):
            start, length = row[j, 0] + done, row[j, 1] - done
            done = np.int64(0)
            fee_taint[now] += length
            if follow_fees and not mining and miner != NO_MINER:
                if fees_used == len(fees):
                    longer_fees = np.zeros((2 * fees_used, 3), np.int64)
                    for f in range(fees_used):
                        for field in range(3):
                            longer_fees[f, field] = fees[f, field]
                    fees = longer_fees
                fees[fees_used, 0], fees[fees_used, 1] = now, start - edge
                fees[fees_used, 2] = length
                fees_used += 1
            else:
                sums[FEES] += length

    many = pool[held[kept] - 1, 1] if kept >= 0 and held[kept] > 0 else 0
    stretches = np.zeros((many, 2), np.int64)
    for j in range(many):
        stretches[j, 0], stretches[j, 1] = pool[held[kept] + j, 0], pool[held[kept] + j, 1]
    return stretches
