"""The fewest transactions that link two addresses, found from both ends at once.

A search from one end alone would visit most of a large cluster; two that meet halfway visit little
of it. What a search has seen is marked by the search's number, so that nothing as long as the chain
is cleared before the next.

Which of several chains of the same length is found depends on nothing but the evidence: the search
starts at the address of the smaller row, and takes up transactions in the order of the chain.

Source: I. Pohl, "Bi-directional Search", Machine Intelligence 6, 1971.
"""

import numpy as np
from numba import njit

from nps_chain.trace.cluster.links import Links


class Search:
    """Finds chains of evidence, one after the other.

    Parameters
    ----------
    links : Links
        The evidence.
    """

    def __init__(self, links: Links) -> None:
        self._links = links
        addresses, txs = len(links.chain.columns.addresses.address), len(links.chain.first_input)
        self._searches = 0
        self._seen = np.zeros(addresses, np.int32)
        self._seen_tx = np.zeros(txs, np.int32)
        self._by = np.empty(addresses, np.int32)
        self._source = np.empty(addresses, np.int32)
        self._waiting = np.empty(addresses, np.int32)

    def between(self, a: int, b: int) -> list[tuple[int, int, int]]:
        """Return steps from one address to another: transaction, from address, to address.

        There are none if nothing links the two, or they are the same.
        """
        if a > b:
            return [(tx, to, source) for tx, source, to in reversed(self.between(b, a))]
        if a == b:
            return []
        if self._searches == 2**30 - 1:
            self._seen[:], self._seen_tx[:], self._searches = 0, 0, 0
        self._searches += 1
        tx, left, right = _meet(
            a, b, self._searches, *self._links.of_addresses, *self._links.of_txs,
            self._seen, self._seen_tx, self._by, self._source, self._waiting,
        )  # fmt: skip
        if tx < 0:
            return []
        before = [(by, source, to) for by, to, source in self._back(left, a)]
        return [*reversed(before), (tx, left, right), *self._back(right, b)]

    def _back(self, address: int, end: int) -> list[tuple[int, int, int]]:
        """Return the steps by which a search came from its end to an address, backward."""
        steps = []
        while address != end:
            source = int(self._source[address])
            steps.append((int(self._by[address]), address, source))
            address = source
        return steps


@njit(cache=True, nogil=True)
def _meet(
    a: int,
    b: int,
    search: int,
    first: np.ndarray,
    end: np.ndarray,
    txs: np.ndarray,
    first_input: np.ndarray,
    inputs: np.ndarray,
    change: np.ndarray,
    seen: np.ndarray,
    seen_tx: np.ndarray,
    by: np.ndarray,
    source: np.ndarray,
    waiting: np.ndarray,
) -> tuple[int, int, int]:
    """Return the transaction in which searches from a and b meet, and its address on each side.

    ``by`` and ``source`` then tell how each address was reached. The addresses that wait for their
    turn lie in one array: those reached from a from its front on, those from b from its back.
    """
    last = len(waiting) - 1
    waiting[0], waiting[last] = a, b
    seen[a], seen[b] = 2 * search, 2 * search + 1
    # Of each side: addresses waiting in the level being worked on begin and end here.
    begin, stop = np.zeros(2, np.int64), np.ones(2, np.int64)
    while True:
        size = stop - begin
        if size[0] == 0 or size[1] == 0:
            return -1, -1, -1
        side = 0 if size[0] <= size[1] else 1
        mine, theirs = 2 * search + side, 2 * search + 1 - side
        level = stop[side]
        while begin[side] < level:
            u = waiting[begin[side] if side == 0 else last - begin[side]]
            begin[side] += 1
            for k in range(first[u], end[u]):
                t = txs[k]
                if seen_tx[t] == search:
                    continue
                seen_tx[t] = search
                for i in range(first_input[t], first_input[t + 1] + 1):
                    if i < first_input[t + 1]:
                        v = inputs[i]
                    elif len(change) > 0:
                        v = change[t]
                    else:
                        break
                    if v < 0 or seen[v] == mine:
                        continue
                    if seen[v] == theirs:
                        return (t, u, v) if side == 0 else (t, v, u)
                    seen[v], by[v], source[v] = mine, t, u
                    waiting[stop[side] if side == 0 else last - stop[side]] = v
                    stop[side] += 1
