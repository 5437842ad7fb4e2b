"""Small grey pictures for vendors and sites, which lie inside a page as text.

They are here to be compared: a person may use one picture under two handles, and two strangers may
have theirs from one catalogue. A picture is a few points of light and dark with smooth changes in
between, so that a perceptual hash has something to hold on to.

Source: the PNG specification, with nothing compressed, because compressors differ in their bytes.
"""

import struct
import zlib

from nps_chain.world.dice import Dice

_POINTS = 5
"""Random points along each side."""


def portrait(dice: Dice, size: int = 16) -> list[bytearray]:
    """Return a picture as rows of grey, ``size`` by ``size``: a few random points, blurred."""
    points = [[dice.below(256) for _ in range(_POINTS)] for _ in range(_POINTS)]
    span = size - 1
    rows = []
    for y in range(size):
        top, down = divmod(y * (_POINTS - 1), span)
        above, below = points[top], points[min(top + 1, _POINTS - 1)]
        row = bytearray()
        for x in range(size):
            left, right = divmod(x * (_POINTS - 1), span)
            beside = min(left + 1, _POINTS - 1)
            upper = above[left] * (span - right) + above[beside] * right
            lower = below[left] * (span - right) + below[beside] * right
            row.append((upper * (span - down) + lower * down) // (span * span))
        rows.append(row)
    return rows


def saved_again(rows: list[bytearray], dice: Dice) -> list[bytearray]:
    """Return the same picture as another program would save it: a little off everywhere."""
    return [bytearray(min(255, max(0, grey + dice.between(-2, 2))) for grey in row) for row in rows]


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
