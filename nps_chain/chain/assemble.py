"""From the pieces that a reader found to the linked tables of a chain.

Two things are worked out here, each in one pass and in chain order: which earlier output every
input spends, by the txid it names; and which scripts are the same, since one row in ``addresses``
stands for one locking script. Both look up by hash tables over bytes. The tables' hash is keyed by
chance, so that no one can prepare data that makes the look-up slow; what comes out is the same.
"""

import secrets
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
from numba import njit

from nps_chain.chain.address import encode
from nps_chain.chain.address.script import can_be_spent, classify
from nps_chain.chain.pieces import NO_SCRIPT, Pieces, plain, starts
from nps_chain.chain.schema import (
    COINBASE,
    OUTSIDE,
    UNKNOWN,
    Addresses,
    Blocks,
    Columns,
    Inputs,
    Outputs,
    Outside,
    Transactions,
)
from nps_chain.chain.tables import Chain
from nps_chain.chain.wire.hashes import shown
from nps_chain.errors import ChainError

_TWICE, _NO_SUCH_OUTPUT, _LATER, _LIE = range(1, 5)
_WRONG = {
    _TWICE: "spends an output that was spent before",
    _NO_SUCH_OUTPUT: "spends an output that its transaction doesn't have",
    _LATER: "spends an output of a transaction that comes only after it",
    _LIE: "is said to spend a coin of another value or script than the output has",
}


def assemble(
    pieces: Pieces,
    network: str,
    notes: tuple[str, ...] = (),
    raw_block: Callable[[bytes], bytes] | None = None,
) -> Chain:
    """Return the chain that these pieces make.

    Raises
    ------
    ChainError
        If an input spends what was spent before, what doesn't exist, or what comes later; or if
        what comes out breaks a rule of :mod:`nps_chain.chain.validate`.
    """
    p = Pieces(**{field.name: plain(getattr(pieces, field.name)) for field in fields(Pieces)})
    in_edges, out_edges = starts(p.tx_inputs), starts(p.tx_outputs)
    in_tx = np.repeat(np.arange(len(p.txid), dtype=np.int32), p.tx_inputs)
    out_tx = np.repeat(np.arange(len(p.txid), dtype=np.int32), p.tx_outputs)
    key = np.uint64(secrets.randbits(63) * 2 + 1)

    spends, spent_by, code, row = _link(
        p.txid, in_edges, out_edges, p.prevout_txid, p.prevout_n, key
    )
    if code:
        _refuse(p, in_edges, in_tx, row, code)

    # Scripts that inputs tell of their coins stand before those of outputs, in one run of bytes.
    scripts = plain(np.concatenate([p.prevout_scripts, p.scripts]))
    in_start = starts(np.maximum(p.prevout_script_length, 0))[:-1]
    out_start = starts(p.script_length)[:-1] + len(p.prevout_scripts)
    in_address, out_address, seen, length, first_seen = _number_scripts(
        scripts,
        in_edges,
        in_start,
        p.prevout_script_length,
        out_edges,
        out_start,
        p.script_length,
        key,
    )
    kind = classify(scripts, seen, length)
    out_kind = kind[out_address] if len(kind) else np.zeros(len(out_address), np.int8)
    locked_away = out_address == UNKNOWN
    out_kind[locked_away] = classify(scripts, out_start[locked_away], p.script_length[locked_away])

    inside = spends >= 0
    source = spends[inside]
    in_value = np.where(spends == OUTSIDE, p.prevout_value, 0)
    in_value[inside] = p.value[source]
    told = p.prevout_value[inside], in_address[inside]
    lies = (told[0] != UNKNOWN) & (told[0] != p.value[source])
    lies |= (p.prevout_script_length[inside] != NO_SCRIPT) & (told[1] != out_address[source])
    if lies.any():
        _refuse(p, in_edges, in_tx, int(np.flatnonzero(inside)[lies][0]), _LIE)
    in_address[inside] = out_address[source]

    outside = np.flatnonzero(spends == OUTSIDE)
    coinbase = spends[in_edges[:-1]] == COINBASE
    return Chain(
        network,
        Columns(
            Blocks(p.height, p.block_hash, p.time, p.header),
            Transactions(
                txid=p.txid,
                height=np.repeat(p.height, p.block_txs),
                fee=_fees(in_value, p.value, in_edges, out_edges, coinbase),
                version=p.version,
                locktime=p.locktime,
                vsize=p.vsize,
                coinbase=coinbase,
            ),
            Inputs(in_tx, spends, in_value, in_address, p.sequence, p.witness),
            Outside(outside.astype(np.int32), p.prevout_txid[outside], p.prevout_n[outside]),
            Outputs(
                tx=out_tx,
                n=(np.arange(len(out_tx)) - out_edges[out_tx]).astype(np.int32),
                value=p.value,
                address=out_address,
                script_type=out_kind,
                spent_by=spent_by,
            ),
            Addresses(encode(scripts, seen, length, kind, network), kind, first_seen),
        ),
        notes,
        raw_block,
    )


def _refuse(p: Pieces, in_edges: np.ndarray, in_tx: np.ndarray, row: int, code: int) -> None:
    spender, coin = p.txid[in_tx[row]].tobytes(), p.prevout_txid[row].tobytes()
    raise ChainError(
        f"Input {row - in_edges[in_tx[row]]} of transaction {shown(spender)} {_WRONG[code]}"
        f" ({shown(coin)}, output {p.prevout_n[row]}). The data contradict themselves; get them"
        " again from one source."
    )


def _fees(
    in_value: np.ndarray,
    out_value: np.ndarray,
    in_edges: np.ndarray,
    out_edges: np.ndarray,
    coinbase: np.ndarray,
) -> np.ndarray:
    if not len(coinbase):
        return np.zeros(0, np.int64)
    fee = np.add.reduceat(in_value, in_edges[:-1]) - np.add.reduceat(out_value, out_edges[:-1])
    fee[np.add.reduceat((in_value == UNKNOWN).astype(np.int32), in_edges[:-1]) > 0] = UNKNOWN
    fee[coinbase] = 0
    return fee


@njit(cache=True, nogil=True)
def _spread(data: np.ndarray, at: int, size: int, key: Any) -> Any:
    """Return a keyed 64-bit hash of ``data[at:at + size]``: quick, and no one can foresee it."""
    mixed = key ^ np.uint64(size)
    word = np.uint64(0)
    for q in range(size):
        word = (word << np.uint64(8)) | np.uint64(data[at + q])
        if q % 8 == 7 or q == size - 1:
            mixed = (mixed ^ word) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
            mixed = (mixed + key) * np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(32)
            word = np.uint64(0)
    return mixed


@njit(cache=True, nogil=True)
def _equal(data: np.ndarray, a: int, other: np.ndarray, b: int, size: int) -> bool:
    for q in range(size):
        if data[a + q] != other[b + q]:
            return False
    return True


@njit(cache=True, nogil=True)
def _slots(many: int) -> int:
    """Return the size of a hash table for so many things: a power of two, at most half full."""
    size = 16
    while size < 2 * many:
        size *= 2
    return size


@njit(cache=True, nogil=True)
def _find(txid: np.ndarray, slots: np.ndarray, hashed: np.ndarray, at: int, key: Any) -> Any:
    """Return the slot of a txid: the one that holds its transaction's row, or a free one (-1)."""
    mask = len(slots) - 1
    slot = np.int64(_spread(hashed, at, 32, key) & np.uint64(mask))
    while slots[slot] >= 0 and not _equal(txid, 32 * int(slots[slot]), hashed, at, 32):
        slot = (slot + 1) & mask
    return slot


@njit(cache=True, nogil=True)
def _link(
    txid: np.ndarray,
    in_edges: np.ndarray,
    out_edges: np.ndarray,
    prevout_txid: np.ndarray,
    prevout_n: np.ndarray,
    key: Any,
) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Find the output that each input spends; see ``_WRONG`` for what can be wrong, and where."""
    names, wanted = txid.ravel(), prevout_txid.ravel()
    slots = np.full(_slots(len(txid)), np.int32(-1), np.int32)
    spends = np.full(len(prevout_n), np.int32(OUTSIDE), np.int32)
    spent_by = np.full(out_edges[-1], np.int32(UNKNOWN), np.int32)
    for t in range(len(txid)):
        for i in range(in_edges[t], in_edges[t + 1]):
            if prevout_n[i] == 0xFFFFFFFF:
                spends[i] = COINBASE
                continue
            source = slots[_find(names, slots, wanted, 32 * i, key)]
            if source < 0:
                continue
            if prevout_n[i] >= out_edges[source + 1] - out_edges[source]:
                return spends, spent_by, _NO_SUCH_OUTPUT, i
            output = out_edges[source] + prevout_n[i]
            if spent_by[output] != UNKNOWN:
                return spends, spent_by, _TWICE, i
            spends[i], spent_by[output] = output, t
        # Two early coinbases have the txid of an older one, and took its place (BIP 30).
        slots[_find(names, slots, names, 32 * t, key)] = t
    for i in range(len(spends)):
        if spends[i] == OUTSIDE and slots[_find(names, slots, wanted, 32 * i, key)] >= 0:
            return spends, spent_by, _LATER, i
    return spends, spent_by, 0, 0


@njit(cache=True, nogil=True)
def _number_scripts(
    scripts: np.ndarray,
    in_edges: np.ndarray,
    in_start: np.ndarray,
    in_length: np.ndarray,
    out_edges: np.ndarray,
    out_start: np.ndarray,
    out_length: np.ndarray,
    key: Any,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Number the distinct scripts that can be spent, in order of appearance.

    Returns the number for each input and output (-1 none), and for each number where its script
    is, how long, and the transaction in which it first appears.
    """
    most = len(out_start)
    for i in range(len(in_length)):
        most += in_length[i] >= 0
    slots = np.full(_slots(most), np.int32(-1), np.int32)
    mask = len(slots) - 1
    in_number = np.full(len(in_start), np.int32(UNKNOWN), np.int32)
    out_number = np.full(len(out_start), np.int32(UNKNOWN), np.int32)
    seen, length = np.empty(most, np.int64), np.empty(most, np.int32)
    first_seen = np.empty(most, np.int32)
    many = np.int32(0)
    for t in range(len(in_edges) - 1):
        ins = in_edges[t + 1] - in_edges[t]
        for k in range(ins + out_edges[t + 1] - out_edges[t]):
            own = k >= ins
            row = out_edges[t] + k - ins if own else in_edges[t] + k
            at, size = (out_start[row], out_length[row]) if own else (in_start[row], in_length[row])
            if size < 0 or not can_be_spent(scripts[at : at + size]):
                continue
            slot = np.int64(_spread(scripts, at, size, key) & np.uint64(mask))
            while slots[slot] >= 0 and not (
                length[slots[slot]] == size
                and _equal(scripts, seen[slots[slot]], scripts, at, size)
            ):
                slot = (slot + 1) & mask
            if slots[slot] < 0:
                slots[slot] = many
                seen[many], length[many], first_seen[many] = at, size, t
                many += np.int32(1)
            if own:
                out_number[row] = slots[slot]
            else:
                in_number[row] = slots[slot]
    return in_number, out_number, seen[:many].copy(), length[:many].copy(), first_seen[:many].copy()
