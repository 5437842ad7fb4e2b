"""Bech32 and bech32m: the newer way of writing addresses, with a stronger checksum.

A prefix names the network, a ``1`` ends it, and each character after that is five bits. The last
six are a checksum that catches every slip in up to four characters. Version 0 of SegWit is written
in bech32; later versions, taproot first, in bech32m, which differs in one constant because
bech32 lets a ``q`` before a final ``p`` be added or lost.

Source: BIP 173 and BIP 350. Limit: the code could point at a likely slip, but only a guess as to
where; this module says that one is there and leaves finding it to a comparison with the source.
"""

import numpy as np
from numba import njit

from nps_chain.errors import AddressError

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BECH32, BECH32M = 1, 0x2BC830A3  # what a right checksum leaves
LONGEST = 90  # characters

_LETTERS = np.frombuffer(ALPHABET.encode(), np.uint8)
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
# What the five bits that leave the checksum do to it: the generators of the bits that are set.
_FEEDBACK = np.array(
    [
        np.bitwise_xor.reduce([g for i, g in enumerate(_GENERATOR) if bits >> i & 1] or [0])
        for bits in range(32)
    ],
    np.int64,
)


@njit(cache=True, nogil=True)
def _mix(state: int, value: int) -> int:
    """Take five more bits into the checksum, a number of 30 bits."""
    return ((state & 0x1FFFFFF) << 5) ^ value ^ _FEEDBACK[state >> 25]


@njit(cache=True, nogil=True)
def write(prefix: np.ndarray, version: int, program: np.ndarray, out: np.ndarray, at: int) -> int:
    """Write the address of a witness program to ``out[at:]`` and return where it ends.

    Parameters
    ----------
    prefix : uint8[:]
        The network's prefix, in lower-case ASCII.
    version : int
        SegWit version, 0 to 16.
    program : uint8[:]
        2 to 40 bytes.
    out : uint8[:]
        Receives the text.
    at : int
        Where in ``out`` it begins.
    """
    state = 1
    for letter in prefix:
        state = _mix(state, letter >> 5)
    state = _mix(state, 0)
    for letter in prefix:
        state = _mix(state, letter & 31)
        out[at] = letter
        at += 1
    out[at] = np.uint8(49)  # "1"
    out[at + 1] = _LETTERS[version]
    at += 2
    state = _mix(state, version)

    waiting = bits = 0
    for byte in program:
        waiting = ((waiting << 8) | byte) & 0xFFF
        bits += 8
        while bits >= 5:
            bits -= 5
            value = (waiting >> bits) & 31
            state = _mix(state, value)
            out[at] = _LETTERS[value]
            at += 1
    if bits:
        value = (waiting << (5 - bits)) & 31
        state = _mix(state, value)
        out[at] = _LETTERS[value]
        at += 1

    for _ in range(6):
        state = _mix(state, 0)
    state ^= BECH32 if version == 0 else BECH32M
    for i in range(6):
        out[at + i] = _LETTERS[(state >> (5 * (5 - i))) & 31]
    return at + 6


def decode(text: str) -> tuple[str, list[int], int]:
    """Return prefix, values of five bits, and which checksum it has, `BECH32` or `BECH32M`.

    Raises
    ------
    AddressError
        Too long, mixed case, no prefix, a character that can't be, or a wrong checksum.
    """
    if len(text) > LONGEST:
        raise AddressError(f"With {len(text)} characters it is too long: {LONGEST} is the limit.")
    if not all("!" <= letter <= "~" for letter in text):
        # Checked first: the Kelvin sign, for one, becomes an honest k in small letters.
        raise AddressError("It holds a space or a character that no address has.")
    if text != text.lower() and text != text.upper():
        raise AddressError("It mixes small and capital letters; such an address uses only one.")
    text = text.lower()
    prefix, separator, data = text.rpartition("1")
    if not separator or not prefix:
        raise AddressError("It has no prefix that ends with a 1.")
    for place, letter in enumerate(data, len(prefix) + 2):
        if letter not in ALPHABET:
            raise AddressError(
                f"Character {place}, {letter!r}, does not occur after the prefix; "
                "1, b, i and o are left out because they are easily mistaken."
            )
    if len(data) < 6:
        raise AddressError("It is cut off: there are fewer than six characters after the prefix.")

    values = [ALPHABET.index(letter) for letter in data]
    codes = prefix.encode()
    state = 1
    for value in [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes), *values]:
        state = _mix.py_func(state, value)
    if state not in (BECH32, BECH32M):
        raise AddressError(
            "Its checksum is wrong: a character is mistyped, missing or too many. "
            "Compare it with the source."
        )
    return prefix, values[:-6], int(state)


def decode_witness(values: list[int], checksum: int) -> tuple[int, bytes]:
    """Return SegWit version and witness program that the values of an address stand for.

    Raises
    ------
    AddressError
        The checksum is of the other kind, or version, length or padding can't be.
    """
    if not values:
        raise AddressError("There is nothing between its prefix and its checksum.")
    version, *rest = values
    if version > 16:
        raise AddressError(f"Its SegWit version is {version}; versions end at 16.")
    if checksum != (BECH32 if version == 0 else BECH32M):
        has, needs = ("bech32m", "bech32") if version == 0 else ("bech32", "bech32m")
        raise AddressError(
            f"Its checksum is {has}, but an address of SegWit version {version} needs {needs}: "
            "it was made by faulty or outdated software."
        )
    spare = 5 * len(rest) % 8
    number = 0
    for value in rest:
        number = number << 5 | value
    if spare > 4 or number & (1 << spare) - 1:
        raise AddressError("It does not fill whole bytes: its last characters can't be right.")
    program = (number >> spare).to_bytes(5 * len(rest) // 8, "big")
    if not 2 <= len(program) <= 40 or (version == 0 and len(program) not in (20, 32)):
        raise AddressError(
            f"Its length in bytes, {len(program)}, is not allowed in SegWit version {version}."
        )
    return version, program
