"""Transactions on which a cluster hangs: without one of them it falls into parts.

Where a single transaction holds two large parts together, the whole cluster is as sure as that one
transaction. A PayJoin or a wrong change that joined two people is among them, unless other evidence
links the two as well. The order is by how much hangs on a transaction, not by how wrong it may be;
and of two wrong transactions that link the same two people neither is found.

In the graph of addresses and transactions these are the articulation points that are transactions.
One walk in depth finds all of them, in time that grows as the evidence does; it is written as a
loop, since a peel chain is deeper than any stack.

Source: J. Hopcroft and R. Tarjan, "Algorithm 447: Efficient Algorithms for Graph Manipulation",
Communications of the ACM 1973.
"""

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.trace.cluster.evidence import CO_SPENDING
from nps_chain.trace.cluster.links import Links
from nps_chain.trace.texts import txid_texts


def bridges(links: Links, labels: np.ndarray) -> pd.DataFrame:
    """Return the frame of :meth:`Clustering.bridges`."""
    tx, (pieces, cut_off, largest, second) = _cuts(links)
    address, kinds = np.empty(len(tx), np.int32), np.empty(len(tx), np.int8)
    _describe(tx, *links.of_txs, address, kinds)
    cluster = labels[address]
    size = np.bincount(labels)[cluster] if len(tx) else pieces
    # What the walk came from is one part more.
    parts = np.sort([largest, second, size - cut_off], axis=0)
    rules = np.array(["", CO_SPENDING, links.rule, f"{CO_SPENDING}, {links.rule}"], object)
    c = links.chain.columns
    order = np.lexsort((tx, -parts[1]))
    return pd.DataFrame(
        {
            "tx": tx[order],
            "txid": txid_texts(links.chain, tx[order]),
            "height": c.txs.height[tx[order]].astype(np.int64),
            "rule": pd.array(rules[kinds[order]], dtype="str"),
            "cluster": cluster[order],
            "addresses": size[order],
            "parts": pieces[order] + 1,
            "largest": parts[2][order],
            "second": parts[1][order],
        }
    )


def _cuts(links: Links) -> tuple[np.ndarray, np.ndarray]:
    """Return the transactions that cut something off, and of each what :func:`_walk` writes."""
    addresses, txs = len(links.chain.columns.addresses.address), len(links.chain.first_input) - 1
    # What is known of one node lies together, since the walk jumps from node to node.
    nodes, cut = np.zeros((addresses + txs, 4), np.int32), np.zeros((txs, 4), np.int32)
    _walk(*links.of_addresses, *links.of_txs, *nodes.T, *cut.T)
    tx = np.flatnonzero(cut[:, 0])
    return tx, cut[tx].T.astype(np.int64)


@njit(cache=True, nogil=True)
def _walk(
    first: np.ndarray,
    end: np.ndarray,
    txs: np.ndarray,
    first_input: np.ndarray,
    inputs: np.ndarray,
    change: np.ndarray,
    found: np.ndarray,
    lowest: np.ndarray,
    above: np.ndarray,
    at: np.ndarray,
    pieces: np.ndarray,
    cut_off: np.ndarray,
    largest: np.ndarray,
    second: np.ndarray,
) -> None:
    """Find for each transaction what would be cut off from where the walk came to it.

    Written are the number of pieces, the addresses in all of them, in the largest and in the second
    largest. A node is the row of an address, or that of a transaction after all addresses. Nodes
    are numbered as they are ``found``, by the addresses found so far: those of even number are
    addresses. So what was found since a node was tells how many addresses hang below it. Also kept
    are the ``lowest`` number that was seen from below a node, the node ``above`` it, and the place
    that the walk is ``at`` among its neighbours.
    """
    addresses = len(first)
    many = 0
    for start in range(addresses):
        if found[start] != 0 or first[start] == end[start]:
            continue
        node = start
        above[node] = -1
        while node >= 0:
            # Enter a node that is new.
            if found[node] == 0:
                if node < addresses:
                    many += 1
                    found[node], at[node] = 2 * many, first[node]
                else:
                    found[node], at[node] = 2 * many + 1, first_input[node - addresses]
                lowest[node] = found[node]
            # Look at its next neighbour.
            neighbour = -1
            if node < addresses:
                done = at[node] == end[node]
                if not done:
                    neighbour = addresses + txs[at[node]]
            else:
                t = node - addresses
                last = first_input[t + 1]
                done = at[node] > last or (at[node] == last and len(change) == 0)
                if not done:
                    neighbour = change[t] if at[node] == last else inputs[at[node]]
            if not done:
                at[node] += 1
                if neighbour >= 0:
                    if found[neighbour] == 0:
                        above[neighbour] = node
                        node = neighbour
                    elif found[neighbour] < lowest[node]:
                        lowest[node] = found[neighbour]
                continue
            # Leave it, and tell the one above what was seen.
            up = above[node]
            if up >= 0:
                lowest[up] = min(lowest[up], lowest[node])
                if up >= addresses and lowest[node] >= found[up]:
                    t, size = up - addresses, many - found[node] // 2 + 1
                    pieces[t] += 1
                    cut_off[t] += size
                    if size > largest[t]:
                        size, largest[t] = largest[t], size
                    if size > second[t]:
                        second[t] = size
            node = up


@njit(cache=True, nogil=True)
def _describe(
    rows: np.ndarray,
    first_input: np.ndarray,
    inputs: np.ndarray,
    change: np.ndarray,
    address: np.ndarray,
    kind: np.ndarray,
) -> None:
    """Write one address that each transaction links; and how: 1 by its inputs, 2 change, 3 both."""
    for k in range(len(rows)):
        t, one = rows[k], np.int32(-1)
        c = change[t] if len(change) > 0 else np.int32(-1)
        together, other = 0, 2 if c >= 0 else 0
        for i in range(first_input[t], first_input[t + 1]):
            if inputs[i] >= 0:
                if one >= 0 and inputs[i] != one:
                    together = 1
                if inputs[i] == c:
                    other = 0
                one = inputs[i]
        address[k], kind[k] = one, together + other
