import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.trace.taint import POLICIES, taint
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain
from tests.trace.taint.by_hand import ancestors, origins
from tests.trace.taint.cases import busy, questions

SUMMING = [policy for policy in POLICIES if policy != "poison"]


@settings(max_examples=100)
@given(histories() | busy(), st.data())
def test_each_policy_turned_round_is_what_plain_python_gives(lines, data):
    chain = chain_of(*lines)
    wanted, stops, fees = data.draw(questions(chain))
    asked = {"stop": sorted(stops), "fees": fees, "backward": True}
    worth = sum(int(chain.outputs["value"][row]) for row in wanted)
    for policy in SUMMING:
        found = taint(chain, sorted(wanted), policy=policy, **asked)
        assert found.total["source"] == found.total.drop("source").sum()
        by_status = found.frame.groupby("status")["tainted"].sum().to_dict()
        for status in ("outside", "stopped"):
            assert by_status.get(status, 0) == found.total[status]
        if policy not in ("fifo", "lifo"):
            given, began = origins(chain, policy, fees == "follow", wanted, stops)
            assert found.amounts.tolist() == given
            assert found.total["source"] == worth - began.pop("twice")
            assert found.total.drop("source").to_dict() == began
    found = taint(chain, sorted(wanted), policy="poison", **asked)
    assert found.outputs.tolist() == ancestors(chain, fees == "follow", wanted, stops)


@settings(max_examples=60)
@given(histories() | busy(), st.data())
def test_fifo_and_lifo_find_the_satoshi_that_forward_they_would_have_sent(lines, data):
    chain = chain_of(*lines)
    (wanted, *_), stops, fees = data.draw(questions(chain))
    stops -= {int(chain.outputs["address"][wanted])}
    asked = {"stop": sorted(stops), "fees": fees}
    for policy in ("fifo", "lifo"):
        back = taint(chain, wanted, policy=policy, backward=True, **asked)
        for row in range(len(chain.outputs)):
            if chain.outputs["address"][row] not in stops:
                forth = taint(chain, row, policy=policy, **asked)
                assert forth.amounts[wanted] == back.amounts[row]


@settings(max_examples=30)
@given(histories(), st.data())
def test_haircut_finds_what_forward_it_would_have_sent_but_for_rounding(lines, data):
    chain = chain_of(*lines)
    wanted = data.draw(st.integers(0, len(chain.outputs) - 1))
    back = taint(chain, wanted, None, policy="haircut", backward=True)
    for row in range(len(chain.outputs)):
        forth = taint(chain, row, None, policy="haircut")
        # Each transaction on the way rounds by less than a satoshi for each of its coins.
        assert abs(forth.amounts[wanted] - back.amounts[row]) <= 4 * len(chain.txs)


@settings(max_examples=30)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(0, chain.height))
    wanted = data.draw(st.integers(0, len(chain.upto(height).outputs) - 1))
    for policy in POLICIES:
        ours, theirs, later = (
            taint(c, wanted, None, policy=policy, backward=True, as_of=day)
            for c, day in ((chain, height), (chain.upto(height), height), (chain, None))
        )
        pd.testing.assert_frame_equal(ours.frame, theirs.frame)
        # What came before is known for good.
        pd.testing.assert_frame_equal(ours.frame, later.frame)
        pd.testing.assert_series_equal(ours.total, later.total)


def test_money_is_followed_back_to_new_coins_strange_coins_and_fees():
    chain = chain_of(
        "a: new -> ann 100",
        "m: new -> miner 60",
        "+ b: a:0 ?bob=50 -> kim 130, lee 10",
        "c: m:0 -> mia 60",
    )
    found = taint(chain, 4, None, backward=True)
    assert found.amounts.tolist() == [0, 60, 0, 0, 60]
    # The fee of 10 is the end of what went in: bob's last 10 satoshi.
    assert found.total.to_dict() == {
        "source": 60, "created": 50, "outside": 10, "stopped": 0, "unknown": 0
    }  # fmt: skip
    assert found.frame["status"].tolist() == ["outside", "coinbase", "followed"]
    assert found.frame["output"].tolist() == [-1, 1, 4]
    assert found.frame["address"][0] == address_of("bob")
    lost = taint(chain, 4, None, backward=True, fees="lose")
    assert lost.total["created"] == 60


def test_a_source_at_a_service_is_followed_back_and_money_from_a_service_is_not():
    chain = chain_of("a: new -> ann 100", "b: a:0 -> shop 100", "c: b:0 -> kim 100")
    shop = address_of("shop")
    paid = taint(chain, 1, shop, backward=True)
    assert paid.amounts.tolist() == [100, 100, 0]
    drawn = taint(chain, 2, shop, backward=True)
    assert drawn.amounts.tolist() == [0, 100, 100]
    assert drawn.total["stopped"] == 100


def test_what_was_made_with_a_coin_of_unknown_value_is_unknown():
    chain = chain_of("a: new -> ann 100", "b: a:0 ? -> bob 70")
    for policy in SUMMING:
        found = taint(chain, f"{txid_of('b')}:0", None, policy=policy, backward=True)
        assert found.amounts.tolist() == [0, 70]
        assert found.frame["status"].tolist() == ["unknown"]
        assert found.total["unknown"] == 70
    assert taint(chain, 1, None, policy="poison", backward=True).outputs.tolist() == [0, 1]


@pytest.mark.parametrize("policy", SUMMING)
def test_all_money_of_the_node_chain_was_once_new(policy):
    chain = node_chain()
    wanted = range(5, len(chain.outputs), 97)
    found = taint(chain, wanted, None, policy=policy, backward=True)
    assert found.total["source"] == found.total["created"] > 0
    if policy not in ("fifo", "lifo"):
        assert found.amounts.tolist() == origins(chain, policy, True, set(wanted), set())[0]
