"""Sighashes against Bitcoin Core's and the BIPs' vectors, and against real signatures."""

import csv
import gzip
import hashlib
import json
from collections import Counter, defaultdict

import pytest

from nps_chain.chain.wire.block import parse_block
from nps_chain.chain.wire.cursor import Cursor, with_length
from nps_chain.chain.wire.sighash import (
    ANYONECANPAY,
    NONE,
    SINGLE,
    legacy_sighash,
    segwit_sighash,
    tagged_hash,
    taproot_sighash,
)
from nps_chain.chain.wire.transaction import Input, Output, Transaction, parse_transaction
from nps_chain.errors import ChainError
from tests.secp256k1 import ecdsa_holds, schnorr_holds

PAYMENT = Transaction(1, (Input(bytes(32), 0), Input(bytes(32), 1)), (Output(5, b""),))


def test_legacy_agrees_with_bitcoin_core(data):
    rows = json.loads((data / "wire" / "sighash.json").read_text("utf-8"))
    assert len(rows) == 334
    for raw, script, index, hash_type, expected in rows:
        tx = parse_transaction(bytes.fromhex(raw))
        found = legacy_sighash(tx, index, bytes.fromhex(script), hash_type)
        assert found[::-1].hex() == expected


@pytest.mark.parametrize("alone", [0, ANYONECANPAY])
def test_legacy_single_without_an_output_is_the_number_one(alone):
    assert legacy_sighash(PAYMENT, 1, b"", SINGLE | alone) == b"\x01" + bytes(31)
    assert legacy_sighash(PAYMENT, 0, b"", SINGLE | alone) != b"\x01" + bytes(31)


@pytest.mark.parametrize(
    ("script", "signed"),
    [
        ("51ab52ab", "5152"),
        ("02ababab", "02abab"),  # inside a push it is data
        ("4c02ababab", "4c02abab"),
        ("4d0200ababab", "4d0200abab"),
        ("4e02000000ababab", "4e02000000abab"),
        ("ab03abab", "03abab"),  # the push is cut short: what follows is kept as it is
        ("ab4dab", "4dab"),
    ],
)
def test_legacy_leaves_out_code_separators_but_no_data(script, signed):
    preimage = bytes.fromhex("01000000" + "01" + "00" * 36)
    preimage += with_length(bytes.fromhex(signed)) + bytes.fromhex("ffffffff" + "00" + "00" * 4)
    preimage += bytes.fromhex("82000000")
    expected = hashlib.sha256(hashlib.sha256(preimage).digest()).digest()
    found = legacy_sighash(PAYMENT, 0, bytes.fromhex(script), NONE | ANYONECANPAY)
    assert found == expected


def test_segwit_agrees_with_bip_143(data):
    rows = json.loads((data / "wire" / "bip143.json").read_text("utf-8"))
    assert len(rows) == 13
    for name, raw, index, script, value, hash_type, expected in rows:
        tx = parse_transaction(bytes.fromhex(raw))
        found = segwit_sighash(tx, index, bytes.fromhex(script), value, hash_type)
        assert found.hex() == expected, name


def taproot_vectors(data):
    """Yield transaction, spent outputs and vector of each key-path spend in BIP 341's vectors."""
    vectors = json.loads((data / "wire" / "bip341_wallet_vectors.json").read_text("utf-8"))
    for case in vectors["keyPathSpending"]:
        spent = [
            Output(output["amountSats"], bytes.fromhex(output["scriptPubKey"]))
            for output in case["given"]["utxosSpent"]
        ]
        tx = parse_transaction(bytes.fromhex(case["given"]["rawUnsignedTx"]))
        for vector in case["inputSpending"]:
            yield tx, spent, vector


def test_taproot_agrees_with_bip_341(data):
    count = 0
    for tx, spent, vector in taproot_vectors(data):
        index, hash_type = vector["given"]["txinIndex"], vector["given"]["hashType"]
        found = taproot_sighash(tx, index, spent, hash_type)
        assert found.hex() == vector["intermediary"]["sigHash"]
        signature = bytes.fromhex(vector["expected"]["witness"][0])[:64]
        assert schnorr_holds(spent[index].script[2:], signature, found)
        count += 1
    assert count == 7


def test_taproot_signs_the_annex_too(data):
    annex = b"\x50 is how an annex starts"
    for tx, spent, vector in taproot_vectors(data):
        index, hash_type = vector["given"]["txinIndex"], vector["given"]["hashType"]
        message = bytearray.fromhex(vector["intermediary"]["sigMsg"])
        # BIP 341: a lone input is 36 + 8 + 35 + 4 bytes here, else its place is 4 bytes; the hash
        # of the output for SINGLE comes last.
        single = 32 if hash_type & 3 == SINGLE else 0
        end = len(message) - single
        place = end - (83 if hash_type & ANYONECANPAY else 4) - 1
        assert message[place] == 0
        message[place] = 1
        message[end:end] = hashlib.sha256(with_length(annex)).digest()
        found = taproot_sighash(tx, index, spent, hash_type, annex)
        assert found == tagged_hash("TapSighash", bytes(message))


@pytest.mark.parametrize(
    ("index", "spent", "hash_type", "annex", "why"),
    [
        (2, 2, 0, None, "no input 2"),
        (-1, 2, 0, None, "no input -1"),
        (0, 1, 0, None, "2 inputs spend as many outputs, not 1"),
        (0, 2, 4, None, "no hash type 4"),
        (0, 2, 0x80, None, "no hash type 128"),
        (1, 2, SINGLE, None, "no output 1"),
        (0, 2, 0, b"", "0x50"),
        (0, 2, 0, b"\x51", "0x50"),
    ],
)
def test_taproot_refuses_what_bip_341_forbids(index, spent, hash_type, annex, why):
    with pytest.raises(ChainError, match=why):
        taproot_sighash(PAYMENT, index, [Output(5, b"")] * spent, hash_type, annex)


@pytest.mark.parametrize("index", [-1, 2])
def test_an_input_that_is_not_there_is_refused(index):
    with pytest.raises(ChainError, match=f"no input {index}: the transaction has 2"):
        legacy_sighash(PAYMENT, index, b"", 1)
    with pytest.raises(ChainError, match=f"no input {index}: the transaction has 2"):
        segwit_sighash(PAYMENT, index, b"", 5, 1)


def spend_by_key(claim, script):
    """Return kind, signature and key of an input that one signature unlocks, or None."""
    if script[:2] == b"\x51\x20" and len(claim.witness) == 1:
        signature = claim.witness[0]
        # 64 bytes mean DEFAULT; it is written out here, so that the hash type always comes last.
        return "p2tr", signature if len(signature) == 65 else signature + b"\0", script[2:]
    if script[:3] == b"\x76\xa9\x14" and len(script) == 25:
        length = claim.script[0]
        return "p2pkh", claim.script[1 : 1 + length], claim.script[2 + length :]
    if script[:2] == b"\x00\x14" or claim.script[:3] == b"\x16\x00\x14":
        return "p2wpkh", *claim.witness
    return None


def holds(tx, index, spent):
    """Return whether the signature of a spend by one key is over our sighash."""
    claim, script = tx.inputs[index], spent[index].script
    kind, signature, key = spend_by_key(claim, script)
    if kind == "p2tr":
        digest = taproot_sighash(tx, index, spent, signature[-1])
        return schnorr_holds(key, signature[:64], digest)
    if kind == "p2pkh":
        return ecdsa_holds(key, signature, legacy_sighash(tx, index, script, signature[-1]))
    program = claim.script[1:] or script
    code = b"\x76\xa9" + program[1:] + b"\x88\xac"
    digest = segwit_sighash(tx, index, code, spent[index].value, signature[-1])
    return ecdsa_holds(key, signature, digest)


def test_signatures_of_a_real_block_hold(data, real_block):
    spent = defaultdict(list)
    with gzip.open(data / "blocks" / "block866342.prevouts.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            output = Output(int(row["value"]), bytes.fromhex(row["script"]))
            spent[int(row["tx"])].append(output)
    checked = Counter()
    for place, tx in enumerate(parse_block(real_block("block866342")).transactions):
        for index, output in enumerate(spent[place]):
            kind, signature, _ = spend_by_key(tx.inputs[index], output.script) or (None, b"\0", b"")
            if kind and checked[kind, signature[-1]] < 4:
                checked[kind, signature[-1]] += 1
                assert holds(tx, index, spent[place]), (place, index, kind)
    kinds = {
        ("p2pkh", 1),
        ("p2wpkh", 1),
        ("p2wpkh", 0x83),
        ("p2tr", 0),
        ("p2tr", 1),
        ("p2tr", 0x83),
    }
    assert checked == dict.fromkeys(kinds, 4)


@pytest.mark.parametrize("name", ["bcoin-tx1", "bcoin-tx2", "bcoin-tx3", "bcoin-tx7"])
def test_signatures_of_old_transactions_hold(name, data):
    folder = data / "wire" / "transactions"
    tx = parse_transaction((folder / f"{name}.raw").read_bytes())
    cursor, spent = Cursor((folder / f"{name}-prevouts.raw").read_bytes()), []
    while cursor.offset < len(cursor.data):
        spent.append(Output.read(cursor))
    assert len(spent) == len(tx.inputs)
    # The second input of bcoin-tx3 is unlocked by a script with several keys.
    assert holds(tx, 0, spent)
    assert not holds(tx, 0, [Output(value=1, script=b"\x76\xa9\x14" + bytes(20) + b"\x88\xac")])
