"""Armored blocks in a text: where each begins and ends, and what it holds.

Armor is bytes written as lines of letters, so that a key can be put on a page. Pages break these
lines, and move them in; so a block is read whatever became of them, unless letters are missing.

Source: RFC 9580, section 6.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 200_000
"""Characters of a key or a message that is read."""

MOST_BLOCKS = 200
"""Blocks of a text that are read."""

MESSAGE = "SIGNED MESSAGE"

_BEGINS = re.compile(r"-----BEGIN PGP (PUBLIC KEY BLOCK|PRIVATE KEY BLOCK|SIGNED MESSAGE)-----")
_SIGNATURE, _SIGNATURE_ENDS = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
_BASE64 = re.compile("[A-Za-z0-9+/]+={0,2}|=[A-Za-z0-9+/]{4}")
_SHORTEST_LINE = 20


class Block(NamedTuple):
    """A block in a text: of which kind, from where to where; the end is -1 where it has none."""

    kind: str
    start: int
    end: int


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text; what begins within one is a part of it."""
    past = 0
    for many, begins in enumerate(_BEGINS.finditer(text)):
        if begins.start() < past:
            continue
        if many >= MOST_BLOCKS:
            return
        last = _SIGNATURE_ENDS if begins[1] == MESSAGE else f"-----END PGP {begins[1]}-----"
        ends = text.find(last, begins.end(), begins.end() + LONGEST)
        end = ends + len(last) if ends >= 0 else -1
        past = max(end, begins.end())
        yield Block(begins[1], begins.start(), end)


def signature_of(text: str, message: Block) -> int:
    """Return where the signature of a signed message begins; -1 if it has none."""
    return text.find(_SIGNATURE, message.start, message.end) if message.end > 0 else -1


def dearmored(armored: str) -> bytes:
    """Return what armor holds, whatever became of its lines.

    Raises
    ------
    ValueError
        If it isn't base 64, or its checksum is wrong.
    """
    words = armored.split("-----")[2].split()
    first = len(words)
    while first and _BASE64.fullmatch(words[first - 1]):
        first -= 1
    words = words[first:]
    while words and len(words[0]) < _SHORTEST_LINE:
        words.pop(0)
    told = words.pop()[1:] if words and words[-1].startswith("=") and len(words[-1]) == 5 else ""
    try:
        data = base64.b64decode("".join(words), validate=True)
        checksum = base64.b64decode(told, validate=True)
    except binascii.Error:
        raise ValueError("letters of it are missing.") from None
    if not data:
        raise ValueError("there is nothing in it.")
    if checksum and int.from_bytes(checksum, "big") != _crc24(data):
        raise ValueError("its checksum is wrong, so a letter was changed.")
    return data


def _crc24(data: bytes) -> int:
    """Return the checksum of armor (RFC 9580, 6.1)."""
    crc = 0xB704CE
    for byte in data:
        crc = (crc << 8) & 0xFFFFFF ^ _CRC24[crc >> 16 ^ byte]
    return crc


def _crc24_of(byte: int) -> int:
    crc = byte << 16
    for _ in range(8):
        crc = crc << 1 ^ (0x1864CFB if crc & 0x800000 else 0)
    return crc


_CRC24 = [_crc24_of(byte) for byte in range(256)]
