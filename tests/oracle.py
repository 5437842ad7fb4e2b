"""A plain Python parser for blocks: slow, simple, and the judge of the fast one.

It shares no code with the library, so that a mistake there can't hide in both. It trusts its input:
damaged blocks are for the library's own tests. As simple code goes it is quick, so that measuring
against it is fair.
"""

import hashlib
import struct

HEADER = struct.Struct("<i32s32sIII")
# With the first byte of the script's length, which nearly always is all of it.
INPUT = struct.Struct("<32sIB")
OUTPUT = struct.Struct("<qB")
UINT32 = struct.Struct("<I")


def parse_blocks(raw_blocks, hashes=True):
    """Return a dict for each block; hashes are bytes in wire order, or None with hashes=False.

    A block has the fields of its header, `hash`, `size`, `weight` and `txs`; each of these has
    `txid`, `wtxid`, `version`, `locktime`, `size`, `weight`, `vsize`, `inputs` as tuples (txid, n,
    script, sequence, has witness) and `outputs` as tuples (value, script).
    """
    return [parse_block(raw, hashes) for raw in raw_blocks]


def parse_block(raw, hashes):
    version, previous, merkle_root, time, bits, nonce = HEADER.unpack_from(raw, 0)
    count, at = read_count(raw, 80)
    weight = 4 * at
    txs = []
    for _ in range(count):
        tx, at = parse_tx(raw, at, hashes)
        weight += tx["weight"]
        txs.append(tx)
    assert at == len(raw)
    return {
        "hash": sha256d(raw[:80]) if hashes else None, "version": version, "previous": previous,
        "merkle_root": merkle_root, "time": time, "bits": bits, "nonce": nonce,
        "size": len(raw), "weight": weight, "txs": txs,
    }  # fmt: skip


def parse_tx(raw, start, hashes):
    (version,) = UINT32.unpack_from(raw, start)
    segwit = raw[start + 4] == 0
    body = at = start + 6 if segwit else start + 4
    count, at = read_count(raw, at)
    inputs = []
    for _ in range(count):
        txid, n, length = INPUT.unpack_from(raw, at)
        at += 37
        if length >= 0xFD:
            length, at = read_count(raw, at - 1)
        end = at + length
        inputs.append((txid, n, raw[at:end], *UINT32.unpack_from(raw, end), False))
        at = end + 4
    count, at = read_count(raw, at)
    outputs = []
    for _ in range(count):
        value, length = OUTPUT.unpack_from(raw, at)
        at += 9
        if length >= 0xFD:
            length, at = read_count(raw, at - 1)
        end = at + length
        outputs.append((value, raw[at:end]))
        at = end
    witness = at
    if segwit:
        for place, fields in enumerate(inputs):
            items, at = read_count(raw, at)
            if items:
                inputs[place] = (*fields[:4], True)
            for _ in range(items):
                length, at = read_count(raw, at)
                at += length
    (locktime,) = UINT32.unpack_from(raw, at)
    end = at + 4
    size = end - start
    bare = 8 + witness - body
    txid = wtxid = None
    if hashes:
        txid = wtxid = sha256d(raw[start:end])
        if segwit:
            txid = sha256d(raw[start : start + 4] + raw[body:witness] + raw[at:end])
    weight = 3 * bare + size
    tx = {
        "txid": txid, "wtxid": wtxid, "version": version, "locktime": locktime, "size": size,
        "weight": weight, "vsize": -(-weight // 4), "inputs": inputs, "outputs": outputs,
    }  # fmt: skip
    return tx, end


def read_count(raw, at):
    count = raw[at]
    if count < 0xFD:
        return count, at + 1
    width = 2 << count - 0xFD
    return int.from_bytes(raw[at + 1 : at + 1 + width], "little"), at + 1 + width


def sha256d(data):
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()
