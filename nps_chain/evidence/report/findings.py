"""Findings: sentences, each of which says what kind of knowledge it is, or is refused.

A fact can be read from the chain by anyone. An inference goes beyond that: it names its method and
how often that errs, as measured here and as published, and weighs what else could explain the
same. An attribution is somebody's word: it names whose, of which day, and how far it can be relied
on. What ISO 21043-5:2025 asks of a report, that it be accurate, clear, complete and impartial,
begins with not taking one for another.
"""

from dataclasses import dataclass

from nps_chain.evidence.handling import grade as grade_in_words
from nps_chain.evidence.report.likelihood import Likelihood
from nps_chain.evidence.report.methods import Method
from nps_chain.evidence.report.sentence import Sentence
from nps_chain.evidence.report.telling import Told

LETTERS = {"fact": "F", "inference": "I", "attribution": "A"}

MEANING = {
    "fact": "read from the chain; anyone with a copy of it can check",
    "inference": "worked out by a method that can err; its error and other explanations are told",
    "attribution": "somebody's word, told with who said it and how far it can be relied on",
}
"""What a finding of each kind is worth."""


@dataclass(frozen=True, repr=False)
class Finding:
    """A fact; and what every finding has.

    Attributes
    ----------
    number : int
        Its place in the report, from 1.
    sentence : Sentence
        What was found.
    """

    number: int
    sentence: Sentence

    tag = "fact"

    @property
    def name(self) -> str:
        """What it is cited by, such as ``F1``."""
        return f"{LETTERS[self.tag]}{self.number}"

    @property
    def sentences(self) -> list[Sentence]:
        """All that it says with numbers, in the order of reading."""
        return [self.sentence]

    @property
    def claims(self) -> list[Sentence]:
        """What of that speaks of the case, and not of how well a method works."""
        return [self.sentence]

    @property
    def told(self) -> list[Told]:
        """All values in it."""
        return [one for sentence in self.sentences for one in sentence.told]

    def __repr__(self) -> str:
        return f"{self.name} ({self.tag}): {self.sentence.text}"


@dataclass(frozen=True, repr=False)
class Alternative:
    """Another explanation of the same, and how it was weighed."""

    explanation: Sentence
    weighed: Sentence


@dataclass(frozen=True, repr=False)
class Inference(Finding):
    """What goes beyond the chain.

    Attributes
    ----------
    method : Method
        By what it was inferred.
    error : Sentence
        How often that errs, as measured.
    alternatives : tuple of Alternative
        What else could explain the same.
    likelihood : Likelihood or None
        How strongly what was found speaks, where that was worked out.
    """

    method: Method
    error: Sentence
    alternatives: tuple[Alternative, ...]
    likelihood: Likelihood | None

    tag = "inference"

    @property
    def sentences(self) -> list[Sentence]:
        """All that it says with numbers, in the order of reading."""
        compared = self.likelihood
        strength = [Sentence((compared.ratio,))] if compared else []
        return [self.sentence, self.error, *strength, *self.claims[1:]]

    @property
    def claims(self) -> list[Sentence]:
        """What of that speaks of the case, and not of how well the method works."""
        compared = self.likelihood
        weighed = [one for a in self.alternatives for one in (a.explanation, a.weighed)]
        return [self.sentence, *([compared.first, compared.other] if compared else []), *weighed]


@dataclass(frozen=True, repr=False)
class Attribution(Finding):
    """Somebody's word.

    Attributes
    ----------
    source : str
        Whose.
    date : str
        Of which day, as ``2025-03-01``.
    grade : str
        A letter for the source and a figure for what it says.
    code : str
        What may be done with it, in `nps_chain.evidence.handling.HANDLING`.
    """

    source: str
    date: str
    grade: str
    code: str

    tag = "attribution"

    @property
    def worth(self) -> str:
        """Whose word it is, and how far that can be relied on."""
        return (
            f"The word of {self.source}, {self.date}. Grade {self.grade}:"
            f" {grade_in_words(self.grade)}."
        )
