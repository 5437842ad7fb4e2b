"""Whether what a Parquet file says of its columns may be asked for.

Arrow ends the whole process where the metadata of a column are asked for and make no sense. A file
that a stranger made is therefore proven first, by a way on which Arrow only raises.
"""

import io
from collections.abc import Sequence
from typing import Any, BinaryIO

import pyarrow.parquet as pq


class _Footer(io.RawIOBase):
    """A file that tells its footer, where Parquet keeps what it holds, and nothing after that."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.told = self.asked = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        self.asked = self.told
        if self.told:
            raise OSError("only the footer is told")
        found = self._file.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


def prove(file: BinaryIO, names: Sequence[str]) -> None:
    """Raise an OSError if what the footer of a Parquet file says of a column makes no sense.

    Arrow ends the whole process where it is asked for such a column's metadata, but not where it is
    asked for the column itself: so all columns are asked for, and none is read.
    """
    footer = _Footer(file)
    with pq.ParquetFile(footer, pre_buffer=False) as parquet:
        footer.told = True
        for group in range(parquet.num_row_groups):
            for name in names:
                footer.asked = False
                try:
                    parquet.read_row_group(group, columns=[name], use_threads=False)
                except OSError:
                    if not footer.asked:
                        raise
