"""Each exercise of the course: its right answer is accepted, its wrong ones are explained."""

import pytest

from nps_chain.course import exercises
from nps_chain.errors import NpsError

ASKED = [
    pytest.param(exercise, id=number)
    for lesson in exercises.lessons()
    for number, exercise in zip(exercises.numbers(lesson), lesson.exercises.values(), strict=False)
]


def test_lessons_are_named_as_their_files_and_come_in_order():
    found = [lesson.number for lesson in exercises.lessons()]
    assert found == sorted(found)
    for lesson in exercises.lessons():
        assert (
            exercises.import_module(f"{exercises.__name__}.lesson_{lesson.number}").LESSON is lesson
        )


def test_an_exercise_is_found_by_its_number():
    first = exercises.lessons()[0]
    assert exercises.find(f"{first.number}.1") is first.exercises[1]
    with pytest.raises(NpsError, match="no exercise 'first'"):
        exercises.find("first")


def test_exercises_are_numbered_from_one():
    for lesson in exercises.lessons():
        assert list(lesson.exercises) == list(range(1, len(lesson.exercises) + 1))


@pytest.mark.parametrize("exercise", ASKED)
def test_the_right_answer_is_accepted(exercise):
    verdict = exercise.judge(exercise.right(exercise.about()))
    assert verdict.correct
    assert verdict.says == exercise.because


@pytest.mark.parametrize("exercise", ASKED)
def test_each_typical_wrong_answer_gets_its_own_explanation(exercise):
    about = exercise.about()
    for compute, says in exercise.wrong:
        verdict = exercise.judge(compute(about))
        assert not verdict.correct
        assert verdict.says.endswith(says)


@pytest.mark.parametrize("exercise", ASKED)
def test_all_that_is_said_is_a_sentence(exercise):
    said = [exercise.otherwise, exercise.because, *(says for _, says in exercise.wrong)]
    assert all(text[0].isupper() and text[-1] in ".?" for text in said)
    assert len(exercise.hints) == len(set(exercise.hints)) == 3
