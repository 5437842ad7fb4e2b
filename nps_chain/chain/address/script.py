"""What a locking script asks of a spender: the kinds of lock, told apart as Bitcoin Core does.

An output is locked by a small program, its locking script. Nearly all of them follow one of a few
patterns, and the pattern says which wallets make it and whether it has an address. Scripts come as
one buffer of bytes with the place and the length of each, as a block has them.

Source: ``Solver`` in Bitcoin Core's ``src/script/solver.cpp``; BIP 141 (witness programs), BIP 341
(taproot). The names are the ones in use among investigators; Core's own differ in spelling only.
"""

import numpy as np
from numba import njit

from nps_chain.chain.wire.sha256 import digest

#: The kinds of lock; a code in a table is a place in this tuple, so the order never changes.
SCRIPT_TYPES: tuple[str, ...] = (
    "nonstandard",  # no pattern that is known
    "p2pk",  # a raw public key: early mining rewards
    "p2pkh",  # the hash of a public key: addresses that begin with 1
    "p2sh",  # the hash of a script: addresses that begin with 3
    "multisig",  # some of several raw public keys
    "op_return",  # data; can't be spent
    "p2wpkh",  # SegWit, the hash of a public key: bc1q, the short ones
    "p2wsh",  # SegWit, the hash of a script: bc1q, the long ones
    "p2tr",  # taproot: bc1p
    "p2a",  # pay to anchor: anyone may spend it, to raise a transaction's fee
    "witness_unknown",  # a SegWit version without a meaning yet
)
(
    NONSTANDARD, P2PK, P2PKH, P2SH, MULTISIG, OP_RETURN,
    P2WPKH, P2WSH, P2TR, P2A, WITNESS_UNKNOWN,
) = range(len(SCRIPT_TYPES))  # fmt: skip

LARGEST_SCRIPT = 10_000  # bytes; a node never runs a longer one, so it can't be spent
MOST_KEYS = 20  # in a multisig

_LABEL = np.frombuffer(b"script:", np.uint8)
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)

# Operations by their byte. OP_1 to OP_16 are consecutive.
_PUSHDATA1, _PUSHDATA4, _1, _16, _RETURN = 0x4C, 0x4E, 0x51, 0x60, 0x6A
_DUP, _EQUAL, _EQUALVERIFY, _HASH160, _CHECKSIG, _CHECKMULTISIG = 0x76, 0x87, 0x88, 0xA9, 0xAC, 0xAE


@njit(cache=True, nogil=True)
def _operation(script: np.ndarray, at: int) -> tuple[int, int, int]:
    """Read one operation: its byte, where its data begin and end; the end is -1 if cut off."""
    if at >= script.size:
        return 0xFF, at, -1
    code = script[at]
    at += 1
    size = 0
    if code < _PUSHDATA1:
        size = code
    elif code <= _PUSHDATA4:
        width = 1 << (code - _PUSHDATA1)
        if script.size - at < width:
            return code, at, -1
        for i in range(width):
            size = 256 * size + script[at + width - 1 - i]
        at += width
    return code, at, at + size if size <= script.size - at else -1


@njit(cache=True, nogil=True)
def _pushes_only(script: np.ndarray, at: int) -> bool:
    while at < script.size:
        code, _, at = _operation(script, at)
        if at < 0 or code > _16:
            return False
    return True


@njit(cache=True, nogil=True)
def _key_size(first: int) -> int:
    """Return how many bytes a public key has that begins with this byte; 0 if none does."""
    if first == 2 or first == 3:
        return 33
    # 6 and 7 mark the "hybrid" form, which nobody should use and consensus allows.
    return 65 if first == 4 or first == 6 or first == 7 else 0


@njit(cache=True, nogil=True)
def _small_number(script: np.ndarray, code: int, at: int) -> int:
    """Return the number from 1 to 20 that an operation pushes in its shortest form, or 0."""
    if _1 <= code <= _16:
        return code - _1 + 1
    if code == 1 and 16 < script[at] <= MOST_KEYS:
        return script[at]
    return 0


@njit(cache=True, nogil=True)
def _is_multisig(script: np.ndarray) -> bool:
    if script[-1] != _CHECKMULTISIG:
        return False
    code, data, at = _operation(script, 0)
    needed = _small_number(script, code, data) if at > 0 else 0
    keys = 0
    while at > 0:
        code, data, at = _operation(script, at)
        if at <= data or _key_size(script[data]) != at - data:
            break
        keys += 1
    if at < 0 or not 1 <= needed <= keys:
        return False
    return _small_number(script, code, data) == keys and at + 1 == script.size


@njit(cache=True, nogil=True)
def _type_of(script: np.ndarray) -> int:
    size = script.size
    if size == 0:
        return NONSTANDARD
    first, last = script[0], script[-1]
    if size == 23 and first == _HASH160 and script[1] == 20 and last == _EQUAL:
        return P2SH
    if size == 25 and first == _DUP and script[1] == _HASH160 and script[2] == 20:
        return P2PKH if script[23] == _EQUALVERIFY and last == _CHECKSIG else NONSTANDARD
    if 4 <= size <= 42 and script[1] == size - 2 and (first == 0 or _1 <= first <= _16):
        if first == 0:
            return P2WPKH if size == 22 else P2WSH if size == 34 else NONSTANDARD
        if first == _1 and size == 34:
            return P2TR
        if first == _1 and size == 4 and script[2] == 0x4E and script[3] == 0x73:
            return P2A
        return WITNESS_UNKNOWN
    if first == _RETURN:
        return OP_RETURN if _pushes_only(script, 1) else NONSTANDARD
    if (size == 35 or size == 67) and first == size - 2 and last == _CHECKSIG:
        return P2PK if _key_size(script[1]) == size - 2 else NONSTANDARD
    return MULTISIG if _is_multisig(script) else NONSTANDARD


@njit(cache=True, nogil=True)
def can_be_spent(script: np.ndarray) -> bool:
    """Return False for one script (bytes as uint8) that no one can ever spend.

    Such are scripts that begin with OP_RETURN, well-formed or not, and those too long to be run.
    """
    return script.size <= LARGEST_SCRIPT and (script.size == 0 or script[0] != _RETURN)


@njit(cache=True, nogil=True)
def classify(scripts: np.ndarray, start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return what kind of lock each script is.

    Parameters
    ----------
    scripts : uint8[:]
        Bytes that hold all the scripts, in any order, overlapping or not.
    start : int64[n]
        Where each script begins.
    length : int32[n]
        How many bytes each has.

    Returns
    -------
    int8[n]
        Places in `SCRIPT_TYPES`.
    """
    kinds = np.empty(start.size, np.int8)
    for i in range(start.size):
        kinds[i] = _type_of(scripts[start[i] : start[i] + length[i]])
    return kinds


@njit(cache=True, nogil=True)
def write_name(script: np.ndarray, text: np.ndarray, at: int) -> int:
    """Write what stands for a script that has no address to ``text[at:]``; return its end.

    That is ``script:`` and the first 16 hexadecimal digits of the script's SHA-256.
    """
    hashed = np.empty(32, np.uint8)
    digest(script, 0, script.size, hashed, 0)
    text[at : at + 7] = _LABEL
    for i in range(8):
        text[at + 7 + 2 * i] = _HEX[hashed[i] >> 4]
        text[at + 8 + 2 * i] = _HEX[hashed[i] & 15]
    return at + 23
