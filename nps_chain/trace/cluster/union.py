"""The kernel that unites: from evidence, in the order of the chain, to clusters.

Clusters are kept as a forest: each address leads to a smaller one of its cluster, and the smallest,
its root, leads to itself. Joining under the smallest root makes the answer independent of the order
in which a transaction lists its inputs, and takes half the time of joining by size. Nothing needs
to be redone when blocks are added.

What each input proves is written down beside it, in ``links``: the address that it links, or why it
links none. All that is asked later (why, when, what if not) is read off these links.

Source: R. E. Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", Journal of the ACM
1975; halving of paths from R. E. Tarjan and J. van Leeuwen, Journal of the ACM 1984.
"""

import numpy as np
from numba import njit

from nps_chain.chain.address.script import NONSTANDARD, P2A, SCRIPT_TYPES, WITNESS_UNKNOWN

NEEDS_KEY = np.ones(len(SCRIPT_TYPES), bool)
NEEDS_KEY[[NONSTANDARD, P2A, WITNESS_UNKNOWN]] = False
"""Of each kind of lock: whether to spend from it takes a key. From the others anyone may spend, or
nobody can tell who may: that links no one."""

NONE = -1
"""In links: no evidence. The address isn't known, takes no key, or its transaction is left out."""

APART = -2
"""In links: refused, for the two clusters hold different labels."""

TOO_LARGE = -3
"""In links: refused, for both clusters were larger than the limit."""


@njit(cache=True, nogil=True)
def root(parent: np.ndarray, a: np.int32) -> np.int32:
    """Return the root above an address, and shorten the way to it."""
    while parent[a] != a:
        parent[a] = parent[parent[a]]
        a = parent[a]
    return a


@njit(cache=True, nogil=True)
def unite(
    tx: np.ndarray,
    address: np.ndarray,
    no_evidence: np.ndarray,
    change: np.ndarray,
    kind: np.ndarray,
    needs_key: np.ndarray,
    parent: np.ndarray,
    label: np.ndarray,
    size: np.ndarray,
    limit: int,
    links: np.ndarray,
    change_links: np.ndarray,
) -> None:
    """Join the addresses that each transaction of some following ones links.

    Parameters
    ----------
    tx, address : numpy.ndarray
        Of each input: its transaction, and the row of its address, -1 unknown.
    no_evidence : numpy.ndarray
        Of each transaction, from the first input's on: whether it is left out.
    change : numpy.ndarray
        Of each transaction: the row of its change output's address, -1 none; empty for no rule.
    kind, needs_key : numpy.ndarray
        Of each address: the kind of its lock; of each kind: whether to spend from it takes a key.
    parent : numpy.ndarray
        The forest; changed.
    label, size : numpy.ndarray
        Of each root: the label that its cluster holds, -1 none, and its number of addresses;
        changed. Empty where nothing keeps clusters apart.
    limit : int
        Two clusters both larger than this don't merge.
    links, change_links : numpy.ndarray
        Where to write what each input, and each transaction's change, links.
    """
    held = len(size) > 0
    begin = 0
    while begin < len(tx):
        k = tx[begin] - tx[0]
        end = begin
        while end < len(tx) and tx[end] == tx[begin]:
            end += 1
        first = top = np.int32(-1)
        # The inputs one after the other, and then the change.
        for i in range(begin, end + 1 if len(change) > 0 else end):
            a = address[i] if i < end else change[k]
            link = a
            if a < 0 or no_evidence[k] or not needs_key[kind[a]] or (first < 0 and i == end):
                link = np.int32(NONE)
            elif first < 0:
                first = a  # its root is looked up when there is another: mostly there is none
            elif a != first:
                if top < 0:
                    top = root(parent, first)
                other = root(parent, a)
                if other != top:
                    if held:
                        if label[top] >= 0 <= label[other] and label[top] != label[other]:
                            link = np.int32(APART)
                        elif size[top] > limit and size[other] > limit:
                            link = np.int32(TOO_LARGE)
                    if link >= 0:
                        small, large = min(top, other), max(top, other)
                        parent[large] = top = small
                        if held:
                            size[small] += size[large]
                            label[small] = max(label[small], label[large])  # -1 is no label
            if i < end:
                links[i] = link
            else:
                change_links[k] = link
        begin = end


@njit(cache=True, nogil=True)
def flatten(parent: np.ndarray) -> None:
    """Give each address its root: the parent, being smaller, has been given its own before."""
    for a in range(len(parent)):
        parent[a] = parent[parent[a]]


def co_spent(
    tx: np.ndarray, address: np.ndarray, no_evidence: np.ndarray, kind: np.ndarray
) -> np.ndarray:
    """Return the cluster of each address by co-spending alone, where nothing is kept apart.

    Parameters
    ----------
    tx, address : numpy.ndarray
        Of each input: its transaction, and the row of its address, -1 unknown.
    no_evidence : numpy.ndarray
        Of each transaction: whether it is left out.
    kind : numpy.ndarray
        Of each address: the kind of its lock.
    """
    labels, none = np.arange(len(kind), dtype=np.int32), np.zeros(0, np.int32)
    since = no_evidence[tx[0] :] if len(tx) else no_evidence
    links = np.empty(len(tx), np.int32)
    unite(
        tx, address, since, none, kind, NEEDS_KEY, labels, none, none.copy(), 0, links, none.copy()
    )
    flatten(labels)
    return labels
