"""SHA-256 for Numba kernels, since a transaction's name is the hash of its bytes.

Parsing a chain means hashing every transaction in it, a few hundred bytes at a time. Calling
``hashlib`` that often costs more than the hashing, and can't be done from inside a kernel; this
one can, on every system alike. Where a single hash is wanted, ``hashlib`` remains the choice.

Source: FIPS 180-4. Bitcoin's "double SHA-256" is the hash of the hash.
"""

from typing import Any

import numpy as np
from numba import njit


def _root_bits(prime: int, power: int) -> int:
    """Return the first 32 bits of the fractional part of a prime's root."""
    target, root = prime << (32 * power), 0
    for bit in reversed(range(40)):
        if (root | 1 << bit) ** power <= target:
            root |= 1 << bit
    return root & 0xFFFFFFFF


_PRIMES = [n for n in range(2, 312) if all(n % k for k in range(2, n))]
ROUND = np.array([_root_bits(prime, 3) for prime in _PRIMES], np.uint32)
START = np.array([_root_bits(prime, 2) for prime in _PRIMES[:8]], np.uint32)


@njit(cache=True, nogil=True, inline="always")
def _turn(x: Any, n: int) -> Any:
    # Numba widens what it computes to 64 bits, so each sum and each shift is cut back to 32.
    return np.uint32((x >> np.uint32(n)) | (x << np.uint32(32 - n)))


@njit(cache=True, nogil=True)
def _compress(state: np.ndarray, words: np.ndarray) -> None:
    """Mix the 16 words of one 64-byte block into the state; ``words`` has room for 64."""
    for i in range(16, 64):
        x, y = words[i - 15], words[i - 2]
        low = _turn(x, 7) ^ _turn(x, 18) ^ (x >> np.uint32(3))
        high = _turn(y, 17) ^ _turn(y, 19) ^ (y >> np.uint32(10))
        words[i] = words[i - 16] + low + words[i - 7] + high
    a, b, c, d = state[0], state[1], state[2], state[3]
    e, f, g, h = state[4], state[5], state[6], state[7]
    for i in range(64):
        choose = g ^ (e & (f ^ g))
        first = h + (_turn(e, 6) ^ _turn(e, 11) ^ _turn(e, 25)) + choose + ROUND[i] + words[i]
        most = (a & b) | (c & (a | b))
        second = (_turn(a, 2) ^ _turn(a, 13) ^ _turn(a, 22)) + most
        h, g, f, e = g, f, e, np.uint32(d + first)
        d, c, b, a = c, b, a, np.uint32(first + second)
    state[0] += a
    state[1] += b
    state[2] += c
    state[3] += d
    state[4] += e
    state[5] += f
    state[6] += g
    state[7] += h


@njit(cache=True, nogil=True, inline="always")
def _word(buffer: np.ndarray, i: int) -> Any:
    return (
        (np.uint32(buffer[i]) << np.uint32(24))
        | (np.uint32(buffer[i + 1]) << np.uint32(16))
        | (np.uint32(buffer[i + 2]) << np.uint32(8))
        | np.uint32(buffer[i + 3])
    )


@njit(cache=True, nogil=True)
def _absorb(
    buffer: np.ndarray, start: int, stop: int, state: np.ndarray, words: np.ndarray
) -> None:
    """Leave in ``state`` the SHA-256 of ``buffer[start:stop]``, as eight words."""
    state[:] = START
    length = stop - start
    at = start
    while stop - at >= 64:
        for i in range(16):
            words[i] = _word(buffer, at + 4 * i)
        _compress(state, words)
        at += 64
    # What is left, a one bit, zeros, and the length in bits: one more block, or two.
    left = stop - at
    whole = left // 4
    for i in range(whole):
        words[i] = _word(buffer, at + 4 * i)
    last = np.uint32(0)
    for i in range(4 * whole, left):
        last = (last << np.uint32(8)) | np.uint32(buffer[at + i])
    last = (last << np.uint32(8)) | np.uint32(0x80)
    words[whole] = last << np.uint32(8 * (3 - left % 4))
    for i in range(whole + 1, 16):
        words[i] = 0
    if left >= 56:
        _compress(state, words)
        words[:16] = 0
    words[14] = np.uint32((length >> 29) & 0xFFFFFFFF)
    words[15] = np.uint32((length << 3) & 0xFFFFFFFF)
    _compress(state, words)


@njit(cache=True, nogil=True)
def _write(state: np.ndarray, out: np.ndarray, at: int) -> None:
    for i in range(8):
        for k in range(4):
            out[at + 4 * i + k] = (state[i] >> np.uint32(24 - 8 * k)) & np.uint32(0xFF)


@njit(cache=True, nogil=True)
def digest(buffer: np.ndarray, start: int, stop: int, out: np.ndarray, at: int) -> None:
    """Write the SHA-256 of ``buffer[start:stop]`` to ``out[at:at + 32]``; bytes are uint8."""
    state, words = np.empty(8, np.uint32), np.empty(64, np.uint32)
    _absorb(buffer, start, stop, state, words)
    _write(state, out, at)


@njit(cache=True, nogil=True)
def double_digest(buffer: np.ndarray, start: int, stop: int, out: np.ndarray, at: int) -> None:
    """Write the double SHA-256 of ``buffer[start:stop]`` to ``out[at:at + 32]``."""
    state, words = np.empty(8, np.uint32), np.empty(64, np.uint32)
    _absorb(buffer, start, stop, state, words)
    # The second hash is of 32 bytes, always one block: the padding is known beforehand.
    words[:8] = state
    words[8] = np.uint32(0x80000000)
    words[9:15] = 0
    words[15] = np.uint32(256)
    state[:] = START
    _compress(state, words)
    _write(state, out, at)
