"""Who pays whom, cluster by cluster, as a graph for drawing and for networkx.

A payment is drawn from a cluster only if all inputs of the transaction are known to be that
cluster's. Where they are of several (a CoinJoin that was left out, say), or where one of them isn't
known, nobody can tell who paid whom; such transactions are counted and not drawn. What a cluster
pays to itself is no payment: change, mostly.

An unfound change address looks like a payee. So the fewer addresses a clustering joins, the more
payments there seem to be.

Source: the user graph of F. Reid and M. Harrigan, "An Analysis of Anonymity in the Bitcoin System",
2011.
"""

from typing import Any

import networkx as nx
import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.trace.arguments import whole
from nps_chain.trace.cluster.constraints import Constraints
from nps_chain.trace.named import address_rows


def graph(
    chain: Chain,
    labels: np.ndarray,
    left_out: np.ndarray,
    constraints: Constraints,
    of: Any,
    top: int | None,
) -> nx.DiGraph:
    """Return the graph of :meth:`Clustering.graph`."""
    shown = _shown(chain, labels, of, top)
    payers, drawn, unknown = _payers(chain, labels, left_out)
    c = chain.columns
    payee = np.where(c.outputs.address >= 0, labels[c.outputs.address], UNKNOWN)
    source = payers[c.outputs.tx]
    paid = np.flatnonzero((source >= 0) & (payee >= 0) & (source != payee))
    sent, received = (np.zeros(len(labels), np.int64) for _ in range(2))
    np.add.at(sent, source[paid], c.outputs.value[paid])
    np.add.at(received, payee[paid], c.outputs.value[paid])

    # All payments of one cluster to another lie side by side; of one transaction, too.
    visible = np.zeros(len(labels), bool)
    visible[shown] = True
    paid = paid[visible[source[paid]] & visible[payee[paid]]]
    paid = paid[np.lexsort((c.outputs.tx[paid], payee[paid], source[paid]))]
    pair, tx = np.stack([source[paid], payee[paid]]), c.outputs.tx[paid]
    new = np.ones(len(paid), bool)
    new[1:] = (pair[:, 1:] != pair[:, :-1]).any(axis=0)
    new_tx = new.copy()
    new_tx[1:] |= tx[1:] != tx[:-1]
    edges = np.flatnonzero(new)
    values, txs = c.outputs.value[paid], new_tx.astype(np.int64)
    if len(edges):
        values, txs = np.add.reduceat(values, edges), np.add.reduceat(txs, edges)

    made = nx.DiGraph(transactions=drawn, not_attributed=unknown)
    sizes = np.bincount(labels, minlength=len(labels))
    text = c.addresses.address.take(shown).to_pylist()
    for cluster, name in zip(shown.tolist(), text, strict=True):
        made.add_node(
            cluster,
            name=name,
            addresses=int(sizes[cluster]),
            sent=int(sent[cluster]),
            received=int(received[cluster]),
        )
    for cluster, label in constraints.of_clusters(chain, labels).items():
        if cluster in made:
            made.nodes[cluster]["label"] = label
    sums = zip(*pair[:, edges].tolist(), values.tolist(), txs.tolist(), strict=True)
    for one, other, value, many in sums:
        made.add_edge(one, other, value=value, transactions=many)
    return made


def _shown(chain: Chain, labels: np.ndarray, of: Any, top: int | None) -> np.ndarray:
    """Return the clusters to show, the smallest first."""
    if top is not None:
        top = whole(top, "top", 1, wanted="give how many clusters to show, 1 or more")
    rows = np.arange(len(labels)) if of is None else address_rows(chain, of)
    clusters, sizes = np.unique(labels[rows]), np.bincount(labels, minlength=1)
    if top is not None and len(clusters) > top:
        largest = np.argsort(-sizes[clusters], kind="stable")[:top]
        clusters = np.sort(clusters[largest])
    return clusters


def _payers(chain: Chain, labels: np.ndarray, left_out: np.ndarray) -> tuple[np.ndarray, int, int]:
    """Return the cluster that paid each transaction, -1 where it can't be told; and how many each.

    Coinbases are neither.
    """
    c = chain.columns
    spender = np.where(c.inputs.address >= 0, labels[c.inputs.address], UNKNOWN)
    first = chain.first_input[:-1]
    if not len(first):
        return np.zeros(0, np.int64), 0, 0
    least, most = np.minimum.reduceat(spender, first), np.maximum.reduceat(spender, first)
    payer = np.where((least == most) & ~c.txs.coinbase, least, UNKNOWN)
    payer[left_out] = UNKNOWN
    known = int(np.count_nonzero(payer >= 0))
    return payer, known, len(payer) - known - int(np.count_nonzero(c.txs.coinbase))
