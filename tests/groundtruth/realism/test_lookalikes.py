"""Look-alikes: who is accused wrongly, who passes unseen, and of whom too little is known."""

import math

import nps_chain as nps
from nps_chain.groundtruth.realism import lookalikes
from tests.groundtruth.realism.dressed import row
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of, txid_of

EQUAL = "kim1 50000, kim2 50000, kim3 50000"
CHAIN = chain_of(
    "c: new -> ann1 9000, ann2 9000, ann3 9000, ann4 9000, ann5 9000",
    "two: c:0 c:1 -> bob 5000, eve 5000, ann6 7000",  # BlockSci's rule flags it
    "pair: c:2 c:3 -> bob2 6000, eve2 6000, ann7 5000",  # so it does this one, of two people
    "join: c:4 -> lee 8000, ann8 900",
    f"dark: ? ? ? ? -> {EQUAL}, lee1 11000, lee2 12000, lee3 13000",
)


def test_a_small_case_in_full():
    kinds = {"two": "wage", "pair": "coinjoin", "join": "payjoin", "dark": "coinjoin"}
    truth = truth_of({}, {name: (kind, "") for name, kind in kinds.items()})
    found = lookalikes(CHAIN, truth)
    assert (found.benign, found.missed, found.abstained, found.recall) == (1, 3, 1, 0)
    assert math.isnan(found.precision)
    assert found.benign_txs.values.tolist() == [[row(CHAIN, "two"), txid_of("two"), "wage"]]
    assert found.missed_txs.values.tolist() == [
        [row(CHAIN, name), txid_of(name), kinds[name], name == "dark"]
        for name in ("pair", "join", "dark")
    ]
    assert str(found) == (
        "BlockSci's rule flags 1 plain transaction; our detectors miss 3 CoinJoins and PayJoins, 1"
        " of them for want of data; of CoinJoins alone, our detector finds 0 % of 2 CoinJoins (95 %"
        " interval 0.0 to 100.0); no false alarm"
    )


def test_what_the_truth_does_not_know_is_neither():
    found = lookalikes(CHAIN, truth_of({}))
    assert (found.benign, found.missed, found.abstained) == (0, 0, 0)
    assert len(found.benign_txs) == len(found.missed_txs) == 0


def test_on_a_nodes_chain():
    known = nps.truth("core-regtest")
    found = lookalikes(known.chain, known)
    assert (found.benign, found.missed, found.recall, found.precision) == (0, 9, 1, 1)
    assert {*found.missed_txs["truth"]} == {"payjoin"}
