"""Transactions in and out: what Bitcoin Core decodes, and that nothing else is let through."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.wire.cursor import compact_size
from nps_chain.chain.wire.hashes import from_shown, shown
from nps_chain.chain.wire.transaction import Input, Output, Transaction, parse_transaction
from nps_chain.errors import ChainError

WIRE = Path(__file__).parents[2] / "data" / "wire"
DECODED = sorted(path.stem for path in (WIRE / "core-decoded").glob("*.hex"))

# The transaction that BIP 143 signs in its first example: one input with a witness, one without.
SIGNED = bytes.fromhex(
    "01000000000102fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f0000000049483045"
    "0221008b9d1dc26ba6a9cb62127b02742fa9d754cd3bebf337f7a55d114c8e5cdd30be022040529b194ba3f9281a99"
    "f2b1c0a19c0489bc22ede944ccf4ecbab4cc618ef3ed01eeffffffef51e1b804cc89d182d279655c3aa89e815b1b30"
    "9fe287d9b2b55d57b90ec68a0100000000ffffffff02202cb206000000001976a9148280b37df378db99f66f85c95a"
    "783a76ac7a6d5988ac9093510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac00024730"
    "4402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a954c4518331561406"
    "f90300e8f3358f51928d43c212a8caed02de67eebee0121025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253"
    "f62fc70f07aeee635711000000"
)

UINT32 = st.integers(0, 2**32 - 1)
INPUTS = st.builds(
    Input,
    txid=st.binary(min_size=32, max_size=32),
    n=UINT32,
    script=st.binary(max_size=300),
    sequence=UINT32,
    witness=st.lists(st.binary(max_size=80), max_size=3).map(tuple),
)
OUTPUTS = st.builds(Output, st.integers(-(2**63), 2**63 - 1), st.binary(max_size=40))
TRANSACTIONS = st.builds(
    Transaction,
    version=UINT32,
    inputs=st.lists(INPUTS, min_size=1, max_size=3).map(tuple),
    outputs=st.lists(OUTPUTS, max_size=3).map(tuple),
    locktime=UINT32,
)


@pytest.mark.parametrize("name", DECODED)
def test_reads_what_bitcoin_core_reads(name):
    text = (WIRE / "core-decoded" / f"{name}.json").read_text("utf-8")
    core = json.loads(text, parse_float=Decimal)
    raw = bytes.fromhex(core["hex"])
    tx = parse_transaction(raw, witness=bool(core["vin"]))
    assert tx.to_bytes() == raw
    assert {
        "txid": shown(tx.txid),
        "hash": shown(tx.wtxid),
        "version": tx.version,
        "size": tx.size,
        "vsize": tx.vsize,
        "weight": tx.weight,
        "locktime": tx.locktime,
    } == {key: core[key] for key in core if key not in ("vin", "vout", "hex")}
    assert tx.inputs == tuple(
        Input(
            from_shown(spent["txid"]),
            spent["vout"],
            bytes.fromhex(spent["scriptSig"]["hex"]),
            spent["sequence"],
            tuple(map(bytes.fromhex, spent.get("txinwitness", []))),
        )
        for spent in core["vin"]
    )
    assert tx.outputs == tuple(
        Output(int(made["value"] * 100_000_000), bytes.fromhex(made["scriptPubKey"]["hex"]))
        for made in core["vout"]
    )


@pytest.mark.parametrize(
    ("name", "txid", "inputs"),
    [
        # Named in btcutil/txsort/txsort_test.go of btcd.
        ("1", "0a6a357e2f7796444e02638749d9611c008b253fb55f5dc88b739b230ed0c4c3", 17),
        ("3", "fbde5d03b027d2b9ba4cf5d4fecab9a99864df2637b25ea4cbcb1796ff6550ca", 1),
        ("4", "8131ffb0a2c945ecaf9b9063e59558784f9c3a74741ce6ae2a18d0571dac15bb", 5),
    ],
)
def test_names_transactions_of_the_main_network(name, txid, inputs):
    raw = bytes.fromhex((WIRE / "bip69-txs" / f"bip69-{name}.hex").read_text("ascii"))
    tx = parse_transaction(raw)
    assert (shown(tx.txid), len(tx.inputs), len(tx.outputs)) == (txid, inputs, 2)


def raw_transactions():
    """Yield every other transaction among the vectors, as bytes; each has inputs."""
    for name, column in [("tx_valid", 1), ("tx_invalid", 1), ("sighash", 0)]:
        for row in json.loads((WIRE / f"{name}.json").read_text("utf-8")):
            yield bytes.fromhex(row[column])
    # Core's own decoding of txcreatedata1 is of the same transaction with another version.
    for name in ("core-decoded/txcreatedata1", *(f"bip69-txs/bip69-{n}" for n in (1, 3, 4))):
        yield bytes.fromhex((WIRE / f"{name}.hex").read_text("ascii"))
    for n in (1, 2, 3, 7):
        yield (WIRE / "transactions" / f"bcoin-tx{n}.raw").read_bytes()


def test_writes_back_what_it_reads():
    raws = list(raw_transactions())
    assert [parse_transaction(raw).to_bytes() for raw in raws] == raws
    assert len(raws) == 81 + 62 + 334 + 4 + 4


def test_signed_transaction_field_by_field():
    tx = parse_transaction(SIGNED)
    assert tx.to_bytes() == SIGNED
    assert (tx.version, tx.locktime, tx.coinbase, tx.has_witness) == (1, 17, False, True)
    assert [(spent.n, spent.sequence) for spent in tx.inputs] == [(0, 0xFFFFFFEE), (1, 0xFFFFFFFF)]
    assert [len(spent.witness) for spent in tx.inputs] == [0, 2]
    assert [made.value for made in tx.outputs] == [112_340_000, 223_450_000]
    assert tx.size == 343
    assert tx.weight == 3 * (343 - 2 - 1 - 1 - 72 - 34) + 343
    assert tx.vsize == 261


def test_the_witness_is_in_the_wtxid_alone():
    tx = parse_transaction(SIGNED)
    bare = replace(tx, inputs=tuple(replace(spent, witness=()) for spent in tx.inputs))
    assert parse_transaction(tx.to_bytes(witness=False)) == bare
    assert bare.txid == bare.wtxid == tx.txid != tx.wtxid
    assert bare.weight == 4 * bare.size


def test_a_draft_without_inputs_is_read_when_asked_for():
    draft = Transaction(2, (), (Output(5, b"\x51"),))
    assert parse_transaction(draft.to_bytes(), witness=False) == draft
    with pytest.raises(ChainError):
        parse_transaction(draft.to_bytes())
    nothing = Transaction(2, (), ())
    assert parse_transaction(nothing.to_bytes()) == nothing


@given(TRANSACTIONS)
def test_whatever_is_written_is_read_back(tx):
    assert parse_transaction(tx.to_bytes()) == tx
    assert len(tx.to_bytes()) == tx.size
    assert parse_transaction(tx.to_bytes(witness=False), witness=False).txid == tx.txid


@given(TRANSACTIONS)
def test_every_cut_is_refused(tx):
    raw = tx.to_bytes()
    for end in range(len(raw)):
        with pytest.raises(ChainError):
            parse_transaction(raw[:end])


@given(st.binary(max_size=200))
def test_any_bytes_are_written_back_or_refused(raw):
    try:
        tx = parse_transaction(raw)
    except ChainError:
        return
    assert tx.to_bytes() == raw


def test_every_flipped_bit_gives_another_transaction_or_is_refused():
    known = parse_transaction(SIGNED).wtxid
    for bit in range(8 * len(SIGNED)):
        flipped = bytearray(SIGNED)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            tx = parse_transaction(bytes(flipped))
        except ChainError:
            continue
        assert tx.to_bytes() == flipped
        assert tx.wtxid != known


@pytest.mark.parametrize("number", [2**16, 2**32, 2**64 - 1])
@pytest.mark.parametrize(
    ("things", "offset"),
    [("inputs", 6), ("bytes of script", 43), ("outputs", 162), ("witness items", 231)],
)
def test_a_count_that_the_data_can_not_hold_is_refused(things, offset, number):
    hostile = SIGNED[:offset] + compact_size(number) + SIGNED[offset + 1 :]
    with pytest.raises(ChainError, match=f"{number} {things} are announced at offset {offset}"):
        parse_transaction(hostile)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (SIGNED + b"\0", "1 bytes are left over at offset 343"),
        (SIGNED[:5] + b"\2" + SIGNED[6:], "unknown witnesses, at offset 4"),
        (bytes.fromhex("010000000001000000000000"), "at offset 4, but has none"),
        (b"", "4 bytes are needed at offset 0, 0 are left"),
    ],
)
def test_what_is_no_transaction_is_refused_with_its_offset(raw, why):
    with pytest.raises(ChainError, match=why):
        parse_transaction(raw)


def test_a_transaction_of_another_coin_is_refused():
    # Decred's outputs have a version before the script, its inputs an amount.
    raw = bytes.fromhex((WIRE / "transactions" / "many_inputs_tx.hex").read_text("ascii"))
    with pytest.raises(ChainError, match="30629 bytes are left over at offset 3682"):
        parse_transaction(raw)


@pytest.mark.parametrize(
    "change",
    [
        {"version": -1},
        {"locktime": 2**32},
        {"inputs": (Input(bytes(31), 0),)},
        {"inputs": (Input(bytes(32), -1),)},
        {"inputs": (Input(bytes(32), 0, sequence=2**32),)},
        {"outputs": (Output(2**63, b""),)},
    ],
)
def test_fields_that_have_no_place_are_refused(change):
    with pytest.raises(ChainError):
        replace(parse_transaction(SIGNED), **change).to_bytes()
