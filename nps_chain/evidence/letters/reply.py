"""A reply: what came of a letter, when, and what it may be used for.

Every reply says what it is worth: evidence, intelligence, or nothing but the reason why there is no
answer. And it has its date: who works on an earlier day doesn't have it. A reply that comes after
the last day of the case is closed for that reason: that it came can be seen, and what it tells only
by whoever asks for it with the date (see `Reply.read`).
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.days import day
from nps_chain.evidence.letters import reply_written
from nps_chain.evidence.letters.letter import Letter
from nps_chain.evidence.letters.saving import save_document, saved_data
from nps_chain.evidence.letters.told import Told

FORMAT, VERSION = "nps-chain-reply", 1

STATUSES = {
    "returned": "The letter came back: it can't be dealt with as it is.",
    "refused": "The request was refused.",
    "full": "Answered in full.",
    "part": "Answered in part.",
    "none": "Nothing was told.",
}
"""What can come of a letter."""

GIVES = ("evidence", "intelligence", "nothing", "depends")
"""What a reply can be."""

LARGEST = 64 * 1024 * 1024
"""Bytes of a reply's file that are read."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Reply:
    """What came of a letter.

    Attributes
    ----------
    letter : Letter
        Which one.
    status : str
        ``returned``, ``refused``, ``full``, ``part`` or ``none``.
    why : str
        The reason, or what was answered, in sentences.
    by : str
        Who answers.
    received : str
        On which day, as ``2025-03-25``; empty if never.
    last : str
        The last day of the case: what comes later is too late for it.
    gives : str
        ``evidence``, ``intelligence``, ``nothing`` or ``depends``.
    use : str
        What it may be used for.
    told : Told, optional
        What it tells: only given here, and got by `account`, `holder`, `entries` and `hits`, which
        look at the date first. None for a reply that was put away closed.
    read_on : str
        The day as of which a late reply is read; empty if it is closed. See `read`.

    Raises
    ------
    NpsError
        If a part can't be one: no text, no day, no status of that name.
    """

    letter: Letter
    status: str
    why: str
    by: str
    received: str
    last: str
    gives: str
    use: str
    told: InitVar[Told | None] = None
    read_on: str = ""
    _told: Told | None = field(init=False)

    def __post_init__(self, told: Told | None) -> None:
        for one in fields(self):
            if one.type is str and not isinstance(getattr(self, one.name), str):
                raise NpsError(f"A reply's {one.name} is a text.")
        if self.status not in STATUSES or self.gives not in GIVES:
            wrong = self.gives if self.status in STATUSES else self.status
            raise NpsError(f"{wrong!r:.40} is nothing that comes of a letter.")
        for name in ("received", "last", "read_on"):
            if getattr(self, name) or name == "last":
                object.__setattr__(self, name, day(getattr(self, name)))
        object.__setattr__(self, "_told", told)  # frozen for everybody else
        if told is None and not self.closed:
            raise NpsError("Only a reply that came too late can be without what it tells.")

    @property
    def sent(self) -> str:
        """On which day the letter was sent."""
        return self.letter.date

    @property
    def late(self) -> bool:
        """Whether it came after the last day of the case, or never."""
        return not self.received or self.received > self.last

    @property
    def closed(self) -> bool:
        """Whether what it tells can't be had, since it came too late; see `read`."""
        nothing = self._told is not None and self._told.empty
        return bool(self.received) and self.late and not self.read_on and not nothing

    def read(self, date: str) -> "Reply":
        """Return the reply as it can be read on a day, even if that is after the last of the case.

        Parameters
        ----------
        date : str
            The day on which it is read, as ``2025-09-25``.

        Raises
        ------
        NpsError
            If nobody had the reply on that day, or it was put away closed.
        """
        date = day(date)
        if not self.received:
            raise NpsError(f"There is nothing to read: {self.why}")
        if date < self.received:
            raise NpsError(f"Nobody had this reply on {date}: it came on {self.received}.")
        if self._told is None:
            raise NpsError("This reply was put away closed, so what it tells is not in it.")
        return replace(self, told=self._told, read_on=date)

    @property
    def account(self) -> str:
        """The number of the account, if one was told.

        Raises
        ------
        NpsError
            As for all that a reply tells: if it came after the last day of the case.
        """
        return self._open.account

    @property
    def holder(self) -> Mapping[str, str]:
        """What was told of the account's holder, by the exchange's own columns."""
        return self._open.holder

    @property
    def entries(self) -> pd.DataFrame:
        """What was booked: ``time`` (UTC), ``what``, ``satoshi`` (out, if negative), ``address``.

        Nothing in it is later than `received`.
        """
        return self._open.entries

    @property
    def hits(self) -> pd.DataFrame:
        """Where an agency found it: ``asked``, ``file``, ``source``, ``date``, ``handling``."""
        return self._open.hits

    @property
    def _open(self) -> Told:
        if self._told is None or self.closed:
            raise NpsError(
                f"This reply came on {self.received}, after the last day of the case,"
                f" {self.last}: nobody who worked on the case could know what it tells. To see it"
                f" all the same, ask for it with the date: .read({self.received!r})"
            )
        return self._told

    @property
    def frame(self) -> pd.DataFrame:
        """The reply in short, a row each: ``what``, ``told``."""
        rows = [
            ("status", STATUSES[self.status]),
            ("why", self.why),
            ("answered by", self.by),
            ("sent", self.sent),
            ("received", self.received or "never"),
            ("use", self.use),
        ]
        if self.closed:
            rows.append(("what it tells", f"closed: it came after the last day, {self.last}"))
            return pd.DataFrame(rows, columns=["what", "told"])
        if self.read_on:
            rows.append(("read on", self.read_on))
        if self.account:
            rows.append(("account", self.account))
        rows += [(key.replace("_", " "), value) for key, value in self.holder.items()]
        if len(self.entries):
            rows.append(("entries", f"{len(self.entries):,}"))
        if len(self.hits):
            rows.append(("files with a hit", f"{self.hits['file'].nunique():,}"))
        return pd.DataFrame(rows, columns=["what", "told"])

    @property
    def data(self) -> dict[str, Any]:
        """The reply as data, with its letter's; what a closed reply tells is left out."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "letter": self.letter.data,
            "status": self.status,
            "why": self.why,
            "by": self.by,
            "received": self.received,
            "last": self.last,
            "gives": self.gives,
            "use": self.use,
            "read_on": self.read_on,
            "told": None if self.closed else self._open.data,
        }

    @classmethod
    def from_data(cls, data: Any) -> "Reply":
        """Return a reply from its data.

        Raises
        ------
        NpsError
            If it is no reply's, is of another version, or a part is missing, unknown or wrong.
        """
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise NpsError("These data are no reply: get the file again.")
        if data.get("version") != VERSION:
            raise NpsError(f"This reply is of another version than {VERSION}: update nps-chain.")
        parts = {key: value for key, value in data.items() if key not in ("format", "version")}
        known = {one.name for one in fields(Reply) if one.init} | {"told"}
        if parts.keys() != known:
            wrong = sorted(parts.keys() ^ known)[0]
            raise NpsError(f"This reply has a part too many or too few: {wrong!r:.60}.")
        told = parts.pop("told")
        parts["letter"] = Letter.from_data(parts["letter"])
        return cls(**parts, told=None if told is None else Told.from_data(told))

    @property
    def html(self) -> str:
        """The reply as a document of its own, which prints well."""
        return reply_written.reply_document(self)

    @property
    def name(self) -> str:
        """A name for its files, without an ending."""
        return f"{self.letter.name}-reply"

    def save(self, path: str | Path, *, overwrite: bool = False) -> list[Path]:
        """Write the reply as a document, and beside it as data; see `Letter.save`."""
        return save_document(path, self.html, self.data, overwrite=overwrite)

    def _repr_html_(self) -> str:
        return reply_written.reply_piece(self)

    def __repr__(self) -> str:
        when = self.received or "never"
        return f"Reply({self.status}, {when}: {self.why} {self.use})"


def read_reply(path: str | Path) -> Reply:
    """Return a reply that was saved as data.

    Parameters
    ----------
    path : str or path
        Its ``.json`` file.

    Raises
    ------
    NpsError
        If it can't be read, or is no reply.
    """
    return Reply.from_data(saved_data(path, LARGEST))


def letter_or_reply(data: Any) -> Letter | Reply:
    """Return the letter or the reply of which these are the data; errors as of `from_data`."""
    replied = isinstance(data, dict) and data.get("format") == FORMAT
    return Reply.from_data(data) if replied else Letter.from_data(data)
