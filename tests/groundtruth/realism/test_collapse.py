"""The table of collapse, on a chain where each way of clustering does something else."""

import numpy as np
import pandas as pd

from nps_chain.groundtruth.realism import collapse
from nps_chain.groundtruth.score import score
from nps_chain.trace.cluster import cluster
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of

CHAIN = chain_of(
    "c: new -> shop1 90000, shop2 90000, old 1, old2 1",
    "join: c:0 c:1 -> shop3 170001",
    "pay: join:0 -> old 70003, bob1 99003",  # by Meiklejohn bob1 is the shop's change
    "mix: pay:1 pay:0 -> kim1 50000, kim2 50000, kim3 69000",
)
TRUTH = truth_of(
    {"shop1": "shop", "shop2": "shop", "shop3": "shop", "bob1": "bob", "kim1": "kim", "old": "kim"},
    {"mix": ("coinjoin", "mix mix change")},
    {"shop": "merchant", "bob": "exchange"},
)


def test_each_way_of_clustering():
    found = collapse(CHAIN, TRUTH)
    assert list(found.index) == [
        "co-spending", "+ Meiklejohn change", "+ vote", "+ vote with constraints",
    ]  # fmt: skip
    # Of nine addresses shop1 and shop2 are one; then bob1 joins shop3 by a change that is none.
    assert found[["clusters", "services", "apart", "largest"]].values.tolist() == [
        [8, 2, 2, 2],
        [7, 2, 2, 2],
        [7, 2, 2, 2],
        [7, 2, 2, 2],
    ]


def test_constraints_keep_tags_apart():
    owners = {**dict.fromkeys(["shop1", "shop3"], "shop"), "bob1": "bob", "old": "kim"}
    truth = truth_of(owners, {}, {"shop": "merchant", "bob": "exchange"})
    chain = chain_of("c: new -> shop1 99, old 1", "pay: c:0 -> old 70, bob1 29", "q: pay:1 -> x 9")
    found = collapse(chain, truth)
    assert found["apart"].tolist() == [2, 1, 1, 2]
    assert found["clusters"].tolist() == [4, 3, 3, 4]


def test_b_cubed_is_that_of_the_score():
    found = collapse(CHAIN, TRUTH)
    by_hand = cluster(CHAIN, change="meiklejohn", coinjoins=np.array([3]))
    assert found["b_cubed"].iloc[1] == score(by_hand, TRUTH, chain=CHAIN).b_cubed_f1


def test_without_owners_nothing_is_known():
    found = collapse(CHAIN, truth_of({}))
    assert found["services"].tolist() == [0] * 4
    assert found["apart"].tolist() == [0] * 4
    assert pd.isna(found["b_cubed"]).all()
    assert found["clusters"].iloc[0] == 7  # nobody knows that mix is a CoinJoin
