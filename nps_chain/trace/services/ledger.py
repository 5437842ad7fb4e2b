"""The chain as a ledger of clusters: whose each coin is, and who alone paid for a transaction.

Everything that is asked of a cluster's behaviour starts from these columns. A transaction counts as
a cluster's payment only if all of its inputs are known to be that cluster's own, and it is no
CoinJoin: where several spend together, nobody can tell who paid whom.
"""

from dataclasses import dataclass
from operator import index
from typing import Any

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.cluster import Clustering
from nps_chain.trace.named import address_rows, tx_rows

LEAVE_OUT, KEEP = "leave out", "keep"
"""What to do with CoinJoins: look for them and take them for no one's payment, or for payments."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Clusters as numbers from 0, in the order of their names, and what is whose.

    An address without a cluster has a number of its own behind them: it can pay and be paid, but
    nothing is said about it. UNKNOWN stands for nobody, or for somebody whom the data don't tell.
    """

    chain: Chain
    names: pd.Index  # of the clusters
    everyone: int  # clusters and addresses without one
    of_address: np.ndarray  # int32, by row in addresses
    of_input: np.ndarray  # int32, by row in inputs
    of_output: np.ndarray  # int32, by row in outputs
    payer: np.ndarray  # int32, by row in txs: who alone paid for it; UNKNOWN for a CoinJoin too

    def __len__(self) -> int:
        """Return the number of clusters."""
        return len(self.names)


def ledger_of(chain: Chain, clusters: Any, coinjoins: Any) -> Ledger:
    """Return the ledger of a chain as it was known.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    clusters : Clustering, pandas.DataFrame, pandas.Series or numpy.ndarray
        See :func:`nps_chain.trace.services.features`.
    coinjoins : str, pandas.DataFrame or iterable
        See there, too.
    """
    names, of_address, everyone = _numbered(chain, clusters)
    joined = np.zeros(len(chain.columns.txs.txid), np.bool_)
    joined[_joined(chain, coinjoins)] = True
    # One place more, so that address -1 reads the last: nobody.
    owner = np.append(of_address, np.int32(UNKNOWN))
    of_input = owner[chain.columns.inputs.address]
    return Ledger(
        chain,
        names,
        everyone,
        of_address,
        of_input,
        owner[chain.columns.outputs.address],
        _payers(chain.first_input, of_input, joined),
    )


def _joined(chain: Chain, coinjoins: Any) -> np.ndarray:
    """Return the rows of CoinJoins, as far as they were known."""
    if isinstance(coinjoins, str):
        if coinjoins == KEEP:
            return np.zeros(0, np.int64)
        if coinjoins != LEAVE_OUT:
            raise NpsError(
                f"coinjoins is {LEAVE_OUT!r}, {KEEP!r}, or the transactions that are known to be"
                f" some, not {coinjoins!r:.80}."
            )
        # It is large, and not needed by who knows the CoinJoins.
        from nps_chain.trace.coinjoin import coinjoins as find

        coinjoins = find(chain)
    given = coinjoins["tx"] if isinstance(coinjoins, pd.DataFrame) and "tx" in coinjoins else None
    if given is not None and pd.api.types.is_integer_dtype(given.dtype):
        # Those that are known of later days say nothing about this one.
        rows = np.asarray(given, np.int64)
        return rows[(rows >= 0) & (rows < len(chain.columns.txs.txid))]
    return tx_rows(chain, coinjoins)


def _numbered(chain: Chain, clusters: Any) -> tuple[pd.Index, np.ndarray, int]:
    """Return the names of clusters, the number of each address, and how many there are."""
    many = len(chain.columns.addresses.address)
    of_address = np.full(many, UNKNOWN, np.int32)
    if isinstance(clusters, Clustering):
        _demand_same_day(chain, clusters)
        labels: Any = clusters.labels
        if len(labels) > many:
            raise NpsError("The clusters are of another chain: make them of this one.")
        # Each cluster is named by its smallest row, so their order is known.
        names: Any = np.flatnonzero(labels == np.arange(len(labels)))
        of_address[names] = np.arange(len(names))
        of_address[: len(labels)] = of_address[labels]
        return _with_loners(names, of_address)
    if isinstance(clusters, pd.DataFrame):
        labels = _labels_of_frame(chain, clusters)
    elif isinstance(clusters, pd.Series | pd.Index | np.ndarray | list):
        labels = clusters
    else:
        raise NpsError(
            f"Give the clusters as cluster(chain), as a frame with columns address and cluster, or"
            f" as one label an address, in the order of chain.addresses; not {clusters!r:.80}."
        )
    codes, found = pd.factorize(pd.Series(labels).reset_index(drop=True)[:many])
    names, place = _in_order(found)
    of_address[: len(codes)] = place[codes]
    return _with_loners(names, of_address)


def _with_loners(names: Any, of_address: np.ndarray) -> tuple[pd.Index, np.ndarray, int]:
    """Give each address without a cluster a number of its own, behind those of clusters."""
    alone = np.flatnonzero(of_address < 0)
    of_address[alone] = np.arange(len(names), len(names) + len(alone), dtype=np.int32)
    return pd.Index(names, name="cluster"), of_address, len(names) + len(alone)


def _in_order(labels: Any) -> tuple[np.ndarray | pd.Index, np.ndarray]:
    """Return distinct labels in order, and the place there of each; UNKNOWN for what is no cluster.

    One more place stands at the end, for what has no label: -1 reads it.
    """
    texts = [isinstance(label, str) for label in labels] if labels.dtype == object else []
    if texts and not all(texts):
        try:
            labels, texts = np.array([index(label) for label in labels], np.int64), []
        except (TypeError, OverflowError):
            texts = [False]
    if not len(labels):
        return np.zeros(0, np.int64), np.full(1, UNKNOWN)
    numbers = pd.api.types.is_numeric_dtype(labels)
    if numbers:
        whole = np.asarray(labels).astype(np.int64)
        texts, labels = [bool((whole == labels).all())], whole
    if not all(texts):
        raise NpsError(
            "The labels of clusters are of several kinds: give all of them as texts, or all as"
            " whole numbers."
        )
    order = np.argsort(np.asarray(labels), kind="stable")
    if numbers:
        order = order[labels[order] >= 0]
    place = np.full(len(labels) + 1, UNKNOWN)
    place[order] = np.arange(len(order))
    return labels[order], place


def _labels_of_frame(chain: Chain, frame: pd.DataFrame) -> pd.Series:
    """Return a label an address, missing where the frame has none; refuse one that has two."""
    missing = [name for name in ("address", "cluster") if name not in frame]
    if missing:
        raise NpsError(
            f"The frame of clusters has no column {' and no column '.join(missing)}; it needs"
            " address and cluster."
        )
    given = frame[["address", "cluster"]].dropna().drop_duplicates()
    twice = given["address"].duplicated()
    if twice.any():
        raise NpsError(
            f"The address {given['address'][twice].iloc[0]} stands in two clusters of the frame:"
            " give each address once."
        )
    by_text = given.set_index("address")["cluster"]
    # What appears later, or never, says nothing about the chain as it was known.
    rows = address_rows(chain, given["address"].astype(str), missing="skip")
    found = chain.columns.addresses.address.take(rows).to_pylist()
    labels = pd.Series(index=range(len(chain.columns.addresses.address)), dtype=object)
    labels.iloc[rows] = by_text.loc[found].to_numpy()
    return labels


def _demand_same_day(chain: Chain, clusters: Clustering) -> None:
    """Refuse clusters that were made with knowledge of later blocks."""
    if not len(clusters.chain.columns.blocks.height):
        return
    height = clusters.chain.height
    if clusters.as_of is not None:
        height = min(height, clusters.as_of)
    last = chain.height if len(chain.columns.blocks.height) else UNKNOWN
    if height > last:
        raise NpsError(
            f"The clusters know the chain up to height {height:,}, but here it is known up to"
            f" {last:,} only: make them as of that height, too, cluster(chain, as_of={last})."
        )


@njit(cache=True, nogil=True)
def _payers(first_input: np.ndarray, of_input: np.ndarray, joined: np.ndarray) -> np.ndarray:
    """Return for each transaction whose all of its inputs are, or UNKNOWN."""
    payer = np.full(len(joined), -1, np.int32)
    for t in range(len(joined)):
        if joined[t]:
            continue
        who = of_input[first_input[t]]
        for i in range(first_input[t] + 1, first_input[t + 1]):
            if of_input[i] != who:
                who = np.int32(-1)
                break
        payer[t] = who
    return payer
