"""What falls apart when evidence is taken away.

A transaction may turn out to be a PayJoin, or a court may not accept it. Then the clusters that it
held together are looked at anew, and only those, from what other evidence there is. Where merges
were refused, taking one away may let others happen; there all is worked out from the start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.trace.cluster.links import Links

if TYPE_CHECKING:
    from nps_chain.trace.cluster.clustering import Clustering


@dataclass(frozen=True, eq=False, repr=False)
class Parts:
    """The clusters that evidence held together, and what is left of each without it.

    Parameters
    ----------
    links : Links
        The evidence before.
    txs : numpy.ndarray
        Rows of the transactions that were taken away.
    before, after : numpy.ndarray
        The cluster of each address, with them and without.
    rows : numpy.ndarray
        Rows of the addresses in clusters that these transactions are evidence for.
    again : callable
        Returns the clustering without them.
    """

    links: Links
    txs: np.ndarray
    before: np.ndarray
    after: np.ndarray
    rows: np.ndarray
    again: "Callable[[], Clustering]"

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row an address: ``address``, ``cluster`` (before) and ``part`` (after).

        All addresses of the clusters for which these transactions are evidence are here. A part is
        named, as a cluster is, by the smallest row of its addresses.
        """
        text = self.links.chain.columns.addresses.address.take(self.rows)
        return pd.DataFrame(
            {
                "address": pd.array(text, dtype="str"),
                "cluster": self.before[self.rows],
                "part": self.after[self.rows],
            },
            pd.Index(self.rows),
        )

    @property
    def sizes(self) -> pd.Series:
        """The number of addresses in each ``part``, the largest first."""
        parts, counts = np.unique(self.after[self.rows], return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return pd.Series(counts[order], pd.Index(parts[order], name="part"), name="addresses")

    @property
    def clustering(self) -> "Clustering":
        """All clusters without this evidence."""
        return self.again()

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.sizes)

    def __repr__(self) -> str:
        many = len(np.unique(self.before[self.rows]))
        what = "1 transaction" if len(self.txs) == 1 else f"{len(self.txs):,} transactions"
        if not many:
            return f"{what}: no evidence for any cluster."
        one = many == 1
        held = "1 cluster" if one else f"{many:,} clusters"
        held += f" of {len(self.rows):,} address{'es' * (len(self.rows) != 1)}"
        if len(self) == many:
            return f"Without {what} {held} stay{'s' * one} whole."
        shown = ", ".join(f"{size:,}" for size in self.sizes.head(5)) + ", ..." * (len(self) > 5)
        return f"Without {what} {held} fall{'s' * one} into {len(self):,} parts: {shown} addresses."


def held_together(links: Links, txs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the addresses of the clusters for which some transactions are evidence, sorted."""
    linked = {labels[address] for tx in txs.tolist() for address in links.addresses(tx)}
    if len(linked) == 1:
        return np.flatnonzero(labels == linked.pop())
    return np.flatnonzero(np.isin(labels, np.array(sorted(linked), labels.dtype)))


def labels_without(
    links: Links, txs: np.ndarray, labels: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """Return the labels when transactions are no evidence, given the addresses they concern."""
    after = labels.copy()
    after[rows] = -1
    gone = np.zeros(len(links.chain.first_input), bool)
    gone[txs] = True
    _flood(rows, *links.of_addresses, *links.of_txs, gone, after, np.empty(len(rows), np.int32))
    after.setflags(write=False)
    return after


def differ(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return the addresses of all clusters that are not the same in two clusterings, sorted."""
    moved = before != after
    touched = np.zeros(len(before), bool)
    touched[before[moved]] = touched[after[moved]] = True
    return np.flatnonzero(touched[before] | touched[after])


@njit(cache=True, nogil=True)
def _flood(
    rows: np.ndarray,
    first: np.ndarray,
    end: np.ndarray,
    txs: np.ndarray,
    first_input: np.ndarray,
    inputs: np.ndarray,
    change: np.ndarray,
    gone: np.ndarray,
    labels: np.ndarray,
    waiting: np.ndarray,
) -> None:
    """Label all that can be reached from each address, in rising order; used transactions go."""
    for r in range(len(rows)):
        name = rows[r]
        if labels[name] >= 0:
            continue
        labels[name], waiting[0], many = name, name, 1
        while many > 0:
            many -= 1
            u = waiting[many]
            for k in range(first[u], end[u]):
                t = txs[k]
                if gone[t]:
                    continue
                gone[t] = True
                for i in range(first_input[t], first_input[t + 1] + 1):
                    if i < first_input[t + 1]:
                        v = inputs[i]
                    elif len(change) > 0:
                        v = change[t]
                    else:
                        break
                    if v >= 0 and labels[v] < 0:
                        labels[v] = name
                        waiting[many] = v
                        many += 1
