"""Change that would join a payer and a payee: refused as a plain account of the rule has it."""

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of, histories
from tests.node_chain import node_chain
from tests.trace.cluster.oracle import KEYLESS, as_sets, expected, some_change, thin_chain

CHAIN = (
    "a: ?shop=9 -> ann 4, shop2 5",  # the shop pays Ann
    "b: ?eve=9 -> shop 3, ann 6",  # Eve pays the shop, and its rule names Ann's coin
    "c: ?ann=9 -> kim 2, shop2 7",  # Ann pays Kim, and the rule names the shop's coin
)
CHANGE = pd.Series([1, 3, 5], name="vote")


def careful(chain, change, **options):
    return cluster(chain, change=change, coinjoins="keep", payees_apart=True, **options)


def test_a_change_that_would_join_a_payer_and_a_payee_is_refused_and_told():
    chain = chain_of(*CHAIN)
    joined = cluster(chain, change=CHANGE, coinjoins="keep")
    assert address_of("shop") in joined.of(address_of("eve"))
    clusters = careful(chain, CHANGE)
    # Ann's coin is eve's change for all that is known; then the shop's can't be Ann's.
    assert clusters.of(address_of("ann")) == sorted(map(address_of, ["ann", "eve"]))
    assert clusters.of(address_of("shop")) == sorted(map(address_of, ["shop", "shop2"]))
    assert clusters.refused[["tx", "rule", "address"]].to_numpy().tolist() == [
        [2, "vote", address_of("shop2")]
    ]
    assert clusters.refused["reason"].tolist() == ["a payer and somebody whom it paid would be one"]
    assert repr(clusters).endswith("merges refused: 1)")
    # What was refused is no evidence for anything.
    assert not clusters.why(address_of("ann"), address_of("shop2"))
    assert clusters.when(address_of("ann"), address_of("shop2")) is None


def test_payments_to_come_count_and_a_shorter_chain_knows_fewer():
    chain = chain_of(
        "a: ?ann=9 -> bob 2, shop 7",
        "b: ?shop=9 -> ann 2, shop2 7",
    )
    change = pd.Series([1, 3], name="vote")
    assert careful(chain, change).refused["tx"].tolist() == [0]
    then = chain.upto(0)
    assert len(careful(then, change[:1]).refused) == 0
    grown = careful(then, change[:1])
    grown.grow(chain, change=change)
    assert (grown.labels == careful(chain, change).labels).all()
    assert grown.refused["tx"].tolist() == [0]
    # An earlier state of a clustering is told by what was refused later, as it is for rules.
    assert careful(chain, change).at(0).refused["tx"].tolist() == [0]


def test_without_a_payment_that_was_evidence_a_refused_change_counts():
    chain = chain_of("a: ?ann=9 -> bob 2, shop 7", "b: ?shop=9 -> ann 2, shop2 7")
    clusters = careful(chain, pd.Series([1, 3], name="vote"))
    parts = clusters.without(1)
    assert parts.clustering.of(address_of("ann")) == sorted(map(address_of, ["ann", "shop"]))
    assert parts.frame["address"].isin([address_of("ann")]).any()


def test_co_spending_is_not_questioned():
    chain = chain_of("a: ?ann=9 ?bob=9 -> bob 2, ann 16", "b: ?ann=5 -> bob 2, kim 3")
    clusters = careful(chain, pd.Series([1, 3], name="vote"))
    assert len(clusters.refused) == 0
    assert clusters.of(address_of("kim")) == sorted(map(address_of, ["ann", "bob", "kim"]))


def test_a_list_of_names_can_be_kept_apart_too():
    chain = chain_of(*CHAIN)
    apart = pd.DataFrame({"address": map(address_of, ["eve", "ann"]), "label": ["Eve", "Ann"]})
    clusters = careful(chain, CHANGE, apart=apart)
    assert clusters.refused["tx"].tolist() == [1, 2]
    assert clusters.refused["reason"].str.startswith("two labels").tolist() == [True, False]


def test_without_change_there_is_nothing_to_refuse():
    chain = chain_of(*CHAIN)
    assert len(cluster(chain, payees_apart=True).refused) == 0
    with pytest.raises(NpsError, match="payees_apart is True or False, not 'yes'"):
        cluster(chain, payees_apart="yes")


@given(histories(), st.integers(0, 2**32))
def test_it_is_as_the_oracle_has_it(lines, seed):
    dice = random.Random(seed)
    _same_as_the_oracle(chain_of(*lines), dice)


@pytest.mark.parametrize("seed", range(10))
def test_it_is_as_the_oracle_has_it_on_thin_chains(seed):
    dice = random.Random(seed)
    _same_as_the_oracle(thin_chain(dice, people=25), dice)


def _same_as_the_oracle(chain, dice):
    change = some_change(chain, dice)
    without = [tx for tx in range(len(chain.txs)) if dice.random() < 0.1]
    refused = _refused(chain, change, without)
    clusters = careful(chain, change, without=without)
    assert clusters.refused["tx"].tolist() == refused
    kept = change.where(~change.index.isin(refused), -1)
    assert as_sets(clusters.labels) == expected(chain, kept, without).clusters


def _refused(chain, change, without):
    """Sets of addresses, and pairs of addresses that must not be in one set."""
    start = expected(chain, None, without).clusters
    group = {row: set(found) for found in start for row in found}
    kinds = list(chain.addresses["script_type"])
    inputs = chain.inputs.groupby("tx")["address"].apply(list)
    paid = chain.outputs.groupby("tx")["address"].apply(dict)
    asks, pairs = [], []
    for tx, spent in inputs.items():
        keys = [a for a in spent if a >= 0 and kinds[a] not in KEYLESS]
        if tx in without or change[tx] < 0 or not keys:
            continue
        got = chain.outputs["address"][change[tx]]
        if got < 0 or kinds[got] in KEYLESS:
            continue
        asks.append((tx, keys[0], got))
        others = [a for (t, row), a in paid.items() if t == tx and row != change[tx] and a >= 0]
        pairs += [(keys[0], a) for a in others if a not in group[keys[0]]]
    refused = []
    for tx, payer, got in asks:
        one, other = group[payer], group[got]
        if one is other or one == other:
            continue
        if any((a in one and b in other) or (a in other and b in one) for a, b in pairs):
            refused.append(tx)
            continue
        one |= other
        for row in other:
            group[row] = one
    return refused


def test_on_the_nodes_chain_it_parts_what_a_wrong_vote_joined():
    chain = node_chain()
    joined, parted = (cluster(chain, change="vote", payees_apart=x) for x in (False, True))
    assert len(parted) > len(joined)
    assert np.isin(parted.refused["tx"], np.flatnonzero(parted._evidence.change >= 0)).all()
