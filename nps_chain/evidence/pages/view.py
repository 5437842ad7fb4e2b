"""A page shown as text: its source, escaped, with what was found marked. It is never rendered.

Whoever looks at a hostile page must not run it. So a browser gets text: each sign of markup is
escaped, and a box stands for each character that can't be seen or turns the direction of writing.
What was found is underlined and named in letters; what is refused is underlined with dots and says
so, for those who tell no colours apart.
"""

import html
from collections.abc import Iterable
from typing import NamedTuple

from nps_chain.evidence.pages.source.layer import UNSEEN
from nps_chain.harmless import BOX

MOST = 30_000
"""Characters of HTML after which no more of a source is shown."""

_LONGEST_GAP = 600  # characters between two finds that are shown whole
_LONGEST_FIND = 300
_BOXED = 'style="border:1px solid;padding:.4em .6em"'
_PRE = 'dir="ltr" style="white-space:pre-wrap;overflow-wrap:anywhere;max-height:32em;overflow:auto"'
_VALID = "text-decoration:underline;text-decoration-thickness:2px;font-weight:bold"
_REFUSED = "text-decoration:underline dotted;text-decoration-thickness:2px"


class Mark(NamedTuple):
    """A find: from where to where in the source, its type, and whether it is valid."""

    start: int
    end: int
    type: str
    valid: bool


def html_of(head: Iterable[str], source: str, marks: Iterable[Mark]) -> str:
    """Return a source as HTML that shows it.

    Of a find that holds others, as a signed message does, only the beginning is named.

    Parameters
    ----------
    head : iterable of str
        Lines above it.
    source : str
        The source.
    marks : iterable of Mark
        What to mark. Of two that overlap the first is marked.
    """
    told = "<br>".join(_text(line) for line in head)
    parts: list[str] = []
    at = shown = 0
    for mark in _apart(marks):
        parts += [_text(_cut(source[at : mark.start], _LONGEST_GAP)), _marked(source, mark)]
        at = mark.end
        shown += len(parts[-1]) + len(parts[-2])
        if shown > MOST:
            break
    rest = source[at:]
    parts.append(_text(_cut(rest, max(MOST - shown, _LONGEST_GAP))))
    return f"<div {_BOXED}><p>{told}</p><pre {_PRE}>{''.join(parts)}</pre></div>"


def _marked(source: str, mark: Mark) -> str:
    style, name = (_VALID, mark.type) if mark.valid else (_REFUSED, f"{mark.type}, refused")
    written = _text(_cut(source[mark.start : mark.end], _LONGEST_FIND))
    return f'<small>[{_text(name)}]</small><span style="{style}">{written}</span>'


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks that don't overlap, in their order; what holds others has no length."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if kept and mark.start < kept[-1].end:
            if mark.end > kept[-1].end:
                continue
            kept[-1] = kept[-1]._replace(end=kept[-1].start)
        kept.append(mark)
    return kept


def _text(text: str) -> str:
    return html.escape(UNSEEN.sub(BOX, text))


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … {len(text) - 2 * half:,} characters … {text[-half:]}"
