"""All that follow() is asked at once, against a walk in plain Python; and its extremes."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain
from tests.other_future import other_future

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
    return sorted(key for *_, key in graph.edges(keys=True))


def test_a_trace_stops_at_a_service_and_shows_that_it_did():
    graph = nps.follow(CHAIN, A, stop=[address_of("bob"), "not in this chain"])
    assert coins(graph) == sorted([f"{A}:0", f"{B}:0", f"{B}:1", f"{D}:0", f"{D}:1"])
    assert dict(graph.nodes(data="kind"))[f"{B}:0"] == "stopped"
    assert {key: stopped for *_, key, stopped in graph.edges(keys=True, data="stopped")} == {
        key: key == f"{B}:0" for key in coins(graph)
    }
    assert graph.graph["stop"] == 1
    assert graph.graph["left_out"] == 1  # e:0, past the last hop
    assert C not in graph
    back = nps.follow(CHAIN, E, direction="backward", stop=address_of("bob"))
    assert back.out_degree(f"{B}:0") == 1
    assert back.nodes[f"{B}:0"] == {"kind": "stopped", "hop": 2}
    assert f"{A}:0" in {key for *_, key in back.edges(keys=True)}  # by way of d


def test_both_is_what_lies_before_and_what_lies_after():
    graph = nps.follow(CHAIN, D, direction="both")
    assert dict(graph.nodes(data="hop")) == {D: 0, E: 1, f"{D}:1": 1, f"{E}:0": 2, B: -1, A: -2}
    assert graph.graph["left_out"] == 0  # not c:0 beside d:0, nor b:0 beside b:1
    assert graph.nodes[B]["left_out"] == 0


def test_a_start_can_be_an_output_or_several_things():
    one = nps.follow(CHAIN, f"{B}:1", hops=1)
    assert coins(one) == [f"{B}:1"]
    assert dict(one.nodes(data="hop")) == {B: 0, D: 1}
    assert one.graph["start"] == f"{B}:1"
    many = nps.follow(CHAIN, [D, f"{B}:0", address_of("kim"), 3], hops=1)
    outside = CHAIN.outside.iloc[0]
    assert coins(many) == sorted(
        [f"{B}:0", f"{outside['txid']}:{outside['n']}", f"{D}:0", f"{D}:1"]
    )
    assert many.graph["start"] == " ".join([D, f"{B}:0", address_of("kim"), D])


def test_a_trace_stays_pause_its_time():
    late = nps.follow(CHAIN, A, since=2)
    assert coins(late) == []
    assert late.graph["left_out"] == 1
    early = nps.follow(CHAIN, A, until=2)
    assert coins(early) == sorted([f"{A}:0", f"{B}:0", f"{C}:1"])
    assert early.nodes[B]["left_out"] == 1
    assert early.graph["until"] == 2
    soon = nps.follow(CHAIN, A, pause=1)
    assert coins(soon) == sorted([f"{A}:0", f"{B}:0", f"{C}:1"])


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": 3, "until": 2}, "since is 3 and until is 2"),
        ({"pause": -1}, "pause is -1: it has to be 0 or more"),
        ({"until": "soon"}, "until is 'soon': give a whole number"),
        ({"hops": 1.5}, "hops is 1.5: give a whole number"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, told):
    with pytest.raises(NpsError, match=told):
        nps.follow(CHAIN, B, **asked)
    with pytest.raises(NpsError, match="nothing to start from"):
        nps.follow(CHAIN, [])


def plain(chain, starts, *, forward, hops, at_least, breadth, since, until, pause, stop):
    """The coins that are crossed, with their hops, by a walk over dictionaries."""
    heights = chain.txs["height"].tolist()
    facts, made, spent = {}, {}, {}
    outputs = chain.outputs[["tx", "value", "address", "spent_by"]].itertuples()
    for row, tx, value, address, spender in outputs:
        facts[row] = (value, address, tx, spender)
        made.setdefault(tx, []).append(row)
    inputs = chain.inputs[["tx", "spends", "value", "address"]].itertuples()
    for row, tx, spends, value, address in inputs:
        if spends == -2:
            facts[-1 - row] = (value, address, -1, tx)
            spends = -1 - row
        elif spends == -1:
            continue
        spent.setdefault(tx, []).append(spends)
    offers = made if forward else spent
    seeds = []
    for kind, row in starts:
        own = [coin for coin in facts if kind == "address" and facts[coin][1] == row]
        seeds += sorted(own, key=lambda coin: (coin >= 0, abs(coin)))
    roots = [row for kind, row in starts if kind == "tx"]
    ahead = seeds + [coin for row in roots for coin in offers.get(row, [])]
    seen, crossed = set(roots), {}
    for hop in range(1, hops + 1):
        fits = []
        for coin in dict.fromkeys(ahead):
            value, address, maker, spender = facts[coin]
            far = spender if forward else maker
            if coin in crossed or (at_least > 0 and value < at_least):
                continue
            if address not in stop and far >= 0:
                if not since <= heights[far] <= until:
                    continue
                if maker >= 0 and spender >= 0 and heights[spender] - heights[maker] > pause:
                    continue
            fits.append(coin)
        best = sorted(fits, key=lambda coin: -facts[coin][0])[:breadth]
        ahead = []
        for coin in fits:
            if coin in best:
                crossed[coin] = hop
                _, address, maker, spender = facts[coin]
                far = spender if forward else maker
                if address not in stop and far >= 0 and far not in seen:
                    seen.add(far)
                    ahead += offers.get(far, [])
    return crossed


@settings(max_examples=150)
@given(histories(), st.data())
def test_a_walk_is_that_of_plain_python(lines, data):
    chain = chain_of(*lines)
    txs, addresses = len(chain.txs), len(chain.addresses)
    kinds = [st.tuples(st.just("tx"), st.integers(0, txs - 1))]
    if addresses:
        kinds.append(st.tuples(st.just("address"), st.integers(0, addresses - 1)))
    starts = data.draw(st.lists(st.one_of(kinds), min_size=1, max_size=3))
    stop = data.draw(st.sets(st.integers(0, addresses - 1), max_size=2)) if addresses else set()
    since = data.draw(st.integers(0, chain.height))
    asked = {
        "hops": data.draw(st.integers(1, 6)),
        "at_least": data.draw(st.sampled_from([0, 0, 1, 500])),
        "breadth": data.draw(st.integers(1, 5)),
        "since": since,
        "until": data.draw(st.integers(since, chain.height)),
        "pause": data.draw(st.sampled_from([0, 2, 99])),
        "stop": stop,
    }
    views = [(chain.tx if kind == "tx" else chain.address)(row) for kind, row in starts]
    expected = {}
    for way in ("forward", "backward"):
        found = plain(chain, starts, forward=way == "forward", **asked)
        graph = nps.follow(chain, views, direction=way, **asked)
        names = {key for *_, key in graph.edges(keys=True)}
        assert names == {_name(chain, coin) for coin in found}
        expected |= found
    both = nps.follow(chain, views, direction="both", **asked)
    assert {key for *_, key in both.edges(keys=True)} == {_name(chain, c) for c in expected}


def _name(chain, coin):
    if coin < 0:
        row = chain.outside[chain.outside["input"] == -1 - coin].iloc[0]
        return f"{row['txid']}:{row['n']}"
    output = chain.outputs.iloc[coin]
    return f"{chain.txs['txid'][output['tx']]}:{output['n']}"


def test_what_happens_later_changes_nothing():
    chain = node_chain()
    for start in (300, chain.tx(300).outputs[0].address):
        for way in ("forward", "backward", "both"):
            asked = {"direction": way, "hops": 4, "stop": [7, 9], "as_of": 130}
            futures = (chain, chain.upto(130), other_future(chain, 130))
            ours, *theirs = (nps.follow(future, start, **asked) for future in futures)
            for one in theirs:
                assert nx.utils.graphs_equal(ours, one)
                assert list(ours.edges(keys=True)) == list(one.edges(keys=True))


def test_a_star_and_a_long_chain_are_no_trouble():
    many = 20_000
    paid = ", ".join(f"p{k} 1" for k in range(many))
    star = chain_of(f"a: new -> {paid}", f"b: {' '.join(f'a:{k}' for k in range(many))} -> z 1")
    assert nps.follow(star, 0, breadth=many).number_of_edges() == many + 1
    assert nps.follow(star, 0, breadth=5).graph["left_out"] == many - 5
    long = chain_of("t0: new -> ann 9", *(f"+ t{k}: t{k - 1}:0 -> ann 9" for k in range(1, 5_000)))
    graph = nps.follow(long, 0, hops=10_000)
    assert graph.number_of_edges() == 5_000
    assert max(dict(graph.nodes(data="hop")).values()) == 5_000


def test_empty_chains_and_coinbases_alone():
    with pytest.raises(NpsError):
        nps.follow(chain_of(), 0)
    alone = chain_of("a: new -> ann 5", "b: new -> data 0")
    assert coins(nps.follow(alone, 0)) == [f"{A}:0"]
    assert coins(nps.follow(alone, 1, direction="backward")) == []
    assert nps.follow(alone, 1).nodes[f"{B}:0"]["kind"] == "unspendable"
