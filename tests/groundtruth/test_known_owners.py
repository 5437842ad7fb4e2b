"""Scores against known points: addresses whose owner somebody knows, and no truth."""

import math

import numpy as np
import pytest

from nps_chain.errors import NpsError
from nps_chain.groundtruth.known_owners import score_known
from nps_chain.groundtruth.score import score
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of

GROUPS = {"A": 1, "B": 1, "C": 2, "D": 2}
OWNERS = {"A": "Ann", "B": "Ann", "C": "Ann", "D": "Bob"}

CHAIN = chain_of(
    "a: new -> ann1 9, ann2 9, bob1 9, bob2 9, eve1 9",
    "b: a:0 a:1 a:4 -> kim1 9",
    "c: a:2 -> bob3 9",
)


def known(**owners):
    return {address_of(name): owner for name, owner in owners.items()}


def test_letters_on_paper():
    result = score(GROUPS, OWNERS)
    assert (result.pair_precision, result.pair_recall) == (1 / 2, 1 / 3)
    assert result.b_cubed_precision == 3 / 4
    assert result.b_cubed_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert (result.right_pairs, result.clustered_pairs, result.owned_pairs) == (1, 2, 3)
    assert str(result) == (
        "2 clusters of 4 addresses; 50.0 % of the pairs in them have one owner; 33.3 % of the"
        " pairs of one owner are found; 1 cluster of several owners, the worst of 2 addresses"
        " (Ann 1, Bob 1)"
    )
    assert all(math.isnan(bound) for bound in result.interval("b_cubed_recall"))
    assert "strangers" not in result.figures


def test_more_groups_than_owners_are_passed_over():
    assert score({**GROUPS, "E": 2}, OWNERS).addresses == 4
    with pytest.raises(NpsError, match="'D' has an owner and no group"):
        score({"A": 1, "B": 1, "C": 2}, OWNERS)


def test_known_points_on_a_chain():
    points = known(ann1="Ann", ann2="Ann", bob1="Bob", bob3="Bob", nobody="Zoe")
    result = score(cluster(CHAIN), points)
    # ann1, ann2 and eve1 are one cluster; nobody is in no transaction.
    assert (result.addresses, result.clusters, result.owners) == (4, 3, 2)
    assert (result.strangers, result.not_in_chain) == (1, 1)
    assert (result.pair_precision, result.pair_recall) == (1, 1 / 2)
    assert str(result).endswith("no cluster of several owners; 1 stranger in these clusters")
    labels = cluster(CHAIN).labels
    assert str(score(labels, points, chain=CHAIN)) == str(result)


def test_a_cluster_of_two_known_owners_is_named():
    result = score(cluster(CHAIN), known(ann1="Ann", eve1="Eve"))
    assert result.mixed["who"].to_list() == ["Ann 1, Eve 1"]
    assert result.pair_precision == 0


def test_nothing_that_is_known():
    assert str(score(cluster(CHAIN), {})) == (
        "nothing to score: none of these addresses is in the chain"
    )
    assert score(cluster(CHAIN), known(nobody="Zoe")).not_in_chain == 1


def test_what_is_no_clustering_is_refused():
    with pytest.raises(NpsError, match="Say which chain"):
        score_known(np.zeros(7, int), known(ann1="Ann"))
    with pytest.raises(NpsError, match="no option 'seed'"):
        score(cluster(CHAIN), known(ann1="Ann"), seed=1)
