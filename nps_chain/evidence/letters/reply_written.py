"""A reply as a page: what came of the letter first, and below it the tables of what was told."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from nps_chain.evidence.letters.written import long_word, piece, unbroken
from nps_chain.evidence.printed import Markup, document, element, pairs, table

if TYPE_CHECKING:
    from nps_chain.evidence.letters.reply import Reply

LONG = 24
"""Characters of a word that may be broken at the end of a line."""

MOST_LINES = 200
"""Lines of a table that a reply prints; the frame has all."""


def reply_document(reply: "Reply") -> str:
    """Return a reply as a whole HTML document."""
    letter = reply.letter
    return document(
        _title(reply), _parts(reply), handling=letter.handling, invented=letter.invented
    ).decode()


def reply_piece(reply: "Reply") -> str:
    """Return a reply as a piece of a page, for a notebook."""
    letter = reply.letter
    return piece(_title(reply), _parts(reply, "h4"), letter.handling, letter.invented)


def _title(reply: "Reply") -> str:
    return f"Reply to {reply.letter.by}"


def _parts(reply: "Reply", heading: str = "h2") -> list[Markup]:
    parts = [pairs(reply.frame.itertuples(index=False, name=None))]
    if reply.closed:
        return parts
    if len(reply.entries):
        parts += _lines(heading, "What was booked (satoshi, UTC)", reply.entries)
    if len(reply.hits):
        parts += _lines(heading, "Where something was found", reply.hits)
    return parts


def _lines(heading: str, title: str, frame: pd.DataFrame) -> list[Markup]:
    shown = frame.head(MOST_LINES)
    rows = [
        [_cell(name, value) for name, value in zip(frame.columns, row, strict=True)]
        for row in shown.itertuples(index=False)
    ]
    lines = element("div", table(list(frame.columns), rows), style="font-size:.8em")
    parts = [element(heading, title), lines]
    if len(frame) > len(shown):
        parts.append(element("p", f"{len(frame) - len(shown):,} further lines are in the data."))
    return parts


def _cell(name: str, value: Any) -> object:
    if not isinstance(value, str):
        return int(value)
    if name in ("time", "date"):
        return unbroken(value[: 16 if name == "time" else 10].replace("T", " "))
    return long_word(value) if " " not in value and len(value) > LONG else value
