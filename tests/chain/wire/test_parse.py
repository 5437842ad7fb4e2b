"""The bulk parser agrees with the plain one on every real block, and refuses every damaged one."""

import struct

import numpy as np
import pytest

from nps_chain.chain.wire.hashes import double_sha256
from nps_chain.chain.wire.parse import parse
from nps_chain.errors import ChainError
from tests import oracle


def parsed(raw: bytes, network: str = "main", **options):
    edges = np.array([0, len(raw)], np.int64)
    return parse(np.frombuffer(raw, np.uint8), edges, where=str, network=network, **options)


def columns(blocks):
    txs = [tx for block in blocks for tx in block["txs"]]
    inputs = [entry for tx in txs for entry in tx["inputs"]]
    outputs = [entry for tx in txs for entry in tx["outputs"]]
    return {
        "block_hash": [block["hash"] for block in blocks],
        "time": [block["time"] for block in blocks],
        "block_txs": [len(block["txs"]) for block in blocks],
        "txid": [tx["txid"] for tx in txs],
        "version": [tx["version"] for tx in txs],
        "locktime": [tx["locktime"] for tx in txs],
        "vsize": [tx["vsize"] for tx in txs],
        "tx_inputs": [len(tx["inputs"]) for tx in txs],
        "tx_outputs": [len(tx["outputs"]) for tx in txs],
        "prevout_txid": [entry[0] for entry in inputs],
        "prevout_n": [entry[1] for entry in inputs],
        "sequence": [entry[3] for entry in inputs],
        "witness": [int(entry[4]) for entry in inputs],
        "value": [value for value, _ in outputs],
        "script_length": [len(script) for _, script in outputs],
        "scripts": b"".join(script for _, script in outputs),
    }


def test_every_real_block_is_as_the_plain_parser_says(real_block, expected_blocks):
    assert len(expected_blocks) == 15
    for name, expected in expected_blocks.items():
        raw = real_block(name)
        pieces = parsed(raw, expected["network"])
        for column, wanted in columns(oracle.parse_blocks([raw])).items():
            found = getattr(pieces, column)
            if isinstance(wanted, bytes):
                assert found.tobytes() == wanted, (name, column)
            elif isinstance(wanted[0], bytes):
                assert [row.tobytes() for row in found] == wanted, (name, column)
            else:
                assert found.tolist() == wanted, (name, column)
        assert pieces.header.tobytes() == raw[:80]


def test_blocks_end_to_end_are_parsed_as_one_by_one(real_block):
    raws = [real_block(f"block{height}") for height in (1, 169482, 482683)]
    edges = np.cumsum([0, *map(len, raws)])
    together = parse(np.frombuffer(b"".join(raws), np.uint8), edges, where=str)
    apart = type(together).joined(parsed(raw) for raw in raws)
    for name, column in vars(together).items():
        assert np.array_equal(column, getattr(apart, name)), name


def test_without_hashes_the_rest_is_the_same(real_block):
    raw = real_block("block482683")
    full, bare = parsed(raw), parsed(raw, hashes=False)
    assert not bare.txid.any()
    assert not bare.block_hash.any()
    assert np.array_equal(full.prevout_txid, bare.prevout_txid)
    assert np.array_equal(full.value, bare.value)


@pytest.mark.parametrize("name", ["block1", "block482683"])
def test_every_flipped_bit_is_refused(real_block, name):
    raw = bytearray(real_block(name))
    parsed(bytes(raw))
    for place in range(len(raw)):
        for bit in range(8):
            raw[place] ^= 1 << bit
            with pytest.raises(ChainError):
                parsed(bytes(raw))
            raw[place] ^= 1 << bit


@pytest.mark.parametrize("name", ["block1", "block482683"])
def test_every_truncation_is_refused(real_block, name):
    raw = real_block(name)
    for length in range(len(raw)):
        with pytest.raises(ChainError, match=r"byte \d"):
            parsed(raw[:length])
    with pytest.raises(ChainError, match="bytes are left"):
        parsed(raw + b"\0")


HEADER = bytes(80)
COUNT = {
    "two to the 64th": b"\xff" * 9,
    "two to the 63rd": b"\xff" + struct.pack("<Q", 1 << 63),
    "most that is signed": b"\xff" + struct.pack("<Q", (1 << 63) - 1),
    "four thousand million": b"\xfe" + b"\xff" * 4,
    "sixty thousand": b"\xfd" + b"\xff" * 2,
}


@pytest.mark.parametrize("count", COUNT.values(), ids=COUNT)
@pytest.mark.parametrize("where", ["transactions", "inputs", "outputs", "script", "witness"])
def test_hostile_counts_are_refused_before_there_is_room_for_them(count, where):
    before = {
        "transactions": b"",
        "inputs": b"\x01" + bytes([1, 0, 0, 0]),
        "outputs": b"\x01" + bytes([1, 0, 0, 0]) + b"\x01" + bytes(36) + b"\0" + bytes(4),
        "script": b"\x01" + bytes([1, 0, 0, 0]) + b"\x01" + bytes(36),
        "witness": b"\x01" + bytes([1, 0, 0, 0, 0, 1]) + b"\x01" + bytes(36) + b"\0" + bytes(4)
        + b"\x01" + bytes(8) + b"\0",
    }[where]  # fmt: skip
    with pytest.raises(ChainError, match=r"larger than|middle of a field"):
        parsed(HEADER + before + count + bytes(100), "regtest")


def simple(*transactions: bytes, root: bytes | None = None) -> bytes:
    """A block on regtest with these transactions, mined."""
    if root is None:
        root = double_sha256(transactions[0])
    for nonce in range(1000):
        header = struct.pack("<i32s32sIII", 2, bytes(32), root, 0, 0x207FFFFF, nonce)
        if double_sha256(header)[31] < 0x7F:
            return header + bytes([len(transactions)]) + b"".join(transactions)
    raise AssertionError


def coinbase(
    value=50, script=b"\x51", marker=b"", witness=b"", sequence=b"\xff" * 4, outputs=1, more=b""
):
    spent = bytes(32) + b"\xff" * 4
    output = struct.pack("<q", value) + bytes([len(script)]) + script
    return (
        b"\x01\0\0\0" + marker + b"\x01" + spent + b"\x02\x01\x01" + sequence
        + bytes([outputs]) + output + more + witness + bytes(4)
    )  # fmt: skip


SEGWIT = b"\0\1"
ITEM = b"\x01\x20" + bytes(32)
COMMITS = bytes.fromhex("6a24aa21a9ed") + double_sha256(bytes(64))


def test_a_block_made_here_is_accepted():
    assert parsed(simple(coinbase()), "regtest").value.tolist() == [50]
    bare = double_sha256(coinbase(script=COMMITS))
    raw = simple(coinbase(script=COMMITS, marker=SEGWIT, witness=ITEM), root=bare)
    assert parsed(raw, "regtest").witness.tolist() == [1]


@pytest.mark.parametrize(
    ("raw", "words"),
    {
        "an unknown flag": (simple(coinbase(marker=b"\0\2")), "unknown flag"),
        "no inputs": (simple(b"\1\0\0\0\0\0" + bytes(60)), "no inputs"),
        "no outputs": (simple(coinbase(outputs=0)), "no inputs or no outputs"),
        "less than nothing": (simple(coinbase(value=-1)), "less than nothing"),
        "too much": (simple(coinbase(value=21 * 10**14 + 1)), "more than all bitcoin"),
        "an idle witness": (simple(coinbase(marker=SEGWIT, witness=b"\0")), "them are empty"),
        "a wrong root": (simple(coinbase(), root=bytes(32)), "merkle root"),
        "a stray witness": (
            simple(coinbase(marker=SEGWIT, witness=ITEM), root=double_sha256(coinbase())),
            "commits to none",
        ),
        "a wrong commitment": (
            simple(
                coinbase(script=COMMITS[:-1] + b"!", marker=SEGWIT, witness=ITEM),
                root=double_sha256(coinbase(script=COMMITS[:-1] + b"!")),
            ),
            "witness commitment",
        ),
        "a reserved value of two items": (
            simple(
                coinbase(script=COMMITS, marker=SEGWIT, witness=b"\x02\0" + ITEM[1:]),
                root=double_sha256(coinbase(script=COMMITS)),
            ),
            "witness commitment",
        ),
        "no coinbase": (
            simple(coinbase().replace(b"\xff" * 4 + b"\2", bytes(4) + b"\2")),
            "no coinbase",
        ),
        "two coinbases": (
            simple(
                coinbase(), coinbase(value=1),
                root=double_sha256(double_sha256(coinbase()) + double_sha256(coinbase(value=1))),
            ),
            "a later transaction is a coinbase",
        ),
        "twins": (
            simple(coinbase(), coinbase(), root=double_sha256(double_sha256(coinbase()) * 2)),
            "CVE-2012-2459",
        ),
        "a length in too many bytes": (
            simple(coinbase())[:80] + b"\xfd\x01\0" + coinbase(),
            "more bytes than it needs",
        ),
    }.values(),
)  # fmt: skip
def test_what_is_wrong_is_said(raw, words):
    with pytest.raises(ChainError, match=words):
        parsed(raw, "regtest")


def test_easy_work_is_refused_where_the_network_asks_for_more():
    raw = simple(coinbase())
    for network in ("main", "test", "signet"):
        with pytest.raises(ChainError, match="proof of work"):
            parsed(raw, network)


def test_transactions_without_blocks(real_block):
    raw = real_block("block482683")
    block = oracle.parse_blocks([raw])[0]
    at, edges = 81, [0]
    for tx in block["txs"]:
        edges.append(edges[-1] + tx["size"])
    pieces = parse(np.frombuffer(raw[at:], np.uint8), np.array(edges), where=str, framed=False)
    assert [row.tobytes() for row in pieces.txid] == [tx["txid"] for tx in block["txs"]]
    assert pieces.block_txs.tolist() == [1] * len(block["txs"])
