"""Exercises of lesson 13: read a page for evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.pages import Page, Pages
from nps_chain.exhibits import exhibit

FLAGS = [(96, 1), (79, 740), (3, 1), (0, 5), (12, 36)]
"""Right flags and false alarms on which a function is tried."""


@dataclass(frozen=True)
class _Case:
    """The agency's pages, and the three sites that look like one vendor's shop."""

    pages: Pages
    fronts: tuple[str, ...]  # of the vendor's site, its mirror and the clone
    links: pd.DataFrame

    def front(self, place: int) -> Page:
        """Return the front page of a site, 0 the first that was saved."""
        return self.pages[self.fronts[place]]

    def line(self, place: int, between: str = " | ") -> str:
        """Return the line of a front page's capture."""
        page = self.front(place)
        return between.join([page.captured, page.url, page.sha256])

    def slip(self, kind: str) -> tuple[str, str, int]:
        """Return a text with a changed letter, the right one, and which letter it is, from 1."""
        refused = self.pages.refused
        rows = refused[(refused["trap"] == "changed letter") & (refused["type"] == kind)]
        wrong = rows["text"].iloc[0]
        right = self.pages.meant(wrong)
        places = [n for n, pair in enumerate(zip(wrong, right, strict=True), 1) if len({*pair}) > 1]
        return wrong, right, places[0]

    def between_handles(self, by: str) -> pd.DataFrame:
        """Return the links of a kind between two different handles."""
        links = self.links[self.links["by"] == by]
        return links[links["one"] != links["other"]]

    def linked(self, place: str) -> str:
        """Return a handle of the link by key: ``one`` or ``other``."""
        return str(self.between_handles("key")[place].iloc[0])

    def copier(self) -> str:
        """Return who shares the phrase of the two that share a key, and has another key."""
        rows = self.between_handles("wording")
        (found,) = {*rows["one"], *rows["other"]} - {self.linked("one"), self.linked("other")}
        return str(found)


@once
def _case() -> _Case:
    pages = material.pages()
    fronts = pages.titled(exhibit("vendor-tin_harbour"))["file"].head(3)
    return _Case(pages, tuple(fronts), pages.links())


def _address(page: Page, where: str) -> str:
    """Return the payment address that stands in the text, or in a comment, of a page."""
    found = page.indicators
    return str(found.loc[(found["type"] == "address") & (found["where"] == where), "text"].iloc[0])


def _clone(case: _Case, address: int, where: str) -> list[str]:
    """Return the address that a site shows, and a place."""
    return [_address(case.front(address), "text"), where]


_COUNTS = ("right", "false_alarms", "missed", "pages")


@dataclass(frozen=True)
class _Sale:
    """How the lesson's program did: counts by split, and its answers page by page."""

    scores: pd.DataFrame
    frame: pd.DataFrame

    def shares(self, split: str) -> list[int]:
        """Return precision and recall, in percent."""
        row = self._row(split)
        right, false_alarms, missed = row["right"], row["false_alarms"], row["missed"]
        return [_percent(right, right + false_alarms), _percent(right, right + missed)]

    def of_all(self, split: str) -> list[int]:
        """Return the right flags' share of all pages, twice: a mistake."""
        row = self._row(split)
        return [_percent(row["right"], row["pages"])] * 2

    def _row(self, split: str) -> dict[str, int]:
        rows = self.scores[self.scores["split"] == split]
        return {name: int(rows[name].iloc[0]) for name in _COUNTS}

    def files(self, sells: bool, flagged: bool) -> set[str]:
        """Return the pages that are so, and of which this was said."""
        rows = self.frame[(self.frame["label"] == sells) & (self.frame["for_sale"] == flagged)]
        return set(rows["file"])


@once
def _sale() -> _Sale:
    result = material.pages().for_sale(material.truth().pages, split="vendor")
    return _Sale(result.scores, result.frame)


def _percent(part: int, whole: int) -> int:
    """Return a share in percent, as Python's ``round`` has it."""
    return round(Fraction(100 * part, whole))


def _precision(of: Callable[[int, int], float]) -> Callable[[object], Callable[[int, int], float]]:
    """Return what an exercise asks for: something that gives a function."""
    return lambda _: of


LESSON = Lesson(
    "13",
    "Read a page for evidence",
    {
        1: Exercise(
            about=_case,
            right=lambda case: case.line(2),
            example=lambda case: case.line(0),
            wrong=[
                (
                    lambda case: case.line(0),
                    "That is the line of the first page.",
                ),
                (
                    lambda case: case.line(1),
                    "That is the line of the second page.",
                ),
                (
                    lambda case: case.line(2, " "),
                    "The three parts are right. Look at what the task puts between them.",
                ),
                (
                    lambda case: " | ".join(
                        [case.front(2).url, case.front(2).captured, case.front(2).sha256]
                    ),
                    "All is there, in another order.",
                ),
                (
                    lambda case: case.line(2).rpartition(" | ")[0],
                    "One of the three parts is missing.",
                ),
            ],
            otherwise="Give one text with three parts of `saved`, in the order of the task.",
            because="With this line anybody can test later that the file is still the same.",
            hints=(
                "The tables of the shops have columns for these parts: `saved` has the same names.",
                'One text, f"{...} | {...} | {...}", with saved.captured in the first braces.',
                "In the other braces stand saved.url and saved.sha256.",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: case.slip("onion")[2],
            example=lambda case: case.slip("address")[2],
            wrong=[
                (
                    lambda case: case.slip("onion")[2] - 1,
                    "You counted from another number than the task does.",
                ),
                (
                    lambda case: case.slip("address")[2],
                    "That is the letter of the payment address. Compare the two onion names.",
                ),
                (
                    lambda case: len(case.slip("onion")[0]),
                    "That is the length of the name.",
                ),
            ],
            otherwise="Give the place of one letter, as a number.",
            because="One letter was enough: the checksum fails, and nobody is there to be found.",
            hints=(
                "Just above, a loop compares five letters of two texts. It can go on further.",
                "Take range(len(typed)) in the loop. Which place has the line with False?",
                "Python counts from 0, and we count from 1: print(place + 1)",
            ),
        ),
        3: Exercise(
            about=_case,
            right=lambda case: _clone(case, 2, "comment"),
            example=lambda case: _clone(case, 0, "text"),
            wrong=[
                (
                    lambda case: _clone(case, 2, "text"),
                    "The address is right, the word is not.",
                ),
                (
                    lambda case: _clone(case, 0, "comment"),
                    "The word is right. But visitors do not pay to this address.",
                ),
                (
                    lambda case: _clone(case, 0, "text"),
                    "On the first page that is so.",
                ),
                (
                    lambda case: ["comment", _address(case.front(2), "text")],
                    "Both are right. Give the address first, then the word.",
                ),
            ],
            otherwise="Do with the third page what the lesson did with the first one.",
            because="Whoever copied the page forgot a note in the page source. It names the model.",
            hints=(
                "Print the table seen[third].indicators, and find the rows of the type `address`.",
                "Where `where` is text, visitors pay to the address. It is the first part.",
                "The other address is the first site's. The word beside it is the second part.",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: case.copier(),
            example=lambda case: case.linked("other"),
            wrong=[
                (
                    lambda case: case.linked("one"),
                    "This handle shares a key with another one. Who shares only the phrase?",
                ),
                (
                    lambda case: case.linked("other"),
                    "This handle shares a key with another one. Who shares only the phrase?",
                ),
                (
                    lambda case: str(case.between_handles("wording")["value"].iloc[0]),
                    "That is the phrase. Which handle shares it, and shares no key?",
                ),
            ],
            otherwise="Compare the rows `key` and `wording`: one handle is only in the second.",
            because="Somebody liked the phrase and copied it. Alone it would link strangers.",
            hints=(
                "Three handles share one phrase: look at the rows of the type `wording`.",
                "Two of the three are in the row `key` as well. Cross them out.",
                "The handle that is left is the answer; write it in quotes.",
            ),
        ),
        5: Exercise(
            about=_sale,
            right=lambda sale: sale.shares("site"),
            example=lambda sale: sale.shares("vendor"),
            wrong=[
                (
                    lambda sale: sale.shares("site")[::-1],
                    "Both are right, in the wrong order: precision comes first.",
                ),
                (
                    lambda sale: sale.shares("random"),
                    "That is the row `random`.",
                ),
                (
                    lambda sale: sale.shares("vendor"),
                    "That is the row `vendor`, as above.",
                ),
                (
                    lambda sale: sale.of_all("site"),
                    "You divided by all pages.",
                ),
            ],
            otherwise="Read again of what precision is a share, and of what recall is.",
            because="On a site that it never met, the program misses more: as in a real case.",
            hints=(
                "The cell with the three `print` lines works both out for another row.",
                "Precision is right / (right + false_alarms); recall has missed in its place.",
                "Multiply each by 100, round it, and write [precision, recall].",
            ),
        ),
        6: Exercise(
            about=lambda: None,
            right=_precision(lambda right, false_alarms: _percent(right, right + false_alarms)),
            tried_on=lambda _: FLAGS,
            wrong=[
                (
                    _precision(lambda right, false_alarms: right / (right + false_alarms)),
                    "It returns a share between 0 and 1, and no percent.",
                ),
                (
                    _precision(lambda right, false_alarms: 100 * right / (right + false_alarms)),
                    "It returns percent with a fraction.",
                ),
                (
                    _precision(
                        lambda right, false_alarms: _percent(false_alarms, right + false_alarms)
                    ),
                    "It returns the share of false alarms.",
                ),
                (
                    _precision(lambda right, false_alarms: _percent(right, false_alarms)),
                    "It divides by the false alarms alone.",
                ),
            ],
            otherwise="Read again of what precision is a share.",
            because="The same program has another precision wherever the base rate is another.",
            hints=(
                "The cell that printed `precision` has it, with names for two numbers.",
                "Share in percent: 100 * right / (right + false_alarms)",
                "Put round( ) around it, and the word return before it.",
            ),
        ),
        7: Exercise(
            about=_sale,
            right=lambda sale: sale.files(sells=False, flagged=True),
            example=lambda sale: set(sale.frame["file"].head(3)),
            wrong=[
                (
                    lambda sale: sale.files(sells=True, flagged=False),
                    "Those pages sell, and the program missed them.",
                ),
                (
                    lambda sale: sale.files(sells=True, flagged=True),
                    "Those pages sell, and were flagged: these answers are right.",
                ),
                (
                    lambda sale: (
                        sale.files(sells=True, flagged=True) | sale.files(sells=False, flagged=True)
                    ),
                    "Those are all pages that were flagged.",
                ),
                (
                    lambda sale: sale.files(sells=False, flagged=False),
                    "Those pages sell nothing, and were left alone.",
                ),
            ],
            otherwise="Ask twice, as the lesson did for the pages that it missed.",
            because="It shares words with a vendor's page. To see why, somebody has to read it.",
            hints=(
                "The cell just above has two steps. Which word must change in each?",
                'flagged = answers[answers["for_sale"]] keeps the rows that were flagged.',
                'Of these keep where label is False: flagged[~flagged["label"]]["file"]',
            ),
        ),
    },
    quiz=Quiz(
        ("b", "The hash speaks of the file, not of the time or of what others saw."),
        (
            "a",
            "A court asks who saved a page, with which machine, and when.",
            "Look at what is written about the capture.",
        ),
        ("c", "With few pages that sell, false alarms soon outnumber the right flags."),
    ),
)
