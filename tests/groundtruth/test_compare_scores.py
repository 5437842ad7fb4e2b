"""Clusterings side by side: each row is what the score of that clustering says."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.groundtruth.compare_scores import compare_scores
from nps_chain.trace.cluster import cluster
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of

CHAIN = chain_of(
    "a: new -> ann1 9, ann2 9, bob1 9, bob2 9",
    "b: a:0 a:1 a:2 -> kim1 9",
    "c: a:3 -> bob3 9",
    "d: b:0 c:0 -> kim2 9",
)
OWNERS = {"ann1": "ann", "ann2": "ann", "kim1": "kim", "kim2": "kim"} | dict.fromkeys(
    ["bob1", "bob2", "bob3"], "bob"
)
TRUTH = truth_of(OWNERS, kinds={"bob": "market"})


@pytest.fixture
def ways():
    return {"together": cluster(CHAIN), "alone": cluster(CHAIN, without=[1, 3])}


def test_a_row_a_clustering(ways):
    table = compare_scores(ways, TRUTH)
    assert table.index.name == "clustering"
    # ann1, ann2, bob1 are one cluster, kim1 and bob3 another; bob2 and kim2 are alone.
    assert table.loc["together"].to_list() == [4, 2, 25.0, 20.0, 66.7, 57.1]
    assert table.loc["alone", ["clusters", "mixed"]].to_list() == [7, 0]
    assert table.loc["alone", ["b_cubed_precision", "pair_recall"]].to_list() == [100, 0]
    assert "kind" not in table.attrs


def test_of_one_kind_alone(ways):
    table = compare_scores(ways, TRUTH, kind="market")
    # bob's three addresses: with ann's two, alone, and with kim's one.
    assert table.loc["together"].fillna(-1).to_list() == [3, 2, 0, 0, 61.1, 33.3]
    assert table.attrs["kind"] == "market"
    with pytest.raises(NpsError, match="'vendor'; the kinds are market, person"):
        compare_scores(ways, TRUTH, kind="vendor")


def test_what_came_later_is_seen_on_the_same_addresses(ways):
    then = cluster(CHAIN, as_of=2)
    table = compare_scores({"then": then, "now": ways["together"]}, TRUTH, upto=2)
    assert table.loc["then", ["clusters", "mixed"]].to_list() == [4, 1]
    assert table.loc["now", ["clusters", "mixed"]].to_list() == [3, 2]
    everything = compare_scores(ways, TRUTH)
    assert compare_scores(ways, TRUTH, upto=CHAIN.height).equals(everything)
    assert compare_scores(ways, TRUTH, upto=2**40).equals(everything)


def test_what_is_refused(ways):
    with pytest.raises(NpsError, match="by name"):
        compare_scores([cluster(CHAIN)], TRUTH)
    with pytest.raises(NpsError, match="upto is 'March'"):
        compare_scores(ways, TRUTH, upto="March")
    with pytest.raises(NpsError, match="Score against a truth"):
        compare_scores(ways, "classroom")
