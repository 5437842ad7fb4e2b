"""Names, merkle roots and work: small cases by hand, and Bitcoin Core's own cases for targets."""

import hashlib

import pytest

from nps_chain.chain.wire.hashes import (
    EASIEST_TARGET,
    double_sha256,
    from_shown,
    meets_target,
    merkle_root,
    shown,
    target,
    witness_commitment,
)
from nps_chain.errors import ChainError

A, B, C = (bytes([letter]) * 32 for letter in b"ABC")


def pair(left, right):
    return hashlib.sha256(hashlib.sha256(left + right).digest()).digest()


def test_a_hash_is_shown_last_byte_first():
    genesis = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
    assert from_shown(genesis)[-5:] == bytes(5)
    assert shown(from_shown(genesis)) == genesis


@pytest.mark.parametrize("text", ["", "00" * 31, "00" * 33, "zz" * 32, " 0" * 32, "0x" + "00" * 31])
def test_other_text_is_no_hash(text):
    with pytest.raises(ChainError, match="64 hex digits"):
        from_shown(text)


def test_double_sha256_is_known():
    # The example of the Bitcoin wiki's "Protocol documentation".
    assert double_sha256(b"hello").hex() == (
        "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50"
    )


@pytest.mark.parametrize(
    ("leaves", "root"),
    [
        ([A], A),
        ([A, B], pair(A, B)),
        ([A, B, C], pair(pair(A, B), pair(C, C))),
        ([A, B, C, A, B], pair(pair(pair(A, B), pair(C, A)), pair(pair(B, B), pair(B, B)))),
    ],
)
def test_merkle_root_fills_up_odd_rows_with_their_last(leaves, root):
    assert merkle_root(leaves) == root
    assert merkle_root(leaves, check=True) == root


@pytest.mark.parametrize("copied", [[A, B, C, C], [A, A], [A, B, C, A, B, C, B, C]])
def test_merkle_root_refuses_copies_that_leave_the_root_alone(copied):
    with pytest.raises(ChainError, match="CVE-2012-2459"):
        merkle_root(copied, check=True)


def test_the_refused_copy_has_indeed_the_same_root():
    assert merkle_root([A, B, C, C]) == merkle_root([A, B, C])
    assert merkle_root([A, B, C, A, B, C, B, C]) == merkle_root([A, B, C, A, B, C])


def test_nothing_has_no_merkle_root():
    with pytest.raises(ChainError, match="no transactions"):
        merkle_root([])


def test_the_coinbase_counts_as_zeros_in_the_witness_commitment():
    root = pair(bytes(32), B)
    assert witness_commitment([A, B], C) == witness_commitment([C, B], C) == pair(root, C)


@pytest.mark.parametrize(
    ("bits", "number"),
    [
        # src/test/arith_uint256_tests.cpp of Bitcoin Core
        (0x00000000, 0),
        (0x00123456, 0),
        (0x01003456, 0),
        (0x02000056, 0),
        (0x03000000, 0),
        (0x04000000, 0),
        (0x00923456, 0),
        (0x01803456, 0),
        (0x01123456, 0x12),
        (0x02123456, 0x1234),
        (0x03123456, 0x123456),
        (0x04123456, 0x12345600),
        (0x05009234, 0x92340000),
        (0x20123456, 0x123456 << 232),
        (0x04923456, 0),  # negative
        (0xFF123456, 0),  # more than 256 bits
        # the last that fit, and the first that don't
        (0x207FFFFF, EASIEST_TARGET),
        (0x2100FFFF, 0xFFFF << 240),
        (0x220000FF, 0xFF << 248),
        (0x21010000, 0),
        (0x22000100, 0),
        (0x23000001, 0),
        # the main network's first
        (0x1D00FFFF, 0xFFFF << 208),
    ],
)
def test_target_reads_compact_bits_as_core_does(bits, number):
    assert target(bits) == number


@pytest.mark.parametrize(
    ("number", "bits", "limit", "meets"),
    [
        (0xFFFF << 208, 0x1D00FFFF, EASIEST_TARGET, True),
        ((0xFFFF << 208) + 1, 0x1D00FFFF, EASIEST_TARGET, False),
        (1, 0x207FFFFF, EASIEST_TARGET, True),
        (1, 0x207FFFFF, 0xFFFF << 208, False),  # easier than the network allows
        (0, 0x04923456, EASIEST_TARGET, False),
        (0, 0xFF123456, EASIEST_TARGET, False),
    ],
)
def test_work_is_a_small_hash_and_no_cheaper_than_allowed(number, bits, limit, meets):
    assert meets_target(number.to_bytes(32, "little"), bits, limit) == meets
