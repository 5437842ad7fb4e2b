from collections import Counter

import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain


def naive(chain, **options):
    return cluster(chain, coinjoins="keep", **options)


CHAIN = chain_of(
    "a: new -> ann 50, bob 50",
    "b: a:0 a:1 -> shop 30, shop 10, ann 60",
    "c: b:2 -> shop 20, kim 40",
    "d: b:0 -> ann 29, data 0",
    "e: c:1 ? -> shop 40",
    "f: c:0 b:1 ?lee=5 -> mia 35",
)


def test_payments_between_clusters_are_added_up():
    graph = naive(CHAIN).graph()
    row = {name: CHAIN.address(address_of(name)).row for name in
           ["ann", "shop", "kim", "lee", "mia"]}  # fmt: skip
    assert dict(graph.nodes(data=True)) == {
        row["ann"]: {"name": address_of("ann"), "addresses": 2, "sent": 100, "received": 29},
        row["shop"]: {"name": address_of("shop"), "addresses": 2, "sent": 64, "received": 60},
        row["kim"]: {"name": address_of("kim"), "addresses": 1, "sent": 0, "received": 40},
        row["mia"]: {"name": address_of("mia"), "addresses": 1, "sent": 0, "received": 35},
    }
    assert {(a, b): tuple(edge.values()) for a, b, edge in graph.edges(data=True)} == {
        (row["ann"], row["shop"]): (60, 2),
        (row["ann"], row["kim"]): (40, 1),
        (row["shop"], row["ann"]): (29, 1),
        (row["shop"], row["mia"]): (35, 1),
    }
    # Whose coin was the unknown one?
    assert graph.graph == {"transactions": 4, "not_attributed": 1}


def test_a_transaction_that_was_left_out_pays_nobody():
    graph = naive(CHAIN, without=[1]).graph()
    assert graph.graph == {"transactions": 3, "not_attributed": 2}


def test_it_can_be_kept_small_enough_to_draw():
    clusters = naive(CHAIN)
    assert list(clusters.graph(top=2)) == clusters.sizes.index[:2].tolist()
    two = clusters.graph([address_of("lee"), address_of("bob")])
    assert {data["name"] for _, data in two.nodes(data=True)} == {
        address_of("ann"), address_of("shop"),
    }  # fmt: skip
    assert two.number_of_edges() == 2
    with pytest.raises(NpsError, match=r"top is .*: give how many clusters"):
        clusters.graph(top=0)


def test_names_are_on_their_clusters():
    tags = pd.DataFrame({"address": [address_of("bob"), "nowhere"], "label": ["Bob", "X"]})
    graph = naive(CHAIN, apart=tags).graph()
    assert graph.nodes[0]["label"] == "Bob"
    assert sum("label" in data for _, data in graph.nodes(data=True)) == 1


def test_the_sums_of_the_node_chain():
    chain = node_chain()
    clusters = naive(chain)
    graph = clusters.graph()
    label = clusters.labels
    paid, many, pairs = Counter(), Counter(), set()
    spenders = chain.inputs.groupby("tx")["address"].apply(set)
    for output in chain.outputs.itertuples():
        spent = spenders[output.tx]
        payers = {label[row] if row >= 0 else None for row in spent}
        if len(payers) != 1 or None in payers or output.address < 0:
            continue
        edge = (payers.pop(), label[output.address])
        if edge[0] != edge[1]:
            paid[edge] += output.value
            pairs.add((*edge, output.tx))
    many.update(pair[:2] for pair in pairs)
    found = {(a, b): edge for a, b, edge in graph.edges(data=True)}
    assert {edge: data["value"] for edge, data in found.items()} == dict(paid)
    assert {edge: data["transactions"] for edge, data in found.items()} == dict(many)
    assert sum(data["sent"] for _, data in graph.nodes(data=True)) == sum(paid.values())
    assert len(graph) == len(clusters)
