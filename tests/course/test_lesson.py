"""The three calls of a lesson print plain sentences, and none raises for an answer."""

from dataclasses import replace

import pytest

from nps_chain import places
from nps_chain.course import exercises, lesson, record
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.quiz import HINT, Quiz
from nps_chain.errors import NpsError
from tests.course.hostile import HOSTILE

ASKED = Exercise(
    about=lambda: 3,
    right=lambda inputs: inputs,
    wrong=[(lambda inputs: inputs + 1, "You counted the coinbase.")],
    otherwise="Count the inputs.",
    because="Three inputs, three coins.",
    hints=("Look at the table.", "Count its rows.", "len(table) counts them."),
)
DOUBLED = replace(
    ASKED, right=lambda _: lambda count: 2 * count, wrong=(), tried_on=lambda _: [(1,), (2,)]
)
QUIZ = Quiz(("b", "A coin is spent whole."), ("a", "The miner gets it."))
LESSONS = [
    Lesson("14", "Follow one Bitcoin payment", {1: ASKED, 2: ASKED, 3: DOUBLED}, QUIZ),
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
        ("...", "14.1: not answered yet\n"),
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


def test_an_empty_function_is_not_answered_yet(capsys):
    lesson.check("14.3", lambda count: None)
    lesson.check("14.3", lambda count: count + count)
    assert capsys.readouterr().out == (
        "14.3: not answered yet\n14.3: correct. Three inputs, three coins.\n"
    )


def test_a_quiz_is_checked_as_a_whole(capsys):
    lesson.check("14.quiz", [..., ...])
    lesson.check("14.quiz", ["b", "b"])
    lesson.check("14.quiz", "ba")
    assert capsys.readouterr().out == (
        "14.quiz: not answered yet\n"
        "14.quiz: not yet. 1 of 2 is right.\n"
        "Question 1: right. A coin is spent whole.\n"
        "Question 2: not yet. Look at the key points again.\n"
        "14.quiz: correct. 2 of 2 are right.\n"
        "Question 1: right. A coin is spent whole.\n"
        "Question 2: right. The miner gets it.\n"
    )


def test_the_hint_to_a_quiz_is_to_read_again(capsys):
    for _ in range(2):
        lesson.hint("14.quiz")
        assert capsys.readouterr().out == f"14.quiz, hint 1 of 1: {HINT}\n"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("number", ["14.1", "14.3", "14.quiz"])
def test_no_answer_stops_a_lesson(number, name, capsys):
    lesson.check(number, HOSTILE[name]())
    assert capsys.readouterr().out.startswith((f"{number}: not yet. ", f"{number}: not answered"))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("call", [lesson.check, lesson.hint])
def test_no_number_of_an_exercise_stops_a_lesson(call, name, capsys):
    call(HOSTILE[name]())
    assert capsys.readouterr().out.startswith(("There is no exercise", "No exercise has"))


@pytest.mark.parametrize(
    ("error", "says"),
    [(NpsError("There is no data."), " There is no data."), (KeyError("ADP-1"), " (KeyError)")],
)
def test_data_that_are_not_there_stop_no_lesson(error, says, monkeypatch, capsys):
    def fails():
        raise error

    broken = Lesson("15", "Broken", {1: replace(ASKED, about=fails)})
    monkeypatch.setattr(exercises, "lessons", lambda: [broken])
    lesson.check("15.1", 3)
    assert capsys.readouterr().out == (
        f"15.1: can't be checked with these data, which is no fault of yours.{says}\n"
    )


def test_progress_names_what_is_open_and_what_comes_next(course, capsys):
    lesson.check("14.1", 4)
    lesson.check("14.2", 3)
    lesson.check("beyond.1", 3)
    capsys.readouterr()
    assert lesson.progress() is None
    assert capsys.readouterr().out == (
        "Lesson                          Solved   Open\n"
        "14 Follow one Bitcoin payment   1 of 4   14.1, 14.3, 14.quiz\n"
        "beyond Your own chain           1 of 1\n"
        "2 of 5 are solved; next is 14.1.\n"
    )


def test_progress_of_the_first_and_of_the_last_hour(course, capsys):
    lesson.progress()
    assert "14 Follow one Bitcoin payment   0 of 4   all\n" in capsys.readouterr().out
    for number, answer in (("14.1", 3), ("14.2", 3), ("14.3", lambda count: 2 * count)):
        lesson.check(number, answer)
    lesson.check("14.quiz", "b a")
    lesson.check("beyond.1", 3)
    capsys.readouterr()
    lesson.progress()
    assert capsys.readouterr().out.splitlines()[1:] == [
        "14 Follow one Bitcoin payment   4 of 4",
        "beyond Your own chain           1 of 1",
        "5 of 5 are solved. Well done.",
    ]


def test_many_open_exercises_are_counted(monkeypatch, course, capsys):
    long = Lesson("14", "Long", dict.fromkeys(range(1, 8), ASKED))
    monkeypatch.setattr(exercises, "lessons", lambda: [long])
    monkeypatch.setattr(lesson, "lessons", lambda: [long])
    lesson.check("14.2", 3)
    capsys.readouterr()
    lesson.progress()
    assert "1 of 7   14.1, 14.3, 14.4, 14.5 and 2 more\n" in capsys.readouterr().out


def test_progress_says_where_it_is_kept_if_not_here(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lesson.progress(sheet="Anna")
    assert capsys.readouterr().out == (
        "Progress is noted only in a copy of the course of your own, the folder my-course.\n"
    )


def test_hints_are_noted_until_the_exercise_is_solved(course):
    lesson.hint("14.1")
    lesson.hint("14.1")
    lesson.check("14.1", 3)
    lesson.hint("14.1")
    lesson.hint("14.quiz")
    noted = record.read(course)[0]
    assert {number: entry.hints for number, entry in noted.items()} == {"14.1": 2, "14.quiz": 1}


def test_a_sheet_is_written_to_hand_in(course, capsys):
    lesson.check("14.1", 3)
    capsys.readouterr()
    lesson.progress(sheet="Anna")
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"Your sheet is written: hand in progress-Anna.csv, which is in the folder {course.name}."
    )
    assert (course / "progress-Anna.csv").is_file()


@pytest.mark.parametrize("name", ["", "../..", 5, ["Anna"]])
def test_a_name_that_is_none_is_told_so(name, course, capsys):
    before = sorted(course.iterdir())
    lesson.progress(sheet=name)
    assert "sheet='Anna'" in capsys.readouterr().out.replace('"', "'")
    assert sorted(course.iterdir()) == before


def test_a_damaged_record_is_mentioned_once_and_does_not_stop_a_lesson(course, capsys):
    (course / "progress.json").write_text("damaged")
    lesson.check("14.1", 3)
    lesson.check("14.2", 3)
    correct, aside, after = capsys.readouterr().out.splitlines()
    assert correct.startswith("14.1: correct")
    assert "progress-unreadable-1.json" in aside
    assert after.startswith("14.2: correct")
