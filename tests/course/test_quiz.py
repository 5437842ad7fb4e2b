"""A quiz: each answer judged by itself, correct only if all are."""

import pytest

from nps_chain.course.quiz import NUDGE, Quiz
from tests.course.hostile import HOSTILE

QUIZ = Quiz(("b", "Why b."), ("c", "Why c.", "Look at the box."), ("a", "Why a."))


@pytest.mark.parametrize(
    "answer",
    [
        ["b", "c", "a"],
        ("B", "C", "A"),
        "bca",
        "b c a",
        "B, C, A",
        "(b) (c) (a)",
        ["(b)", "c)", " a. "],
    ],
)
def test_a_quiz_is_right_in_any_spelling(answer):
    verdict = QUIZ.judge(answer)
    assert verdict.correct
    assert verdict.says.splitlines() == [
        "3 of 3 are right.",
        "Question 1: right. Why b.",
        "Question 2: right. Why c.",
        "Question 3: right. Why a.",
    ]


def test_a_wrong_answer_is_told_where_to_look_and_not_what_is_right():
    verdict = QUIZ.judge(["b", "a", "c"])
    assert not verdict.correct
    assert verdict.says.splitlines() == [
        "1 of 3 is right.",
        "Question 1: right. Why b.",
        "Question 2: not yet. Look at the box.",
        f"Question 3: not yet. {NUDGE}",
    ]


@pytest.mark.parametrize("answer", [["b", "c", ...], ["b", "c", None], ["b", "c", ""]])
def test_a_question_left_open_is_told_so(answer):
    verdict = QUIZ.judge(answer)
    assert not verdict.correct
    assert verdict.says.splitlines()[-1] == "Question 3: not answered yet"


@pytest.mark.parametrize("answer", [..., None, [..., ..., ...], ["", "", ""], [...]])
def test_a_quiz_left_alone_is_not_answered_yet(answer):
    assert not QUIZ.judge(answer).answered


@pytest.mark.parametrize(
    "answer", [5, [], "b", "bcab", ["b", "c"], {"b": 1}, [["b"], "c"], {"b", "c", "a"}]
)
def test_anything_else_is_told_how_a_quiz_is_answered(answer):
    verdict = QUIZ.judge(answer)
    assert verdict.answered
    assert verdict.says == "Give 3 letters in a list, one for each question."


def test_items_that_are_no_letters_are_wrong():
    assert QUIZ.judge([1, object(), "what"]).says.startswith("0 of 3 are right.")


@pytest.mark.parametrize("name", HOSTILE)
def test_no_answer_stops_a_quiz(name):
    verdict = QUIZ.judge(HOSTILE[name]())
    assert not verdict.correct
    assert verdict.says.startswith(("Give 3 letters", "0 of 3 are right."))


@pytest.mark.parametrize("question", [("z", "Why."), ("b",), ("b", "Why.", "Where.", "What.")])
def test_a_question_has_a_letter_and_a_reason(question):
    with pytest.raises(TypeError, match="a question is"):
        Quiz(question)
