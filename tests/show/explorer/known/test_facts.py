from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.explorer.known.facts import Facts
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain
from tests.other_future import other_future

CHAIN = chain_of(
    "a: new -> ann 50",
    "b: a:0 ?bob=10 -> bob 30, eve 30",
    "c: b:0 ?eve=1 -> mia 31",
    "d: b:1 c:0 -> ann 61",
)
NAMES = ("ann", "bob", "eve", "mia")
ANN, BOB, EVE, MIA = (CHAIN.address(address_of(name)).row for name in NAMES)
DAY = 125


def naive(chain, **options):
    return nps.cluster(chain, coinjoins="keep", **options)


def verdicts(*rows):
    return pd.DataFrame(rows, columns=["cluster", "kind", "confidence"])


def test_a_transaction_is_known_from_its_block_on():
    facts = Facts(CHAIN)
    assert [facts.known(2, height) for height in (1, 2, 3)] == [False, True, True]
    assert [facts.txs_known(height) for height in (-5, 0, 2, 2**40)] == [0, 1, 3, 4]
    assert (facts.height(2), facts.time(2)) == (2, 1_700_001_200)
    assert [facts.first_seen(row) for row in (ANN, BOB, EVE, MIA)] == [0, 1, 1, 2]


def test_time_and_height_are_those_of_the_block_wherever_the_chain_begins():
    c = CHAIN.columns
    later = c.txs.height + np.int32(680_000)
    columns = replace(c, txs=replace(c.txs, height=later), blocks=replace(c.blocks, height=later))
    facts = Facts(nps.Chain("regtest", columns, proven=True))
    assert (facts.height(2), facts.time(2)) == (680_002, 1_700_001_200)
    assert [facts.txs_known(height) for height in (2, 680_000, 680_003)] == [0, 1, 4]
    assert [one.tx for one in facts.of_addresses([EVE], 680_002)] == [1, 2]


def test_payments_are_asked_as_of_a_height():
    facts = Facts(CHAIN)
    assert [(one.tx, one.spends, one.value) for one in facts.of_addresses([EVE], 3)] == [
        (1, False, 30), (2, True, 1), (3, True, 30),
    ]  # fmt: skip
    assert [one.tx for one in facts.of_addresses([EVE, ANN], 1)] == [0, 1, 1]
    assert [one.value for one in facts.of_transaction(1)] == [50, 10, 30, 30]
    assert facts.sums([EVE, ANN], 2, spends=True).value.tolist() == [50, 1]


def test_change_is_that_of_the_vote_unless_another_is_given():
    chain = node_chain()
    for given, rule in ((None, "vote"), ("meiklejohn", "meiklejohn")):
        facts = Facts(chain, change=given)
        answers = nps.change(chain, rule)
        named = [
            (one.tx, one.address)
            for tx in range(len(chain.txs))
            for one in facts.of_transaction(tx)
            if one.change
        ]
        found = answers[answers >= 0]
        assert named == list(zip(found.index, chain.outputs["address"][found], strict=True))
        assert facts.change_rule == rule
    assert Facts(chain, change=nps.change(chain, "segwit", as_of=153)).change_rule == "segwit"
    with pytest.raises(nps.NpsError, match="change has 3 answers, and there are 711"):
        Facts(chain, change=answers[:3]).of_transaction(5)


def test_what_nodes_can_be_coloured_by_is_what_was_given():
    tags = pd.DataFrame({"address": [address_of("ann")], "label": ["x"], "kind": ["vendor"]})
    taint = nps.taint(CHAIN, [0], None)
    assert Facts(CHAIN).has == {"cluster"}
    assert Facts(CHAIN, taint=taint).has == {"cluster", "taint"}
    assert Facts(CHAIN, services=verdicts()).has == {"cluster", "kind"}
    assert Facts(CHAIN, tags=tags).has == {"cluster", "kind", "tag"}
    assert Facts(CHAIN, tags=tags[["address", "label"]]).has == {"cluster", "tag"}


def test_a_kind_is_the_first_that_a_tag_says_or_that_of_the_verdict():
    tags = pd.DataFrame(
        [(address_of("eve"), "A", None, None), (address_of("eve"), "B", "exchange", 3),
         (address_of("eve"), "C", "vendor", 2)],
        columns=["address", "label", "kind", "height"],
    )  # fmt: skip
    given = verdicts((ANN, "mixer", 0.8), (EVE, "payroll", 0.9))
    facts = Facts(CHAIN, clusters=naive(CHAIN), tags=tags, services=given)
    assert [facts.kind(EVE, height) for height in (1, 2, 3)] == ["payroll", "vendor", "exchange"]
    assert [facts.is_service(EVE, height) for height in (1, 2, 3)] == [False, False, True]
    assert [tag.label for tag in facts.tags(EVE, 2)] == ["A", "C"]
    assert facts.tags(ANN, 3) == ()


def test_a_verdict_on_a_cluster_is_on_those_that_were_known_to_be_in_it():
    facts = Facts(CHAIN, clusters=naive(CHAIN), services=verdicts((ANN, "mixer", 0.8)))
    assert [facts.kind(BOB, height) for height in (0, 1)] == ["", "mixer"]
    assert [facts.kind(EVE, height) for height in (0, 1, 2)] == ["", "", "mixer"]
    assert facts.verdict(EVE, 1) is None
    assert facts.verdict(EVE, 2).confidence == 0.8
    assert not Facts(CHAIN).is_service(ANN, 3)
    assert Facts(CHAIN).verdict(ANN, 3) is None


def test_taint_is_that_of_what_was_paid_by_then():
    facts = Facts(CHAIN, taint=nps.taint(CHAIN, [0], None, policy="haircut"))
    # Five sixths of what the second transaction pays are ann's.
    assert [facts.tainted(EVE, height) for height in (0, 1, 3)] == [(0, 0), (25, 30), (25, 30)]
    assert [facts.tainted(ANN, height) for height in (0, 2, 3)] == [(50, 50), (50, 50), (100, 111)]
    assert [facts.tainted_tx(tx) for tx in range(4)] == [(50, 50), (50, 60), (25, 31), (50, 61)]
    assert facts.tainted([EVE, ANN, EVE], 2) == (75, 80)
    assert Facts(CHAIN).tainted(ANN, 3) == Facts(CHAIN).tainted_tx(1) == (0, 0)


def test_taint_that_knows_less_is_told_as_far_as_it_goes():
    facts = Facts(CHAIN, taint=nps.taint(CHAIN, [0], None, policy="haircut", as_of=1))
    assert facts.tainted(ANN, 3) == (50, 111)
    assert facts.tainted_tx(3) == (0, 61)


def test_a_clock_after_the_last_block_is_at_the_last_block():
    facts = Facts(CHAIN.upto(1), clusters=naive(CHAIN), taint=nps.taint(CHAIN, [0], None))
    assert [facts.cluster(EVE, height) for height in (1, 2, 99)] == [EVE, EVE, EVE]
    assert facts.members(BOB, 99).tolist() == [ANN, BOB]
    assert facts.size(BOB, 99) == 2
    assert not facts.why(ANN, EVE, 99)
    assert facts.tainted(ANN, 99) == (50, 50)
    assert [one.tx for one in facts.of_addresses([ANN], 99)] == [0, 1]


def test_things_are_found_and_named():
    facts = Facts(CHAIN)
    assert facts.find(txid_of("c")) == "t2"
    assert facts.find(address_of("mia")[:20], as_of=2) == "a3"
    with pytest.raises(nps.NpsError, match="first appears in block 2"):
        facts.find(txid_of("c"), as_of=1)
    assert facts.name("t2>") == txid_of("c")
    assert facts.name("a3") == address_of("mia")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"clusters": naive(node_chain())}, "The clusters are of another chain: make them of this"),
        ({"taint": nps.taint(node_chain(), [0], None)}, "The taint is of another chain: make"),
        ({"taint": 5}, r"taint is what nps.taint\(...\) returns, not int"),
        ({"clusters": "vote"}, r"clusters is what nps.cluster\(chain\) returns, not str"),
        ({"tags": [5]}, "Tags are a frame with the columns address and label"),
        ({"services": 5}, "Verdicts on services are a frame"),
    ],
)
def test_what_does_not_fit_is_refused_at_once(given, message):
    with pytest.raises(nps.NpsError, match=message):
        Facts(CHAIN, **given)


@pytest.mark.parametrize("chain", [None, "tiny", CHAIN.txs])
def test_what_is_no_chain_is_refused(chain):
    with pytest.raises(nps.NpsError, match="Give a chain first"):
        Facts(chain)


def test_clusters_of_another_future_are_refused():
    another = other_future(node_chain(), DAY)
    with pytest.raises(nps.NpsError, match="The clusters are of another chain"):
        Facts(node_chain(), clusters=nps.cluster(another))
    Facts(node_chain(), clusters=nps.cluster(another, as_of=DAY))


def told(chain):
    """All that facts tell as of a day."""
    past = chain.upto(DAY)
    addresses = past.addresses["address"]
    tags = pd.DataFrame({"address": addresses[::3], "label": "x", "kind": "vendor"})
    tags["height"] = tags.index
    given = verdicts(*[(row, "mixer", 0.5) for row in range(0, len(addresses), 2)])
    facts = Facts(chain, tags=tags, services=given, taint=nps.taint(chain, [610, 640, 700], None))
    every = range(len(addresses))
    a, *_, b = np.flatnonzero(facts.members(85, DAY)).tolist() or [0, 0]
    return [
        [facts.of_transaction(tx) for tx in range(facts.txs_known(DAY))],
        facts.of_addresses(every, DAY),
        [sums.tolist() for sums in facts.sums(every, DAY, spends=True)],
        [facts.cluster(row, DAY) for row in every],
        [facts.members(row, DAY).tolist() for row in every],
        [facts.size(row, DAY) for row in every],
        facts.why(a, b, DAY).sentences,
        [facts.kind(row, DAY) for row in every],
        [facts.tags(row, DAY) for row in every],
        [facts.tainted(row, DAY) for row in every],
        facts.find(addresses[5][:24], DAY),
    ]


def test_as_of_a_day_facts_know_nothing_of_what_came_after():
    on_the_day = told(node_chain().upto(DAY))
    assert told(node_chain()) == on_the_day
    assert told(other_future(node_chain(), DAY)) == on_the_day
