"""Naming transactions by their hashes, and checking that blocks are what their headers vouch for.

A header proves work, and its merkle root binds the transactions; the coinbase binds the witnesses
(BIP 141). So a block that was changed in any bit is found out here, whoever handed it over.

The same rules for one block at a time, in plain Python, are in :mod:`nps_chain.chain.wire.rules`.
"""

import numpy as np
from numba import njit

from nps_chain.chain.pieces import plain
from nps_chain.chain.wire.sha256 import double_digest
from nps_chain.chain.wire.sha256_lanes import double_digests
from nps_chain.chain.wire.walk import Walked, compact, little

_WORK, _MERKLE, _TWIN, _COMMITMENT, _STRAY_WITNESS, _FIRST, _SECOND = range(101, 108)
FAULTS = {
    _WORK: "the header's hash doesn't meet its proof of work, so the header is not the real one",
    _MERKLE: "the merkle root in the header doesn't fit the transactions",
    _TWIN: "two transactions repeat side by side in the merkle tree (CVE-2012-2459)",
    _COMMITMENT: "the witness commitment in the coinbase doesn't fit the witnesses (BIP 141)",
    _STRAY_WITNESS: "there are witnesses, and the coinbase commits to none (BIP 141)",
    _FIRST: "the first transaction is no coinbase",
    _SECOND: "a later transaction is a coinbase",
}
"""What can be wrong with a block whose bytes make sense, by the number that is returned."""


def hash_rows(rows: np.ndarray) -> np.ndarray:
    """Return the double SHA-256 of each row (a header, say), shape (n, 32)."""
    hashes = np.empty((len(rows), 32), np.uint8)
    edges = np.arange(0, rows.size + 1, rows.shape[1])
    double_digests(plain(rows.ravel()), edges[:-1], edges[1:], hashes)
    return hashes


@njit(cache=True, nogil=True)
def name(data: np.ndarray, walked: Walked, txid: np.ndarray, wtxid: np.ndarray) -> None:
    """Hash each transaction: with its witnesses (wtxid), and without them (txid)."""
    tx_start, tx_witness, tx_stop = walked.tx_start, walked.tx_witness, walked.tx_stop
    double_digests(data, tx_start, tx_stop, wtxid)
    txid[:] = wtxid
    segwit = np.flatnonzero(data[tx_start + 4] == 0)
    # What marker and witnesses are cut out of is copied together, to be hashed in one go too.
    edges = np.zeros(len(segwit) + 1, np.int64)
    for k in range(len(segwit)):
        edges[k + 1] = edges[k] + tx_witness[segwit[k]] - tx_start[segwit[k]] + 2
    bare = np.empty(edges[-1], np.uint8)
    for k in range(len(segwit)):
        t, at = segwit[k], edges[k]
        body = tx_witness[t] - tx_start[t] - 6
        bare[at : at + 4] = data[tx_start[t] : tx_start[t] + 4]
        bare[at + 4 : at + 4 + body] = data[tx_start[t] + 6 : tx_witness[t]]
        bare[at + 4 + body : at + 8 + body] = data[tx_stop[t] - 4 : tx_stop[t]]
    named = np.empty((len(segwit), 32), np.uint8)
    double_digests(bare, edges[:-1], edges[1:], named)
    txid[segwit] = named


@njit(cache=True, nogil=True)
def _meets(hashed: np.ndarray, bits: int, easiest: int) -> bool:
    """Tell whether a hash, lowest byte first, meets compact bits no easier than allowed."""
    size, mantissa = bits >> 24, bits & 0x7FFFFF
    if bits & 0x800000 or mantissa == 0 or size > 32:
        return False
    if size < 3:
        mantissa >>= 8 * (3 - size)
        size = 3
    easy_size, easy = easiest >> 24, easiest & 0x7FFFFF
    # Compare target with the easiest one, byte by byte from the highest, and the hash with it.
    lower = within = False
    for place in range(31, -1, -1):
        k = place - (size - 3)
        target = (mantissa >> (8 * k)) & 0xFF if 0 <= k < 3 else 0
        k = place - (easy_size - 3)
        limit = (easy >> (8 * k)) & 0xFF if 0 <= k < 3 else 0
        if not within:
            if target > limit:
                return False
            within = target < limit
        if not lower:
            if hashed[place] > target:
                return False
            lower = hashed[place] < target
    return True


@njit(cache=True, nogil=True)
def _merkle(row: np.ndarray, many: int, edges: np.ndarray) -> bool:
    """Fold the first ``many`` hashes of a row, in place, until its first one is their root.

    ``row`` has shape (more than many, 32), ``edges`` counts up by 64. Returns False if a pair holds
    the same hash twice; only the last of an odd row is doubled.
    """
    sound = True
    while many > 1:
        for k in range(0, many - 1, 2):
            sound = sound and not np.array_equal(row[k], row[k + 1])
        row[many] = row[many - 1]
        pairs = (many + 1) // 2
        # What is written comes to lie before all that is still to be read.
        double_digests(row.ravel(), edges[:pairs], edges[1 : pairs + 1], row)
        many = pairs
    return sound


@njit(cache=True, nogil=True)
def _commitment(data: np.ndarray, begin: int, stop: int) -> int:
    """Return where the 32 bytes of a coinbase's witness commitment are, or -1 (BIP 141)."""
    at = begin + (6 if data[begin + 4] == 0 else 4)
    ins, at = compact(data, at, stop)
    for _ in range(ins):
        length, after = compact(data, at + 36, stop)
        at = after + length + 4
    outs, at = compact(data, at, stop)
    found = -1
    for _ in range(outs):
        length, after = compact(data, at + 8, stop)
        if length >= 38 and little(data, after, 6) == 0xEDA921AA246A:
            found = after + 6
        at = after + length
    return found


@njit(cache=True, nogil=True)
def verify(
    data: np.ndarray,
    edges: np.ndarray,
    walked: Walked,
    block_hash: np.ndarray,
    txid: np.ndarray,
    wtxid: np.ndarray,
    easiest: int,
) -> tuple[int, int, int]:
    """Check each block's proof of work, merkle root, witness commitment and coinbase.

    Parameters
    ----------
    data, edges
        As for :func:`nps_chain.chain.wire.walk.walk`.
    walked : Walked
        What it filled.
    block_hash, txid, wtxid : uint8[:, 32]
        The hashes of blocks and transactions.
    easiest : int
        The easiest proof of work that is accepted, as compact bits.

    Returns
    -------
    (int, int, int)
        A place in ``FAULTS`` (0 none), the block, and the byte of ``data``.
    """
    block_txs, prevout_n, tx_inputs = walked.block_txs, walked.prevout_n, walked.tx_inputs
    tx_start, tx_witness, tx_stop = walked.tx_start, walked.tx_witness, walked.tx_stop
    most = 0
    for b in range(len(block_txs)):
        most = max(most, block_txs[b])
    row = np.empty((most + 2, 32), np.uint8)
    edges_of_pairs = 64 * np.arange(most + 2)
    pair = np.empty(64, np.uint8)
    t = i = 0
    for b in range(len(block_txs)):
        at, many = edges[b], int(block_txs[b])
        if not _meets(block_hash[b], little(data, at + 72, 4), easiest):
            return _WORK, b, at
        if many == 0:
            return _FIRST, b, at + 80
        row[:many] = txid[t : t + many]
        sound = _merkle(row, many, edges_of_pairs)
        if not np.array_equal(row[0], data[at + 36 : at + 68]):
            return _MERKLE, b, at + 36
        if not sound:
            return _TWIN, b, at + 36
        segwit = False
        for k in range(t, t + many):
            segwit = segwit or data[tx_start[k] + 4] == 0
            # Nothing in a valid chain but a coinbase spends place 0xffffffff.
            if (prevout_n[i] == 0xFFFFFFFF) != (k == t):
                return (_FIRST if k == t else _SECOND), b, tx_start[k]
            i += tx_inputs[k]
        # A block handed over without its witnesses has nothing to hold against the commitment.
        if segwit:
            place = _commitment(data, tx_start[t], tx_stop[t])
            if place < 0:
                return _STRAY_WITNESS, b, tx_start[t]
            # The coinbase's witness is one item of 32 bytes, and its own wtxid counts as zeros.
            reserved = tx_witness[t]
            if tx_stop[t] - reserved != 38 or data[reserved] != 1 or data[reserved + 1] != 32:
                return _COMMITMENT, b, reserved
            row[0] = 0
            row[1:many] = wtxid[t + 1 : t + many]
            _merkle(row, many, edges_of_pairs)
            pair[:32] = row[0]
            pair[32:] = data[reserved + 2 : reserved + 34]
            double_digest(pair, 0, 64, pair, 0)
            if not np.array_equal(pair[:32], data[place : place + 32]):
                return _COMMITMENT, b, place
        t += many
    return 0, 0, 0
