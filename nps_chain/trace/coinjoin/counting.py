"""The kernels that count partitions: groups of inputs in the order of their ranks, block by block.

They index nothing but flat rows, so that the same functions also run uncompiled on lists, with
Python's integers as counts, where 64 bits are too few. What they compute is in ``partitions.py``.
"""

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def parts_of(packed: np.ndarray, spare: int, many: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each group, in order of sums, the groups that are part of it, in that order."""
    first = np.zeros(len(packed) + 1, np.int64)
    parts = np.empty(many, np.int32)
    at = 0
    for whole in range(len(packed)):
        for part in range(whole + 1):
            if ((packed[whole] | spare) - packed[part]) & spare == spare:
                parts[at] = part
                at += 1
        first[whole + 1] = at
    return first, parts


@njit(cache=True, nogil=True)
def ways(
    at: Any, pause: Any, most: Any, safe: Any, wholes: Any, top: Any, first_block: Any,
    blocks: Any, block_first: Any, block_end: Any,
    state_first: Any, state_end: Any, offset: Any,
    coins: Any, coin_shift: Any, coin_mask: Any, coin_spare: Any, several_in: Any,
    paid: Any, paid_shift: Any, paid_mask: Any, paid_spare: Any, several_out: Any,
    rank: Any, place: Any, first_part: Any, parts: Any, choose: Any, width: Any, counts: Any,
) -> Any:  # fmt: skip
    """Fill in the counts from one whole on, until done or past so many steps.

    Return where to go on and how many steps were taken; instead of where, -1 if a count was above
    ``safe``, -2 if more steps than ``most`` were needed. The counts stand in one long row, a run of
    it for each group of inputs; groups of outputs are numbered in the order of their sums.
    """
    steps = 0
    all_paid = len(paid) - 1
    every = paid[all_paid] | paid_spare
    while at < len(wholes) and steps <= pause:
        whole = wholes[at]
        at += 1
        kind = top[whole]
        low = state_first[whole]
        start = offset[whole]
        roomy = coins[whole] | coin_spare
        for b in range(first_block[kind], first_block[kind + 1]):
            block = blocks[b]
            if block > whole:
                break
            steps += 1
            if (roomy - coins[block]) & coin_spare != coin_spare:
                continue
            left = whole - block
            if state_first[left] == state_end[left]:
                continue
            # One given coin of the last kind is in the block; which others of each kind are?
            weight = choose[0]
            for t in several_in:
                have = (coins[whole] >> coin_shift[t]) & coin_mask[t]
                take = (coins[block] >> coin_shift[t]) & coin_mask[t]
                if t == kind:
                    weight *= choose[(have - 1) * width + take - 1]
                else:
                    weight *= choose[have * width + take]
            begin, end = block_first[block], block_end[block]
            for y in range(state_first[left], state_end[left]):
                held = counts[offset[left] + y]
                if held == 0:
                    continue
                mine, room = rank[y], every - paid[y]
                # Either all groups that balance the block, or all that are still to be paid.
                by_part = False
                first, last = begin, end
                if len(parts) > 0:
                    free = place[rank[all_paid] - mine]
                    if first_part[free + 1] - first_part[free] < end - begin:
                        by_part = True
                        first, last = first_part[free], first_part[free + 1]
                steps += last - first
                if steps > most:
                    return -2, steps
                for k in range(first, last):
                    if by_part:
                        z = parts[k]
                        if z < begin:
                            continue
                        if z >= end:
                            break
                    else:
                        z = k
                        if (room - paid[z]) & paid_spare != paid_spare:
                            continue
                    both = place[mine + rank[z]]
                    if both < low:  # too much is over; too little never is
                        continue
                    factor = weight
                    for u in several_out:
                        take = (paid[z] >> paid_shift[u]) & paid_mask[u]
                        have = (paid[y] >> paid_shift[u]) & paid_mask[u]
                        factor *= choose[(have + take) * width + take]
                    if factor != 1 and held > safe // factor:
                        return -1, steps
                    counts[start + both] += held * factor
                    if counts[start + both] > safe:
                        return -1, steps
    return at, steps


@njit(cache=True, nogil=True)
def links(
    all_coins: Any, all_paid: Any, blocks: Any, block_first: Any, block_end: Any,
    state_first: Any, state_end: Any, offset: Any,
    coins: Any, coin_shift: Any, coin_mask: Any, coin_many: Any,
    paid: Any, paid_shift: Any, paid_mask: Any, paid_many: Any,
    rank: Any, place: Any, choose: Any, width: Any, counts: Any, row: Any, sums: Any,
) -> None:  # fmt: skip
    """Add up how often coins of two kinds share a block, over all coins of these kinds."""
    for block in blocks:
        left = all_coins - block
        low, high = state_first[left], state_end[left]
        if low == high:
            continue
        weight = choose[0]
        for t in range(len(coin_many)):
            take = (coins[block] >> coin_shift[t]) & coin_mask[t]
            weight *= choose[coin_many[t] * width + take]
        for u in range(len(row)):
            row[u] = 0
        for z in range(block_first[block], block_end[block]):
            rest = place[all_paid - rank[z]]
            if rest < low or rest >= high:
                continue
            held = counts[offset[left] + rest]
            if held == 0:
                continue
            for u in range(len(paid_many)):
                take = (paid[z] >> paid_shift[u]) & paid_mask[u]
                held *= choose[paid_many[u] * width + take]
            for u in range(len(paid_many)):
                row[u] += held * weight * ((paid[z] >> paid_shift[u]) & paid_mask[u])
        for t in range(len(coin_many)):
            take = (coins[block] >> coin_shift[t]) & coin_mask[t]
            for u in range(len(row)):
                sums[t * len(row) + u] += take * row[u]
