"""Adjusted mutual information: what two groupings tell of each other, beyond chance.

0 is what groups of the same sizes share by chance, 1 is the same groups. Chance matters here: a
clustering into single addresses "tells" all about owners, and still says nothing.

The mutual information that chance gives depends on sizes only, and most clusters have one of few
sizes. So it is worked out once for each pair of sizes, and not, as usual, for each pair of groups:
that makes it possible for a million clusters.

It fails to tell which error was made: splitting and merging count alike. See the pairs for that.

Source: N. Vinh, J. Epps and J. Bailey, "Information Theoretic Measures for Clusterings Comparison",
JMLR 11, 2010 (equation 24a; normalised by the arithmetic mean, as scikit-learn does).
"""

import math

import numpy as np
from numba import njit

from nps_chain.groundtruth.contingency import Contingency

_UNSEEN = 1e-20  # of the likeliest; chances fall faster and faster on both sides of it


def adjusted_mutual_information(table: Contingency) -> float:
    """Return how much two groupings tell of each other: 1 all, 0 what chance would; nan of none."""
    many = table.addresses
    if not many:
        return math.nan
    of_owner = table.of_owner[table.of_owner > 0]
    if len(table.label) == len(of_owner) == 1:
        return 1.0
    if 1 in (len(table.label), len(of_owner)):
        return 0.0
    a, a_times = np.unique(table.of_cluster, return_counts=True)
    b, b_times = np.unique(of_owner, return_counts=True)
    by_chance = _expected(a, a_times, b, b_times, many)
    of_cells = table.of_cluster[table.cluster] * table.of_owner[table.owner].astype(float)
    shared = table.both / many
    told = math.fsum(shared * np.log(many * table.both / of_cells))
    mean = (_entropy(a, a_times, many) + _entropy(b, b_times, many)) / 2
    least = np.finfo(float).eps  # chance that tells all leaves nothing to divide by
    return max(told - by_chance, least, key=abs) / max(mean - by_chance, least, key=abs)


def _entropy(sizes: np.ndarray, times: np.ndarray, many: int) -> float:
    return -math.fsum(times * (sizes / many) * np.log(sizes / many))


@njit(cache=True, nogil=True)
def _expected(
    a: np.ndarray, a_times: np.ndarray, b: np.ndarray, b_times: np.ndarray, many: int
) -> float:
    """Return the mutual information of groups of these sizes, filled by chance.

    How many members two groups share by chance is a hypergeometric number. It is summed up from its
    likeliest value to both sides, until what is left is too little to be seen.
    """
    total = 0.0
    log_many = math.lgamma(many + 1.0)
    for i in range(len(a)):
        for j in range(len(b)):
            x, y = a[i], b[j]
            least, most, outside = max(1, x + y - many), min(x, y), many - x - y
            likeliest = min(max((x + 1) * (y + 1) // (many + 2), least), most)
            peak = math.exp(
                math.lgamma(x + 1.0) + math.lgamma(y + 1.0) - log_many
                + math.lgamma(many - x + 1.0) + math.lgamma(many - y + 1.0)
                - math.lgamma(likeliest + 1.0) - math.lgamma(x - likeliest + 1.0)
                - math.lgamma(y - likeliest + 1.0) - math.lgamma(outside + likeliest + 1.0)
            )  # fmt: skip
            product = float(x) * y
            pair, chance, n = 0.0, peak, likeliest
            while True:
                pair += n / many * math.log(many * (n / product)) * chance
                if n == most or chance < peak * _UNSEEN:
                    break
                chance *= (float(x - n) * (y - n)) / (float(n + 1) * (outside + n + 1))
                n += 1
            chance, n = peak, likeliest
            while n > least and chance >= peak * _UNSEEN:
                chance *= (float(n) * (outside + n)) / (float(x - n + 1) * (y - n + 1))
                n -= 1
                pair += n / many * math.log(many * (n / product)) * chance
            total += pair * a_times[i] * b_times[j]
    return total
