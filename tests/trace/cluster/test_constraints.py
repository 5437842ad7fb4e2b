import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain, owners
from tests.trace.cluster.oracle import as_sets, expected, some_change, thin_chain


def tags(**label_of):
    return pd.DataFrame({"address": map(address_of, label_of), "label": label_of.values()})


def naive(chain, **options):
    return cluster(chain, coinjoins="keep", **options)


CHAIN = (
    "a: ?ann=1 ?bob=1 -> shop 1",
    "b: ?kim=1 ?lee=1 -> shop 1",
    "c: ?bob=1 ?kim=1 ?eve=1 -> shop 1, lee 1",
)


def test_clusters_with_different_labels_stay_apart_and_what_was_refused_is_told():
    chain = chain_of(*CHAIN)
    clusters = naive(chain, apart=tags(ann="Exchange", lee="Market", nobody="Mixer"))
    assert clusters.of(address_of("ann")) == sorted(map(address_of, ["ann", "bob", "eve"]))
    assert clusters.of(address_of("kim")) == sorted(map(address_of, ["kim", "lee"]))
    assert clusters.refused.to_dict("records") == [
        {
            "tx": 2,
            "txid": txid_of("c"),
            "rule": "co_spending",
            "address": address_of("kim"),
            "reason": "two labels: Exchange and Market",
        }
    ]
    assert clusters.unknown_labels == 1
    assert repr(clusters) == (
        "Clustering(addresses: 6, clusters: 3, largest: 3, merges refused: 1,"
        " labelled addresses not in the chain: 1)"
    )
    # What was refused is no evidence for anything.
    assert not clusters.why(address_of("bob"), address_of("kim"))
    assert clusters.when(address_of("bob"), address_of("kim")) is None
    assert clusters.why(address_of("bob"), address_of("eve")).frame["tx"].tolist() == [2]
    assert clusters.without(0, 1).clustering.of(address_of("kim")) == sorted(
        map(address_of, ["bob", "kim", "eve"])
    )


def test_what_has_such_a_frame_is_as_good_as_the_frame():
    class Known:
        apart = tags(ann="Exchange", lee="Market")

    clusters = naive(chain_of(*CHAIN), apart=Known())
    assert clusters.refused["reason"].tolist() == ["two labels: Exchange and Market"]
    # A frame is taken as it is, whatever its columns are called.
    frame = Known.apart.assign(apart=None)
    assert len(naive(chain_of(*CHAIN), apart=frame).refused) == 1


def test_a_change_can_be_refused_too():
    chain = chain_of("a: ?ann=1 -> bob 1")
    clusters = naive(chain, change=pd.Series([0], name="meiklejohn"), apart=tags(ann="A", bob="B"))
    assert len(clusters) == 2
    assert clusters.refused[["tx", "rule", "address"]].to_numpy().tolist() == [
        [0, "meiklejohn", address_of("bob")]
    ]


def test_the_same_label_is_no_reason():
    clusters = naive(chain_of(*CHAIN), apart=tags(ann="Exchange", lee="Exchange"))
    assert len(clusters) == 2
    assert len(clusters.refused) == 0


def test_two_clusters_above_the_limit_do_not_merge_and_smaller_ones_do():
    chain = chain_of(*CHAIN)
    clusters = naive(chain, limit=1)
    assert clusters.of(address_of("eve")) == sorted(map(address_of, ["ann", "bob", "eve"]))
    assert clusters.refused["reason"].tolist() == ["both clusters are above the limit of 1"]
    assert len(naive(chain, limit=2)) == len(naive(chain)) == 2


def test_addresses_can_be_given_by_row():
    chain = chain_of(*CHAIN)
    row = chain.address(address_of("lee")).row
    apart = pd.DataFrame({"address": [0, row], "label": ["A", "B"]})
    assert len(naive(chain, apart=apart)) == 3


@given(histories(), st.integers(0, 2**32), st.sampled_from([None, 1, 2, 3]), st.booleans())
def test_all_is_as_the_oracle_has_it(lines, seed, limit, with_change):
    dice = random.Random(seed)
    chain = chain_of(*lines)
    _same_as_the_oracle(chain, dice, limit, with_change)


@pytest.mark.parametrize("seed", range(10))
def test_all_is_as_the_oracle_has_it_on_thin_chains(seed):
    dice = random.Random(seed)
    _same_as_the_oracle(thin_chain(dice), dice, dice.choice([None, 1, 2, 4]), seed % 2)


def _same_as_the_oracle(chain, dice, limit, with_change):
    rows = range(len(chain.addresses))
    labels = {row: dice.choice("ABC") for row in rows if dice.random() < 0.3}
    change = some_change(chain, dice) if with_change else None
    apart = pd.DataFrame({"address": labels.keys(), "label": labels.values()})
    without = [tx for tx in range(len(chain.txs)) if dice.random() < 0.1]
    clusters = naive(chain, change=change, apart=apart, limit=limit, without=without)
    answer = expected(chain, change, without, labels, limit)
    assert as_sets(clusters.labels) == answer.clusters
    text = chain.addresses["address"]
    found = clusters.refused
    assert list(zip(found["tx"], found["rule"], found["address"], strict=True)) == [
        (tx, rule, text[address]) for tx, rule, address, _ in answer.refused
    ]
    assert found["reason"].str.startswith("two labels").tolist() == [
        why == "apart" for *_, why in answer.refused
    ]


def test_the_wallets_of_the_node_stay_apart_when_all_are_named():
    chain = node_chain()
    named = pd.DataFrame(owners().items(), columns=["address", "label"])
    clusters = naive(chain, apart=named)
    wallets = clusters.frame["address"].map(owners()).groupby(clusters.frame["cluster"]).nunique()
    assert wallets.max() == 1
    assert len(clusters.refused) > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"apart": pd.DataFrame({"address": [0, 0], "label": ["A", "B"]})}, "two labels, A and B"),
        ({"apart": pd.DataFrame({"address": [0], "label": [np.nan]})}, "has no label"),
        ({"apart": pd.DataFrame({"address": [9], "label": ["A"]})}, "no address in row 9"),
        ({"apart": pd.DataFrame({"name": [0]})}, "columns 'address' and 'label'"),
        ({"apart": {"ann": "A"}}, r"apart is a frame with .*, or what nps\.tags\(\.\.\.\) returns"),
        ({"limit": 0}, "limit is 0: give a number of addresses, 1 or more"),
        ({"limit": 1.5}, "limit is .*: give a number of addresses"),
    ],
)
def test_errors_tell_what_is_wrong(options, message):
    with pytest.raises(NpsError, match=message):
        naive(chain_of(*CHAIN), **options)
