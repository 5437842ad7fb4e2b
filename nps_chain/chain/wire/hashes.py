"""Hashes: how a transaction or block is named, and how a header vouches for its block.

Whoever holds a header of 80 bytes can tell that not one bit of its block was changed since it was
mined: its own hash proves work, and the merkle root in it binds every transaction. That is why a
chain is evidence. Hashes are 32 bytes in wire order, the reverse of the hex that explorers print;
`shown` and `from_shown` turn the one into the other.

Sources: Bitcoin Core's ``merkle.cpp``, ``pow.cpp`` and ``arith_uint256.cpp``; BIP 141.
"""

import hashlib
from collections.abc import Sequence

from nps_chain.errors import ChainError

EASIEST_TARGET = 0x7FFFFF << 232
"""The target of the test network regtest; no network allows an easier one."""


def double_sha256(data: bytes) -> bytes:
    """Return SHA-256 of SHA-256, with which Bitcoin names transactions and blocks."""
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def shown(wire_hash: bytes) -> str:
    """Return a hash as explorers print it: hex, the last byte first."""
    return wire_hash[::-1].hex()


def from_shown(text: str) -> bytes:
    """Return the 32 bytes, in wire order, of a txid or block hash copied from an explorer."""
    try:
        wire_hash = bytes.fromhex(text)[::-1]
    except ValueError:
        wire_hash = b""
    if len(text) != 64 or len(wire_hash) != 32:
        raise ChainError(f"{text[:80]!r} is no txid or block hash: these are 64 hex digits.")
    return wire_hash


def merkle_root(hashes: Sequence[bytes], *, check: bool = False) -> bytes:
    """Return the root of the tree of pairwise hashes over `hashes`.

    Parameters
    ----------
    hashes
        Txids or wtxids in block order, at least one.
    check
        Refuse a list in which two neighbours of a pair are equal. A row of odd length is filled
        up with its last hash, so a list with its end repeated has the same root: a block that was
        tampered with would look right (CVE-2012-2459).

    Raises
    ------
    ChainError
        If there is nothing to hash, or `check` finds such a pair.
    """
    if not hashes:
        raise ChainError("A merkle root needs at least one hash: the block has no transactions.")
    row = list(hashes)
    while len(row) > 1:
        lefts, rights = row[::2], row[1::2]
        if check and any(left == right for left, right in zip(lefts, rights, strict=False)):
            raise ChainError(
                "The block lists the same transactions twice, which leaves its merkle root as it "
                "was (CVE-2012-2459). The copy was altered; fetch the block from another source."
            )
        if len(rights) < len(lefts):
            rights.append(lefts[-1])
        row = [double_sha256(left + right) for left, right in zip(lefts, rights, strict=True)]
    return row[0]


def witness_commitment(wtxids: Sequence[bytes], reserved: bytes) -> bytes:
    """Return the hash by which a coinbase commits to all witnesses of its block (BIP 141).

    Parameters
    ----------
    wtxids
        All transactions of the block, the coinbase first. Its own wtxid can't be in a hash that
        the coinbase itself holds, and counts as zeros, whatever is given.
    reserved
        The 32 bytes in the coinbase's witness, zeros so far.
    """
    return double_sha256(merkle_root([bytes(32), *wtxids[1:]]) + reserved)


def target(bits: int) -> int:
    """Return the number that a block's hash must not exceed, from the header's compact `bits`.

    The first byte of `bits` is a length in bytes, the other three are the leading digits, of which
    the highest bit is a sign. Returns 0, which no hash meets, where Core refuses: for a negative
    number, and for one over 256 bits.
    """
    length, sign, digits = bits >> 24, bits & 0x800000, bits & 0x7FFFFF
    number = digits << 8 * (length - 3) if length > 3 else digits >> 8 * (3 - length)
    return 0 if sign or number >> 256 else number


def meets_target(block_hash: bytes, bits: int, limit: int = EASIEST_TARGET) -> bool:
    """Return whether a header's hash proves the work that its own `bits` ask for.

    `limit` is the easiest target that the network allows: without one, a header could simply ask
    for no work. Bitcoin's main network allows ``target(0x1D00FFFF)``.
    """
    goal = target(bits)
    return 0 < goal <= limit and int.from_bytes(block_hash, "little") <= goal
