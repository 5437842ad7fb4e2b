"""A package as it came: what it holds, read in pieces and within bounds, nothing unpacked.

A folder, a ZIP file and a tar file are looked at in the same way: first what they say they hold,
then the bytes, in the order in which they lie there. Nothing is written, so a name that leads out
of the package leads nowhere, and a file that would fill the disk fills nothing.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from nps_chain.evidence.bag import names
from nps_chain.evidence.bag.findings import Finding, Refused

MOST_BYTES = 4 * 1024**3
"""Bytes of all files of a package: what a ZIP file can hold without its extension."""

MOST_FILES = 20_000
"""Files of a package."""

MOST_RATIO, SMALL = 100, 64 * 1024**2
"""How many times larger than packed a file may be, beyond so many bytes; text is 3 to 30 times."""

MOST_TEXT = 8 * 1024**2
"""Bytes of a list of files, or another text that belongs to the package itself."""

PIECE = 1024**2
"""Bytes that are read at a time."""


class Entry(NamedTuple):
    """A file that a package says it has.

    Attributes
    ----------
    name : str
        Its path in the package, as it is written there.
    size : int
        Its bytes, as the package says.
    what, why : str
        What is found if it is no plain file that can be read; empty where it is.
    """

    name: str
    size: int
    what: str = ""
    why: str = ""


NO_FILE = ("link", "it is a link, a pipe or a device, not a file")
"""What is found of such an entry."""


class Source(Protocol):
    """What each kind of package can do."""

    def entries(self) -> Iterator[Entry]:
        """Yield what is in it, but for folders; names are those in the archive."""

    def pieces(self, names: Container[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield files by their names, in the order in which they lie, each as pieces of bytes."""


@dataclass(frozen=True)
class Package:
    """What lies below the folder of a package that has ``bagit.txt``.

    Attributes
    ----------
    files : mapping of str to Entry
        Plain files, by their path in the package.
    findings : list of Finding
        What else was in it.
    """

    source: Source
    base: str
    files: dict[str, Entry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def pieces(self, chosen: Container[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield plain files by their names, each as pieces of bytes."""
        wanted = {self.base + name for name in self.files if name in chosen}
        for name, pieces in self.source.pieces(wanted):
            yield name.removeprefix(self.base), pieces

    def texts(self, chosen: Container[str]) -> dict[str, bytes]:
        """Return small files whole; a larger one than `MOST_TEXT` isn't read, and is a finding."""
        small = set()
        for name, entry in self.files.items():
            if name in chosen and entry.size > MOST_TEXT:
                why = f"it has more than {MOST_TEXT:,} bytes, the most that is read of its kind"
                self.findings.append(Finding("unread", name, why))
            elif name in chosen:
                small.add(name)
        return {name: b"".join(pieces) for name, pieces in self.pieces(small)}


def package_of(source: Source, where: str) -> Package:
    """Return what is in a package, told apart from what shouldn't be in one.

    Raises
    ------
    Refused
        If it holds more than is read.
    """
    entries, total = [], 0
    for entry in source.entries():
        entries.append(entry)
        total += entry.size
        if len(entries) > MOST_FILES:
            raise Refused("unread", where, f"it has more than {MOST_FILES:,} files")
        if total > MOST_BYTES:
            raise Refused("unread", where, f"it holds more than {MOST_BYTES:,} bytes")
    found = Package(source, _base([entry.name for entry in entries]))
    for entry in entries:
        name = entry.name.removeprefix(found.base)
        if refusal := names.refusal(name):
            found.findings.append(Finding("path", name, refusal))
        elif entry.what:
            found.findings.append(Finding(entry.what, name, entry.why))
        elif name in found.files:
            found.findings.append(Finding("twice", name, "the archive has two files of this name"))
        elif not entry.name.startswith(found.base):
            found.findings.append(Finding("unlisted", name, "it lies beside the package"))
        else:
            found.files[name] = entry
    return found


def _base(paths: list[str]) -> str:
    """Return the folder of ``bagit.txt``: the top, or the one folder below it."""
    declared = [name for name in paths if name.rpartition("/")[2] == "bagit.txt"]
    tops = sorted(name[: -len("bagit.txt")] for name in declared if name.count("/") < 2)
    return tops[0] if tops else ""
