from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.trace.taint import POLICIES, taint
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain
from tests.trace.taint.by_hand import amounts, by_satoshi, poisoned
from tests.trace.taint.cases import busy, questions

SUMMING = [policy for policy in POLICIES if policy != "poison"]

MAINNET_BLOCK = Path(__file__).parents[3] / "datasets" / "mainnet-block"
MOST = 21_000_000 * 100_000_000  # satoshi

# Two coins, the second of them tainted, go into three outputs and a fee of 10.
MIXED = ("a: new -> ann 60, bob 40", "b: a:0 a:1 -> kim 30, lee 50, mia 10")
WHOLE_ANSWERS = {
    "poison": [30, 50, 10],
    "haircut": [12, 20, 4],
    "fifo": [0, 20, 10],
    "lifo": [30, 10, 0],
    "tiho": [0, 40, 0],
    "seniority": [30, 10, 0],
    "juniority": [0, 20, 10],
}


def expected(chain, policy, fees, sources, stops):
    if policy in ("fifo", "lifo"):
        return by_satoshi(chain, policy == "lifo", fees == "follow", sources, stops)[:2]
    return amounts(chain, policy, fees == "follow", sources, stops)


@pytest.mark.parametrize("policy", POLICIES)
def test_each_policy_by_its_sentence(policy):
    found = taint(chain_of(*MIXED), f"{txid_of('a')}:1", None, policy=policy)
    assert found.amounts[2:].tolist() == WHOLE_ANSWERS[policy]


@settings(max_examples=100)
@given(histories() | busy(), st.data())
def test_every_policy_gives_what_plain_python_gives(lines, data):
    chain = chain_of(*lines)
    sources, stops, fees = data.draw(questions(chain))
    for policy in SUMMING:
        found = taint(chain, sorted(sources), sorted(stops), policy=policy, fees=fees)
        coins, ended = expected(chain, policy, fees, sources, stops)
        assert found.amounts.tolist() == coins
        worth = sum(int(chain.outputs["value"][row]) for row in sources)
        assert found.total["source"] == worth - ended.pop("twice")
        assert found.total.drop("source").to_dict() == ended
        assert found.total["source"] == found.total.drop("source").sum()
        by_status = found.frame.groupby("status")["tainted"].sum().to_dict()
        for status in ("unspent", "stopped", "unspendable", "unknown"):
            assert by_status.get(status, 0) == ended[status]
    found = taint(chain, sorted(sources), sorted(stops), policy="poison", fees=fees)
    assert found.outputs.tolist() == poisoned(chain, fees == "follow", sources, stops)


@settings(max_examples=40)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(0, chain.height))
    rows = len(chain.upto(height).outputs)
    source = data.draw(st.integers(0, rows - 1))
    for policy in POLICIES:
        ours, theirs = (
            taint(c, source, None, policy=policy, as_of=height) for c in (chain, chain.upto(height))
        )
        pd.testing.assert_frame_equal(ours.frame, theirs.frame)
        pd.testing.assert_series_equal(ours.total, theirs.total)
        assert repr(ours) == repr(theirs)


@pytest.mark.parametrize("policy", SUMMING)
def test_the_node_chain_by_plain_python(policy):
    # by_satoshi would need a list for each of billions of satoshi.
    chain = node_chain()
    dice = np.random.default_rng(1)
    sources = sorted(dice.choice(len(chain.outputs) // 2, 40, replace=False).tolist())
    stops = sorted(dice.choice(len(chain.addresses), 60, replace=False).tolist())
    for fees in ("follow", "lose"):
        found = taint(chain, sources, stops, policy=policy, fees=fees)
        assert found.total["source"] == found.total.drop("source").sum()
        assert found.total["source"] > 0
        if policy not in ("fifo", "lifo"):
            coins, _ = amounts(chain, policy, fees == "follow", sources, stops)
            assert found.amounts.tolist() == coins


def test_fees_go_to_the_miner_of_the_block_after_all_others():
    chain = chain_of(
        "a: new -> ann 100",
        "m: new -> miner 65",
        "+ b: a:0 -> bob 60, ann 30",
        "+ c: b:0 -> kim 55",
        "d: m:0 -> lee 65",
    )
    # New coins 50, then the fees 10 and 5: the latter two are tainted.
    found = taint(chain, 0, None)
    assert found.amounts.tolist() == [100, 15, 60, 30, 55, 15]
    assert found.total.to_dict() == {
        "source": 100, "unspent": 100, "stopped": 0, "unspendable": 0, "fees": 0, "unknown": 0
    }  # fmt: skip
    lost = taint(chain, 0, None, fees="lose")
    assert lost.amounts.tolist() == [100, 0, 60, 30, 55, 0]
    assert lost.total["fees"] == 15


@pytest.mark.parametrize("policy", SUMMING)
def test_a_miner_who_takes_less_than_is_allowed_loses_taint_and_unknown_fees_are_none(policy):
    chain = chain_of(
        "a: new -> ann 100", "m: new -> miner 5", "+ b: a:0 -> bob 80", "+ c: ? -> kim 7"
    )
    found = taint(chain, 0, None, policy=policy)
    dirty = found.amounts.tolist()
    assert dirty == [100, 5, 80, 0]
    assert found.total.to_dict() == {
        "source": 100, "unspent": 85, "stopped": 0, "unspendable": 0, "fees": 15, "unknown": 0
    }  # fmt: skip


def test_poison_counts_whole_outputs_and_whole_fees():
    lines = (
        "a: new -> ann 100",
        "m: new -> miner 5",
        "+ b: a:0 -> bob 70, data 5, shop 3",
        "c: b:0 ? -> kim 9",
    )
    chain = chain_of(*lines)
    asked = {"stop": address_of("shop"), "policy": "poison"}
    follow, lose = (
        taint(chain, 0, fees=fees, **asked).total.to_dict() for fees in ("follow", "lose")
    )
    ends = {"source": 100, "stopped": 3, "unspendable": 5, "unknown": 0}
    # Of the fee of 22 the miner took 5, and nothing is known of the fee in c.
    assert follow == {**ends, "unspent": 9 + 5, "fees": 17}
    assert lose == {**ends, "unspent": 9, "fees": 22}


def test_a_source_downstream_of_another_is_set_and_counts_once():
    chain = chain_of("a: new -> ann 100", "b: a:0 ?bob=100 -> kim 150, lee 50")
    found = taint(chain, [0, 1], None)
    assert found.amounts.tolist() == [100, 150, 0]
    assert found.total["source"] == 150
    assert found.total["unspent"] == 150


def test_coins_are_not_followed_through_a_stop_nor_from_one():
    chain = chain_of("a: new -> ann 100", "b: a:0 -> shop 70, kim 30", "c: b:0 b:1 -> lee 100")
    found = taint(chain, 0, address_of("shop"))
    assert found.amounts.tolist() == [100, 70, 30, 30]
    assert found.frame["status"].tolist() == ["spent", "stopped", "spent", "unspent"]
    assert found.total["stopped"] == 70
    at_once = taint(chain, 1, [address_of("shop")])
    assert at_once.amounts.tolist() == [0, 70, 0, 0]
    assert at_once.total["stopped"] == at_once.total["source"] == 70


def test_what_enters_with_a_coin_of_unknown_value_is_counted_as_unknown():
    chain = chain_of("a: new -> ann 100", "b: a:0 ? -> bob 70")
    for policy in SUMMING:
        found = taint(chain, 0, None, policy=policy)
        assert found.amounts.tolist() == [100, 0]
        assert found.frame["status"].tolist() == ["unknown"]
        assert found.total["unknown"] == 100
    assert taint(chain, 0, None, policy="poison").amounts.tolist() == [100, 70]


def test_sources_are_named_in_many_ways():
    chain = chain_of("a: new -> ann 60, bob 40", "b: a:0 -> ann 30, bob 30")
    ann, frame = address_of("ann"), pd.DataFrame({"output": [1, 2]})
    for source, rows in (
        (1, [1]),
        (f"{txid_of('b')}:1", [3]),
        (txid_of("b"), [2, 3]),
        (chain.tx(1), [2, 3]),
        (ann, [0, 2]),
        (chain.address(ann), [0, 2]),
        ([ann, 1, txid_of("b")], [0, 1, 2, 3]),
        (frame, [1, 2]),
        (frame["output"], [1, 2]),
        (pd.DataFrame({"address": [ann]}), [0, 2]),
    ):
        assert taint(chain, source, None).sources.tolist() == rows


def test_stops_that_are_not_in_the_chain_are_counted():
    chain = chain_of("a: new -> ann 60", "b: a:0 -> bob 60")
    found = taint(chain, 0, [address_of("bob"), address_of("eve")])
    assert found.stops.tolist() == [1]
    assert repr(found) == (
        "Taint(fifo, source: 0.00000060 BTC in 1 output, stopped: 0.00000060 BTC,"
        " outputs reached: 2, stops not in the chain: 1)"
    )
    assert repr(taint(chain, 0, address_of("bob"), as_of=0)) == (
        "Taint(fifo, source: 0.00000060 BTC in 1 output, unspent: 0.00000060 BTC,"
        " outputs reached: 1, stops not in the chain: 1, as of height: 0)"
    )


def test_errors_say_what_to_do():
    chain = chain_of("a: new -> ann 60", "b: a:0 -> bob 60")
    for message, source, options in (
        ("There is no policy 'fi fo': choose from poison", 0, {"policy": "fi fo"}),
        ("fees is 'keep': choose 'follow'", 0, {"fees": "keep"}),
        ("nothing to follow", [], {}),
        ("There is no output in row 7", 7, {}),
        ("There is no output in row 1: there are 1", 1, {"as_of": 0}),
        ("No output or input", address_of("eve"), {}),
        ("neither a column 'output' nor 'address'", pd.DataFrame({"x": [1]}), {}),
    ):
        with pytest.raises(NpsError, match=message):
            taint(chain, source, None, **options)
    with pytest.raises(TypeError):
        taint(chain, 0)  # whether to stop is for the user to say


def test_chains_of_coinbases_alone():
    chain = chain_of("a: new -> ann 50, data 0", "b: new -> bob 50")
    for policy in POLICIES:
        found = taint(chain, [0, 1, 2], None, policy=policy)
        assert found.total["unspent"] == 100
        assert found.outputs.tolist() == ([0, 1, 2] if policy == "poison" else [0, 2])
    with pytest.raises(NpsError, match="There is no output in row 0"):
        taint(chain_of(), 0, None)


def test_long_peels_wide_payments_and_great_mixes_work():
    hops, many = 20_000, 1_000
    peel = ["p0: new -> x 0, y 1000000"]
    peel += [f"p{k}: p{k - 1}:1 -> x 10, y {1_000_000 - 10 * k}" for k in range(1, hops)]
    chain = chain_of(*peel)
    paid = ", ".join(f"o{k} {k}" for k in range(many))
    spent, shared = " ".join(f"a:{k}" for k in range(many)), ", ".join(["z 499"] * many)
    mix = chain_of(f"a: new -> {paid}", f"b: {spent} -> {shared}")
    for policy in SUMMING:
        assert taint(chain, 1, None, policy=policy).total["unspent"] == 1_000_000
        half = taint(mix, range(0, many, 2), None, policy=policy)
        coins, _ = expected(mix, policy, "follow", range(0, many, 2), [])
        assert half.amounts.tolist() == coins


def test_a_thousand_stretches_pass_through_a_peel_chain():
    # Every other coin is tainted, so nothing can be merged; each hop cuts off a part.
    many, hops = 600, 40
    spent = " ".join(f"a:{k}" for k in range(many))
    lines = [f"a: new -> {', '.join(['x 7'] * many)}", f"p0: {spent} -> y {7 * many}"]
    left = 7 * many
    for k in range(1, hops):
        left -= 50
        lines.append(f"p{k}: p{k - 1}:{0 if k == 1 else 1} -> x 50, y {left}")
    chain = chain_of(*lines)
    for policy in ("fifo", "lifo"):
        found = taint(chain, range(0, many, 2), None, policy=policy)
        coins, ended = expected(chain, policy, "follow", range(0, many, 2), [])
        assert found.amounts.tolist() == coins
        assert found.total["unspent"] == ended["unspent"] == 7 * many // 2


@settings(max_examples=50)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=40), st.data())
def test_equal_outputs_are_settled_in_their_order(values, data):
    tainted = data.draw(st.integers(0, sum(values)))
    clean = sum(values) - tainted + data.draw(st.integers(0, 5))
    paid = ", ".join(f"kim {value}" for value in values)
    chain = chain_of(f"a: new -> ann {tainted}, bob {clean}", f"b: a:0 a:1 -> {paid}")
    for policy in SUMMING:
        found = taint(chain, 0, None, policy=policy)
        assert found.amounts.tolist() == expected(chain, policy, "follow", {0}, set())[0]


@settings(max_examples=60)
@given(st.lists(st.integers(0, MOST // 4), min_size=1, max_size=4), st.data())
def test_the_largest_amounts_are_exact_to_the_satoshi(values, data):
    tainted = data.draw(st.integers(0, sum(values)))
    paid = ", ".join(f"kim {value}" for value in values)
    chain = chain_of(
        f"a: ?={tainted} -> ann {tainted}",
        f"b: a:0 ?={sum(values) - tainted} -> {paid}",
        f"c: {' '.join(f'b:{k}' for k in range(len(values)))} -> {paid}",
    )
    for policy in SUMMING:
        if policy in ("fifo", "lifo"):  # no list is as long as that
            found = taint(chain, 0, None, policy=policy)
            assert found.total["unspent"] == tainted
        else:
            found = taint(chain, 0, None, policy=policy)
            assert found.amounts.tolist() == expected(chain, policy, "follow", {0}, set())[0]


@pytest.mark.parametrize("policy", SUMMING)
def test_a_real_block_whose_coins_are_from_outside(policy):
    chain = nps.read(MAINNET_BLOCK)
    rows = range(0, len(chain.outputs), 3)
    found = taint(chain, rows, None, policy=policy)
    assert found.total["source"] == found.total.drop("source").sum() > 0
    back = taint(chain, rows, None, policy=policy, backward=True)
    assert back.total["source"] == back.total.drop("source").sum() > 0


def test_what_happens_later_changes_nothing():
    lines = ("a: new -> ann 60, bob 40", "b: a:0 a:1 -> kim 30, lee 50, mia 10")
    later = ("c: b:0 b:1 -> ann 80", "d: b:2 ? -> kim 5")
    for policy in POLICIES:
        short, long = (
            taint(chain_of(*ls), 0, None, policy=policy, as_of=1) for ls in (lines, lines + later)
        )
        pd.testing.assert_frame_equal(short.frame, long.frame)
        assert repr(short) == repr(long)
