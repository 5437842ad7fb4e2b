"""Blocks in Bitcoin's wire format, many at a time, into columns.

One kernel walks the bytes. It walks them twice: first it counts and checks that every length stays
within its block, so that a hostile count is refused before anything is made room for; then it
fills columns of exactly the right size. A second kernel names each transaction by its hash and
checks what makes a block itself: proof of work, merkle root, witness commitment (BIP 141).

For one transaction or block as a thing to look at, to build or to sign, see
:mod:`nps_chain.chain.wire`.
"""

from collections.abc import Callable

import numpy as np
from numba import njit

from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.pieces import NO_SCRIPT, Pieces, plain
from nps_chain.chain.rules import MAX_MONEY
from nps_chain.chain.sha256 import double_digest
from nps_chain.chain.sha256_lanes import double_digests
from nps_chain.errors import ChainError

_CUT, _LONG_FORM, _COUNT, _FLAG, _EMPTY, _IDLE_WITNESS, _VALUE, _TRAILING = range(1, 9)
_WORK, _MERKLE, _TWIN, _COMMITMENT, _STRAY_WITNESS, _FIRST, _SECOND = range(9, 16)
_WRONG = {
    _CUT: "the data end in the middle of a field",
    _LONG_FORM: "a length is written in more bytes than it needs",
    _COUNT: "a count is larger than the bytes that are left could hold",
    _FLAG: "a transaction has the witness marker with an unknown flag",
    _EMPTY: "a transaction has no inputs or no outputs",
    _IDLE_WITNESS: "a transaction is marked as having witnesses, and all of them are empty",
    _VALUE: "an output is worth less than nothing or more than all bitcoin",
    _TRAILING: "bytes are left after the last transaction",
    _WORK: "the header's hash doesn't meet its proof of work, so the header is not the real one",
    _MERKLE: "the merkle root in the header doesn't fit the transactions",
    _TWIN: "two transactions repeat side by side in the merkle tree (CVE-2012-2459)",
    _COMMITMENT: "the witness commitment in the coinbase doesn't fit the witnesses (BIP 141)",
    _STRAY_WITNESS: "there are witnesses, and the coinbase commits to none (BIP 141)",
    _FIRST: "the first transaction is no coinbase",
    _SECOND: "a later transaction is a coinbase",
}


@njit(cache=True, nogil=True)
def _little(data, at, size):
    number = np.int64(0)
    for k in range(size):
        number |= np.int64(data[at + k]) << (8 * k)
    return number


@njit(cache=True, nogil=True)
def _compact(data, at, stop):
    """Read a compact size: its number, and where it stops; a negative place says what is wrong."""
    if at >= stop:
        return np.int64(0), np.int64(-_CUT)
    first = data[at]
    if first < 253:
        return np.int64(first), at + 1
    size = 2 if first == 253 else 4 if first == 254 else 8
    if at + 1 + size > stop:
        return np.int64(0), np.int64(-_CUT)
    number = _little(data, at + 1, size)
    if size == 8 and number < 0:
        return np.int64(0), np.int64(-_COUNT)
    if number < (253 if size == 2 else 1 << 16 if size == 4 else 1 << 32):
        return np.int64(0), np.int64(-_LONG_FORM)
    return number, at + 1 + size


@njit(cache=True, nogil=True)
def _walk(
    data, edges, framed, fill, totals,
    block_txs, tx_start, tx_witness, tx_stop, version, locktime, vsize, tx_inputs, tx_outputs,
    prevout_txid, prevout_n, sequence, witness, value, script_length, scripts,
):  # fmt: skip
    """Walk blocks (or, unframed, bare transactions) and fill their columns.

    Leaves in ``totals`` the number of transactions, inputs, outputs and script bytes. Returns
    (0, 0, 0), or what is wrong, in which block, and at which place of ``data``.
    """
    t = i = o = s = np.int64(0)
    for b in range(len(edges) - 1):
        at, stop = edges[b], edges[b + 1]
        many = np.int64(1)
        if framed:
            if at + 80 > stop:
                return _CUT, b, stop
            many, after = _compact(data, at + 80, stop)
            if after < 0:
                return -after, b, at + 80
            if many > (stop - after) // 60:
                return _COUNT, b, at + 80
            at = after
            if fill:
                block_txs[b] = many
        for _ in range(many):
            begin = at
            if at + 6 > stop:
                return _CUT, b, stop
            segwit = data[at + 4] == 0
            if segwit and data[at + 5] != 1:
                return _FLAG if data[at + 5] != 0 else _EMPTY, b, at + 4
            at += 6 if segwit else 4

            ins, after = _compact(data, at, stop)
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
                length, after = _compact(data, at + 36, stop)
                if after < 0:
                    return -after, b, at + 36
                if length > stop - after - 4:
                    return _CUT, b, at + 36
                if fill:
                    for q in range(32):
                        prevout_txid[i + k, q] = data[at + q]
                    prevout_n[i + k] = _little(data, at + 32, 4)
                    sequence[i + k] = _little(data, after + length, 4)
                    witness[i + k] = 0
                at = after + length + 4

            outs, after = _compact(data, at, stop)
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
                amount = _little(data, at, 8)
                if amount < 0 or amount > MAX_MONEY:
                    return _VALUE, b, at
                length, after = _compact(data, at + 8, stop)
                if after < 0:
                    return -after, b, at + 8
                if length > stop - after:
                    return _CUT, b, at + 8
                if fill:
                    value[o + k] = amount
                    script_length[o + k] = length
                    for q in range(length):
                        scripts[s + q] = data[after + q]
                s += length
                at = after + length

            witness_at = at
            if segwit:
                idle = True
                for k in range(ins):
                    items, after = _compact(data, at, stop)
                    if after < 0:
                        return -after, b, at
                    if items > stop - after:
                        return _COUNT, b, at
                    at = after
                    idle = idle and items == 0
                    if fill:
                        witness[i + k] = items > 0
                    for _ in range(items):
                        length, after = _compact(data, at, stop)
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
                tx_start[t], tx_witness[t], tx_stop[t] = begin, witness_at, at + 4
                version[t] = _little(data, begin, 4)
                locktime[t] = _little(data, at, 4)
                size = at + 4 - begin
                stripped = size - (at - witness_at) - (2 if segwit else 0)
                vsize[t] = (3 * stripped + size + 3) // 4
                tx_inputs[t], tx_outputs[t] = ins, outs
            at += 4
            t, i, o = t + 1, i + ins, o + outs
        if at != stop:
            return _TRAILING, b, at
    totals[0], totals[1], totals[2], totals[3] = t, i, o, s
    return 0, 0, 0


@njit(cache=True, nogil=True)
def _name(data, tx_start, tx_witness, tx_stop, txid, wtxid):
    """Hash each transaction: with its witnesses (wtxid), and without them (txid)."""
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
def _meets(hashed, bits, easiest):
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
def _merkle(row, many, edges):
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
def _commitment(data, begin, stop):
    """Return where the 32 bytes of a coinbase's witness commitment are, or -1 (BIP 141)."""
    at = begin + (6 if data[begin + 4] == 0 else 4)
    ins, at = _compact(data, at, stop)
    for _ in range(ins):
        length, after = _compact(data, at + 36, stop)
        at = after + length + 4
    outs, at = _compact(data, at, stop)
    found = np.int64(-1)
    for _ in range(outs):
        length, after = _compact(data, at + 8, stop)
        if length >= 38 and _little(data, after, 6) == 0xEDA921AA246A:
            found = after + 6
        at = after + length
    return found


@njit(cache=True, nogil=True)
def _verify(data, edges, block_txs, tx_start, tx_witness, tx_stop, tx_inputs, prevout_n,
            txid, wtxid, block_hash, easiest):  # fmt: skip
    """Check each block's proof of work, merkle root, witness commitment and coinbase."""
    most = 0
    for b in range(len(block_txs)):
        most = max(most, block_txs[b])
    row = np.empty((most + 2, 32), np.uint8)
    edges_of_pairs = 64 * np.arange(most + 2)
    pair = np.empty(64, np.uint8)
    t = i = np.int64(0)
    for b in range(len(block_txs)):
        at, many = edges[b], np.int64(block_txs[b])
        if not _meets(block_hash[b], _little(data, at + 72, 4), easiest):
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


def parse(
    data: np.ndarray,
    edges: np.ndarray,
    *,
    where: Callable[[int], str],
    network: str = "main",
    framed: bool = True,
    hashes: bool = True,
) -> Pieces:
    """Parse blocks that lie end to end, and verify each of them.

    Parameters
    ----------
    data : numpy.ndarray
        The bytes (uint8) of all blocks.
    edges : numpy.ndarray
        Shape (blocks + 1,), int64: where each block starts, and where the last one stops.
    where : callable
        Turns a block's place in ``edges`` into words for an error message ("blk00000.dat, byte 8").
    network : str
        Whose proof of work is wanted.
    framed : bool
        False: ``edges`` are those of single transactions, one in each "block", without headers.
    hashes : bool
        False: leave out txids, block hashes and all that is checked with them.

    Returns
    -------
    Pieces
        Heights are all 0; whoever knows them sets them.

    Raises
    ------
    ChainError
        The first thing that is wrong, in which block, at which of its bytes.
    """
    data = plain(data)
    totals = np.zeros(4, np.int64)
    blocks = len(edges) - 1
    columns = _room(blocks, totals)
    _refuse(_walk(data, edges, framed, False, totals, *columns), edges, where)
    columns = _room(blocks, totals)
    _walk(data, edges, framed, True, totals, *columns)
    block_txs, tx_start, tx_witness, tx_stop, version, locktime, vsize, ins, outs = columns[:9]
    prevout_txid, prevout_n, sequence, witness, value, script_length, scripts = columns[9:]
    if not framed:
        block_txs[:] = 1
    header, block_hash = np.zeros((blocks, 80), np.uint8), np.zeros((blocks, 32), np.uint8)
    txid, wtxid = np.zeros((2, len(version), 32), np.uint8)
    if framed:
        header[:] = data[edges[:-1, None] + np.arange(80)]
    if hashes:
        _name(data, tx_start, tx_witness, tx_stop, txid, wtxid)
        if framed:
            block_hash = hash_rows(header)
            fault = _verify(data, edges, block_txs, tx_start, tx_witness, tx_stop, ins, prevout_n,
                            txid, wtxid, block_hash, NETWORKS[network].easiest)  # fmt: skip
            _refuse(fault, edges, where)
    return Pieces(
        height=np.zeros(blocks, np.int32),
        block_hash=block_hash,
        time=header[:, 68:72].copy().view("<u4").ravel().astype(np.int64),
        header=header,
        block_txs=block_txs,
        txid=txid,
        version=version,
        locktime=locktime,
        vsize=vsize,
        tx_inputs=ins,
        tx_outputs=outs,
        prevout_txid=prevout_txid,
        prevout_n=prevout_n,
        sequence=sequence,
        witness=witness,
        prevout_value=np.full(len(prevout_n), -1, np.int64),
        prevout_script_length=np.full(len(prevout_n), NO_SCRIPT, np.int32),
        value=value,
        script_length=script_length,
        prevout_scripts=np.zeros(0, np.uint8),
        scripts=scripts,
    )


def _room(blocks: int, totals: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return empty columns for a walk to fill, in the order in which it takes them."""
    txs, ins, outs, bytes_of_scripts = totals
    return (
        np.empty(blocks, np.int32),
        *(np.empty(txs, np.int64) for _ in range(3)),
        np.empty(txs, np.uint32),
        np.empty(txs, np.uint32),
        *(np.empty(txs, np.int32) for _ in range(3)),
        np.empty((ins, 32), np.uint8),
        np.empty(ins, np.int64),
        np.empty(ins, np.uint32),
        np.empty(ins, np.int8),
        np.empty(outs, np.int64),
        np.empty(outs, np.int32),
        np.empty(bytes_of_scripts, np.uint8),
    )


def hash_rows(rows: np.ndarray) -> np.ndarray:
    """Return the double SHA-256 of each row (a header, say), shape (n, 32)."""
    hashes = np.empty((len(rows), 32), np.uint8)
    edges = np.arange(0, rows.size + 1, rows.shape[1])
    double_digests(plain(rows.ravel()), edges[:-1], edges[1:], hashes)
    return hashes


def _refuse(fault: tuple[int, int, int], edges: np.ndarray, where: Callable[[int], str]) -> None:
    code, block, at = fault
    if code:
        raise ChainError(
            f"{where(block)}: {_WRONG[code]} (byte {at - edges[block]:,} of the block)."
            " Get this block again from its source."
        )
