"""Walking the bytes of blocks, as Bitcoin's wire format lays them out, to fill columns.

The bytes are walked twice: first to count and to check that every length stays within its block, so
that a hostile count is refused before anything is made room for; then to fill columns of exactly
the right size.

Sources: Bitcoin Core, ``primitives/transaction.h`` and ``serialize.h``; BIP 144.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from nps_chain.chain.wire.rules import MAX_MONEY

_CUT, _LONG_FORM, _COUNT, _FLAG, _EMPTY, _IDLE_WITNESS, _VALUE, _TRAILING = range(1, 9)
FAULTS = {
    _CUT: "the data end in the middle of a field",
    _LONG_FORM: "a length is written in more bytes than it needs",
    _COUNT: "a count is larger than the bytes that are left could hold",
    _FLAG: "a transaction has the witness marker with an unknown flag",
    _EMPTY: "a transaction has no inputs or no outputs",
    _IDLE_WITNESS: "a transaction is marked as having witnesses, and all of them are empty",
    _VALUE: "an output is worth less than nothing or more than all bitcoin",
    _TRAILING: "bytes are left after the last transaction",
}
"""What can be wrong with the bytes of a block, by the number that a walk returns."""


class Walked(NamedTuple):
    """The columns that a walk fills: B blocks, T transactions, I inputs, O outputs."""

    block_txs: np.ndarray  # (B,) int32, transactions of each block
    tx_start: np.ndarray  # (T,) int64, where in the data it starts
    tx_witness: np.ndarray  # (T,) int64, where its witnesses start, or would
    tx_stop: np.ndarray  # (T,) int64
    version: np.ndarray  # (T,) uint32
    locktime: np.ndarray  # (T,) uint32
    vsize: np.ndarray  # (T,) int32
    tx_inputs: np.ndarray  # (T,) int32
    tx_outputs: np.ndarray  # (T,) int32
    prevout_txid: np.ndarray  # (I, 32) uint8
    prevout_n: np.ndarray  # (I,) int64
    sequence: np.ndarray  # (I,) uint32
    witness: np.ndarray  # (I,) int8
    value: np.ndarray  # (O,) int64
    script_length: np.ndarray  # (O,) int32
    scripts: np.ndarray  # uint8


def room(blocks: int, txs: int, inputs: int, outputs: int, script_bytes: int) -> Walked:
    """Return empty columns of these sizes."""
    return Walked(
        block_txs=np.ones(blocks, np.int32),
        tx_start=np.empty(txs, np.int64),
        tx_witness=np.empty(txs, np.int64),
        tx_stop=np.empty(txs, np.int64),
        version=np.empty(txs, np.uint32),
        locktime=np.empty(txs, np.uint32),
        vsize=np.empty(txs, np.int32),
        tx_inputs=np.empty(txs, np.int32),
        tx_outputs=np.empty(txs, np.int32),
        prevout_txid=np.empty((inputs, 32), np.uint8),
        prevout_n=np.empty(inputs, np.int64),
        sequence=np.empty(inputs, np.uint32),
        witness=np.empty(inputs, np.int8),
        value=np.empty(outputs, np.int64),
        script_length=np.empty(outputs, np.int32),
        scripts=np.empty(script_bytes, np.uint8),
    )


@njit(cache=True, nogil=True)
def little(data: np.ndarray, at: int, size: int) -> Any:
    """Return the number in ``size`` bytes, the lowest first."""
    number = np.int64(0)
    for k in range(size):
        number |= np.int64(data[at + k]) << (8 * k)
    return number


@njit(cache=True, nogil=True)
def compact(data: np.ndarray, at: int, stop: int) -> tuple[Any, int]:
    """Read a compact size: its number, and where it stops; a negative place says what is wrong."""
    if at >= stop:
        return 0, -_CUT
    first = data[at]
    if first < 253:
        return np.int64(first), at + 1
    size = 2 if first == 253 else 4 if first == 254 else 8
    if at + 1 + size > stop:
        return 0, -_CUT
    number = little(data, at + 1, size)
    if size == 8 and number < 0:
        return 0, -_COUNT
    if number < (253 if size == 2 else 1 << 16 if size == 4 else 1 << 32):
        return 0, -_LONG_FORM
    return number, at + 1 + size


@njit(cache=True, nogil=True)
def walk(
    data: np.ndarray, edges: np.ndarray, framed: bool, fill: bool, totals: np.ndarray, to: Walked
) -> tuple[int, int, int]:
    """Walk blocks and, if told to, fill their columns.

    Parameters
    ----------
    data : uint8[:]
        The bytes of the blocks.
    edges : int64[blocks + 1]
        Where each starts, and the last one stops.
    framed : bool
        False: each "block" is one transaction, without a header.
    fill : bool
        False: only count and check.
    totals : int64[4]
        Gets the number of transactions, inputs, outputs and bytes of scripts.
    to : Walked
        The columns, as large as the totals say if they are to be filled.

    Returns
    -------
    (int, int, int)
        A place in ``FAULTS`` (0 none), the block, and the byte of ``data``.
    """
    t = i = o = s = 0
    for b in range(len(edges) - 1):
        at, stop = edges[b], edges[b + 1]
        many = 1
        if framed:
            if at + 80 > stop:
                return _CUT, b, stop
            many, after = compact(data, at + 80, stop)
            if after < 0:
                return -after, b, at + 80
            if many > (stop - after) // 60:
                return _COUNT, b, at + 80
            at = after
            if fill:
                to.block_txs[b] = many
        for _ in range(many):
            begin = at
            if at + 6 > stop:
                return _CUT, b, stop
            segwit = data[at + 4] == 0
            if segwit and data[at + 5] != 1:
                return _FLAG if data[at + 5] != 0 else _EMPTY, b, at + 4
            at += 6 if segwit else 4

            ins, after = compact(data, at, stop)
            if after < 0:
                return -after, b, at
            if ins > (stop - after) // 41:
                return _COUNT, b, at
            if ins == 0:
                return _EMPTY, b, at
            at = after
            for k in range(ins):
                if at + 41 > stop:
                    return _CUT, b, stop
                length, after = compact(data, at + 36, stop)
                if after < 0:
                    return -after, b, at + 36
                if length > stop - after - 4:
                    return _CUT, b, at + 36
                if fill:
                    for q in range(32):
                        to.prevout_txid[i + k, q] = data[at + q]
                    to.prevout_n[i + k] = little(data, at + 32, 4)
                    to.sequence[i + k] = little(data, after + length, 4)
                    to.witness[i + k] = 0
                at = after + length + 4

            outs, after = compact(data, at, stop)
            if after < 0:
                return -after, b, at
            if outs > (stop - after) // 9:
                return _COUNT, b, at
            if outs == 0:
                return _EMPTY, b, at
            at = after
            for k in range(outs):
                if at + 9 > stop:
                    return _CUT, b, stop
                amount = little(data, at, 8)
                if amount < 0 or amount > MAX_MONEY:
                    return _VALUE, b, at
                length, after = compact(data, at + 8, stop)
                if after < 0:
                    return -after, b, at + 8
                if length > stop - after:
                    return _CUT, b, at + 8
                if fill:
                    to.value[o + k] = amount
                    to.script_length[o + k] = length
                    for q in range(length):
                        to.scripts[s + q] = data[after + q]
                s += length
                at = after + length

            witness_at = at
            if segwit:
                idle = True
                for k in range(ins):
                    items, after = compact(data, at, stop)
                    if after < 0:
                        return -after, b, at
                    if items > stop - after:
                        return _COUNT, b, at
                    at = after
                    idle = idle and items == 0
                    if fill:
                        to.witness[i + k] = items > 0
                    for _ in range(items):
                        length, after = compact(data, at, stop)
                        if after < 0:
                            return -after, b, at
                        if length > stop - after:
                            return _CUT, b, at
                        at = after + length
                if idle:
                    return _IDLE_WITNESS, b, witness_at
            if at + 4 > stop:
                return _CUT, b, stop
            if fill:
                to.tx_start[t], to.tx_witness[t], to.tx_stop[t] = begin, witness_at, at + 4
                to.version[t] = little(data, begin, 4)
                to.locktime[t] = little(data, at, 4)
                size = at + 4 - begin
                stripped = size - (at - witness_at) - (2 if segwit else 0)
                to.vsize[t] = (3 * stripped + size + 3) // 4
                to.tx_inputs[t], to.tx_outputs[t] = ins, outs
            at += 4
            t, i, o = t + 1, i + ins, o + outs
        if at != stop:
            return _TRAILING, b, at
    totals[0], totals[1], totals[2], totals[3] = t, i, o, s
    return 0, 0, 0
