"""What every reader makes of its source: the columns of blocks before their rows are linked.

A reader knows its format and nothing of the tables: it hands over transactions in the order of
their blocks, what each input points at as a txid and a place, and scripts as bytes.
:mod:`nps_chain.chain.assemble` makes a chain of that, so all formats go through one door.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

NO_SCRIPT = -1
"""In ``prevout_script_length``: the source doesn't tell the script of the coin that is spent."""


@dataclass
class Pieces:
    """Columns as a source gives them; B blocks, T transactions, I inputs, O outputs.

    Owners are told by counts: ``block_txs[b]`` transactions belong to block ``b``, the next ones to
    the block after it, and so on. Scripts lie one after another in ``scripts``.
    """

    height: np.ndarray  # (B,) int32
    block_hash: np.ndarray  # (B, 32) uint8, in the order of the wire
    time: np.ndarray  # (B,) int64, seconds since 1970
    header: np.ndarray  # (B, 80) uint8, zeros where unknown
    block_txs: np.ndarray  # (B,) int32
    txid: np.ndarray  # (T, 32) uint8
    version: np.ndarray  # (T,) uint32
    locktime: np.ndarray  # (T,) uint32
    vsize: np.ndarray  # (T,) int32
    tx_inputs: np.ndarray  # (T,) int32
    tx_outputs: np.ndarray  # (T,) int32
    prevout_txid: np.ndarray  # (I, 32) uint8, zeros in a coinbase
    prevout_n: np.ndarray  # (I,) int64, 0xffffffff in a coinbase
    sequence: np.ndarray  # (I,) uint32
    witness: np.ndarray  # (I,) int8: 1, 0, or -1 unknown
    prevout_value: np.ndarray  # (I,) int64, -1 unknown; wanted only for coins from outside
    prevout_script_length: np.ndarray  # (I,) int32, NO_SCRIPT unknown
    value: np.ndarray  # (O,) int64
    script_length: np.ndarray  # (O,) int32
    prevout_scripts: np.ndarray  # uint8, those known, one after another
    scripts: np.ndarray  # uint8, one after another

    @classmethod
    def joined(cls, parts: Iterable["Pieces"]) -> "Pieces":
        """Return the parts as one, in their order."""
        rows = list(parts)
        names = [field.name for field in fields(cls)]
        return cls(**{name: np.concatenate([getattr(row, name) for row in rows]) for name in names})


def plain(column: np.ndarray) -> np.ndarray:
    """Return a column as one run of memory that isn't written to.

    Kernels are compiled anew for every other kind of array, so let it always be the same kind.
    """
    column = np.ascontiguousarray(column).view()
    column.setflags(write=False)
    return column


def starts(lengths: np.ndarray) -> np.ndarray:
    """Return where each of several things laid end to end starts, and where the last one stops.

    >>> starts(np.array([3, 1, 2])).tolist()
    [0, 3, 4, 6]
    """
    edges = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=edges[1:])
    return edges


def rows_of(edges: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Return the rows of these things, one thing after another, where their edges are as above.

    >>> rows_of(starts(np.array([3, 1, 2])), np.array([2, 0])).tolist()
    [4, 5, 0, 1, 2]
    """
    many = edges[which + 1] - edges[which]
    before = np.cumsum(many) - many
    return np.arange(many.sum()) + np.repeat(edges[which] - before, many)
