import random

import pandas as pd
import pytest

from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain
from tests.trace.cluster.oracle import expected, some_change, thin_chain


def naive(chain, **options):
    return cluster(chain, coinjoins="keep", **options)


def test_two_addresses_are_together_from_the_block_that_joined_them():
    chain = chain_of(
        "a: ?ann=1 ?bob=1 -> shop 1",
        "b: ?kim=1 ?lee=1 -> shop 1",
        "c: ?bob=1 ?kim=1 -> shop 1",
        "d: ?ann=1 ?lee=1 -> shop 1, mia 1",
    )
    clusters = naive(chain)
    ann, bob, lee, mia = map(address_of, ["ann", "bob", "lee", "mia"])
    assert clusters.when(ann, bob) == 0
    assert clusters.when(ann, lee) == clusters.when(lee, ann) == 2
    assert clusters.when(ann, mia) is None
    assert clusters.when(mia, mia) == 3
    assert naive(chain, as_of=1).when(ann, lee) is None


@pytest.mark.parametrize("seed", range(4))
def test_when_is_as_the_clusters_of_each_height_have_it(seed):
    dice = random.Random(seed)
    chain = thin_chain(dice, txs=50, people=30)
    change = some_change(chain, dice) if seed % 2 else None
    labels = {row: dice.choice("AB") for row in range(len(chain.addresses)) if dice.random() < 0.1}
    apart = pd.DataFrame({"address": labels.keys(), "label": labels.values()})
    clusters = naive(chain, change=change, apart=apart)
    first = {}
    for height in chain.blocks["height"]:
        then = chain.upto(height)
        answers = None if change is None else change[: len(then.txs)]
        for found in expected(then, answers, labels=labels).clusters:
            for a in found:
                for b in found:
                    first.setdefault((a, b), height)
    rows = range(len(chain.addresses))
    assert all(clusters.when(a, b) == first.get((a, b)) for a in rows for b in rows)


def test_when_agrees_with_bisection_on_the_node_chain():
    chain = node_chain()
    clusters = naive(chain)
    then = {height: naive(chain, as_of=height).labels for height in range(-1, chain.height + 1)}
    dice = random.Random(1)
    members = [list(m) for _, m in clusters.frame.groupby("cluster").groups.items() if len(m) > 1]
    for _ in range(200):
        a, b = dice.sample(dice.choice(members), 2)
        height = clusters.when(a, b)
        assert then[height][a] == then[height][b]
        before = then[height - 1]
        assert max(a, b) >= len(before) or before[a] != before[b]
