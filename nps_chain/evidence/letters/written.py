"""A letter as a page: headings, numbered parts, and where the instrument asks for each.

Whoever gets it should find each thing where the instrument has it, and see at once what is missing.
Nothing in it is taken for markup, since parts of it come from suspects' pages.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nps_chain.evidence.handling import TLP
from nps_chain.evidence.letters.channels import CHANNELS
from nps_chain.evidence.letters.fields import FIELDS, KINDS
from nps_chain.evidence.letters.instruments import instrument
from nps_chain.evidence.printed import SYNTHETIC, Markup, document, element, pairs

if TYPE_CHECKING:
    from nps_chain.evidence.letters.letter import Letter

PIECE = "border:1px solid #888;padding:.2em 1em;max-width:60em"
"""How a document is framed inside a notebook, in whatever colours that has."""


def letter_document(letter: "Letter") -> str:
    """Return a letter as a whole HTML document."""
    parts = _parts(letter)
    return document(
        KINDS[letter.kind], parts, handling=letter.handling, invented=letter.invented
    ).decode()


def letter_piece(letter: "Letter") -> str:
    """Return a letter as a piece of a page, for a notebook."""
    return piece(KINDS[letter.kind], _parts(letter, "h4"), letter.handling, letter.invented)


def piece(title: str, parts: Sequence[Markup], handling: str, invented: bool) -> str:
    """Return what would be a document as a framed piece of another page."""
    head = [element("p", element("b", handling))]
    if invented:
        head.append(element("p", element("i", SYNTHETIC)))
    return element("div", *head, element("h3", title), *parts, style=PIECE)


def long_word(text: str) -> Markup:
    """Return an address, a txid or a link so that it breaks where a line ends."""
    return element("code", text, style="overflow-wrap:anywhere;font-size:.9em")


def unbroken(text: str) -> Markup:
    """Return a date or a time so that it stays on one line."""
    return element("span", text, style="white-space:nowrap")


def _parts(letter: "Letter", heading: str = "h2") -> list[Markup]:
    return [
        *_lacking(letter),
        _head(letter),
        *_fields(letter, heading),
        *_conditions(letter, heading),
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
        ("To", _receiver(letter)),
        ("Date", letter.date),
        (FIELDS["case"].heading, letter.case),
        ("Channel", _road(letter.channel)),
        ("Rests on", rests),
        ("May be seen by", TLP[letter.handling]),
    ]
    return pairs(row for row in rows if row[1])


def _receiver(letter: "Letter") -> str:
    through = CHANNELS[letter.channel].through if letter.channel else ""
    return f"{letter.to}, through {through}" if through else letter.to


def _road(channel: str) -> str:
    return f"{channel}: {CHANNELS[channel].runs}" if channel else ""


def _fields(letter: "Letter", heading: str) -> list[Markup]:
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
        parts.append(element(heading, f"{number}. {field.heading}", *_where(where)))
        if name == "about":
            parts.append(element("ul", *(element("li", long_word(one)) for one in told)))
        else:
            parts.append(element("p", told[0]))
    return parts


def _where(where: str) -> list[Markup]:
    return [Markup(" "), element("small", f"({where})")] if where else []


def _conditions(letter: "Letter", heading: str) -> list[Markup]:
    lines = ["Please keep it confidential that this letter was written, and what is in it."]
    if letter.instrument:
        lines += instrument(letter.instrument).notes
    parts = [element(heading, "Conditions"), element("ul", *(element("li", one) for one in lines))]
    if letter.channel:
        parts.append(element(heading, "What the answer may be used for"))
        parts.append(element("p", CHANNELS[letter.channel].use))
    return parts


def _signature(letter: "Letter") -> Markup:
    return element("p", f"For {letter.by} (name, office, signature):", Markup(" "), "_" * 30)
