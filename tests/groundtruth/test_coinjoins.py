"""Scores of CoinJoin detectors: what was found, and who was accused wrongly."""

import math

import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.groundtruth.coinjoins import score_coinjoins
from nps_chain.groundtruth.store import truth
from nps_chain.trace.coinjoin import coinjoins
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of, txid_of
from tests.node_chain import node_chain, txids_of

CHAIN = chain_of(*(f"t{k}: new -> ann{k} 9" for k in range(8)))
KINDS = {"t1": "coinjoin", "t2": "payment", "t3": "coinjoin", "t4": "payjoin", "t6": "coinjoin"}
KNOWN = truth_of({}, {name: (kind, "") for name, kind in KINDS.items()})


def verdicts(**kinds: str) -> pd.DataFrame:
    rows = [(int(name[1:]), kind, f"because of {name}") for name, kind in kinds.items()]
    return pd.DataFrame(rows, columns=["tx", "kind", "reason"]).astype({"tx": "int64"})


def test_a_small_case_in_full():
    told = verdicts(t1="wasabi", t2="wasabi", t3="joinmarket", t4="joinmarket", t7="whirlpool")
    result = score_coinjoins(told, KNOWN, chain=CHAIN)
    assert (result.coinjoins, result.flagged, result.right) == (3, 4, 2)
    assert (result.false_alarms, result.not_judged, result.transactions) == (2, 1, 5)
    assert (result.recall, result.precision) == (2 / 3, 2 / 4)
    assert result.alarms.values.tolist() == [
        [2, txid_of("t2"), "payment", "wasabi", "because of t2"],
        [4, txid_of("t4"), "payjoin", "joinmarket", "because of t4"],
    ]
    assert result.missed.values.tolist() == [[6, txid_of("t6"), "coinjoin"]]
    assert result.by_kind.to_dict("index") == {
        "joinmarket": {"flagged": 2, "right": 1, "precision": 0.5},
        "wasabi": {"flagged": 2, "right": 1, "precision": 0.5},
    }
    shown = str(result)
    assert shown.startswith("finds 66.7 % of 3 CoinJoins (95 % interval ")
    assert "; 2 false alarms, so 50.0 % of 4 transactions it flags are one (95 %" in shown


def test_nothing_is_said_in_words():
    silent = score_coinjoins(verdicts(), KNOWN, chain=CHAIN)
    assert silent.recall == 0
    assert math.isnan(silent.precision)
    assert str(silent) == "finds 0 % of 3 CoinJoins (95 % interval 0.0 to 100.0); no false alarm"
    assert list(silent.alarms) == ["tx", "txid", "truth", "kind", "reason"]
    none = score_coinjoins(verdicts(), truth_of({}), chain=CHAIN)
    assert math.isnan(none.recall)
    assert str(none) == "there are no CoinJoins to find; no false alarm"
    early = score_coinjoins(verdicts(t1="wasabi"), KNOWN, chain=CHAIN.upto(2))
    assert (early.recall, early.precision, early.coinjoins) == (1, 1, 1)


def test_what_are_no_verdicts_is_refused():
    for told, message in (
        (verdicts(t8="wasabi"), "from 0 to 7"),
        (pd.concat([verdicts(t1="wasabi"), verdicts(t1="joinmarket")]), "about one transaction"),
        (verdicts(t1="wasabi").astype({"tx": float}), "by its row"),
    ):
        with pytest.raises(NpsError, match=message):
            score_coinjoins(told, KNOWN, chain=CHAIN)


def test_the_nodes_coinjoins():
    chain, known = node_chain(), truth("core-regtest")
    found = coinjoins(chain)
    result = score_coinjoins(found, known)
    true = set(txids_of("coinjoin"))
    flagged = {chain.tx(tx).txid for tx in found["tx"].tolist()}
    assert result.coinjoins == len(true) == 10
    assert result.right == len(true & flagged)
    assert result.false_alarms == len(flagged - true)
    assert set(result.missed["txid"]) == true - flagged
