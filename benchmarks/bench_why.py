"""What a clustering can be asked: why, when, what if not, and on what it hangs; against networkx.

``python -m benchmarks.bench_why [--transactions N]``. Pairs are drawn from the largest cluster. The
index that all questions share is built once, and timed apart. networkx gets the same graph of
addresses and transactions, of the largest cluster alone; its time counts the building. Its shortest
paths and articulation points are compared with ours.
"""

import argparse
import time
from collections.abc import Callable

import networkx as nx
import numpy as np

from benchmarks.memory import peak
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.trace.cluster import Clustering, cluster

PAIRS = 1000
COMPARED = 5  # pairs, and removals


def main(transactions: int) -> None:
    """Print each time, in milliseconds."""
    chain = random_chain(transactions)
    clusters = cluster(chain, coinjoins=[])
    row = np.arange(len(clusters.labels), dtype=np.int32)
    address = chain.columns.inputs.address
    stream = least(lambda: np.sum(np.take(row, address, mode="clip")), 7)[0]
    members = np.flatnonzero(clusters.labels == clusters.sizes.index[0])
    dice = np.random.Generator(np.random.PCG64(1))
    pairs = dice.choice(members, (PAIRS, 2)).tolist()
    print(f"{transactions:,} transactions, {len(members):,} addresses in the largest cluster")
    print(f"{'stream':<28}{stream * 1e3:10.2f} ms")

    def told(what: str, seconds: float) -> None:
        print(f"{what:<28}{seconds * 1e3:10.2f} ms {seconds / stream:10.2f} x stream")

    clusters.why(0, 1), clusters.when(0, 1), clusters.bridges(), clusters.without(9)  # compile
    for what, column in (("index", "_links"), ("index of when", "_history")):
        again = cluster(chain, coinjoins=[])
        again.labels  # noqa: B018
        told(what, _built(again, column))

    lengths, times = [], []
    for a, b in pairs:
        start = time.perf_counter()
        why = clusters.why(a, b)
        times.append(time.perf_counter() - start)
        lengths.append(len(why))
    print(f"why: {np.mean(lengths):.1f} transactions on average, {max(lengths)} at most")
    told("why, median", float(np.median(times)))
    told("why, 99th percentile", float(np.percentile(times, 99)))
    framed = [clusters.why(a, b) for a, b in pairs[:200]]
    start = time.perf_counter()
    for why in framed:
        repr(why)
    told("its sentences", (time.perf_counter() - start) / len(framed))
    told("when, mean", _mean(lambda a, b: clusters.when(a, b), pairs))

    cuts, found = least(clusters.bridges, 3)
    told(f"bridges: {len(found):,}", cuts)
    txs = found["tx"].head(COMPARED).tolist()
    told("without, mean", _mean(clusters.without, [[tx] for tx in txs]))
    for tx in txs[:COMPARED]:
        assert (clusters.without(tx).after == clusters.without(tx).clustering.labels).all()
    told("the same from the start", _mean(lambda tx: clusters.without(tx).clustering, [txs[:1]]))

    start = time.perf_counter()
    graph = _graph(clusters, members)
    built = time.perf_counter() - start
    told("networkx: graph", built)
    start = time.perf_counter()
    for (a, b), length in zip(pairs[:COMPARED], lengths, strict=False):
        assert nx.shortest_path_length(graph, a, b) == 2 * length
    told("networkx: why, mean", (time.perf_counter() - start) / COMPARED)
    start = time.perf_counter()
    theirs = sorted(-1 - node for node in nx.articulation_points(graph) if node < 0)
    told("networkx: bridges", time.perf_counter() - start + built)
    assert theirs == sorted(found["tx"][found["cluster"] == clusters.sizes.index[0]])

    c = chain.columns
    read = [c.inputs.tx, address, chain.first_input, row]
    for name, work, columns in (
        ("index and why", lambda: _fresh(clusters).why(*pairs[0]), read),
        ("bridges", clusters.bridges, [*read, c.txs.txid, c.txs.height]),
    ):
        memory, used = peak(work), sum(column.nbytes for column in columns)
        print(f"memory of {name}: {memory / 1e6:.1f} MB, {memory / used:.2f} x the columns used")


def _built(clusters: Clustering, column: str) -> float:
    start = time.perf_counter()
    if column == "_links":
        clusters._links.of_addresses  # noqa: B018
    else:
        clusters.when(0, 1)
    return time.perf_counter() - start


def _fresh(clusters: Clustering) -> Clustering:
    """Return the same clusters, for which no index has been built."""
    return cluster(clusters.chain, coinjoins=[])


def _mean(work: Callable[..., object], given: list[list[int]]) -> float:
    start = time.perf_counter()
    for arguments in given:
        work(*arguments)
    return (time.perf_counter() - start) / len(given)


def _graph(clusters: Clustering, members: np.ndarray) -> nx.Graph:
    """Return addresses (rows) beside the transactions (-1 - row) that link two or more of them."""
    inputs = clusters.chain.columns.inputs
    mine = np.zeros(len(clusters.labels), bool)
    mine[members] = True
    used = np.flatnonzero(inputs.address >= 0)
    used = used[mine[inputs.address[used]]]
    graph = nx.Graph()
    graph.add_edges_from(
        zip(inputs.address[used].tolist(), (-1 - inputs.tx[used]).tolist(), strict=True)
    )
    return graph


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    main(parser.parse_args().transactions)
