"""An exercise: how its answer is judged, and what is said to it.

The right answer is computed from the data when it is asked for, never written down: so a lesson
holds for another chain as well. Typical wrong answers are computed too, each with a sentence that
says what the participant probably did.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nps_chain.course import functions
from nps_chain.course.answers import Unreadable, like
from nps_chain.course.patience import LONGEST, TooLong, limited
from nps_chain.course.remarks import remark

if TYPE_CHECKING:
    from nps_chain.course.quiz import Quiz

SHOWN = "That is what the lesson has shown already. This exercise asks for something else."
TOO_LONG = "It takes too long to read this answer; perhaps it never ends."


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer."""

    correct: bool
    says: str
    answered: bool = True


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One task of a lesson.

    Parameters
    ----------
    about
        Reads what the exercise is about from the data; the functions that follow are given that.
    right
        Computes the right answer: an ``int`` (amounts in satoshi), a ``str``, a ``bool``, a ``set``
        whose order doesn't matter, or a ``list`` whose order does. With ``tried_on``, the function
        that is right; it returns one of these on each case, or None.
    wrong
        Pairs of a function that computes a typical wrong answer, and what to say to it.
    example
        Computes what the lesson has shown, or what stands in the starting cell: no answer either.
    tried_on
        If the answer is a function: lists the cases that it is called on, each a tuple of
        arguments.
    otherwise
        What to say to any other wrong answer.
    because
        What to say to the right one: the sentence that a participant should take home.
    hints
        Three, from a nudge to nearly the answer.

    """

    about: Callable[[], Any]
    right: Callable[[Any], Any]
    wrong: Collection[tuple[Callable[[Any], Any], str]] = ()
    example: Callable[[Any], Any] | None = None
    tried_on: Callable[[Any], Collection[tuple[Any, ...]]] | None = None
    otherwise: str
    because: str
    hints: tuple[str, str, str]

    def judge(self, answer: object) -> Verdict:
        """Return the verdict on an answer; whatever the answer is, nothing is raised for it."""
        about = self.about()
        if self.tried_on is not None:
            return self._judge_function(answer, about, self.tried_on(about))
        right = self.right(about)
        wanted = like(right, right)
        try:
            with limited(LONGEST):
                given = like(right, answer)
        except Unreadable as error:
            return Verdict(False, str(error))
        except TooLong:
            return Verdict(False, TOO_LONG)
        if given == wanted:
            return Verdict(True, self.because)
        for compute, says in self._not_yet():
            if given == _read(right, compute(about)):
                return Verdict(False, says)
        return Verdict(False, remark(given, wanted) or _shares(given, wanted) + self.otherwise)

    def _judge_function(
        self, answer: object, about: Any, cases: Collection[tuple[Any, ...]]
    ) -> Verdict:
        if not callable(answer):
            return Verdict(False, functions.NO_FUNCTION)
        right = self.right(about)
        expected = functions.expected(right, cases)
        wanted = functions.tried(right, cases, expected)
        given = functions.tried(answer, cases, expected)
        if functions.silent(given):
            return Verdict(False, "", answered=False)
        if functions.agree(given, wanted):
            return Verdict(True, self.because)
        for compute, says in self._not_yet():
            if functions.agree(given, functions.tried(compute(about), cases, expected)):
                return Verdict(False, says)
        return Verdict(False, f"{functions.first_miss(cases, given, wanted)} {self.otherwise}")

    def _not_yet(self) -> list[tuple[Callable[[Any], Any], str]]:
        """Return the wrong answers that are known, each with what to say to it."""
        shown = [] if self.example is None else [(self.example, SHOWN)]
        return [*self.wrong, *shown]


@dataclass(frozen=True)
class Lesson:
    """The exercises of one lesson, numbered from 1; ``number`` is the lesson's, as in its name."""

    number: str
    title: str
    exercises: Mapping[int, Exercise]
    quiz: "Quiz | None" = None


def _read(right: object, wrong: object) -> object:
    """Return a wrong answer as the type of the right one, or None if it is of another kind."""
    try:
        return like(right, wrong)
    except Unreadable:
        return None


def _shares(given: object, right: Any) -> str:
    """Return how much of a set is right, to be put before what is said; nothing for others."""
    if not isinstance(given, frozenset):
        return ""
    good, bad, missing = len(given & right), len(given - right), len(right - given)
    return f"Of those you give, {good} belong here and {bad} don't; {missing} are missing. "
