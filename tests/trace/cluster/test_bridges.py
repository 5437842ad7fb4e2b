import random

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.trace.cluster import cluster
from tests.handmade import chain_of, histories, txid_of
from tests.node_chain import node_chain
from tests.trace.cluster.oracle import Answer, expected, graph_of, some_change, thin_chain


def naive(chain, **options):
    return cluster(chain, coinjoins="keep", **options)


def test_the_deepest_cut_comes_first():
    chain = chain_of(
        "a: ?ann=1 ?bob=1 -> shop 1",
        "b: ?bob=1 ?kim=1 -> shop 1, eve 1",
        "c: ?kim=1 ?lee=1 -> shop 1",
        "d: ?lee=1 ?kim=1 -> shop 1",
        "e: ?lee=1 -> shop 1, mia 0",
    )
    change = pd.Series([-1, 2, -1, -1, 6], name="meiklejohn")
    found = naive(chain, change=change).bridges()
    both = "co_spending, meiklejohn"
    assert found.to_numpy().tolist() == [
        [1, txid_of("b"), 1, both, 0, 6, 3, 3, 2],
        [0, txid_of("a"), 0, "co_spending", 0, 6, 2, 5, 1],
        [4, txid_of("e"), 4, "meiklejohn", 0, 6, 2, 5, 1],
    ]
    assert list(found) == [
        "tx", "txid", "height", "rule", "cluster", "addresses", "parts", "largest", "second",
    ]  # fmt: skip


def by_hand(answer: Answer) -> list[list[int]]:
    """What networkx finds: transaction, cluster, its addresses, parts, largest, second."""
    graph = graph_of(answer)
    found = []
    for node in nx.articulation_points(graph):
        if not isinstance(node, tuple):
            continue
        whole = nx.node_connected_component(graph, node)
        addresses = sorted(a for a in whole if not isinstance(a, tuple))
        left = nx.connected_components(graph.subgraph(whole - {node}))
        sizes = sorted((sum(not isinstance(a, tuple) for a in part) for part in left), reverse=True)
        found.append([node[1], addresses[0], len(addresses), len(sizes), *sizes[:2]])
    return sorted(found, key=lambda row: (-row[-1], row[0]))


def ours(clusters):
    columns = ["tx", "cluster", "addresses", "parts", "largest", "second"]
    return clusters.bridges()[columns].to_numpy().tolist()


@given(histories(), st.integers(0, 2**32))
def test_bridges_are_the_articulation_points_of_networkx(lines, seed):
    chain = chain_of(*lines)
    change = some_change(chain, random.Random(seed)) if seed % 2 else None
    assert ours(naive(chain, change=change)) == by_hand(expected(chain, change))


@pytest.mark.parametrize("seed", range(12))
def test_bridges_are_the_articulation_points_on_thin_chains(seed):
    dice = random.Random(seed)
    chain = thin_chain(dice, txs=100, people=dice.choice([120, 160, 240]))
    change = some_change(chain, dice) if seed % 2 else None
    labels = {row: dice.choice("AB") for row in range(len(chain.addresses)) if dice.random() < 0.1}
    apart = pd.DataFrame({"address": labels.keys(), "label": labels.values()})
    found = ours(naive(chain, change=change, apart=apart))
    assert found == by_hand(expected(chain, change, labels=labels))
    assert len(found) > 10


def test_bridges_of_the_node_chain():
    chain = node_chain()
    clusters = naive(chain, change="meiklejohn")
    assert ours(clusters) == by_hand(expected(chain, clusters._evidence.change))


def test_taking_a_bridge_away_gives_the_parts_that_it_tells():
    clusters = naive(node_chain())
    for row in clusters.bridges().head(20).itertuples():
        sizes = clusters.without(row.tx).sizes
        assert [len(sizes), *sizes.head(2)] == [row.parts, row.largest, row.second]
