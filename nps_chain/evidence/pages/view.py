"""A page shown as text: its source, escaped, with what was found marked. It is never rendered.

Whoever looks at a hostile page must not run it. So a browser gets text: each sign of markup is
escaped, and each thing that was found is underlined and named in letters; what is refused is
underlined with dots and says so, for those who tell no colours apart.
"""

import html
from collections.abc import Iterable

MOST = 30_000
"""Characters of a source that are shown."""

_LONGEST_GAP = 600  # characters between two finds that are shown whole
_BOX = 'style="border:1px solid;padding:.4em .6em"'
_PRE = 'style="white-space:pre-wrap;overflow-wrap:anywhere;max-height:32em;overflow:auto"'
_UNDERLINED = "text-decoration:underline;text-decoration-thickness:2px;font-weight:bold"
_DOTTED = "text-decoration:underline dotted;text-decoration-thickness:2px"


def html_of(head: Iterable[str], source: str, marks: Iterable[tuple[int, int, str, bool]]) -> str:
    """Return a source as HTML that shows it.

    Parameters
    ----------
    head : iterable of str
        Lines above it.
    source : str
        The source.
    marks : iterable of tuple
        What to mark: from, to, its type, and whether it is valid. What overlaps with an earlier
        one is passed over, unless it lies in it; then the inner one is marked.
    """
    told = "<br>".join(html.escape(line) for line in head)
    parts: list[str] = []
    at = shown = 0
    for start, end, kind, valid in _apart(marks):
        parts.append(_gap(source[at:start]))
        style, name = (_UNDERLINED, kind) if valid else (_DOTTED, f"{kind}, refused")
        written = html.escape(_cut(source[start:end], 300))
        parts.append(f'<small>[{html.escape(name)}]</small><span style="{style}">{written}</span>')
        at = end
        shown += sum(map(len, parts[-2:]))
        if shown > MOST:
            break
    rest = source[at:]
    left = rest if shown + len(rest) <= MOST else ""
    parts.append(_gap(left) if left else _more(len(rest)))
    return f"<div {_BOX}><p>{told}</p><pre {_PRE}>{''.join(parts)}</pre></div>"


def _apart(marks: Iterable[tuple[int, int, str, bool]]) -> list[tuple[int, int, str, bool]]:
    """Return marks that don't overlap: the shorter ones first, in order of their place."""
    kept: list[tuple[int, int, str, bool]] = []
    for mark in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if kept and mark[0] < kept[-1][1]:
            if mark[1] > kept[-1][1]:
                continue
            kept.pop()  # it holds this one
        kept.append(mark)
    return kept


def _gap(text: str) -> str:
    return html.escape(_cut(text, _LONGEST_GAP))


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … {len(text) - 2 * half:,} characters … {text[-half:]}"


def _more(many: int) -> str:
    return f" … and {many:,} characters more" if many else ""
