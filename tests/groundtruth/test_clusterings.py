"""Scores of clusterings, against brute force, scikit-learn, and a real node's figures."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix, pair_confusion_matrix

from nps_chain.errors import NpsError
from nps_chain.groundtruth.clusterings import score_clustering
from nps_chain.groundtruth.contingency import b_cubed, contingency, pairs, sum_of_shares
from nps_chain.groundtruth.mutual_information import adjusted_mutual_information
from nps_chain.groundtruth.store import truth
from nps_chain.trace.cluster import cluster
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of
from tests.node_chain import node_chain, txids_of

EXPECTED = json.loads(
    (Path(__file__).parents[1] / "data" / "core-regtest" / "EXPECTED.json").read_text("utf-8")
)


@st.composite
def groupings(draw, least: int = 0) -> tuple[list[int], list[int]]:
    """Labels and owners of the same addresses, some of which nobody is known to own."""
    many = draw(st.integers(least, 25))
    labels = st.lists(st.integers(0, draw(st.integers(0, 25))), min_size=many, max_size=many)
    owners = st.lists(st.integers(-1, draw(st.integers(0, 8))), min_size=many, max_size=many)
    return draw(labels), draw(owners)


def by_hand(labels: list[int], owners: list[int]) -> dict[str, float]:
    """The figures as their definitions have them, pair by pair and address by address."""
    known = [(label, owner) for label, owner in zip(labels, owners, strict=True) if owner >= 0]
    right = clustered = owned = 0
    for (one, ann), (other, bob) in itertools.combinations(known, 2):
        right += one == other and ann == bob
        clustered += one == other
        owned += ann == bob
    precisions, recalls = [], []
    for label, owner in known:
        both = sum(each == (label, owner) for each in known)
        precisions.append(both / sum(one == label for one, _ in known))
        recalls.append(both / sum(who == owner for _, who in known))
    return {
        "right_pairs": right,
        "clustered_pairs": clustered,
        "owned_pairs": owned,
        "b_cubed_precision": sum(precisions) / len(known) if known else math.nan,
        "b_cubed_recall": sum(recalls) / len(known) if known else math.nan,
    }


def arrays(labels: list[int], owners: list[int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(labels, np.int64), np.array(owners, np.int32)


@given(groupings())
def test_pairs_and_b_cubed_are_what_counting_one_by_one_gives(grouping):
    table, expected = contingency(*arrays(*grouping)), by_hand(*grouping)
    right, clustered, owned = pairs(table)
    assert (right, clustered, owned) == tuple(list(expected.values())[:3])
    found = dict(zip(("b_cubed_precision", "b_cubed_recall"), b_cubed(table), strict=True))
    for name, value in found.items():
        assert value == pytest.approx(expected[name], nan_ok=True, rel=1e-12)


@given(groupings(least=1))
def test_scikit_learn_finds_the_same(grouping):
    labels, owners = arrays(*grouping)
    labels, owners = labels[owners >= 0], owners[owners >= 0]
    if not len(labels):
        return
    table = contingency(labels, owners)
    (_, merged), (split, right) = pair_confusion_matrix(owners, labels) // 2
    assert pairs(table) == (right, right + merged, right + split)
    assert adjusted_mutual_information(table) == pytest.approx(
        adjusted_mutual_info_score(owners, labels), abs=1e-9
    )
    whole = np.zeros((len(table.label), table.owners), np.int64)
    whole[table.cluster, table.owner] = table.both
    assert (whole[:, whole.any(axis=0)] == contingency_matrix(labels, owners)).all()


@settings(max_examples=20)
@given(groupings(least=1), st.integers(26, 2**31 - 30))
def test_names_of_clusters_make_no_difference(grouping, more):
    labels, owners = arrays(*grouping)
    table, renamed = contingency(labels, owners), contingency(labels + more, owners)
    assert pairs(table) == pairs(renamed)
    assert b_cubed(table) == b_cubed(renamed)
    assert (table.label + more == renamed.label).all()


def test_larger_groupings_agree_too():
    dice = np.random.Generator(np.random.PCG64(3))
    owners = np.minimum(dice.zipf(1.6, 3_000), 60).astype(np.int32) - 2
    labels = np.where(dice.random(3_000) < 0.3, np.arange(3_000), owners + 61)
    labels = np.where(dice.random(3_000) < 0.02, 5, labels)
    known = owners >= 0
    table = contingency(labels, owners)
    (_, merged), (split, right) = pair_confusion_matrix(owners[known], labels[known]) // 2
    assert pairs(table) == (right, right + merged, right + split)
    theirs = adjusted_mutual_info_score(owners[known], labels[known])
    assert adjusted_mutual_information(table) == pytest.approx(theirs, abs=1e-9)


def test_whole_numbers_are_added_before_they_are_divided():
    parts = np.array([1, 1, 1, 2, 0])
    assert sum_of_shares(parts, np.array([3, 3, 3, 7, 0])) == 1 + 2 / 7


CHAIN = chain_of(
    "a: new -> ann1 9, ann2 9, bob1 9, bob2 9, eve1 9",
    "b: a:0 a:1 a:2 -> kim1 9",
    "c: a:3 -> kim2 9",
)
OWNERS = {"ann1": "ann", "ann2": "ann", "bob1": "bob", "bob2": "bob", "kim1": "kim"}


def test_a_small_case_in_full():
    result = score_clustering(cluster(CHAIN), truth_of(OWNERS, kinds={"bob": "market"}))
    # ann1, ann2, bob1 are one cluster; bob2 and kim1 are alone; eve1 and kim2 belong to nobody.
    assert result.right_pairs == 1
    assert result.clustered_pairs == 3
    assert result.owned_pairs == 2
    assert (result.pair_precision, result.pair_recall, result.pair_f1) == (1 / 3, 1 / 2, 2 / 5)
    assert result.b_cubed_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert result.b_cubed_recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2 + 1) / 5)
    assert (result.addresses, result.unknown_addresses) == (5, 2)
    assert (result.clusters, result.owners, result.largest_cluster) == (3, 3, 3)
    assert result.mixed.to_dict("records") == [
        {"cluster": 0, "addresses": 3, "owners": 2, "false_pairs": 2, "who": "ann 2, bob 1"}
    ]
    kinds = result.by_kind
    assert kinds.loc["market", ["owners", "addresses"]].to_list() == [1, 2]
    assert kinds.loc["market", "pair_precision"] == 0
    assert kinds.loc["person", "pair_precision"] == 2 / 4  # bob counts from the end of ann's two
    assert kinds.loc["person", "b_cubed_recall"] == 1
    assert str(result).startswith(
        "3 clusters of 5 addresses; 33.3 % of the pairs in them have one owner"
    )
    assert str(result).endswith(
        "50.0 % of the pairs of one owner are found; 1 cluster of several owners, the worst of"
        " 3 addresses (ann 2, bob 1)"
    )
    assert "mixed" in dir(result)
    with pytest.raises(AttributeError, match=r"no 'recall'.* pair_recall"):
        _ = result.recall


def test_what_there_is_nothing_of_is_no_number():
    nobody = score_clustering(cluster(CHAIN), truth_of({}))
    assert str(nobody) == "nothing to score: the truth knows the owner of no address"
    assert math.isnan(nobody.pair_precision)
    assert math.isnan(nobody.b_cubed_f1)
    assert math.isnan(nobody.adjusted_mutual_information)
    assert nobody.unknown_addresses == 7
    alone = score_clustering(np.arange(7), truth_of(OWNERS), chain=CHAIN)
    assert math.isnan(alone.pair_precision)
    assert alone.pair_recall == 0
    assert str(alone) == (
        "5 clusters of 5 addresses; each address alone; 0 % of the pairs of one owner are found; no"
        " cluster of several owners"
    )
    empty = score_clustering(cluster(CHAIN.upto(-1)), truth_of(OWNERS))
    assert empty.addresses == 0
    assert math.isnan(empty.pair_f1)


def test_one_right_cluster_and_one_wrong_one():
    one = dict.fromkeys(OWNERS, "ann")
    same = score_clustering(np.zeros(7, int), truth_of(one), chain=CHAIN)
    assert (same.pair_f1, same.b_cubed_f1, same.adjusted_mutual_information) == (1, 1, 1)
    assert str(same) == (
        "1 cluster of 5 addresses; 100 % of the pairs in them have one owner; 100 % of the pairs of"
        " one owner are found; no cluster of several owners"
    )
    merged = score_clustering(np.zeros(7, int), truth_of(OWNERS), chain=CHAIN)
    assert merged.adjusted_mutual_information == 0
    assert merged.pair_recall == 1


def test_a_wallet_may_be_less_than_its_owner():
    known = truth("core-regtest")
    both = [score_clustering(cluster(node_chain()), known, by=by) for by in ("entity", "wallet")]
    assert both[0].pair_recall == both[1].pair_recall  # here each owner has one
    with pytest.raises(NpsError, match="not by 'agency'"):
        score_clustering(cluster(node_chain()), known, by="agency")


def test_what_is_no_clustering_is_refused():
    known = truth_of(OWNERS)
    for labels in (np.zeros(8, int), np.zeros(7), np.zeros((7, 1), int)):
        with pytest.raises(NpsError, match="this chain has 7 addresses"):
            score_clustering(labels, known, chain=CHAIN)
    for labels in (np.full(7, -1), np.full(7, 2**31)):
        with pytest.raises(NpsError, match="from 0 to"):
            score_clustering(labels, known, chain=CHAIN)


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("all", ()),
        ("without_coinjoins", ("coinjoin",)),
        ("without_coinjoins_and_payjoins", ("coinjoin", "payjoin")),
    ],
)
def test_the_nodes_chain_scores_as_was_counted_apart(name, without):
    found = cluster(node_chain(), coinjoins="keep", without=txids_of(*without))
    result = score_clustering(found, truth("core-regtest"))
    expected = EXPECTED[f"co_spend_clusters_{name}"]
    assert result.clusters == expected["clusters"]
    assert result.largest_cluster == expected["largest"]
    assert result.mixed_clusters == expected["clusters_with_more_than_one_owner"]
    assert len(result.mixed) == result.mixed_clusters
    assert round(result.pair_precision, 4) == expected["pair_precision"]
    assert round(result.pair_recall, 4) == expected["pair_recall"]


def test_a_clustering_of_the_past_is_judged_on_the_addresses_of_then():
    known, chain = truth("core-regtest"), node_chain()
    then, cut = cluster(chain, as_of=120), cluster(chain.upto(120))
    assert score_clustering(then, known).frame.equals(score_clustering(cut, known).frame)


def test_the_worst_clusters_are_named_and_the_rest_counted():
    many = 130
    lines = [f"m{k}: new -> a{k} 9, b{k} 9" for k in range(many)]
    chain = chain_of(*lines)
    owners = {f"a{k}": "ann" for k in range(many)} | {f"b{k}": "bob" for k in range(many)}
    result = score_clustering(np.arange(2 * many) // 2, truth_of(owners), chain=chain)
    assert result.mixed_clusters == len(result.mixed) == many
    assert (result.mixed["who"] == "ann 1, bob 1").sum() == 100
    wide = {f"{side}{k}": f"owner {k}" for k in range(many) for side in "ab"}
    result = score_clustering(np.zeros(2 * many, int), truth_of(wide), chain=chain)
    assert result.mixed["who"][0].endswith("owner 9 2 and 120 more")
