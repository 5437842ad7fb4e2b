"""What a person may give by mistake is refused in a sentence, and what is given stays his own."""

import re

import numpy as np
import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain

CHAIN = chain_of(
    "a: ?ann=1 ?bob=1 -> shop 1", "b: ?bob=1 ?kim=1 -> shop 1", "c: ?lee=1 ?mia=1 -> kim 1, lee 1"
)
ANN = address_of("ann")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"coinjoins": [[1], [1, 2]]}, "[1] names no transaction"),
        ({"coinjoins": np.array([True, False, True])}, "True names no transaction"),
        ({"coinjoins": b"keep"}, "b'keep' names no transaction"),
        ({"coinjoins": [0, -1]}, "no transaction in row -1"),
        ({"coinjoins": pd.DataFrame({"row": [1]})}, "no column 'tx'; it has row"),
        ({"without": pd.Series([False, True, False])}, "False names no transaction"),
        ({"limit": True}, "limit is True: give a number of addresses, 1 or more"),
        ({"apart": pd.DataFrame({"address": [ANN], "label": [["x"]]})}, "['x']: a label is a name"),
    ],
)
def test_mistakes_are_told_in_a_sentence(options, told):
    with pytest.raises(NpsError, match=re.escape(told)):
        cluster(CHAIN, **options)


def test_a_label_may_have_several_parts():
    apart = pd.DataFrame({"address": [ANN, address_of("kim")], "label": [("x", 1), ("x", 2)]})
    assert len(cluster(CHAIN, coinjoins="keep", apart=apart).refused) == 1


@pytest.mark.parametrize("top", [0, -1, True, 1.5, "2", [1], pd.Series([1, 2])])
def test_how_many_clusters_to_draw_is_a_number(top):
    with pytest.raises(NpsError, match=r"(?s)top is .*: give how many clusters to show, 1 or more"):
        cluster(CHAIN).graph(top=top)


@pytest.mark.parametrize(
    "known",
    [
        [1, 99], (1, 99), iter([1, 10**30]), {1, 99}, pd.Index([99, 1]), np.array([1, 99], "u1"),
        np.array([1, 2**63], np.uint64), pd.Series([1, 99], dtype="Int64"), [CHAIN.tx(1), 99],
        [CHAIN.tx(1).txid, np.int64(99)], pd.DataFrame({"tx": [1, 99]}), np.array(1),
    ],
)  # fmt: skip
def test_coinjoins_after_the_end_are_passed_over_in_whatever_form_they_are_given(known):
    assert cluster(CHAIN, coinjoins=known).left_out.tolist() == [1]


def test_one_coinjoin_after_the_end_is_left_out_once_it_is_there():
    grown = cluster(CHAIN.upto(0), coinjoins=1)
    assert grown.left_out.tolist() == []
    grown.grow(CHAIN)
    assert grown.left_out.tolist() == [1]


def test_what_is_done_to_a_frame_stays_in_it():
    chain = chain_of(
        "a: ?ann=1 ?bob=1 -> shop 1", "b: ?kim=1 ?lee=1 -> shop 1", "c: ?ann=1 ?lee=1 -> shop 1"
    )
    found = cluster(chain, coinjoins="keep", limit=1)
    before = found.sizes.copy(), found.frame.copy(), found.refused.copy()
    shown = repr(found)
    sizes, frame, refused = found.sizes, found.frame, found.refused
    sizes.iloc[:] = 77
    frame["cluster"] = 77
    refused["reason"] = "none"
    pd.testing.assert_series_equal(found.sizes, before[0])
    pd.testing.assert_frame_equal(found.frame, before[1])
    pd.testing.assert_frame_equal(found.refused, before[2])
    assert len(found.refused) == 1
    assert repr(found) == shown
    why, parts = found.why(0, 1), found.without(0)
    told, rest = repr(why), parts.frame.copy()
    steps, left = why.frame, parts.frame
    steps["rule"] = steps["error"] = left["part"] = 77
    assert repr(why) == told == repr(found.why(0, 1))
    pd.testing.assert_frame_equal(parts.frame, rest)
    for rows in (found.labels, found.left_out):
        assert not rows.flags.writeable


def test_answers_that_were_given_can_be_changed_afterwards():
    answers = pd.Series([-1, -1, 3], name="mine")
    found = cluster(CHAIN, change=answers, coinjoins="keep")
    fresh = repr(found)
    answers[:] = [-1, -1, 2]
    grown = cluster(CHAIN, change=answers, coinjoins="keep")
    found.grow(CHAIN)  # the answers that were given are asked again
    assert repr(found) == fresh
    assert found.labels.tolist() == cluster(CHAIN, change=pd.Series([-1, -1, 3])).labels.tolist()
    found.grow(CHAIN, change=answers)
    assert found.labels.tolist() == grown.labels.tolist()


def test_a_view_of_another_chain_is_looked_up_by_its_name():
    longer = node_chain()
    found = cluster(longer, as_of=110)
    late = longer.address(len(longer.addresses) - 1)
    for ask in (found.of, lambda view: found.why(view, 0), lambda view: found.when(0, view)):
        with pytest.raises(NpsError, match=late.text):
            ask(late)
    other = chain_of("z: ?kim=1 ?ann=1 -> bob 1")
    kept = cluster(CHAIN, coinjoins="keep")
    assert kept.why(other.address(0), other.address(1)).frame["tx"].tolist() == [1, 0]
