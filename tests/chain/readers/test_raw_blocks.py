"""Blocks in hex or binary give the same chain as a node's files do."""

import gzip
import random

import pytest

import nps_chain as nps
from nps_chain.errors import ChainError
from tests.chain.readers.agreement import differences


@pytest.fixture(scope="module")
def hex_file(data):
    return data / "core-regtest" / "rawblocks.hex.gz"


def test_hex_lines_equal_block_files(hex_file, data):
    files = nps.read(data / "core-regtest" / "blocks-without-xor")
    assert differences(nps.read(hex_file), files) == set()


def test_hex_lines_in_any_order_with_blank_lines(hex_file, tmp_path):
    lines = gzip.decompress(hex_file.read_bytes()).decode().split()
    mixed = "\r\n\n".join(random.Random(3).sample(lines, len(lines)))
    (tmp_path / "blocks.txt").write_text(mixed.upper(), "ascii")
    assert differences(nps.read(tmp_path / "blocks.txt"), nps.read(hex_file)) == set()


def test_real_blocks_with_their_heights(expected_block, tmp_path):
    (tmp_path / "block.bin").write_bytes(expected_block["raw"])
    chain = nps.read(
        tmp_path / "block.bin", network=expected_block["network"], height=expected_block["height"]
    )
    columns = chain.columns
    assert chain.height == expected_block["height"]
    assert chain.block(chain.height).hash == expected_block["hash"]
    assert chain.txs.txid.iloc[0] == expected_block["first_txid"]
    assert chain.txs.txid.iloc[-1] == expected_block["last_txid"]
    assert len(chain.txs) == expected_block["transactions"]
    assert len(chain.inputs) == expected_block["inputs_without_coinbase"] + 1
    assert (columns.inputs.spends >= 0).sum() == expected_block["spends_inside_block"]
    assert columns.outputs.value.sum() == expected_block["output_value"]
    assert (columns.txs.locktime != 0).sum() == expected_block["locktime_nonzero"]


def test_height_is_read_from_the_coinbase_or_asked_for(real_block, tmp_path):
    path = tmp_path / "block.bin"
    path.write_bytes(real_block("block574200"))
    assert nps.read(path).height == 574200
    with pytest.raises(ChainError, match="at height 574200, not at 574201"):
        nps.read(path, height=574201)
    path.write_bytes(real_block("block169482"))
    with pytest.raises(ChainError, match=r"give it: nps.read\(path, height=...\)"):
        nps.read(path)


def test_a_block_is_held_against_the_work_that_it_claims_and_not_that_of_its_place(
    mainnet_blocks, tmp_path
):
    """The easy work of 2009 would pass in 2011, when a block took a million times as much."""
    path = tmp_path / "block.bin"
    path.write_bytes(mainnet_blocks[199])
    assert nps.read(path, height=150_000).block(150_000).hash


def test_a_folder_of_blocks(mainnet_blocks, tmp_path):
    for height in (3, 1, 2):
        (tmp_path / f"{9 - height}.bin").write_bytes(mainnet_blocks[height - 1])
    (tmp_path / "README.md").write_text("not a block", "ascii")
    assert nps.read(tmp_path).blocks.height.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no format that nps-chain knows"),
        (b"hello", "no format"),
        (bytes(80), "no format"),
        (b"ab" * 81 + b"c", "not the hex of a block"),
        (b"ab" * 81 + b"xy", "not the hex of a block"),
        (b"00" * 81, "proof of work"),
        (bytes(300), "no format"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "damaged or cut off"),
    ],
)
def test_what_is_no_block_is_refused(content, words, tmp_path):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ChainError, match=words):
        nps.read(tmp_path / "file")


def test_a_block_without_transactions(data, tmp_path):
    line = gzip.decompress((data / "core-regtest" / "rawblocks.hex.gz").read_bytes()).split()[3]
    (tmp_path / "block.hex").write_bytes(line[:160] + b"0000")
    with pytest.raises(ChainError, match="bytes are left"):
        nps.read(tmp_path / "block.hex")
    (tmp_path / "block.bin").write_bytes(bytes.fromhex(line[:160].decode()) + b"\0")
    with pytest.raises(ChainError, match="the first transaction is no coinbase"):
        nps.read(tmp_path / "block.bin")


def test_what_is_not_there(tmp_path):
    with pytest.raises(ChainError, match="no file or folder"):
        nps.read(tmp_path / "nothing")
    with pytest.raises(ChainError, match="holds no file to read"):
        nps.read(tmp_path)


def test_two_formats_in_one_folder(mainnet_blocks, data, tmp_path):
    (tmp_path / "1.bin").write_bytes(mainnet_blocks[0])
    (tmp_path / "2.blk.gz").write_bytes((data / "chains" / "mainnet-1-255.blk.gz").read_bytes())
    with pytest.raises(ChainError, match="different formats"):
        nps.read(tmp_path)
