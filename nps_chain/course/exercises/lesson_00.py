"""Exercises of lesson 00: start here."""

from collections.abc import Callable
from dataclasses import dataclass

from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.exhibits import exhibit

DAYS = 90
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class _Users:
    """Who used the tool that hides payments: all of them, and the ordinary people among them."""

    all: int
    ordinary: int

    def in_100(self, number: int) -> int:
        """Return a number of users as a share of all, in whole per cent."""
        return round(100 * number / self.all)


@once
def _users() -> _Users:
    kinds = material.truth().parties("coinjoin")["kind"]
    return _Users(len(kinds), int((kinds == "person").sum()))


@once
def _files() -> dict[str, int]:
    """Return how many files each agency's folder holds."""
    return {agency: len(folder(agency).index) for agency in ("TCB", "ADP", "CFI")}


def _without(agency: str) -> Callable[[dict[str, int]], int]:
    """Return the function that counts all files but an agency's."""
    return lambda files: sum(files.values()) - files[agency]


def _of(agency: str) -> Callable[[dict[str, int]], int]:
    """Return the function that counts an agency's files alone."""
    return lambda files: files[agency]


_ONE = "Those are the files of one agency. Add the other two."
_TWO = "One agency is missing: there are three."

LESSON = Lesson(
    "00",
    "Start here",
    {
        1: Exercise(
            about=lambda: None,
            right=lambda _: DAYS * MINUTES_A_DAY,
            example=lambda _: MINUTES_A_DAY,
            wrong=[
                (lambda _: MINUTES_A_DAY, "Those are the minutes of one day."),
                (lambda _: DAYS * 24, "Those are the hours of 90 days."),
                (lambda _: DAYS * 60, "Those are the minutes of 90 hours."),
                (lambda _: DAYS, "Those are the days."),
            ],
            otherwise="Ask first which number above you can use again.",
            because="You have changed a line, run it, and asked whether it is right.",
            hints=(
                "How many minutes has one day? The cell above keeps that number under a name.",
                "Multiply this name by 90. The sign is a star.",
                "Write: minutes_in_the_case = 90 * minutes_in_a_day",
            ),
        ),
        2: Exercise(
            about=_files,
            right=lambda files: sum(files.values()),
            example=lambda files: files["TCB"],
            wrong=[
                (_of("TCB"), _ONE),
                (_of("ADP"), _ONE),
                (_of("CFI"), _ONE),
                (_without("TCB"), _TWO),
                (_without("ADP"), _TWO),
                (_without("CFI"), _TWO),
                (lambda files: 3, "That is the number of folders. Count the files in them."),
            ],
            otherwise="Count the lines of each folder's index, and add the three numbers.",
            because="One question, three folders: no agency holds all of the case.",
            hints=(
                "Count the files of one folder as above, then change the name of the agency.",
                'len(nps.folder("ADP").index) counts the files of one folder.',
                'Add three of them with +: one each for "TCB", "ADP" and "CFI".',
            ),
        ),
        3: Exercise(
            about=lambda: None,
            right=lambda _: lambda days: days * MINUTES_A_DAY,
            tried_on=lambda _: [(1,), (2,), (90,), (0,)],
            wrong=[
                (
                    lambda _: lambda days: days * 24,
                    "It returns hours.",
                ),
                (
                    lambda _: lambda days: DAYS * MINUTES_A_DAY,
                    "It returns the same number for any number of days.",
                ),
                (
                    lambda _: lambda days: days / 60,
                    "It does what the example does.",
                ),
            ],
            otherwise="Try it on one day: does it return the minutes of one day?",
            because="A function does the same work each time, for any number.",
            hints=(
                "Look at to_hours: it has two lines, and the second begins with return.",
                "A day has 24 hours, and an hour has 60 minutes. The star multiplies.",
                "Put return days * 24 * 60 into the second line, after four spaces.",
            ),
        ),
        4: Exercise(
            about=lambda: exhibit("courier"),
            right=str,
            example=lambda _: "courier",
            wrong=[
                (lambda _: "courier", "That is the exhibit's name. Who is this person?"),
                (lambda _: "currier", "That is the mistake. Read the error message's last line."),
                (
                    lambda one: one.about,
                    "That is the whole sentence. Give only the person's name.",
                ),
                (lambda one: one.split()[-1], "Give the first letter and the point as well."),
            ],
            otherwise="Run the repaired cell; the sentence begins with the person's name.",
            because="The error message itself told you how to repair the cell.",
            hints=(
                "The last line of the error message names an exhibit that is spelled correctly.",
                'Run nps.exhibit("courier").about in a cell.',
                "The name is the first part of the sentence, before the word is. Keep the quotes.",
            ),
        ),
        5: Exercise(
            about=_users,
            right=lambda users: users.in_100(users.ordinary),
            example=lambda users: users.ordinary,
            wrong=[
                (lambda users: users.ordinary, "That is how many they were. How many in 100?"),
                (
                    lambda users: users.in_100(users.all - users.ordinary),
                    "That is the share of the others.",
                ),
                (lambda users: users.all, "That is the number of all users."),
                (
                    lambda users: round(100 * users.ordinary / (users.all - users.ordinary)),
                    "You have divided by the others. Divide by all users.",
                ),
            ],
            otherwise="Divide the number of persons by the number of all users, times 100.",
            because="Behind most of these doors lives somebody who did nothing.",
            hints=(
                "The result above gives both numbers: persons, and all users.",
                "Multiply the number of persons by 100, then divide by the number of all users.",
                "Write: round(100 * persons / len(users)), with the number for persons.",
            ),
        ),
        6: Exercise(
            about=lambda: None,
            right=lambda _: ["yes", "no", "yes", "no"],
            example=lambda _: ["yes", "yes", "yes", "yes"],
            wrong=[
                (
                    lambda _: ["yes", "yes", "yes", "yes"],
                    "Not every step that is useful is proportionate.",
                ),
                (
                    lambda _: ["no", "no", "no", "no"],
                    "Police may do what the case needs.",
                ),
                (
                    lambda _: ["yes", "yes", "yes", "no"],
                    "For one of these steps there is a smaller one that is enough.",
                ),
                (
                    lambda _: ["yes", "no", "yes", "yes"],
                    "One of these steps touches more people than you thought of.",
                ),
                (
                    lambda _: ["yes", "no", "no", "no"],
                    "You refuse a step that goes no further than the case has led.",
                ),
                (
                    lambda _: ["no", "no", "yes", "no"],
                    "You refuse a step that goes as far as the case has led, and no further.",
                ),
            ],
            otherwise="Ask of each step: whom else does it touch, and is a smaller one enough?",
            because="A step is proportionate if it goes no further than the case has led.",
            hints=(
                "Ask of each step how many people it touches, and what is known of them.",
                "The case has led to some of these people, and only near the others.",
                "Two of them touch people of whom nothing is known: answer no for these two.",
            ),
        ),
    },
    quiz=Quiz(
        ("a", "The last line says what is wrong, and often what to do."),
        ("b", "In a real case nobody knows the whole truth. Here a program noted it."),
        ("c", "Who collects what is public enters somebody's private life: it needs a basis."),
    ),
)
