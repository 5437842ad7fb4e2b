"""A package that is a ZIP file: its members are read where they lie.

Its names may say anything, its sizes lie, and a few kilobytes unfold to gigabytes; so what is said
is looked at first, and no more than that is read.
"""

import stat
import zipfile
import zlib
from collections.abc import Container, Iterator
from pathlib import Path

from nps_chain.evidence.bag.findings import Refused
from nps_chain.evidence.bag.opened.package import MOST_RATIO, NO_FILE, PIECE, SMALL, Entry
from nps_chain.evidence.bag.opened.zip_lists import compare, look_at_end, name_of

_LOCKED = 1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)


class ZipSource:
    """A ZIP file; see `nps_chain.evidence.bag.opened.package.Source`.

    Parameters
    ----------
    path : Path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._members: dict[str, zipfile.ZipInfo] = {}

    def entries(self) -> Iterator[Entry]:
        """Yield what is in it, in the order of its list."""
        look_at_end(self._path)
        with self._open() as opened, self._path.open("rb") as file:
            compare(opened.infolist(), opened.start_dir, file, self._path.name)
            for member in opened.infolist():
                name = name_of(member)
                if not name.endswith("/"):
                    self._members.setdefault(name, member)
                    yield Entry(name, member.file_size, *_odd(member))
                elif member.file_size:
                    yield Entry(name, 0, "unread", "it is a folder with bytes of its own")

    def pieces(self, names: Container[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield files by their names, each as pieces of bytes."""
        with self._open() as opened:
            for name, member in self._members.items():
                if name in names:
                    yield name, self._read(opened, name, member)

    def _read(self, opened: zipfile.ZipFile, name: str, member: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with opened.open(member) as file:
                while piece := file.read(PIECE):
                    yield piece
        except (*_DAMAGED, OSError) as error:
            raise Refused("unread", name, f"it is damaged: {error}") from None

    def _open(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._path)
        except (*_DAMAGED, OSError) as error:
            raise Refused("unread", self._path.name, f"it is no whole ZIP file: {error}") from None


def _odd(member: zipfile.ZipInfo) -> tuple[str, str]:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return NO_FILE
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "unread", "it is packed in a way that isn't read here"
    if member.flag_bits & _LOCKED:
        return "unread", "it is locked with a password"
    if member.file_size > SMALL + MOST_RATIO * member.compress_size:
        told = f"{member.file_size:,} bytes from {member.compress_size:,}"
        return "unread", f"it would unfold to {told}"
    return "", ""
