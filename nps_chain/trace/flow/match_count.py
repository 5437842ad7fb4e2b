"""The kernels of match(): which payouts fit which deposits, and how many would by chance.

Payouts are numbered in the order of the chain. Those that fit a deposit in time are a run of these
numbers; those that fit it in amount are a run in the order of their values. What fits in both is
found by looking through the shorter run, so a deposit costs no more than that.
"""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def rivals_of(
    by_value: np.ndarray,  # payouts in the order of their values
    place: np.ndarray,  # (payouts,) where each stands in by_value
    first: np.ndarray,  # (deposits,) the run of payouts that fit in time
    end: np.ndarray,
    low: np.ndarray,  # (deposits,) the run in by_value that fits in amount
    high: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many payouts fit each deposit, and how many deposits each payout fits."""
    fitting = np.zeros(len(first), np.int64)
    rivals = np.zeros(len(place), np.int64)
    for d in range(len(first)):
        if end[d] - first[d] < high[d] - low[d]:
            for payout in range(first[d], end[d]):
                if low[d] <= place[payout] < high[d]:
                    fitting[d] += 1
                    rivals[payout] += 1
        else:
            for k in range(low[d], high[d]):
                if first[d] <= by_value[k] < end[d]:
                    fitting[d] += 1
                    rivals[by_value[k]] += 1
    return fitting, rivals


@njit(cache=True, nogil=True)
def best_of(
    by_value: np.ndarray,
    place: np.ndarray,
    first: np.ndarray,
    end: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    rivals: np.ndarray,
    most: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each deposit its best candidates, -1 where there are no more; and all weights.

    A payout that fits few deposits is the better candidate; of equals, the earlier one. Its weight
    is one by how many deposits it fits.
    """
    best = np.full((len(first), most), -1, np.int64)
    weight = np.zeros(len(first))
    for d in range(len(first)):
        by_time = end[d] - first[d] < high[d] - low[d]
        start, stop = (first[d], end[d]) if by_time else (low[d], high[d])
        for k in range(start, stop):
            payout = np.int64(k) if by_time else np.int64(by_value[k])
            if by_time:
                if not low[d] <= place[payout] < high[d]:
                    continue
            elif not first[d] <= payout < end[d]:
                continue
            weight[d] += 1 / rivals[payout]
            # Put it where it belongs among the best so far.
            at = most
            while at > 0:
                other = best[d, at - 1]
                if other >= 0 and (rivals[other], other) < (rivals[payout], payout):
                    break
                at -= 1
            for other in range(most - 1, at, -1):
                best[d, other] = best[d, other - 1]
            if at < most:
                best[d, at] = payout
    return best, weight


@njit(cache=True, nogil=True)
def chance_of(
    payouts: int, in_amount: np.ndarray, in_time: np.ndarray, fitting: np.ndarray
) -> np.ndarray:
    """Return the probability that so many fit in both if time had nothing to do with amount.

    Of all payouts, ``in_amount`` fit in amount, and ``in_time`` of them, drawn by chance, are those
    that fit in time: the tail of the hypergeometric distribution, from ``fitting`` on. Its terms
    are worked out from their ratios, so nothing depends on a machine's logarithms.
    """
    chance = np.ones(len(fitting))
    for d in range(len(fitting)):
        a, t, n = in_amount[d], in_time[d], fitting[d]
        least, most = max(0, a + t - payouts), min(a, t)
        if n <= least:
            continue
        mode = min(max((a + 1) * (t + 1) // (payouts + 2), least), most)
        total, tail, term = 1.0, 1.0 if mode >= n else 0.0, 1.0
        for k in range(mode, most):
            term *= (a - k) * (t - k) / ((k + 1) * (payouts - a - t + k + 1))
            total += term
            if k + 1 >= n:
                tail += term
                if term < 1e-20 * tail:
                    break
        term = 1.0
        for k in range(mode, least, -1):
            term *= k * (payouts - a - t + k) / ((a - k + 1) * (t - k + 1))
            total += term
            if k - 1 >= n:
                tail += term
            if term < 1e-20 * total:
                break
        chance[d] = tail / total
    return chance
