"""A page taken apart: its pieces are put where they belong, in one pass.

What is open is kept on a stack, and what HTML ends by itself ends there; the rules are those of the
standard in a simple form. No element, however deep, makes a later one slower.
"""

import html
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from nps_chain.evidence.pages.source.anatomy import Anatomy, Cell, Embedded, Mark
from nps_chain.evidence.pages.source.elements import (
    BOUNDS,
    CELLS,
    DULL,
    ENDS,
    ENDS_PARAGRAPH,
    HEADINGS,
    INLINE,
    LINKS,
    SET_OFF,
    TABLE,
    VOID,
)
from nps_chain.evidence.pages.source.hiding import NEVER_SEEN, Hiding
from nps_chain.evidence.pages.source.markup import MOST_ATTRIBUTES, Attribute, Piece, cut

MOST_PIECES = 400_000
"""Tags, attributes and pieces of text that are read of a page."""

DEEPEST = 500
"""Elements in each other; those deeper are taken as if they had no tags. Browsers do the same."""

_LONGEST_LINK = 300  # characters of a link that tell whom it leads to
_KEPT = 4_000  # characters of an attribute that tells what an element is


@dataclass
class _Open:
    """An element that is open."""

    name: str
    start: int
    hides: bool
    cell: tuple[int, int, int] | None = None
    link: str = ""


@dataclass
class _Table:
    number: int
    row: int = -1
    column: int = 0


def dissect(source: str) -> Anatomy:
    """Return a page taken apart."""
    reader = _Reader(source)
    for piece in cut(source):
        reader.count += 1 + len(piece.attributes)
        if reader.count > MOST_PIECES:
            reader.note(
                f"It has more than {MOST_PIECES:,} pieces; what follows character"
                f" {piece.start:,} wasn't read."
            )
            break
        reader.take(piece)
    return reader.finish()


class _Reader:
    """Takes pieces one after the other, and keeps what is open."""

    def __init__(self, source: str) -> None:
        self.source, self.found, self.count = source, Anatomy(), 0
        self._hiding = Hiding()
        self._open: list[_Open] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._tables: list[_Table] = []
        self._many_tables = self._hidden = self._pre = 0

    def note(self, sentence: str) -> None:
        """Note what is odd, once."""
        if sentence not in self.found.notes:
            self.found.notes.append(sentence)

    def take(self, piece: Piece) -> None:
        """Take the next piece."""
        if piece.kind == "text":
            layer = self.found.hidden if self._hidden else self.found.text
            layer.add(self.source, piece.start, piece.end, lines=self._pre > 0)
        elif piece.kind == "open":
            self._start(piece)
        elif piece.kind == "close":
            self._end(piece.name, piece.start)
        elif piece.kind == "comment":
            self.found.comment.add(self.source, piece.start, piece.end, lines=True)
            self.found.comment.part("\n", piece.end)
        else:
            self._raw(piece)

    def finish(self) -> Anatomy:
        """Close what is open."""
        while self._open:
            self._pop(len(self.source))
        for layer in self.found.layers:
            layer.close()
            if layer.full:
                self.note("It has more text than is read of a page.")
        return self.found

    def _raw(self, piece: Piece) -> None:
        if piece.name == "style":
            self._hiding.learn(self.source[piece.start : piece.end])
            return
        unseen = self._hidden or piece.name in NEVER_SEEN
        layer = self.found.hidden if unseen else self.found.text
        if piece.name == "title":
            layer = self.found.title
        layer.add(self.source, piece.start, piece.end, lines=piece.name != "title")
        layer.part("\n", piece.end)

    def _start(self, piece: Piece) -> None:
        name, at = piece.name, piece.start
        told = {
            each.name: self.source[each.start : min(each.end, each.start + _KEPT)]
            for each in reversed(piece.attributes)  # the first of two counts
        }
        self._attributes(piece, told)
        self._end_others(name, at)
        if name == "html" and not self.found.language:
            self.found.language = told.get("lang", "")[:35].strip().lower()
        if name not in INLINE and name not in CELLS:
            self._break("\n", at, again=name == "br")
        if name in VOID:
            return
        if len(self._open) >= DEEPEST:
            self.note(f"Its elements lie in each other more than {DEEPEST} deep.")
            return
        opened = _Open(name, 0, self._hiding.hides(name, told))
        if name == "table":
            self._tables.append(_Table(self._many_tables))
            self._many_tables += 1
        elif name == "tr" and self._tables:
            self._tables[-1].row += 1
            self._tables[-1].column = 0
        elif name in CELLS and self._tables:
            table = self._tables[-1]
            opened.cell = (table.number, max(table.row, 0), table.column)
            table.column += _span(told.get("colspan", ""))
        if opened.hides and not self._hidden:
            self.found.hidden.part("\n", at)
        self._hidden += opened.hides
        self._pre += name in ("pre", "textarea", "listing")
        if name == "a":
            opened.link = html.unescape(told.get("href", "")[:_LONGEST_LINK])
        opened.start = self.found.text.length
        self._open.append(opened)
        self._places[name].append(len(self._open) - 1)

    def _attributes(self, piece: Piece, told: Mapping[str, str]) -> None:
        if len(piece.attributes) == MOST_ATTRIBUTES:
            self.note(f"An element of it has {MOST_ATTRIBUTES:,} attributes or more.")
        for each in piece.attributes:
            if each.start == each.end or each.name in DULL or each.name.startswith("xmlns"):
                if each.name == "style" and "data:" in told["style"].lower():
                    self._embed(each, told, piece.name)
                continue
            if self.source.startswith(("data:", "DATA:"), each.start):
                self._embed(each, told, piece.name)
                continue
            layer = self.found.link if each.name in LINKS else self.found.attribute
            layer.add(self.source, each.start, each.end, lines=True, link=True)
            layer.part("\n", each.end)

    def _embed(self, each: Attribute, told: Mapping[str, str], name: str) -> None:
        icon = name == "link" and "icon" in told.get("rel", "").lower()
        self.found.embedded.append(Embedded(each.start, each.end, icon))

    def _break(self, mark: str, at: int, *, again: bool = False) -> None:
        (self.found.hidden if self._hidden else self.found.text).part(mark, at, again=again)

    def _end_others(self, name: str, at: int) -> None:
        """End what ends by itself where an element opens."""
        if name in ENDS_PARAGRAPH:
            self._end_within(("p",), ("td", "th", "table", "button", "object"), at)
        if name in ENDS:
            self._end_within(ENDS[name], (*BOUNDS.get(name, ()), "table"), at)

    def _end_within(self, names: tuple[str, ...], bounds: tuple[str, ...], at: int) -> None:
        """End elements that are open, but none beyond the innermost of the bounds."""
        bound = max(map(self._innermost, bounds))
        found = [place for name in names if (place := self._innermost(name)) > bound]
        if found:
            self._end_from(min(found), at)

    def _end(self, name: str, at: int) -> None:
        if name in VOID:
            if name == "br":
                self._break("\n", at)
            return
        place = self._innermost(name)
        if place >= 0 and (name in TABLE or place > max(map(self._innermost, ("td", "th")))):
            self._end_from(place, at)

    def _innermost(self, name: str) -> int:
        """Return where in the stack an element of a name is open, -1 if none is."""
        places = self._places.get(name)
        return places[-1] if places else -1

    def _end_from(self, place: int, at: int) -> None:
        while len(self._open) > place:
            self._pop(at)

    def _pop(self, at: int) -> None:
        ended = self._open.pop()
        name = ended.name
        self._places[name].pop()
        self._hidden -= ended.hides
        self._pre -= name in ("pre", "textarea", "listing")
        start, end = ended.start, self.found.text.length
        if not self._hidden and end > start:
            if name in SET_OFF or name in HEADINGS:
                self.found.marks.append(Mark(name, start, end, ended.link))
            elif ended.cell:
                self.found.cells.append(Cell(*ended.cell, start, end))
        if name == "table":
            self._tables.pop()
        if name in CELLS:
            self._break("\t", at)
        elif name not in INLINE:
            self._break("\n", at)


def _span(told: str) -> int:
    return min(int(told), 100) if told.isascii() and told.isdigit() and told != "0" else 1
