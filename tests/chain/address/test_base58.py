"""Base 58 in and out agrees with Bitcoin Core's vectors; the checksum is of Base58Check."""

import json

import numpy as np
import pytest

from nps_chain.chain.address.base58 import LONGEST, decode, decode_checked, write
from nps_chain.errors import AddressError


def test_cores_vectors(data) -> None:
    cases = json.loads((data / "addresses" / "base58_encode_decode.json").read_text("utf-8"))
    for written, text in cases:
        payload = bytes.fromhex(written)
        out = np.zeros(len(text) + 6, np.uint8)
        end = write(np.frombuffer(payload, np.uint8), out, 1)
        assert out[1:end].tobytes().decode() == text
        if len(text) <= LONGEST:
            assert decode(text) == payload
    assert sum(len(text) > LONGEST for _, text in cases) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1" * (LONGEST + 1), "121 characters"),
        ("1BoatSLRHtKNngkdXEeobR76b53LETtp0T", "Character 33, '0'"),
        ("1BoatSLRHtKNngkdXEeobR76b53LETtpyt", "checksum is wrong"),
        ("1111", "too short"),
        ("", "too short"),
    ],
)
def test_refusals(text: str, reason: str) -> None:
    with pytest.raises(AddressError, match=reason):
        decode_checked(text)


def test_a_right_checksum_is_taken_off() -> None:
    assert decode_checked("1BoatSLRHtKNngkdXEeobR76b53LETtpyT").hex() == (
        "00" "7680adec8eabcabac676be9e83854ade0bd22cdb"
    )  # fmt: skip
