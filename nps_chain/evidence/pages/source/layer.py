"""A text that can be read from a page, and the place in the source of each of its characters.

Whoever takes an address down from a page must be able to show where it stood. What a reader sees is
not what the source says: entities are one letter, an element in the middle of an address is none,
and some characters are never seen. So a layer is the text as it reads, in segments, each of which
knows what it was made of.
"""

import html
import re
from array import array
from bisect import bisect_right

_UNSEEN = (
    "\x00-\x08\x0b\x0e-\x1f\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
UNSEEN = re.compile(f"[{_UNSEEN}]+")
"""Characters without any width; also those that turn the direction of writing."""

# What isn't written as it reads. HTML knows some entities without their semicolon.
_ENTITY = "&(?:#[xX]?[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?"
_ODD = re.compile(f"({_ENTITY})|[{_UNSEEN}]+")
_BLANKS = {ord(blank): " " for blank in "\t\n\f\r"}


MOST_SEGMENTS, MOST_TEXT = 400_000, 2_000_000
"""Segments and characters of a layer; what would need more is left out."""


class Layer:
    """A text of a page.

    Parameters
    ----------
    where : str
        Where it stands: ``text``, ``title``, ``link``, ``attribute``, ``comment`` or ``hidden``.

    Attributes
    ----------
    text : str
        As it reads, once it is whole (`close`). A line break parts blocks and values, a tabulator
        the cells of a table.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.text = ""
        self.length = 0
        self._parts: list[str] = []
        self._at, self._start, self._end = array("q"), array("q"), array("q")

    @property
    def full(self) -> bool:
        """Whether there may be text that was left out."""
        return len(self._at) >= MOST_SEGMENTS or self.length >= MOST_TEXT

    def add(
        self, source: str, start: int, end: int, *, lines: bool = False, link: bool = False
    ) -> None:
        """Add a piece of the source as it reads.

        Parameters
        ----------
        source : str
            The source.
        start, end : int
            Where the piece stands.
        lines : bool
            Whether its line breaks are such for a reader, too.
        link : bool
            Whether it is the value of an attribute, where ``&amp`` without its semicolon may be
            part of a web address.
        """
        end = min(end, start + MOST_TEXT - self.length)
        at = start
        for odd in _ODD.finditer(source, start, end):
            if self.full:
                return
            self._copy(source, at, odd.start(), lines)
            at = odd.end()
            if odd[1] is None:
                continue
            after = source[at : at + 1]
            if link and not odd[1].endswith(";") and (after == "=" or after.isalnum()):
                self._copy(source, odd.start(), at, lines)
            elif read := UNSEEN.sub("", html.unescape(odd[1])):
                self._put(read, odd.start(), at)
        self._copy(source, at, end, lines)

    def part(self, mark: str, place: int, *, again: bool = False) -> None:
        """Add a line break or a tabulator, for an element at a place in the source.

        None is added to an empty text; nor to one that ends in the same, unless it counts again.
        """
        if self._parts and (again or self._parts[-1] != mark):
            self._put(mark, place, place)

    def close(self) -> None:
        """Make the text whole."""
        self.text = "".join(self._parts)
        self._parts = []

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the text stands in the source, from its first to its last."""
        first, _ = self._source(start)
        _, last = self._source(end - 1)
        return first, last

    def _source(self, at: int) -> tuple[int, int]:
        segment = bisect_right(self._at, at) - 1
        begins = self._at[segment]
        ends = self._at[segment + 1] if segment + 1 < len(self._at) else self.length
        first, last = self._start[segment], self._end[segment]
        if last - first == ends - begins:  # copied as it was: letter by letter
            return first + at - begins, first + at - begins + 1
        return first, last

    def _copy(self, source: str, start: int, end: int, lines: bool) -> None:
        if start < end:
            piece = source[start:end]
            self._put(piece if lines else piece.translate(_BLANKS), start, end)

    def _put(self, text: str, start: int, end: int) -> None:
        self._parts.append(text)
        self._at.append(self.length)
        self._start.append(start)
        self._end.append(end)
        self.length += len(text)


def manner(written: str) -> str:
    """Return how a piece of source hides what it says from a program, empty if it doesn't.

    >>> manner("bcrt1q<wbr>abc"), manner("&#98;c1"), manner("bc1")
    ('in pieces', 'entities', '')
    """
    if "<" in written:
        return "in pieces"
    if UNSEEN.search(written):
        return "unseen character"
    return "entities" if re.search(_ENTITY, written) else ""
