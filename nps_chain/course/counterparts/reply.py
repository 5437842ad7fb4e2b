"""A reply: what came of a letter, when, and what it may be used for.

Every reply says what it is worth: evidence, intelligence, or nothing but the reason why there is no
answer. And it has its date: who reports on an earlier day didn't have it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from nps_chain.evidence.letters import Letter
from nps_chain.evidence.letters.saving import save_document
from nps_chain.evidence.letters.written import long_word, pairs, piece, unbroken
from nps_chain.evidence.printed import Markup, document, element, table

STATUSES = {
    "returned": "The letter came back: it can't be dealt with as it is.",
    "refused": "The request was refused.",
    "full": "Answered in full.",
    "part": "Answered in part.",
    "none": "Nothing was told.",
}
"""What can come of a letter."""

LONG = 24
"""Characters of a word that may be broken at the end of a line."""

MOST_LINES = 200
"""Lines of a table that a reply prints; the frame has all."""


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
    gives : str
        ``evidence``, ``intelligence``, ``nothing`` or ``depends``.
    use : str
        What it may be used for.
    late : bool
        Whether it came after the last day of the data: too late for whoever works in them.
    account : str
        The number of the account, if one was told.
    holder : mapping of str to str
        What was told of its holder, by the exchange's own columns.
    entries : pandas.DataFrame
        What was booked: ``time`` (UTC), ``what``, ``satoshi`` (out, if negative), ``address``.
        Nothing in it is later than ``received``.
    hits : pandas.DataFrame
        In which files an agency found it: ``asked``, ``file``, ``source``, ``date``, ``handling``.
    """

    letter: Letter
    status: str
    why: str
    by: str
    received: str
    gives: str
    use: str
    late: bool
    entries: pd.DataFrame
    hits: pd.DataFrame
    account: str = ""
    holder: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> str:
        """On which day the letter was sent."""
        return self.letter.date

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
        """The reply as data, with its letter's."""
        return {
            "format": "nps-chain-reply",
            "version": 1,
            "letter": self.letter.data,
            "status": self.status,
            "why": self.why,
            "by": self.by,
            "sent": self.sent,
            "received": self.received,
            "gives": self.gives,
            "use": self.use,
            "late": self.late,
            "account": self.account,
            "holder": dict(self.holder),
            "entries": self.entries.to_dict("records"),
            "hits": self.hits.to_dict("records"),
        }

    @property
    def html(self) -> str:
        """The reply as a document of its own, which prints well."""
        return document(
            self._title, self._parts(), handling=self.letter.handling,
            invented=self.letter.invented,
        ).decode()  # fmt: skip

    @property
    def name(self) -> str:
        """A name for its files, without an ending."""
        return f"{self.letter.name}-reply"

    def save(self, path: str | Path, *, overwrite: bool = False) -> list[Path]:
        """Write the reply as a document, and beside it as data; see `Letter.save`."""
        return save_document(path, self.html, self.data, overwrite=overwrite)

    def _repr_html_(self) -> str:
        return piece(self._title, self._parts("h4"), self.letter.handling, self.letter.invented)

    def __repr__(self) -> str:
        when = self.received or "never"
        return f"Reply({self.status}, {when}: {self.why} {self.use})"

    @property
    def _title(self) -> str:
        return f"Reply to {self.letter.by}"

    def _parts(self, heading: str = "h2") -> list[Markup]:
        parts = [pairs(self.frame.itertuples(index=False, name=None))]
        if len(self.entries):
            parts += _lines(heading, "What was booked (satoshi, UTC)", self.entries)
        if len(self.hits):
            parts += _lines(heading, "Where something was found", self.hits)
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
