"""SHA-256 for Numba kernels, since a transaction's name is the hash of its bytes.

Parsing a chain means hashing every transaction in it, a few hundred bytes at a time. Calling
``hashlib`` that often costs more than the hashing, and can't be done from inside a kernel; this
one can, on every system alike. Where a single hash is wanted, ``hashlib`` remains the choice.

Source: FIPS 180-4. Bitcoin's "double SHA-256" is the hash of the hash.
"""

import numpy as np
from numba import njit

# The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
_ROUND = np.array(
    [
        0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
        0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
        0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
        0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
        0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
        0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
        0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
        0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
    ],
    np.uint32,
)  # fmt: skip

# The same of the square roots of the first eight.
_START = np.array(
    [
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    ],
    np.uint32,
)  # fmt: skip


@njit(cache=True, nogil=True, inline="always")
def _turn(x, n):
    # Numba widens what it computes to 64 bits, so each sum and each shift is cut back to 32.
    return np.uint32((x >> np.uint32(n)) | (x << np.uint32(32 - n)))


@njit(cache=True, nogil=True)
def _compress(state, words):
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
        first = h + (_turn(e, 6) ^ _turn(e, 11) ^ _turn(e, 25)) + choose + _ROUND[i] + words[i]
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
def _word(buffer, i):
    return (
        (np.uint32(buffer[i]) << np.uint32(24))
        | (np.uint32(buffer[i + 1]) << np.uint32(16))
        | (np.uint32(buffer[i + 2]) << np.uint32(8))
        | np.uint32(buffer[i + 3])
    )


@njit(cache=True, nogil=True)
def _absorb(buffer, start, stop, state, words):
    """Leave in ``state`` the SHA-256 of ``buffer[start:stop]``, as eight words."""
    state[:] = _START
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
def _write(state, out, at):
    for i in range(8):
        for k in range(4):
            out[at + 4 * i + k] = (state[i] >> np.uint32(24 - 8 * k)) & np.uint32(0xFF)


@njit(cache=True, nogil=True)
def digest(buffer, start, stop, out, at):
    """Write the SHA-256 of ``buffer[start:stop]`` to ``out[at:at + 32]``; both are bytes (uint8)."""
    state, words = np.empty(8, np.uint32), np.empty(64, np.uint32)
    _absorb(buffer, start, stop, state, words)
    _write(state, out, at)


@njit(cache=True, nogil=True)
def double_digest(buffer, start, stop, out, at):
    """Write the double SHA-256 of ``buffer[start:stop]`` to ``out[at:at + 32]``."""
    state, words = np.empty(8, np.uint32), np.empty(64, np.uint32)
    _absorb(buffer, start, stop, state, words)
    # The second hash is of 32 bytes, always one block: the padding is known beforehand.
    words[:8] = state
    words[8] = np.uint32(0x80000000)
    words[9:15] = 0
    words[15] = np.uint32(256)
    state[:] = _START
    _compress(state, words)
    _write(state, out, at)
