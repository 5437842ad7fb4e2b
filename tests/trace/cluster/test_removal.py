import random

import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain
from tests.trace.cluster.oracle import as_sets, expected, some_change, thin_chain


def naive(chain, **options):
    return cluster(chain, coinjoins="keep", **options)


CHAIN = (
    "a: ?ann=1 ?bob=1 -> shop 1",
    "b: ?bob=1 ?kim=1 -> shop 1",
    "c: ?kim=1 ?lee=1 -> shop 1",
    "d: ?lee=1 ?kim=1 -> shop 1",
    "e: ?mia=1 -> shop 1",
)


def test_what_hung_on_a_transaction_falls_apart():
    clusters = naive(chain_of(*CHAIN))
    parts = clusters.without(1)
    names = {address_of(name): name for name in ["ann", "bob", "kim", "lee"]}
    assert parts.frame["address"].map(names).tolist() == ["ann", "bob", "kim", "lee"]
    assert parts.frame["cluster"].tolist() == [0, 0, 0, 0]
    kim = parts.frame["part"].tolist()[2]
    assert parts.frame["part"].tolist() == [0, 0, kim, kim]
    assert parts.sizes.to_dict() == {0: 2, kim: 2}
    assert len(parts) == 2
    assert repr(parts) == (
        "Without 1 transaction 1 cluster of 4 addresses falls into 2 parts: 2, 2 addresses."
    )
    assert len(parts.clustering) == len(clusters) + 1
    assert parts.clustering.left_out.tolist() == [1]


def test_other_evidence_may_hold_a_cluster_together():
    clusters = naive(chain_of(*CHAIN))
    whole = "Without 1 transaction 1 cluster of {} whole."
    assert repr(clusters.without(3)) == whole.format("4 addresses stays")
    assert repr(clusters.without(2, 3)) == (
        "Without 2 transactions 1 cluster of 4 addresses falls into 2 parts: 3, 1 addresses."
    )
    assert clusters.without([2, 3]).sizes.tolist() == [3, 1]
    assert repr(clusters.without(4)) == whole.format("1 address stays")


def test_what_links_nothing_holds_nothing_together():
    chain = chain_of("a: new -> ann 5", "b: ? -> bob 1")
    assert repr(naive(chain).without(0)) == "1 transaction: no evidence for any cluster."
    assert len(naive(chain).without([]).frame) == 0
    with pytest.raises(NpsError, match="There is no transaction in row 7"):
        naive(chain).without(7)


@pytest.mark.parametrize("seed", range(8))
def test_the_parts_are_those_of_clustering_from_the_start(seed):
    dice = random.Random(seed)
    chain = thin_chain(dice)
    change = some_change(chain, dice) if seed % 2 else None
    labels = {row: dice.choice("AB") for row in range(len(chain.addresses)) if dice.random() < 0.2}
    apart = pd.DataFrame({"address": labels.keys(), "label": labels.values()})
    held = {"apart": apart} if seed % 4 > 1 else {}
    clusters = naive(chain, change=change, without=[3], **held)
    whole = as_sets(clusters.labels)
    for _ in range(25):
        gone = dice.sample(range(len(chain.txs)), dice.choice([1, 1, 2, 5]))
        parts = clusters.without(*gone)
        after = expected(chain, change, {3, *gone}, labels if held else None).clusters
        assert as_sets(parts.after) == after
        assert as_sets(parts.clustering.labels) == after
        assert (parts.clustering.labels == parts.after).all()
        # The frame has all clusters that fell apart, each from end to end.
        listed = {frozenset(rows) for _, rows in parts.frame.groupby("part").groups.items()}
        assert after - whole <= listed <= after


def test_two_hundred_removals_on_the_node_chain():
    chain = node_chain()
    clusters = naive(chain, change="meiklejohn")
    change = clusters._evidence.change
    dice = random.Random(0)
    fell = 0
    for _ in range(200):
        gone = dice.sample(range(len(chain.txs)), dice.choice([1, 3]))
        parts = clusters.without(gone)
        again = naive(chain, change=pd.Series(change), without=gone)
        assert parts.after.tolist() == again.labels.tolist()
        fell += len(parts) > parts.frame["cluster"].nunique()
    assert 50 < fell < 200
