"""Handles: the names by which people are known on a site, found where pages name people.

A handle has no form of its own, so it is taken from the places in which pages put one. A name that
is known from such a place is then found as a whole word on every page. So the same word in two
places is one text, and not yet one person.

It fails on names that no page puts in such a place, and on names that are everyday words: a plain
word that speaks in a conversation is taken only if it isn't mostly something else on these pages.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from nps_chain.evidence.pages.forms.letters import alphabets, odd_letter, skeleton
from nps_chain.evidence.pages.forms.places import Place
from nps_chain.evidence.pages.forms.sought import Found, Sought

_WORD = re.compile(r"(?<!\w)\w[\w.-]{1,31}+")
_OFTEN = 3  # times that a plain word may stand elsewhere
_SHORTEST_ALIKE = 5  # letters of a name in one alphabet that looks like another in another


class Name(NamedTuple):
    """A name that counts: whether it is what it looks like, and why."""

    valid: bool
    why: str
    trap: str


class Names:
    """The names that pages put where names belong, all pages together."""

    def __init__(self) -> None:
        self._placed: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._first: dict[str, tuple[str, str]] = {}
        self._sure: set[str] = set()

    def learn(self, text: str, placed: Iterable[Place], file: str) -> None:
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
            if len(alphabets(name)) > 1 and skeleton(name).isascii():
                why = f"It mixes two alphabets that look alike: {odd_letter(name)}."
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
