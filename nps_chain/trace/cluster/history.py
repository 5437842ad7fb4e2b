"""When two addresses first stood in one cluster.

The clusters are joined once more in the order of the chain, this time smaller under larger and
without shortening any path, and each join keeps its transaction. On the way from an address up to
its root transactions then only become later, and there are few: where the ways from two addresses
meet is the moment in which they were joined.

Source: R. E. Tarjan, "Data Structures and Network Algorithms", SIAM 1983, chapter 2 (union by rank,
whose trees stay shallow).
"""

from functools import cached_property

import numpy as np
from numba import njit

from nps_chain.trace.cluster.links import Links


class History:
    """The order in which the addresses of a chain were joined.

    Parameters
    ----------
    links : Links
        The evidence.
    """

    def __init__(self, links: Links) -> None:
        self._links = links

    @cached_property
    def _joins(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each address: the one that it was put under, and the transaction that did so."""
        addresses = len(self._links.chain.columns.addresses.address)
        parent, joined = np.arange(addresses, dtype=np.int32), np.empty(addresses, np.int32)
        _replay(*self._links.of_txs, parent, joined, np.ones(addresses, np.int32))
        return parent, joined

    def joined_by(self, a: int, b: int) -> int:
        """Return the first transaction after which two addresses are in one cluster, -1 if none.

        The same address twice is together since the transaction in which it first appears.
        """
        last = int(self._links.chain.columns.addresses.first_seen[[a, b]].max())
        if a == b:
            return last
        parent, joined = self._joins
        tx = -1
        while a != b:
            if parent[a] == a and parent[b] == b:
                return -1
            # Go up from the one that was put under another earlier.
            if parent[a] == a or (parent[b] != b and joined[b] < joined[a]):
                a, b = b, a
            tx = max(tx, int(joined[a]))
            a = int(parent[a])
        return tx

    def labels(self, txs: int) -> np.ndarray:
        """Return the cluster of each address that the first so many transactions have.

        Shape (addresses,), int32: a cluster is named by the smallest of its rows.
        """
        first_seen = self._links.chain.columns.addresses.first_seen
        labels = np.empty(np.searchsorted(first_seen, np.int32(txs)), np.int32)
        _name(*self._joins, txs, np.full(len(labels), -1, np.int32), labels)
        labels.setflags(write=False)
        return labels


@njit(cache=True, nogil=True)
def _name(
    parent: np.ndarray, joined: np.ndarray, txs: int, smallest: np.ndarray, labels: np.ndarray
) -> None:
    """Go from each address up to its root of that time, whose cluster the first one to come names.

    On the way up transactions only become later, so it ends at the first that wasn't known.
    """
    for a in range(len(labels)):
        root = a
        while parent[root] != root and joined[root] < txs:
            root = parent[root]
        if smallest[root] < 0:
            smallest[root] = a
        labels[a] = smallest[root]


@njit(cache=True, nogil=True)
def _replay(
    first_input: np.ndarray,
    inputs: np.ndarray,
    change: np.ndarray,
    parent: np.ndarray,
    joined: np.ndarray,
    size: np.ndarray,
) -> None:
    for t in range(len(first_input) - 1):
        root = np.int32(-1)
        for i in range(first_input[t], first_input[t + 1] + 1):
            if i < first_input[t + 1]:
                a = inputs[i]
            elif len(change) > 0:
                a = change[t]
            else:
                break
            if a < 0:
                continue
            while parent[a] != a:
                a = parent[a]
            if root < 0:
                root = a
            elif a != root:
                if size[a] > size[root]:
                    a, root = root, a
                parent[a], joined[a] = root, t
                size[root] += size[a]
