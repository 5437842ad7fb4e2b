"""Scripts are told apart as Bitcoin Core tells them, ordinary ones and tricky ones."""

import csv
import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.address.script import LARGEST_SCRIPT, SCRIPT_TYPES, can_be_spent, classify
from tests import oracle, oracle_address
from tests.locking_scripts import SCRIPTS, push, types_of

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
