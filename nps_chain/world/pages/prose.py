"""Texts with headings, points and tables, as the files of texts have them, made into HTML.

A line that begins with ``# `` is a heading, with ``* `` a point of a list, with ``| `` a row of a
table, whose first row is its head. Any other line is a paragraph.
"""

from collections.abc import Iterable
from itertools import groupby

from nps_chain.world.pages.marks import Mark, bullets, fill, lines, slots, tag

_KINDS = ("# ", "* ", "| ")


def prose(texts: Iterable[str], given: dict[str, Mark]) -> Mark:
    """Return lines of text as HTML.

    Parameters
    ----------
    texts : iterable of str
        Lines; one that names a slot that isn't given is left out.
    given : dict of Mark
        What the slots stand for.
    """
    whole = (text for text in texts if slots(text) <= given.keys())
    runs = groupby(whole, lambda text: text[:2] if text[:2] in _KINDS else "")
    return lines(
        *(_block(kind, [text.removeprefix(kind) for text in run], given) for kind, run in runs)
    )


def _block(kind: str, run: list[str], given: dict[str, Mark]) -> Mark:
    if kind == "| ":
        return _table([text.split(" | ") for text in run], given)
    filled = [fill(text, given) for text in run]
    if kind == "* ":
        return bullets(filled)
    return lines(*(tag("h2" if kind else "p", mark) for mark in filled))


def _table(rows: list[list[str]], given: dict[str, Mark]) -> Mark:
    cells = [
        tag("tr", *(tag("td" if number else "th", fill(text, given)) for text in row))
        for number, row in enumerate(rows)
    ]
    return lines(Mark("<table>"), *cells, Mark("</table>"))
