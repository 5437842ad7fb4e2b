"""Clusters as they were known at a height, for a clock that is turned to and fro.

Evidence that comes later than the clock links nothing: neither does it draw two addresses as one
cluster, nor is it told as a reason.
"""

from functools import cached_property, lru_cache

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.cluster import Clustering, cluster
from nps_chain.trace.cluster.why import Why

_KEPT = 4  # heights: the clock is turned back to what was just seen


class ClustersThen:
    """The clusters of a chain as of any height.

    Parameters
    ----------
    chain : Chain
        The chain.
    given : Clustering, optional
        Of this chain, as of any height, or of a longer one. Co-spending alone by default, worked
        out when it is first asked for.
    """

    def __init__(self, chain: Chain, given: Clustering | None) -> None:
        if not isinstance(given, Clustering | None):
            raise NpsError(
                f"clusters is what nps.cluster(chain) returns, not {type(given).__name__}."
            )
        self._chain, self._given = chain, given
        self._labels = lru_cache(_KEPT)(self._labels_at)
        self._sizes = lru_cache(_KEPT)(self._sizes_at)
        self._at = lru_cache(_KEPT)(self._clustering_at)

    def cluster(self, address: int, as_of: int) -> int:
        """Return the smallest row of an address's cluster; of one not seen yet, its own row."""
        labels = self._labels(as_of)
        return int(labels[address]) if address < len(labels) else address

    def members(self, address: int, as_of: int) -> np.ndarray:
        """Return the rows of all addresses in an address's cluster, sorted."""
        labels = self._labels(as_of)
        if address >= len(labels):
            return np.array([address])
        return np.flatnonzero(labels == labels[address])

    def size(self, address: int, as_of: int) -> int:
        """Return how many addresses are in an address's cluster."""
        label = self.cluster(address, as_of)
        sizes = self._sizes(as_of)
        return int(sizes[label]) if label < len(sizes) else 1

    def height(self, as_of: int) -> int:
        """Return the height of the last block whose evidence is known at a height."""
        return min(as_of, self._clustering.chain.height)

    def why(self, a: int, b: int, as_of: int) -> Why:
        """Return what links two addresses by evidence up to a height.

        Raises
        ------
        NpsError
            If one of them first appears later.
        """
        clustering = self._at(as_of)
        for row in (a, b):
            if row >= len(clustering.labels):
                raise NpsError(self._not_there(row, as_of))
        return clustering.why(a, b)

    def _not_there(self, address: int, as_of: int) -> str:
        c = self._chain.columns
        height = c.txs.height[c.addresses.first_seen[address]]
        told = f"{c.addresses.address[address].as_py()} first appears in block {height:,},"
        if height > as_of:
            return f"{told} so as of block {as_of:,} nothing is known of it."
        return (
            f"{told} and the clusters given know the chain up to block"
            f" {self._clustering.chain.height:,} only: make them of all of it, nps.cluster(chain)."
        )

    @cached_property
    def _clustering(self) -> Clustering:
        return cluster(self._chain) if self._given is None else self._given

    def _labels_at(self, as_of: int) -> np.ndarray:
        return self._clustering.labels_at(as_of)

    def _sizes_at(self, as_of: int) -> np.ndarray:
        return np.bincount(self._labels(as_of))

    def _clustering_at(self, as_of: int) -> Clustering:
        return self._clustering.at(as_of)
