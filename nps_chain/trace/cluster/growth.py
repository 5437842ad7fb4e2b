"""How the cluster of one address grew: merge after merge, in the order of the chain.

The clusters are joined once more from the start, those alone that end up with the address. Each
time one of them comes to where the address is, that is a merge: by this transaction and this rule,
of so many addresses to so many. A cluster that grows one address at a time is a wallet at work; one
that takes in a thousand at a stroke is either two parts of a service, or the mistake of a rule.

Source: of the way of joining, R. E. Tarjan, "Efficiency of a Good But Not Linear Set Union
Algorithm", Journal of the ACM 1975.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.chain.views import moment
from nps_chain.trace.cluster.evidence import CO_SPENDING
from nps_chain.trace.cluster.links import Links
from nps_chain.trace.texts import address_texts, count, txid_texts


class Known(NamedTuple):
    """A moment of a chain: a block's height, and its time in UTC."""

    height: int
    time: pd.Timestamp


@dataclass(frozen=True, eq=False, repr=False)
class Growth:
    """The growth of one address's cluster, as ``Clustering.growth`` gives it.

    Attributes
    ----------
    address : str
        The address.
    frame : pandas.DataFrame
        One row a merge, in the order of the chain: ``height``, ``time`` (UTC), ``tx`` (row),
        ``txid``, ``rule``; ``before``, how many addresses the cluster had until then; ``joined``,
        how many those had that came to it, which are named by the address ``other``; ``after``, how
        many there were then. Where a transaction brings several clusters, each has a row.
    first, last : Known
        Where the address first appears, and the last block that was looked at.
    """

    address: str
    frame: pd.DataFrame
    first: Known
    last: Known

    def __len__(self) -> int:
        """Return the number of merges."""
        return len(self.frame)

    @property
    def size(self) -> int:
        """How many addresses the cluster has in the end."""
        return 1 + int(self.frame["joined"].sum())

    def __repr__(self) -> str:
        lines = [
            f"{self.address} first appears in block {self.first.height:,}, alone.",
            f"As of block {self.last.height:,}, {moment(self.last.time)}, it is in a cluster of"
            f" {count(self.size, 'address', 'addresses')}, by {count(len(self), 'merge')}.",
        ]
        if len(self):
            row = int(self.frame["joined"].argmax())
            columns = ("joined", "before", "height", "rule", "txid")
            joined, before, height, rule, txid = (self.frame[name].iloc[row] for name in columns)
            lines.append(
                f"The largest brought {count(joined, 'address', 'addresses')} to {before:,}, in"
                f" block {height:,}, by {rule}: {txid}."
            )
        return "\n".join(lines)


def growth(links: Links, labels: np.ndarray, address: int) -> Growth:
    """Return how the cluster of an address, given by its row, grew.

    Parameters
    ----------
    links : Links
        The evidence.
    labels : numpy.ndarray
        The cluster of each address.
    address : int
        The row.
    """
    chain, c = links.chain, links.chain.columns
    size = int(np.count_nonzero(labels == labels[address]))
    tx, other, before, joined, by_change = _merges(address, labels, size, *links.of_txs)
    height = c.txs.height[tx].astype(np.int64)
    heights = c.blocks.height
    frame = pd.DataFrame(
        {
            "height": height,
            "time": pd.to_datetime(
                c.blocks.time[np.searchsorted(heights, height)], unit="s", utc=True
            ),
            "tx": tx,
            "txid": txid_texts(chain, tx),
            "rule": pd.array(np.where(by_change, links.rule, CO_SPENDING), dtype="str"),
            "before": before,
            "joined": joined,
            "other": address_texts(chain, other),
            "after": before + joined,
        }
    )
    first = chain.tx(int(c.addresses.first_seen[address]))
    return Growth(
        c.addresses.address[address].as_py(),
        frame,
        Known(first.height, first.time),
        Known(chain.height, chain.block(chain.height).time),
    )


@njit(cache=True, nogil=True)
def _merges(
    address: int,
    labels: np.ndarray,
    members: int,
    first_input: np.ndarray,
    inputs: np.ndarray,
    change: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return of each merge: transaction, smallest row of what joined, both sizes, if by change."""
    parent = np.arange(len(labels), dtype=np.int32)
    size = np.ones(len(labels), np.int64)
    seen = np.full(len(labels), -1, np.int32)  # of each root: the last transaction that linked it
    roots, as_change = np.empty(members, np.int32), np.empty(members, np.bool_)
    found = np.empty((3, members), np.int64)  # each merge brings an address at least
    other, by_change = np.empty(members, np.int64), np.empty(members, np.bool_)
    merges = 0
    for t in range(len(first_input) - 1):
        many = 0
        for i in range(first_input[t], first_input[t + 1] + 1):
            if i < first_input[t + 1]:
                a = inputs[i]
            elif len(change) > 0:
                a = change[t]
            else:
                break
            if a < 0 or labels[a] != labels[address]:
                continue
            while parent[a] != a:
                parent[a] = parent[parent[a]]
                a = parent[a]
            if seen[a] != t:
                seen[a], roots[many], as_change[many] = t, a, i == first_input[t + 1]
                many += 1
        if many < 2:
            continue
        mine = np.int32(address)
        while parent[mine] != mine:
            mine = parent[mine]
        small, total, by_inputs = roots[0], np.int64(0), False
        for k in range(many):
            small, total = min(small, roots[k]), total + size[roots[k]]
            if roots[k] == mine:
                by_inputs = not as_change[k]
        if seen[mine] == t:
            before = size[mine]
            for k in range(many):
                if roots[k] != mine:
                    joined = size[roots[k]]
                    found[0, merges], found[1, merges], found[2, merges] = t, before, joined
                    # Where the address stands on the side of the change, the first of the inputs
                    # comes by the change, and the others by having been spent with that.
                    other[merges], by_change[merges] = roots[k], as_change[k] or not by_inputs
                    by_inputs = by_inputs or not as_change[k]
                    before += joined
                    merges += 1
        for k in range(many):
            parent[roots[k]] = small
        size[small] = total
    tx, before_all, joined_all = found[0, :merges], found[1, :merges], found[2, :merges]
    return tx, other[:merges], before_all, joined_all, by_change[:merges]
