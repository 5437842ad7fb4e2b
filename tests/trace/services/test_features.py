import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.services import features, hours
from tests.handmade import address_of, chain_of, histories
from tests.node_chain import node_chain, owners, txids_of
from tests.trace.services.oracle import features_of

PEOPLE = ["ann", "bob", "eve", "kim", "lee", "mia"]


def at_times(chain, times):
    """The same chain, with the given times of its blocks."""
    columns = dataclasses.replace(
        chain.columns, blocks=dataclasses.replace(chain.columns.blocks, time=np.array(times))
    )
    return Chain(chain.network, columns)


def owned(**clusters):
    """A frame of clusters: each with the owners of its addresses."""
    pairs = [(address_of(one), name) for name, group in clusters.items() for one in group.split()]
    return pd.DataFrame(pairs, columns=["address", "cluster"])


def as_dictionaries(frame):
    return {
        label: {name: value if isinstance(value, str) else int(value)
                for name, value in row.items()}
        for label, row in frame.astype({"script_type": object}).to_dict("index").items()
    }  # fmt: skip


def test_a_shop_is_counted_as_one_would_by_hand():
    chain = chain_of(
        "a: new -> ann 100000, bob 50000, eve 7",
        "b: a:0 -> s1 60000, ann 40000",
        "c: a:1 -> s2 50000",
        "+ d: a:2 ? -> s2 7",
        "e: b:0 c:0 d:0 -> lee 30000, mia 30000, s3 50007, data 0",
        "f: e:2 ?s4 -> lee 10001",
    )
    shop = owned(shop="s1 s2 s3 s4")
    row = features(chain, shop, coinjoins=()).loc["shop"]
    assert row.to_dict() == {
        "addresses": 4, "coins": 5, "reused_addresses": 1, "swept_addresses": 1, "delay": 1,
        "script_types": 1, "txs_in": 3, "txs_out": 2, "shared_txs": 0, "coinbases": 0,
        "deposits": 3, "change_outputs": 1, "unknown_inputs": 1, "unknown_values": 1,
        "first_height": 1, "last_height": 4, "payers": 2, "payees": 2, "repeated_payees": 1,
        "payouts": 3, "paying_txs": 2, "batches": 0, "batch_median": 1, "batch_max": 2, "sweeps": 0,
        "round_payouts": 2, "fresh_payouts": 2, "equal_payouts": 2, "active_days": 1,
        "active_hours": 1, "quiet_hour": 0, "quiet_txs": 0, "paydays": 1, "payday_gap": -1,
        "regular_gaps": 0, "received": 110007, "minted": 0, "balance": 0, "sent": 70001,
        "median_payout": 30000, "median_deposit": 50000, "script_type": "p2wpkh",
        "parts": 1, "usual_part": 600, "usual_parts": 1,
    }  # fmt: skip


def test_a_part_of_a_payment_is_told_in_thousandths_and_the_usual_one_counted():
    chain = chain_of(
        "a: new -> ann 1000",
        "b: new -> bob 1000",
        "c: a:0 -> taker 40, sue 960",
        "d: b:0 -> sue 950, taker 50",
        "e: c:1 ?ann2=40 -> taker 40, kim 960",  # paid by two
        "f: d:0 -> taker 38, kim 912, data 0",
        "g: ?whole=9 -> taker 9, data 0",
    )
    row = features(chain, owned(taker="taker", kim="kim"), coinjoins=()).loc["taker"]
    assert row[["deposits", "parts", "usual_part", "usual_parts"]].tolist() == [5, 3, 40, 2]
    row = features(chain, owned(sue="sue", ann="ann"), coinjoins=()).loc["ann"]
    assert row[["parts", "usual_part", "usual_parts"]].tolist() == [0, -1, 0]
    row = features(chain, owned(taker="taker"), coinjoins=[2]).loc["taker"]
    assert row[["parts", "usual_part", "usual_parts"]].tolist() == [2, 40, 1]


def test_a_transaction_paid_by_several_is_nobodys_payment():
    chain = chain_of(
        "a: new -> ann 5, bob 5, ann 5",
        "b: a:0 a:1 -> kim 5, lee 5",
        "c: a:2 ? -> kim 5",
    )
    row = features(chain, owned(ann="ann", bob="bob"), coinjoins=()).loc["ann"]
    assert (row["txs_out"], row["shared_txs"], row["paying_txs"], row["sent"]) == (2, 2, 0, 0)
    assert row["unknown_inputs"] == 1


def test_a_coinjoin_is_no_batch_even_of_a_cluster_that_has_collapsed():
    chain = chain_of(
        "a: new -> ann 5, bob 5, eve 5, kim 5",
        "b: a:0 a:1 a:2 a:3 -> p 5, q 5, r 5, s 5",
    )
    everyone = owned(all="ann bob eve kim")
    assert features(chain, everyone, coinjoins=()).loc["all", "batches"] == 1
    row = features(chain, everyone, coinjoins=pd.DataFrame({"tx": [1]})).loc["all"]
    assert (row["batches"], row["shared_txs"], row["payouts"]) == (0, 1, 0)


def test_hours_and_days_are_those_of_the_blocks():
    lines = ["a: new -> ann 100"]
    lines += [f"b{k}: {f'b{k - 1}:1' if k else 'a:0'} -> bob 1, ann {99 - k}" for k in range(5)]
    day, hour = 86_400, 3_600
    start = 20_000 * day
    times = [start, *(start + d * day + h * hour for d, h in
                      [(0, 9), (7, 9), (15, 10), (25, 9), (52, 23)])]  # fmt: skip
    chain = at_times(chain_of(*lines), times)
    ann = owned(ann="ann")
    row = features(chain, ann, coinjoins=()).loc["ann"]
    assert row[["active_days", "active_hours", "quiet_hour", "quiet_txs"]].tolist() == [5, 3, 0, 0]
    assert row[["paydays", "payday_gap", "regular_gaps"]].tolist() == [5, 8, 2]
    by_hour = hours(chain, ann).loc["ann"]
    assert by_hour[by_hour > 0].to_dict() == {9: 3, 10: 1, 23: 1}


def test_clusters_come_in_many_forms():
    chain = chain_of("a: new -> ann 5, bob 5", "b: a:0 a:1 -> eve 10")
    expected = features(chain, nps.cluster(chain), coinjoins=())
    assert expected.index.tolist() == [0, 2]
    for labels in ([0, 0, 2], np.array([0, 0, 2], np.int8), pd.Series([0, 0, 2])):
        pd.testing.assert_frame_equal(features(chain, labels, coinjoins=()), expected)
    named = features(chain, owned(x="ann bob", y="eve", z="never"), coinjoins=())
    assert named.index.tolist() == ["x", "y"]
    assert (named.to_numpy() == expected.to_numpy()).all()
    numbers = pd.DataFrame(
        {"address": [address_of("ann"), f" {address_of('bob')} ", address_of("kim"), None],
         "cluster": [7, 7, 3, np.nan]}
    )  # fmt: skip
    assert features(chain, numbers, coinjoins=()).index.tolist() == [7]
    for labels in ([0, 0, -1], ["x", "x", None], [0.0, 0.0, np.nan], [0, 0]):
        pd.testing.assert_frame_equal(
            features(chain, labels, coinjoins=()).reset_index(drop=True),
            expected.iloc[:1].reset_index(drop=True),
        )


def test_what_are_no_clusters_is_refused_with_a_reason():
    chain = chain_of("a: new -> ann 5", "b: a:0 -> bob 5")
    with pytest.raises(NpsError, match="this frame has no cluster"):
        features(chain, pd.DataFrame({"address": []}), coinjoins=())
    with pytest.raises(NpsError, match=f"{address_of('ann')} stands in two clusters"):
        features(chain, owned(x="ann", y="ann"), coinjoins=())
    with pytest.raises(NpsError, match="Give the clusters as"):
        features(chain, "ann", coinjoins=())
    for labels in (["x", 1], [1, "x"], [0.5, 1.0], [10**30], [(1, 2), (3, 4)]):
        with pytest.raises(NpsError, match="can't be the label of a cluster"):
            features(chain, labels, coinjoins=())
    with pytest.raises(NpsError, match="has 7 for an address"):
        features(chain, pd.DataFrame({"address": [7], "cluster": [1]}), coinjoins=())
    longer = chain_of("a: new -> ann 5", "b: a:0 -> bob 2, eve 3")
    with pytest.raises(NpsError, match="of another chain"):
        features(chain, nps.cluster(longer), coinjoins=())
    with pytest.raises(NpsError, match="know the chain up to height 1, but here it is known up to"):
        features(chain, nps.cluster(chain), coinjoins=(), as_of=0)


@pytest.mark.parametrize("lines", [(), ("a: new -> ann 5", "b: new -> ann 5, data 0")])
def test_chains_of_nothing_and_of_coinbases_alone_are_counted(lines):
    chain = chain_of(*lines)
    found = features(chain, nps.cluster(chain), coinjoins=())
    assert found["coinbases"].tolist() == [len(lines)] * bool(lines)
    assert found["payers"].tolist() == [0] * bool(lines)


def test_a_star_is_counted_however_many_it_pays():
    many = 20_000
    paid = ", ".join(f"p{k} 1" for k in range(many))
    chain = chain_of(f"a: new -> z {many}", f"b: a:0 -> {paid}",
                     f"c: {' '.join(f'b:{k}' for k in range(many))} -> z {many}")  # fmt: skip
    labels = np.arange(many + 1)
    star = features(chain, labels, coinjoins=()).iloc[0]
    assert star[["payees", "payers", "batch_max", "batches"]].tolist() == [many, 0, many, 1]
    labels[1:] = 1
    star, rest = (features(chain, labels, coinjoins=()).iloc[k] for k in range(2))
    assert star[["payees", "payers", "batch_max"]].tolist() == [1, 1, many]
    assert rest[["sweeps", "swept_addresses", "deposits"]].tolist() == [1, many, many]


@given(histories(), st.data())
def test_features_are_those_of_the_plain_oracle(lines, data):
    chain = chain_of(*lines)
    start = 1_700_000_000
    steps = data.draw(st.lists(st.integers(-9_000, 400_000), min_size=len(lines)))
    chain = at_times(chain, start + np.cumsum(steps[: len(chain.blocks)]))
    rows = range(len(chain.addresses))
    label_of = data.draw(st.dictionaries(st.sampled_from(rows), st.integers(0, 3))) if rows else {}
    coinjoins = data.draw(st.sets(st.integers(0, len(chain.txs) - 1), max_size=2))
    labels = np.array([label_of.get(row, -1) for row in rows], np.int64)
    found = features(chain, labels, coinjoins=coinjoins)
    assert as_dictionaries(found) == features_of(chain, label_of, coinjoins)


@pytest.mark.parametrize("which", ["co-spent", "owned"])
def test_features_of_the_node_chain_are_those_of_the_plain_oracle(which):
    chain = node_chain()
    coinjoins = {chain.tx(txid).row for txid in txids_of("coinjoin")}
    if which == "owned":
        clusters = pd.DataFrame(owners().items(), columns=["address", "cluster"])
        label_of = {chain.address(text).row: owner for text, owner in owners().items()}
    else:
        clusters = nps.cluster(chain, without=sorted(coinjoins))
        label_of = dict(enumerate(clusters.labels.tolist()))
    found = features(chain, clusters, coinjoins=coinjoins)
    assert as_dictionaries(found) == features_of(chain, label_of, coinjoins)


@settings(max_examples=40)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(-1, chain.height))
    labels = np.arange(len(chain.addresses)) % 3
    ours, theirs = (
        features(c, labels, coinjoins=(), as_of=height) for c in (chain, chain.upto(height))
    )
    pd.testing.assert_frame_equal(ours, theirs)
    theirs = hours(chain.upto(height), labels)
    pd.testing.assert_frame_equal(hours(chain, labels, as_of=height), theirs)
