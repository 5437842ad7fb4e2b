"""A chain: frozen columns, and the ways in which one looks at them.

``chain.columns`` holds numpy arrays for techniques; ``chain.txs``, ``chain.outputs`` and so on show
the same tables as pandas frames; ``chain.tx(...)``, ``chain.address(...)`` and ``chain.block(...)``
show one thing as a person reads it. ``chain.upto(height)`` is the chain as it was known then.
"""

from collections.abc import Callable
from dataclasses import InitVar, dataclass, replace
from functools import cached_property
from operator import index
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.pieces import starts
from nps_chain.chain.schema import TABLES, UNKNOWN, Columns, columns_of, hexadecimal, kinds_of
from nps_chain.chain.validate import validate
from nps_chain.chain.views import AddressView, BlockView, TransactionView
from nps_chain.chain.wire.block import parse_block
from nps_chain.chain.wire.hashes import from_shown
from nps_chain.errors import ChainError


@dataclass(frozen=True, eq=False, repr=False)
class Chain:
    """A chain of blocks as five linked tables, checked when it is made and never changed.

    Parameters
    ----------
    network : str
        ``main``, ``test``, ``signet`` or ``regtest``.
    columns : Columns
        The tables, see :mod:`nps_chain.chain.schema`.
    notes : tuple of str
        What the source lacked or what was left out of it, a sentence each.
    raw_block : callable, optional
        Returns the bytes of a block, given its hash in the order of the wire.
    proven : bool
        The columns are known to keep the rules: they are the first rows of a chain that does.

    Raises
    ------
    ChainError
        If the columns break a rule; the message names the table, the row and the rule.
    """

    network: str
    columns: Columns
    notes: tuple[str, ...] = ()
    raw_block: Callable[[bytes], bytes] | None = None
    proven: InitVar[bool] = False

    def __post_init__(self, proven: bool) -> None:
        if not proven:
            validate(self.columns, self.network)
        for name in TABLES:
            for column in columns_of(getattr(self.columns, name)).values():
                if isinstance(column, np.ndarray):
                    column.setflags(write=False)

    # What is worked out once.

    @cached_property
    def first_input(self) -> np.ndarray:
        """Shape (transactions + 1,): inputs of transaction t are rows [t] up to [t + 1]."""
        return starts(np.bincount(self.columns.inputs.tx, minlength=len(self.columns.txs.txid)))

    @cached_property
    def first_output(self) -> np.ndarray:
        """Shape (transactions + 1,): outputs of transaction t are rows [t] up to [t + 1]."""
        return starts(np.bincount(self.columns.outputs.tx, minlength=len(self.columns.txs.txid)))

    @property
    def height(self) -> int:
        """Height of the last block."""
        if not len(self.columns.blocks.height):
            raise ChainError("This chain is empty, so it has no height.")
        return int(self.columns.blocks.height[-1])

    def upto(self, height: int) -> "Chain":
        """Return the chain as it was known when the block at ``height`` was its last.

        From the height of its last block on, that is the chain itself.
        """
        c = self.columns
        height = _whole(height, "the height as a whole number")
        # Sought as what the column holds: numpy would turn all of a column into int64 otherwise.
        last = np.int32(height)
        blocks = int(np.searchsorted(c.blocks.height, last, "right"))
        if blocks == len(c.blocks.height):
            return self
        txs = int(np.searchsorted(c.txs.height, last, "right"))
        inputs, outputs = int(self.first_input[txs]), int(self.first_output[txs])
        spent_by = c.outputs.spent_by[:outputs]
        columns = Columns(
            _first(c.blocks, blocks),
            _first(c.txs, txs),
            _first(c.inputs, inputs),
            _first(c.outside, int(np.searchsorted(c.outside.input, np.int32(inputs)))),
            replace(
                _first(c.outputs, outputs), spent_by=np.where(spent_by < txs, spent_by, UNKNOWN)
            ),
            _first(c.addresses, int(np.searchsorted(c.addresses.first_seen, np.int32(txs)))),
        )
        known = Chain(self.network, columns, self.notes, self.raw_block, proven=True)
        # Where transactions begin was worked out for all: that of the first ones is the same.
        vars(known)["first_input"] = self.first_input[: txs + 1]
        vars(known)["first_output"] = self.first_output[: txs + 1]
        return known

    # Frames. Each is a copy by pandas' copy-on-write: free, and what is done to it stays in it.

    @property
    def blocks(self) -> pd.DataFrame:
        """One row a block."""
        return self._frames["blocks"].copy(deep=False)

    @property
    def txs(self) -> pd.DataFrame:
        """One row a transaction."""
        return self._frames["txs"].copy(deep=False)

    @property
    def inputs(self) -> pd.DataFrame:
        """One row an input."""
        return self._frames["inputs"].copy(deep=False)

    @property
    def outside(self) -> pd.DataFrame:
        """One row an input that spends a coin from outside the data."""
        return self._frames["outside"].copy(deep=False)

    @property
    def outputs(self) -> pd.DataFrame:
        """One row an output."""
        return self._frames["outputs"].copy(deep=False)

    @property
    def addresses(self) -> pd.DataFrame:
        """One row an address."""
        return self._frames["addresses"].copy(deep=False)

    @cached_property
    def _frames(self) -> "_Frames":
        return _Frames(self.columns)

    # One thing.

    def tx(self, which: int | str) -> TransactionView:
        """Return the view of a transaction, given its row or its txid."""
        rows = len(self.columns.txs.txid)
        return TransactionView(self, self._row(which, rows, "transaction", self._row_of_txid))

    def address(self, which: int | str) -> AddressView:
        """Return the view of an address, given its row or its text."""
        rows = len(self.columns.addresses.address)
        return AddressView(self, self._row(which, rows, "address", self._row_of_address))

    def block(self, height: int) -> BlockView:
        """Return the view of the block at this height."""
        height = _whole(height, "the block's height as a whole number")
        row = int(np.searchsorted(self.columns.blocks.height, np.int32(height)))
        if row == len(self.columns.blocks.height) or self.columns.blocks.height[row] != height:
            raise ChainError(f"There is no block at height {height} in {self!r}.")
        return BlockView(self, row)

    def spent_together(self) -> list[list[str]]:
        """Return the addresses that stand together among the inputs of one transaction.

        One list a transaction that spends from two addresses or more, in the order of the chain; in
        it each address once, the one that was seen first in front.

        Examples
        --------
        >>> import nps_chain as nps
        >>> lists = nps.load("core-regtest").spent_together()
        >>> len(lists), max(map(len, lists))
        (205, 18)
        """
        inputs = self.columns.inputs
        known = inputs.address != UNKNOWN
        pairs = np.unique(np.column_stack([inputs.tx, inputs.address])[known], axis=0)
        first, many = np.unique(pairs[:, 0], return_index=True, return_counts=True)[1:]
        texts = self.columns.addresses.address.take(pairs[:, 1])
        return [
            texts.slice(begin, length).to_pylist()
            for begin, length in zip(first.tolist(), many.tolist(), strict=True)
            if length > 1
        ]

    def raw(self, txid: str, *, witness: bool = True) -> bytes:
        """Return the bytes of a transaction, where the block files are at hand.

        Without the ``witness``, which holds the newer kinds of signatures, they are the bytes of
        which the txid is the hash.
        """
        if self.raw_block is None:
            raise ChainError(
                "The bytes of transactions are not kept in the tables; read the chain from its"
                " block files, nps.read(folder), to have them."
            )
        view = self.tx(txid)
        block = self.block(view.height)
        raw = self.raw_block(self.columns.blocks.hash[block.row].tobytes())
        transaction = parse_block(raw).transactions[view.row - block.tx_rows.start]
        return transaction.to_bytes(witness)

    def _row(self, which: Any, rows: int, what: str, find: Callable[[str], int]) -> int:
        if isinstance(which, str):
            return find(which.strip())
        row = _whole(which, f"the row of the {what}, a whole number, or its text")
        if not 0 <= row < rows:
            raise ChainError(f"There is no {what} in row {row}: there are {rows:,}, from row 0 on.")
        return row

    def _row_of_txid(self, text: str) -> int:
        wanted = np.frombuffer(from_shown(text.lower()), np.uint8)
        rows = np.flatnonzero((self.columns.txs.txid == wanted).all(axis=1))
        if not len(rows):
            raise ChainError(f"No transaction {text} is in {self!r}.")
        return int(rows[-1])

    def _row_of_address(self, text: str) -> int:
        row = pc.index(self.columns.addresses.address, pa.scalar(text, pa.large_string())).as_py()
        if row < 0:
            raise ChainError(f"No output or input of {self!r} has the address {text}.")
        return row

    def save(self, folder: Any) -> None:
        """Write the chain into a folder, see :func:`nps_chain.chain.store.save`."""
        # It reads chains, too, and so stands below this module.
        from nps_chain.chain.store import save

        save(self, folder)

    def __repr__(self) -> str:
        c = self.columns
        held = [_count(len(c.blocks.height), "block")]
        if len(c.blocks.height) == 1:
            held.append(f"height {self.height:,}")
        elif len(c.blocks.height):
            held.append(f"heights {c.blocks.height[0]:,} to {self.height:,}")
        held.append(_count(len(c.txs.txid), "transaction"))
        held.append(_count(len(c.addresses.address), "address", "es"))
        return f"Chain({self.network}: {', '.join(held)})"


def _count(many: int, what: str, ending: str = "s") -> str:
    """Return a number of things in words.

    >>> _count(1, "block"), _count(1200, "address", "es")
    ('1 block', '1,200 addresses')
    """
    return f"{many:,} {what}{'' if many == 1 else ending}"


class _Frames(dict[str, pd.DataFrame]):
    """The tables as pandas frames, each built when it is first asked for."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._columns = columns

    def __missing__(self, name: str) -> pd.DataFrame:
        table = getattr(self._columns, name)
        kinds = kinds_of(type(table))
        frame = pd.DataFrame(
            {
                column: _series(column, kinds[column].width, values)
                for column, values in columns_of(table).items()
                if kinds[column].width != 80
            }
        )
        self[name] = frame
        return frame


def _series(name: str, width: int, values: Any) -> Any:
    """Return a column as a person reads it: hashes in hex, times in UTC, kinds by name."""
    if isinstance(values, pa.Array):
        return pd.Series(pd.array(values, dtype="str"))
    if width == 32:
        return pd.Series(pd.array(hexadecimal(values), dtype="str"))
    if name == "time":
        return pd.to_datetime(values, unit="s", utc=True)
    if name == "script_type":
        return pd.Categorical.from_codes(values, dtype=pd.CategoricalDtype(list(SCRIPT_TYPES)))
    return values


def _whole(number: Any, what: str) -> int:
    """Return a whole number that a user gave, no larger than a height or row can be."""
    try:
        if isinstance(number, bool):  # which Python counts as 0 or 1
            raise TypeError
        return max(-1, min(index(number), 2**31 - 1))
    except TypeError:
        raise ChainError(f"Give {what}, not {number!r:.80}.") from None


def _first(table: Any, rows: int) -> Any:
    """Return the first rows of a table."""
    return type(table)(**{name: column[:rows] for name, column in columns_of(table).items()})
