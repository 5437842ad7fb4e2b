"""A picture is PNG with nothing in it but the picture, the same bytes again."""

import struct
import zlib

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.report.pictures import LARGEST, png_of

HEAD = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=1, height=1, extra=b"", end=True):
    shape = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return HEAD + chunk(b"IHDR", shape) + extra + pixels + (chunk(b"IEND") if end else b"")


def test_only_what_is_seen_is_kept():
    secrets = chunk(b"tEXt", b"Author\0Officer 12") + chunk(b"tIME", b"\7\xe9\1\1\0\0\0")
    assert png_of(png(extra=secrets) + b"behind the end") == png()
    look = chunk(b"pHYs", b"\0" * 9)
    assert png_of(png(extra=look)) == png(extra=look)


def test_a_drawing_is_the_same_again_and_names_no_program(tiny):
    import nps_chain as nps

    first, second = (nps.draw(tiny.tx(300)) for _ in range(2))
    made = png_of(first)
    assert made == png_of(second) == png_of(first) == png_of(first.figure)
    assert b"matplotlib" not in made
    plt.close("all")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg/>",
        HEAD,
        png(end=False),
        png()[:-1],
        png()[:40],
        png().replace(b"IDAT", b"IDAX"),
        HEAD + chunk(b"IDAT") + chunk(b"IEND"),
        HEAD + chunk(b"IHDR", b"\0" * 12) + chunk(b"IDAT") + chunk(b"IEND"),
        png(extra=chunk(b"IHDR", b"\0" * 13)),
        HEAD + b"\xff" * 40,
    ],
)
def test_what_is_no_sound_png_is_refused(data):
    with pytest.raises(NpsError, match="The picture is"):
        png_of(data)


@pytest.mark.parametrize("size", [(0, 1), (8_001, 1), (8_000, 8_000), (2**31, 2**31)])
def test_a_picture_of_too_many_pixels_is_refused(size):
    with pytest.raises(NpsError, match="make it smaller"):
        png_of(png(*size))


def test_a_picture_of_too_many_bytes_is_refused():
    with pytest.raises(NpsError, match="more than 8,388,608 bytes"):
        png_of(png() + b"\0" * LARGEST)


def test_what_is_no_picture_is_refused():
    with pytest.raises(NpsError, match="A str is no picture"):
        png_of("picture.png")


@given(st.binary(max_size=200), st.integers(0, 60))
def test_any_bytes_are_kept_or_refused(noise, place):
    whole = png()
    for data in (noise, whole[:place] + noise + whole[place:]):
        try:
            kept = png_of(data)
        except NpsError:
            continue
        assert png_of(kept) == kept
