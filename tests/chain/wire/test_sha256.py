"""The kernel agrees with hashlib at every length around a block's edge, wherever it reads."""

import hashlib

import numpy as np
import pytest

from nps_chain.chain.wire.sha256 import digest, double_digest


@pytest.mark.parametrize("length", [*range(0, 140), 1_000, 100_003])
def test_agrees_with_hashlib(length: int) -> None:
    buffer = np.frombuffer(hashlib.shake_128(b"nps").digest(length + 7), np.uint8)
    message = buffer.tobytes()[3 : 3 + length]
    once = hashlib.sha256(message).digest()
    out = np.zeros(66, np.uint8)
    digest(buffer, 3, 3 + length, out, 1)
    double_digest(buffer, 3, 3 + length, out, 33)
    assert out.tobytes() == b"\0" + once + hashlib.sha256(once).digest() + b"\0"
