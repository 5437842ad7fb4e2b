"""Blocks in and out; the real ones are in `test_blocks_real.py`."""

from dataclasses import replace

import pytest

from nps_chain.chain.wire.block import Block, Header, parse_block, parse_header
from nps_chain.chain.wire.cursor import compact_size
from nps_chain.chain.wire.hashes import from_shown, shown
from nps_chain.errors import ChainError


def test_block_1_field_by_field(real_block):
    raw = real_block("block1")
    block = parse_block(raw)
    root = from_shown("0e3e2357e806b6cdb1f70b54c3a3a17b6714ee1f0e68bebb44a74b1efd512098")
    assert block.header == Header(
        version=1,
        previous=from_shown("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"),
        merkle_root=root,
        time=1_231_469_665,
        bits=0x1D00FFFF,
        nonce=2_573_394_689,
    )
    assert shown(block.hash) == "00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048"
    assert block.header.target == 0xFFFF << 208
    assert block.header.meets_target
    assert not replace(block.header, nonce=0).meets_target
    assert block.merkle_root == block.transactions[0].txid == root
    assert block.transactions[0].coinbase
    assert (block.size, block.weight) == (215, 860)
    assert block.to_bytes() == raw
    assert parse_header(raw[:80]) == block.header


@pytest.mark.parametrize("height", [1, 120])
def test_every_cut_is_refused(height, signet_blocks):
    raw = signet_blocks[height]
    for end in range(len(raw)):
        with pytest.raises(ChainError):
            parse_block(raw[:end])


def test_what_is_left_over_is_refused(real_block):
    with pytest.raises(ChainError, match="1 bytes are left over at offset 215"):
        parse_block(real_block("block1") + b"\0")
    with pytest.raises(ChainError, match="135 bytes are left over at offset 80"):
        parse_header(real_block("block1"))


@pytest.mark.parametrize("number", [14, 2**32, 2**64 - 1])
def test_more_transactions_than_the_data_can_hold_are_refused(number, real_block):
    raw = real_block("block1")
    hostile = raw[:80] + compact_size(number) + raw[81:]
    with pytest.raises(ChainError, match=f"{number} transactions are announced at offset 80"):
        parse_block(hostile)


def test_a_block_without_transactions_has_no_root(real_block):
    empty = Block(parse_header(real_block("block1")[:80]), ())
    assert parse_block(empty.to_bytes()) == empty
    with pytest.raises(ChainError, match="no transactions"):
        _ = empty.merkle_root


@pytest.mark.parametrize(
    "change", [{"previous": b""}, {"merkle_root": bytes(33)}, {"time": 2**32}, {"version": 2**31}]
)
def test_header_fields_that_have_no_place_are_refused(change, real_block):
    with pytest.raises(ChainError):
        replace(parse_header(real_block("block1")[:80]), **change).to_bytes()
