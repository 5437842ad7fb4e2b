"""The search through one text of a page: what is found is taken out, so that nothing counts twice.

Forms overlap: a fingerprint is hexadecimal as a txid is, an e-mail address holds a handle. So the
narrower form is looked for first, and what it took is blank for those that follow.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from nps_chain.evidence.pages.source.layer import Layer

SECRET = "private key"
"""The trap that is no trap: whoever copies it can take somebody's money."""

MOST_FOUND = 20_000
"""Things that are kept of a text."""

_TAKEN = "\0"  # never in a layer


class Found(NamedTuple):
    """A thing that was found in a text.

    Attributes
    ----------
    type : str
        Such as ``address``.
    start, end : int
        Where, in the text of the layer.
    text : str
        What it says, once it is read rightly.
    valid : bool
        Whether it is what it looks like.
    why : str
        A sentence: why it is, or isn't.
    trap : str
        What misleads in it, in a word or two; empty where nothing does.
    """

    type: str
    start: int
    end: int
    text: str
    valid: bool
    why: str
    trap: str = ""


class Sought:
    """A text that is being searched.

    Attributes
    ----------
    layer : Layer
        The text.
    found : list of Found
        What was found until now.
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.found: list[Found] = []
        self._rest = layer.text
        self._new: list[tuple[int, int]] = []

    @property
    def where(self) -> str:
        """Where the text stands."""
        return self.layer.where

    @property
    def seen(self) -> bool:
        """Whether a reader of the page sees the text."""
        return self.layer.where in ("text", "title")

    @property
    def whole(self) -> str:
        """The text, with what was found."""
        return self.layer.text

    @property
    def rest(self) -> str:
        """The text, in which blanks stand for what was found; of the same length."""
        if self._new:
            parts, at = [], 0
            for start, end in sorted(self._new):
                if end > at:
                    parts += [self._rest[at : max(start, at)], _TAKEN * (end - max(start, at))]
                    at = end
            self._rest = "".join([*parts, self._rest[at:]])
            self._new = []
        return self._rest

    @cached_property
    def hushed(self) -> str:
        """The text, in which dots stand for what is secret; of the same length."""
        parts, at = [], 0
        for found in sorted(self.found, key=lambda found: found.start):
            if found.trap == SECRET:
                parts += [self.whole[at : found.start], "·" * (found.end - found.start)]
                at = found.end
        return "".join([*parts, self.whole[at:]])

    def look(self, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield where a form fits into the rest, as it is when the search begins."""
        return form.finditer(self.rest)

    @property
    def full(self) -> bool:
        """Whether so much was found that the rest is left out."""
        return len(self.found) >= MOST_FOUND

    def add(self, found: Found, taken: tuple[int, int] | None = None) -> None:
        """Keep what was found, and take it out, or another piece of the text."""
        if not self.full:
            self.found.append(found)
        self.take(*(taken or (found.start, found.end)))

    def take(self, start: int, end: int) -> None:
        """Take a piece out."""
        self._new.append((start, end))
