"""The guard itself: a sound exercise passes, and each fault is found."""

from dataclasses import replace

from nps_chain.course.exercise import Exercise
from nps_chain.course.quiz import Quiz
from tests.course import guard

SOUND = Exercise(
    about=lambda: 1200,
    right=lambda about: about,
    wrong=[
        (lambda about: about + 1, "You counted the coinbase."),
        (lambda about: about // 2, "That is half of it."),
    ],
    example=lambda about: about - 1,
    otherwise="Count again.",
    because="So many are there.",
    hints=("Look at the table.", "Count its rows.", "len(table) counts them: len(table)"),
)
WORDS = replace(SOUND, right=lambda about: "payjoin", wrong=[(lambda about: "mixer", "No mixer.")])


def halves(about):
    return lambda number: number // 2


FUNCTION = replace(
    SOUND,
    right=halves,
    wrong=[(lambda about: lambda number: number / 2, "That is half, not rounded.")],
    example=lambda about: lambda number: number * 2,
    tried_on=lambda about: [(2,), (5,), (7,)],
)


def on_data(exercise, **changed):
    return " | ".join(guard.faults_on_data(replace(exercise, **changed)))


def of_words(**changed):
    return " | ".join(guard.faults_of_words(replace(SOUND, **changed)))


def of_telling(exercise, **changed):
    return " | ".join(guard.faults_of_telling(replace(exercise, **changed)))


def test_sound_exercises_have_no_faults():
    for exercise in (SOUND, FUNCTION, replace(WORDS, example=None)):
        assert guard.faults_on_data(exercise) == []
        assert guard.faults_of_words(exercise) == []
        assert guard.faults_of_telling(exercise) == []


def test_an_answer_that_is_told_something_else_is_found():
    assert "is right here" in on_data(SOUND, wrong=[(lambda about: 1200.0, "Wrong.")])
    assert "is told another" in on_data(SOUND, wrong=[(lambda about: "many", "Wrong.")])
    twice = [(lambda about: 7, "The first."), (lambda about: 7, "The second.")]
    assert "is told another: The first." in on_data(SOUND, wrong=twice)
    assert "the example is told: So many" in on_data(SOUND, example=lambda about: about)
    assert "the example is told: A number" in on_data(SOUND, example=lambda about: [1, 2])


def test_an_answer_that_anybody_could_give_is_found():
    assert "0 is accepted" in on_data(SOUND, right=lambda about: 0)
    assert "False is accepted" in on_data(SOUND, right=lambda about: False, wrong=[])
    assert "set() is accepted" in on_data(SOUND, right=lambda about: set(), wrong=[])


def test_a_function_that_is_tried_on_too_little_is_found():
    assert "on 2 cases only" in on_data(FUNCTION, tried_on=lambda about: [(3,), (7,)])
    alike = {"tried_on": lambda about: [(4,), (4,), (5,)], "wrong": [], "example": None}
    assert "always gives 2 is accepted" in on_data(FUNCTION, **alike)
    same = {"right": lambda about: lambda number: number, "wrong": [], "example": None}
    assert "a function that gives what it gets is accepted" in on_data(FUNCTION, **same)


def test_what_is_no_sentence_is_found():
    assert "no sentence: count again" in of_words(otherwise="count again")
    assert "no sentence: Yes" in of_words(because="Yes")
    assert "no hint: Look" in of_words(hints=("Look", "Count.", "len(table)"))
    assert "each another" in of_words(hints=("Look.", "Look.", "len(table)"))
    assert "a hint of 31 words" in of_words(hints=("Look.", "Count.", "word " * 30 + "word."))
    assert "no wrong answer" in of_words(wrong=[])


def test_a_sentence_that_tells_the_answer_is_found():
    for told in ("It is 1200.", "It is 1,200, or so."):
        assert "tells the answer" in of_telling(SOUND, otherwise=told)
    assert of_telling(SOUND, otherwise="It is 12001, not 11,200 or 3.1200.") == ""
    assert of_telling(SOUND, hints=("Look.", "Count.", "range(1200)")) == ""
    assert "tells the answer" in of_telling(SOUND, hints=("range 1200", "Count.", "a."))
    assert "tells the answer" in of_telling(WORDS, otherwise="Think of a PayJoin.")
    assert of_telling(WORDS, otherwise="Is it a mixer or a PayJoin?") == ""


def test_a_quiz_is_looked_at():
    why = "That is why."
    assert guard.faults_of_quiz(Quiz(("a", why), ("b", why), ("a", why))) == []
    assert guard.faults_of_quiz(Quiz(("a", why), ("a", why), ("a", why))) == ["a is always right"]
    assert guard.faults_of_quiz(Quiz(("a", why), ("d", "so"))) == [
        "it has 2 questions",
        "an answer is none of a, b, c",
        "no sentence: so",
    ]
