"""All exercises of the course, on the data that are shipped: see what the guard asks of each."""

import pytest

from nps_chain.course import exercises
from nps_chain.errors import NpsError
from tests.course import guard

LESSONS = exercises.lessons()
ASKED = {number: one for lesson in LESSONS for number, one in exercises.asked(lesson).items()}
EXERCISES = [number for number in ASKED if not number.endswith(".quiz")]
QUIZZES = [number for number in ASKED if number.endswith(".quiz")]


def test_lessons_are_named_as_their_files_and_come_in_order():
    found = [lesson.number for lesson in LESSONS]
    assert found == sorted(found)
    for lesson in LESSONS:
        name = f"{exercises.__name__}.lesson_{lesson.number}"
        assert exercises.import_module(name).LESSON is lesson


def test_an_exercise_is_found_by_its_number():
    first = LESSONS[0]
    assert exercises.find(f"{first.number}.1") is first.exercises[1]
    with pytest.raises(NpsError, match="no exercise 'first'"):
        exercises.find("first")


def test_a_quiz_is_found_by_its_lesson():
    for lesson in LESSONS:
        if lesson.quiz is not None:
            assert exercises.find(f"{lesson.number}.quiz") is lesson.quiz


def test_exercises_are_numbered_from_one():
    for lesson in LESSONS:
        assert list(lesson.exercises) == list(range(1, len(lesson.exercises) + 1))


@pytest.mark.parametrize("number", EXERCISES)
def test_each_answer_that_is_foreseen_is_told_what_is_meant_for_it(number):
    assert guard.faults_on_data(ASKED[number]) == []


@pytest.mark.parametrize("number", EXERCISES)
def test_all_that_is_said_is_a_sentence_and_hints_are_short(number):
    assert guard.faults_of_words(ASKED[number]) == []


@pytest.mark.parametrize("number", EXERCISES)
def test_nothing_that_is_said_tells_the_answer(number):
    assert guard.faults_of_telling(ASKED[number]) == []


@pytest.mark.parametrize("number", QUIZZES)
def test_each_quiz_has_three_questions_and_a_reason_for_each(number):
    assert guard.faults_of_quiz(ASKED[number]) == []
