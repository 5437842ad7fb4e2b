"""Rows of bitcoin-etl as flat columns, the same whatever file they came in.

The tool writes a row a transaction, with lists of its inputs and outputs inside, and a row a block.
Here each field becomes one Arrow column, those of inputs and outputs end to end over all rows, and
is checked as a column: kind, range, hex digits. A fault is traced back to its row.

Source: blockchain-etl/bitcoin-etl 1.5.2, and the schemas of BigQuery's public ``crypto_bitcoin``.
"""

from binascii import unhexlify
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from nps_chain.chain.pieces import starts
from nps_chain.chain.readers.bitcoin_etl.arrow import mask
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire.rules import MAX_MONEY
from nps_chain.errors import ChainError

_INT31, _INT32, _INT63 = 2**31 - 1, 2**32 - 1, 2**63 - 1


class Field(NamedTuple):
    """What a field holds; ``least`` and ``most`` are a whole number's range."""

    kind: str = "whole number"
    needed: bool = True
    least: int = 0
    most: int = _INT32


_HASH, _HEX, _TIME = Field("hash"), Field("hex"), Field("time")
_COUNT = Field(needed=False, most=_INT31)
_SUM = Field(needed=False, least=-_INT63, most=_INT63)
_VERSION = -(2**31)  # older nodes print it signed

TRANSACTION = {
    "hash": _HASH,
    "size": _COUNT,
    "virtual_size": _COUNT,
    "version": Field(least=_VERSION),
    "lock_time": Field(),
    "block_number": Field(most=_INT31),
    "block_hash": _HASH,
    "block_timestamp": _TIME,
    "is_coinbase": Field("flag", needed=False),
    "index": _COUNT,
    "input_count": _COUNT,
    "output_count": _COUNT,
    "input_value": _SUM,
    "output_value": _SUM,
    "fee": _SUM,
    "inputs.index": _COUNT,
    "inputs.spent_transaction_hash": _HASH,
    "inputs.spent_output_index": Field(most=_INT32 - 1),  # the last number means no coin
    "inputs.script_hex": _HEX,
    "inputs.sequence": Field(),
    "inputs.type": Field("text", needed=False),
    "inputs.addresses": Field("address", needed=False),
    "inputs.value": Field(needed=False, most=MAX_MONEY),
    "outputs.index": _COUNT,
    "outputs.script_hex": _HEX,
    "outputs.addresses": Field("address", needed=False),
    "outputs.value": Field(most=MAX_MONEY),
}

BLOCK = {
    "hash": _HASH,
    "number": Field(most=_INT31),
    "version": Field(needed=False, least=_VERSION),
    "merkle_root": Field("hash", needed=False),
    "timestamp": _TIME,
    "nonce": Field("text", needed=False),
    "bits": Field("text", needed=False),
    "coinbase_param": Field("hex", needed=False),
    "transaction_count": _COUNT,
}

LISTS = ("inputs", "outputs")

TYPES = {"whole number": pa.int64(), "time": pa.int64(), "flag": pa.bool_()}
"""Arrow types by a field's kind; all others are text. A list of addresses is cut down to the one
address in it, or none: several are the keys of a bare multisig."""

_DIGITS = b"0123456789abcdefABCDEF"


def table_of(names: Iterable[str]) -> dict[str, Field] | None:
    """Return which table has columns of these names, or None for neither."""
    if {"hash", "block_number", "outputs"} <= set(names):
        return TRANSACTION
    return BLOCK if {"hash", "number", "merkle_root"} <= set(names) else None


@dataclass
class Rows:
    """Some rows of a file.

    Attributes
    ----------
    source : str
        The file's name.
    first : int
        The number of the first of these rows in the file, from 1.
    table : dict
        ``TRANSACTION`` or ``BLOCK``.
    count : int
        How many rows these are.
    lengths : dict
        For "inputs" and "outputs": how many each row has, int64.
    columns : dict
        An Arrow array for each field of the table, all nulls where the file hasn't got it.
    """

    source: str
    first: int
    table: dict[str, Field]
    count: int
    lengths: dict[str, np.ndarray] = field(default_factory=dict)
    columns: dict[str, pa.Array] = field(default_factory=dict)

    def edges(self, part: str) -> np.ndarray:
        """Return where each row's inputs or outputs start, and where the last ones stop."""
        return starts(self.lengths[part])

    def where(self, row: int) -> str:
        """Return words for the place of one of these rows."""
        return f"{self.source}, row {self.first + row:,}"

    def fault(self, name: str, at: int, problem: str) -> ChainError:
        """Return the error that the field ``name`` has a problem at place ``at`` of its column."""
        part, inner, _ = name.partition(".")
        row = int(np.searchsorted(self.edges(part), at, "right")) - 1 if inner else at
        return ChainError(
            f'{self.where(row)}: the field "{name}" {problem}. Export the data again.'
        )

    def refuse(self, name: str, wrong: np.ndarray, problem: str) -> None:
        """Raise the error for the first place of a column where ``wrong`` is true, if any is."""
        if wrong.any():
            raise self.fault(name, int(wrong.argmax()), problem)

    def fill(self, name: str, values: Any, convert: Callable[[Any], pa.Array]) -> None:
        """Set a column by ``convert``, and say which row it is if that fails on a value."""
        try:
            self.columns[name] = convert(values)
        except (ValueError, pa.ArrowException):
            for at in range(len(values)):
                try:
                    convert(values[at : at + 1])
                except (ValueError, pa.ArrowException) as error:
                    problem = f"holds no proper {self.table[name].kind}"
                    raise self.fault(name, at, problem) from error
            raise

    def known(self, name: str) -> np.ndarray:
        """Return where a field has a value, and refuse rows without one that is needed."""
        known = mask(self.columns[name].is_valid())
        if self.table[name].needed:
            self.refuse(name, ~known, "is missing")
        return known

    def whole(self, name: str) -> np.ndarray:
        """Return whole numbers or times as int64, UNKNOWN where there is none."""
        known = self.known(name)
        numbers = self.columns[name].fill_null(UNKNOWN).to_numpy()
        least, most = self.table[name].least, self.table[name].most
        self.refuse(name, known & ((numbers < least) | (numbers > most)), "is out of range")
        return numbers

    def octets(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the bytes that hex digits stand for, end to end, and how many each value has."""
        self.known(name)
        text = self.columns[name].fill_null("")
        if not len(text):
            return np.zeros(0, np.uint8), np.zeros(0, np.int64)
        _, offsets, letters = text.buffers()
        edges = np.frombuffer(offsets, np.int32)[text.offset : text.offset + len(text) + 1]
        digits = (letters or b"")[edges[0] : edges[-1]]
        lengths = np.diff(edges).astype(np.int64)
        self.refuse(name, lengths % 2 != 0, "is no proper hex")
        try:
            return np.frombuffer(unhexlify(digits), np.uint8), lengths // 2
        except ValueError:
            other = ~np.isin(np.frombuffer(digits, np.uint8), np.frombuffer(_DIGITS, np.uint8))
            at = np.searchsorted(edges - edges[0], int(other.argmax()), "right") - 1
            raise self.fault(name, int(at), "is no proper hex") from None

    def hashes(self, name: str) -> np.ndarray:
        """Return txids or block hashes, (n, 32) in the order of the wire, zeros for none."""
        octets, lengths = self.octets(name)
        known = self.known(name)
        self.refuse(name, known & (lengths != 32), "has not 64 hex digits")
        found = np.zeros((len(lengths), 32), np.uint8)
        found[known] = octets.reshape(-1, 32)[:, ::-1]
        return found
