"""Two groupings of the same things, held against each other: how many are in both of two groups.

A chain has more addresses than pairs could ever be looked at one by one. All that a score of a
clustering needs is how many addresses each cluster and each owner share, the cells of their
contingency table, of which few are not empty; counts of pairs follow from these in whole numbers.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numba import njit

from nps_chain.chain.pieces import plain


@dataclass(frozen=True, eq=False)
class Contingency:
    """The cells that are not empty, cluster by cluster, owners as they appear; what each shares.

    Parameters
    ----------
    label : numpy.ndarray
        Shape (clusters,): the names of clusters, in rising order.
    cluster : numpy.ndarray
        Shape (cells,): a place in `label`.
    owner : numpy.ndarray
        Shape (cells,): from 0.
    both : numpy.ndarray
        Shape (cells,), int64: how many addresses the two share.
    owners : int
        One more than the highest owner there can be.
    """

    label: np.ndarray
    cluster: np.ndarray
    owner: np.ndarray
    both: np.ndarray
    owners: int

    @cached_property
    def of_cluster(self) -> np.ndarray:
        """How many addresses each cluster has."""
        return add_up(self.both, self.cluster, len(self.label))

    @cached_property
    def of_owner(self) -> np.ndarray:
        """How many addresses each owner has."""
        return add_up(self.both, self.owner, self.owners)

    @cached_property
    def owners_of_cluster(self) -> np.ndarray:
        """How many owners each cluster has."""
        return np.bincount(self.cluster, minlength=len(self.label))

    def squares_of_cluster(self) -> np.ndarray:
        """Return the sum of the squares of each cluster's cells."""
        return _squares(self.both, self.cluster, len(self.label))

    def squares_of_owner(self) -> np.ndarray:
        """Return the sum of the squares of each owner's cells."""
        return _squares(self.both, self.owner, self.owners)

    @property
    def addresses(self) -> int:
        """How many addresses there are."""
        return int(self.both.sum())


def pairs(table: Contingency) -> tuple[int, int, int]:
    """Return how many pairs of addresses share cluster and owner, their cluster, their owner."""
    right, clustered, owned = (
        (int(np.dot(many, many)) - table.addresses) // 2
        for many in (table.both, table.of_cluster, table.of_owner)
    )
    return right, clustered, owned


def b_cubed(table: Contingency) -> tuple[float, float]:
    """Return B-cubed precision and recall; nan of none."""
    if not table.addresses:
        return math.nan, math.nan
    precision = sum_of_shares(table.squares_of_cluster(), table.of_cluster) / table.addresses
    recall = sum_of_shares(table.squares_of_owner(), table.of_owner) / table.addresses
    return precision, recall


def contingency(labels: np.ndarray, owners: np.ndarray) -> Contingency:
    """Return the cells of two groupings.

    Parameters
    ----------
    labels : numpy.ndarray
        Shape (n,), whole numbers from 0: which cluster each address is in.
    owners : numpy.ndarray
        Shape (n,), int32: which owner each address has, from 0; one below 0 leaves it out.
    """
    many = int(owners.max(initial=-1)) + 1
    names = None
    if labels.max(initial=0) > len(labels):  # room is taken by the highest label
        names, labels = np.unique(labels, return_inverse=True)
    labels, owners = (plain(np.asarray(column, np.int32)) for column in (labels, owners))
    label, cluster, owner, both = _cells(labels, owners, many)
    return Contingency(label if names is None else names[label], cluster, owner, both, many)


@njit(cache=True, nogil=True)
def _cells(
    labels: np.ndarray, owners: np.ndarray, many: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    # Owners sorted by cluster, by counting: end[l] moves from where cluster l begins to its end.
    end = np.zeros(labels.max() + 2 if len(labels) else 1, np.int32)
    for i in range(len(labels)):
        if owners[i] >= 0:
            end[labels[i] + 1] += 1
    clusters = 0
    for label in range(1, len(end)):
        clusters += end[label] > 0
        end[label] += end[label - 1]
    sorted_owners = np.empty(end[-1], np.int32)
    for i in range(len(labels)):
        if owners[i] >= 0:
            sorted_owners[end[labels[i]]] = owners[i]
            end[labels[i]] += 1

    last = np.full(many, -1, np.int32)  # the cluster in which an owner was seen last
    cells, begin = 0, 0
    for label in range(len(end) - 1):
        for i in range(begin, end[label]):
            if last[sorted_owners[i]] != label:
                last[sorted_owners[i]] = label
                cells += 1
        begin = end[label]

    names = np.empty(clusters, np.int32)
    cluster, owner = np.empty(cells, np.int32), np.empty(cells, np.int32)
    both = np.zeros(cells, np.int64)
    place = np.full(many, -1, np.int32)  # the cell of an owner, if it is one of this cluster
    cells = clusters = begin = 0
    for label in range(len(end) - 1):
        first = cells
        for i in range(begin, end[label]):
            who = sorted_owners[i]
            if place[who] < first:
                place[who] = cells
                cluster[cells], owner[cells] = clusters, who
                cells += 1
            both[place[who]] += 1
        if end[label] > begin:
            names[clusters] = label
            clusters += 1
        begin = end[label]
    return names, cluster, owner, both


def add_up(values: np.ndarray, places: np.ndarray, many: int) -> np.ndarray:
    """Return the sum of the values in each place, added in the order in which they stand."""
    sums = np.zeros(many, values.dtype)
    _add(values, places, sums)
    return sums


@njit(cache=True, nogil=True)
def _add(values: np.ndarray, places: np.ndarray, sums: np.ndarray) -> None:
    # As np.add.at does, without a wider copy of the places.
    for i in range(len(values)):
        sums[places[i]] += values[i]


@njit(cache=True, nogil=True)
def _squares(values: np.ndarray, places: np.ndarray, many: int) -> np.ndarray:
    sums = np.zeros(many, np.int64)
    for i in range(len(values)):
        sums[places[i]] += values[i] * values[i]
    return sums


def sum_of_shares(parts: np.ndarray, wholes: np.ndarray) -> float:
    """Return the sum of parts of wholes: in whole numbers as far as possible, then rounded once.

    The order of rows, and how a machine adds, then make no difference.

    >>> sum_of_shares(np.array([1, 1, 1]), np.array([3, 2, 3]))
    1.1666666666666665
    """
    part = add_up(parts, wholes, int(wholes.max(initial=0)) + 1)
    whole = np.flatnonzero(part)
    return math.fsum((part[whole] / whole).tolist())
