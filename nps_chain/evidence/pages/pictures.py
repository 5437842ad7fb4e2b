"""The same picture under two handles, though its file was saved anew: a difference hash.

A picture is shrunk to a few fields, and of each two that are neighbours it is kept which is the
lighter one: 128 bits, 64 along the rows and 64 down the columns. A copy that was shrunk, saved
again or made a little lighter keeps nearly all of them. That two handles show one picture says
that one had it from the other or both from a third: pictures are taken from catalogues.

Measured on generated portraits: of 300 saved twice, all within 7 bits; of 44,850 pairs of different
ones, none within 21. Real pictures are less different from each other than these. It fails on a
part of a picture, a mirrored or a turned one.

Source: N. Krawetz, "Kind of Like That", The Hacker Factor Blog, 2013 (the difference hash).
"""

import base64
import binascii
import io
import re
import warnings
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image

from nps_chain.evidence.pages.accounts import Account, in_order

NEAR = 12
"""Bits in which two pictures may differ, of 128."""

FLAT = 16
"""A picture in which fewer neighbours differ, such as one of one colour, says nothing."""

MOST_BYTES, MOST_POINTS = 4 * 1024 * 1024, 4_000_000
"""Of a picture that is read."""

MOST_PICTURES = 4_000
"""Different pictures that are compared; those after them aren't."""

_FIELDS = 8
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_EMBEDDED = re.compile(r"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=\s]+)")


def difference_hash(data: bytes) -> tuple[int, int] | None:
    """Return the two halves of a picture's hash, 64 bits each, or None if it has none.

    It has none if it can't be read, is too large, or is flat.
    """
    grey = _grey(data)
    if grey is None:
        return None
    rows, columns = _shrunk(grey, _FIELDS, _FIELDS + 1), _shrunk(grey, _FIELDS + 1, _FIELDS)
    along, down = rows[:, 1:] - rows[:, :-1], columns[1:] - columns[:-1]
    if np.count_nonzero(along) + np.count_nonzero(down) < FLAT:
        return None
    return _bits(along > 0), _bits(down > 0)


def distance(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return in how many bits two hashes differ.

    >>> distance((0b1010, 0), (0b0011, 1))
    3
    """
    return (one[0] ^ other[0]).bit_count() + (one[1] ^ other[1]).bit_count()


def embedded(piece: str) -> bytes:
    """Return the bytes of a picture that is written into a page; none if there is none."""
    found = _EMBEDDED.search(piece)
    if found is None or len(found[1]) > 2 * MOST_BYTES:
        return b""
    try:
        return base64.b64decode(found[1])
    except binascii.Error:
        return b""


def portraits(
    pages: Any, sites: Mapping[str, str], own: Mapping[str, str]
) -> dict[str, dict[Account, str]]:
    """Return who shows which picture on pages of their own.

    Pictures that are nearly the same are one, by the SHA-256 of the first that was saved. See
    :func:`nps_chain.evidence.pages.accounts.holders` for the rest.
    """
    known: list[str] = []
    halves = np.zeros((MOST_PICTURES, 2), np.uint64)
    same: dict[str, str | None] = {}
    found: dict[str, dict[Account, str]] = {}
    rows = pages.indicators[pages.indicators["type"] == "picture"]
    shown: dict[str, list[tuple[str, int, int]]] = {}
    for row in rows.itertuples():
        shown.setdefault(row.file, []).append((row.text, int(row.start), int(row.end)))
    for file in in_order(pages):
        if file not in sites or file not in own:
            continue
        for text, start, end in shown.get(file, ()):
            if text not in same:
                same[text] = _first_like(
                    embedded(pages.source(file)[start:end]), text, known, halves
                )
            first = same[text]
            if first is not None:
                account = Account(own[file], sites[file])
                found.setdefault(first, {}).setdefault(account, file)
    return found


def _first_like(data: bytes, text: str, known: list[str], halves: np.ndarray) -> str | None:
    """Return the first picture that is nearly this one; itself, put on the list, if none is."""
    hashed = difference_hash(data)
    if hashed is None:
        return None
    own = np.array(hashed, np.uint64)
    apart = np.bitwise_count(halves[: len(known)] ^ own).sum(axis=1)
    if len(known) and apart.min() <= NEAR:
        return known[int(apart.argmin())]
    if len(known) == MOST_PICTURES:
        return None
    halves[len(known)] = own
    known.append(text)
    return text


def _grey(data: bytes) -> np.ndarray | None:
    if not 0 < len(data) <= MOST_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which are refused below
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if not 0 < opened.width * opened.height <= MOST_POINTS:
                    return None
                return np.asarray(opened.convert("L"), np.int64)
    # A damaged picture makes a reader fail in its own way.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError):
        return None


def _shrunk(grey: np.ndarray, down: int, along: int) -> np.ndarray:
    """Return the mean of each field in whole numbers, so that it is the same everywhere."""
    return _means(_means(grey, down, 0), along, 1)


def _means(grey: np.ndarray, parts: int, axis: int) -> np.ndarray:
    length = grey.shape[axis]
    edges = [length * part // parts for part in range(parts + 1)]
    fields = [
        grey.take(range(start, max(end, start + 1)), axis).sum(axis) * 64 // max(end - start, 1)
        for start, end in pairwise(edges)
    ]
    return np.stack(fields, axis)


def _bits(lighter: np.ndarray) -> int:
    return int("".join("1" if bit else "0" for bit in lighter.ravel()), 2)
