"""Judging: generous about the type of an answer, strict about its content, never an error."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from nps_chain.course.answers import MOST_ITEMS
from nps_chain.course.exercise import Exercise

HINTS = ("look", "look closer", "nearly there")
BASE58 = "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"
BECH32 = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"


def exercise(right, wrong=()):
    return Exercise(
        about=lambda: right,
        right=lambda about: about,
        wrong=wrong,
        otherwise="Look again.",
        because="So it is.",
        hints=HINTS,
    )


class Hostile:
    """An object all of whose methods fail."""

    def __getattribute__(self, name):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None

    def __str__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize(
    "answer",
    [
        1200,
        1200.0,
        np.int64(1200),
        np.uint32(1200),
        np.float64(1200),
        np.array(1200),
        np.array([1200]),
        pd.Series([1200]),
        [1200],
        Decimal("1200"),
        "1200",
        " 1 200 ",
        "1,200",
        "1\u202f200",
    ],
)
def test_a_number_is_right_in_any_type(answer):
    assert exercise(1200).judge(answer).correct


@pytest.mark.parametrize(
    "answer",
    [
        1201,
        1200.5,
        "12 00",
        "1200 or so",
        True,
        [1200, 1200],
        pd.Series([], dtype=int),
        float("nan"),
    ],
)
def test_a_number_is_wrong_if_it_differs_at_all(answer):
    assert not exercise(1200).judge(answer).correct


def test_true_is_not_one():
    assert not exercise(1).judge(True).correct


@pytest.mark.parametrize(
    "answer", ["change", " Change ", "CHANGE", np.str_("change"), ["change"], pd.Series(["change"])]
)
def test_a_word_is_right_in_any_case_and_type(answer):
    assert exercise("change").judge(answer).correct


def test_an_address_keeps_its_case_where_case_counts():
    assert exercise(BASE58).judge(BASE58).correct
    assert not exercise(BASE58).judge(BASE58.lower()).correct
    assert exercise(BECH32).judge(BECH32.upper()).correct


@pytest.mark.parametrize(
    "answer",
    [
        {"a", "b"},
        ["b", "a", "a"],
        ("a", "b"),
        np.array(["a", "b"]),
        pd.Series(["b", "a"]),
        pd.Index(["a", "b"]),
        {"a": 1, "b": 2},
        "a, b",
        (letter for letter in "ab"),
    ],
)
def test_a_set_is_right_in_any_type_and_order(answer):
    assert exercise({"a", "b"}).judge(answer).correct


def test_a_list_must_be_in_order():
    assert exercise(["a", "b"]).judge(["a", "b"]).correct
    assert not exercise(["a", "b"]).judge(["b", "a"]).correct


def test_a_set_of_numbers_takes_numpy_and_texts():
    assert exercise({1, 2}).judge(np.array([2, 1])).correct
    assert exercise({1, 2}).judge("1 2").correct


def test_a_wrong_set_is_told_how_much_of_it_is_right():
    verdict = exercise({"a", "b", "c"}).judge(["a", "x"])
    assert verdict.says == (
        "Of those you give, 1 belong here and 1 don't; 2 are missing. Look again."
    )


def test_a_typical_wrong_answer_is_explained_and_any_other_is_sent_back():
    asked = exercise(
        5,
        wrong=[(lambda about: about + 2, "That is the sum."), (lambda about: about, "never said")],
    )
    assert asked.judge(np.int64(7)).says == "That is the sum."
    assert asked.judge(8).says == "Look again."
    assert asked.judge(5).says == "So it is."


def endless():
    while True:
        yield "a"


@pytest.mark.parametrize("right", [5, "word", {"a"}, ["a"]])
@pytest.mark.parametrize(
    "make",
    [
        Hostile,
        object,
        lambda: print,
        lambda: b"bytes",
        lambda: 10**5000,
        lambda: "9" * 10_000_000,
        endless,
        lambda: range(10 * MOST_ITEMS),
        lambda: [[]],
        lambda: pd.NA,
        lambda: float("inf"),
        lambda: pd.DataFrame({"a": ["a"], "b": [5]}),
        lambda: np.zeros((0, 3)),
        lambda: 1j,
    ],
)
def test_nothing_is_raised_for_an_answer(right, make):
    verdict = exercise(right).judge(make())
    assert not verdict.correct
    assert verdict.says.endswith(".")


def test_a_list_that_holds_itself_is_no_answer():
    loop: list = []
    loop.append(loop)
    assert not exercise(5).judge(loop).correct


def test_a_whole_table_is_told_to_be_one_column():
    table = pd.DataFrame({"address": ["a"], "value": [1]})
    assert "One column" in exercise({"a"}).judge(table).says
