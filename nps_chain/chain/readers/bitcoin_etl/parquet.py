"""Rows of bitcoin-etl out of Parquet, as BigQuery exports its public tables.

A Parquet file is packed, and a small one can claim to hold more than any memory. So what its footer
says is weighed first, columns that aren't wanted are never unpacked, rows come in batches, and text
stays a dictionary until it is known how long it becomes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nps_chain.chain.readers.bitcoin_etl.rows import LISTS, TRANSACTION, TYPES, Field, Rows
from nps_chain.chain.store.footer import prove
from nps_chain.errors import ChainError

BATCH = 8_000_000
"""Bytes that the rows of one batch take, as the footer tells."""

LONGEST = 64_000_000
"""Bytes of text that one column of a batch may unpack to."""

_ROOM = 1_000_000
"""What any file may hold, in values and in bytes, before its size is held against it."""

_SUITS: dict[str, Callable[[pa.DataType], bool]] = {
    "whole number": lambda to: (
        pa.types.is_integer(to) or pa.types.is_decimal(to) or pa.types.is_floating(to)
    ),
    "time": lambda to: pa.types.is_integer(to) or pa.types.is_timestamp(to),
    "flag": pa.types.is_boolean,
}


def names(path: Path) -> list[str]:
    """Return the names of a Parquet file's columns."""
    with _open(path) as file:
        return list(file.schema_arrow.names)


def batches(path: Path, table: dict[str, Field]) -> Iterator[Rows]:
    """Yield the rows of a Parquet file, some at a time.

    Raises
    ------
    ChainError
        For a damaged file, one that claims more than a file of its size can hold, and a column of
        the wrong type.
    """
    with _open(path) as file:
        columns = enumerate(map(file.schema.column, range(len(file.schema))))
        wanted = {place: column for place, column in columns if _is_wanted(column.path, table)}
        paths = [column.path for column in wanted.values()]
        texts = [c.path for c in wanted.values() if c.physical_type == "BYTE_ARRAY"]
        with path.open("rb") as raw:
            prove(raw, paths)
        size = _weigh(path, file.metadata, list(wanted))
        rows_each = max(1, BATCH * file.metadata.num_rows // max(size, BATCH))
    with _open(path, read_dictionary=texts, pre_buffer=False) as file:
        first = 1
        # Each group of rows has dictionaries of its own, which Arrow can't join within lists.
        for group in range(file.num_row_groups):
            for batch in file.iter_batches(min(rows_each, 65_536), [group], paths):
                batch.validate(full=True)
                yield _rows(path.name, first, table, batch)
                first += len(batch)


@contextmanager
def _open(path: Path, **options: Any) -> Iterator[pq.ParquetFile]:
    """Open a file; whatever Arrow finds wrong with it, then or later, becomes a ChainError."""
    try:
        with pq.ParquetFile(path, **options) as file:
            yield file
    except (OSError, ValueError, LookupError, MemoryError, pa.ArrowException) as error:
        reason = str(error).partition("\n")[0][:200]
        raise ChainError(
            f"{path.name} is damaged, cut off or packed: it can't be read as Parquet ({reason})."
            " Export or copy the file again."
        ) from error


def _is_wanted(path: str, table: dict[str, Field]) -> bool:
    """Whether a column is a field of the table; writers name the levels of lists differently."""
    top, *rest = path.split(".")
    names = [f"{top}.{part}" for part in rest] if top in LISTS and rest else [top]
    return any(name in table or name in LISTS for name in names)


def _weigh(path: Path, metadata: Any, places: list[int]) -> int:
    """Return the bytes that columns, which are proven, take unpacked; refuse more than can be."""
    values = unpacked = 0
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        values += group.num_rows
        for column in map(group.column, places):
            values += column.num_values
            unpacked += column.total_uncompressed_size
    # Each transaction has a txid and each input a coin of its own, which don't pack: real data have
    # under one value a byte, and unpack to a few times their size.
    size = path.stat().st_size
    if values > _ROOM + 8 * size or unpacked > _ROOM + 30 * size:
        raise ChainError(
            f"{path.name} has {size:,} bytes and claims to hold {values:,} values in {unpacked:,}"
            " bytes: no real data pack like that. Export the file again."
        )
    return unpacked


def _rows(source: str, first: int, table: dict[str, Field], batch: pa.RecordBatch) -> Rows:
    rows = Rows(source, first, table, len(batch))
    found = dict(zip(batch.schema.names, batch.columns, strict=True))
    counts = {"": len(batch)}
    for part in LISTS if table is TRANSACTION else ():
        column = found.get(part, pa.nulls(len(batch), pa.list_(pa.struct([]))))
        if not _is_list(column.type) or not pa.types.is_struct(column.type.value_type):
            raise rows.fault(part, 0, "is no list of objects")
        rows.lengths[part] = column.value_lengths().fill_null(0).to_numpy().astype("int64")
        items = column.flatten()
        counts[part] = len(items)
        for field, leaf in zip(items.type, items.flatten(), strict=True):
            found[f"{part}.{field.name}"] = leaf
    for name, (kind, *_) in table.items():
        leaf = found.get(name)
        if leaf is None:
            leaf = pa.nulls(counts[name.rpartition(".")[0]])
        text = leaf.values if _is_list(leaf.type) else leaf
        if pa.types.is_dictionary(text.type):
            lengths = pc.binary_length(text.dictionary).take(text.indices)
            if (pc.sum(lengths).as_py() or 0) > LONGEST:
                raise rows.fault(name, 0, "unpacks to more text than real data have")
        rows.fill(name, leaf, partial(_cast, kind=kind))
    return rows


def _is_list(column: pa.DataType) -> bool:
    return pa.types.is_list(column) or pa.types.is_large_list(column)


def _cast(values: pa.Array, kind: str) -> pa.Array:
    if kind == "address" and _is_list(values.type):
        alone = pc.equal(values.value_lengths(), 1).fill_null(False)
        place = pc.subtract(pc.cumulative_sum(alone.cast(pa.int64())), 1)
        values = values.filter(alone).flatten().take(pc.if_else(alone, place, None))
    suits = _SUITS.get(kind, lambda to: not pa.types.is_nested(to))
    if not pa.types.is_null(values.type) and not suits(values.type):
        raise ValueError
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.timestamp("s", values.type.tz))
    return values.cast(TYPES.get(kind, pa.string()))
