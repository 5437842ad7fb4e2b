"""The three calls of a lesson print plain sentences, and none raises for an answer."""

import pytest

from nps_chain import places
from nps_chain.course import exercises, lesson
from nps_chain.course.exercise import Exercise, Lesson

ASKED = Exercise(
    about=lambda: 3,
    right=lambda inputs: inputs,
    wrong=[(lambda inputs: inputs + 1, "You counted the coinbase.")],
    otherwise="Count the inputs.",
    because="Three inputs, three coins.",
    hints=("Look at the table.", "Count its rows.", "len(table) counts them."),
)
LESSONS = [
    Lesson("14", "Follow one Bitcoin payment", {1: ASKED, 2: ASKED}),
    Lesson("beyond", "Your own chain", {1: ASKED}),
]


@pytest.fixture(autouse=True)
def invented_lessons(monkeypatch):
    monkeypatch.setattr(exercises, "lessons", lambda: LESSONS)
    monkeypatch.setattr(lesson, "lessons", lambda: LESSONS)
    lesson._asked.clear()


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / places.RECORD).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (..., "14.1: not answered yet\n"),
        (None, "14.1: not answered yet\n"),
        (3, "14.1: correct. Three inputs, three coins.\n"),
        (4, "14.1: not yet. You counted the coinbase.\n"),
        (5, "14.1: not yet. Count the inputs.\n"),
        ("many", "14.1: not yet. A number is expected here, such as 1200.\n"),
    ],
)
def test_check_says_how_an_answer_stands(answer, says, capsys):
    lesson.check("14.1", answer)
    assert capsys.readouterr().out == says


def test_an_open_exercise_may_be_checked_without_an_answer(capsys):
    lesson.check("beyond.1")
    assert capsys.readouterr().out == "beyond.1: not answered yet\n"


def test_a_number_without_quotes_is_understood(capsys):
    lesson.check(14.2, 3)
    assert capsys.readouterr().out.startswith("14.2: correct.")


@pytest.mark.parametrize("call", [lesson.check, lesson.hint])
def test_a_number_that_does_not_exist_is_told_where_to_look(call, capsys):
    call("14.9")
    assert capsys.readouterr().out == (
        "There is no exercise '14.9'; its number is in its heading, such as 14.1.\n"
    )


def test_each_call_for_a_hint_shows_one_more(capsys):
    steps = [f"14.1, hint {step} of 3: {text}\n" for step, text in enumerate(ASKED.hints, start=1)]
    for shown in (1, 2, 3, 3):
        lesson.hint("14.1")
        assert capsys.readouterr().out == "".join(steps[:shown])
    lesson.hint("14.2")
    assert capsys.readouterr().out == f"14.2, hint 1 of 3: {ASKED.hints[0]}\n"


def test_progress_names_what_is_open(course, capsys):
    lesson.check("14.1", 4)
    lesson.check("14.2", 3)
    lesson.check("beyond.1", 3)
    capsys.readouterr()
    lesson.progress()
    assert capsys.readouterr().out == (
        "Lesson 14, Follow one Bitcoin payment: 1 of 2 correct; open: 14.1\n"
        "Lesson beyond, Your own chain: 1 of 1 correct\n"
    )


def test_progress_says_where_it_is_kept_if_not_here(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lesson.progress()
    assert capsys.readouterr().out == (
        "Progress is noted only in a copy of the course of your own, the folder my-course.\n"
    )


def test_a_damaged_record_is_mentioned_once_and_does_not_stop_a_lesson(course, capsys):
    (course / "progress.json").write_text("damaged")
    lesson.check("14.1", 3)
    lesson.check("14.2", 3)
    correct, aside, after = capsys.readouterr().out.splitlines()
    assert correct.startswith("14.1: correct")
    assert "progress-unreadable-1.json" in aside
    assert after.startswith("14.2: correct")
