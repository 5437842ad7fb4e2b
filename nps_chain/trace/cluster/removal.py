"""Which parts a cluster falls into when transactions are no evidence.

From each address that these transactions linked, a search sets out; the searches take turns. Two
that meet go on as one, and one that finds nothing more has found a part. When a single one is left,
the rest of the cluster is its part, and need not be looked at: so to cut a little off a very large
cluster costs as little as the piece that is cut off.

Source: the idea of searching from both ends of a removed edge, and stopping when the smaller side
is done: S. Even and Y. Shiloach, "An On-Line Edge-Deletion Problem", Journal of the ACM 1981.
"""

import numpy as np
from numba import njit

from nps_chain.trace.cluster.links import Links


def held_together(links: Links, txs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the addresses of the clusters for which some transactions are evidence, sorted."""
    linked = {labels[address] for tx in txs.tolist() for address in links.addresses(tx)}
    if len(linked) == 1:
        return np.flatnonzero(labels == linked.pop())
    return np.flatnonzero(np.isin(labels, np.array(sorted(linked), labels.dtype)))


def labels_without(links: Links, txs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the labels when some transactions are no evidence, where nothing was refused."""
    linked = sorted({address for tx in txs.tolist() for address in links.addresses(tx)})
    starts = np.array(linked, np.int32)
    after = labels.copy()
    seen = np.zeros(len(links.chain.first_input), bool)
    seen[txs] = True
    owner, following = np.full(len(labels), -1, np.int32), np.empty(len(labels), np.int32)
    for cluster in np.unique(labels[starts]):
        mine = starts[labels[starts] == cluster]
        group = np.arange(len(mine), dtype=np.int32)
        finished = np.zeros(len(mine), bool)
        _search(mine, *links.of_addresses, *links.of_txs, seen, owner, following, group, finished)
        # Let each search lead to the one that it went on as.
        while (group != group[group]).any():
            group = group[group]
        members = np.flatnonzero(labels == cluster)
        found = members[owner[members] >= 0]
        part = group[owner[found]]
        cut_off, part = found[finished[part]], part[finished[part]]
        first = np.full(len(mine), len(labels))
        np.minimum.at(first, part, cut_off)
        after[cut_off] = first[part]
        if len(cut_off) and cut_off[0] == cluster:
            rest = np.setdiff1d(members, cut_off, assume_unique=True)
            after[rest] = rest[:1]
    after.setflags(write=False)
    return after


def differ(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return the addresses of all clusters that are not the same in two clusterings, sorted."""
    moved = before != after
    touched = np.zeros(len(before), bool)
    touched[before[moved]] = touched[after[moved]] = True
    return np.flatnonzero(touched[before] | touched[after])


@njit(cache=True, nogil=True)
def _search(
    starts: np.ndarray,
    first: np.ndarray,
    end: np.ndarray,
    txs: np.ndarray,
    first_input: np.ndarray,
    inputs: np.ndarray,
    change: np.ndarray,
    seen: np.ndarray,
    owner: np.ndarray,
    following: np.ndarray,
    group: np.ndarray,
    finished: np.ndarray,
) -> None:
    """Search from each start in turn, until all searches but one are finished or have met others.

    Written are the search by which each address was found (``owner``), the search that each one
    went on as (``group``), and whether it has ``finished``: then it found all of its part. The
    addresses that a search has yet to look at are a chain: each tells the ``following`` one.
    """
    head, tail = starts.copy(), starts.copy()
    going = np.arange(len(starts))
    many, turn = len(starts), 0
    for s in range(len(starts)):
        owner[starts[s]], following[starts[s]] = s, -1
    while many > 1:
        turn = turn % many
        s = going[turn]
        u = head[s]
        if group[s] != s or u < 0:
            finished[s] = group[s] == s
            many -= 1
            going[turn] = going[many]
            continue
        head[s] = following[u]
        for k in range(first[u], end[u]):
            t = txs[k]
            if seen[t]:
                continue
            seen[t] = True
            for i in range(first_input[t], first_input[t + 1] + 1):
                if i < first_input[t + 1]:
                    v = inputs[i]
                elif len(change) > 0:
                    v = change[t]
                else:
                    break
                if v < 0:
                    continue
                if owner[v] < 0:
                    owner[v], following[v] = s, -1
                    if head[s] < 0:
                        head[s] = v
                    else:
                        following[tail[s]] = v
                    tail[s] = v
                    continue
                other = owner[v]
                while group[other] != other:
                    group[other] = group[group[other]]
                    other = group[other]
                if other != s:
                    # The other one goes on as this one, which takes over what it has yet to do.
                    group[other] = s
                    if head[other] >= 0:
                        if head[s] < 0:
                            head[s] = head[other]
                        else:
                            following[tail[s]] = head[other]
                        tail[s] = tail[other]
        turn += 1
