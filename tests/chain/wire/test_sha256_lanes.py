"""Many messages at once hash as each one alone does, whatever their lengths and number."""

import hashlib

import numpy as np
import pytest

from nps_chain.chain.wire.sha256_lanes import LANES, double_digests


def expected(message: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(message).digest()).digest()


@pytest.mark.parametrize(
    "lengths",
    [
        [],
        [0],
        list(range(200)),
        list(range(LANES)),
        list(range(LANES + 1)),
        [55, 56, 63, 64, 119, 120, 128] * 5,
        [1_000_000, 1, 100],
    ],
    ids=lambda lengths: f"{len(lengths)} messages",
)
def test_agrees_with_hashlib(lengths: list[int]) -> None:
    messages = [hashlib.shake_128(str(n).encode()).digest(n) for n in lengths]
    data = np.frombuffer(b"--".join(messages) + b"!", np.uint8)
    start = np.cumsum([0, *[n + 2 for n in lengths]])[: len(lengths)].astype(np.int64)
    out = np.zeros((len(lengths), 32), np.uint8)
    double_digests(data, start, start + np.array(lengths, np.int64), out)
    assert [row.tobytes() for row in out] == [expected(message) for message in messages]
