import random

import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of, txid_of
from tests.trace.cluster.oracle import expected, some_change, thin_chain

CHAIN = chain_of(
    "a: ?ann=1 ?bob=1 -> shop 1",
    "b: ?kim=1 ?lee=1 ?ned=1 -> shop 1",
    "c: ?bob=1 ?bob=1 -> mia 1, shop 1",
    "d: ?ann=1 ?kim=1 ?oda=1 -> shop 1",
    "e: ?pat=1 ?quin=1 -> lee 1",
)


def grown(address, chain=CHAIN, **options):
    return cluster(chain, coinjoins="keep", **options).growth(address)


def test_each_merge_has_its_transaction_its_rule_and_both_sizes():
    change = pd.Series([-1, -1, 2, -1, 5], name="output")  # of c mia, of e lee
    change.attrs["rule"] = "fresh"
    frame = grown(address_of("bob"), change=change).frame
    ann, mia, kim, oda, pat, quin = map(address_of, ["ann", "mia", "kim", "oda", "pat", "quin"])
    columns = ["height", "tx", "txid", "rule", "before", "joined", "other", "after"]
    assert frame[columns].to_numpy().tolist() == [
        [0, 0, txid_of("a"), "co_spending", 1, 1, ann, 2],
        [2, 2, txid_of("c"), "fresh", 2, 1, mia, 3],
        [3, 3, txid_of("d"), "co_spending", 3, 3, kim, 6],
        [3, 3, txid_of("d"), "co_spending", 6, 1, oda, 7],
        [4, 4, txid_of("e"), "fresh", 7, 1, pat, 8],
        [4, 4, txid_of("e"), "co_spending", 8, 1, quin, 9],
    ]
    assert [str(time) for time in frame["time"][[0, 5]]] == [
        "2023-11-14 22:13:20+00:00",
        "2023-11-14 22:53:20+00:00",
    ]


def test_it_shows_itself_in_sentences():
    ann = address_of("ann")
    growth = grown(ann)
    assert (len(growth), growth.size, growth.first.height, growth.last.height) == (3, 6, 0, 4)
    assert repr(growth).splitlines() == [
        f"{ann} first appears in block 0, alone.",
        "As of block 4, 2023-11-14 22:53:20 UTC, it is in a cluster of 6 addresses, by 3 merges.",
        f"The largest brought 3 addresses to 2, in block 3, by co_spending: {txid_of('d')}.",
    ]


def test_an_address_may_stay_alone_and_must_be_known():
    alone = grown(address_of("mia"))
    assert (len(alone), alone.size, alone.first.height) == (0, 1, 2)
    assert repr(alone).endswith("in a cluster of 1 address, by 0 merges.")
    with pytest.raises(NpsError):
        grown(address_of("mia"), as_of=1)


@pytest.mark.parametrize("seed", range(6))
def test_it_is_as_the_clusters_before_and_after_each_transaction_have_it(seed):
    dice = random.Random(seed)
    chain = thin_chain(dice, txs=60, people=40)
    change = some_change(chain, dice) if seed % 2 else None
    labels = {row: dice.choice("AB") for row in range(len(chain.addresses)) if dice.random() < 0.1}
    apart = pd.DataFrame({"address": labels.keys(), "label": labels.values()})
    clusters = cluster(chain, coinjoins="keep", change=change, apart=apart)
    txs = range(len(chain.txs))
    # The clusters when so many transactions were known.
    known = [
        expected(chain, change, txs[end:], labels).clusters for end in range(len(chain.txs) + 1)
    ]
    for row in range(len(chain.addresses)):
        growth = clusters.growth(row)
        assert growth.size == int(clusters.sizes[clusters.labels[row]])
        assert growth.frame["tx"].is_monotonic_increasing
        for tx, merges in growth.frame.groupby("tx"):
            mine, then = (next(c for c in known[end] if row in c) for end in (tx, tx + 1))
            came = [c for c in known[tx] if c < then and c != mine]
            assert merges["before"].iloc[0] == len(mine)
            assert merges["after"].iloc[-1] == len(then)
            names = {chain.address(min(c)).text: len(c) for c in came}
            assert dict(zip(merges["other"], merges["joined"], strict=True)) == names


def test_clusters_that_are_kept_apart_are_no_merge():
    apart = pd.DataFrame(
        {"address": [address_of("ann"), address_of("kim")], "label": ["Ann", "Kim"]}
    )
    assert grown(address_of("ann"), apart=apart).frame["joined"].tolist() == [1, 1]
