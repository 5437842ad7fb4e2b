"""Each number of a report once, with where it comes from and what tells it."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from nps_chain.evidence.report.sentence import Sentence
from nps_chain.evidence.report.telling import Told


class Number(NamedTuple):
    """A value that is told.

    Attributes
    ----------
    place : int
        By which it is cited, from 1.
    told : Told
        It.
    where : tuple of str
        What tells it, such as ``F1``.
    """

    place: int
    told: Told
    where: tuple[str, ...]

    @property
    def raw(self) -> str:
        """What its call gave, as a program prints it."""
        return str(self.told.value)


def numbered(sentences: Iterable[tuple[str, Sentence]]) -> dict[tuple[str, str], Number]:
    """Return all values in the order of reading, by their call and their words.

    Parameters
    ----------
    sentences : iterable
        By what each is told, such as ``F1``, and the sentence.
    """
    found: dict[tuple[str, str], tuple[Told, dict[str, None]]] = {}
    for where, sentence in sentences:
        for told in sentence.told:
            found.setdefault(key(told), (told, {}))[1][where] = None
    return {
        name: Number(place, told, tuple(where))
        for place, (name, (told, where)) in enumerate(found.items(), 1)
    }


def key(told: Told) -> tuple[str, str]:
    """Return by what two values are the same."""
    return told.code, told.words


def frame(rows: Iterable[tuple[Number, str, bool]]) -> pd.DataFrame:
    """Return numbers beside what came out when they were worked out again."""
    columns = ["number", "where", "call", "told", "again", "equal"]
    data = [
        (one.place, ", ".join(one.where), one.told.code, one.told.words, again, equal)
        for one, again, equal in rows
    ]
    return pd.DataFrame(data, columns=columns)
