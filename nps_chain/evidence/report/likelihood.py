"""How strongly findings speak, in words that laboratories of Europe share.

A likelihood ratio compares two explanations of what was found: how probable is the finding if the
one is true, and how probable if the other is? It says nothing of how probable an explanation is by
itself; that takes all the evidence of a case, and is a court's to weigh. Turned round, it becomes
the prosecutor's fallacy.

Sources: ENFSI, "Guideline for Evaluative Reporting in Forensic Science", 2015 (the scale); ISO
21043-4:2025 asks for alternative propositions, and ISO 21043-5:2025 has rules on how likelihood
ratios are reported.
"""

import math
from dataclasses import dataclass

from nps_chain.errors import NpsError
from nps_chain.evidence.report.sentence import Sentence
from nps_chain.evidence.report.telling import Told, plain_number

SCALE: tuple[tuple[float, str], ...] = (
    (2, "weak support"),
    (10, "moderate support"),
    (100, "moderately strong support"),
    (1_000, "strong support"),
    (10_000, "very strong support"),
    (1_000_000, "extremely strong support"),
)
"""From which ratio on which words are used; below the first, neither explanation is supported."""

SOURCE = "scale of ENFSI, 2015"


@dataclass(frozen=True)
class Likelihood:
    """A ratio of likelihoods.

    Attributes
    ----------
    ratio : Told
        How many times as probable the findings are if ``first`` is true.
    first, other : Sentence
        Two explanations.
    """

    ratio: Told
    first: Sentence
    other: Sentence

    @property
    def text(self) -> str:
        """It in words."""
        ratio, words = self.ratio.value, strength(self.ratio.value)
        one, two = (_clause(sentence.text) for sentence in (self.first, self.other))
        if words is None:
            told = (
                f"What was found is about as probable if {one} as if {two}. It supports neither"
                f" over the other ({SOURCE})."
            )
        else:
            if ratio < 1:
                ratio, one, two = 1 / ratio, two, one
            told = (
                f"What was found is about {plain_number(ratio)} times as probable if {one} as if"
                f" {two}. That is {words} for the former over the latter ({SOURCE})."
            )
        return f"{told} It doesn't say how probable either of them is."


def strength(ratio: float) -> str | None:
    """Return in words how strongly a ratio supports the more fitting explanation; None if neither.

    Raises
    ------
    NpsError
        If it is no ratio: a number above 0.

    Examples
    --------
    >>> strength(1.5), strength(10), strength(0.002)
    (None, 'moderate support', 'moderately strong support')
    """
    if not isinstance(ratio, int | float) or not 0 < ratio < math.inf:
        raise NpsError(f"{ratio!r:.60} is no likelihood ratio: that is a number above 0.")
    ratio = max(ratio, 1 / ratio)
    return next((words for least, words in reversed(SCALE) if ratio >= least), None)


def _clause(text: str) -> str:
    return text.rstrip(". ")
