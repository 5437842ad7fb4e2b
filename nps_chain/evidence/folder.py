"""An agency's folder: what it holds on a case, each file with its source, its date and its hash.

A folder is opened only if every file is what its index says: something that was changed since it
was collected is no evidence any more, and a file that nobody listed is nobody's.
"""

import csv
import hashlib
import io
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.reading import files_below, read, safe_path, text_of
from nps_chain.places import data_set

INDEX, README = "index.csv", "README.txt"
COLUMNS = ["file", "sha256", "source", "date"]

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read."""

_AGENCY = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_WHOSE = re.compile(r"(?P<name>.+?) \((?P<short>[A-Za-z0-9_-]+)\), (?P<country>[^:\n]+):", re.S)
_QUESTION = re.compile(r"question of the case: (.+?)\n\n", re.S)


@dataclass(frozen=True)
class Folder(os.PathLike[str]):
    """What an agency holds; wherever a path is asked for, it stands for its own.

    Attributes
    ----------
    path : Path
        Where it is.
    """

    path: Path

    def __fspath__(self) -> str:
        return str(self.path)

    @cached_property
    def index(self) -> pd.DataFrame:
        """One row a file: ``file``, ``sha256``, ``source``, and ``date`` (UTC)."""
        rows = csv.DictReader(io.StringIO(self.text(INDEX)))
        if rows.fieldnames != COLUMNS:
            raise NpsError(f"{self.path / INDEX} has other columns than {', '.join(COLUMNS)}.")
        return pd.DataFrame(list(rows), columns=COLUMNS)

    @cached_property
    def readme(self) -> str:
        """What the folder says of itself: whose it is, what is in it, whom its agency may ask."""
        return self.text(README)

    @property
    def agency(self) -> str:
        """The short name of the agency."""
        return self._whose["short"]

    @property
    def country(self) -> str:
        """The agency's country."""
        return " ".join(self._whose["country"].split())

    @property
    def question(self) -> str:
        """The question of the case, empty where none is told."""
        found = _QUESTION.search(self.readme + "\n\n")
        return " ".join(found[1].split()) if found else ""

    @property
    def _whose(self) -> re.Match[str]:
        found = _WHOSE.match(self.readme)
        if found is None:
            raise NpsError(f"{self.path / README} doesn't say whose folder it is.")
        return found

    def bytes(self, file: str) -> bytes:
        """Return what a file holds.

        Parameters
        ----------
        file : str
            Its path in the folder, with ``/``.

        Raises
        ------
        NpsError
            If it isn't there, or leads out of the folder.
        """
        return read(self.path / safe_path(file), LARGEST, inside=self.path)

    def text(self, file: str) -> str:
        """Return what a file holds, as text; see `bytes`."""
        return text_of(self.bytes(file), self.path / file)

    def table(self, file: str) -> pd.DataFrame:
        """Return a CSV file as a frame, all columns as text; see `bytes`."""
        try:
            return pd.read_csv(io.StringIO(self.text(file)), dtype=str, keep_default_na=False)
        except (ValueError, pd.errors.ParserError) as error:
            raise NpsError(f"{self.path / file} is no table: {error}.") from None

    def where(self, text: str, under: str = "") -> list[str]:
        """Return the files in which a text stands, letter by letter, in the order of the index.

        Parameters
        ----------
        text : str
            Such as an address or a name.
        under : str
            With what their paths begin, such as ``signed/``.

        Raises
        ------
        NpsError
            If the text is empty, since that stands everywhere.
        """
        if not str(text):
            raise NpsError("An empty text stands in every file: say what to look for.")
        wanted = str(text).encode()
        there = [file for file in self.index["file"] if file.startswith(under)]
        return [file for file in there if wanted in self.bytes(file)]

    def __repr__(self) -> str:
        return f"Folder({self.agency}, {self.country}: {len(self.index)} files)"


def folder(agency: str, data: str | os.PathLike[str] = "classroom") -> Folder:
    """Return the folder of an agency, if every file is what its index says.

    Parameters
    ----------
    agency : str
        Its short name, such as ``ADP``.
    data : str or path
        The name of a data set, or its folder.

    Raises
    ------
    NpsError
        If there is none, or a file is missing, unlisted, changed since it was listed, or leads out
        of the folder.

    Examples
    --------
    >>> import nps_chain as nps
    >>> held = nps.folder("ADP", data="tiny")
    >>> held.agency, held.country
    ('ADP', 'Aldoria')
    """
    opened = Folder(_find(agency, data))
    listed = dict(zip(opened.index["file"], opened.index["sha256"], strict=True))
    if len(listed) < len(opened.index):
        raise NpsError(f"{opened.path / INDEX} lists a file twice.")
    there = {name for name, _ in files_below(opened.path)} - {INDEX, README}
    for name in sorted(listed.keys() | there):
        where = f"{opened.path / name}"
        if name not in there:
            raise NpsError(f"{where} is listed in {INDEX} and isn't there: get the folder again.")
        if name not in listed:
            raise NpsError(f"{where} isn't listed in {INDEX}, so nobody says where it is from.")
        if hashlib.sha256(opened.bytes(name)).hexdigest() != listed[name]:
            raise NpsError(f"{where} was changed after it was collected: its SHA-256 is another.")
    return opened


def _find(agency: str, data: str | os.PathLike[str]) -> Path:
    if not isinstance(agency, str) or not _AGENCY.fullmatch(agency):
        raise NpsError(f"{agency!r:.80} is no agency: give its short name, such as 'ADP'.")
    if not isinstance(data, str | os.PathLike) or "\0" in str(data):
        raise NpsError(f"{data!r:.80} names no data set: give its name, such as classroom.")
    top = Path(data)
    if isinstance(data, str) and _AGENCY.fullmatch(data):
        top = data_set(data) or top
    if (top / "folders" / agency / INDEX).is_file():
        return top / "folders" / agency
    known = sorted(path.name for path in top.glob("folders/*") if path.is_dir())
    raise NpsError(
        f"There is no folder of {agency!r} in {str(data)!r:.120}; it has folders of:"
        f" {', '.join(known) or 'nobody'}."
    )
