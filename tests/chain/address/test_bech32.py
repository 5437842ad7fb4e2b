"""The codec of BIP 173 and BIP 350: their valid strings are taken, the invalid ones refused."""

import json

import pytest

from nps_chain.chain.address.bech32 import BECH32, BECH32M, decode, decode_witness
from nps_chain.errors import AddressError


@pytest.mark.parametrize(
    ("file", "checksum"), [("bip173_bech32.json", BECH32), ("bip350_bech32m.json", BECH32M)]
)
def test_vectors_of_the_codec(data, file: str, checksum: int) -> None:
    vectors = json.loads((data / "addresses" / file).read_text("utf-8"))
    assert len(vectors["valid_strings"]) == 5
    for text in vectors["valid_strings"]:
        prefix, values, found = decode(text)
        assert (prefix, found) == (text.lower()[: len(prefix)], checksum)
        assert len(prefix) + 1 + len(values) + 6 == len(text)
    assert len(vectors["invalid_strings"]) >= 8
    for case in vectors["invalid_strings"]:
        with pytest.raises(AddressError):
            decode(case["string"])


def test_values_are_five_bits_each() -> None:
    assert decode("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")[1] == list(range(32))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bc1" + "q" * 88, "91 characters"),
        ("bc1qW508", "mixes small and capital"),
        ("bcqpzry9x8", "no prefix"),
        ("bc1qpzry", "cut off"),
        ("bc1qpzrb9x8", "Character 8, 'b'"),
        ("bc1qpzry9x8", "checksum is wrong"),
        ("\u212a1qpzry9x8", "character that no address has"),
    ],
)
def test_refusals(text: str, reason: str) -> None:
    with pytest.raises(AddressError, match=reason):
        decode(text)


@pytest.mark.parametrize(
    ("values", "checksum", "reason"),
    [
        ([], BECH32, "nothing between"),
        ([17] + [0] * 32, BECH32M, "version is 17"),
        ([0] * 33, BECH32M, "needs bech32:"),
        ([1] + [0] * 52, BECH32, "needs bech32m"),
        ([0] * 34, BECH32, "whole bytes"),
        ([0] + [0] * 51 + [1], BECH32, "whole bytes"),
        ([0] * 35, BECH32, "21, is not allowed"),
        ([1] + [0] * 2, BECH32M, "1, is not allowed"),
        ([1] + [0] * 66, BECH32M, "41, is not allowed"),
    ],
)
def test_refused_witness_programs(values: list[int], checksum: int, reason: str) -> None:
    with pytest.raises(AddressError, match=reason):
        decode_witness(values, checksum)
