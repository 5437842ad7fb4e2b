"""The addresses of a whole chain, written by a kernel as one run of text.

Python takes microseconds for an address, and makes an object of each; a chain has hundreds of
millions. Here the texts are written one after the other, as Arrow keeps a column. Hashing is
most of the work, so checksums are made for a batch of scripts at a time, several side by side.
"""

import numpy as np
from numba import njit

from nps_chain.chain.address import base58, bech32
from nps_chain.chain.address.script import P2PKH, P2SH, P2WPKH, can_be_spent, write_name

_BATCH = 4096  # scripts; what is kept of them stays in the processor's cache


@njit(cache=True, nogil=True)
def write_all(
    scripts: np.ndarray,
    start: np.ndarray,
    length: np.ndarray,
    script_type: np.ndarray,
    p2pkh: int,
    p2sh: int,
    prefix: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Write the address of each script, or the name of one that can be spent and has none.

    Parameters
    ----------
    scripts, start, length, script_type
        As for :func:`nps_chain.chain.address.encode`.
    p2pkh, p2sh : int
        The network's version bytes.
    prefix : uint8[:]
        The network's prefix of SegWit addresses.

    Returns
    -------
    text : uint8[:]
        All texts, one after the other.
    ends : int64[n + 1]
        Where each begins, and the last one ends.
    written : bool[n]
        False where nothing was written, for the script can't be spent.
    """
    many = len(start)
    text = np.empty(_room(length, script_type), np.uint8)
    ends = np.zeros(many + 1, np.int64)
    written = np.ones(many, np.bool_)
    versioned = np.empty((_BATCH, 25), np.uint8)  # version, 20 bytes of hash, checksum
    at = 0
    for first in range(0, many, _BATCH):
        last = min(first + _BATCH, many)
        rows = 0
        for i in range(first, last):
            if script_type[i] == P2PKH:
                versioned[rows, 0] = p2pkh
                versioned[rows, 1:21] = scripts[start[i] + 3 : start[i] + 23]
                rows += 1
            elif script_type[i] == P2SH:
                versioned[rows, 0] = p2sh
                versioned[rows, 1:21] = scripts[start[i] + 2 : start[i] + 22]
                rows += 1
        base58.add_checksums(versioned[:rows])

        row = 0
        for i in range(first, last):
            script = scripts[start[i] : start[i] + length[i]]
            kind = script_type[i]
            if kind in (P2PKH, P2SH):
                at = base58.write(versioned[row], text, at)
                row += 1
            elif kind >= P2WPKH:
                version = script[0] - 0x50 if script[0] else 0
                at = bech32.write(prefix, version, script[2:], text, at)
            elif can_be_spent(script):
                at = write_name(script, text, at)
            else:
                written[i] = False
            ends[i + 1] = at
    return text[:at], ends, written


@njit(cache=True, nogil=True)
def _room(length: np.ndarray, script_type: np.ndarray) -> int:
    """Return how many characters are enough for all."""
    room = 0
    for i in range(len(length)):
        # A witness program takes 8/5 characters a byte and 12 more; Base58Check 35, and 5 more to
        # work in; a name 23.
        room += 2 * length[i] + 12 if script_type[i] >= P2WPKH else 40
    return room
