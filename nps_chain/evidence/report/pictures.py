"""Pictures in a report: PNG without a trace of when and by what it was made, with words for it.

A picture is for those who can't see it, too, so it comes with an alternative text. It comes as axes
of a drawing, or as bytes; of these only the chunks are kept that say how the picture looks, since
the others can hold names, places and times.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.evidence.report.sentence import Sentence

LARGEST = 8 * 1024 * 1024
"""Bytes of a picture."""

WIDEST = 8_000
"""Pixels of a side; it has no more than `MOST_PIXELS` in all."""

MOST_PIXELS = 24_000_000
MOST = 40
"""Pictures of a report."""

DOTS = 160
"""Per inch, of a drawing: sharp enough on paper."""

_DRAWS = 3  # a layout may settle only after it was drawn, and the picture must be the same again

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"sBIT", b"pHYs"}
)


@dataclass(frozen=True)
class Picture:
    """A picture of a report.

    Attributes
    ----------
    number : int
        From 1.
    finding : str
        What it belongs to, such as ``I2``.
    of : str
        The name of the result that it shows.
    caption : Sentence
        What it shows.
    alternative : str
        The same for those who can't see it.
    png : bytes
        It.
    """

    number: int
    finding: str
    of: str
    caption: Sentence
    alternative: str
    png: bytes


def png_of(drawn: Any) -> bytes:
    """Return a drawing or a picture as PNG that holds nothing but the picture.

    Parameters
    ----------
    drawn : matplotlib.axes.Axes, Figure or bytes
        The axes or the figure of a drawing, or a PNG.

    Raises
    ------
    NpsError
        If it is neither, is damaged, or too large.
    """
    if isinstance(drawn, bytes):
        return _bare(drawn)
    figure = getattr(drawn, "figure", drawn)
    if not hasattr(figure, "savefig"):
        raise NpsError(
            f"A {type(drawn).__name__} is no picture: give what nps.draw returns, or a PNG's bytes."
        )
    made = io.BytesIO()
    for _ in range(_DRAWS):
        figure.draw_without_rendering()
    figure.savefig(
        made, format="png", dpi=DOTS, facecolor="white", bbox_inches="tight",
        metadata={"Software": None},
    )  # fmt: skip
    return _bare(made.getvalue())


def _bare(png: bytes) -> bytes:
    """Return a PNG with the chunks alone that say how it looks."""
    if len(png) > LARGEST:
        raise NpsError(f"The picture has more than {LARGEST:,} bytes: make it smaller.")
    kept = [(kind, data) for kind, data in _chunks(png) if kind in _KEPT]
    kinds = [kind for kind, _ in kept]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise NpsError("The picture is a damaged PNG: save it again.")
    if kinds.count(b"IHDR") > 1 or len(kept[0][1]) != 13:
        raise NpsError("The picture is a damaged PNG: save it again.")
    width, height = struct.unpack(">II", kept[0][1][:8])
    if not (0 < width <= WIDEST and 0 < height <= WIDEST and width * height <= MOST_PIXELS):
        raise NpsError(f"The picture is of {width:,} by {height:,} pixels: make it smaller.")
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in kept)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if png[:8] != _SIGNATURE:
        raise NpsError("The picture is no PNG: save it as PNG.")
    place = 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8].ljust(8, b"\0"))
        data = png[place + 8 : place + 8 + length]
        if png[place : place + 12 + length] != _chunk(kind, data) or len(data) != length:
            raise NpsError("The picture is a damaged PNG: save it again.")
        yield kind, data
        place += 12 + length
        if kind == b"IEND":  # what stands behind the end is no part of it
            return


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum
