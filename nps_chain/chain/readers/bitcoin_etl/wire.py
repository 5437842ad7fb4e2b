"""Transactions of bitcoin-etl as the bytes that their txids are hashes of.

The format gives all that a txid stands for, so each transaction is written down as the wire has it,
without witnesses, and parsed like any other: a lie in a field then gives another txid. Only the
input of a coinbase is missing; its script may be in the table of blocks, its sequence is nowhere.
"""

import numpy as np
import pyarrow as pa
from numba import njit

from nps_chain.chain.pieces import starts
from nps_chain.chain.readers.bitcoin_etl.arrow import ragged_octets
from nps_chain.chain.readers.bitcoin_etl.rows import Rows
from nps_chain.chain.wire.hashes import double_sha256
from nps_chain.chain.wire.parse import parse

# Of Bitcoin Core since version 29, and of some miners; the usual one is tried first of all.
_SEQUENCES = (b"\xfe\xff\xff\xff", bytes(4))


def wire(rows: Rows, coinbase_params: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Return transactions as the wire has them, without witnesses, and the edges between them.

    A transaction without inputs is a coinbase and gets its one input, with the sequence 0xffffffff.

    Parameters
    ----------
    rows : Rows
        Of the table of transactions.
    coinbase_params : pyarrow.ChunkedArray
        For each row the script of its block's coinbase, null where it isn't known.
    """
    ins, outs = rows.lengths["inputs"], rows.lengths["outputs"]
    unlocking, unlocking_length = rows.octets("inputs.script_hex")
    locking, locking_length = rows.octets("outputs.script_hex")
    params = coinbase_params.fill_null(b"").filter(ins == 0)
    minting, edges = ragged_octets(params)
    minting_length = np.zeros(rows.count, np.int64)
    minting_length[ins == 0] = np.diff(edges)
    size = 8 + _counted(np.maximum(ins, 1)) + _counted(outs)
    size += np.where(ins == 0, 40 + _counted(minting_length) + minting_length, 0)
    size += totals(40 + _counted(unlocking_length) + unlocking_length, rows.edges("inputs"))
    size += totals(8 + _counted(locking_length) + locking_length, rows.edges("outputs"))
    edges = starts(size)
    data = np.empty(edges[-1], np.uint8)
    _write(
        data, rows.whole("version"), rows.whole("lock_time"),
        ins, outs, minting, minting_length,
        rows.hashes("inputs.spent_transaction_hash"), rows.whole("inputs.spent_output_index"),
        unlocking, unlocking_length, rows.whole("inputs.sequence"),
        rows.whole("outputs.value"), locking, locking_length,
    )  # fmt: skip
    return data, edges


def prove(
    data: np.ndarray, edges: np.ndarray, txid: np.ndarray, coinbase: np.ndarray
) -> np.ndarray:
    """Return which transactions hash to their txid, and set the sequences of coinbases for that.

    A sequence is found by trying the usual ones, if the coinbase's script is known.
    """
    proven = (parse(data, edges, where=str, framed=False).txid == txid).all(axis=1)
    for t in np.flatnonzero(coinbase & ~proven):
        raw = data[edges[t] : edges[t + 1]].tobytes()
        at = 42 + raw[41]  # after version, count, outpoint, and a script of up to 100 bytes
        for sequence in _SEQUENCES:
            guess = raw[:at] + sequence + raw[at + 4 :]
            if double_sha256(guess) == txid[t].tobytes():
                data[edges[t] : edges[t + 1]] = np.frombuffer(guess, np.uint8)
                proven[t] = True
    return proven


def totals(numbers: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return the sum of each run of numbers, from one edge to the next."""
    running = starts(numbers)
    return running[edges[1:]] - running[edges[:-1]]


def _counted(number: np.ndarray) -> np.ndarray:
    """Return how many bytes a number takes as a compact size."""
    return 1 + 2 * (number >= 253) + 2 * (number >= 1 << 16)


@njit(cache=True, nogil=True)
def _put(data: np.ndarray, at: int, number: int, size: int) -> int:
    for k in range(size):
        data[at + k] = (number >> (8 * k)) & 0xFF
    return at + size


@njit(cache=True, nogil=True)
def _put_count(data: np.ndarray, at: int, number: int) -> int:
    if number < 253:
        return _put(data, at, number, 1)
    size = 2 if number < 1 << 16 else 4
    data[at] = 253 if size == 2 else 254
    return _put(data, at + 1, number, size)


@njit(cache=True, nogil=True)
def _put_script(data: np.ndarray, at: int, scripts: np.ndarray, start: int, length: int) -> int:
    at = _put_count(data, at, length)
    data[at : at + length] = scripts[start : start + length]
    return at + length


@njit(cache=True, nogil=True)
def _write(
    data: np.ndarray, version: np.ndarray, locktime: np.ndarray,
    ins: np.ndarray, outs: np.ndarray, minting: np.ndarray, minting_length: np.ndarray,
    txid: np.ndarray, n: np.ndarray,
    unlocking: np.ndarray, unlocking_length: np.ndarray, sequence: np.ndarray,
    value: np.ndarray, locking: np.ndarray, locking_length: np.ndarray,
) -> None:  # fmt: skip
    at = i = o = minted = unlocked = locked = 0
    for t in range(len(version)):
        at = _put(data, at, version[t], 4)
        at = _put_count(data, at, max(ins[t], 1))
        if ins[t] == 0:
            data[at : at + 32] = 0
            at = _put(data, at + 32, 0xFFFFFFFF, 4)
            at = _put_script(data, at, minting, minted, minting_length[t])
            at = _put(data, at, 0xFFFFFFFF, 4)
            minted += minting_length[t]
        for _ in range(ins[t]):
            data[at : at + 32] = txid[i]
            at = _put(data, at + 32, n[i], 4)
            at = _put_script(data, at, unlocking, unlocked, unlocking_length[i])
            at = _put(data, at, sequence[i], 4)
            unlocked += unlocking_length[i]
            i += 1
        at = _put_count(data, at, outs[t])
        for _ in range(outs[t]):
            at = _put(data, at, value[o], 8)
            at = _put_script(data, at, locking, locked, locking_length[o])
            locked += locking_length[o]
            o += 1
        at = _put(data, at, locktime[t], 4)
