"""Markup that keeps account of what it shows.

Text becomes HTML here and nowhere else, always escaped; and whatever an investigator might take
down (an address, a handle, a price) is written together with a record of it. So no page can show
what isn't on record.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from nps_chain.world.pages.page import Shown

_SLOT = re.compile(r"\$(\w+)|\{\{([a-z-]+):([^|}]+)(?:\|([^}]+))?\}\}")
_ELEMENT = re.compile("<[^>]*>")


@dataclass(frozen=True)
class Mark:
    """A piece of HTML, and what it shows."""

    html: str
    shown: tuple[Shown, ...] = ()


NOTHING = Mark("")


def plain(text: str | int) -> Mark:
    """Return text as HTML."""
    return Mark(html.escape(str(text), quote=False))


def fill(template: str, given: dict[str, Mark]) -> Mark:
    """Return a text with marks in the places of its ``$slots``.

    ``{{kind:text}}`` stands for a text that is put on record as shown, ``{{kind:text|trap}}`` for
    one that isn't what it looks like.

    Raises
    ------
    KeyError
        If the text names a slot that isn't given.
    """
    parts: list[Mark] = []
    at = 0
    for found in _SLOT.finditer(template):
        slot, kind, text, trap = found.groups()
        parts.append(plain(template[at : found.start()]))
        parts.append(given[slot] if slot else _recorded(kind, text, trap or ""))
        at = found.end()
    return join([*parts, plain(template[at:])])


def _recorded(kind: str, text: str, trap: str) -> Mark:
    return Mark(plain(text).html, (Shown(kind, text, trap, genuine=not trap),))


def slots(template: str) -> set[str]:
    """Return the slots that a text names."""
    return {found[1] for found in _SLOT.finditer(template) if found[1]}


def join(parts: Iterable[Mark], between: str = "") -> Mark:
    """Return marks one after another, with HTML between them."""
    parts = list(parts)
    shown = tuple(each for part in parts for each in part.shown)
    return Mark(between.join(part.html for part in parts), shown)


def words(mark: Mark) -> str:
    """Return the text of a mark without its elements."""
    return html.unescape(_ELEMENT.sub("", mark.html))


def tag(name: str, *inside: Mark, between: str = "", **attributes: str) -> Mark:
    """Return an element; an attribute ``class_`` is written ``class``, ``data_x`` ``data-x``."""
    body = join(inside, between)
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in attributes.items()
    )
    return Mark(f"<{name}{given}>{body.html}</{name}>", body.shown)


def lines(*parts: Mark) -> Mark:
    """Return marks on lines of their own, leaving out empty ones."""
    return join((part for part in parts if part.html), "\n")


def bullets(parts: Iterable[Mark]) -> Mark:
    """Return marks as a list."""
    return tag("ul", Mark("\n"), *(join([tag("li", part), Mark("\n")]) for part in parts))


def table(head: Iterable[str], rows: Iterable[Iterable[Mark]]) -> Mark:
    """Return a table, a line of HTML for each row."""
    titles = tag("tr", *(tag("th", plain(title)) for title in head))
    body = [tag("tr", *(tag("td", cell) for cell in row)) for row in rows]
    return tag("table", Mark("\n"), join([titles, *body], "\n"), Mark("\n"))
