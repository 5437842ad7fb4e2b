import numpy as np
import pytest

import nps_chain as nps
from nps_chain.show.explorer.known.clusters_then import ClustersThen
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain

CHAIN = chain_of(
    "a: ?ann=1 ?bob=1 -> shop 1",
    "b: ?kim=1 ?lee=1 -> shop 1",
    "c: ?bob=1 ?kim=1 -> shop 1, mia 1",
)
ANN, BOB, KIM, LEE, MIA = (
    CHAIN.address(address_of(name)).row for name in ("ann", "bob", "kim", "lee", "mia")
)


def naive(chain):
    return nps.cluster(chain, coinjoins="keep")


def test_clusters_are_those_of_the_height():
    then = ClustersThen(CHAIN, naive(CHAIN))
    assert [then.cluster(LEE, height) for height in (-1, 0, 1, 2)] == [LEE, LEE, KIM, ANN]
    assert [then.members(BOB, height).tolist() for height in (-1, 1, 2)] == [
        [BOB], [ANN, BOB], sorted([ANN, BOB, KIM, LEE]),
    ]  # fmt: skip
    assert [then.size(LEE, height) for height in (-1, 0, 1, 2)] == [1, 1, 2, 4]
    assert [then.size(MIA, height) for height in (1, 2)] == [1, 1]


def test_a_reason_is_evidence_of_the_time():
    then = ClustersThen(CHAIN, naive(CHAIN))
    assert then.why(ANN, LEE, 2).frame["height"].tolist() == [0, 2, 1]
    assert not then.why(ANN, LEE, 1)
    assert then.why(KIM, LEE, 1).frame["height"].tolist() == [1]
    with pytest.raises(nps.NpsError) as refusal:
        then.why(ANN, MIA, 1)
    assert str(refusal.value) == (
        f"{address_of('mia')} first appears in block 2, so as of block 1 nothing is known of it."
    )


def test_clusters_that_know_less_or_more_serve_as_far_as_they_go():
    less = ClustersThen(CHAIN, naive(CHAIN.upto(1)))
    assert [less.cluster(LEE, height) for height in (0, 1, 2)] == [LEE, KIM, KIM]
    assert less.members(MIA, 2).tolist() == [MIA]
    with pytest.raises(nps.NpsError) as refusal:
        less.why(ANN, MIA, 2)
    assert str(refusal.value) == (
        f"{address_of('mia')} first appears in block 2, and the clusters given know the chain up to"
        " block 1 only: make them of all of it, nps.cluster(chain)."
    )
    more = ClustersThen(CHAIN.upto(1), naive(CHAIN))
    assert more.cluster(LEE, 1) == KIM
    assert not more.why(ANN, LEE, 1)


@pytest.mark.parametrize("change", [None, "vote"])
def test_clusters_and_reasons_are_those_that_cluster_gives_as_of_the_height(change):
    chain = node_chain()
    then = ClustersThen(chain, nps.cluster(chain, change=change))
    for height in (0, 90, 120, 153, 140):
        expected = nps.cluster(chain, change=change, as_of=height)
        labels = expected.labels.tolist()
        assert [then.cluster(row, height) for row in range(len(labels))] == labels
        label = int(expected.sizes.index[0])
        members = np.flatnonzero(expected.labels == label)
        assert then.members(label, height).tolist() == members.tolist()
        assert then.size(label, height) == len(members)
        a, b = members[[0, -1]].tolist()
        assert then.why(a, b, height).frame.equals(expected.why(a, b).frame)
        assert then.why(a, b, height).sentences == expected.why(a, b).sentences


def test_clusters_are_made_when_none_are_given():
    chain = node_chain()
    labels = nps.cluster(chain, as_of=120).labels.tolist()
    assert [ClustersThen(chain, None).cluster(row, 120) for row in (3, 5, 500)] == [
        labels[row] for row in (3, 5, 500)
    ]


@pytest.mark.parametrize("given", [[1], "vote", nps.cluster])
def test_what_is_no_clustering_is_refused(given):
    with pytest.raises(nps.NpsError, match=r"clusters is what nps.cluster\(chain\) returns, not"):
        ClustersThen(CHAIN, given)
