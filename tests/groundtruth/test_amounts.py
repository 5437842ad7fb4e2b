"""Scores of a taint: money counted once, where it rests, satoshi by satoshi."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.groundtruth.amounts import score_taint
from nps_chain.groundtruth.store import truth
from nps_chain.trace.taint import taint
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of
from tests.node_chain import node_chain, owners

# Outputs: 0 | 1 2 | 3 4 | 5 6 7 | 8
CHAIN = chain_of(
    "mint: new -> buyer 100",
    "order: mint:0 -> vendor 60, buyer2 40",
    "peel: order:0 -> tailor 10, vendor2 50",
    "cash: peel:1 -> exchange 30, vendor3 19, data 0",
    "hot: cash:0 -> exchange2 29",
)
OWNERS = {
    "buyer": "buyer", "buyer2": "buyer", "vendor": "vendor", "vendor2": "vendor",
    "vendor3": "vendor", "tailor": "tailor", "exchange": "exchange", "exchange2": "exchange",
}  # fmt: skip
TXS = {
    "order": ("payment", "payment change"),
    "peel": ("peel", "peel change"),
    "cash": ("deposit", "deposit change data"),
    "hot": ("consolidation", "consolidation"),
}
DEEDS = {"order 1": ["order:0", "peel:0", "peel:1", "cash:0"], "order 2": ["mint:0"]}


KNOWN = truth_of(OWNERS, TXS, kinds={"exchange": "exchange"}, deeds=DEEDS)


@pytest.fixture
def known():
    return KNOWN


def told(amounts: dict[int, int], **columns: list) -> pd.DataFrame:
    frame = {"output": list(amounts), "tainted": list(amounts.values())}
    return pd.DataFrame(frame | columns)


def test_a_deeds_money_rests_where_nothing_more_was_done_for_it(known):
    # Of order 1, the outputs 1 and 4 were spent for it again; 3 and 5 are its ends: 10 and 30.
    result = score_taint(told({3: 4, 5: 30, 6: 6}), known, chain=CHAIN, deed="order 1")
    assert (result.told, result.true, result.both) == (40, 40, 34)
    assert result.precision == result.recall == result.f1 == 34 / 40
    assert result.outputs.to_dict("list") == {
        "output": [6, 3, 5],
        "owner": ["vendor", "tailor", "exchange"],
        "told": [6, 4, 30],
        "true": [0, 10, 30],
        "false": [6, 0, 0],
    }
    assert result.by_owner["owner"].to_list() == ["exchange", "vendor", "tailor"]
    assert result.by_owner["kind"].to_list() == ["exchange", "person", "person"]
    assert result.by_owner["share"].to_list() == [0.75, 0.15, 0.1]
    assert str(result) == (
        "of 0.00000040 BTC named, 85.0 % is really there; of 0.00000040 BTC really there, 85.0 % is"
        " named"
    )


def test_outputs_that_were_passed_through_do_not_count(known):
    through = told({1: 60, 4: 50, 5: 30}, status=["spent", "spent", "stopped"])
    result = score_taint(through, known, chain=CHAIN, deed="order 1")
    assert (result.told, result.both) == (30, 30)
    assert result.precision == 1


def test_a_person_holds_what_is_unspent_and_what_stopped_there(known):
    result = score_taint(told({6: 19, 3: 10}), known, chain=CHAIN, entity="vendor")
    assert (result.told, result.true, result.both) == (29, 19, 19)
    stopped = told({5: 25, 3: 10}, status=["stopped", "unspent"])
    result = score_taint(stopped, known, chain=CHAIN, entity="exchange")
    assert (result.told, result.true, result.both) == (35, 30 + 29, 25)


def test_what_the_truth_does_not_know_is_left_out_and_counted(known):
    # It doesn't know who owns output 7, nor what output 0 was for.
    result = score_taint(told({0: 100, 6: 1}), known, chain=CHAIN, deed="order 1")
    assert (result.told, result.unknown) == (1, 100)
    stranger = truth_of({"vendor3": "vendor"})
    result = score_taint(told({3: 7, 6: 19}), stranger, chain=CHAIN, entity="vendor")
    assert (result.told, result.unknown, result.precision) == (19, 7, 1)


def test_nothing_is_no_number(known):
    empty = told({})
    result = score_taint(empty, known, chain=CHAIN, deed="order 1")
    assert math.isnan(result.precision)
    assert result.recall == 0
    assert str(result) == "names nothing; 0.00000040 BTC is really there"
    nothing = truth_of(OWNERS, TXS, deeds={"order 3": []})
    result = score_taint(told({6: 5}), nothing, chain=CHAIN, deed="order 3")
    assert math.isnan(result.recall)
    assert str(result) == "of 0.00000005 BTC named, 0 % is really there, for nothing is"
    assert math.isnan(score_taint(empty, nothing, chain=CHAIN, deed="order 3").f1)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 100)), max_size=9))
def test_sums_are_what_adding_one_by_one_gives(pairs):
    value = CHAIN.columns.outputs.value.tolist()
    rows = [3, 4, 5, 6, 7, 8]
    amounts = {rows[place]: min(share, value[rows[place]]) for place, share in pairs}
    true = {3: 10, 5: 30}
    result = score_taint(told(amounts), KNOWN, chain=CHAIN, deed="order 1")
    assert result.told == sum(amounts.values())
    assert result.both == sum(min(amount, true.get(o, 0)) for o, amount in amounts.items())
    assert result.by_owner["tainted"].sum() == result.told


def test_what_is_no_taint_is_refused(known):
    for frame, message in (
        (told({9: 1}), "each output once, by its row, 0 to 8"),
        (told({-1: 1}), "each output once"),
        (pd.concat([told({6: 1}), told({6: 1})]), "each output once"),
        (told({6: 20}), "more than its value"),
        (told({6: -1}), "more than its value"),
        (told({6: 1}).astype(float), "in whole satoshi"),
    ):
        with pytest.raises(NpsError, match=message):
            score_taint(frame, known, chain=CHAIN, deed="order 1")
    for options in ({}, {"deed": "order 1", "entity": "vendor"}):
        with pytest.raises(NpsError, match="Say whose money it really is"):
            score_taint(told({6: 1}), known, chain=CHAIN, **options)
    with pytest.raises(NpsError, match="no 'order 9' among its deeds"):
        score_taint(told({6: 1}), known, chain=CHAIN, deed="order 9")


def test_anything_with_a_frame_and_a_chain_is_a_taint(known):
    made = SimpleNamespace(frame=told({6: 19}), chain=CHAIN, amounts=None)
    assert score_taint(made, known, entity="vendor").precision == 1


@pytest.mark.parametrize("policy", ["poison", "haircut", "fifo", "tiho"])
def test_a_real_taint_sums_up_to_what_each_owner_holds(policy):
    known, chain = truth("core-regtest"), node_chain()
    first = int(known.outputs_of(chain, entity="launderer")[0])
    found = taint(chain, first, None, policy=policy)
    result = score_taint(found, known, entity="launderer")
    own, rest = owners(), found.frame[found.frame["status"] != "spent"]
    held = rest.groupby(rest["address"].map(own))["tainted"].sum()
    assert result.by_owner.set_index("owner")["tainted"].to_dict() == held[held > 0].to_dict()
    assert result.told + result.unknown == rest["tainted"].sum()
    unspent = chain.outputs[chain.outputs["spent_by"] < 0]
    mine = known.owners(chain)[np.maximum(unspent["address"], 0)]
    launderer = known.entities["name"].to_list().index("launderer")
    mine = (mine == launderer) & (unspent["address"] >= 0)
    assert result.true == unspent["value"][mine].sum()
