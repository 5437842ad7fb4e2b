"""Sentences with numbers in them, each of which knows where it is from.

A sentence is written as it shall be read, with what is to be filled in between braces: ``On
{payment.time:date} a coin of {payment.outputs[1].value} went to {shop}.`` It is filled when it is
written, so what is wrong with it is said at once, and of that sentence.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from nps_chain.errors import NpsError
from nps_chain.evidence.report.paths import Path, parse
from nps_chain.evidence.report.telling import Told, tell
from nps_chain.evidence.report.wording import identifiers, refuse
from nps_chain.harmless import harmless

LONGEST = 1_200
"""Characters of a sentence."""

_HOLE = re.compile(r"\{([^{}]*)\}")
_FEWEST_WORDS = 3


class Values(Protocol):
    """What knows the values that a sentence may name."""

    def value(self, path: Path) -> Any:
        """Return a value; raise an NpsError if there is none."""


@dataclass(frozen=True)
class Sentence:
    """A sentence that was filled.

    Attributes
    ----------
    pieces : tuple of str or Told
        What was written, and what was filled in, in order.
    """

    pieces: tuple[str | Told, ...]

    @property
    def text(self) -> str:
        """It, as one reads it."""
        return "".join(one if isinstance(one, str) else one.words for one in self.pieces)

    @property
    def told(self) -> list[Told]:
        """What was filled in."""
        return [one for one in self.pieces if isinstance(one, Told)]

    @property
    def typed(self) -> list[str]:
        """Txids and coins that were written by hand."""
        return [name for one in self.pieces if isinstance(one, str) for name in identifiers(one)]

    @property
    def identifiers(self) -> list[str]:
        """Txids, coins and addresses in it."""
        return [*self.typed, *(one.value for one in self.told if one.kind == "identifier")]


def fill(
    text: str, label: str, values: Values, names: Collection[str], *, quotes: bool = False
) -> Sentence:
    """Return a sentence with its values.

    Parameters
    ----------
    text : str
        What the author wrote.
    label : str
        Which sentence it is, for errors, such as "The fact “On ...”".
    values : Values
        What is known.
    names : collection of str
        Names with figures in them that may be written by hand.
    quotes : bool
        Whether words between quotation marks are a source's own.

    Raises
    ------
    NpsError
        If a value is missing or can't be told so, or something is written by hand that may not be.
    """
    whole = " ".join(text.split())
    if len(whole) > LONGEST:
        raise NpsError(f"{label} is longer than {LONGEST:,} characters: make shorter ones of it.")
    pieces = list(_pieces(whole, label, values))
    by_hand = "\0".join(one for one in pieces if isinstance(one, str))
    refuse(by_hand.replace("\0", " … "), label, names, quotes)
    if len(whole.split()) < _FEWEST_WORDS:
        raise NpsError(f"{label} is no sentence: say who did what, in words for a stranger.")
    return Sentence(tuple(pieces))


def label_of(kind: str, text: Any) -> str:
    """Return how an error speaks of a sentence.

    Raises
    ------
    NpsError
        If it is no text.

    Examples
    --------
    >>> label_of("fact", "Coins went to her.")
    'The fact “Coins went to her.”'
    """
    shown = harmless(text, 70) if isinstance(text, str) else ""
    if not shown:
        raise NpsError(f"The {kind} has no words: write what was found, as a sentence.")
    return f"The {kind} “{shown}”"


def _pieces(text: str, label: str, values: Values) -> Iterator[str | Told]:
    place = 0
    for hole in _HOLE.finditer(text):
        yield from _literal(text[place : hole.start()], label)
        name, _, unit = hole[1].partition(":")
        try:
            path = parse(name)
            yield tell(path, unit, values.value(path))
        except NpsError as error:
            raise NpsError(f"{label} can't be filled: {error}") from None
        place = hole.end()
    yield from _literal(text[place:], label)


def _literal(text: str, label: str) -> Iterator[str]:
    if "{" in text or "}" in text:
        raise NpsError(f"{label} has a brace without its other half: write {{name}}.")
    if text:
        edge = " " if text[-1].isspace() else ""
        start = " " if text[0].isspace() and text.strip() else ""
        yield f"{start}{harmless(text, LONGEST)}{edge}"
