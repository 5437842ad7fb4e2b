"""Every real block there is, against what others counted in it and against the oracle."""

import csv
import gzip
from collections import Counter
from itertools import pairwise

import pytest

from nps_chain.chain.wire.block import parse_block
from nps_chain.chain.wire.hashes import shown, target
from nps_chain.chain.wire.rules import bip34_height, check_block, find_commitment
from tests.oracle import parse_blocks

LIMITS = {"main": target(0x1D00FFFF), "test": target(0x1D00FFFF), "signet": target(0x1E0377AE)}


@pytest.fixture(scope="module")
def block(expected_block):
    return parse_block(expected_block["raw"])


def test_holds_what_is_expected(block, expected_block):
    payments = block.transactions[1:]
    inputs = [spent for tx in payments for spent in tx.inputs]
    outputs = [made for tx in block.transactions for made in tx.outputs]
    own = {tx.txid for tx in block.transactions}
    found = {
        "hash": shown(block.hash),
        "previous": shown(block.header.previous),
        "merkle_root": shown(block.merkle_root),
        "time": block.header.time,
        "version": block.header.version,
        "bits": f"{block.header.bits:08x}",
        "size": block.size,
        "weight": block.weight,
        "transactions": len(block.transactions),
        "inputs_without_coinbase": len(inputs),
        "outputs": len(outputs),
        "output_value": sum(made.value for made in outputs),
        "coinbase_claims": sum(made.value for made in block.transactions[0].outputs),
        "transactions_with_witness": sum(tx.has_witness for tx in block.transactions),
        "first_txid": shown(block.transactions[0].txid),
        "last_txid": shown(block.transactions[-1].txid),
        "txs_by_version": dict(Counter(str(tx.version) for tx in block.transactions)),
        "rbf_signalling": sum(
            any(spent.sequence < 0xFFFFFFFE for spent in tx.inputs) for tx in payments
        ),
        "locktime_nonzero": sum(tx.locktime > 0 for tx in block.transactions),
        "spends_inside_block": sum(spent.txid in own for spent in inputs),
        "max_inputs": max(len(tx.inputs) for tx in block.transactions),
        "max_outputs": max(len(tx.outputs) for tx in block.transactions),
    }
    assert found == {name: expected_block[name] for name in found}
    assert block.merkle_root == block.header.merkle_root


def test_is_written_back(block, expected_block):
    assert block.to_bytes() == expected_block["raw"]


def test_is_what_its_header_vouches_for(block, expected_block):
    check_block(block, LIMITS[expected_block["network"]])
    commitment = find_commitment(made.script for made in block.transactions[0].outputs)
    assert (commitment is not None) >= any(tx.has_witness for tx in block.transactions)


def test_says_its_height(block, expected_block):
    # BIP 34 is in force on the main network from 227,931 on, on testnet3 from 21,111 on.
    claimed = bip34_height(block.transactions[0].inputs[0].script)
    in_force = (
        expected_block["height"] >= {"main": 227_931, "test": 21_111}[expected_block["network"]]
    )
    assert claimed == expected_block["height"] or not in_force


def test_agrees_with_the_oracle(block, expected_block):
    [found] = parse_blocks([expected_block["raw"]])
    assert found == {
        "hash": block.hash,
        "version": block.header.version,
        "previous": block.header.previous,
        "merkle_root": block.header.merkle_root,
        "time": block.header.time,
        "bits": block.header.bits,
        "nonce": block.header.nonce,
        "size": block.size,
        "weight": block.weight,
        "txs": [
            {
                "txid": tx.txid,
                "wtxid": tx.wtxid,
                "version": tx.version,
                "locktime": tx.locktime,
                "size": tx.size,
                "weight": tx.weight,
                "vsize": tx.vsize,
                "inputs": [
                    (spent.txid, spent.n, spent.script, spent.sequence, bool(spent.witness))
                    for spent in tx.inputs
                ],
                "outputs": [(made.value, made.script) for made in tx.outputs],
            }
            for tx in block.transactions
        ],
    }


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize(
    "height", [1, 169482, 227835, 277647, 300025, 413567, 481829, 482683, 574200, 866342]
)
def test_outputs_are_those_that_core_decodes(height, real_block, data):
    core = rows(data / "blocks" / f"block{height}.outputs.csv.gz")
    assert [(int(row["tx"]), int(row["n"]), int(row["value"])) for row in core] == [
        (place, n, made.value)
        for place, tx in enumerate(parse_block(real_block(f"block{height}")).transactions)
        for n, made in enumerate(tx.outputs)
    ]


@pytest.mark.parametrize(
    "name", ["block277647", "block300025", "block866342", "testnet928828", "testnet1087400"]
)
def test_the_coinbase_claims_subsidy_and_fees(name, real_block, expected_blocks, data):
    block = parse_block(real_block(name))
    spent = list(rows(data / "blocks" / f"{name}.prevouts.csv.gz"))
    assert [(int(r["tx"]), int(r["vin"]), r["txid"], int(r["n"])) for r in spent] == [
        (place, vin, shown(claim.txid), claim.n)
        for place, tx in enumerate(block.transactions[1:], 1)
        for vin, claim in enumerate(tx.inputs)
    ]
    paid_in = sum(int(row["value"]) for row in spent)
    paid_out = sum(made.value for tx in block.transactions[1:] for made in tx.outputs)
    subsidy = 5_000_000_000 >> expected_blocks[name]["height"] // 210_000
    claimed = sum(made.value for made in block.transactions[0].outputs)
    assert claimed == subsidy + paid_in - paid_out


def test_the_first_blocks_of_the_main_network(mainnet_blocks):
    blocks = [parse_block(raw) for raw in mainnet_blocks]
    assert (len(blocks), sum(len(block.transactions) for block in blocks)) == (255, 262)
    for before, block in pairwise(blocks):
        assert block.header.previous == before.hash
    for block, raw in zip(blocks, mainnet_blocks, strict=True):
        check_block(block, LIMITS["main"])
        assert block.to_bytes() == raw
    assert shown(blocks[-1].hash) == (
        "00000000d0a75c861fabf9ff7b92022f60e4afeed9331fe5aa073d8e4706fe3c"
    )
    paying = next(height for height, block in enumerate(blocks, 1) if len(block.transactions) > 1)
    assert paying == 170


def test_the_first_blocks_of_signet(signet_blocks):
    blocks = [parse_block(raw) for raw in signet_blocks]
    assert len(blocks) == 121
    for height, (block, raw) in enumerate(zip(blocks, signet_blocks, strict=True)):
        check_block(block, LIMITS["signet"])
        assert block.to_bytes() == raw
        coinbase = block.transactions[0]
        # The first block was made before the rule: its script starts with a copy of its bits.
        assert bip34_height(coinbase.inputs[0].script) == (height or None)
        assert height == 0 or block.header.previous == blocks[height - 1].hash
        assert coinbase.has_witness == (height > 0)
    assert parse_blocks(signet_blocks)[-1]["hash"] == blocks[-1].hash
