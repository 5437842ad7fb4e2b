"""A letter to another office: who asks whom, by which road, for what, and why.

A letter is data first. It is shown and printed from its fields, says itself which field the chosen
instrument asks for and it lacks, and can be read back from its file without loss.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.evidence.days import day
from nps_chain.evidence.handling import circle
from nps_chain.evidence.letters import written
from nps_chain.evidence.letters.channels import CHANNELS
from nps_chain.evidence.letters.fields import FIELDS, KINDS, WANTED
from nps_chain.evidence.letters.instruments import instrument
from nps_chain.evidence.letters.saving import save_document, saved_data

FORMAT, VERSION = "nps-chain-letter", 1

LONGEST = 2_000
"""Characters of a field."""

MOST_ABOUT = 50
"""Things that one letter can be about."""

LARGEST = 1_000_000
"""Bytes of a letter's file that are read."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Letter:
    """A request to an office.

    Attributes
    ----------
    kind : str
        ``preservation``, ``disclosure`` or ``information``.
    by, to : str
        The office that asks, and the one that gets the letter, by short name.
    about : tuple of str
        What is asked about: for data of an account one of its deposit addresses; for information
        addresses, txids, handles. A single text is taken as one.
    date : str
        When it is sent, as ``2025-03-23``.
    channel : str
        By which road; in :data:`~nps_chain.evidence.letters.channels.CHANNELS`.
    instrument : str
        On what it rests; in :data:`~nps_chain.evidence.letters.instruments.INSTRUMENTS`, or a
        regional centre.
    authority, case, offence, facts, wanted, custodian, reason, need, intent, person : str
        See :data:`~nps_chain.evidence.letters.fields.FIELDS`. ``wanted`` has a usual wording for
        each kind.
    punishable_there : str
        By which law of the country that is asked the deed is punishable there, too.
    handling : str
        Its TLP mark.
    invented : bool
        Whether it is about invented data; then it says so.

    Raises
    ------
    NpsError
        If a field can't be one: no text, too long, no date, no kind or channel of that name.
    """

    kind: str
    by: str
    to: str
    about: tuple[str, ...]
    date: str
    channel: str = ""
    instrument: str = ""
    authority: str = ""
    case: str = ""
    offence: str = ""
    facts: str = ""
    wanted: str = ""
    custodian: str = ""
    reason: str = ""
    need: str = ""
    intent: str = ""
    punishable_there: str = ""
    person: str = ""
    handling: str = "TLP:AMBER"
    invented: bool = True

    def __post_init__(self) -> None:
        _put(self, "about", _about(self.about))
        for one in fields(self):
            if one.type is str:
                _put(self, one.name, _text(one.name, getattr(self, one.name)))
        if self.kind not in KINDS:
            raise NpsError(f"There is no letter {self.kind!r:.40}; there are {', '.join(KINDS)}.")
        if self.channel and self.channel not in CHANNELS:
            known = ", ".join(CHANNELS)
            raise NpsError(f"There is no channel {self.channel!r:.40}; there are {known}.")
        if not self.by or not self.to:
            raise NpsError("A letter has a sender and a receiver: give by and to.")
        if type(self.invented) is not bool:
            raise NpsError("A letter's invented is True or False.")
        _put(self, "date", day(self.date))
        _put(self, "handling", circle(self.handling))
        _put(self, "wanted", self.wanted or WANTED[self.kind])

    @property
    def asks(self) -> dict[str, str]:
        """By field, where the instrument asks for it; all that is usual if none is chosen."""
        if self.instrument:
            return dict(instrument(self.instrument).asks.get(self.kind, {}))
        rests = CHANNELS[self.channel].rests[:1] if self.channel else ()
        return dict.fromkeys(instrument(rests[0]).asks.get(self.kind, {}), "") if rests else {}

    @property
    def missing(self) -> list[str]:
        """What the instrument asks for and the letter lacks, a line each; empty if all is there."""
        lines = []
        if not self.channel:
            lines.append("channel: by which road the letter goes")
        if not self.about:
            lines.append(f"about: {FIELDS['about'].write}")
        for name, where in self.asks.items():
            if not getattr(self, name):
                told = f" ({where})" if where else ""
                lines.append(f"{name}{told}: {FIELDS[name].write}")
        return lines

    @property
    def name(self) -> str:
        """A name for its files, without an ending."""
        letters = "".join(one if one.isalnum() and one.isascii() else "-" for one in self.to)
        sender = "".join(one if one.isalnum() and one.isascii() else "-" for one in self.by)
        return f"{self.date}-{self.kind}-{sender}-{letters}"[:100]

    @property
    def html(self) -> str:
        """The letter as a document of its own, which prints well."""
        return written.letter_document(self)

    @property
    def data(self) -> dict[str, Any]:
        """The letter as data; `from_data` makes it again."""
        told = {one.name: getattr(self, one.name) for one in fields(Letter)}
        return {"format": FORMAT, "version": VERSION, **told, "about": list(self.about)}

    @classmethod
    def from_data(cls, data: Any) -> "Letter":
        """Return a letter from its data.

        Raises
        ------
        NpsError
            If it is no letter's, is of a newer version, or a field is missing or unknown.
        """
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise NpsError("These data are no letter: get the file again.")
        if data.get("version") != VERSION:
            raise NpsError(f"This letter is of another version than {VERSION}: update nps-chain.")
        told = {key: value for key, value in data.items() if key not in ("format", "version")}
        known = {one.name for one in fields(Letter)}
        if told.keys() != known:
            wrong = sorted(told.keys() ^ known)[0]
            raise NpsError(f"This letter has a field too many or too few: {wrong!r:.60}.")
        return Letter(**told)

    def save(self, path: str | Path, *, overwrite: bool = False) -> list[Path]:
        """Write the letter as a document, and beside it as data.

        Parameters
        ----------
        path : str or path
            A file whose name ends in ``.html``; the data get the same name with ``.json``.
        overwrite : bool
            Whether files of these names may be replaced.

        Raises
        ------
        NpsError
            If the name is another, a file is there already, or can't be written.
        """
        return save_document(path, self.html, self.data, overwrite=overwrite)

    def _repr_html_(self) -> str:
        return written.letter_piece(self)

    def __repr__(self) -> str:
        lacks = f"; lacks {len(self.missing)}" if self.missing else ""
        return f"Letter({KINDS[self.kind]}, {self.by} to {self.to}, {self.date}{lacks})"


def read_letter(path: str | Path) -> Letter:
    """Return a letter that was saved as data.

    Parameters
    ----------
    path : str or path
        Its ``.json`` file.

    Raises
    ------
    NpsError
        If it can't be read, or is no letter.
    """
    return Letter.from_data(saved_data(path, LARGEST))


def _put(letter: Letter, name: str, value: object) -> None:
    object.__setattr__(letter, name, value)  # frozen for everybody else


def _text(name: str, given: object) -> str:
    if not isinstance(given, str):
        raise NpsError(f"A letter's {name} is a text, not {type(given).__name__}.")
    if len(given) > LONGEST:
        raise NpsError(f"A letter's {name} has at most {LONGEST:,} characters: make it shorter.")
    try:
        given.encode()
    except UnicodeEncodeError:
        raise NpsError(f"A letter's {name} has half a character in it: write it anew.") from None
    return str(given).strip()


def _about(given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        given = (given,) if given.strip() else ()
    if not isinstance(given, Iterable):
        raise NpsError("A letter is about a text, or a list of texts, such as an address.")
    found = []
    for one in given:
        found.append(_text("about", one))
        if len(found) > MOST_ABOUT:
            raise NpsError(f"A letter is about {MOST_ABOUT} things at most.")
    return tuple(dict.fromkeys(filter(None, found)))
