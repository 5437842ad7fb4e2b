"""Base58Check: the older way of writing addresses, and private keys, with a checksum.

The bytes are read as one large number and written in base 58, without the characters that are
easily mistaken (0, O, I, l). The last four bytes are the beginning of a double SHA-256 of the rest,
so a slip of the pen passes once in four billion times. A zero byte in front is written as a 1.

Limit: the checksum says that something is mistyped, not where.
"""

import numpy as np
from numba import njit

from nps_chain.chain.wire.hashes import double_sha256
from nps_chain.chain.wire.sha256_lanes import double_digests
from nps_chain.errors import AddressError

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LONGEST = 120  # characters that `decode` takes: extended keys, the longest in use, have 112

_LETTERS = np.frombuffer(ALPHABET.encode(), np.uint8)
_58 = np.uint64(58)
_FIVE_DIGITS = np.uint64(58**5)  # the highest power that has less than 32 bits


@njit(cache=True, nogil=True)
def write(data: np.ndarray, out: np.ndarray, at: int) -> int:
    """Write ``data`` in base 58 to ``out[at:]`` and return where the text ends.

    Both are bytes (uint8); ``out`` needs room for five characters more than the text has. Five
    digits are split off at a time, by dividing limbs of 32 bits: that is several times faster than
    digit by digit.
    """
    size = data.size
    zeros = 0
    while zeros < size and data[zeros] == 0:
        out[at] = _LETTERS[0]
        at += 1
        zeros += 1
    limbs = np.zeros((size + 3) // 4, np.uint64)  # the highest first
    for i in range(size):
        limbs[limbs.size - 1 - i // 4] |= np.uint64(data[size - 1 - i]) << np.uint64(8 * (i % 4))

    end = at  # the digits are found from the lowest up, and turned round at last
    first = 0
    while True:
        while first < limbs.size and limbs[first] == 0:
            first += 1
        if first == limbs.size:
            break
        rest = np.uint64(0)
        for i in range(first, limbs.size):
            value = (rest << np.uint64(32)) | limbs[i]
            limbs[i] = value // _FIVE_DIGITS
            rest = value % _FIVE_DIGITS
        for _ in range(5):
            out[end] = rest % _58
            rest //= _58
            end += 1
    while end > at and out[end - 1] == 0:
        end -= 1
    low, high = at, end - 1
    while low <= high:
        out[low], out[high] = _LETTERS[out[high]], _LETTERS[out[low]]
        low += 1
        high -= 1
    return end


@njit(cache=True, nogil=True)
def add_checksums(rows: np.ndarray) -> None:
    """Fill the last four bytes of each row (uint8[n, m]) with the checksum of those before."""
    many, size = rows.shape
    start = np.arange(many) * size
    hashed = np.empty((many, 32), np.uint8)
    double_digests(rows.reshape(-1), start, start + (size - 4), hashed)
    rows[:, size - 4 :] = hashed[:, :4]


def decode(text: str) -> bytes:
    """Return the bytes that a base 58 text stands for, its checksum not looked at.

    Raises
    ------
    AddressError
        The text is too long, or a character of it is not in the alphabet.
    """
    if len(text) > LONGEST:
        raise AddressError(f"With {len(text)} characters it is too long.")
    number = 0
    for place, letter in enumerate(text, 1):
        digit = ALPHABET.find(letter)
        if digit < 0:
            raise AddressError(
                f"Character {place}, {letter!r}, does not occur in addresses of this kind; "
                "0, O, I and l are left out because they are easily mistaken."
            )
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def decode_checked(text: str) -> bytes:
    """Return version byte and payload of a Base58Check text.

    Raises
    ------
    AddressError
        As `decode` does; or the checksum is wrong.
    """
    data = decode(text)
    if len(data) < 5:
        raise AddressError("It is too short: there is no room for a checksum.")
    payload, checksum = data[:-4], data[-4:]
    if double_sha256(payload)[:4] != checksum:
        raise AddressError(
            "Its checksum is wrong: a character is mistyped, missing or too many. "
            "Compare it with the source."
        )
    return payload
