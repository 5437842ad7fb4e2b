"""The quiz at the end of a lesson: questions with a letter each for an answer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from nps_chain.course.answers import open_still
from nps_chain.course.exercise import Verdict

HINT = "Read the key points of this lesson again. Each question is answered there, or just above."
NUDGE = "Look at the key points again."


@dataclass(frozen=True, init=False)
class Quiz:
    """The questions of a quiz, in their order.

    Parameters
    ----------
    *questions
        For each the letter of the right answer, why it is right, and if the key points don't tell
        it, where to look: ``("b", "A cluster is an inference.", "Look at the box In court.")``.

    """

    questions: tuple[tuple[str, ...], ...]
    hints = (HINT,)

    def __init__(self, *questions: tuple[str, ...]) -> None:
        """Keep the questions."""
        for question in questions:
            if len(question) not in (2, 3) or not re.fullmatch("[a-e]", question[0]):
                raise TypeError(f"a question is a letter, why, and perhaps where: {question!r}")
        object.__setattr__(self, "questions", questions)

    @property
    def right(self) -> list[str]:
        """The letters of the right answers."""
        return [question[0] for question in self.questions]

    def judge(self, answer: object) -> Verdict:
        """Return the verdict on all answers; whatever they are, nothing is raised for them."""
        given = _letters(answer)
        if given and all(letter is None for letter in given):
            return Verdict(False, "", answered=False)
        if given is None or len(given) != len(self.questions):
            count = len(self.questions)
            return Verdict(False, f"Give {count} letters in a list, one for each question.")
        lines = [
            f"Question {place}: {_said(letter, *question)}"
            for place, (letter, question) in enumerate(zip(given, self.questions, strict=True), 1)
        ]
        good = sum(letter == right for letter, right in zip(given, self.right, strict=True))
        total = f"{good} of {len(given)} {'is' if good == 1 else 'are'} right."
        return Verdict(good == len(given), "\n".join([total, *lines]))


def _said(letter: str | None, right: str, why: str, where: str = NUDGE) -> str:
    if letter is None:
        return "not answered yet"
    return f"right. {why}" if letter == right else f"not yet. {where}"


def _letters(answer: object) -> list[str | None] | None:
    """Return a letter for each question, None where one is open; or None for no such list."""
    if open_still(answer):
        return [None]
    try:
        parts: Any = answer
        if isinstance(answer, str):
            parts = re.sub(r"[^\w?.]", "", answer[:200])
        elif not isinstance(answer, Iterable) or isinstance(answer, (set, frozenset, dict)):
            return None  # what has no order can't answer questions in their order
        return [_letter(part) for part in islice(parts, 100)]
    except (Exception, SystemExit):  # an answer may be any object, and any of its methods may fail
        return None


def _letter(part: object) -> str | None:
    if open_still(part):
        return None
    letter = re.sub(r"[\W_]", "", part[:20]).lower() if isinstance(part, str) else "?"
    return letter or None
