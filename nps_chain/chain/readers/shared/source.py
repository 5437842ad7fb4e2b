"""What a reader is given, and what it gives back.

A reader is a module of ``readers`` that says what its format is called, in ``NAME``, and has two
functions:

``knows(source) -> bool``
    Does this file look like my format? It may look at ``source.path`` and ``source.head``.
``read(sources, network=None, height=None) -> Reading``
    Read these files, at least one and all of my format, into
    :class:`~nps_chain.chain.pieces.Pieces`. ``network`` and ``height`` are what the user says of
    data that don't tell: check them if the data do, and ignore them if they have no meaning there.

and a line in ``READERS`` of :mod:`nps_chain.chain.readers`.
"""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from nps_chain.chain.pieces import Pieces
from nps_chain.errors import ChainError

HEAD = 1 << 16


class Reading(NamedTuple):
    """What a reader made of its files."""

    pieces: Pieces
    network: str
    notes: tuple[str, ...] = ()  # sentences for the user: what was left out, what isn't known


@dataclass(frozen=True)
class Source:
    """One file, plain or packed with gzip, whose content is hostile until it is parsed."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name, for error messages."""
        return self.path.name

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the file for reading bytes, unpacked; whatever fails becomes a ChainError."""
        try:
            with self.path.open("rb") as file:
                yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if self.packed else file
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ChainError(
                f"{self.name} is damaged or cut off: its gzip packing does not hold ({error})."
                " Copy the file again."
            ) from error
        except OSError as error:
            raise ChainError(f"{self.name} can't be read: {error.strerror or error}.") from error

    @cached_property
    def packed(self) -> bool:
        """Whether gzip packed it, by its first two bytes."""
        with self.path.open("rb") as file:
            return file.read(2) == b"\x1f\x8b"

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, unpacked."""
        with self.open() as file:
            return file.read(HEAD)
