"""A letter as a page: headings, numbered parts, and where the instrument asks for each.

Whoever gets it should find each thing where the instrument has it, and see at once what is missing.
Nothing in it is taken for markup, since parts of it come from suspects' pages.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from nps_chain.evidence.handling import TLP
from nps_chain.evidence.letters.channels import CHANNELS
from nps_chain.evidence.letters.fields import FIELDS, KINDS
from nps_chain.evidence.letters.instruments import instrument
from nps_chain.evidence.printed import SYNTHETIC, Markup, document, element

if TYPE_CHECKING:
    from nps_chain.evidence.letters.letter import Letter

PIECE = "border:1px solid #888;padding:.6em 1em;max-width:46em;color:#000;background:#fff"
"""How a document is framed inside a notebook."""


def letter_document(letter: "Letter") -> str:
    """Return a letter as a whole HTML document."""
    parts = _parts(letter)
    return document(
        KINDS[letter.kind], parts, handling=letter.handling, invented=letter.invented
    ).decode()


def letter_piece(letter: "Letter") -> str:
    """Return a letter as a piece of a page, for a notebook."""
    return piece(KINDS[letter.kind], _parts(letter), letter.handling, letter.invented)


def piece(title: str, parts: Sequence[Markup], handling: str, invented: bool) -> str:
    """Return what would be a document as a framed piece of another page."""
    head = [element("p", element("b", handling))]
    if invented:
        head.append(element("p", element("i", SYNTHETIC)))
    return element("div", *head, element("h3", title), *parts, style=PIECE)


def pairs(rows: Iterable[tuple[object, object]]) -> Markup:
    """Return a table of names and what they stand for, a line each."""
    lines = [
        element("tr", element("th", name, scope="row"), element("td", told)) for name, told in rows
    ]
    return element("table", element("tbody", *lines))


def _parts(letter: "Letter") -> list[Markup]:
    return [
        *_lacking(letter),
        _head(letter),
        *_fields(letter),
        *_conditions(letter),
        _signature(letter),
    ]


def _lacking(letter: "Letter") -> list[Markup]:
    if not letter.missing:
        return []
    lines = [element("li", line) for line in letter.missing]
    return [
        element("p", element("b", "Not ready to be sent. This letter lacks:")),
        element("ul", *lines),
    ]


def _head(letter: "Letter") -> Markup:
    rests = letter.instrument
    if rests:
        known = instrument(rests)
        articles = known.articles.get(letter.channel, "")
        rests = f"{known.what}, {articles}" if articles else known.what
    rows = [
        ("From", letter.authority or letter.by),
        ("To", letter.to),
        ("Date", letter.date),
        (FIELDS["case"].heading, letter.case),
        ("By", _road(letter.channel)),
        ("Rests on", rests),
        ("May be seen by", TLP[letter.handling]),
    ]
    return pairs(row for row in rows if row[1])


def _road(channel: str) -> str:
    return f"{channel}: {CHANNELS[channel].runs}" if channel else ""


def _fields(letter: "Letter") -> list[Markup]:
    parts, number = [], 0
    asks = letter.asks
    for name, field in FIELDS.items():
        if name in ("authority", "case"):
            continue
        told = list(letter.about) if name == "about" else [getattr(letter, name)]
        if not any(told):
            continue
        number += 1
        where = asks.get(name, "")
        parts.append(element("h2", f"{number}. {field.heading}", *_where(where)))
        if name == "about":
            parts.append(element("ul", *(element("li", element("code", one)) for one in told)))
        else:
            parts.append(element("p", told[0]))
    return parts


def _where(where: str) -> list[Markup]:
    return [element("small", f" ({where})")] if where else []


def _conditions(letter: "Letter") -> list[Markup]:
    lines = ["Please keep it confidential that this letter was written, and what is in it."]
    if letter.instrument:
        lines += instrument(letter.instrument).notes
    parts = [element("h2", "Conditions"), element("ul", *(element("li", one) for one in lines))]
    if letter.channel:
        parts.append(element("h2", "What the answer may be used for"))
        parts.append(element("p", CHANNELS[letter.channel].use))
    return parts


def _signature(letter: "Letter") -> Markup:
    return element("p", f"For {letter.by}: name, office, signature ", "_" * 30)
