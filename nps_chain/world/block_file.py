"""The blocks of a world, on disk: bytes as a node keeps them, one after another in one file.

They are written as they are found, so a chain of a million transactions is never in memory, and are
read by the reader that reads a node's own files.
"""

import shutil
import struct
import tempfile
import weakref
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import overload

from nps_chain.chain.readers import block_files
from nps_chain.world.mining import write_blocks

_FRAME = struct.Struct("<4sI")


class Blocks(Sequence[bytes]):
    """The blocks of a chain in wire format; ``blocks[h]`` is the one at height `h`.

    Parameters
    ----------
    path : pathlib.Path
        A file as :func:`nps_chain.world.mining.write_blocks` makes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._places: list[tuple[int, int]] = []
        with path.open("rb") as file:
            while frame := file.read(_FRAME.size):
                _, length = _FRAME.unpack(frame)
                self._places.append((file.tell(), length))
                file.seek(length, 1)

    @classmethod
    def write(cls, blocks: Iterable[bytes]) -> "Blocks":
        """Write blocks, from height 1 on, to a folder that goes when nobody has them any more."""
        folder = Path(tempfile.mkdtemp(prefix="nps-chain-"))
        try:
            written = cls(write_blocks(blocks, folder))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        weakref.finalize(written, shutil.rmtree, folder, ignore_errors=True)
        return written

    def by_hash(self) -> Callable[[bytes], bytes]:
        """Return what gives a block's bytes by its hash; while it is kept, the file is."""
        find = block_files.raw_blocks([self.path])

        def block(block_hash: bytes, _kept: "Blocks" = self) -> bytes:
            return find(block_hash)

        return block

    def __len__(self) -> int:
        """Return how many there are, the first one of all counted."""
        return len(self._places)

    @overload
    def __getitem__(self, height: int) -> bytes: ...

    @overload
    def __getitem__(self, height: slice) -> list[bytes]: ...

    def __getitem__(self, height: int | slice) -> bytes | list[bytes]:
        """Return the bytes of the block at a height, or of some."""
        if isinstance(height, slice):
            return [self[one] for one in range(len(self))[height]]
        start, length = self._places[height]
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def __repr__(self) -> str:
        return f"Blocks({len(self):,} blocks, heights 0 to {len(self) - 1})"
