"""The offices of a data set: to whom one can write, and what the countries they are in have joined.

All of it is public: an address book, and the lists that treaties keep of their members.
"""

import csv
import io
import os
import re
from dataclasses import dataclass, fields
from datetime import date as Date
from datetime import timedelta
from pathlib import Path

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.folder import folder as open_folder
from nps_chain.evidence.letters.channels import common, open_channels, resting, roads
from nps_chain.evidence.letters.instruments import REGIONAL
from nps_chain.evidence.reading import read, text_of
from nps_chain.places import data_set
from nps_chain.world.channels import Membership
from nps_chain.world.data_set import MEMBERSHIPS, OFFICES, SCENARIO
from nps_chain.world.pages.dates import short
from nps_chain.world.scenario import Scenario

LARGEST = 1_000_000
"""Bytes of a table that are read."""

_NAME = re.compile("[A-Za-z0-9_-]{1,60}")
_CLOSED = re.compile(r"Closed at the end of (\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class Office:
    """An agency or an exchange; ``answers_to`` is who may ask an exchange."""

    name: str
    short: str
    kind: str
    country: str
    answers_to: str


@dataclass(frozen=True)
class Offices:
    """The address book of a data set.

    Attributes
    ----------
    path : Path
        The folder of the data set.
    offices : dict of Office
        By short name.
    memberships : dict of tuple
        By country, what it belongs to.
    regional : frozenset of str
        Which of these are regional centres.
    reserves : dict of str
        By country and what it belongs to, the article to which it made a reservation.
    first, last : datetime.date
        The days from which and up to which there are data.
    """

    path: Path
    offices: dict[str, Office]
    memberships: dict[str, tuple[str, ...]]
    regional: frozenset[str]
    reserves: dict[tuple[str, str], str]
    first: Date
    last: Date

    def find(self, short: object) -> Office:
        """Return an office by its short name.

        Raises
        ------
        NpsError
            If there is none; the message names all.
        """
        if not isinstance(short, str) or short not in self.offices:
            known = ", ".join(self.offices)
            raise NpsError(f"There is no office {short!r:.40}; there are {known}.")
        return self.offices[short]

    def agencies(self, country: str) -> list[Office]:
        """Return the agencies of a country."""
        return [
            one for one in self.offices.values() if one.kind == "agency" and one.country == country
        ]

    def closed(self, agency: Office) -> str:
        """Return the day on which an agency closed its folder, as ``2025-03-23``."""
        found = _CLOSED.search(open_folder(agency.short, self.path).readme)
        if found is None:
            raise NpsError(f"The folder of {agency.short} doesn't say when it was closed.")
        return found[1]

    def open_channels(self, one: str, other: str) -> tuple[str, ...]:
        """Return the channels that are open between two countries."""
        return open_channels(self.memberships, one, other, regional=self.regional)

    def roads(self, one: str, other: str) -> pd.DataFrame:
        """Return all channels between two countries, open or not, with what each carries."""
        return roads(self.memberships, one, other, regional=self.regional)

    def rests_on(self, channel: str, one: str, other: str) -> list[str]:
        """Return on what a channel between two countries rests, the best first."""
        shared = common(self.memberships, one, other, regional=self.regional)
        return resting(channel, shared, self.regional)

    def reserved(self, country: str, instrument: str, article: str) -> bool:
        """Return whether a country made a reservation to an article."""
        return self.reserves.get((country, instrument)) == article


def read_offices(data: str | os.PathLike[str]) -> Offices:
    """Return the address book of a data set.

    Parameters
    ----------
    data : str or path
        The name of a data set, or its folder.

    Raises
    ------
    NpsError
        If there is no such data set, or nobody in it can be written to.
    """
    top = _find(data)
    names = [field.name for field in fields(Office)]
    offices = {row["short"]: Office(**row) for row in _rows(top / OFFICES, names)}
    joined: dict[str, list[str]] = {}
    regional, reserves = set(), {}
    for row in _rows(top / MEMBERSHIPS, [field.name for field in fields(Membership)]):
        joined.setdefault(row["country"], []).append(row["member_of"])
        if row["kind"] == REGIONAL:
            regional.add(row["member_of"])
        if row["reserves"]:
            reserves[row["country"], row["member_of"]] = row["reserves"]
    days = Scenario.from_toml(top / SCENARIO).time.days
    first = Date.fromisoformat(short(1))
    return Offices(
        top,
        offices,
        {country: tuple(names) for country, names in joined.items()},
        frozenset(regional),
        reserves,
        first,
        first + timedelta(days=days - 1),
    )


def _rows(file: Path, names: list[str]) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text_of(read(file, LARGEST, inside=file.parent), file)))
    rows = list(reader)
    if reader.fieldnames != names or any(None in row or None in row.values() for row in rows):
        raise NpsError(f"{file} has other columns than {', '.join(names)}: get it again.")
    return rows


def _find(data: str | os.PathLike[str]) -> Path:
    if not isinstance(data, str | os.PathLike) or "\0" in str(data):
        raise NpsError(f"{data!r:.80} names no data set: give its name, such as classroom.")
    top = Path(data)
    if isinstance(data, str) and _NAME.fullmatch(data):
        top = data_set(data) or top
    if (top / OFFICES).is_file():
        return top
    raise NpsError(
        f"{str(data)!r:.120} has no {OFFICES}, so there is nobody to write to: give a data set that"
        " tells a story, such as classroom."
    )
