"""The same picture, saved anew, is known again; others aren't, and damaged ones harm nobody."""

import io
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nps_chain.evidence.pages.pictures import NEAR, difference_hash, distance, embedded
from nps_chain.world.dice import Dice
from nps_chain.world.pages.pictures import png, portrait, saved_again


def written(image, **how):
    file = io.BytesIO()
    image.save(file, **how)
    return file.getvalue()


def photo(size=(90, 120)):
    """A picture with shapes in it, the same everywhere."""
    y, x = np.mgrid[: size[0], : size[1]]
    grey = 100 + 60 * np.sin(x / 17 + y / 29) + 50 * ((x // 30 + y // 22) % 2)
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8))


def test_the_measured_error_of_pictures():
    # Fewer than were measured, so that it takes a moment.
    faces = [portrait(Dice(seed, "face")) for seed in range(60)]
    hashes = [difference_hash(png(face)) for face in faces]
    again = [
        difference_hash(png(saved_again(face, Dice(n, "again")))) for n, face in enumerate(faces)
    ]
    assert max(map(distance, hashes, again)) <= 7
    assert min(distance(a, b) for a, b in itertools.combinations(hashes, 2)) > 21


@pytest.mark.parametrize(
    "other",
    [
        lambda image: written(image, format="JPEG", quality=40),
        lambda image: written(image.resize((60, 45)), format="PNG"),
        lambda image: written(image.convert("RGB"), format="GIF"),
        lambda image: written(image.point(lambda grey: grey // 2 + 60), format="WEBP", quality=80),
    ],
)
def test_a_copy_that_was_made_worse_is_known_again(other):
    first = difference_hash(written(photo(), format="PNG"))
    assert distance(first, difference_hash(other(photo()))) <= NEAR


def test_the_hash_of_a_small_picture_in_full():
    # Lighter to the right and downwards: every neighbour to the right, or below, is lighter.
    rising = Image.fromarray((np.add.outer(np.arange(18), np.arange(18)) * 7).astype(np.uint8))
    assert difference_hash(written(rising, format="PNG")) == (2**64 - 1, 2**64 - 1)
    turned = difference_hash(written(rising.rotate(180), format="PNG"))
    assert turned == (0, 0)


def test_what_has_no_hash():
    flat = written(Image.new("L", (40, 40), 9), format="PNG")
    large = written(Image.new("1", (3_000, 3_000)), format="PNG")
    vector = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    for data in (b"", b"no picture", flat, large, vector, written(photo(), format="TIFF")):
        assert difference_hash(data) is None


@given(st.integers(8, 2_000), st.integers(0, 255), st.integers(1, 2_000))
def test_a_damaged_picture_is_none_or_a_picture(at, byte, cut):
    for kind in ("PNG", "JPEG", "GIF"):
        data = bytearray(written(photo((30, 40)), format=kind))
        data[at % len(data)] = byte
        for damaged in (bytes(data), bytes(data[: cut % len(data)])):
            found = difference_hash(damaged)
            assert found is None or max(found) < 2**64


def test_a_picture_that_is_written_into_a_page():
    assert embedded("<img src='data:image/png;base64,aGVs\nbG8='>") == b"hello"
    for piece in (
        "",
        "<img src='x.png'>",
        "data:image/png;base64,a",
        "data:text/plain;base64,aGk=",
    ):
        assert embedded(piece) == b""
