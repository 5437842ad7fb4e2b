"""Scripts are told apart as Bitcoin Core tells them, ordinary ones and tricky ones."""

import csv
import gzip
import json

import numpy as np
import oracle
import oracle_address
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.script import LARGEST_SCRIPT, SCRIPT_TYPES, can_be_spent, classify

CORE_NAMES = {
    "nonstandard": "nonstandard",
    "pubkey": "p2pk",
    "pubkeyhash": "p2pkh",
    "scripthash": "p2sh",
    "multisig": "multisig",
    "nulldata": "op_return",
    "witness_v0_keyhash": "p2wpkh",
    "witness_v0_scripthash": "p2wsh",
    "witness_v1_taproot": "p2tr",
    "anchor": "p2a",
    "witness_unknown": "witness_unknown",
}


def laid_out(scripts):
    """Return scripts as the kernels take them: one buffer, starts, lengths."""
    length = np.array([len(script) for script in scripts], np.int32)
    start = np.cumsum(length, dtype=np.int64) - length
    return np.frombuffer(b"".join(scripts), np.uint8), start, length


def types_of(scripts):
    return [SCRIPT_TYPES[kind] for kind in classify(*laid_out(scripts))]


def push(data, with_length_byte=False):
    """Push up to 75 bytes by one byte of length, or by OP_PUSHDATA1."""
    return (b"\x4c" if with_length_byte else b"") + bytes([len(data)]) + data


def a_key(first, size):
    return st.binary(min_size=size - 1, max_size=size - 1).map(lambda rest: bytes([first]) + rest)


KEYS = st.one_of(
    *(a_key(first, 33) for first in (2, 3)), *(a_key(first, 65) for first in (4, 6, 7))
)
NO_KEYS = st.one_of(a_key(5, 33), a_key(2, 65), a_key(4, 33), st.binary(max_size=75))
SMALL_NUMBERS = st.one_of(
    st.integers(0x4F, 0x62).map(lambda code: bytes([code])),
    st.integers(0, 25).map(lambda n: b"\x01" + bytes([n])),
    st.just(b"\x02\x11\x00"),
)


@st.composite
def multisigs(draw):
    """A multisig, or nearly one: numbers and keys may be off by a little."""
    keys = draw(st.lists(KEYS, max_size=21))
    if draw(st.integers(0, 4)) == 0:
        keys.append(draw(NO_KEYS))
    count = bytes([0x50 + len(keys)]) if len(keys) <= 16 else b"\x01" + bytes([len(keys)])
    needed = draw(st.one_of(st.integers(1, max(1, len(keys))).map(lambda n: b"\x01" + bytes([n])
                                                                  if n > 16 else bytes([0x50 + n])),
                            SMALL_NUMBERS))  # fmt: skip
    if draw(st.integers(0, 4)) == 0:
        count = draw(SMALL_NUMBERS)
    return needed + b"".join(push(key, draw(st.booleans())) for key in keys) + count + b"\xae"


def hashed(before, size, after=b""):
    return st.binary(min_size=size, max_size=size).map(lambda data: before + data + after)


WITNESSES = st.builds(
    lambda version, program: bytes([version, len(program)]) + program,
    st.sampled_from([0, *range(0x50, 0x62)]),
    st.binary(min_size=1, max_size=41),
)
WELL_FORMED = st.one_of(
    hashed(b"\x76\xa9\x14", 20, b"\x88\xac"),
    hashed(b"\xa9\x14", 20, b"\x87"),
    hashed(b"\x00\x14", 20),
    hashed(b"\x00\x20", 32),
    hashed(b"\x51\x20", 32),
    st.just(b"\x51\x02\x4e\x73"),
    KEYS.map(lambda key: push(key) + b"\xac"),
    WITNESSES,
    multisigs(),
    st.binary(max_size=75).map(lambda data: b"\x6a" + push(data)),
    st.just(b"\x6a\x4e\xff\xff\xff\xff"),
    st.binary(max_size=300).map(lambda data: b"\x6a\x4d" + len(data).to_bytes(2, "little") + data),
)


@st.composite
def damaged(draw):
    script = bytearray(draw(WELL_FORMED))
    at = draw(st.integers(0, len(script) - 1))
    script[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(script)


SCRIPTS = st.one_of(WELL_FORMED, damaged(), st.binary(max_size=80))


def test_every_output_of_real_blocks_has_the_type_that_core_gives(data, real_block) -> None:
    files = sorted((data / "blocks").glob("*.outputs.csv.gz"))
    assert len(files) == 10
    for file in files:
        with gzip.open(file, "rt", encoding="ascii") as lines:
            expected = [CORE_NAMES[row["type"]] for row in csv.DictReader(lines)]
        (block,) = oracle.parse_blocks([real_block(file.name.split(".")[0])], hashes=False)
        scripts = [script for tx in block["txs"] for _, script in tx["outputs"]]
        assert types_of(scripts) == expected, file.name


def test_core_decodes_scripts_alike(data) -> None:
    cases = json.loads((data / "addresses" / "rpc_decodescript.json").read_text("utf-8"))
    decoded = [(text, answer["type"]) for text, answer in cases]
    for file in sorted((data / "wire" / "core-decoded").glob("*.json")):
        outputs = json.loads(file.read_text("utf-8"))["vout"]
        decoded += [(o["scriptPubKey"]["hex"], o["scriptPubKey"]["type"]) for o in outputs]
    assert {kind for _, kind in decoded} >= {"multisig", "nonstandard", "nulldata", "pubkey"}
    scripts = [bytes.fromhex(text) for text, _ in decoded]
    assert types_of(scripts) == [CORE_NAMES[kind] for _, kind in decoded]


@given(st.lists(SCRIPTS, min_size=20, max_size=60))
def test_agrees_with_the_oracle(scripts) -> None:
    assert types_of(scripts) == [oracle_address.type_of(script) for script in scripts]


# A key of each form; the library and the oracle might share a misreading, so these are by hand.
SHORT, LONG, HYBRID = b"\x02" + bytes(32), b"\x04" + bytes(64), b"\x07" + bytes(64)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (b"", "nonstandard"),
        (push(SHORT) + b"\xac", "p2pk"),
        (push(HYBRID) + b"\xac", "p2pk"),
        (push(b"\x04" + bytes(32)) + b"\xac", "nonstandard"),
        (b"\x51" + push(LONG) + b"\x51\xae", "multisig"),
        (b"\x51" + push(SHORT, with_length_byte=True) + b"\x51\xae", "multisig"),
        (b"\x52" + push(SHORT) + b"\x51\xae", "nonstandard"),
        (b"\x00" + push(SHORT) + b"\x51\xae", "nonstandard"),
        (b"\x51" + push(SHORT) * 16 + b"\x60\xae", "multisig"),
        (b"\x51" + push(SHORT) * 16 + b"\x01\x10\xae", "nonstandard"),  # not the shortest form
        (b"\x51" + push(SHORT) * 17 + b"\x01\x11\xae", "multisig"),
        (b"\x51" + push(SHORT) * 20 + b"\x01\x14\xae", "multisig"),
        (b"\x51" + push(SHORT) * 21 + b"\x01\x15\xae", "nonstandard"),
        (b"\x01\x01" + push(SHORT) + b"\x51\xae", "nonstandard"),
        (b"\x51" + push(SHORT) + b"\x51\xae\xae", "nonstandard"),
        (b"\x51\xae", "nonstandard"),
        (b"\xae", "nonstandard"),
        (b"\x6a", "op_return"),
        (b"\x6a\x50", "op_return"),  # OP_RESERVED counts as a push
        (b"\x6a\x61", "nonstandard"),
        (b"\x6a\x05abcd", "nonstandard"),
        (b"\x6a\x4e\xff\xff\xff\xffabc", "nonstandard"),
        (b"\x00\x15" + bytes(21), "nonstandard"),
        (b"\x51\x02\x4e\x73", "p2a"),
        (b"\x51\x02\x4e\x74", "witness_unknown"),
        (b"\x52\x02\x4e\x73", "witness_unknown"),
        (b"\x51\x20" + bytes(32), "p2tr"),
        (b"\x60\x28" + bytes(40), "witness_unknown"),
        (b"\x60\x29" + bytes(41), "nonstandard"),
        (b"\x60\x01\x00", "nonstandard"),
        (b"\x50\x02\x00\x00", "nonstandard"),
    ],
)  # fmt: skip
def test_edges(script: bytes, expected: str) -> None:
    assert types_of([script]) == [expected]


def test_reads_nothing_beside_its_script() -> None:
    # The same push, cut off by its length although the buffer goes on.
    buffer = np.frombuffer(b"\x6a\x03abc", np.uint8)
    kinds = classify(buffer, np.zeros(2, np.int64), np.array([5, 4], np.int32))
    assert [SCRIPT_TYPES[kind] for kind in kinds] == ["op_return", "nonstandard"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (b"", True),
        (b"\x51", True),
        (b"\x6a", False),
        (b"\x6a\xff", False),
        (bytes(LARGEST_SCRIPT), True),
        (bytes(LARGEST_SCRIPT + 1), False),
    ],
)
def test_what_can_be_spent(script: bytes, expected: bool) -> None:
    assert can_be_spent(np.frombuffer(script, np.uint8)) == expected
