"""Which texts are nearly the same, without comparing each with each.

A text is taken as the set of its runs of four words, its shingles; how alike two texts are is how
many of these they share of all that they have (Jaccard's index). Of each set a short sketch is
kept, the smallest value under each of some mixings, and two sets have the same smallest value as
often as they are alike (MinHash). Texts whose sketches agree in three places together are worth
comparing, so the work grows with the number of texts, not with its square.

Two texts that are 60 % alike are found in 99 cases of 100, two that are 80 % alike nearly always.

Source: A. Broder, "On the Resemblance and Containment of Documents", 1997; P. Indyk and R. Motwani,
"Approximate Nearest Neighbors", STOC 1998 (the places together).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

WORDS = 4
"""Words of a shingle."""

MOST_WORDS = 20_000
"""Words of a text that are looked at."""

LEAST = 20
"""Shingles of a text, at least; two shorter ones may be the same by accident."""

_ROWS, _BANDS = 3, 21
_SHARED = 12
"""So many texts of one bucket are compared with each other, the rest with the first alone."""

_WORD = re.compile(r"\w+")
_BITS = np.random.PCG64(4).random_raw(2 * _ROWS * _BANDS + WORDS)
_TIMES, _PLUS = _BITS[: _ROWS * _BANDS] | np.uint64(1), _BITS[_ROWS * _BANDS : -WORDS]
_PLACES = _BITS[-WORDS:] | np.uint64(1)


def shingles(text: str) -> np.ndarray:
    """Return the shingles of a text as numbers, sorted, each once; none if it is too short.

    Shape (shingles,), uint64.
    """
    words: list[int] = []
    for found in _WORD.finditer(text):
        words.append(_number(found[0].casefold()))
        if len(words) == MOST_WORDS:
            break
    if len(words) < WORDS:
        return np.array([], np.uint64)
    row = np.array(words, np.uint64)
    runs = np.zeros(len(row) - WORDS + 1, np.uint64)
    for place in range(WORDS):
        runs += row[place : place + len(runs)] * _PLACES[place]
    found_runs = np.unique(_mixed(runs))
    return found_runs if len(found_runs) >= LEAST else np.array([], np.uint64)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Return how alike two sets of shingles are, from 0 to 1; 0 where one is empty."""
    if not len(one) or not len(other):
        return 0.0
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def candidates(sets: Sequence[np.ndarray], apart: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of texts that are worth comparing, sorted; the smaller number first.

    Parameters
    ----------
    sets : sequence of numpy.ndarray
        The shingles of each text.
    apart : sequence of str
        What each text belongs to; two texts of one site are no pair.
    """
    pairs: set[tuple[int, int]] = set()
    filled = [row for row, each in enumerate(sets) if len(each)]
    sketches = np.array([_sketch(sets[row]) for row in filled], np.uint64)
    for band in range(_BANDS if filled else 0):
        part = sketches[:, band * _ROWS : (band + 1) * _ROWS]
        buckets: dict[bytes, list[int]] = {}
        for row, values in zip(filled, part, strict=True):
            buckets.setdefault(values.tobytes(), []).append(row)
        for rows in buckets.values():
            pairs.update(_within(rows, apart))
    return sorted(pairs)


def _within(rows: list[int], apart: Sequence[str]) -> Iterator[tuple[int, int]]:
    firsts = rows[:_SHARED]
    for place, row in enumerate(rows):
        for other in firsts[:place] if place < _SHARED else firsts[:1]:
            if apart[other] != apart[row]:
                yield other, row


def _sketch(shingles: np.ndarray) -> np.ndarray:
    """Return the smallest value under each mixing; in parts, so that no large table is made."""
    smallest: Iterable[np.ndarray] = (
        (shingles * times + plus).min() for times, plus in zip(_TIMES, _PLUS, strict=True)
    )
    return np.array(list(smallest), np.uint64)


@lru_cache(2**16)
def _number(word: str) -> int:
    told = hashlib.blake2b(word.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(told, "big")


def _mixed(values: np.ndarray) -> np.ndarray:
    """Return numbers well mixed (the finish of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: np.ndarray = values ^ (values >> np.uint64(31))
    return mixed
