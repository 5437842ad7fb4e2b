"""One table of a chain as one Parquet file.

Each kind of column is stored as it packs best: rows that point at rows near by as differences,
amounts and flags with their bytes sorted by place, hashes as they are, since nothing shortens
chance. Zstandard packs what is left. There are no dictionaries: they cost time where values differ,
and would let a short file unpack to endless text.

A file is hostile until it is read. So what it says of itself is held against what its reader was
promised, and against its size, before a single row is unpacked.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from nps_chain.chain.schema import Kind, columns_of, kinds_of
from nps_chain.chain.store.footer import prove
from nps_chain.chain.store.manifest import GET_AGAIN
from nps_chain.errors import ChainError

MOST_UNPACKED = 4
"""A file may unpack to so many times its size, and `SMALL` bytes more."""

SMALL = 4_000_000

_ENCODINGS = {
    "int32": "DELTA_BINARY_PACKED",
    "int64": "BYTE_STREAM_SPLIT",
    "uint32": "BYTE_STREAM_SPLIT",
    "int8": "BYTE_STREAM_SPLIT",
}
_LARGEST_ROW_GROUP = 1 << 26  # rows, of pyarrow; a table in one row group is one run of memory


def write_table(table: Any, file: BinaryIO) -> int:
    """Write a table of a chain into an empty file, open for both; return how many rows it has."""
    kinds = kinds_of(type(table))
    columns = [_to_arrow(values, kinds[name]) for name, values in columns_of(table).items()]
    arrow = pa.Table.from_arrays(columns, schema=_arrow_schema(kinds))
    encodings = {name: _ENCODINGS.get(kind.dtype, "PLAIN") for name, kind in kinds.items()}
    _write(arrow, file, compression="zstd", compression_level=3, column_encoding=encodings)
    # A table that repeats itself so much that reading would refuse it is stored unpacked.
    if _unpacked(pq.read_metadata(file), kinds) > _most(file.seek(0, 2)):
        file.seek(0)
        file.truncate()
        _write(arrow, file, compression="none")
    return len(arrow)


def _write(arrow: pa.Table, file: BinaryIO, **options: Any) -> None:
    rows = min(max(len(arrow), 1), _LARGEST_ROW_GROUP)
    pq.write_table(
        arrow, file, row_group_size=rows, use_dictionary=False, write_statistics=False, **options
    )


def read_table(path: Path, table: type, rows: int) -> Any:
    """Return the table of a chain that a file holds.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    table : type
        The class of the table, see :mod:`nps_chain.chain.schema`.
    rows : int
        How many rows it must have.

    Raises
    ------
    ChainError
        If it is damaged or no such table.
    """
    kinds = kinds_of(table)
    try:
        with path.open("rb") as footer:
            prove(footer, list(kinds))
        # A file of Arrow's own: threads read it, and one of them may be the last to let go of it.
        # If it were Python's, and Python about to end, the process would be aborted.
        with pa.OSFile(str(path)) as file, pq.ParquetFile(file) as parquet:
            fault = _fault(parquet, kinds, rows, file.size())
            if not fault:
                arrow = parquet.read()
                columns = {c: _from_arrow(arrow.column(c), kind) for c, kind in kinds.items()}
                return table(**columns)
    except (pa.ArrowException, OSError, ValueError):
        fault = "is damaged or no Parquet file"
    raise ChainError(f"{path} {fault}. {GET_AGAIN}")


def _fault(parquet: pq.ParquetFile, kinds: dict[str, Kind], rows: int, size: int) -> str:
    """Return what is wrong with what a file says of itself, or nothing."""
    if not parquet.schema_arrow.equals(_arrow_schema(kinds)):
        return "doesn't have the columns of this table"
    groups = [parquet.metadata.row_group(g) for g in range(parquet.num_row_groups)]
    held = sum(group.num_rows for group in groups)
    if held != rows or min((group.num_rows for group in groups), default=0) < 0:
        return f"has {held:,} rows, and the manifest says {rows:,}"
    for name, chunk in _chunks(parquet.metadata, kinds):
        allowed = {"RLE", "PLAIN", _ENCODINGS.get(kinds[name].dtype)}
        if chunk.has_dictionary_page or not allowed.issuperset(chunk.encodings):
            return f"has column {name} packed in a way that nps-chain doesn't use"
    if _unpacked(parquet.metadata, kinds) > _most(size):
        return f"has {size:,} bytes, too few for {rows:,} rows; it is not from nps-chain"
    return ""


def _chunks(
    metadata: pq.FileMetaData, kinds: dict[str, Kind]
) -> Iterator[tuple[str, pq.ColumnChunkMetaData]]:
    for g in range(metadata.num_row_groups):
        for c, name in enumerate(kinds):
            yield name, metadata.row_group(g).column(c)


def _unpacked(metadata: pq.FileMetaData, kinds: dict[str, Kind]) -> int:
    """Return how many bytes a table takes in memory, by what the file says of itself."""
    rows = metadata.num_rows * sum(_row_bytes(kind) for kind in kinds.values())
    return max(rows, sum(chunk.total_uncompressed_size for _, chunk in _chunks(metadata, kinds)))


def _most(size: int) -> int:
    return MOST_UNPACKED * size + SMALL


def _row_bytes(kind: Kind) -> int:
    return 8 if kind.dtype == "text" else kind.width * np.dtype(kind.dtype).itemsize


def _arrow_schema(kinds: dict[str, Kind]) -> pa.Schema:
    return pa.schema([pa.field(c, _arrow_type(kind), nullable=False) for c, kind in kinds.items()])


def _arrow_type(kind: Kind) -> pa.DataType:
    if kind.dtype == "text":
        return pa.large_string()
    return pa.from_numpy_dtype(kind.dtype) if kind.width == 1 else pa.binary(kind.width)


def _to_arrow(values: Any, kind: Kind) -> pa.Array:
    if kind.width == 1:
        return pa.array(values) if isinstance(values, np.ndarray) else values
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.binary(kind.width), len(values), [None, data])


def _from_arrow(column: pa.ChunkedArray, kind: Kind) -> Any:
    """Return a column as the tables hold it, without copying where Arrow has it the same way."""
    array = column.combine_chunks()
    if kind.dtype == "text":
        array.validate(full=True)
        return array
    if kind.width == 1:
        return array.to_numpy(zero_copy_only=False)
    data = np.frombuffer(array.buffers()[1] or b"", np.uint8)
    return data[array.offset * kind.width :][: len(array) * kind.width].reshape(-1, kind.width)
