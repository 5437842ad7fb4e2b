"""A case package read back: frames, tags, log, report and letters, as they were put in.

It came from elsewhere, so all of it is data: whoever reads it has verified the package first, and
knows by whom it was sealed; and each part is looked at as it is asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents.tables import METADATA, frame_of, kinds
from nps_chain.evidence.reading import safe_path, text_of
from nps_chain.files import write_files
from nps_chain.harmless import harmless
from nps_chain.trace.texts import count


class Case:
    """What is in a case package.

    Parameters
    ----------
    files : mapping of str to bytes
        By path, below the package's ``data/``. None is read before it is asked for.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self._tables: dict[str, pd.DataFrame] = {}

    # What the package says of itself.

    @cached_property
    def about(self) -> dict[str, Any]:
        """Title, agency, date and handling, as in about.json."""
        return self._object("about.json")

    @property
    def title(self) -> str:
        """What the case is called."""
        return self._told("title")

    @property
    def agency(self) -> str:
        """Who made the package; whether that is so, only the seal tells."""
        return self._told("agency")

    @property
    def date(self) -> str:
        """The day on which it was made, as its maker says."""
        return self._told("date")

    @property
    def handling(self) -> str:
        """Its TLP mark."""
        return self._told("handling")

    @property
    def readme(self) -> str:
        """What is in it, in plain English."""
        return self._text("README.txt")

    # Its tables. Each is empty, without columns, where the package has none.

    @property
    def addresses(self) -> pd.DataFrame:
        """The addresses that the case names; columns in csv-metadata.json."""
        return self._frame("addresses.csv")

    @property
    def transactions(self) -> pd.DataFrame:
        """Their transactions."""
        return self._frame("transactions.csv")

    @property
    def coins(self) -> pd.DataFrame:
        """Inputs and outputs of these transactions."""
        return self._frame("coins.csv")

    @property
    def clusters(self) -> pd.DataFrame:
        """Which addresses were put together."""
        return self._frame("clusters.csv")

    @property
    def indicators(self) -> pd.DataFrame:
        """What was found on the pages, as ``Pages.indicators``."""
        return self._frame("indicators.csv")

    @property
    def pages(self) -> pd.DataFrame:
        """The saved pages, as ``Pages.frame``; the pages themselves are in `files`."""
        return self._frame("pages.csv")

    # Its other parts; None where the package has none.

    @cached_property
    def tags(self) -> Any:
        """The names on addresses, as they were put in, and read once more by the rules.

        ``.problems`` has what the sender found, and then what is found now.
        """
        from nps_chain.evidence.tags import tags

        packs = [path for path in self.files if path.startswith("tags/")]
        if not packs:
            return None
        with TemporaryDirectory() as folder:
            write_files({Path(folder) / safe_path(path): self.files[path] for path in packs})
            found = tags(Path(folder) / "tags")
        put = self._in_order
        notes = self.about.get("notes on tags")
        return replace(
            found,
            frame=put(found.frame),
            actors=put(found.actors),
            packs=put(found.packs),
            problems=self._problems(found.problems),
            notes=tuple(harmless(note, 300) for note in notes) if isinstance(notes, list) else (),
        )

    @property
    def log(self) -> str | None:
        """The explorer's log, as text; save it, and ``nps.replay`` takes its steps again."""
        return self._text("explorer-log.json") if "explorer-log.json" in self.files else None

    @property
    def report(self) -> dict[str, Any] | None:
        """The report, as data."""
        return self._object("report.json") if "report.json" in self.files else None

    @property
    def letters(self) -> list[Any]:
        """The letters and replies, in the order in which they were put in."""
        from nps_chain.evidence.letters import letter_or_reply

        return [
            letter_or_reply(self._object(path))
            for path in sorted(self.files)
            if path.startswith("letters/") and path.endswith(".json")
        ]

    @property
    def chain(self) -> dict[str, Any] | None:
        """What tells the chain from others: network, last block, checksum of its tables."""
        return self._object("chain.json") if "chain.json" in self.files else None

    @property
    def graph(self) -> dict[str, Any]:
        """The case in CASE, as JSON."""
        return self._object("case.jsonld")

    def __repr__(self) -> str:
        held = [
            count(len(frame), what)
            for frame, what in (
                (self.addresses, "address"),
                (self.transactions, "transaction"),
                (self.pages, "page"),
            )
            if len(frame)
        ]
        return f"Case({self.title!r}, {self.agency}, {self.date}: {', '.join(held) or 'empty'})"

    def _in_order(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a table of tags in the order in which their packs were put in."""
        packs = self.about.get("packs")
        listed = packs if isinstance(packs, list) else []
        place = {name: at for at, name in enumerate(listed) if isinstance(name, str)}
        at = frame["pack"].map(place).fillna(len(place))
        return frame.iloc[at.argsort(kind="stable")].reset_index(drop=True)

    def _problems(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return the problems with tags that are told, and those found now that aren't."""
        if "tag-problems.csv" not in self.files:
            return found
        told = self._frame("tag-problems.csv")
        if not told.dtypes.equals(found.dtypes):
            raise NpsError("tag-problems.csv of the package has other columns than it should.")
        # In the packs as they are written lines differ, and numbers where a tag was left out.
        same = ["file", "field", "why", "refused"]
        known = set(told[same].itertuples(index=False, name=None))
        new = [row not in known for row in found[same].itertuples(index=False, name=None)]
        return pd.concat([told, found[new]], ignore_index=True)

    def _frame(self, name: str) -> pd.DataFrame:
        if name not in self.files:
            return pd.DataFrame()
        if name not in self._tables:
            columns = kinds(self._data(METADATA)).get(name)
            if columns is None:
                raise NpsError(f"{METADATA} of the package doesn't tell of {name}.")
            self._tables[name] = frame_of(name, self.files[name], columns)
        return self._tables[name].copy(deep=False)

    def _told(self, key: str) -> str:
        value = self.about.get(key)
        if not isinstance(value, str):
            raise NpsError(f"about.json of the package has no {key}.")
        return value

    def _object(self, path: str) -> dict[str, Any]:
        try:
            told = json.loads(self._text(path))
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise NpsError(f"{path} of the package is no JSON object.")
        return told

    def _text(self, path: str) -> str:
        return text_of(self._data(path), path)

    def _data(self, path: str) -> bytes:
        if path not in self.files:
            raise NpsError(f"The package has no {path}, so it is no case package of nps-chain.")
        return self.files[path]


def opened(files: Mapping[str, bytes]) -> Case:
    """Return what is in a case package.

    Parameters
    ----------
    files : mapping of str to bytes
        By path, below the package's ``data/``; of a package that was verified.

    Raises
    ------
    NpsError
        If it is no case package.
    """
    case = Case(files)
    if case.about.get("format") != "nps-chain-case":
        raise NpsError("about.json says that this is no case package of nps-chain.")
    if case.about.get("version") != 1:
        raise NpsError("This package is of another version: update nps-chain.")
    return case
