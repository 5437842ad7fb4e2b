"""What a participant calls in a lesson: check an answer, ask for a hint, see the progress made.

All three print, and none raises for what a participant answers: "Run All" reaches the end of a
lesson whose exercises are still open. Progress is noted in the participant's working copy alone.
"""

from collections import Counter
from pathlib import Path

from nps_chain.course import record
from nps_chain.course.answers import open_still, type_name
from nps_chain.course.exercise import Exercise
from nps_chain.course.exercises import find, lessons
from nps_chain.course.overview import overview
from nps_chain.course.quiz import Quiz
from nps_chain.course.sheet import hand_in
from nps_chain.errors import NpsError
from nps_chain.places import working_copy

_asked: Counter[str] = Counter()  # hints asked for since the notebook was started


def check(number: str, answer: object = ...) -> None:
    """Print whether an answer is right, and if it is not, what to look at again.

    Parameters
    ----------
    number
        The exercise's number, such as "14.2": lesson 14, exercise 2. Its quiz is "14.quiz".
    answer
        The answer; ``...`` and ``None`` stand for an exercise that is still open.

    """
    found = _find(number)
    if found is None:
        return
    number, exercise = found
    if open_still(answer):
        print(f"{number}: not answered yet")
        return
    try:
        verdict = exercise.judge(answer)
    except Exception as error:  # of the data, or ours: a lesson goes on without this check
        print(
            f"{number}: can't be checked with these data, which is no fault of yours.{_why(error)}"
        )
        return
    if not verdict.answered:
        print(f"{number}: not answered yet")
        return
    print(f"{number}: {'correct' if verdict.correct else 'not yet'}. {verdict.says}")
    _tell(record.note(number, verdict.correct))


def hint(number: str) -> None:
    """Print the next hint to an exercise, below those that were shown before; there are three."""
    found = _find(number)
    if found is None:
        return
    number, hints = found[0], found[1].hints
    _asked[number] = min(_asked[number] + 1, len(hints))
    for step, text in enumerate(hints[: _asked[number]], start=1):
        print(f"{number}, hint {step} of {len(hints)}: {text}")
    _tell(record.note_hints(number, _asked[number]))


def progress(sheet: str | None = None) -> None:
    """Print which exercises of each lesson are solved, which are open, and which comes next.

    Parameters
    ----------
    sheet
        Your name: then the file ``progress-NAME.csv`` is written into your copy of the course, to
        be handed in.

    """
    folder = working_copy()
    if folder is None:
        print("Progress is noted only in a copy of the course of your own, the folder my-course.")
        return
    entries, says = record.read(folder)
    _tell(says)
    print(overview(lessons(), entries or {}))
    if sheet is not None:
        _tell(_hand_in(sheet, entries or {}, folder))


def _hand_in(name: object, entries: record.Record, folder: Path) -> str:
    """Write the participant's sheet, and return a sentence on it."""
    if not isinstance(name, str):
        return 'Write your name in quotes, as in nps.progress(sheet="Anna").'
    try:
        path = hand_in(name, entries, folder)
    except NpsError as error:
        return str(error)
    return f"Your sheet is written: hand in {path.name}, which is in the folder {folder.name}."


def _tell(sentence: str) -> None:
    if sentence:
        print(sentence)


def _find(number: object) -> tuple[str, Exercise | Quiz] | None:
    """Return an exercise with its number as a text; print a sentence if there is none."""
    try:
        written = str(number)
        return written, find(written)
    except NpsError as error:
        print(error)
    except Exception:  # whatever may be given as a number
        print(f'No exercise has a number of the type {type_name(number)}; write it as in "14.1".')
    return None


def _why(error: Exception) -> str:
    return f" {error}" if isinstance(error, NpsError) else f" ({type(error).__name__})"
