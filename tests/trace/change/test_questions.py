"""What is asked of one payment: the questions, their answers, and the guess without a rule."""

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.trace.change import BACKWARD, FORWARD, HEURISTICS, answers, smaller_output
from nps_chain.trace.change.questions import ASKED, QUESTIONS, ask_rules, change_output
from tests.handmade import chain_of, txid_of
from tests.node_chain import node_chain

CHAIN = chain_of(
    "a: new -> ann 50000, bob 70000",
    "b: a:0 a:1 -> kim 100000, ann 12345, data 0",
    "c: b:0 -> eve 60000, lee 39000",
    "d: b:1 -> eve 12000",
)


def says(table, rule):
    outputs = [column for column in table if column.startswith("output ")]
    return [*table.loc[rule, outputs], table.loc[rule, "answer"]]


def test_each_rule_has_a_question():
    assert set(QUESTIONS) == set(HEURISTICS)
    assert all(question.endswith("?") for question in QUESTIONS.values())
    assert len({*QUESTIONS.values()}) == len(QUESTIONS) - 1  # four digits have two names


def test_a_payment_in_full():
    table = ask_rules(CHAIN, txid_of("b"))
    assert table.columns.tolist() == ["question", "output 0", "output 1", "output 2", "answer"]
    assert table.index.tolist() == list(ASKED)
    assert table["question"].tolist() == [QUESTIONS[rule] for rule in ASKED]
    assert says(table, "address_reuse") == ["no", "yes", "-", "output 1"]
    assert says(table, "address_type") == ["yes", "yes", "-", "abstains"]
    assert says(table, "optimal_change") == ["no", "yes", "-", "output 1"]
    assert says(table, "power_of_ten_4") == ["no", "yes", "-", "output 1"]
    assert says(table, "meiklejohn") == ["no", "no", "-", "abstains"]
    pd.testing.assert_frame_equal(table, ask_rules(CHAIN, CHAIN.tx(1)))
    assert says(ask_rules(CHAIN, 2), "optimal_change") == ["-", "-", "abstains"]
    assert says(ask_rules(CHAIN, 0), "meiklejohn") == ["-", "-", "abstains"]


def test_habits_are_seen_once_all_is_spent():
    assert says(ask_rules(CHAIN, 1, "version", as_of=2), "version") == ["-", "-", "-", "abstains"]
    late = ask_rules(CHAIN, 1, FORWARD, as_of=3)
    assert late.index.tolist() == list(FORWARD)
    assert says(late, "version") == ["yes", "yes", "-", "abstains"]
    with pytest.raises(NpsError, match="version looks forward"):
        ask_rules(CHAIN, 1, "version")


def test_the_vote_tells_its_chances():
    assert says(ask_rules(CHAIN, 1, "vote"), "vote") == ["0 %", "100 %", "-", "output 1"]
    assert says(ask_rules(CHAIN, 3, "vote"), "vote") == ["-", "abstains"]
    unsure = chain_of("a: new -> ann 9", "b: a:0 -> bob 4, kim 5")
    assert says(ask_rules(unsure, 1, "vote"), "vote")[-1] == "abstains"


def test_answers_are_those_of_the_heuristics():
    chain = node_chain()
    rules = [*BACKWARD, *FORWARD, "vote"]
    given = answers(chain, rules, as_of=chain.height)
    for tx in (0, 109, 300, 340, 500, 671, 700):
        first = chain.tx(tx).output_rows.start
        table = ask_rules(chain, tx, rules, as_of=chain.height)
        for rule in rules:
            row = given.loc[tx, rule]
            wanted = "abstains" if row < 0 else f"output {row - first}"
            assert table.loc[rule, "answer"] == wanted
            if row >= 0 and rule != "vote":
                assert table.loc[rule, wanted] == "yes"
            coin = change_output(chain, tx, rule, as_of=chain.height)
            assert coin == (None if row < 0 else chain.tx(tx).outputs[row - first])


def test_nothing_from_the_future():
    chain = node_chain()
    day = chain.tx(300).height
    for rules in (ASKED, FORWARD, ["vote"]):
        then = ask_rules(chain, 300, rules, as_of=day)
        pd.testing.assert_frame_equal(then, ask_rules(chain.upto(day), 300, rules, as_of=day))
    assert change_output(chain, 300, "locktime", as_of=day) == change_output(
        chain.upto(day), 300, "locktime", as_of=day
    )
    for call in (ask_rules, change_output):
        with pytest.raises(NpsError, match="transaction"):
            call(chain, 300, as_of=day - 1)


@pytest.mark.parametrize("rules", ["legacy", ["vote", 7], [None]])
def test_what_is_no_rule_is_answered_with_those_that_there_are(rules):
    with pytest.raises(NpsError, match=r"no question of a rule .*: address_reuse, .*vote"):
        ask_rules(CHAIN, 1, rules)


def test_one_payment_at_a_time():
    for call in (ask_rules, change_output):
        with pytest.raises(NpsError, match="one transaction to ask about, not 2"):
            call(CHAIN, [1, 2])


def test_a_rule_of_ones_own_is_asked_too():
    assert change_output(CHAIN, 2, smaller_output).value == 39000


def test_the_guess_takes_the_smaller_of_two():
    chain = chain_of(
        "a: new -> ann 50, bob 70",
        "b: a:0 -> kim 30, data 0, eve 20",
        "c: a:1 -> kim 35, eve 35",
        "d: b:0 -> kim 10, eve 15, lee 5",
        "e: b:2 -> kim 20",
        "f: d:1 -> kim 7, eve 7, lee 0",
    )
    assert smaller_output(chain).tolist() == [-1, 4, -1, -1, -1, -1]
    assert smaller_output(chain, as_of=1).tolist() == [-1, 4]
    assert nps.change(chain, smaller_output).attrs["rule"] == "smaller_output"
