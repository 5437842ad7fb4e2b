"""The five tables of a chain and their columns: the one place that says what they hold.

Rows are in chain order, and a row's number is its id. Amounts are whole satoshi, times are seconds
since 1970 in UTC, hashes are 32 bytes in the order of the wire (explorers print them reversed, see
:func:`hexadecimal`). A table is a frozen dataclass of numpy arrays, so that a technique is a pass
over columns; what a column is made of stands in its annotation, which reading, storing and checking
all follow.
"""

from dataclasses import dataclass, fields
from typing import Annotated, Any, NamedTuple, get_type_hints

import numpy as np
import pyarrow as pa

COINBASE = -1
"""In ``inputs.spends``: the input of a coinbase, which creates coins and spends none."""

OUTSIDE = -2
"""In ``inputs.spends``: a coin from outside the data, most often from before it."""

UNKNOWN = -1
"""A value, fee or witness that the source doesn't tell; or a row that there isn't."""


class Kind(NamedTuple):
    """What one column is made of: a numpy type, and how many of it make one row."""

    dtype: str
    width: int = 1


Int8 = Annotated[np.ndarray, Kind("int8")]
Int32 = Annotated[np.ndarray, Kind("int32")]
Int64 = Annotated[np.ndarray, Kind("int64")]
UInt32 = Annotated[np.ndarray, Kind("uint32")]
Flag = Annotated[np.ndarray, Kind("bool")]
Hash = Annotated[np.ndarray, Kind("uint8", 32)]
Header = Annotated[np.ndarray, Kind("uint8", 80)]
Text = Annotated[pa.LargeStringArray, Kind("text")]


@dataclass(frozen=True, eq=False)
class Blocks:
    """One row a block."""

    height: Int32
    hash: Hash
    time: Int64  # as the miner set it, not always rising
    header: Header  # zeros where the source doesn't give it whole


@dataclass(frozen=True, eq=False)
class Transactions:
    """One row a transaction; the coinbase is the first of its block."""

    txid: Hash
    height: Int32
    fee: Int64  # 0 for a coinbase, UNKNOWN where an input's value is
    version: UInt32
    locktime: UInt32
    vsize: Int32  # virtual bytes
    coinbase: Flag


@dataclass(frozen=True, eq=False)
class Inputs:
    """One row an input."""

    tx: Int32
    spends: Int32  # row in outputs, COINBASE or OUTSIDE
    value: Int64  # UNKNOWN for a coin from outside whose value the source doesn't tell
    address: Int32  # row in addresses
    sequence: UInt32
    witness: Int8  # 1 has one, 0 has none, UNKNOWN


@dataclass(frozen=True, eq=False)
class Outside:
    """For each input that spends a coin from outside the data, which coin that is."""

    input: Int32
    txid: Hash
    n: Int64


@dataclass(frozen=True, eq=False)
class Outputs:
    """One row an output."""

    tx: Int32
    n: Int32  # place in its transaction, from 0
    value: Int64
    address: Int32  # row in addresses, UNKNOWN for an output that nobody can spend
    script_type: Int8  # place in nps_chain.chain.address.script.SCRIPT_TYPES
    spent_by: Int32  # row in txs, UNKNOWN while unspent


@dataclass(frozen=True, eq=False)
class Addresses:
    """One row a distinct locking script that can be spent, in order of appearance."""

    address: Text
    script_type: Int8
    first_seen: Int32  # row in txs


@dataclass(frozen=True, eq=False)
class Columns:
    """All tables of a chain."""

    blocks: Blocks
    txs: Transactions
    inputs: Inputs
    outside: Outside
    outputs: Outputs
    addresses: Addresses


TABLES: dict[str, type] = get_type_hints(Columns)


def kinds_of(table: type) -> dict[str, Kind]:
    """Return the columns of a table's class, by name, each with what it is made of."""
    hints = get_type_hints(table, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def misshapen(table: Any) -> str:
    """Return what is wrong with the shape of a table's columns, without a full stop; "" if nothing.

    Columns have one length, and each is of the kind that its annotation says. Whoever takes in
    tables from elsewhere asks this first, since nothing else can be asked of columns otherwise.

    Parameters
    ----------
    table : dataclass
        Any table that is annotated as those here are.
    """
    columns = columns_of(table)
    rows = {column: len(values) for column, values in columns.items()}
    if len(set(rows.values())) > 1:
        return f"its columns differ in length ({rows})"
    for column, kind in kinds_of(type(table)).items():
        values = columns[column]
        if kind.dtype == "text":
            sound = isinstance(values, pa.LargeStringArray) and not values.null_count
        else:
            shape = (len(values),) if kind.width == 1 else (len(values), kind.width)
            sound = isinstance(values, np.ndarray) and values.dtype == kind.dtype
            sound = sound and values.shape == shape
        if not sound:
            return f"column {column} is not of the kind {kind.dtype}"
    return ""


def columns_of(table: Any) -> dict[str, Any]:
    """Return the columns that a table holds, by name, in the order of its class."""
    return {field.name: getattr(table, field.name) for field in fields(table)}


def as_binary(hashes: np.ndarray) -> pa.FixedSizeBinaryArray:
    """Return hashes, shape (n, 32), as an Arrow array, so that they can be looked up as a whole."""
    data = pa.py_buffer(np.ascontiguousarray(hashes))
    return pa.Array.from_buffers(pa.binary(32), len(hashes), [None, data])


def hexadecimal(hashes: np.ndarray) -> pa.LargeStringArray:
    """Return hashes as explorers print them: reversed, in lower-case hex.

    Parameters
    ----------
    hashes : numpy.ndarray
        Shape (n, 32), bytes in the order of the wire.
    """
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    turned = hashes[:, ::-1]
    text = np.empty((len(hashes), 64), np.uint8)
    text[:, 0::2] = digits[turned >> 4]
    text[:, 1::2] = digits[turned & 15]
    offsets = np.arange(0, 64 * (len(hashes) + 1), 64, dtype=np.int64)
    return pa.Array.from_buffers(
        pa.large_string(), len(hashes), [None, pa.py_buffer(offsets), pa.py_buffer(text)]
    )
