"""What can't be: transactions that Bitcoin Core refuses, and blocks changed in a single bit."""

import json
from dataclasses import replace

import pytest

from nps_chain.chain.wire.block import Block, parse_block
from nps_chain.chain.wire.hashes import target, witness_commitment
from nps_chain.chain.wire.rules import (
    COMMITMENT_PREFIX,
    MAX_MONEY,
    bip34_height,
    check_block,
    check_transaction,
    find_commitment,
)
from nps_chain.chain.wire.transaction import Input, Output, Transaction, parse_transaction
from nps_chain.errors import ChainError

COIN = Input(b"\1" * 32, 0)
COINBASE = Input(bytes(32), 0xFFFFFFFF, b"\x51\x51")
ANYONE = Output(5, b"\x51")


def test_transactions_that_core_accepts_pass(data):
    for _, raw, _ in json.loads((data / "wire" / "tx_valid.json").read_text("utf-8")):
        check_transaction(parse_transaction(bytes.fromhex(raw)))


def test_transactions_that_core_refuses_without_a_chain_are_refused(data):
    bad = 0
    for _, raw, flags in json.loads((data / "wire" / "tx_invalid.json").read_text("utf-8")):
        tx = parse_transaction(bytes.fromhex(raw))
        if flags == "BADTX":
            bad += 1
            with pytest.raises(ChainError):
                check_transaction(tx)
        else:  # a script fails, which isn't looked at
            check_transaction(tx)
    assert bad == 6


@pytest.mark.parametrize(
    ("inputs", "outputs", "why"),
    [
        ([], [ANYONE], "no inputs"),
        ([COIN], [], "no outputs"),
        ([COIN], [ANYONE, Output(-1, b"")], "output 1 has -1 satoshi"),
        ([COIN], [Output(MAX_MONEY + 1, b"")], "output 0 has 2100000000000001 satoshi"),
        ([COIN], [Output(MAX_MONEY, b""), Output(1, b"")], "more than all bitcoin"),
        ([COIN, replace(COIN, sequence=0)], [ANYONE], "spends the same output twice"),
        ([COIN, COINBASE], [ANYONE], "one of its inputs spends nothing"),
        ([replace(COINBASE, script=b"\x51")], [ANYONE], "has 1 bytes, not 2 to 100"),
        ([replace(COINBASE, script=bytes(101))], [ANYONE], "has 101 bytes, not 2 to 100"),
        ([COIN], [Output(0, bytes(1_000_000))], "larger than a block may be"),
    ],
)
def test_the_reason_is_said(inputs, outputs, why):
    with pytest.raises(ChainError, match=why):
        check_transaction(Transaction(1, tuple(inputs), tuple(outputs)))


@pytest.mark.parametrize("script", [b"\x51\x51", bytes(100)])
def test_the_limits_themselves_are_allowed(script):
    outputs = (Output(MAX_MONEY, b""), Output(0, b""))
    check_transaction(Transaction(1, (replace(COINBASE, script=script),), outputs))


def refused(raw, limit):
    try:
        check_block(parse_block(raw), limit)
    except ChainError:
        return True
    return False


def flip(raw, bit):
    return raw[: bit // 8] + bytes([raw[bit // 8] ^ 1 << bit % 8]) + raw[bit // 8 + 1 :]


def test_every_flipped_bit_of_the_first_payment_is_refused(mainnet_blocks):
    raw = mainnet_blocks[169]
    assert len(raw) == 490
    passed = [bit for bit in range(8 * len(raw)) if not refused(flip(raw, bit), target(0x1D00FFFF))]
    assert passed == []


def test_every_flipped_bit_of_a_block_with_a_witness_is_refused(signet_blocks):
    raw = signet_blocks[1]
    assert parse_block(raw).transactions[0].has_witness
    passed = [bit for bit in range(8 * len(raw)) if not refused(flip(raw, bit), target(0x1E0377AE))]
    assert passed == []


def mined(block):
    """Return the block with its merkle root put right and work done for the easiest network."""
    header = replace(block.header, merkle_root=block.merkle_root, bits=0x207FFFFF)
    nonces = (replace(header, nonce=nonce) for nonce in range(2**32))
    return replace(block, header=next(header for header in nonces if header.meets_target))


@pytest.fixture
def block(signet_blocks):
    """A block of three transactions whose witnesses are committed to."""
    payments = [
        Transaction(2, (replace(COIN, n=n, witness=(b"key",)),), (ANYONE,)) for n in range(2)
    ]
    reserved = bytes(range(32))
    coinbase = Transaction(1, (replace(COINBASE, witness=(reserved,)),), (ANYONE,))
    root = witness_commitment([tx.wtxid for tx in (coinbase, *payments)], reserved)
    commitments = Output(0, COMMITMENT_PREFIX + bytes(32)), Output(0, COMMITMENT_PREFIX + root)
    coinbase = replace(coinbase, outputs=(*commitments, ANYONE))
    return mined(Block(parse_block(signet_blocks[1]).header, (coinbase, *payments)))


def change(block, place, **fields):
    transactions = list(block.transactions)
    transactions[place] = replace(transactions[place], **fields)
    return replace(block, transactions=tuple(transactions))


def test_a_block_of_ones_own_passes_with_and_without_witnesses(block):
    check_block(block)
    bare = parse_block(block.to_bytes(witness=False))
    assert bare.hash == block.hash
    assert bare.weight < block.weight
    check_block(bare)


def test_too_easy_a_target_for_the_network_is_refused(block):
    with pytest.raises(ChainError, match="does not prove the work"):
        check_block(block, target(0x1D00FFFF))


def test_a_changed_transaction_is_refused(block):
    with pytest.raises(ChainError, match="not those of the merkle root"):
        check_block(change(block, 2, locktime=1))


def test_a_repeated_end_is_refused_though_the_root_is_right(block):
    doubled = replace(block, transactions=(*block.transactions, block.transactions[2]))
    assert doubled.merkle_root == block.header.merkle_root
    with pytest.raises(ChainError, match="CVE-2012-2459"):
        check_block(doubled)


def test_the_coinbase_comes_first_and_alone(block):
    first, second, third = block.transactions
    for wrong in [(second, first, third), (second, third), (first, second, first)]:
        with pytest.raises(ChainError, match="must be the coinbase"):
            check_block(mined(replace(block, transactions=wrong)))


def test_a_block_that_weighs_too_much_is_refused(block):
    heavy = change(block, 0, outputs=(ANYONE, *[Output(0, bytes(990_000))] * 2))
    with pytest.raises(ChainError, match="of at most 4000000"):
        check_block(mined(heavy))


def test_changed_witnesses_are_refused(block):
    other = (replace(COIN, n=1, witness=(b"another key",)),)
    with pytest.raises(ChainError, match="not those that its coinbase commits to"):
        check_block(change(block, 2, inputs=other))


@pytest.mark.parametrize("witness", [(), (bytes(31),), (bytes(32), bytes(32))])
def test_witnesses_need_a_reserved_value(block, witness):
    with pytest.raises(ChainError, match="does not commit to them"):
        check_block(change(block, 0, inputs=(replace(COINBASE, witness=witness),)))


def test_witnesses_need_a_commitment(block):
    with pytest.raises(ChainError, match="does not commit to them"):
        check_block(mined(change(block, 0, outputs=(ANYONE,))))


def test_a_bad_transaction_makes_a_bad_block(block):
    greedy = change(block, 0, outputs=(*block.transactions[0].outputs, Output(-1, b"")))
    with pytest.raises(ChainError, match="output 3 has -1 satoshi"):
        check_block(mined(greedy))


def test_of_several_commitments_the_last_counts():
    first, second = COMMITMENT_PREFIX + b"1" * 32, COMMITMENT_PREFIX + b"2" * 32
    assert find_commitment([first, second + b"more", b"\x51"]) == b"2" * 32
    assert find_commitment([second[:-1], b"\x51" + second]) is None


@pytest.mark.parametrize(
    ("script", "height"),
    [
        ("00", 0),
        ("51", 1),
        ("60", 16),
        ("0111", 17),
        ("017f", 127),
        ("028000", 128),
        ("02ff7f", 32_767),
        ("03008000", 32_768),
        ("03a7bb0d00aabb", 900_007),
        ("03ffff7f", 8_388_607),
        ("", None),
        ("04ffff001d", None),  # a copy of the header's bits, as in block 1
        ("03a7bb", None),  # cut short
        ("0110", None),  # 16 has a shorter form
        ("027f00", None),  # so has 127
        ("0181", None),  # negative
        ("61", None),  # not a number at all
    ],
)
def test_heights_are_read_in_their_shortest_form_only(script, height):
    assert bip34_height(bytes.fromhex(script)) == height
