"""Numbers gathered by cluster and put in order: what medians and counts of equals are read from.

Amounts and times are gathered in one pass, a cluster's own side by side, and each cluster's are
sorted. That takes memory for the numbers alone, however many clusters there are.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from nps_chain.chain.pieces import plain


class Groups(NamedTuple):
    """Numbers by cluster: those of cluster c are ``values[edges[c]:edges[c + 1]]``, rising."""

    edges: np.ndarray  # int64, one more than there are clusters
    values: np.ndarray  # int64

    def middle(self, none: int) -> np.ndarray:
        """Return the lower median of each cluster's numbers; ``none`` where it has none."""
        sizes = np.diff(self.edges)
        some = sizes > 0
        middle = np.full(len(sizes), none, np.int64)
        middle[some] = self.values[self.edges[:-1][some] + (sizes[some] - 1) // 2]
        return middle

    def distinct(self) -> np.ndarray:
        """Return how many different numbers each cluster has."""
        return _count(self.edges, self.values, False)

    def repeated(self) -> np.ndarray:
        """Return how many of each cluster's numbers it has more than once."""
        return _count(self.edges, self.values, True)

    def usual(self) -> tuple[np.ndarray, np.ndarray]:
        """Return each cluster's most frequent number, and how often it has it; -1 and 0 if none.

        Of several that are as frequent it is the smallest.
        """
        return _usual(self.edges, self.values)


def grouped(cluster: np.ndarray, value: np.ndarray, clusters: int) -> Groups:
    """Return numbers by cluster, each cluster's in order.

    Parameters
    ----------
    cluster : numpy.ndarray
        Shape (numbers,), int32: whose each number is; what is no cluster's is left out.
    value : numpy.ndarray
        Shape (numbers,), int64.
    clusters : int
        How many clusters there are, numbered from 0.
    """
    return Groups(*_gather(plain(cluster), plain(value), clusters))


@njit(cache=True, nogil=True)
def _gather(cluster: np.ndarray, value: np.ndarray, clusters: int) -> tuple[np.ndarray, np.ndarray]:
    # place[c + 1] is where the next number of c goes; when all have gone, it is where c ends.
    place = np.zeros(clusters + 2, np.int64)
    for k in range(len(cluster)):
        if 0 <= cluster[k] < clusters:
            place[cluster[k] + 2] += 1
    for c in range(clusters):
        place[c + 2] += place[c + 1]
    values = np.empty(place[clusters + 1], np.int64)
    for k in range(len(cluster)):
        if 0 <= cluster[k] < clusters:
            values[place[cluster[k] + 1]] = value[k]
            place[cluster[k] + 1] += 1
    edges = place[:-1]
    for c in range(clusters):
        # Shell's sort: a few lines to compile, next to nothing where a cluster has a few numbers,
        # and never quadratic where it has a million.
        start, end = edges[c], edges[c + 1]
        step = end - start
        while step > 1:
            step = max(1, step * 5 // 11)
            for k in range(start + step, end):
                moved, j = values[k], k
                while j - step >= start and values[j - step] > moved:
                    values[j] = values[j - step]
                    j -= step
                values[j] = moved
    return edges, values


@njit(cache=True, nogil=True)
def _count(edges: np.ndarray, values: np.ndarray, repeated: bool) -> np.ndarray:
    counts = np.zeros(len(edges) - 1, np.int32)
    for c in range(len(counts)):
        k = edges[c]
        while k < edges[c + 1]:
            after = k + 1
            while after < edges[c + 1] and values[after] == values[k]:
                after += 1
            if not repeated:
                counts[c] += 1
            elif after - k > 1:
                counts[c] += np.int32(after - k)
            k = after
    return counts


@njit(cache=True, nogil=True)
def _usual(edges: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    winner = np.full(len(edges) - 1, -1, np.int32)
    times = np.zeros(len(edges) - 1, np.int32)
    for c in range(len(winner)):
        k = edges[c]
        while k < edges[c + 1]:
            after = k + 1
            while after < edges[c + 1] and values[after] == values[k]:
                after += 1
            if after - k > times[c]:
                times[c], winner[c] = np.int32(after - k), np.int32(values[k])
            k = after
    return winner, times
