from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import ChainError
from nps_chain.trace.activity import activity
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain

CHAIN = chain_of(
    "a: new -> ann 50, bob 40",
    "b: a:0 -> shop 20, ann2 25",
    "c: new -> ann 7",
    "d: b:1 c:0 -> ann 30",
    "e: a:1 -> bob 39",
)
ANN = [address_of("ann"), address_of("ann2")]


def rows(found):
    columns = ["tx", "received", "spent", "net", "balance", "out"]
    return [tuple(row) for row in found.frame[columns].itertuples(index=False)]


def test_addresses_of_one_purse_pay_themselves_nothing():
    found = activity(CHAIN, ANN)
    assert rows(found) == [
        (0, 50, 0, 50, 50, False),
        (1, 25, 50, -25, 25, True),
        (2, 7, 0, 7, 32, False),
        (3, 30, 32, -2, 30, True),
    ]
    assert found.frame["txid"].tolist() == [txid_of(name) for name in "abcd"]
    assert found.frame["height"].tolist() == [0, 1, 2, 3]
    assert found.frame["time"][3] == datetime(2023, 11, 14, 22, 43, 20, tzinfo=UTC)
    assert len(found) == 4
    assert repr(found) == (
        "Activity(2 addresses, 4 transactions, in: 0.00000057 BTC, out: 0.00000027 BTC,"
        " left: 0.00000030 BTC)"
    )
    assert (found.came_in, found.went_out) == (57, 27)


def test_one_address_knows_nothing_of_the_other():
    assert rows(activity(CHAIN, CHAIN.address(address_of("ann2")))) == [
        (1, 25, 0, 25, 25, False),
        (3, 0, 25, -25, 0, True),
    ]


def test_hours_are_those_of_blocks_and_told_apart_by_who_pays():
    hours = activity(CHAIN, ANN).hours
    assert (hours["in"].sum(), hours["out"].sum()) == (2, 2)
    assert hours.loc[22].to_dict() == {"in": 2, "out": 2}  # 22:13 to 22:43
    assert hours.index.tolist() == list(range(24))


def test_coins_from_before_the_data_were_there_from_the_start():
    chain = chain_of("a: ?ann=30 ?bob=5 -> shop 20, ann 10", "b: a:1 -> shop 9")
    found = activity(chain, address_of("ann"))
    assert found.opening == 30
    assert rows(found) == [(0, 10, 30, -20, 10, True), (1, 0, 10, -10, 0, True)]


def test_coins_of_unknown_value_are_counted():
    chain = chain_of("a: ?ann ?ann=5 -> shop 20, ann 10")
    found = activity(chain, address_of("ann"))
    assert (found.unknown, found.opening, rows(found)) == (1, 5, [(0, 10, 5, 5, 10, True)])
    assert repr(found).endswith("left: 0.00000010 BTC, 1 coin of unknown value spent)")


def test_no_address_does_nothing():
    found = activity(CHAIN, [])
    assert (len(found), repr(found)) == (0, "Activity(0 addresses, 0 transactions)")
    assert found.hours.to_numpy().sum() == 0


def test_an_address_that_is_not_known_yet_is_refused():
    with pytest.raises(ChainError, match=address_of("ann2")):
        activity(CHAIN, ANN, as_of=0)


@given(st.lists(st.integers(0, len(node_chain().addresses) - 1), min_size=1, max_size=30))
def test_it_is_what_a_plain_walk_over_all_coins_finds(chosen):
    chain = node_chain()
    outputs, inputs = chain.outputs, chain.inputs
    own = set(chosen)
    net = {}
    for tx, address, value in zip(outputs["tx"], outputs["address"], outputs["value"], strict=True):
        if address in own:
            net[tx] = net.get(tx, 0) + value
    for tx, address, value in zip(inputs["tx"], inputs["address"], inputs["value"], strict=True):
        if address in own:
            net[tx] = net.get(tx, 0) - value
    found = activity(chain, chosen)
    assert dict(zip(found.frame["tx"], found.frame["net"], strict=True)) == net
    left = [chain.address(row).balance for row in own]
    assert found.frame["balance"].iloc[-1] == sum(left)
    assert np.array_equal(found.addresses, sorted(own))
    assert found.unknown == found.opening == 0


def test_the_chain_of_a_day_is_the_same_as_that_day():
    chain = node_chain()
    early, late = activity(chain, 300, as_of=120), activity(chain.upto(120), 300)
    assert early.frame.equals(late.frame)
    assert len(activity(chain, 300)) > len(early)
