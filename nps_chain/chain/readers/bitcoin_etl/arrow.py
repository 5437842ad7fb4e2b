"""Bytes in Arrow arrays: numpy looks at them in place, Arrow sorts and looks them up."""

from typing import TypeAlias

import numpy as np
import pyarrow as pa

Column: TypeAlias = "pa.Array | pa.ChunkedArray"


def whole(column: Column) -> pa.Array:
    """Return a column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def fixed(octets: np.ndarray) -> pa.Array:
    """Return rows of bytes of one length, uint8 of shape (n, length), as an Arrow array."""
    buffer = pa.py_buffer(np.ascontiguousarray(octets))
    return pa.Array.from_buffers(pa.binary(octets.shape[1]), len(octets), [None, buffer])


def fixed_octets(column: Column) -> np.ndarray:
    """Return such a column as uint8 of shape (n, length)."""
    array = whole(column)
    width = array.type.byte_width
    octets = np.frombuffer(array.buffers()[1], np.uint8)
    return octets[width * array.offset : width * (array.offset + len(array))].reshape(-1, width)


def ragged(octets: np.ndarray, edges: np.ndarray) -> pa.Array:
    """Return runs of bytes that lie end to end, with n + 1 edges, as an Arrow array."""
    buffers = [None, pa.py_buffer(edges.astype(np.int64)), pa.py_buffer(octets)]
    return pa.Array.from_buffers(pa.large_binary(), len(edges) - 1, buffers)


def ragged_octets(column: Column) -> tuple[np.ndarray, np.ndarray]:
    """Return such a column without its nulls as bytes end to end, and the edges between them."""
    array = whole(column.drop_null())
    if not len(array):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    _, edges, octets = array.buffers()
    found = np.frombuffer(edges, np.int64)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(octets, np.uint8)[found[0] : found[-1]], found - found[0]


def codes(column: Column) -> np.ndarray:
    """Return a number for each value, equal for equal ones."""
    return whole(column).dictionary_encode().indices.to_numpy()


def mask(flags: Column) -> np.ndarray:
    """Return flags, none of them null, as a numpy array."""
    return np.asarray(flags, bool)
