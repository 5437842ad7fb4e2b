"""Answers that are functions: tried on cases, and told the first that they fail on."""

import math

import pandas as pd
import pytest

from nps_chain.chain.store import load
from nps_chain.course import functions
from nps_chain.course.exercise import SHOWN, Exercise
from nps_chain.course.functions import NO_FUNCTION, shown
from tests.course.hostile import HOSTILE

CASES = [(6, 3), (10, 5), (1, 0)]


def whole(paid, parts):
    return paid // parts if parts else None


def exercise(right=whole, cases=CASES, **more):
    return Exercise(
        about=lambda: None,
        right=lambda about: right,
        tried_on=lambda about: cases,
        otherwise="Divide.",
        because="Yes.",
        hints=("a", "b", "c"),
        **more,
    )


def said(answer, **more):
    verdict = exercise(**more).judge(answer)
    assert verdict.answered
    assert not verdict.correct
    return verdict.says


def test_a_function_is_right_if_it_gives_the_same_on_all_cases():
    assert exercise().judge(lambda a, b: None if b == 0 else a / b).says == "Yes."


@pytest.mark.parametrize(
    "answer", [lambda a, b: None, lambda a, b: ..., lambda *args: [None, ...][args[1] > 0]]
)
def test_an_empty_function_is_not_answered_yet(answer):
    verdict = exercise().judge(answer)
    assert (verdict.correct, verdict.answered) == (False, False)


@pytest.mark.parametrize("answer", [2, "divide", [whole], pd.Series([1])])
def test_another_kind_of_answer_is_told_that_a_function_is_asked_for(answer):
    assert said(answer) == NO_FUNCTION


def test_the_first_case_that_differs_is_named_with_what_came():
    assert said(lambda a, b: 2) == (
        "Called with 1, 0, your function gives 2. Another answer is right here. Divide."
    )
    assert said(lambda a, b: b) == (
        "Called with 6, 3, your function gives 3; another number is right. Divide."
    )


def test_the_kind_that_is_expected_is_named_and_not_the_value():
    assert said(lambda a, b: "two") == (
        "Called with 6, 3, your function gives 'two'. A number is expected here, such as 1200."
        " Divide."
    )
    assert "gives 2.2. Nearly: round it" in said(lambda a, b: 2.2)


def test_an_error_becomes_a_sentence():
    assert said(lambda a, b: a // b) == (
        "Called with 1, 0, your function fails: ZeroDivisionError: integer division or modulo by"
        " zero. Divide."
    ).replace("integer division or modulo by zero", _zero())
    assert "fails: TypeError: " in said(lambda a: a)
    assert "fails: SystemExit. Divide." in said(lambda a, b: exit_silently())
    assert "fails: KeyError: '6'. Divide." in said(lambda a, b: {}[str(a)])


def _zero():
    try:
        return 1 // 0
    except ZeroDivisionError as error:
        return str(error)


def exit_silently():
    raise SystemExit()


def test_a_function_that_prints_is_told_to_return(capsys):
    assert said(lambda a, b: print(a)) == (
        "Called with 6, 3, your function returns nothing; it prints its result: write return in"
        " place of print. Divide."
    )
    assert capsys.readouterr().out == ""


def test_a_function_that_returns_on_one_way_alone_is_told_where_it_does_not():
    assert said(lambda a, b: 2 if a == 6 else None) == (
        "Called with 10, 5, your function returns nothing. Divide."
    )


def test_a_function_with_a_loop_that_never_ends_is_given_up(monkeypatch):
    def endless(a, b):
        while a != 10:
            pass
        return 2

    monkeypatch.setattr(functions, "LONGEST", 0.05)
    assert said(endless) == (
        "Called with 6, 3, your function fails: it takes too long; perhaps a loop in it never"
        " ends. Divide."
    )


def test_foreseen_functions_are_compared_on_all_cases():
    wrong = [
        (lambda about: lambda a, b: b, "never said of another function"),
        (lambda about: lambda a, b: a // b, "What if there are no parts?"),
    ]
    assert said(lambda a, b: math.floor(a / b) if b else 1 // 0, wrong=wrong) == (
        "What if there are no parts?"
    )
    assert said(lambda a, b: a // b if b else 7, wrong=wrong).startswith("Called with 1, 0,")


def test_a_foreseen_function_may_return_what_is_of_no_right_kind():
    wrong = [(lambda about: lambda a, b: [a, b], "That is both.")]
    assert said(lambda a, b: [a, b], wrong=wrong) == "That is both."
    assert "gives [6, 4]" in said(lambda a, b: [a, 4], wrong=wrong)


def test_the_function_of_the_lesson_is_no_answer():
    assert said(lambda a, b: a, example=lambda about: lambda a, b: a) == SHOWN


def test_arguments_may_be_changed_without_harm():
    table = pd.DataFrame({"value": [1, 2]})
    cases = [([3, 1, 2], {"a": [1]}, table), ([3, 1, 2], {"a": [1]}, table)]

    def counts(items, names, frame):
        items.clear()
        names["a"].clear()
        frame["value"] = 0
        return 3

    assert exercise(lambda items, names, frame: len(items), cases).judge(counts).correct
    assert cases[1][:2] == ([3, 1, 2], {"a": [1]})
    assert list(table["value"]) == [1, 2]


@pytest.mark.parametrize("right", [2, "word", True, ["a", "b"], {"z"}])
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_function_returns_is_told_in_a_sentence(right, name):
    verdict = exercise(lambda: right, [()]).judge(lambda: HOSTILE[name]())
    assert not verdict.correct
    assert verdict.says.startswith("When it is called, your function ")


def test_an_error_that_can_not_be_told_is_named():
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError("no")

    def fails(a, b):
        raise Mute

    assert "fails: Mute. Divide." in said(fails)


def test_values_are_shown_in_few_words():
    chain = load("core-regtest")
    assert shown(chain.tx(5)) == f"the transaction {chain.tx(5).txid[:12]}…"
    assert shown(chain.address(5)) == f"the address {chain.address(5).text[:16]}…"
    assert shown(chain.block(5)) == "the block 5"
    assert shown(chain) == "a Chain"
    assert shown(chain.txs) == "a DataFrame"
    assert shown(...) == "..."
    assert shown(10**5000) == "an int"
    assert len(shown("a" * 1000)) == functions.WIDEST
    assert shown("a\u202eb") == "'a\\u202eb'"
