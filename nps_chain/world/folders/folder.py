"""An agency's folder: files, each with its source, date and hash, and none later than the folder.

What is wrong in a folder on purpose is put on record beside it, and stays out of it.
"""

import csv
import hashlib
import io
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nps_chain.world.pages.dates import iso, seconds
from nps_chain.world.roles import Agency

SYNTHETIC = (
    "SYNTHETIC: invented for teaching. Nobody in this folder is real, its coins are those of a test"
    " network and have no worth."
)
"""What stands in each folder's README and reports."""

_PATH = re.compile(r"([a-z0-9][a-z0-9_-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Wrong:
    """Something in a folder that is not so.

    Attributes
    ----------
    agency, file : str
        Where it stands.
    about : str
        An address or a name.
    says, truth : str
        What the file says of it, and what is so.
    why : str
        How the mistake came about.
    """

    agency: str
    file: str
    about: str
    says: str
    truth: str
    why: str


@dataclass(frozen=True)
class _File:
    data: bytes
    source: str
    at: int


@dataclass(eq=False)
class Folder:
    """The folder of one agency.

    Parameters
    ----------
    agency : roles.Agency
        Whose.
    date : int
        The day on which it was closed.
    """

    agency: Agency
    date: int
    wrong: list[Wrong] = field(default_factory=list)
    _files: dict[str, _File] = field(default_factory=dict)
    _about: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, data: bytes | str, *, source: str, at: int) -> None:
        """Put a file in.

        Parameters
        ----------
        path : str
            With forward slashes, plain ASCII, folders in small letters.
        data : bytes or str
            What it holds.
        source : str
            Where the agency has it from.
        at : int
            Since when, UTC in Unix seconds.
        """
        if not _PATH.fullmatch(path) or path in self._files:
            raise AssertionError(f"{self.agency.short} has no place for a file {path!r}")
        if at >= seconds(self.date + 1):
            raise AssertionError(f"{path} is later than the folder of {self.agency.short}")
        data = data.encode() if isinstance(data, str) else data
        self._files[path] = _File(data, source, at)

    def describe(self, path: str, text: str) -> None:
        """Say in the README what a file, or a folder of files, is."""
        self._about[path] = text

    def mistake(self, file: str, about: str, *, says: str, truth: str, why: str) -> None:
        """Put on record what is wrong in a file."""
        self.wrong.append(Wrong(self.agency.short, file, about, says, truth, why))

    def files(self, question: str, asks: Sequence[str]) -> dict[str, bytes]:
        """Return all files by path, with the README and the index.

        Parameters
        ----------
        question : str
            Of the case.
        asks : sequence of str
            Whom this agency may ask, a line each.
        """
        readme = self._readme(question, asks).encode()
        index = table(
            ("file", "sha256", "source", "date"),
            (
                (path, hashlib.sha256(file.data).hexdigest(), file.source, iso(file.at))
                for path, file in self._files.items()
            ),
        )
        held = {path: file.data for path, file in self._files.items()}
        return {"README.txt": readme, "index.csv": index.encode(), **held}

    def _readme(self, question: str, asks: Sequence[str]) -> str:
        agency, width = self.agency, max(len(path) for path in [*self._about, "index.csv"])
        held = {
            **self._about,
            "index.csv": "each file with its SHA-256, its source and its date (UTC)",
        }
        date = f"{iso(seconds(self.date))[:10]}, day {self.date}"
        return prose(
            f"{agency.name} ({agency.short}), {agency.country}: folder for the joint investigation",
            SYNTHETIC,
            f"Closed at the end of {date}. Nothing in it is later, and nothing in it comes from"
            " another agency.",
            f"The question of the case: {question}",
            "What is in it:",
            "\n".join(f"  {path:<{width}}  {text}" for path, text in held.items()),
            f"Whom {agency.short} may ask:",
            "\n".join(asks),
        )


def prose(*paragraphs: str) -> str:
    """Return a text with lines of a page's width; what begins with blanks stays as it is."""
    filled = [text if text.startswith(" ") else textwrap.fill(text, 88) for text in paragraphs]
    return "\n\n".join(filled) + "\n"


def table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV, the names of the columns first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()
