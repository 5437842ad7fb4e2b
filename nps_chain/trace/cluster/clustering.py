"""Groups of addresses that one person seems to control, because they were spent together.

Whoever signs a transaction needs the keys of all its inputs, so its input addresses most likely
belong together; and what belongs together with the same address belongs together too. That is the
oldest inference from a chain, and still the one that all others build on.

It errs where several people sign one transaction: a CoinJoin, or a PayJoin (BIP 78), which nobody
can tell by its shape. One such transaction that is missed joins the clusters of strangers. And
where each address gets one coin only, a cluster is no more than one transaction's inputs: most of a
wallet stays out of sight.

Sources: S. Nakamoto, "Bitcoin", 2008, section 10; S. Meiklejohn and others, "A Fistful of
Bitcoins", IMC 2013, heuristic 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.chain.address.script import NONSTANDARD, P2A, SCRIPT_TYPES, WITNESS_UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import ChainError

# Spending from other locks takes no key, or nobody can tell what it takes: that links no one.
_NEEDS_KEY = np.ones(len(SCRIPT_TYPES), bool)
_NEEDS_KEY[[NONSTANDARD, P2A, WITNESS_UNKNOWN]] = False


@dataclass(frozen=True, eq=False, repr=False)
class Clustering:
    """Addresses in clusters: an inference, so a cluster's number is never cited as evidence.

    Parameters
    ----------
    chain : Chain
        Where the addresses are from.
    labels : numpy.ndarray
        Shape (addresses,), int32: for each row in ``addresses`` that was known, the cluster it is
        in, named by the smallest of its rows.
    left_out : numpy.ndarray
        Rows of the transactions that were left out, in order.
    unknown_inputs : int
        How many inputs could not be used, since the data don't tell their address.
    as_of : int, optional
        Height of the last block that was looked at; None for all there are.
    """

    chain: Chain
    labels: np.ndarray
    left_out: np.ndarray
    unknown_inputs: int
    as_of: int | None

    def of(self, address: int | str) -> list[str]:
        """Return the addresses of the cluster that an address (its row or text) is in, sorted."""
        view = self.chain.address(address)
        if view.row >= len(self.labels):
            raise ChainError(f"The address {view.text} first appears after height {self.as_of}.")
        rows = np.flatnonzero(self.labels == self.labels[view.row])
        return sorted(self.chain.columns.addresses.address.take(rows).to_pylist())

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row an address: ``address`` and ``cluster``."""
        known = self.chain.addresses["address"].iloc[: len(self.labels)]
        return pd.DataFrame({"address": known, "cluster": self.labels})

    @cached_property
    def sizes(self) -> pd.Series:
        """The number of addresses in each ``cluster``, the largest first."""
        counts = np.bincount(self.labels)
        clusters = np.flatnonzero(counts)
        clusters = clusters[np.argsort(-counts[clusters], kind="stable")]
        return pd.Series(counts[clusters], pd.Index(clusters, name="cluster"), name="addresses")

    def __len__(self) -> int:
        """Return the number of clusters, those of a single address counted."""
        return int(np.count_nonzero(self.labels == np.arange(len(self.labels))))

    def __repr__(self) -> str:
        facts = {
            "addresses": len(self.labels),
            "clusters": len(self),
            "largest": self.sizes.max() if len(self) else 0,
            "transactions left out": len(self.left_out),
            "inputs of unknown address": self.unknown_inputs,
        }
        shown = [f"{what}: {many:,}" for what, many in facts.items() if many or what == "addresses"]
        if self.as_of is not None:
            shown.append(f"as of height: {self.as_of:,}")
        return f"Clustering({', '.join(shown)})"


def cluster(
    chain: Chain, *, without: Iterable[int | str] = (), as_of: int | None = None
) -> Clustering:
    """Return the addresses of a chain in clusters: spent together, directly or by way of others.

    Fails at CoinJoins and PayJoins, in which several people spend together: leave out those that
    are known. An output that anyone may spend (pay to anchor), or whose lock has no known meaning,
    is evidence for nothing, and stays alone.

    Parameters
    ----------
    chain : Chain
        The chain.
    without : iterable of int or str
        Transactions, by row or txid, that are no evidence: known CoinJoins above all.
    as_of : int, optional
        Look at blocks up to this height only.

    Raises
    ------
    ChainError
        If a transaction to leave out is not in the chain, or not yet at that height.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> nps.cluster(chain)
    Clustering(addresses: 1,422, clusters: 911, largest: 47)
    >>> nps.cluster(chain, as_of=120)
    Clustering(addresses: 542, clusters: 429, largest: 18, as of height: 120)
    """
    c = chain.columns
    txs = len(c.txs.txid) if as_of is None else int(np.searchsorted(c.txs.height, as_of, "right"))
    inputs = int(chain.first_input[txs])
    labels = np.arange(np.searchsorted(c.addresses.first_seen, txs), dtype=np.int32)

    left_out = np.zeros(txs, bool)
    for view in map(chain.tx, [without] if isinstance(without, str) else without):
        if view.row >= txs:
            raise ChainError(
                f"Transaction {view.txid} is in block {view.height}, which is not yet there as of"
                f" height {as_of}: give only transactions that were known then."
            )
        left_out[view.row] = True

    kinds = c.addresses.script_type
    _join(c.inputs.tx[:inputs], c.inputs.address[:inputs], kinds, _NEEDS_KEY, left_out, labels)
    _flatten(labels)
    labels.setflags(write=False)
    unknown = (c.inputs.address[:inputs] < 0) & ~c.txs.coinbase[c.inputs.tx[:inputs]]
    return Clustering(chain, labels, np.flatnonzero(left_out), int(unknown.sum()), as_of)


@njit(cache=True, nogil=True)
def _root(parent: np.ndarray, a: np.int32) -> np.int32:
    while parent[a] != a:
        parent[a] = parent[parent[a]]
        a = parent[a]
    return a


@njit(cache=True, nogil=True)
def _join(
    tx: np.ndarray,
    address: np.ndarray,
    kind: np.ndarray,
    needs_key: np.ndarray,
    left_out: np.ndarray,
    parent: np.ndarray,
) -> None:
    """Join the input addresses of each transaction, under the smallest root of theirs.

    The smallest, so that labels don't depend on the order of inputs, and a parent is never larger
    than its child.
    """
    last, root = np.int32(-1), np.int32(-1)
    for i in range(len(tx)):
        if address[i] < 0 or left_out[tx[i]] or not needs_key[kind[address[i]]]:
            continue
        other = _root(parent, address[i])
        if tx[i] != last:
            last, root = tx[i], other
        elif other < root:
            parent[root] = other
            root = other
        else:
            parent[other] = root


@njit(cache=True, nogil=True)
def _flatten(parent: np.ndarray) -> None:
    """Give each address its root: the parent, being smaller, has been given its own before."""
    for a in range(len(parent)):
        parent[a] = parent[parent[a]]
