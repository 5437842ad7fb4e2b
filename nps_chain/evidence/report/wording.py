"""What the author of a report may not write by hand: figures, verdicts, certainty.

A figure that is typed can't be traced, so each has to come from a call. A verdict is a court's: an
examiner speaks of what was found, never of guilt (ENFSI, "Guideline for Evaluative Reporting in
Forensic Science", 2015). And nothing that a chain shows is certain of a person.

Figures are found in every script, and in English words; verdicts and certainty in English words
alone, and only in the commonest, so nothing here takes the place of a reader. What a source said
may be quoted, between quotation marks, in an attribution: then it is the source's figure, and its
verdict.
"""

import re
from collections.abc import Collection

from nps_chain.chain.address import check
from nps_chain.errors import NpsError
from nps_chain.evidence.report.telling import IDENTIFIER

_NUMBER_WORDS = re.compile(
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    "|(thir|four|fif|six|seven|eigh|nine)teen|(twen|thir|for|fif|six|seven|eigh|nine)ty"
    "|(hundred|thousand|million|billion|dozen)s?|half"
)
_VERDICTS = re.compile("guilt(y|less)?|innocen(t|ce)|(culprit|perpetrator|offender)s?")
_CERTAIN = re.compile("prove[sdn]?|proof|certainly|undoubtedly|undeniably|definitely|conclusively")
_NAMES = frozenset({"SHA-256", "24/7"})
"""Names with figures in them that count nothing."""

_QUOTED = re.compile('“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|"[^"]*"')
_WORD = re.compile(r"[^\W\d_]+")
_AROUND = ".,;:!?()[]'’\"“”„«»…"


def refuse(written: str, label: str, names: Collection[str], quotes: bool) -> None:
    """Refuse what may not be written by hand.

    Parameters
    ----------
    written : str
        What the author wrote, placeholders taken out.
    label : str
        Which sentence it is, for the error.
    names : collection of str
        Names that may have figures in them: of exhibits, of earlier findings.
    quotes : bool
        Whether words between quotation marks are a source's.

    Raises
    ------
    NpsError
        If it has a figure, a verdict or a certainty; the message tells which, and what to do.
    """
    own = _QUOTED.sub(" ", written) if quotes else written
    for piece in own.split():
        bare = piece.strip(_AROUND)
        if any(sign.isnumeric() for sign in bare) and not _is_name(bare, names):
            more = ", or put a source's own words in quotation marks" if quotes else ""
            if any(sign.isalpha() for sign in bare):
                more += ". If it is an exhibit, let nps.exhibit look it up first"
            raise NpsError(
                f"{label} has the figure {bare!r:.60} typed by hand: let a call give it, as in"
                f" {{payment.fee}} or {{wallet:address}}{more}."
            )
    for word in _WORD.findall(own):
        if _NUMBER_WORDS.fullmatch(word.lower()):
            raise NpsError(
                f"{label} has the number {word!r} typed by hand: let a call give it, as in"
                " {wallet:address}, or say it without a number, such as both or several."
            )
        if _VERDICTS.fullmatch(word.lower()):
            raise NpsError(
                f"{label} says {word!r}, which is for a court to say: tell what was found, and how"
                " well each explanation fits it."
            )
        if _CERTAIN.fullmatch(word.lower()):
            raise NpsError(
                f"{label} says {word!r}, and no finding is as certain as that: write what it"
                " shows, or supports."
            )


def identifiers(written: str) -> list[str]:
    """Return the txids and coins that the author wrote by hand, in order.

    >>> [one[:4] for one in identifiers(f"Spent in {'ab' * 32}, not in {'cd' * 32}:1.")]
    ['abab', 'cdcd']
    """
    pieces = (piece.strip(_AROUND) for piece in written.split())
    return [bare for bare in pieces if IDENTIFIER.fullmatch(bare) and not bare.startswith("script")]


def _is_name(bare: str, names: Collection[str]) -> bool:
    return (
        bare in names
        or bare in _NAMES
        or IDENTIFIER.fullmatch(bare) is not None
        or check(bare).valid
    )
