"""A node's files give the node's chain, masked or not, in any order; damage is named."""

import gzip
import json
import random
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

import nps_chain as nps
from nps_chain.chain.readers.block_files import MAGIC
from nps_chain.chain.wire.hashes import double_sha256, shown
from nps_chain.errors import ChainError
from tests.chain.readers.agreement import differences

REGTEST = bytes.fromhex("fabfb5da")


def node_folder() -> Path:
    return Path(__file__).parents[3] / "datasets" / "core-regtest" / "blocks"


@pytest.fixture(scope="module")
def chain():
    return nps.read(node_folder())


@pytest.fixture(scope="module")
def raws(data):
    lines = gzip.decompress((data / "core-regtest" / "rawblocks.hex.gz").read_bytes()).split()
    return [bytes.fromhex(line.decode()) for line in lines]


def framed(blocks, magic=REGTEST):
    return b"".join(magic + struct.pack("<I", len(block)) + block for block in blocks)


def write(folder, blocks, key=None, name="blk00000.dat", tail=b""):
    raw = framed(blocks)
    if key:
        raw = bytes(byte ^ key[place % 8] for place, byte in enumerate(raw))
        (folder / "xor.dat").write_bytes(key)
    (folder / name).write_bytes(raw + tail)
    return folder


def test_the_nodes_own_figures(chain, data):
    expected = json.loads((data / "core-regtest" / "EXPECTED.json").read_text("utf-8"))
    node = json.loads((data / "core-regtest" / "NODE.json").read_text("utf-8"))
    core = {
        "p2pk": "pubkey", "p2pkh": "pubkeyhash", "p2sh": "scripthash", "op_return": "nulldata",
        "p2wpkh": "witness_v0_keyhash", "p2wsh": "witness_v0_scripthash",
        "p2tr": "witness_v1_taproot",
    }  # fmt: skip
    outputs, inputs, columns = chain.outputs, chain.inputs, chain.columns
    assert chain.network == "regtest"
    assert chain.block(chain.height).hash == expected["besthash"]
    assert len(chain.blocks) == expected["blocks_in_chain"]
    assert len(chain.txs) == expected["transactions"]
    assert (~columns.txs.coinbase).sum() == expected["transactions_without_coinbases"]
    assert (columns.inputs.spends >= 0).sum() == expected["inputs_without_coinbases"]
    assert len(outputs) == expected["outputs"]
    counts = outputs.script_type.value_counts()
    assert {core[k]: n for k, n in counts.items() if n} == expected["outputs_by_type"]
    kinds = outputs.script_type[inputs.spends[inputs.spends >= 0]].value_counts()
    assert {core[k]: n for k, n in kinds.items() if n} == expected["inputs_by_type"]
    texts = chain.addresses.address
    assert (~texts.str.startswith("script:")).sum() == expected["distinct_addresses"]
    assert columns.txs.fee.sum() == expected["fees_total"]
    # Core counts neither what can't be spent nor the coinbase of block 0.
    unspent = (columns.outputs.spent_by < 0) & (columns.outputs.address >= 0)
    unspent[0] = False
    assert unspent.sum() == expected["unspent_outputs_core_counts"]
    assert unspent.sum() == node["gettxoutsetinfo"]["txouts"]
    assert columns.outputs.value[unspent].sum() == expected["unspent_value_core_counts"]
    assert expected["stale_blocks"][0] in chain.notes[0]
    assert len(chain.notes) == 1


def test_getblockstats(chain, data):
    lines = gzip.decompress((data / "core-regtest" / "getblockstats.jsonl.gz").read_bytes())
    stats = [json.loads(line) for line in lines.splitlines()]
    assert [s["height"] for s in stats] == list(range(1, 154))
    columns = chain.columns
    for s in stats:
        rows = chain.block(s["height"]).tx_rows
        paying = list(rows)[1:]
        outputs = np.isin(columns.outputs.tx, paying)
        fees = int(columns.txs.fee[paying].sum())
        minted = int(columns.outputs.value[columns.outputs.tx == rows[0]].sum())
        assert s["txs"] == len(rows)
        assert s["ins"] == np.isin(columns.inputs.tx, paying).sum()
        assert s["outs"] == np.isin(columns.outputs.tx, list(rows)).sum()
        assert s["total_out"] == columns.outputs.value[outputs].sum()
        assert s["totalfee"] == fees
        assert s["subsidy"] == minted - fees


def test_without_mask(chain, data):
    other = nps.read(data / "core-regtest" / "blocks-without-xor")
    assert differences(chain, other) == set()


def test_other_ways_to_name_the_same_files(chain, tmp_path):
    shutil.copytree(node_folder(), tmp_path / "node" / "blocks")
    for path in (tmp_path / "node", tmp_path / "node" / "blocks" / "blk00000.dat"):
        assert differences(chain, nps.read(str(path))) == set()


def test_blocks_in_any_order_over_several_files(chain, raws, tmp_path):
    mixed = random.Random(7).sample(raws, len(raws))
    write(tmp_path, mixed[:50], tail=bytes(1000))
    write(tmp_path, mixed[50:90] + mixed[:3], name="blk00001.dat")
    write(tmp_path, mixed[90:], name="blk00002.dat", key=None)
    assert differences(chain, nps.read(tmp_path)) == set()


def test_packed_file(chain, raws, tmp_path):
    (tmp_path / "blk00000.dat.gz").write_bytes(gzip.compress(framed(raws)))
    assert differences(chain, nps.read(tmp_path / "blk00000.dat.gz")) == set()


def test_a_chain_cut_out_of_a_longer_one(chain, raws, tmp_path):
    part = nps.read(write(tmp_path, raws[115:140]))
    assert part.blocks.height.tolist() == list(range(115, 140))
    assert part.txs.txid.tolist() == [
        txid for h in range(115, 140) for txid in chain.block(h).txids
    ]
    whole = {txid: row for row, txid in enumerate(chain.txs.txid)}
    first = whole[part.txs.txid[0]]
    for row, txid, n in part.outside.itertuples(index=False):
        # What it spends is unknown, but for its name; the whole chain knows the rest.
        assert part.columns.inputs.value[row] == part.columns.inputs.address[row] == -1
        assert part.columns.txs.fee[part.columns.inputs.tx[row]] == -1
        there = chain.first_input[first] + row
        assert chain.first_output[whole[txid]] + n == chain.columns.inputs.spends[there]
    known = part.columns.txs.fee >= 0
    assert (part.columns.txs.fee == chain.columns.txs.fee[first:][: len(known)])[known].all()
    assert 0 < known.sum() < len(known)


def test_other_networks(mainnet_blocks, signet_blocks, data, tmp_path):
    main = nps.read(data / "chains" / "mainnet-1-255.blk.gz")
    assert (main.network, len(main.txs)) == ("main", 262)
    assert main.blocks.height.tolist() == list(range(1, 256))
    assert main.block(255).hash.startswith("00000000d0a75c861fabf9ff")
    magic = next(magic for magic, network in MAGIC.items() if network == "signet")
    (tmp_path / "blk00000.dat").write_bytes(framed(signet_blocks, magic))
    signet = nps.read(tmp_path)
    assert (signet.network, signet.height) == ("signet", 120)
    with pytest.raises(ChainError, match="of the network signet, not of main"):
        nps.read(tmp_path, network="main")


def test_bytes_of_a_transaction(chain, raws):
    for row in (0, 400, 710):
        raw = chain.raw(chain.tx(row).txid)
        assert raw in raws[chain.tx(row).height]


def test_of_equal_branches_the_first_one_is_taken(raws, tmp_path):
    records = node_folder() / "blk00000.dat"
    key = (node_folder() / "xor.dat").read_bytes()
    raw = bytes(byte ^ key[place % 8] for place, byte in enumerate(records.read_bytes()))
    at, blocks = 0, []
    while at < len(raw):
        (length,) = struct.unpack_from("<I", raw, at + 4)
        blocks.append(raw[at + 8 : at + 8 + length])
        at += 8 + length
    stale = next(block for block in blocks if block not in raws)
    for order in ([raws[128], stale], [stale, raws[128]]):
        folder = tmp_path / str(order[0] is stale)
        folder.mkdir()
        tip = nps.read(write(folder, [*raws[:128], *order])).block(128).hash
        assert tip == shown(double_sha256(order[0][:80]))


@pytest.mark.parametrize(
    ("damage", "words"),
    {
        "wrong key": (lambda f: (f / "xor.dat").write_bytes(b"12345678"), "another node"),
        "short key": (lambda f: (f / "xor.dat").write_bytes(b"1234567"), "7 bytes, not 8"),
        "no key": (lambda f: (f / "xor.dat").unlink(), "xor.dat lies beside it"),
        "cut off": (
            lambda f: (f / "blk00000.dat").write_bytes((f / "blk00000.dat").read_bytes()[:-1]),
            "is cut off",
        ),
        "rubbish at the end": (
            lambda f: (f / "blk00000.dat").write_bytes(
                (f / "blk00000.dat").read_bytes() + b"rubbish!!"
            ),
            "a block should start here",
        ),
        "empty": (lambda f: (f / "blk00000.dat").write_bytes(b""), "no block in"),
        "zeros": (lambda f: (f / "blk00000.dat").write_bytes(bytes(99)), "no block in"),
        "a giant block": (
            lambda f: write(f, [], key=b"abcdefgh", tail=mask(REGTEST + b"\xff" * 4)),
            "is cut off",
        ),
        "a tiny block": (
            lambda f: write(f, [], key=b"abcdefgh", tail=mask(REGTEST + bytes(4))),
            "a block of 0 bytes",
        ),
    }.values(),
)  # fmt: skip
def test_damage_is_named(tmp_path, damage, words):
    folder = tmp_path / "blocks"
    shutil.copytree(node_folder(), folder)
    damage(folder)
    with pytest.raises(ChainError, match=words) as caught:
        nps.read(folder)
    assert "\n" not in str(caught.value)


def mask(raw, key=b"abcdefgh"):
    return bytes(byte ^ key[place % 8] for place, byte in enumerate(raw))


def test_every_truncation_of_a_file_is_refused_or_gives_the_blocks_before_it(raws, tmp_path):
    blocks = raws[:4]
    whole = framed(blocks)
    ends = {len(framed(blocks[:k])): k for k in range(1, 5)}
    for length in range(len(whole) + 1):
        (tmp_path / "blk00000.dat").write_bytes(whole[:length])
        if length in ends:
            assert len(nps.read(tmp_path).blocks) == ends[length]
        else:
            with pytest.raises(ChainError):
                nps.read(tmp_path)


def test_a_block_that_is_there_twice_counts_once(raws, tmp_path):
    chain = nps.read(write(tmp_path, [*raws[:3], *raws[:3]]))
    assert len(chain.blocks) == 3
    assert chain.notes == ()


def test_a_gap_is_said(chain, raws, tmp_path):
    part = nps.read(write(tmp_path, [*raws[:50], *raws[51:]]))
    assert part.blocks.height.tolist() == list(range(51, 154))
    (note,) = part.notes
    first = chain.block(0).hash
    assert note.startswith(
        f"Left out: 50 that don't connect to the others, such as {first}: a block"
    )
