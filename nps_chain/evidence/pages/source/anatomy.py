"""What a page consists of: texts, and of its structure what tells what a text is.

The visible text is kept apart from what nobody sees: comments, attributes, hidden elements and
scripts. Of the structure there are the cells of tables, headings, and what is set off within a
line, as a name is above a post.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from nps_chain.evidence.pages.source.layer import Layer


class Mark(NamedTuple):
    """A heading, or what is set off in its line: its element, from, to, and where it links to."""

    name: str
    start: int
    end: int
    link: str = ""


class Cell(NamedTuple):
    """A cell of a table: the numbers of its table, row and column; from, to."""

    table: int
    row: int
    column: int
    start: int
    end: int


class Embedded(NamedTuple):
    """A file that is written into the page: where, and whether it is the window's icon."""

    start: int
    end: int
    icon: bool


@dataclass
class Anatomy:
    """What a page consists of; see `dissect`.

    Attributes
    ----------
    text, title, link, attribute, comment, hidden : Layer
        Its texts.
    marks : list of Mark
        In the visible text, as they end.
    cells : list of Cell
        In the visible text, as they end.
    embedded : list of Embedded
        Files in it.
    language : str
        As the page tells it.
    notes : list of str
        Sentences on what was odd.
    """

    text: Layer = field(default_factory=lambda: Layer("text"))
    title: Layer = field(default_factory=lambda: Layer("title"))
    link: Layer = field(default_factory=lambda: Layer("link"))
    attribute: Layer = field(default_factory=lambda: Layer("attribute"))
    comment: Layer = field(default_factory=lambda: Layer("comment"))
    hidden: Layer = field(default_factory=lambda: Layer("hidden"))
    marks: list[Mark] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    embedded: list[Embedded] = field(default_factory=list)
    language: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All texts, the visible one first."""
        return (self.text, self.title, self.link, self.attribute, self.comment, self.hidden)
