"""The kernel of paths(): the best way to every transaction that some money reaches, in one pass.

A coin is spent after it was made, so in the order of the chain every way to a transaction is known
when it is come to. Its best label is final then, and is handed on to whoever spends its outputs:
what takes a queue in a graph at large takes one pass here, however long the paths are.
"""

import numpy as np
from numba import njit

FROM, TO, STOP = 1, 2, 4
"""Marks of addresses: where paths begin, where they end, and where they may not go on."""

UNREACHED = np.int32(2**31 - 1)

# What kept paths from going on, in the order of the counts.
AT_STOP, UNSPENT, UNSPENDABLE, TOO_LATE, TOO_EARLY, TOO_SLOW, TOO_SMALL, UNKNOWN_VALUE = range(8)


@njit(cache=True, nogil=True)
def spread(
    widest: bool,  # or else shortest
    mark: np.ndarray,  # (addresses,) uint8
    outside: np.ndarray,  # (many,) int64: inputs that spend coins from outside, of FROM's
    at_least: int,
    known: bool,  # go by coins of known value alone
    within: int,  # blocks from when a coin was made, on the way, until it is spent; or -1
    first_tx: int,  # where to begin to look
    cross_from: int,  # cross to transactions in these rows alone
    cross_to: int,
    address: np.ndarray,
    value: np.ndarray,
    spent_by: np.ndarray,
    in_tx: np.ndarray,
    in_value: np.ndarray,
    first_output: np.ndarray,
    height: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the labels of transactions, the outputs that arrived, and counts of what did not.

    A label is the number of transactions crossed, that one included; the value of the smallest coin
    on the way (-1 unknown); and the last coin on the way.
    """
    txs = len(height)
    hops = np.full(txs, UNREACHED, np.int32)
    width = np.full(txs, -2, np.int64)
    by = np.full(txs, -1, np.int32)
    counts = np.zeros(8, np.int64)
    arrived, many = np.empty(64, np.int64), 0
    for k in range(len(outside)):
        row = outside[k]
        spender, worth = np.int64(in_tx[row]), np.int64(in_value[row])
        if known and worth < 0:
            counts[UNKNOWN_VALUE] += 1
        elif at_least > 0 and worth < at_least:
            counts[TOO_SMALL] += 1
        elif spender >= cross_to:
            counts[TOO_LATE] += 1
        elif spender < cross_from:
            counts[TOO_EARLY] += 1
        elif hops[spender] == UNREACHED or worth > width[spender]:
            hops[spender], width[spender], by[spender] = 1, worth, ~row

    for tx in range(first_tx, min(cross_to, txs)):
        reached = hops[tx] != UNREACHED
        for coin in range(first_output[tx], first_output[tx + 1]):
            place = address[coin]
            if place < 0:
                counts[UNSPENDABLE] += reached
                continue
            begins = mark[place] & FROM != 0
            if not (reached or begins):
                continue
            worth, crossed = np.int64(value[coin]), np.int64(1)
            if worth < at_least:
                counts[TOO_SMALL] += 1
                continue
            if not begins:
                if mark[place] & TO:
                    if many == len(arrived):
                        more = np.empty(2 * many, np.int64)
                        more[:many] = arrived
                        arrived = more
                    arrived[many] = coin
                    many += 1
                    continue
                if mark[place] & STOP:
                    counts[AT_STOP] += 1
                    continue
                worth, crossed = min(worth, width[tx]), np.int64(hops[tx]) + 1
            spender = np.int64(spent_by[coin])
            if spender < 0:
                counts[UNSPENT] += 1
            elif spender >= cross_to:
                counts[TOO_LATE] += 1
            elif spender < cross_from:
                counts[TOO_EARLY] += 1
            elif not begins and within >= 0 and np.int64(height[spender]) - height[tx] > within:
                counts[TOO_SLOW] += 1
            else:
                if widest:
                    tie = worth == width[spender]
                    better = worth > width[spender] or (tie and crossed < hops[spender])
                else:
                    tie = crossed == hops[spender]
                    better = crossed < hops[spender] or (tie and worth > width[spender])
                if better:
                    hops[spender], width[spender], by[spender] = crossed, worth, coin
    return hops, width, by, arrived[:many], counts
