import random

import pandas as pd
import pytest

import nps_chain as nps
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


def test_labels_name_clusters_by_their_smallest_row_of_the_time():
    chain = chain_of(
        "a: ?ann=1 ?bob=1 -> shop 1",
        "+ b: ?kim=1 ?lee=1 -> shop 1",
        "c: ?bob=1 ?kim=1 -> mia 1",
    )
    clusters = naive(chain)
    names = ["ann", "bob", "shop", "kim", "lee", "mia"]
    rows = dict(zip(names, (chain.address(address_of(name)).row for name in names), strict=True))
    before = {"ann": "ann", "bob": "ann", "shop": "shop", "kim": "kim", "lee": "kim"}
    after = before | {"kim": "ann", "lee": "ann", "mia": "mia"}
    for height, named in ((-1, {}), (0, before), (1, after), (2**40, after)):
        expected = {rows[name]: rows[first] for name, first in named.items()}
        assert dict(enumerate(clusters.labels_at(height).tolist())) == expected


@pytest.mark.parametrize("seed", range(4))
def test_labels_at_each_height_are_those_of_the_chain_up_to_it(seed):
    dice = random.Random(seed)
    chain = thin_chain(dice, txs=50, people=30)
    change = some_change(chain, dice) if seed % 2 else None
    named = {row: dice.choice("AB") for row in range(len(chain.addresses)) if dice.random() < 0.1}
    apart = pd.DataFrame({"address": named.keys(), "label": named.values()})
    clusters = naive(chain, change=change, apart=apart, limit=4)
    for height in chain.blocks["height"]:
        then = chain.upto(height)
        answers = None if change is None else change[: len(then.txs)]
        known = {row: label for row, label in named.items() if row < len(then.addresses)}
        plain = expected(then, answers, labels=known, limit=4).clusters
        smallest = {row: min(found) for found in plain for row in found}
        assert dict(enumerate(clusters.labels_at(height).tolist())) == smallest
        earlier = clusters.at(height)
        assert dict(enumerate(earlier.labels.tolist())) == smallest
        assert earlier.chain.height == height


@pytest.mark.parametrize(
    "options", [{}, {"coinjoins": "keep"}, {"change": "vote"}, {"change": "meiklejohn", "limit": 3}]
)
def test_labels_at_a_height_are_what_cluster_says_as_of_it(options):
    chain = node_chain()
    clusters = cluster(chain, **options)
    for height in range(-1, chain.height + 2, 7):
        then = cluster(chain, **options, as_of=height)
        assert clusters.labels_at(height).tolist() == then.labels.tolist()
        again = clusters.at(height)
        assert again.labels.tolist() == then.labels.tolist()
        assert again.left_out.tolist() == then.left_out.tolist()
        assert again.refused.equals(then.refused)


def test_a_clustering_at_a_height_tells_why_and_grows():
    chain = node_chain()
    clusters = cluster(chain, change="vote")
    then, at = cluster(chain, change="vote", as_of=120), clusters.at(120)
    rows = then.labels == then.sizes.index[0]
    a, *_, b = rows.nonzero()[0].tolist()
    assert at.why(a, b).frame.equals(then.why(a, b).frame)
    assert at.when(a, b) == then.when(a, b)
    assert clusters.at(chain.height) is clusters
    at.grow(chain)
    assert at.labels.tolist() == clusters.labels.tolist()


def test_labels_are_those_of_a_clustering_that_has_grown():
    chain = node_chain()
    clusters = naive(chain.upto(120))
    assert len(clusters.labels_at(150)) == 542
    clusters.grow(chain)
    assert clusters.labels_at(150).tolist() == naive(chain, as_of=150).labels.tolist()


def test_what_labels_say_stays():
    labels = naive(node_chain()).labels_at(120)
    with pytest.raises(ValueError, match="read-only"):
        labels[0] = 5


@pytest.mark.parametrize("height", ["120", 1.5, None, True])
def test_a_height_is_a_whole_number(height):
    clusters = naive(node_chain())
    for ask in (clusters.labels_at, clusters.at):
        with pytest.raises(nps.NpsError, match=r"whole number|give the height"):
            ask(height)
