"""Co-spend clustering, against scipy's and networkx's connected components.

``python -m benchmarks.bench_cluster [--transactions N]``. All take the same columns and give the
same labels; the time of a graph library counts the building of its graph. "stream" is the least
that a pass over the inputs can cost: the label of each input's address is looked up, and summed.
networkx is run once. CoinJoins are given (none), so that looking for them isn't measured here.

"constrained" has a do-not-merge list of a thousandth of all addresses, and a limit; "change" joins
the change too; their labels are not those of the others. A block is added by `grow`, a hundred one
after the other, and the mean is held against a pass over all. Bytes are those of the columns that
clustering reads.
"""

import argparse
import time

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from benchmarks.memory import peak
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.chain.tables import Chain
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
        "stream": least(lambda: np.sum(np.take(row, address, mode="clip")) + np.sum(tx), 15),
        "cluster": least(lambda: cluster(chain, coinjoins=[]).labels, 15),
        "scipy": least(with_scipy, 3),
        "networkx": least(with_networkx, 1),
    }
    one_in = np.arange(0, many, 1000)
    apart = pd.DataFrame({"address": chain.addresses["address"][one_in], "label": one_in % 50})
    last = pd.Series(np.where(chain.columns.txs.coinbase, -1, chain.first_output[1:] - 1))
    runs["constrained"] = least(
        lambda: cluster(chain, coinjoins=[], apart=apart, limit=1000).labels, 3
    )
    runs["change"] = least(lambda: cluster(chain, coinjoins=[], change=last).labels, 3)
    labels = runs["cluster"][1]
    assert (labels == smallest(runs["scipy"][1])).all()
    assert (labels == runs["networkx"][1]).all()
    print(f"{len(chain.columns.txs.txid):,} transactions, {len(tx):,} inputs, {many:,} addresses")
    stream, ours = runs["stream"][0], runs["cluster"][0]
    for name, (seconds, _) in runs.items():
        print(f"{name:<11}{seconds * 1e3:10.1f} ms {seconds / stream:8.1f} x stream"
              f" {seconds / ours:8.2f} x cluster")  # fmt: skip

    block = _block_added(chain, labels)
    print(f"block added {block * 1e6:8.1f} us {ours / block:20,.0f} of them cost a pass")
    c = chain.columns
    read = (c.inputs.tx, c.inputs.address, c.addresses.script_type, c.txs.coinbase)
    used = sum(column.nbytes for column in read)
    memory = peak(lambda: cluster(chain, coinjoins=[]).labels)
    print(f"memory {memory / 1e6:14.1f} MB {memory / used:7.2f} x the columns read")


def _block_added(chain: Chain, labels: np.ndarray) -> float:
    """Return the mean time that a block takes of a hundred added to all before them."""
    heights = chain.columns.blocks.height[-101:].tolist()
    chains = [chain.upto(height) for height in heights]
    growing = cluster(chains[0], coinjoins=[])
    start = time.perf_counter()
    for longer in chains[1:]:
        growing.grow(longer)
    seconds = time.perf_counter() - start
    assert (growing.labels == labels).all()
    return seconds / 100


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    main(parser.parse_args().transactions)
