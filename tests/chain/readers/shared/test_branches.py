"""The chain among blocks is the branch with the most work, whatever else lies about."""

import struct

import numpy as np
import pytest

from nps_chain.chain.readers.shared.branches import most_work
from nps_chain.chain.wire.verify import hash_rows
from nps_chain.errors import ChainError

EASY, HARD = 0x207FFFFF, 0x201FFFFF  # four times the work


def tree(*blocks: tuple[int | None, int]) -> np.ndarray:
    """Make headers, each from the row of its parent (None: one that isn't there) and its bits."""
    headers = np.zeros((len(blocks), 80), np.uint8)
    for row, (parent, bits) in enumerate(blocks):
        previous = bytes([255 - row] * 32)
        if parent is not None:
            previous = hash_rows(headers[parent : parent + 1])[0].tobytes()
        packed = struct.pack("<I32s32sIII", 1, previous, bytes(32), 0, bits, row)
        headers[row] = np.frombuffer(packed, np.uint8)
    return headers


@pytest.mark.parametrize(
    ("blocks", "order", "stale", "apart"),
    [
        ([(None, EASY)], [0], [], []),
        ([(None, EASY), (0, EASY), (0, EASY), (2, EASY)], [0, 2, 3], [1], []),
        ([(None, EASY), (0, EASY), (0, EASY)], [0, 1], [2], []),  # a tie: the first one seen
        ([(None, EASY), (0, EASY), (1, EASY), (0, HARD)], [0, 3], [1, 2], []),  # work, not length
        ([(None, EASY), (None, EASY), (1, EASY)], [1, 2], [], [[0]]),
        ([(None, HARD), (None, EASY), (1, EASY)], [0], [], [[1, 2]]),
    ],
)
def test_most_work(blocks, order, stale, apart):
    headers = tree(*blocks)
    assert most_work(headers, hash_rows(headers)) == (order, stale, apart)


def test_children_may_come_before_their_parents():
    headers = tree((None, EASY), (0, EASY), (1, EASY), (2, EASY))[::-1].copy()
    assert most_work(headers, hash_rows(headers)).order == [3, 2, 1, 0]


def test_a_long_chain_takes_no_recursion():
    headers = np.zeros((5000, 80), np.uint8)
    previous = bytes(32)
    for row in range(len(headers)):
        packed = struct.pack("<I32s32sIII", 1, previous, bytes(32), 0, EASY, row)
        headers[row] = np.frombuffer(packed, np.uint8)
        previous = hash_rows(headers[row : row + 1])[0].tobytes()
    assert most_work(headers, hash_rows(headers)).order == list(range(5000))


def test_nothing():
    with pytest.raises(ChainError, match="no block"):
        most_work(np.zeros((0, 80), np.uint8), np.zeros((0, 32), np.uint8))
