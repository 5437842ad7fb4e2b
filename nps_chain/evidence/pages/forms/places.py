"""The places in which pages put the names of people, and what stands there.

Forums, markets and boards differ in everything but this: whoever wrote stands above the post,
beside a role or a date; whoever sells stands in a column that says so; a profile has its owner's
name for a heading. Where a place may as well hold another word, the name is only a candidate.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from nps_chain.evidence.pages.forms.words import BY, COLUMNS, LABEL, META, NOBODY, PROFILE, WROTE
from nps_chain.evidence.pages.source.anatomy import Anatomy, Cell, Mark
from nps_chain.harmless import harmless

_NAME = re.compile(r"@?(\w[\w.-]{1,30}\w)")
_BEHIND_COLON = re.compile(r"[:：]\s{0,3}@?(\w[\w.-]{1,31})(?!\w)")
_AT = re.compile(r"(?<![\w@./])@([A-Za-z]\w{2,31})(?![\w@]|\.\w)")
_QUOTED = re.compile(r"(?:^|[\n\t])[ \u00a0]{0,3}(\w[\w.-]{1,30}\w)(?=\s)")
_FIRST = re.compile(r"\s*([^|·:–—]{2,80}?)\s*(?:[|·:–—]|\s-\s|$)")
_BESIDE = re.compile(r"[ \u00a0]{0,3}[·•|,–—-][ \u00a0]|[ \u00a0]{0,3}[\n\t]")
_COLON = re.compile(r"[ \u00a0]{0,2}[:：]")
_NUMBER = re.compile(r"^\d+(?:[.-]|$)|[.-]\d+$")
_BY_NAME = frozenset({"b", "strong", "a", "span", "cite", "font"})
_IN_PROGRAMS = frozenset({"code", "kbd", "tt", "pre"})
_HEADS = frozenset({"h1", "h2", "h3"})
_LONGEST = 40  # characters of what may be a name
_NEAR = 60  # characters in which a role or a date stands beside one


class Place(NamedTuple):
    """A name where a page puts one: the name, how that is known, and whether that is sure."""

    name: str
    how: str
    sure: bool


def places(anatomy: Anatomy, text: str, title: str, url: str, *, personal: bool) -> Iterator[Place]:
    """Yield the names that a page puts where names belong.

    Parameters
    ----------
    anatomy : Anatomy
        The page.
    text : str
        Its visible text, without what was found to be something else.
    title, url : str
        Its title, and where it was.
    personal : bool
        Whether it shows a key: then its heading may be somebody's name.
    """
    marks = [mark for mark in anatomy.marks if mark.end - mark.start <= _LONGEST]
    yield from _in_columns(anatomy, text)
    yield from _above_posts(marks, text)
    yield from _speaking(marks, text)
    for match in _BEHIND_COLON.finditer(text):
        if LABEL.search(text[max(match.start() - 30, 0) : match.start()]):
            yield from _kept(match[1], "a word before it says that it is a name")
    for match in _QUOTED.finditer(text):
        if WROTE.match(text, match.end()):
            yield from _kept(match[1], "it stands before what is quoted")
    for match in _AT.finditer(_without_programs(anatomy, text)):
        yield from _kept(match[1], "an @ stands before it")
    yield from _of_profile(marks, text, title, url, personal)


def _kept(written: str, how: str, *, sure: bool = True) -> Iterator[Place]:
    match = _NAME.fullmatch(written.strip().rstrip(".-"))
    if match and match[1].lower() not in NOBODY and not match[1].replace(".", "").isdigit():
        yield Place(match[1], how, sure)


def _without_programs(anatomy: Anatomy, text: str) -> str:
    """Return a text without what is set as a program, in which an @ means something else."""
    parts, at = [], 0
    programs = sorted((m.start, m.end) for m in anatomy.marks if m.name in _IN_PROGRAMS)
    for start, end in programs:
        parts.append(text[at:start])
        at = max(at, end)
    return "\n".join([*parts, text[at:]])


def _in_columns(anatomy: Anatomy, text: str) -> Iterator[Place]:
    tables: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in anatomy.cells:
        if cell.end - cell.start <= _LONGEST:
            tables[cell.table].append(cell)
    for cells in tables.values():
        heads: dict[int, str] = {}
        for cell in cells:
            said = harmless(text[cell.start : cell.end], _LONGEST)
            if cell.row == 0 and said.lower() in COLUMNS:
                heads[cell.column] = said
        for cell in cells:
            if cell.row and cell.column in heads:
                how = f"it stands in the column {heads[cell.column]!r}"
                yield from _kept(text[cell.start : cell.end], how)


def _begins_line(text: str, at: int) -> bool:
    return not text[max(at - 20, 0) : at].rpartition("\n")[2].rpartition("\t")[2].strip()


def _above_posts(marks: list[Mark], text: str) -> Iterator[Place]:
    for mark in marks:
        if mark.name not in _BY_NAME:
            continue
        written = text[mark.start : mark.end]
        beside = _BESIDE.match(text, mark.end)
        meta = META.search(text, mark.end, mark.end + _NEAR) if beside else None
        if BY.search(text[max(mark.start - 30, 0) : mark.start]):
            yield from _kept(written, "a word before it says who wrote")
        elif beside and meta and _begins_line(text, mark.start):
            own_line = beside[0][-1] in "\n\t"
            if not own_line or (meta.start() <= beside.end() + 2 and not _is_label(written)):
                yield from _kept(written, "a role or a date stands beside it")


def _speaking(marks: list[Mark], text: str) -> Iterator[Place]:
    """Yield who speaks in a conversation: several speak, and one of them again."""
    said = [
        text[mark.start : mark.end].strip()
        for mark in marks
        if mark.name in _BY_NAME
        and _COLON.match(text, mark.end)
        and _begins_line(text, mark.start)
        and not _is_label(text[mark.start : mark.end])
    ]
    if len(set(said)) > 1 and len(said) > len(set(said)):
        for name, many in Counter(said).items():
            for _ in range(many):
                yield from _kept(name, "it speaks in a conversation", sure=not name.isalpha())


def _is_label(written: str) -> bool:
    """Return whether a word is rather a label, as "Price" is in "Price: ..."."""
    word = written.strip()
    return word.isalpha() and (word.istitle() or word.isupper())


def _of_profile(
    marks: list[Mark], text: str, title: str, url: str, personal: bool
) -> Iterator[Place]:
    alone = {text[mark.start : mark.end].strip() for mark in marks}
    for match in PROFILE.finditer(url):
        name = unquote(match[1])
        if name in alone or name in title:
            yield from _kept(name, "it is the end of a profile's web address")
    for mark in marks:
        for match in PROFILE.finditer(mark.link):
            written = text[mark.start : mark.end].strip()
            end = _NUMBER.sub("", unquote(match[1]))
            if end.casefold() in ("", written.casefold()):
                yield from _kept(written, "it links to a profile")
    first = _FIRST.match(title)
    heads = {text[mark.start : mark.end].strip() for mark in marks if mark.name in _HEADS}
    if personal and first and first[1] in heads and not _is_label(first[1]):
        yield from _kept(first[1], "it is the heading of a page that shows a key")
