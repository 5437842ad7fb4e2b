import io

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain

LINES = (
    "a: new -> ann 50",
    "b: a:0 -> bob 30, ann 20",
    "c: b:0 ?kim=8 ? -> eve 30, data 0",
    "d: b:1 -> eve 15, lee 5",
    "e: c:0 d:0 -> mia 45",
)
CHAIN = chain_of(*LINES)
A, B, C, D, E = map(txid_of, "abcde")


def coins(graph):
    """The coins of a graph, as (from, to, value)."""
    names = {txid_of(name): name for name in "abcde"}

    def shown(node):
        txid, _, n = node.partition(":")
        return names.get(txid, "outside") + n

    return sorted((shown(a), shown(b), value) for a, b, value in graph.edges(data="value"))


def test_forward_every_coin_is_crossed_to_where_it_was_spent():
    graph = nps.follow(CHAIN, B)
    assert coins(graph) == [
        ("b", "c", 30),
        ("b", "d", 20),
        ("c", "c1", 0),
        ("c", "e", 30),
        ("d", "d1", 5),
        ("d", "e", 15),
        ("e", "e0", 45),
    ]
    assert dict(graph.nodes(data="hop")) == {
        B: 0, C: 1, D: 1, E: 2, f"{C}:1": 2, f"{D}:1": 2, f"{E}:0": 3,
    }  # fmt: skip
    assert dict(graph.nodes(data="kind")) == {
        **dict.fromkeys([B, C, D, E], "transaction"),
        f"{C}:1": "unspendable",
        f"{D}:1": "unspent",
        f"{E}:0": "unspent",
    }
    assert graph.graph == {
        "start": B,
        "direction": "forward",
        "hops": 3,
        "at_least": 0,
        "breadth": 30,
        "as_of": 4,
        "left_out": 0,
    }


def test_backward_the_coins_that_were_spent_are_crossed_to_where_they_were_made():
    graph = nps.follow(CHAIN, E, direction="backward", hops=2)
    assert coins(graph) == [
        ("b", "c", 30),
        ("b", "d", 20),
        ("c", "e", 30),
        ("d", "e", 15),
        ("outside1", "c", 8),
        ("outside2", "c", -1),
    ]
    assert {
        hop for node, hop in graph.nodes(data="hop") if graph.nodes[node]["kind"] == "outside"
    } == {2}
    assert graph.nodes[B]["left_out"] == 1  # the coin from a, past the last hop


def test_a_transaction_and_a_coin_know_what_the_tables_know():
    graph = nps.follow(CHAIN, B, hops=1)
    assert graph.nodes[C] == {
        "kind": "transaction",
        "hop": 1,
        "row": 2,
        "height": 2,
        "time": "2023-11-14 22:33:20 UTC",
        "fee": -1,
        "coinbase": False,
        "left_out": 2,
        "left_out_value": 30,
    }
    (edge,) = graph[B][D].items()
    assert edge == (f"{B}:1", {"value": 20, "address": address_of("ann"), "output": 2})


def test_what_is_not_followed_is_counted():
    small = nps.follow(CHAIN, B, at_least=16)
    assert coins(small) == [("b", "c", 30), ("b", "d", 20), ("c", "e", 30), ("e", "e0", 45)]
    assert small.graph["left_out"] == 3
    assert small.nodes[D]["left_out"] == 2
    assert small.nodes[D]["left_out_value"] == 20
    narrow = nps.follow(CHAIN, B, breadth=1)
    assert coins(narrow) == [("b", "c", 30), ("c", "e", 30), ("e", "e0", 45)]
    assert narrow.nodes[B]["left_out_value"] == 20
    unknown = nps.follow(CHAIN, C, direction="backward", at_least=1, hops=1)
    assert unknown.nodes[C]["left_out_value"] == -1
    assert unknown.graph["left_out"] == 2  # the unknown coin, and that from a


def test_the_coins_of_a_transaction_have_their_turn_once():
    chain = chain_of(
        "a: new -> ann 50, bob 40",
        "b: a:1 -> kim 40",
        "c: a:0 b:0 -> lee 60, mia 30",
    )
    graph = nps.follow(chain, 0, breadth=2)
    assert coins(graph) == [("a", "b", 40), ("a", "c", 50), ("b", "c", 40), ("c", "c0", 60)]
    assert graph.nodes[C]["left_out"] == 1


def test_a_coin_of_an_address_is_not_followed_twice():
    graph = nps.follow(CHAIN, address_of("ann"), hops=2, breadth=2)
    assert coins(graph) == [("a", "b", 50), ("b", "c", 30), ("b", "d", 20), ("d", "e", 15)]


def test_the_coins_of_an_address_are_the_first_hop_either_way():
    forward = nps.follow(CHAIN, address_of("ann"), hops=1)
    assert coins(forward) == [("a", "b", 50), ("b", "d", 20)]
    assert dict(forward.nodes(data="left_out")) == {A: 0, B: 1, D: 2}
    assert dict(forward.nodes(data="hop")) == {A: 0, B: 1, D: 1}
    assert forward.graph["left_out"] == 3
    backward = nps.follow(CHAIN, address_of("ann"), hops=1, direction="backward")
    assert coins(backward) == [("a", "b", 50), ("b", "d", 20)]
    kim = nps.follow(CHAIN, address_of("kim"), hops=2)
    assert coins(kim) == [("c", "c1", 0), ("c", "e", 30), ("outside1", "c", 8)]


def test_a_coin_that_was_spent_later_ends_unspent():
    graph = nps.follow(CHAIN, B, as_of=2)
    assert coins(graph) == [("b", "b1", 20), ("b", "c", 30), ("c", "c0", 30), ("c", "c1", 0)]
    assert graph.graph["as_of"] == 2


def test_a_graph_can_be_written_as_graphml_and_read_back():
    graph = nps.follow(node_chain(), 300)
    file = io.BytesIO()
    nx.write_graphml(graph, file)
    file.seek(0)
    again = nx.read_graphml(file, force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert again.graph["left_out"] == graph.graph["left_out"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"direction": "up"}, "no direction 'up': choose from forward, backward"),
        ({"hops": 0}, "hops is 0 and breadth is 30: both have to be 1 or more"),
        ({"breadth": 0}, "breadth is 0"),
        ({"as_of": 0}, f"{B} first appears in block 1, after height 0"),
    ],
)
def test_errors_say_what_can_be_asked(asked, told):
    with pytest.raises(NpsError, match=told):
        nps.follow(CHAIN, B, **asked)
    with pytest.raises(NpsError, match="has the address nonsense"):
        nps.follow(CHAIN, "nonsense")


def reached(chain, start, hops, forward):
    """The coins within so many hops of a transaction, by a plain walk over frames."""
    inside = chain.outputs
    ahead, found = {start}, set()
    for _ in range(hops):
        rows = inside[inside["tx"].isin(ahead) if forward else inside["spent_by"].isin(ahead)]
        found |= set(rows.index)
        ahead = set(rows["spent_by" if forward else "tx"]) - {-1}
    return found


@given(histories(), st.data())
def test_all_coins_within_the_hops_are_there_and_nothing_is_lost(lines, data):
    chain = chain_of(*lines)
    start, hops = data.draw(st.integers(0, len(chain.txs) - 1)), data.draw(st.integers(1, 5))
    forward = data.draw(st.booleans())
    graph = nps.follow(
        chain, start, hops=hops, direction="forward" if forward else "backward", breadth=10**6
    )
    rows = {row for *_, row in graph.edges(data="output")} - {-1}
    assert rows == reached(chain, start, hops, forward)
    for node, known in graph.nodes(data=True):
        if known["kind"] != "transaction":
            continue
        view = chain.tx(known["row"])
        values = [coin.value for coin in (view.outputs if forward else view.inputs)]
        degree = graph.out_degree if forward else graph.in_degree
        if not view.coinbase or forward:
            assert degree(node) + known["left_out"] == len(values)
        if -1 not in values:
            assert degree(node, "value") + known["left_out_value"] == sum(values)
        assert (known["left_out"] > 0) <= (known["hop"] == hops)


@settings(max_examples=40)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(0, chain.height))
    past = chain.upto(height)
    start = data.draw(st.integers(0, len(past.txs) - 1))
    address = past.addresses["address"][0] if len(past.addresses) else start
    for where in (start, address):
        for direction in ("forward", "backward"):
            asked = {"direction": direction, "breadth": 3, "as_of": height}
            ours, theirs = (nps.follow(c, where, **asked) for c in (chain, past))
            assert nx.utils.graphs_equal(ours, theirs)
            assert ours.graph == theirs.graph


def test_what_was_left_out_is_of_unknown_worth_if_one_coin_of_it_is():
    chain = chain_of("a: new -> ann 50", "b: a:0 ?kim=8 ? -> eve 30")
    graph = nps.follow(chain, txid_of("b"), hops=1, direction="backward", breadth=1)
    node = graph.nodes[txid_of("b")]
    assert (node["left_out"], node["left_out_value"]) == (2, -1)
