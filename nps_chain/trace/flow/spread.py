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
    seeds: np.ndarray,  # (many,) int64: coins of FROM's
    seed_spenders: np.ndarray,  # (many,) int64: rows from begin on, before end
    seed_values: np.ndarray,
    mark: np.ndarray,  # (addresses,) uint8
    at_least: int,
    known: bool,  # go by coins of known value alone
    begin: int,  # cross to transactions in these rows
    end: int,
    address: np.ndarray,
    value: np.ndarray,
    spent_by: np.ndarray,
    first_output: np.ndarray,
    pause: int,  # blocks from when a coin was made, on the way, until it is spent; or -1
    height: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return labels of transactions from begin on, outputs that arrived, and counts of others.

    A label is the number of transactions crossed, that one included; the value of the smallest coin
    on the way (-1 unknown); and the last coin on the way.
    """
    hops = np.full(end - begin, UNREACHED, np.int32)
    width = np.full(end - begin, -2, np.int64)
    by = np.full(end - begin, -1, np.int32)
    counts = np.zeros(8, np.int64)
    arrived, many = np.empty(64, np.int64), 0
    for k in range(len(seeds)):
        worth, spender = seed_values[k], seed_spenders[k] - begin
        if (known and worth < 0) or (at_least > 0 and worth < at_least):
            continue
        if hops[spender] == UNREACHED or worth > width[spender]:
            hops[spender], width[spender], by[spender] = 1, worth, seeds[k]

    for tx in range(begin, end):
        if hops[tx - begin] == UNREACHED:
            continue
        for coin in range(first_output[tx], first_output[tx + 1]):
            place, worth = address[coin], np.int64(value[coin])
            if place < 0:
                counts[UNSPENDABLE] += 1
                continue
            if mark[place] & FROM:  # a seed
                continue
            if worth < at_least:
                counts[TOO_SMALL] += 1
                continue
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
            spender = np.int64(spent_by[coin])
            if spender < 0:
                counts[UNSPENT] += 1
            elif spender >= end:
                counts[TOO_LATE] += 1
            elif pause >= 0 and np.int64(height[spender]) - height[tx] > pause:
                counts[TOO_SLOW] += 1
            else:
                worth, crossed = min(worth, width[tx - begin]), np.int64(hops[tx - begin]) + 1
                spender -= begin
                if widest:
                    tie = worth == width[spender]
                    better = worth > width[spender] or (tie and crossed < hops[spender])
                else:
                    tie = crossed == hops[spender]
                    better = crossed < hops[spender] or (tie and worth > width[spender])
                if better:
                    hops[spender], width[spender], by[spender] = crossed, worth, coin
    return hops, width, by, arrived[:many], counts
