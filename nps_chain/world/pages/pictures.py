"""Small grey pictures for vendors and sites, which lie inside a page as text.

They are here to be compared: a person may use one picture under two handles, and two strangers may
have theirs from one catalogue. A picture is a coarse pattern of light and dark, mirrored like a
face, so that a perceptual hash has something to hold on to.

Source: the PNG specification, with nothing compressed, because compressors differ in their bytes.
"""

import struct
import zlib

from nps_chain.world.dice import Dice


def portrait(dice: Dice, size: int = 16) -> list[bytearray]:
    """Return a picture as rows of grey, ``size`` by ``size``; the size is a multiple of 4."""
    cell = size // 4
    shades = [[dice.between(20, 235) for _ in range(2)] for _ in range(4)]
    rows = []
    for row in shades:
        half = [shade for shade in row for _ in range(cell)]
        rows += [bytearray(half + half[::-1]) for _ in range(cell)]
    return rows


def saved_again(rows: list[bytearray], dice: Dice) -> list[bytearray]:
    """Return the same picture as another program would save it: a little off everywhere."""
    return [bytearray(min(255, max(0, grey + dice.between(-6, 6))) for grey in row) for row in rows]


def png(rows: list[bytearray]) -> bytes:
    """Return rows of grey as a PNG file."""
    raw = b"".join(b"\0" + bytes(row) for row in rows)
    stored = b"\x01" + struct.pack("<HH", len(raw), len(raw) ^ 0xFFFF) + raw
    packed = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(raw))
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
