import json
import random
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.chain.address.script import WITNESS_UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.change import change
from nps_chain.trace.cluster import cluster
from nps_chain.trace.coinjoin import coinjoins
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain, owners, txids_of
from tests.trace.cluster.oracle import as_sets, expected, some_change


def naive(chain, **options):
    return cluster(chain, coinjoins="keep", **options)


def test_spent_together_belongs_together_and_so_does_what_hangs_on_it():
    chain = chain_of(
        "a: new -> ann 5, bob 5, eve 5",
        "b: a:0 a:1 -> bob 10",
        "c: b:0 ?kim=7 -> lee 17",
        "d: a:2 -> mia 5",
    )
    clusters = naive(chain)
    together = sorted(map(address_of, ["ann", "bob", "kim"]))
    assert clusters.of(address_of("kim")) == together
    assert clusters.of(address_of("eve")) == [address_of("eve")]
    assert clusters.of(1) == clusters.of(chain.address(1)) == together
    assert clusters.labels.tolist() == [0, 0, 2, 0, 4, 5]
    assert len(clusters) == 4
    assert clusters.sizes.to_dict() == {0: 3, 2: 1, 4: 1, 5: 1}
    assert clusters.frame["cluster"].tolist() == [0, 0, 2, 0, 4, 5]
    assert clusters.frame["address"][3] == address_of("kim")


def test_change_belongs_to_those_who_spent():
    chain = chain_of(
        "a: new -> ann 9", "b: a:0 ?bob=5 -> shop 3, eve 11", "c: b:1 -> kim 1, lee 10"
    )
    change = pd.Series([-1, 2, 4])
    clusters = naive(chain, change=change)
    rows = {name: chain.address(address_of(name)).row for name in ["ann", "bob", "eve", "lee"]}
    assert set(clusters.labels[list(rows.values())]) == {0}
    assert len(clusters) == 3
    # A transaction that is left out is no evidence for its change either.
    assert naive(chain, change=change, without=[1]).of(address_of("lee")) == sorted(
        map(address_of, ["eve", "lee"])
    )


def test_the_change_of_a_heuristic_is_the_same_by_name_by_function_and_by_its_answers():
    chain = node_chain()

    def last_output(chain, *, as_of=None):
        return pd.Series(np.where(chain.columns.txs.coinbase, -1, chain.first_output[1:] - 1))

    for one, other in [
        ("meiklejohn", change(chain, "meiklejohn")),
        (last_output, last_output(chain)),
    ]:
        ours, theirs = naive(chain, change=one), naive(chain, change=other)
        assert ours.labels.tolist() == theirs.labels.tolist()
    whole = naive(chain, change=last_output)
    rules = {rule for cut in whole.bridges()["rule"] for rule in cut.split(", ")}
    assert rules == {"co_spending", "last_output"}
    grown = naive(chain, change=last_output, as_of=100)
    grown.grow(chain)
    assert grown.labels.tolist() == whole.labels.tolist()


def test_what_a_coinbase_pays_is_nobodys_change():
    chain = chain_of("a: new -> ann 5", "b: ? -> bob 5", "c: ?anchor=3 -> eve 3")
    assert len(naive(chain, change=pd.Series([0, 1, 2]))) == len(chain.addresses)


def test_a_transaction_that_is_left_out_is_no_evidence():
    chain = chain_of("a: new -> ann 5, bob 5", "b: a:0 a:1 -> eve 10")
    frame = pd.DataFrame({"tx": [1], "kind": ["equal outputs"]})
    for which in ([1], [txid_of("b")], txid_of("b"), np.array([1]), chain.tx(1), frame):
        for options in ({"without": which}, {"coinjoins": which}):
            clusters = cluster(chain, **{"coinjoins": "keep", **options})
            assert len(clusters) == 3
            assert clusters.left_out.tolist() == [1]


def test_coinjoins_that_are_known_of_a_longer_chain_are_passed_over():
    chain = chain_of("a: new -> ann 5, bob 5", "b: a:0 a:1 -> eve 10", "c: b:0 ?ann=1 -> kim 9")
    known = pd.DataFrame({"tx": [1, 2]})
    assert cluster(chain, coinjoins=known).left_out.tolist() == [1, 2]
    assert cluster(chain, coinjoins=known, as_of=1).left_out.tolist() == [1]
    assert cluster(chain, coinjoins=[], as_of=1).left_out.tolist() == []


def test_coinjoins_are_left_out_unless_they_are_to_be_kept():
    chain = node_chain()
    found = coinjoins(chain)["tx"].tolist()
    assert len(found) > 5
    assert cluster(chain).left_out.tolist() == found
    assert cluster(chain, coinjoins="keep").left_out.tolist() == []
    assert cluster(chain, without=[3]).left_out.tolist() == [3, *found]


def test_what_anyone_may_spend_links_no_one():
    chain = chain_of(
        "a: new -> ann 5, anchor 0, riddle 0, bob 5, anchor 0, riddle 0",
        "b: a:0 a:1 a:2 -> ann 5",
        "c: a:3 a:4 a:5 -> bob 5, anchor 0",
    )
    assert len(naive(chain)) == 4
    assert len(naive(chain, change=pd.Series([-1, -1, 8]))) == 4


def test_inputs_of_unknown_address_are_counted_and_a_coinbase_is_none():
    chain = chain_of("a: new -> ann 5", "b: a:0 ? ? -> bob 5")
    clusters = naive(chain)
    assert clusters.unknown_inputs == 2
    assert repr(clusters) == (
        "Clustering(addresses: 2, clusters: 2, largest: 1, inputs of unknown address: 2)"
    )


@pytest.mark.parametrize("options", [{}, {"change": "address_reuse", "limit": 3}])
def test_a_chain_without_anything_has_no_clusters(options):
    clusters = cluster(chain_of(), **options)
    assert (len(clusters), len(clusters.frame), len(clusters.sizes)) == (0, 0, 0)
    assert (len(clusters.bridges()), len(clusters.refused), len(clusters.graph())) == (0, 0, 0)
    assert repr(clusters) == "Clustering(addresses: 0)"


def test_coinbases_alone_make_clusters_of_one_address():
    chain = chain_of("a: new -> ann 5", "b: new -> ann 5, bob 1")
    clusters = naive(chain)
    assert len(clusters) == 2
    assert not clusters.why(0, 1)
    assert clusters.when(0, 1) is None
    assert len(clusters.bridges()) == 0


def test_the_clusters_of_a_star_are_found_however_many_hang_on_it():
    many = 20_000
    paid = ", ".join(f"p{k} 1" for k in range(many))
    chain = chain_of(f"a: new -> {paid}", f"b: {' '.join(f'a:{k}' for k in range(many))} -> z 1")
    clusters = naive(chain)
    assert clusters.sizes.to_list() == [many, 1]
    assert clusters.why(0, many - 1).frame["tx"].tolist() == [1]
    assert clusters.bridges()[["parts", "largest", "second"]].to_numpy().tolist() == [[many, 1, 1]]
    assert clusters.without(1).sizes.tolist() == [1] * many


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("all", ()),
        ("without_coinjoins", ("coinjoin",)),
        ("without_coinjoins_and_payjoins", ("coinjoin", "payjoin")),
    ],
)
def test_the_node_chain_has_the_clusters_that_were_counted(name, left_out, data):
    told = json.loads((data / "core-regtest" / "EXPECTED.json").read_text("utf-8"))
    counted = told[f"co_spend_clusters_{name}"]
    found = naive(node_chain(), without=txids_of(*left_out))
    # They were counted over addresses; the genesis block's raw public key is one more here.
    assert len(found) == counted["clusters"] + 1
    assert found.sizes.iloc[0] == counted["largest"]
    wallets = found.frame["address"].map(owners()).groupby(found.frame["cluster"])
    assert (wallets.nunique() > 1).sum() == counted["clusters_with_more_than_one_owner"]
    assert round(precision(found), 4) == counted["pair_precision"]
    rows = {node_chain().tx(txid).row for txid in txids_of(*left_out)}
    assert as_sets(found.labels) == expected(node_chain(), left_out=rows).clusters


def precision(clusters):
    """Of all pairs of addresses in one cluster, the share that one wallet owns."""
    wallet = clusters.frame["address"].map(owners())
    pairs = [(many * (many - 1)).sum() for many in (
        wallet.groupby(clusters.frame["cluster"]).count(),
        wallet.groupby([clusters.frame["cluster"], wallet]).count(),
    )]  # fmt: skip
    return pairs[1] / pairs[0]


def test_by_default_the_node_chain_is_as_without_its_coinjoins(data):
    told = json.loads((data / "core-regtest" / "EXPECTED.json").read_text("utf-8"))
    counted = told["co_spend_clusters_without_coinjoins"]
    found = cluster(node_chain())
    wallets = found.frame["address"].map(owners()).groupby(found.frame["cluster"]).nunique()
    assert (wallets > 1).sum() <= counted["clusters_with_more_than_one_owner"]
    assert round(precision(found), 4) >= counted["pair_precision"] > 0.99
    assert len(found) <= counted["clusters"] + 1


@given(histories(), st.integers(0, 2**32), st.data())
def test_clusters_are_those_of_the_oracle(lines, seed, data):
    chain = chain_of(*lines)
    without = data.draw(st.sets(st.integers(0, len(chain.txs) - 1), max_size=3))
    change = some_change(chain, random.Random(seed)) if seed % 2 else None
    clusters = naive(chain, without=without, change=change)
    assert as_sets(clusters.labels) == expected(chain, change, without).clusters
    smallest = clusters.frame.groupby("cluster").apply(lambda group: group.index[0])
    assert (smallest == smallest.index).all()


@settings(max_examples=40)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(-1, chain.height))
    ours, theirs = (naive(c, as_of=height) for c in (chain, chain.upto(height)))
    pd.testing.assert_frame_equal(ours.frame, theirs.frame)
    pd.testing.assert_series_equal(ours.sizes, theirs.sizes)
    assert repr(ours) == repr(theirs)


def test_a_heuristic_is_asked_as_of_the_same_height():
    chain = node_chain()
    for name in ("meiklejohn", "locktime"):
        ours = cluster(chain, change=name, as_of=130)
        theirs = cluster(chain.upto(130), change=name, as_of=130)
        assert ours.labels.tolist() == theirs.labels.tolist()
        assert ours.left_out.tolist() == theirs.left_out.tolist()
        assert 0 < len(ours) < len(cluster(chain, as_of=130))


def test_errors_tell_what_is_wrong():
    chain = chain_of("a: new -> ann 5", "b: a:0 -> bob 5")
    for options, message in [
        ({"without": [1], "as_of": 0}, "There is no transaction in row 1"),
        ({"without": ["00" * 32]}, "No transaction 0000"),
        ({"coinjoins": "remove"}, "coinjoins is 'leave out', 'keep', or the transactions"),
        ({"coinjoins": None}, "coinjoins is 'leave out', 'keep', or the transactions"),
        ({"coinjoins": np.array([-1])}, "There is no transaction in row -1"),
        ({"coinjoins": pd.DataFrame({"txid": []})}, "no column 'tx'"),
        ({"change": 3}, "change is the name of a heuristic, or the answers"),
        ({"change": "guess"}, "There is no change heuristic 'guess'"),
        ({"change": "locktime"}, "locktime.* looks forward"),
        ({"change": pd.Series([0])}, "change has 1 answers, and there are 2 transactions"),
        ({"change": pd.Series([0.0, 1.0])}, "change holds rows of outputs"),
        ({"change": pd.Series([0, 0])}, "output 0 is change of transaction 1, which has no such"),
        ({"change": pd.Series([-2, 1])}, "output -2 is change of transaction 0"),
        ({"change": pd.Series([0, 2])}, "output 2 is change of transaction 1"),
    ]:
        with pytest.raises(NpsError, match=message):
            cluster(chain, **{"coinjoins": "keep", **options})
    with pytest.raises(NpsError, match=f"has the address {address_of('bob')}"):
        naive(chain, as_of=0).of(address_of("bob"))


def test_the_face_has_it():
    assert nps.cluster is cluster


def test_a_lock_of_a_witness_version_yet_to_come_links_nobody():
    chain = chain_of("a: ?ann=1 ?bob=1 ?kim=1 -> shop 1")
    c = chain.columns
    kinds = c.addresses.script_type.copy()
    kinds[1] = WITNESS_UNKNOWN  # bob's
    columns = replace(c, addresses=replace(c.addresses, script_type=kinds))
    clusters = naive(Chain(chain.network, columns, proven=True))
    assert clusters.labels.tolist() == [0, 1, 0, 3]
