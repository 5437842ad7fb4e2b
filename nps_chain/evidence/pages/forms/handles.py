"""Handles: the names by which people are known on a site, found where pages name people.

A handle has no form of its own, so it is taken from the places in which pages put one: above a
post, in the column of vendors, behind a word such as "seller:", behind an @, as the heading of a
profile. A name that is known from such a place is then found as a whole word on every page. So the
same word in two places is one text, and not yet one person.

It fails on names that no page puts in such a place, and on names that are everyday words: a plain
word that speaks above a text is taken only if it isn't mostly something else on these pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from nps_chain.evidence.pages.forms.letters import alphabets, odd_letter, skeleton
from nps_chain.evidence.pages.forms.sought import Found, Sought
from nps_chain.evidence.pages.forms.words import BY, COLUMNS, LABEL, NOBODY, PATH, SAYS
from nps_chain.evidence.pages.source.anatomy import Anatomy, Cell
from nps_chain.harmless import harmless

_NAME = re.compile(r"@?([\w][\w.-]{1,30}\w)")
_WORD = re.compile(r"(?<!\w)[\w][\w.-]{1,31}+")
_BEHIND_COLON = re.compile(r"[:：]\s{0,3}@?(\w[\w.-]{1,31})")
_AT = re.compile(r"(?<![\w@./])@([A-Za-z]\w{2,31})(?![\w@]|\.\w)")
_HEADS = frozenset({"h1", "h2", "h3"})
_FIRST = re.compile(r"\s*([^|·:–—]{2,80}?)\s*(?:[|·:–—]|\s-\s|$)")
_OFTEN = 3  # times that a plain word may stand elsewhere
_SHORTEST_ALIKE = 5  # letters of a name in one alphabet that looks like another in another


class Place(NamedTuple):
    """A name where a page puts one: the name, how that is known, and whether that is sure."""

    name: str
    how: str
    sure: bool


class Name(NamedTuple):
    """A name that counts: whether it is what it looks like, and why."""

    valid: bool
    why: str
    trap: str


def places(anatomy: Anatomy, text: str, title: str, url: str) -> Iterator[Place]:
    """Yield the names that a page puts where names belong.

    Parameters
    ----------
    anatomy : Anatomy
        The page.
    text : str
        Its visible text, without what was found to be something else.
    title, url : str
        Its title, and where it was.
    """
    yield from _in_columns(anatomy, text)
    yield from _set_off(anatomy, text)
    for match in _BEHIND_COLON.finditer(text):
        if LABEL.search(text[max(match.start() - 30, 0) : match.start()]):
            yield from _kept(match[1], "a word before it says that it is a name", sure=True)
    for match in _AT.finditer(text):
        yield from _kept(match[1], "an @ stands before it", sure=True)
    yield from _of_profile(anatomy, text, title, url)


def _kept(written: str, how: str, *, sure: bool) -> Iterator[Place]:
    match = _NAME.fullmatch(written.strip().rstrip(".-"))
    if match and match[1].lower() not in NOBODY and not match[1].replace(".", "").isdigit():
        yield Place(match[1], how, sure)


def _in_columns(anatomy: Anatomy, text: str) -> Iterator[Place]:
    tables: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in anatomy.cells:
        tables[cell.table].append(cell)
    for cells in tables.values():
        heads = {
            cell.column: said
            for cell in cells
            if cell.row == 0 and (said := _said(text, cell.start, cell.end)).lower() in COLUMNS
        }
        for cell in cells:
            if cell.row and cell.column in heads:
                how = f"it stands in the column {heads[cell.column]!r}"
                yield from _kept(text[cell.start : cell.end], how, sure=True)


def _said(text: str, start: int, end: int) -> str:
    return harmless(text[start : min(end, start + 80)], 40)


def _set_off(anatomy: Anatomy, text: str) -> Iterator[Place]:
    for mark in anatomy.marks:
        if mark.end - mark.start > 40:
            continue
        before = text[max(mark.start - 30, 0) : mark.start]
        written = text[mark.start : mark.end]
        if BY.search(before):
            yield from _kept(written, "a word before it says who wrote", sure=True)
        elif not before.strip(" \u00a0").strip("\n\t") or before.rstrip(" \u00a0")[-1:] in "\n\t":
            said = SAYS.match(text, mark.end)
            if said and not _label(written, said[0]):
                sure = not _plain(written.strip())
                yield from _kept(written, "it stands where pages say who speaks", sure=sure)


def _label(written: str, said: str) -> bool:
    """Return whether a word before a colon is rather a label, as "Price:" is."""
    word = written.strip()
    return word.isalpha() and (word.istitle() or word.isupper()) and said.strip() in ":："


def _plain(word: str) -> bool:
    return word.isalpha()


def _of_profile(anatomy: Anatomy, text: str, title: str, url: str) -> Iterator[Place]:
    alone = {
        text[mark.start : mark.end].strip() for mark in anatomy.marks if mark.end - mark.start <= 40
    }
    for address in (url, anatomy.link.text):
        for match in PATH.finditer(address):
            name = unquote(match[1] or match[2])
            if name in alone or (address is url and name in title):
                yield from _kept(name, "it is the end of a profile's web address", sure=True)
    first = _FIRST.match(title)
    named = first[1] if first else ""
    heads = {text[m.start : m.end].strip() for m in anatomy.marks if m.name in _HEADS}
    if named in heads and not (named.isalpha() and not named.islower()):
        yield from _kept(named, "it is the heading and the title of a page", sure=True)


class Names:
    """The names that pages put where names belong, all pages together."""

    def __init__(self) -> None:
        self._placed: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._first: dict[str, tuple[str, str]] = {}
        self._sure: set[str] = set()

    def learn(self, text: str, placed: Iterator[Place], file: str) -> None:
        """Read the names of a page, and its words."""
        for place in placed:
            self._placed[place.name] += 1
            self._first.setdefault(place.name, (place.how, file))
            if place.sure:
                self._sure.add(place.name)
        self._all.update(word[0].rstrip(".-") for word in _WORD.finditer(text))

    def judged(self) -> dict[str, Name]:
        """Return the names that count, with what is known of each."""
        found: dict[str, Name] = {}
        for name, many in sorted(self._placed.items()):
            elsewhere = self._all[name] - many
            if name not in self._sure and elsewhere > max(_OFTEN, 2 * many):
                continue
            how, file = self._first[name]
            if len(alphabets(name)) > 1:
                why = f"It looks like one alphabet and has two: {odd_letter(name)}."
                found[name] = Name(False, why, "look-alike letter")
            else:
                found[name] = Name(True, f"It is a name: on {file}, {how}.", "")
        return found


def alike(names: dict[str, Name], words: set[str]) -> dict[str, Name]:
    """Return words that look like a name and have letters of another alphabet."""
    right = {name for name, known in names.items() if known.valid and name.isascii()}
    found = {}
    for word in sorted(words):
        read = skeleton(word)
        mixed = len(alphabets(word)) > 1
        if word != read and read in right and (mixed or len(word) >= _SHORTEST_ALIKE):
            why = f"It looks like {read!r}, and isn't: {odd_letter(word)}."
            found[word] = Name(False, why, "look-alike letter")
    return found


def words(text: str) -> set[str]:
    """Return the words of a text that have letters beyond ASCII."""
    if text.isascii():
        return set()
    return {w for match in _WORD.finditer(text) if not (w := match[0].rstrip(".-")).isascii()}


def find(sought: Sought, names: dict[str, Name]) -> None:
    """Find the names that are known, as whole words."""
    if not sought.seen:
        return
    for match in sought.look(_WORD):
        name = match[0].rstrip(".-")
        if name in names:
            end = match.start() + len(name)
            sought.add(Found("handle", match.start(), end, name, *names[name]))
