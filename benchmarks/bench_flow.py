"""Following money, against networkx and plain Python.

``python -m benchmarks.bench_flow [--transactions N]``. All take the same columns and give the same
answer. networkx gets a graph of the transactions from the start on, since an answer can lie only
there, and its time counts the building of it; plain Python reads the columns as lists, which counts
as well. "stream" is the least that a pass over the outputs can cost: something is looked up for the
address of each, and summed with values and spenders. networkx and plain Python are run once.
"""

import argparse
import heapq
from collections import deque

import networkx as nx
import numpy as np

from benchmarks.memory import peak
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.chain.tables import Chain
from nps_chain.trace.flow import follow, match, paths, peel
from tests.trace.flow.large import peel_chain

HOPS = 12
ADDRESSES = 100
PAYMENTS = 100_000


def main(transactions: int) -> None:
    """Print each time, and its ratio to stream and to ours."""
    chain = random_chain(transactions)
    chain.first_input, chain.first_output  # noqa: B018, worked out once for every technique
    print(
        f"{len(chain.columns.txs.txid):,} transactions, {len(chain.columns.outputs.tx):,} outputs"
    )
    stream = least(lambda: _stream(chain), 7)[0]
    print(f"stream {stream * 1e3:10.1f} ms")
    _follow(chain, stream)
    _paths(chain, stream)
    _peel()
    _match(chain)


def _stream(chain: Chain) -> int:
    outputs = chain.columns.outputs
    mark = np.zeros(len(chain.columns.addresses.first_seen), np.uint8)
    return int(
        np.sum(np.take(mark, outputs.address, mode="clip"))
        + np.sum(outputs.value)
        + np.sum(outputs.spent_by)
    )


def _graph(chain: Chain, first: int) -> nx.DiGraph:
    """Return transactions from a row on, with an edge to each that spends an output of theirs."""
    outputs = chain.columns.outputs
    spent = np.flatnonzero(outputs.spent_by[chain.first_output[first] :] >= 0)
    spent += chain.first_output[first]
    graph = nx.DiGraph()
    graph.add_edges_from(
        zip(outputs.tx[spent].tolist(), outputs.spent_by[spent].tolist(), strict=True)
    )
    return graph


def _follow(chain: Chain, stream: float) -> None:
    outputs, half = chain.columns.outputs, len(chain.columns.txs.txid) // 2
    start = int(np.bincount(outputs.tx[outputs.spent_by >= 0])[:half].argmax())

    def ours() -> nx.MultiDiGraph:
        return follow(chain, start, hops=HOPS, breadth=10**6)

    def with_networkx() -> set[int]:
        return set(nx.single_source_shortest_path_length(_graph(chain, start), start, HOPS))

    def in_python() -> set[int]:
        spent_by, first = chain.columns.outputs.spent_by.tolist(), chain.first_output.tolist()
        hops, ahead = {start: 0}, deque([start])
        while ahead:
            tx = ahead.popleft()
            for output in range(first[tx], first[tx + 1]):
                spender = spent_by[output]
                if spender >= 0 and spender not in hops and hops[tx] < HOPS:
                    hops[spender] = hops[tx] + 1
                    ahead.append(spender)
        return set(hops)

    runs = {
        "follow": least(ours, 3),
        "networkx": least(with_networkx, 1),
        "python": least(in_python, 1),
    }
    graph = runs["follow"][1]
    reached = {row for _, row in graph.nodes(data="row") if row is not None}
    assert reached == runs["networkx"][1] == runs["python"][1]
    print(
        f"\nfollow: {HOPS} hops, {len(reached):,} transactions, {graph.number_of_edges():,} coins"
    )
    _show(runs, stream, "follow")
    few = least(lambda: follow(chain, start), 7)[0]
    print(f"as by default (3 hops, breadth 30) {few * 1e3:.1f} ms {few / stream:.2f} x stream")
    c = chain.columns
    _memory(ours, [c.outputs.spent_by, c.outputs.value, c.outputs.address, c.outputs.tx,
                   c.inputs.tx, c.inputs.spends, c.inputs.value, c.inputs.address,
                   chain.first_output, chain.first_input, c.txs.height])  # fmt: skip


def _paths(chain: Chain, stream: float) -> None:
    outputs, many = chain.columns.outputs, len(chain.columns.addresses.first_seen)
    dice = np.random.Generator(np.random.PCG64(1))
    a, b = np.split(dice.choice(many, 2 * ADDRESSES, replace=False), 2)
    begins, ends = np.isin(outputs.address, a), np.isin(outputs.address, b)
    inputs, outside = chain.columns.inputs, chain.columns.outside.input
    outside = outside[np.isin(inputs.address[outside], a)]
    first = int(np.concatenate([outputs.tx[begins], inputs.tx[outside]]).min())
    spenders = np.concatenate([outputs.spent_by[begins], inputs.tx[outside]]).tolist()

    def with_networkx() -> int:
        graph = _graph(chain, first)
        # Nothing goes on from coins of b's alone; a transaction may make others, too.
        graph.add_edges_from((-1, spender) for spender in spenders if spender >= 0)
        graph.add_edges_from((tx, -2) for tx in outputs.tx[ends & (outputs.tx >= first)].tolist())
        return nx.shortest_path_length(graph, -1, -2) - 1

    def widest_in_python() -> int:
        """Dijkstra's method, with a queue, for the largest smallest coin."""
        value, spent_by, address = (
            column.tolist() for column in (outputs.value, outputs.spent_by, outputs.address)
        )
        edges = chain.first_output.tolist()
        begin, end = set(a.tolist()), set(b.tolist())
        wide: dict[int, int] = {}
        values = np.concatenate([outputs.value[begins], inputs.value[outside]])
        queue = list(zip((-values).tolist(), spenders, strict=True))
        heapq.heapify(queue)
        best = -1
        while queue:
            width, tx = heapq.heappop(queue)
            if tx < 0 or tx in wide or -width <= best:
                continue
            wide[tx] = -width
            for output in range(edges[tx], edges[tx + 1]):
                narrow = min(-width, value[output])
                if address[output] in end:
                    best = max(best, narrow)
                elif address[output] not in begin:
                    heapq.heappush(queue, (-narrow, spent_by[output]))
        return best

    shortest = {
        "paths": least(lambda: paths(chain, a, b), 5),
        "networkx": least(with_networkx, 1),
    }
    found = shortest["paths"][1]
    assert found.table["hops"][0] == shortest["networkx"][1]
    print(f"\nshortest path between {ADDRESSES} and {ADDRESSES} addresses: {found}")
    _show(shortest, stream, "paths")
    widest = {
        "paths": least(lambda: paths(chain, a, b, how="widest"), 5),
        "python": least(widest_in_python, 1),
    }
    found = widest["paths"][1]
    assert found.table["width"][0] == widest["python"][1]
    print(f"\nwidest path between the same: {found}")
    _show(widest, stream, "paths")
    c = chain.columns
    _memory(lambda: paths(chain, a, b), [outputs.address, outputs.value, outputs.spent_by,
                                         chain.first_output, c.txs.height])  # fmt: skip


def _peel() -> None:
    chain = peel_chain(PAYMENTS)
    outputs = chain.columns.outputs

    def in_python() -> list[int]:
        """The larger of two outputs, which here is enough."""
        value, spent_by = outputs.value.tolist(), outputs.spent_by.tolist()
        edges, ins = chain.first_output.tolist(), chain.first_input.tolist()
        coin, steps = 0, []
        while (tx := spent_by[coin]) >= 0:
            if ins[tx + 1] - ins[tx] != 1 or edges[tx + 1] - edges[tx] != 2:
                break
            one, two = range(edges[tx], edges[tx + 1])
            coin = one if value[one] > value[two] else two
            steps.append(coin)
        return steps

    def with_networkx() -> list[int]:
        graph = nx.DiGraph()
        spent = np.flatnonzero(outputs.spent_by >= 0)
        for source, row in zip(outputs.tx[spent].tolist(), spent.tolist(), strict=True):
            graph.add_edge(source, int(outputs.spent_by[row]), output=row)
        tx, steps = 0, []
        while followers := list(graph.out_edges(tx, data="output")):
            _, tx, output = followers[0]
            steps.append(output)
        return steps[1:]

    runs = {
        "peel": least(lambda: peel(chain, 0), 5),
        "python": least(in_python, 3),
        "networkx": least(with_networkx, 1),
    }
    carried = runs["peel"][1].frame["output"].to_list()
    assert carried == runs["python"][1]
    assert carried[:-1] == runs["networkx"][1]
    short = least(lambda: peel(chain, 0, steps=PAYMENTS // 10), 5)[0]
    stream = least(lambda: _stream(chain), 7)[0]
    print(
        f"\npeel: {PAYMENTS:,} payments, told in words; a tenth of them takes {short * 1e3:.1f} ms"
    )
    _show(runs, stream, "peel")


def _match(chain: Chain) -> None:
    outputs = chain.columns.outputs
    dice = np.random.Generator(np.random.PCG64(2))
    rows = dice.permutation(len(outputs.tx))
    deposits, payouts = rows[:5_000], np.sort(rows[5_000:105_000])
    heights = chain.columns.txs.height

    def with_numpy() -> np.ndarray:
        tx, value = outputs.tx[payouts], outputs.value[payouts]
        height, counts = heights[tx], []
        for deposit in deposits.tolist():
            worth, came = int(outputs.value[deposit]), heights[outputs.tx[deposit]]
            low, high = -(-worth * 97 // 100), worth * 99 // 100
            fits = (tx > outputs.tx[deposit]) & (height >= came) & (height <= came + 144)
            counts.append(np.count_nonzero(fits & (value >= low) & (value <= high)))
        return np.array(counts)

    runs = {
        "match": least(lambda: match(chain, deposits, payouts, fee=(0.01, 0.03), delay=144), 3),
        "numpy": least(with_numpy, 1),
    }
    candidates = runs["match"][1].frame.drop_duplicates("deposit")["candidates"]
    assert (candidates.to_numpy() == runs["numpy"][1]).all()
    print(f"\nmatch: 5,000 deposits, 100,000 payouts: {runs['match'][1]}")
    _show(runs, least(lambda: _stream(chain), 7)[0], "match")


def _show(runs: dict[str, tuple], stream: float, ours: str) -> None:
    for name, (seconds, _) in runs.items():
        print(f"{name:<9}{seconds * 1e3:10.1f} ms {seconds / stream:9.1f} x stream"
              f" {seconds / runs[ours][0]:9.2f} x {ours}")  # fmt: skip


def _memory(work: object, columns: list[np.ndarray]) -> None:
    grown, used = peak(work), sum(column.nbytes for column in columns)  # type: ignore[arg-type]
    print(f"peak memory {grown / 1e6:.0f} MB, {grown / used:.2f} x the columns it reads")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    main(parser.parse_args().transactions)
