"""Clusters that grow with the chain: a forest of addresses, and what each input proved.

Adding a block costs what the block holds: only its transactions are looked at, and labels, which
take a pass over all addresses, are made when they are asked for. Room for addresses is kept ready
by the quarter, each standing alone, so that growing moves what is there once in a long while.
"""

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.cluster.constraints import Constraints
from nps_chain.trace.cluster.evidence import Evidence
from nps_chain.trace.cluster.union import NEEDS_KEY, flatten, unite

_NOTHING = np.zeros(0, np.int32)


class Forest:
    """The forest and its links, for as many transactions as it was given.

    Parameters
    ----------
    constraints : Constraints
        What must not merge.
    """

    def __init__(self, constraints: Constraints) -> None:
        self.constraints = constraints
        self.txs = self.inputs = self.addresses = self.labelled = 0
        self._parent = self._label = self._size = _NOTHING
        self._links: list[np.ndarray] = []
        self._change_links: list[np.ndarray] = []

    def add(self, chain: Chain, evidence: Evidence) -> None:
        """Take in the transactions of a chain that come after those that are here."""
        c = chain.columns
        address = c.inputs.address[self.inputs :]
        self._make_room(chain)
        no_evidence = np.zeros(len(c.txs.height) - self.txs, bool)
        left_out = evidence.left_out
        if len(left_out):
            first, end = np.searchsorted(left_out, [self.txs, len(c.txs.height)])
            no_evidence[left_out[first:end] - self.txs] = True
        change = evidence.change_addresses(chain, self.txs)
        links, change_links = np.empty(len(address), np.int32), np.empty(len(change), np.int32)
        unite(
            c.inputs.tx[self.inputs :], address, no_evidence, change,
            c.addresses.script_type, NEEDS_KEY,
            self._parent, self._label, self._size, self.constraints.limit, links, change_links,
        )  # fmt: skip
        self._links.append(links)
        self._change_links.append(change_links)
        self.txs, self.inputs = len(c.txs.height), len(c.inputs.tx)

    def _make_room(self, chain: Chain) -> None:
        """Let each address that is new stand alone."""
        first, end = self.addresses, len(chain.columns.addresses.first_seen)
        if end > len(self._parent):
            self._parent = _room(self._parent, first, end)
            self._parent[first:] = np.arange(first, len(self._parent), dtype=np.int32)
        if self.constraints:
            if end > len(self._label):
                self._label, self._size = (_room(a, first, end) for a in (self._label, self._size))
            codes = self.constraints.codes(chain, first)
            self._label[first:end], self._size[first:end] = codes, 1
            self.labelled += int(np.count_nonzero(codes >= 0))
        self.addresses = end

    def labels(self) -> np.ndarray:
        """Return the cluster of each address: the smallest row in it."""
        labels = self._parent[: self.addresses].copy()
        flatten(labels)
        labels.setflags(write=False)
        return labels

    def links(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what each input links, and the change of each transaction (empty: no rule)."""
        for parts in (self._links, self._change_links):
            parts[:] = [np.concatenate(parts)] if parts else [_NOTHING]
        return self._links[0], self._change_links[0]


def must_continue(earlier: Chain, chain: Chain) -> None:
    """Refuse a chain whose first blocks are not those of an earlier one.

    A block's hash settles all blocks before it, so the last one is compared, and where it ends.

    Raises
    ------
    NpsError
        If the chain is shorter, of another network, or of other blocks.
    """
    before, after = earlier.columns, chain.columns
    blocks, txs = len(before.blocks.height), len(before.txs.height)
    addresses = len(before.addresses.first_seen)
    if len(after.blocks.height) < blocks:
        raise NpsError(f"{chain!r} is shorter than {earlier!r}: a clustering only grows.")
    same = chain.network == earlier.network
    if blocks and same:
        same = (
            after.blocks.hash[blocks - 1].tobytes() == before.blocks.hash[-1].tobytes()
            and _ends(after.txs.height, txs, before.blocks.height.item(-1) + 1)
            and _ends(after.addresses.first_seen, addresses, txs)
        )
    if not same:
        raise NpsError(
            f"{chain!r} doesn't continue {earlier!r}: their first blocks differ. Cluster it from"
            " the start, nps.cluster(chain)."
        )


def _ends(rising: np.ndarray, rows: int, bound: int) -> bool:
    """Return whether the first rows of a column, and only they, are below a bound."""
    # As Python's numbers: one of numpy's takes longer to compare than a transaction to add.
    if len(rising) < rows or (rows and rising.item(rows - 1) >= bound):
        return False
    return len(rising) == rows or rising.item(rows) >= bound


def _room(array: np.ndarray, used: int, wanted: int) -> np.ndarray:
    """Return an array with the same beginning and room for so many rows, and some more."""
    larger = np.empty(wanted + wanted // 4, np.int32)
    larger[:used] = array[:used]
    return larger
