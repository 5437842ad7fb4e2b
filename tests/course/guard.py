"""What every exercise and quiz of the course must keep, on whatever data: faults as sentences.

An exercise that was written with care on one chain may fall on another: a wrong answer becomes the
right one, two mistakes come to the same number, nothing is left to count. So the guard judges each
answer that an exercise foresees, and those that anybody gives who has not read the lesson.
"""

import re
from dataclasses import replace
from numbers import Integral

from nps_chain.course import functions
from nps_chain.course.answers import Unreadable, like
from nps_chain.course.exercise import SHOWN

MOST_WORDS = 30  # in a hint
FEWEST_CASES = 3  # that a function is tried on
SENTENCE = re.compile(r"[\"'`A-Z0-9].*[.?]", re.S)
CODE = re.compile(r"`[^`]*`|\S*[(\[=]\S*")
TYPED = re.compile(r"[=(\[`]|\w\.\w")  # a hint with such signs may end in what is to be typed


def empty(*args):
    """Return nothing, as a function does that isn't written yet."""


NOTHING = {
    "...": ...,
    "None": None,
    "''": "",
    "'...'": "...",
    "0": 0,
    "[]": [],
    "{}": {},
    "set()": set(),
    "False": False,
    "an empty function": empty,
    "a function that gives what it gets": lambda *args: args[0] if args else args,
    "a function that gives 0": lambda *args: 0,
    "a function that gives ''": lambda *args: "",
    "a function that gives True": lambda *args: True,
    "a function that gives False": lambda *args: False,
    "a function that gives []": lambda *args: [],
}


def computed(exercise):
    """Return the same exercise, with all that it computes from the data computed once."""
    about = exercise.about()
    right = exercise.right(about)
    wrong = [(compute(about), says) for compute, says in exercise.wrong]
    return replace(
        exercise,
        about=lambda: about,
        right=lambda _: right,
        wrong=[(lambda _, value=value: value, says) for value, says in wrong],
    )


def faults_on_data(exercise):
    """Return what is wrong with how an exercise judges on the data that are there now."""
    exercise = computed(exercise)
    about = exercise.about()
    right = exercise.right(about)
    verdict = exercise.judge(right)
    if not verdict.correct or verdict.says != exercise.because:
        return [f"the right answer is not accepted: {verdict.says}"]
    faults = []
    for place, (compute, says) in enumerate(exercise.wrong, start=1):
        verdict = exercise.judge(compute(about))
        if verdict.correct:
            faults.append(f"wrong answer {place} ({says}) is right here")
        elif verdict.says != says:
            faults.append(f"wrong answer {place} ({says}) is told another: {verdict.says}")
    if exercise.example is not None:
        verdict = exercise.judge(exercise.example(about))
        foreseen = [SHOWN, *(says for _, says in exercise.wrong)]
        if verdict.correct or verdict.says not in foreseen:
            faults.append(f"the example is told: {verdict.says}")
    for name, answer in NOTHING.items():
        if exercise.judge(answer).correct:
            faults.append(f"{name} is accepted")
    if exercise.tried_on is not None:
        faults += _faults_of_cases(exercise, about, right)
    return faults


def _faults_of_cases(exercise, about, right):
    cases = list(exercise.tried_on(about))
    if len(cases) < FEWEST_CASES:
        return [f"a function is tried on {len(cases)} cases only"]
    return [
        f"a function that always gives {value!r:.60} is accepted"
        for value in functions.expected(right, cases)
        if exercise.judge(lambda *args, value=value: value).correct
    ]


def faults_of_words(exercise):
    """Return what is wrong with what an exercise says."""
    said = [exercise.otherwise, exercise.because, *(says for _, says in exercise.wrong)]
    faults = [f"no sentence: {text}" for text in said if not SENTENCE.fullmatch(text)]
    faults += [
        f"no hint: {hint}"
        for hint in exercise.hints
        if not hint.endswith((".", "?")) and not TYPED.search(hint)
    ]
    faults += [
        f"a hint of {len(hint.split())} words: {hint}"
        for hint in exercise.hints
        if len(hint.split()) > MOST_WORDS
    ]
    if len(exercise.hints) != 3 or len(set(exercise.hints)) != 3:
        faults.append("there are not three hints, each another")
    if not exercise.wrong:
        faults.append("no wrong answer is foreseen")
    return faults


def faults_of_telling(exercise):
    """Return which sentences say the right answer in clear text; the last hints may in code."""
    if exercise.tried_on is not None:
        return []
    exercise = computed(exercise)
    about = exercise.about()
    right = exercise.right(about)
    secret = _spellings(right)
    first, *others = exercise.hints
    said = [first, exercise.otherwise, *(says for _, says in exercise.wrong)]
    said += [CODE.sub(" ", hint) for hint in others]
    choices = [_spellings(value) for value in _read_wrong(exercise, about, right)]
    return [
        f"it tells the answer: {text}"
        for text in said
        if _holds(text, secret) and not any(_holds(text, choice) for choice in choices)
    ]


def _read_wrong(exercise, about, right):
    for compute, _ in exercise.wrong:
        value = compute(about)
        try:
            if like(right, value) != like(right, right):
                yield value
        except Unreadable:
            pass


def _spellings(value):
    """Return how an answer, or an item of it, would be written, if it is not too short to tell."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return {text for item in value for text in _spellings(item) if len(text) > 5}
    if isinstance(value, Integral):
        return {str(value), f"{value:,}"} if value > 9 else set()
    return {value.casefold()} if isinstance(value, str) and len(value) > 2 else set()


def _holds(text, spellings):
    return any(
        re.search(rf"(?<![\w.,]){re.escape(one)}(?![\w]|[.,]\d)", text.casefold())
        for one in spellings
    )


def faults_of_quiz(quiz):
    """Return what is wrong with a quiz."""
    right = quiz.right
    faults = [] if quiz.judge(right).correct else ["the right answer is not accepted"]
    faults += [] if len(right) == 3 else [f"it has {len(right)} questions"]
    faults += [] if set(right) <= set("abc") else ["an answer is none of a, b, c"]
    faults += [f"{letter} is always right" for letter in "abc" if set(right) == {letter}]
    return faults + [
        f"no sentence: {text}"
        for question in quiz.questions
        for text in question[1:]
        if not SENTENCE.fullmatch(text)
    ]
