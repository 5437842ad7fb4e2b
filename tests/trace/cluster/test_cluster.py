import json

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain, owners, txids_of

KEYLESS = ("p2a", "nonstandard", "witness_unknown")


def connected(chain, without=()):
    """The same clusters by networkx, as sets of addresses."""
    graph = nx.Graph()
    graph.add_nodes_from(chain.addresses["address"])
    inputs = chain.inputs[(chain.inputs["address"] >= 0) & ~chain.inputs["tx"].isin(without)]
    spent = chain.addresses.iloc[inputs["address"]].assign(tx=inputs["tx"].to_numpy())
    for _, together in spent[~spent["script_type"].isin(KEYLESS)].groupby("tx"):
        nx.add_path(graph, together["address"])
    return {frozenset(found) for found in nx.connected_components(graph)}


def as_sets(clusters):
    return {frozenset(group["address"]) for _, group in clusters.frame.groupby("cluster")}


def test_spent_together_belongs_together_and_so_does_what_hangs_on_it():
    chain = chain_of(
        "a: new -> ann 5, bob 5, eve 5",
        "b: a:0 a:1 -> bob 10",
        "c: b:0 ?kim=7 -> lee 17",
        "d: a:2 -> mia 5",
    )
    clusters = nps.cluster(chain)
    together = sorted(map(address_of, ["ann", "bob", "kim"]))
    assert clusters.of(address_of("kim")) == together
    assert clusters.of(address_of("eve")) == [address_of("eve")]
    assert clusters.of(1) == together
    assert clusters.labels.tolist() == [0, 0, 2, 0, 4, 5]
    assert len(clusters) == 4
    assert clusters.sizes.to_dict() == {0: 3, 2: 1, 4: 1, 5: 1}


def test_a_transaction_that_is_left_out_is_no_evidence():
    chain = chain_of("a: new -> ann 5, bob 5", "b: a:0 a:1 -> eve 10")
    for which in ([1], [txid_of("b")], txid_of("b"), np.array([1])):
        clusters = nps.cluster(chain, without=which)
        assert len(clusters) == 3
        assert clusters.left_out.tolist() == [1]


def test_what_anyone_may_spend_links_no_one():
    chain = chain_of(
        "a: new -> ann 5, anchor 0, riddle 0, bob 5, anchor 0, riddle 0",
        "b: a:0 a:1 a:2 -> ann 5",
        "c: a:3 a:4 a:5 -> bob 5",
    )
    assert len(nps.cluster(chain)) == 4


def test_inputs_of_unknown_address_are_counted_and_a_coinbase_is_none():
    chain = chain_of("a: new -> ann 5", "b: a:0 ? ? -> bob 5")
    clusters = nps.cluster(chain)
    assert clusters.unknown_inputs == 2
    assert repr(clusters) == (
        "Clustering(addresses: 2, clusters: 2, largest: 1, inputs of unknown address: 2)"
    )


def test_a_chain_without_anything_has_no_clusters():
    clusters = nps.cluster(chain_of())
    assert (len(clusters), len(clusters.frame), len(clusters.sizes)) == (0, 0, 0)
    assert repr(clusters) == "Clustering(addresses: 0)"


def test_the_clusters_of_a_star_are_found_however_many_hang_on_it():
    many = 20_000
    paid = ", ".join(f"p{k} 1" for k in range(many))
    chain = chain_of(f"a: new -> {paid}", f"b: {' '.join(f'a:{k}' for k in range(many))} -> z 1")
    assert nps.cluster(chain).sizes.to_list() == [many, 1]


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("all", ()),
        ("without_coinjoins", ("coinjoin",)),
        ("without_coinjoins_and_payjoins", ("coinjoin", "payjoin")),
    ],
)
def test_the_node_chain_has_the_clusters_that_were_counted(name, left_out, data):
    expected = json.loads((data / "core-regtest" / "EXPECTED.json").read_text("utf-8"))
    counted = expected[f"co_spend_clusters_{name}"]
    found = nps.cluster(node_chain(), without=txids_of(*left_out))
    # They were counted over addresses; the genesis block's raw public key is one more here.
    assert len(found) == counted["clusters"] + 1
    assert found.sizes.iloc[0] == counted["largest"]
    wallets = found.frame["address"].map(owners()).groupby(found.frame["cluster"]).nunique()
    assert (wallets > 1).sum() == counted["clusters_with_more_than_one_owner"]
    rows = [node_chain().tx(txid).row for txid in txids_of(*left_out)]
    assert as_sets(found) == connected(node_chain(), rows)


@given(histories(), st.data())
def test_clusters_are_those_of_networkx(lines, data):
    chain = chain_of(*lines)
    without = data.draw(st.sets(st.integers(0, len(chain.txs) - 1), max_size=3))
    clusters = nps.cluster(chain, without=without)
    assert as_sets(clusters) == connected(chain, without)
    smallest = clusters.frame.groupby("cluster").apply(lambda group: group.index[0])
    assert (smallest == smallest.index).all()


@settings(max_examples=40)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(-1, chain.height))
    ours, theirs = (nps.cluster(c, as_of=height) for c in (chain, chain.upto(height)))
    pd.testing.assert_frame_equal(ours.frame, theirs.frame)
    pd.testing.assert_series_equal(ours.sizes, theirs.sizes)
    assert repr(ours) == repr(theirs)


def test_errors_tell_what_was_not_there_yet():
    chain = chain_of("a: new -> ann 5", "b: a:0 -> bob 5")
    with pytest.raises(NpsError, match="is in block 1, which is not yet there as of height 0"):
        nps.cluster(chain, without=[1], as_of=0)
    with pytest.raises(NpsError, match="No transaction 0000"):
        nps.cluster(chain, without=["00" * 32])
    with pytest.raises(NpsError, match=f"{address_of('bob')} first appears after height 0"):
        nps.cluster(chain, as_of=0).of(address_of("bob"))
