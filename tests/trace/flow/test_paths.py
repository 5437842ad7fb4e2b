from itertools import pairwise

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.flow import paths
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain
from tests.other_future import other_future
from tests.trace.flow.large import peel_chain, star

LINES = (
    "a: new -> ann 50, ann 40",
    "b: a:0 -> bob 30, kim 20",
    "c: a:1 b:0 -> eve 60, data 1, kim 9",
    "d: b:1 -> mia 20",
    "e: c:0 -> mia 35, lee 25",
)
CHAIN = chain_of(*LINES)
A, B, C, D, E = map(txid_of, "abcde")
ANN, BOB, KIM, MIA, EVE = map(address_of, ["ann", "bob", "kim", "mia", "eve"])


def way(found, path=1):
    return found.frame["coin"][found.frame["path"] == path].to_list()


def test_the_shortest_path_and_the_widest():
    short = paths(CHAIN, ANN, MIA)
    assert way(short) == [f"{A}:1", f"{C}:0", f"{E}:0"]
    assert short.table.to_dict("list") == {
        "path": [1],
        "hops": [2],
        "width": [35],
        "first": [2],
        "last": [4],
        "blocks": [2],
    }
    assert (short.found, short.reached) == (2, 4)
    assert short.limits == (
        "Money from a reached 4 transactions; coins that led no further:"
        " 2 unspent as of height 4, 1 that nobody can spend."
    )
    assert short.frame.to_dict("list") == {
        "path": [1, 1, 1],
        "hop": [0, 1, 2],
        "coin": [f"{A}:1", f"{C}:0", f"{E}:0"],
        "height": [0, 2, 4],
        "value": [40, 60, 35],
        "address": [ANN, EVE, MIA],
        "output": [1, 4, 8],
    }
    assert repr(short).startswith(
        "Paths(1 of 2, the shortest first: 2 hops, 0.00000035 BTC wide. Money from a reached"
    )
    both = paths(CHAIN, ANN, MIA, most=9)
    assert [way(both, 1), way(both, 2)] == [way(short), [f"{A}:0", f"{B}:1", f"{D}:0"]]
    narrow = paths(CHAIN, ANN, MIA, stop=EVE, how="widest")
    assert way(narrow) == [f"{A}:0", f"{B}:1", f"{D}:0"]
    assert narrow.table["width"].to_list() == [20]
    assert "1 at an address where to stop" in narrow.limits


def test_the_widest_may_be_long_but_no_longer_than_it_must_be():
    chain = chain_of(
        "a: new -> ann 100, ann 60",
        "b: a:0 -> bob 99",
        "c: b:0 a:1 -> eve 150",
        "d: c:0 -> mia 55, lee 95",
        "e: new -> kim 3",
    )
    found = paths(chain, ANN, MIA, how="widest")
    assert way(found) == [f"{A}:1", f"{C}:0", f"{D}:0"]
    assert found.table[["hops", "width"]].to_numpy().tolist() == [[2, 55]]
    wide = paths(chain, ANN, address_of("lee"), how="widest")
    assert wide.table[["hops", "width"]].to_numpy().tolist() == [[3, 95]]


def test_no_path_is_an_answer_that_says_what_limited_it():
    none = paths(CHAIN, MIA, ANN)
    assert (len(none), none.found, none.reached) == (0, 0, 0)
    assert len(none.frame) == 0
    assert none.graph.number_of_nodes() == 0
    assert repr(none) == (
        "Paths(none found. Money from a reached 0 transactions; coins that led no further:"
        " 2 unspent as of height 4.)"
    )
    for asked, told in (
        ({"until": 2}, "2 spent after the time asked for"),
        ({"since": 4}, "2 spent before the time asked for"),
        ({"pause": 0}, "3 that lay too long"),
        ({"at_least": 61}, "too small"),
        ({"as_of": 3, "stop": KIM}, "unspent as of height 3"),
    ):
        assert told in paths(CHAIN, ANN, MIA, **asked).limits


def test_a_path_can_be_asked_to_be_over_soon():
    chain = chain_of(
        "a: new -> ann 50, ann 40",
        "b: a:0 -> bob 50",
        "c: new -> z 1",
        "d: b:0 -> mia 50",
        "e: a:1 -> eve 40",
        "f: e:0 -> kim 40",
        "+ g: f:0 -> mia 40",
    )
    assert paths(chain, ANN, MIA).table["blocks"].to_list() == [2]
    soon = paths(chain, ANN, MIA, within=1)
    assert way(soon) == [f"{A}:1", f"{E}:0", f"{txid_of('f')}:0", f"{txid_of('g')}:0"]
    assert soon.limits.endswith(
        "Of 2 coins of b that it reached at any time, 1 came within 1 block."
    )
    at_once = paths(chain, ANN, MIA, within=0)
    assert len(at_once) == 0
    assert at_once.limits.endswith(" 0 came within 0 blocks.")


def test_a_path_can_begin_outside_the_data():
    chain = chain_of("a: ?ann=70 ? -> bob 50", "b: a:0 -> mia 40", "c: ?kim -> mia 5")
    found = paths(chain, ANN, MIA)
    outside = chain.outside.iloc[0]
    assert way(found) == [f"{outside['txid']}:{outside['n']}", f"{A}:0", f"{B}:0"]
    assert found.frame["height"].to_list() == [-1, 0, 1]
    assert found.frame["output"].to_list() == [-1, 0, 1]
    assert found.table["width"].to_list() == [40]
    unknown = paths(chain, KIM, MIA)
    assert unknown.table["width"].to_list() == [-1]
    widest = paths(chain, KIM, MIA, how="widest")
    assert len(widest) == 0
    assert "1 of unknown value" in widest.limits


def test_the_graph_is_one_of_follow_with_its_paths_marked():
    graph = paths(CHAIN, [ANN], [MIA], most=2).graph
    marked = {key: path for *_, key, path in graph.edges(keys=True, data="path")}
    assert marked == {
        f"{A}:1": "1", f"{C}:0": "1", f"{E}:0": "1", f"{A}:0": "2", f"{B}:1": "2", f"{D}:0": "2",
    }  # fmt: skip
    assert graph.nodes[f"{E}:0"]["kind"] == "stopped"
    assert graph.nodes[C]["left_out"] == 2
    assert graph.graph["left_out"] == 4


@pytest.mark.parametrize(
    ("a", "b", "asked", "told"),
    [
        (ANN, ANN, {}, f"{ANN} is in both a and b"),
        ([], ANN, {}, "a names no address"),
        (ANN, None, {}, "b names no address"),
        (ANN, MIA, {"how": "best"}, "no way 'best' to choose a path: give shortest or widest"),
        (ANN, MIA, {"most": 0}, "most is 0: it has to be 1 or more"),
        (ANN, "nobody", {}, "has the address nobody"),
        (ANN, MIA, {"as_of": 2}, f"has the address {MIA}"),
    ],
)
def test_what_makes_no_sense_is_refused(a, b, asked, told):
    with pytest.raises(NpsError, match=told):
        paths(CHAIN, a, b, **asked)


def graph_of(chain, a, b, *, at_least, since, until, pause, stop, known):
    """Coins that may be gone by, with an edge to each coin that they can be spent into."""
    height = chain.txs["height"].to_list()
    coins, made = {}, {}
    for row, tx, value, address, spender in chain.outputs[
        ["tx", "value", "address", "spent_by"]
    ].itertuples():
        coins[row] = (value, address, tx, spender)
        made.setdefault(tx, []).append(row)
    for row, tx, spends, value, address in chain.inputs[
        ["tx", "spends", "value", "address"]
    ].itertuples():
        if spends == -2:
            coins[-1 - row] = (value, address, -1, tx)
    fits = {
        coin
        for coin, (value, address, *_) in coins.items()
        if address >= 0 and (at_least == 0 or value >= at_least) and (value >= 0 or not known)
    }
    graph = nx.DiGraph()
    graph.add_nodes_from((coin, {"value": coins[coin][0]}) for coin in fits)
    for coin in fits:
        _, address, maker, spender = coins[coin]
        if spender == -1 or address in b or not since <= height[spender] <= until:
            continue
        if address not in a and (
            address in stop or maker == -1 or height[spender] - height[maker] > pause
        ):
            continue
        graph.add_edges_from((coin, after) for after in made.get(spender, []) if after in fits)
    begins = sorted(coin for coin in fits if coins[coin][1] in a)
    ends = sorted(coin for coin in fits if coins[coin][1] in b)
    return graph, begins, ends


def oracle(chain, graph, begins, ends, within):
    """Hops, their widths, and widths with their hops, of the best ways to each end."""
    if within is None:
        return _oracle(graph, begins, ends)
    # A search of its own for each block in which a coin of a's was spent.
    height = chain.txs["height"].to_list()
    made = dict(chain.outputs["tx"].items())
    spent = dict(chain.outputs["spent_by"].items())
    spent |= {-1 - row: tx for row, tx in chain.inputs["tx"].items()}
    hops, narrow, width = {}, {}, {}
    for first in sorted({height[spent[coin]] for coin in begins if spent[coin] != -1}):
        soon = graph.subgraph(
            coin
            for coin in graph
            if coin in begins or (coin in made and height[made[coin]] <= first + within)
        )
        own = [coin for coin in begins if spent[coin] != -1 and height[spent[coin]] == first]
        short, narrow_short, wide_ones = _oracle(soon, own, ends)
        for end, steps in short.items():
            wide = narrow_short[end]
            if (steps, -wide) < (hops.get(end, 10**9), -narrow.get(end, -9)):
                hops[end], narrow[end] = steps, wide
        for end, (wide, steps) in wide_ones.items():
            width[end] = max(width.get(end, (-9, 0)), (wide, -steps))
    return hops, narrow, {end: (wide, -steps) for end, (wide, steps) in width.items()}


def _oracle(graph, begins, ends):
    """By networkx, and by cutting narrow coins out."""
    length = nx.multi_source_dijkstra_path_length(graph, set(begins)) if begins else {}
    hops = {end: length[end] for end in ends if end in length}
    width = {}
    value = nx.get_node_attributes(graph, "value")
    for floor in sorted(set(value.values())):
        wide = graph.subgraph(coin for coin in graph if value[coin] >= floor)
        sources = {coin for coin in begins if coin in wide}
        lengths = nx.multi_source_dijkstra_path_length(wide, sources) if sources else {}
        width |= {end: (floor, lengths[end]) for end in ends if end in lengths}
    narrow = {end: max(_widths(graph, begins, end, steps)) for end, steps in hops.items()}
    return hops, narrow, width


def check(chain, data):
    rows = st.integers(0, len(chain.addresses) - 1)
    a = data.draw(st.sets(rows, min_size=1, max_size=2))
    b = data.draw(st.sets(rows.filter(lambda row: row not in a), min_size=1, max_size=2))
    since = data.draw(st.integers(0, chain.height // 3))
    asked = {
        "at_least": data.draw(st.sampled_from([0, 0, 1, 300])),
        "since": since,
        "until": data.draw(st.integers(max(since, chain.height * 2 // 3), chain.height)),
        "pause": data.draw(st.sampled_from([3, 999])),
        "stop": data.draw(st.sets(rows, max_size=1)),
    }
    within = data.draw(st.sampled_from([None, None, 0, 2, 5]))
    for how in ("shortest", "widest"):
        graph, begins, ends = graph_of(chain, a, b, known=how == "widest", **asked)
        hops, narrow, width = oracle(chain, graph, begins, ends, within)
        found = paths(chain, sorted(a), sorted(b), how=how, most=999, within=within, **asked)
        if within is not None:
            assert (found.table["blocks"] <= within).all()
        assert len(found) == found.found == len(hops)
        names = {}
        for number, hop_count, wide in found.table[["path", "hops", "width"]].itertuples(
            index=False
        ):
            steps = found.frame[found.frame["path"] == number]
            assert steps["hop"].to_list() == list(range(hop_count + 1))
            coins = _coins(chain, steps)
            assert all(graph.has_edge(*pair) for pair in pairwise(coins))
            assert coins[0] in begins
            assert wide == min(steps["value"])
            names[coins[-1]] = (hop_count, wide)
        if how == "shortest":
            assert {end: hop_count for end, (hop_count, _) in names.items()} == hops
            assert {end: wide for end, (_, wide) in names.items()} == narrow
            assert found.table["hops"].is_monotonic_increasing
        else:
            assert {end: (wide, hop_count) for end, (hop_count, wide) in names.items()} == width
            assert found.table["width"].is_monotonic_decreasing
        few = paths(chain, sorted(a), sorted(b), how=how, most=2, within=within, **asked)
        if how == "shortest":
            pd.testing.assert_frame_equal(few.table, found.table[:2])


def _coins(chain, steps):
    """The coins of a path by row, those from outside by the input that spends them."""
    rows = steps["output"].to_list()
    if rows[0] == -1:
        named = chain.outside["txid"] + ":" + chain.outside["n"].astype(str)
        rows[0] = -1 - int(chain.outside["input"][named == steps["coin"].iloc[0]].iloc[0])
    return rows


def _widths(graph, begins, end, hops):
    """The widths of all ways of so many hops, found backward from the end."""
    value = graph.nodes(data="value")
    ahead = {end: value[end]}
    for _ in range(hops):
        before: dict[int, int] = {}
        for coin, width in ahead.items():
            for source in graph.predecessors(coin):
                before[source] = max(before.get(source, -2), min(width, value[source]))
        ahead = before
    return [width for coin, width in ahead.items() if coin in begins]


@settings(max_examples=100)
@given(histories(), st.data())
def test_paths_are_those_of_networkx(lines, data):
    chain = chain_of(*lines)
    if len(chain.addresses) > 1:
        check(chain, data)


@settings(max_examples=5)
@given(st.data())
def test_paths_of_the_node_are_those_of_networkx(data):
    check(node_chain().upto(115), data)


def test_nothing_is_known_from_the_future():
    whole, height = node_chain(), 125
    a = whole.tx(115).inputs[0].address
    past, other = whole.upto(height), other_future(whole, height)
    reached = set(past.outputs["address"][past.outputs["tx"] > 300]) - {-1, past.address(a).row}
    for how in ("shortest", "widest"):
        ours, *theirs = (
            paths(chain, a, sorted(reached), how=how, most=20, as_of=height)
            for chain in (whole, past, other)
        )
        assert len(ours) == 20
        for one in theirs:
            pd.testing.assert_frame_equal(ours.frame, one.frame)
            pd.testing.assert_frame_equal(ours.table, one.table)
            assert (ours.limits, ours.found) == (one.limits, one.found)
            assert nx.utils.graphs_equal(ours.graph, one.graph)


def test_a_path_of_100_000_hops_and_a_star_of_a_million_are_no_trouble():
    chain = peel_chain(100_000)
    for how in ("shortest", "widest"):
        found = paths(chain, 0, len(chain.addresses) - 1, how=how)
        assert found.table["hops"].to_list() == [100_000]
    many = star(1_000_000)
    found = paths(many, 0, 1_000_000)
    assert found.table[["hops", "width"]].to_numpy().tolist() == [[1, 1]]


def test_coinbases_alone_have_no_paths_and_an_empty_chain_no_addresses():
    assert len(paths(chain_of("a: new -> ann 5", "b: new -> mia 5"), ANN, MIA)) == 0
    with pytest.raises(NpsError, match="has the address"):
        paths(chain_of(), ANN, MIA)
