import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of, histories
from tests.node_chain import node_chain, txids_of
from tests.trace.cluster.oracle import as_sets, expected, some_change, thin_chain


def same(grown, fresh):
    assert grown.labels.tolist() == fresh.labels.tolist()
    assert grown.left_out.tolist() == fresh.left_out.tolist()
    assert repr(grown) == repr(fresh)
    pd.testing.assert_frame_equal(grown.refused, fresh.refused)
    pd.testing.assert_frame_equal(grown.frame, fresh.frame)


@settings(max_examples=25)
@given(histories(), st.integers(0, 2**32), st.sampled_from([None, 1, 2]))
def test_growing_block_by_block_is_the_same_as_from_the_start(lines, seed, limit):
    dice = random.Random(seed)
    chain = chain_of(*lines)
    change = some_change(chain, dice) if seed % 2 else None
    labels = {row: dice.choice("AB") for row in range(len(chain.addresses)) if dice.random() < 0.2}
    text = chain.addresses["address"]
    apart = pd.DataFrame({"address": text[list(labels)], "label": labels.values()})
    known = [tx for tx in range(len(chain.txs)) if dice.random() < 0.1]
    options = {"coinjoins": known, "apart": apart, "limit": limit}

    def answers(then):
        return None if change is None else change[: len(then.txs)]

    then = chain.upto(-1)
    grown = cluster(then, change=answers(then), **options)
    for height in range(chain.height + 1):
        then = chain.upto(height)
        grown.grow(then, change=answers(then))
        if dice.random() < 0.1:
            same(grown, cluster(then, change=answers(then), **options))
    same(grown, cluster(chain, change=change, **options))
    assert as_sets(grown.labels) == expected(chain, change, known, labels, limit).clusters


def test_all_that_can_be_asked_is_asked_of_the_longer_chain():
    chain = thin_chain(random.Random(5), txs=100, people=80)
    grown = cluster(chain.upto(20), coinjoins="keep")
    grown.why(0, 1), grown.when(0, 1), grown.bridges(), grown.refused
    grown.grow(chain)
    fresh = cluster(chain, coinjoins="keep")
    pd.testing.assert_frame_equal(grown.bridges(), fresh.bridges())
    for a in range(0, len(chain.addresses), 3):
        for b in range(len(chain.addresses)):
            assert grown.when(a, b) == fresh.when(a, b)
            assert grown.why(a, b).steps == fresh.why(a, b).steps


def test_answers_that_were_given_stay_as_they_were():
    chain = chain_of(
        "a: ?ann=1 ?bob=1 -> shop 1", "b: ?bob=1 ?kim=1 -> shop 1", "c: ?ann=1 ?kim=1 -> shop 1"
    )
    ann, kim = address_of("ann"), address_of("kim")
    grown = cluster(chain.upto(1), coinjoins="keep")
    why, parts, labels = grown.why(ann, kim), grown.without(1), grown.labels.copy()
    grown.grow(chain)
    assert why.frame["tx"].tolist() == [0, 1]
    assert len(grown.why(ann, kim)) == 1
    assert len(parts.clustering.chain.txs) == 2
    assert not parts.clustering.why(ann, kim)
    assert parts.before.tolist() == labels.tolist()
    parts.clustering.grow(chain)
    assert parts.frame["part"].nunique() == 2


@pytest.mark.parametrize(
    "options", [{}, {"change": "meiklejohn"}, {"change": "address_type", "limit": 5}]
)
def test_what_was_asked_by_name_is_asked_again(options):
    chain = node_chain()
    grown = cluster(chain, as_of=60, **options)
    for height in (60, 61, 90, 130):
        grown.grow(chain, as_of=height)
        same(grown, cluster(chain, as_of=height, **options))
    grown.grow(chain)
    same(grown, cluster(chain, **options))


def test_a_rule_that_looks_forward_changes_its_mind_and_all_is_worked_out_anew():
    chain = node_chain()
    grown = cluster(chain, change="locktime", as_of=100)
    grown.grow(chain, as_of=140)
    same(grown, cluster(chain, change="locktime", as_of=140))
    with pytest.raises(NpsError, match="looks forward"):
        grown.grow(chain)


def test_more_can_be_left_out_on_the_way():
    chain = node_chain()
    late = [tx for tx in txids_of("payjoin") if chain.tx(tx).height > 100]
    early = [tx for tx in txids_of("payjoin") if chain.tx(tx).height <= 100]
    grown = cluster(chain.upto(100), coinjoins="keep", without=early)
    grown.grow(chain, without=late)
    same(grown, cluster(chain, coinjoins="keep", without=[*early, *late]))
    grown.grow(chain, coinjoins=txids_of("coinjoin"))
    same(grown, cluster(chain, without=txids_of("payjoin"), coinjoins=txids_of("coinjoin")))


def test_only_a_longer_chain_of_the_same_beginning_will_do():
    chain = chain_of("a: new -> ann 5", "b: a:0 ?bob=1 -> eve 6")
    grown = cluster(chain, coinjoins="keep")
    grown.grow(chain)
    with pytest.raises(NpsError, match="is shorter than"):
        grown.grow(chain.upto(0))
    with pytest.raises(NpsError, match="their first blocks differ"):
        grown.grow(node_chain())
    with pytest.raises(NpsError, match="doesn't continue"):
        grown.grow(chain_of("a: new -> ann 5", "+ z: ? -> z 1", "b: a:0 ?bob=1 -> eve 6"))
    longer = chain_of("a: new -> ann 5", "b: a:0 ?bob=1 -> eve 6", "c: new -> z 1")
    with_change = cluster(chain, coinjoins="keep", change=pd.Series([-1, 1]))
    with pytest.raises(NpsError, match="change has 2 answers, and there are 3"):
        with_change.grow(longer)
    # Nothing of this has changed what was known.
    assert grown.of(address_of("bob")) == sorted(map(address_of, ["ann", "bob"]))
