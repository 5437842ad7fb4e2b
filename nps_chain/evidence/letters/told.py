"""What a reply tells: an account with its holder and what was booked, or files with a hit.

It is kept apart from the reply, since a reply can be there before anybody may know what is in it:
see `Reply.read`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError

ENTRIES = {"time": "str", "what": "str", "satoshi": "int64", "address": "str"}
"""Columns of what was booked on an account, and the type of each."""

HITS = dict.fromkeys(("asked", "file", "source", "date", "handling"), "str")
"""Columns of where something was found, and the type of each."""

_OF = {"str": str, "int64": int}


def frame(rows: Sequence[Sequence[object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a frame with the columns of `ENTRIES` or `HITS`; none make an empty one."""
    return pd.DataFrame([list(row) for row in rows], columns=list(columns)).astype(dict(columns))


@dataclass(frozen=True, eq=False, kw_only=True)
class Told:
    """What a reply tells; each part is empty if there is nothing of it.

    Attributes
    ----------
    account : str
        The number of an account.
    holder : mapping of str to str
        What is known of its holder, by the exchange's own columns.
    entries : pandas.DataFrame
        What was booked; columns as in `ENTRIES`.
    hits : pandas.DataFrame
        In which files something was found; columns as in `HITS`.
    """

    account: str = ""
    holder: Mapping[str, str] = field(default_factory=dict)
    entries: pd.DataFrame = field(default_factory=lambda: frame((), ENTRIES))
    hits: pd.DataFrame = field(default_factory=lambda: frame((), HITS))

    @property
    def empty(self) -> bool:
        """Whether nothing is told."""
        return not (self.account or self.holder or len(self.entries) or len(self.hits))

    @property
    def data(self) -> dict[str, Any]:
        """This as data; `from_data` makes it again."""
        return {
            "account": self.account,
            "holder": dict(self.holder),
            "entries": self.entries.to_dict("records"),
            "hits": self.hits.to_dict("records"),
        }

    @classmethod
    def from_data(cls, data: Any) -> "Told":
        """Return what was told from its data.

        Raises
        ------
        NpsError
            If a part is missing, unknown, or of another kind.
        """
        if not isinstance(data, dict) or data.keys() != {"account", "holder", "entries", "hits"}:
            raise NpsError("What this reply tells has a part too many or too few.")
        account, holder = data["account"], data["holder"]
        if not isinstance(account, str):
            raise NpsError("The account that this reply tells is no text.")
        if not isinstance(holder, dict) or not all(isinstance(one, str) for one in holder.values()):
            raise NpsError("The holder that this reply tells is no list of names and texts.")
        return cls(
            account=account,
            holder=holder,
            entries=_table("entries", data["entries"], ENTRIES),
            hits=_table("hits", data["hits"], HITS),
        )


def _table(name: str, rows: Any, columns: Mapping[str, str]) -> pd.DataFrame:
    if not isinstance(rows, list):
        raise NpsError(f"The {name} of this reply are no list.")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or row.keys() != columns.keys():
            raise NpsError(f"Line {number:,} of the {name} of this reply has other columns.")
        for column, kind in columns.items():
            # Not isinstance: True is an int, too.
            if type(row[column]) is not _OF[kind] or (kind == "int64" and abs(row[column]) >> 63):
                raise NpsError(f"Line {number:,} of the {name} of this reply has a wrong {column}.")
    return frame([[row[column] for column in columns] for row in rows], columns)
