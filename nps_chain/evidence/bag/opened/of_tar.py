"""A package that is a tar file, packed with gzip or not: read from its beginning to its end.

Such a file has no list: what it holds is known once all of it has been read. So it is counted as it
unfolds, and left as soon as it is too much. It is read to its last byte, since some programs go on
where Python stops: what follows the end, or a damaged header, is a file to them.
"""

import gzip
import tarfile
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from nps_chain.evidence.bag.findings import Refused
from nps_chain.evidence.bag.opened.package import (
    MOST_BYTES,
    MOST_FILES,
    MOST_RATIO,
    NO_FILE,
    SMALL,
    Entry,
)

MOST_MEMBERS = 2 * MOST_FILES
"""Files and folders of an archive."""

_GZIP = b"\x1f\x8b"
_PIECE = 64 * 1024  # read at a time; the most that a header may have
_MOST_TOLD = 100  # what a header says of all members after it, which Python keeps in memory
# tarfile reads headers of headers by recursion.
_DAMAGED = (tarfile.TarError, zlib.error, EOFError, ValueError, OSError, RecursionError)


class TarSource:
    """A tar file; see `nps_chain.evidence.bag.opened.package.Source`.

    Parameters
    ----------
    path : Path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self) -> Iterator[Entry]:
        """Yield what is in it, in its order."""
        with self._open() as (opened, counted):
            for number, member in enumerate(_members(opened), 1):
                if number > MOST_MEMBERS or len(opened.pax_headers) > _MOST_TOLD:
                    raise Refused("unread", self._path.name, "it has too many headers to be read")
                if not member.isdir():
                    plain = member.isreg() and not member.issparse()
                    name = _name(member)
                    yield Entry(name, member.size) if plain else Entry(name, 0, *NO_FILE)
            counted.refuse_more()

    def pieces(self, names: Container[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield files by their names, each as pieces of bytes."""
        seen: set[str] = set()
        with self._open() as (opened, _):
            for member in _members(opened):
                name = _name(member)
                if member.isreg() and name in names and name not in seen:
                    seen.add(name)
                    yield name, self._read(opened, member)

    def _read(self, opened: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
        file = opened.extractfile(member)
        while file is not None and (piece := file.read(_PIECE)):
            yield piece

    @contextmanager
    def _open(self) -> Iterator[tuple[tarfile.TarFile, "_Counted"]]:
        try:
            with self._path.open("rb") as packed:
                counted = _Counted(packed, self._path.name)
                with tarfile.open(fileobj=cast(BinaryIO, counted), mode="r:") as opened:
                    yield opened, counted
        except _DAMAGED as error:
            raise Refused("unread", self._path.name, f"it is no whole tar file: {error}") from None


def _members(opened: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while member := opened.next():
        yield member
        opened.members.clear()  # type: ignore[attr-defined]  # it would keep all headers


def _name(member: tarfile.TarInfo) -> str:
    return member.name.removeprefix("./")  # written by whoever packed a folder from inside it


class _Counted:
    """A file that unfolds, and refuses once it has unfolded to too much."""

    def __init__(self, packed: BinaryIO, name: str) -> None:
        self._packed, self._name = packed, name
        folded = packed.read(2) == _GZIP
        packed.seek(0)
        self._file = gzip.GzipFile(fileobj=packed) if folded else packed
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; a header of a tar file that is larger than a piece is none."""
        if not 0 <= size <= _PIECE:
            raise Refused("unread", self._name, "it has a header that is too large to be read")
        data = self._last = self._file.read(size)
        at = self._file.tell()
        if at > MOST_BYTES or at > SMALL + MOST_RATIO * self._packed.tell():
            raise Refused("unread", self._name, f"it unfolds to more than {at - 1:,} bytes")
        return data

    def seek(self, to: int) -> int:
        """Go on, to a place further on."""
        if to < self._file.tell():
            raise Refused("unread", self._name, "it leads back to what was read before")
        while (left := to - self._file.tell()) > 0 and self.read(min(left, _PIECE)):
            pass
        return self._file.tell()

    def refuse_more(self) -> None:
        """Refuse anything but zeros from the last header on, which is to be the end."""
        data = self._last
        while not data.strip(b"\0"):
            if not (data := self.read(_PIECE)):
                return
        raise Refused("unread", self._name, "it has bytes after its end, or is damaged")

    def tell(self) -> int:
        """Return where the next byte is."""
        return self._file.tell()
