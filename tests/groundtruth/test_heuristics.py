"""Scores of change heuristics: a case in full, plain counting, and a real node's figures."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.groundtruth.heuristics import score_change
from nps_chain.groundtruth.store import truth
from nps_chain.groundtruth.tables import TX_KINDS
from nps_chain.trace.change import change
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of
from tests.node_chain import node_chain, txids_of
from tests.node_chain import truth as notes

EXPECTED = json.loads(
    (Path(__file__).parents[1] / "data" / "core-regtest" / "EXPECTED.json").read_text("utf-8")
)
CHAIN = chain_of(
    "mint: new -> ann 90",
    "pay: mint:0 -> bob 30, ann 60",
    "give: pay:1 -> kim 20, ann 40",
    "sweep: give:1 -> kim 30, eve 10",
    "join: pay:0 give:0 -> bob 10, kim 10, bob 20, kim 10",
    "dark: sweep:0 -> lee 10, mia 20",
    "last: sweep:1 -> lee 1, eve 9",
)
TXS = {
    "mint": ("coinbase", "coinbase"),
    "pay": ("payment", "payment change"),
    "give": ("payment", "payment change"),
    "sweep": ("sweep", "sweep sweep"),
    "join": ("coinjoin", "mix mix change change"),
    "last": ("payment", "payment change"),
}


def answers(*outputs: int) -> pd.Series:
    return pd.Series(outputs, name="output", dtype="int64")


def test_a_small_case_in_full():
    # Outputs by transaction: 0 | 1 2 | 3 4 | 5 6 | 7 8 9 10 | 11 12 | 13 14
    found = answers(-1, 2, 3, 5, 9, 12, -1)
    result = score_change(found, truth_of({}, TXS), chain=CHAIN)
    assert result.transactions == 6  # the truth is silent about "dark"
    assert result.with_change == 3
    assert result.answers == 4
    assert result.answers_with_change == 2
    assert result.right == 1
    assert result.not_judged == 1
    assert result.coverage == 2 / 3
    assert result.precision == 1 / 4
    assert result.precision_with_change == 1 / 2
    assert result.recall == 1 / 3
    wrong = result.wrong.astype({"kind": "str"})[["tx", "kind", "output", "change"]]
    assert wrong.values.tolist() == [
        [2, "payment", 3, 4],
        [3, "sweep", 5, -1],
        [4, "coinjoin", 9, -1],
    ]
    kinds = result.by_kind
    assert kinds.index.to_list() == ["coinbase", "payment", "sweep", "coinjoin"]
    assert kinds.loc["payment", ["transactions", "with_change", "answers", "right"]].to_list() == [
        3, 3, 2, 1,
    ]  # fmt: skip
    assert kinds.loc["payment", "precision"] == 1 / 2
    assert math.isnan(kinds.loc["sweep", "coverage"])
    assert str(result).startswith("answers 66.7 % of 3 transactions with one change output, right")
    assert str(result).endswith("; right in 25.0 % of all its 4 answers")


def test_a_wrong_answer_tells_who_would_be_taken_for_whom():
    known = truth_of({"ann": "ann", "bob": "shop", "kim": "kim"}, TXS, {"shop": "merchant"})
    wrong = score_change(answers(-1, 1, 3, 6, -1, -1, -1), known, chain=CHAIN).wrong
    told = wrong[["payer", "owner", "owner_kind"]].values.tolist()
    assert told == [["", "shop", "merchant"], ["", "kim", "person"], ["", "", ""]]
    played = truth("core-regtest")
    wrong = score_change(change(node_chain(), "optimal_change"), played).wrong
    assert (wrong["payer"] != "").all()
    for row in wrong.itertuples():
        address = node_chain().addresses["address"][
            node_chain().columns.outputs.address[row.output]
        ]
        assert played.owner(address) == row.owner


def test_kinds_can_be_left_out():
    found = answers(-1, 2, 3, 5, 9, 12, -1)
    result = score_change(found, truth_of({}, TXS), chain=CHAIN, without=["coinjoin", "sweep"])
    assert (result.answers, result.right, result.not_judged) == (2, 1, 3)
    assert result.precision == 1 / 2
    with pytest.raises(NpsError, match="no kind of transaction 'coin join': choose from coinbase"):
        score_change(found, truth_of({}, TXS), chain=CHAIN, without=["coin join"])
    with pytest.raises(NpsError, match="no kind of transaction 'mix': choose from coinbase"):
        score_change(found, truth_of({}, TXS), chain=CHAIN, without="mix")


def test_who_never_answers_has_no_precision():
    silent = score_change(answers(*[-1] * 7), truth_of({}, TXS), chain=CHAIN)
    assert str(silent) == "answers nothing; 3 transactions had one change output"
    assert silent.coverage == silent.recall == 0
    assert math.isnan(silent.precision)
    assert all(map(math.isnan, silent.interval("precision")))
    early = score_change(answers(), truth_of({}, TXS), chain=CHAIN)
    assert math.isnan(early.coverage)
    nobody = score_change(answers(*[-1] * 7), truth_of({}), chain=CHAIN)
    assert nobody.transactions == 0


def test_answers_of_the_past_are_judged_on_the_transactions_of_then():
    known = truth_of({}, TXS)
    then = score_change(answers(-1, 2, 3), known, chain=CHAIN)
    cut = score_change(answers(-1, 2, 3), known, chain=CHAIN.upto(2))
    assert then.frame.equals(cut.frame)
    assert then.with_change == 2


@pytest.mark.parametrize("output", [1, 3, 15, -2, 10**12])
def test_an_answer_about_another_chain_is_noticed(output):
    with pytest.raises(NpsError, match=r"is none of transaction 0.*chain="):
        score_change(answers(output), truth_of({}, TXS), chain=CHAIN)


def test_what_are_no_answers_is_refused():
    known = truth_of({}, TXS)
    for index in ([1, 2], [0, 0], range(8), ["a", "b"]):
        found = pd.Series(-1, index=index, name="output")
        with pytest.raises(NpsError, match="index of rows"):
            score_change(found, known, chain=CHAIN)
    with pytest.raises(NpsError, match="is a row in outputs"):
        score_change(pd.Series([0.5, -1]), known, chain=CHAIN)


@settings(max_examples=15)
@given(st.data())
def test_counts_are_what_counting_one_by_one_gives(data):
    known = truth("core-regtest")
    chain, kinds = node_chain(), {row["txid"]: row["kind"] for row in notes("transactions")}
    role = {(row["txid"], int(row["n"])): row["role"] for row in notes("outputs")}
    chosen = data.draw(st.lists(st.integers(0, 6), min_size=711, max_size=711))
    first = chain.first_output.tolist()
    found, right, with_change, answered, both = [], 0, 0, 0, 0
    for tx, txid in enumerate(chain.txs["txid"]):
        many = first[tx + 1] - first[tx]
        n = chosen[tx] if chosen[tx] < many else -1
        found.append(first[tx] + n if n >= 0 else -1)
        if kinds[txid] == "payjoin":
            continue
        given_back = [k for k in range(many) if role[txid, k] == "change"]
        with_change += len(given_back) == 1
        answered += n >= 0
        both += n >= 0 and len(given_back) == 1
        right += given_back == [n]
    result = score_change(answers(*found), known, without=["payjoin"])
    assert (result.right, result.with_change) == (right, with_change)
    assert (result.answers, result.answers_with_change) == (answered, both)
    assert result.by_kind["right"].sum() == right
    assert len(result.wrong) == answered - right


@pytest.mark.parametrize(
    ("heuristic", "counted"),
    [
        ("address_reuse", "address_reuse"),
        ("address_type", "address_type"),
        ("optimal_change", "optimal_change"),
        ("client_change_address_behavior", "fresh_address"),
        ("meiklejohn", "meiklejohn"),
        *((f"power_of_ten_{d}", f"power_of_ten_{d}") for d in range(1, 8)),
    ],
)
def test_the_nodes_chain_scores_as_was_counted_apart(heuristic, counted):
    found = change(node_chain(), heuristic, as_of=node_chain().height)
    result = score_change(found, truth("core-regtest"), without=["coinjoin", "payjoin"])
    expected = EXPECTED["change_heuristics"]["table"][counted]
    assert result.answers == expected["identified"]
    assert result.right == expected["right"]


def test_intervals_hold_the_figures_and_are_the_same_each_time():
    known, chain = truth("core-regtest"), node_chain()
    found = change(chain, "address_type")
    one, other = score_change(found, known), score_change(found, known)
    assert one.frame.equals(other.frame)
    for name in ("coverage", "precision", "precision_with_change", "recall"):
        low, high = one.interval(name)
        assert low < getattr(one, name) < high
    assert score_change(found, known, seed=1).interval("recall") != one.interval("recall")
    assert np.isin(one.by_kind.index, TX_KINDS).all()
    assert one.by_kind["transactions"].sum() == len(txids_of(*TX_KINDS))


def test_a_wallets_transactions_can_be_drawn_together():
    known, chain = truth("core-regtest"), node_chain()
    found = change(chain, "power_of_ten_1")
    each = score_change(found, known, without="coinbase")
    together = score_change(found, known, without="coinbase", unit="sender")
    assert each.precision == together.precision
    assert each.interval("precision") != together.interval("precision")
    low, high = together.interval("precision")
    assert low < each.precision < high
    with pytest.raises(NpsError, match="not by 'wallet'"):
        score_change(found, known, unit="wallet")


def test_senders_are_drawn_with_all_that_is_theirs(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "nps_chain.groundtruth.heuristics.resampled",
        lambda units, seed: seen.append(units) or np.zeros((9, 5)),
    )
    known = truth("core-regtest")
    always = pd.Series(node_chain().first_output[:-1], name="output", dtype="int64")
    score_change(always, known, unit="sender")
    sent = pd.Series([row["sender"].split("+")[0] for row in notes("transactions")])
    counts = sorted(sent[sent != ""].value_counts().to_list() + [1] * (sent == "").sum())
    assert sorted(seen[0][:, 0].tolist()) == counts
