"""A package that is a folder: plain files below it, no link followed, no pipe waited for."""

import os
import stat
from collections.abc import Container, Iterator
from pathlib import Path

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.findings import Refused
from nps_chain.evidence.bag.opened.package import NO_FILE, PIECE, Entry
from nps_chain.evidence.reading import files_below


class FolderSource:
    """A folder; see `nps_chain.evidence.bag.opened.package.Source`.

    Parameters
    ----------
    path : Path
        The folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sizes: dict[str, int] = {}

    def entries(self) -> Iterator[Entry]:
        """Yield what is in it, sorted by name."""
        try:
            found = [(name, os.lstat(place)) for name, place in files_below(self._path)]
        except (NpsError, OSError) as error:
            raise Refused("unread", self._path.name, str(error).rstrip(".")) from None
        for name, state in found:
            if not stat.S_ISREG(state.st_mode):
                yield Entry(name, 0, *NO_FILE)
                continue
            self._sizes[name] = state.st_size
            yield Entry(name, state.st_size)

    def pieces(self, names: Container[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield files by their names, each as pieces of bytes."""
        for name, size in self._sizes.items():
            if name in names:
                yield name, self._read(name, size)

    def _read(self, name: str, size: int) -> Iterator[bytes]:
        try:
            with (self._path / name).open("rb") as opened:
                while piece := opened.read(PIECE):
                    size -= len(piece)
                    if size < 0:
                        raise Refused("unread", name, "it grows while it is read")
                    yield piece
        except OSError as error:
            raise Refused("unread", name, f"it can't be read: {error.strerror}") from None
