"""Judging: right, foreseen as wrong, shown already, nearly right, or something else."""

from decimal import Decimal

import numpy as np
import pytest

from nps_chain.course import exercise as module
from nps_chain.course import remarks
from nps_chain.course.exercise import SHOWN, TOO_LONG, Exercise

HINTS = ("look", "look closer", "nearly there")


def exercise(right, wrong=(), **more):
    return Exercise(
        about=lambda: right,
        right=lambda about: about,
        wrong=wrong,
        otherwise="Look again.",
        because="So it is.",
        hints=HINTS,
        **more,
    )


def said(right, answer, **more):
    verdict = exercise(right, **more).judge(answer)
    assert not verdict.correct
    return verdict.says


def test_the_right_answer_is_told_what_to_take_home():
    verdict = exercise(5).judge(np.int64(5))
    assert (verdict.correct, verdict.says) == (True, "So it is.")


def test_a_typical_wrong_answer_is_explained_and_any_other_is_sent_back():
    wrong = [(lambda about: about + 2, "That is the sum."), (lambda about: about, "never said")]
    assert said(5, np.int64(7), wrong=wrong) == "That is the sum."
    assert said(5, 8, wrong=wrong) == "Look again."
    assert exercise(5, wrong).judge(5).says == "So it is."


def test_what_the_lesson_has_shown_is_no_answer():
    assert said(5, 4, example=lambda about: about - 1) == SHOWN
    own = [(lambda about: about - 1, "That is the first one.")]
    assert said(5, 4, wrong=own, example=lambda about: about - 1) == "That is the first one."
    assert exercise(5, example=lambda about: about).judge(5).correct


def test_a_wrong_answer_of_another_kind_is_never_met_and_harms_nothing():
    assert said(5, 4, wrong=[(lambda about: "four", "never said")]) == "Look again."


def test_a_wrong_set_is_told_how_much_of_it_is_right():
    assert said({"a", "b", "c"}, ["a", "x"]) == (
        "Of those you give, 1 belong here and 1 don't; 2 are missing. Look again."
    )


@pytest.mark.parametrize("answer", [0.5, "0.5", "0,5 BTC", Decimal("0.50000000"), 0.1 + 0.4])
def test_the_right_amount_in_btc_is_told_from_a_wrong_one(answer):
    assert said(50_000_000, answer) == remarks.IN_BTC
    assert said(50_000_001, answer) == "Look again."


def test_whole_bitcoin_are_told_too_and_nothing_is_nothing_in_any_unit():
    assert said(300_000_000, 3) == remarks.IN_BTC
    assert exercise(0).judge(0).correct


def test_an_exercise_may_say_in_its_own_words_what_it_expects_of_units():
    wrong = [(lambda about: "0.50000000", "In satoshi, please.")]
    assert said(50_000_000, 0.5, wrong=wrong) == "In satoshi, please."


@pytest.mark.parametrize("answer", [0.12, "0,123", "0,12", 0.1249, 0.115])
def test_a_share_is_told_from_a_percentage(answer):
    assert said(12, answer) == remarks.SHARE
    assert said(40, answer) == "Look again."


@pytest.mark.parametrize("answer", [12.4, 11.6, 12.9, "12,34 %", np.float32(12.3)])
def test_a_number_that_was_not_rounded_is_nearly_right(answer):
    assert said(12, answer) == remarks.NEARLY


@pytest.mark.parametrize("answer", [13, 11, 13.2, 10.9, -12.4])
def test_another_number_is_not_nearly_right(answer):
    assert said(12, answer) == "Look again."


def test_a_huge_number_is_just_another_one():
    assert said(12, 10**5000) == "Look again."


def test_the_right_items_in_another_order_are_told_so():
    assert said(["a", "b", "c"], ["c", "a", "b"]) == remarks.OTHER_ORDER
    assert said(["a", "b"], ["a", "b", "b"]) == "Look again."


def test_a_list_of_numbers_is_told_of_a_slip_that_all_its_wrong_ones_share():
    assert said([12, 40], [12.3, 40]) == remarks.NEARLY
    assert said([50_000_000, 10_000_000], [0.5, 0.1]) == remarks.IN_BTC
    assert said([50_000_000, 12], [0.5, 12.3]) == "Look again."


def test_an_answer_that_never_ends_is_given_up(monkeypatch):
    class Endless:
        def __iter__(self):
            while True:
                pass

    monkeypatch.setattr(module, "LONGEST", 0.05)
    assert said({"a"}, Endless()) == TOO_LONG
