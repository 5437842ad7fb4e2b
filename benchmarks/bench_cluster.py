"""Co-spend clustering, against scipy's and networkx's connected components.

``python -m benchmarks.bench_cluster [--transactions N]``. All take the same columns and give the
same labels; the time of a graph library counts the building of its graph. "stream" is the least
that a pass over the inputs can cost: the label of each input's address is looked up, and summed.
networkx is run once.
"""

import argparse

import networkx as nx
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.trace.cluster import cluster


def main(transactions: int) -> None:
    """Print each time, and its ratio to stream and to ours."""
    chain = random_chain(transactions)
    tx, address = chain.columns.inputs.tx, chain.columns.inputs.address
    many = len(chain.columns.addresses.address)
    known = np.flatnonzero(address >= 0)

    def edges() -> tuple[np.ndarray, np.ndarray]:
        """Return pairs of addresses that stand side by side in a transaction."""
        beside = tx[known[1:]] == tx[known[:-1]]
        return address[known[:-1]][beside], address[known[1:]][beside]

    def smallest(component: np.ndarray) -> np.ndarray:
        """Return labels that are the smallest row of each component."""
        first = np.full(component.max() + 1, many)
        np.minimum.at(first, component, np.arange(many))
        return first[component]

    def with_scipy() -> np.ndarray:
        a, b = edges()
        graph = coo_array((np.ones(len(a), np.int8), (a, b)), (many, many))
        return connected_components(graph, directed=False)[1]

    def with_networkx() -> np.ndarray:
        graph = nx.Graph()
        graph.add_nodes_from(range(many))
        graph.add_edges_from(zip(*(side.tolist() for side in edges()), strict=True))
        labels = np.empty(many, np.int64)
        for found in nx.connected_components(graph):
            labels[list(found)] = min(found)
        return labels

    row = np.arange(many, dtype=np.int32)
    runs = {
        "stream": least(lambda: np.sum(np.take(row, address, mode="clip")) + np.sum(tx), 7),
        "cluster": least(lambda: cluster(chain).labels, 7),
        "scipy": least(with_scipy, 3),
        "networkx": least(with_networkx, 1),
    }
    labels = runs["cluster"][1]
    assert (labels == smallest(runs["scipy"][1])).all()
    assert (labels == runs["networkx"][1]).all()
    print(f"{len(chain.columns.txs.txid):,} transactions, {len(tx):,} inputs, {many:,} addresses")
    stream, ours = runs["stream"][0], runs["cluster"][0]
    for name, (seconds, _) in runs.items():
        print(f"{name:<9}{seconds * 1e3:10.1f} ms {seconds / stream:8.1f} x stream"
              f" {seconds / ours:8.2f} x cluster")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    main(parser.parse_args().transactions)
