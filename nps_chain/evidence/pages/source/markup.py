"""HTML, cut into tags, texts and comments, in one pass and in time that grows with its length only.

Saved pages are as browsers take them: unclosed, wrong, hostile. What matters here is where each
piece stands, which the usual parsers don't tell, and that no page takes more time than its size is
worth. The cutting follows the tokenizer of the HTML standard, without its error states: a quote
that nobody closes ends at the next blank.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# A "<" before anything else is text.
_BEGINS = re.compile(r"<(?:(!--)|([!?]|/(?![A-Za-z]))|/?([A-Za-z][^\s/>]*+))")
# Possessive throughout, so that no page makes it try twice.
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?:(>)|([^\s/>][^\s/>=]*+)"""
    r"""(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?)"""
)
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes")
}
_LONGEST_NAME = 40
MOST_ATTRIBUTES = 1_000
"""Attributes of an element that are looked at."""


class Attribute(NamedTuple):
    """An attribute: its name in small letters, and where its value stands, without quotes."""

    name: str
    start: int
    end: int


class Piece(NamedTuple):
    """A piece of a page.

    Attributes
    ----------
    kind : str
        ``open``, ``close``, ``text``, ``comment`` or ``raw``: what is in an element whose inside
        is no markup, such as a script.
    name : str
        The element's, in small letters; empty for texts and comments.
    start, end : int
        Where it stands in the source; of a comment, what is in it.
    attributes : tuple of Attribute
        Of a tag that opens an element.
    """

    kind: str
    name: str
    start: int
    end: int
    attributes: tuple[Attribute, ...] = ()


def cut(source: str) -> Iterator[Piece]:
    """Yield the pieces of a page in their order."""
    at, size = 0, len(source)
    while begins := _BEGINS.search(source, at):
        start = begins.start()
        if start > at:
            yield Piece("text", "", at, start)
        if begins[1]:
            # Standing just behind the "<!", since "<!-->" is a comment as well.
            ends = source.find("-->", start + 2)
            yield Piece("comment", "", start + 4, size if ends < 0 else max(ends, start + 4))
            at = size if ends < 0 else ends + 3
        elif begins[2]:
            ends = source.find(">", start)
            at = size if ends < 0 else ends + 1
            if source[start : start + 9].lower() != "<!doctype":
                yield Piece("comment", "", start + 2, size if ends < 0 else ends)
        else:
            at, piece = _tag(source, begins)
            yield piece
            if piece.kind == "open" and piece.name in _RAW:
                closed = _RAW[piece.name].search(source, at)
                start, at = at, closed.start() if closed else size
                yield Piece("raw", piece.name, start, at)
    if at < size:
        yield Piece("text", "", at, size)


def _tag(source: str, begins: re.Match[str]) -> tuple[int, Piece]:
    """Return where a tag ends, and the tag."""
    start, at, size = begins.start(), begins.end(), len(source)
    kind = "close" if source[start + 1] == "/" else "open"
    name = begins[3][:_LONGEST_NAME].lower()
    if source.startswith(">", at):  # most tags have no attribute
        return at + 1, Piece(kind, name, start, at + 1)
    found: list[Attribute] = []
    while at < size and (each := _ATTRIBUTE.match(source, at)):
        at = each.end()
        if each[1]:
            break
        if len(found) < MOST_ATTRIBUTES:
            group = next((group for group in (3, 4, 5) if each[group] is not None), 2)
            span = each.span(group) if group > 2 else (at, at)
            found.append(Attribute(each[2][:_LONGEST_NAME].lower(), *span))
    else:
        at = size
    return at, Piece(kind, name, start, at, tuple(found))
