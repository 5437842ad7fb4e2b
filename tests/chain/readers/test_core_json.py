import contextlib
import copy
import gzip
import json
from dataclasses import fields
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import NO_SCRIPT, Pieces, starts
from nps_chain.chain.readers import core_json
from nps_chain.chain.readers.shared import rebuilt
from nps_chain.chain.readers.shared.source import Source
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire.block import Header
from nps_chain.chain.wire.hashes import from_shown, shown
from nps_chain.chain.wire.parse import parse
from nps_chain.errors import ChainError
from tests.chain.readers.json_made_wrong import WRONG, at, places, replaced, without, written

PREVOUTS = {"prevout_value", "prevout_script_length", "prevout_scripts"}


def differing(one: Pieces, other: Pieces) -> set[str]:
    """The names of the columns in which two readings differ."""
    names = [column.name for column in fields(Pieces)]
    return {name for name in names if not np.array_equal(getattr(one, name), getattr(other, name))}


@pytest.fixture(scope="module")
def node(data):
    """The file in which the node told its whole chain at verbosity 3."""
    return data.parents[1] / "datasets" / "core-regtest" / "getblock-verbosity3.jsonl.gz"


@pytest.fixture(scope="module")
def blocks(node):
    """The same, as objects."""
    lines = gzip.decompress(node.read_bytes()).splitlines()
    return [json.loads(line, parse_float=Decimal) for line in lines]


@pytest.fixture(scope="module")
def from_bytes(data):
    """A function: the pieces of the same chain at these heights, from the node's raw blocks."""
    lines = gzip.decompress((data / "core-regtest" / "rawblocks.hex.gz").read_bytes()).splitlines()

    def from_bytes(*heights):
        raw = [bytes.fromhex(lines[height].decode()) for height in heights]
        edges = starts(np.array([len(block) for block in raw]))
        joined = np.frombuffer(b"".join(raw), np.uint8)
        pieces = parse(joined, edges, where=str, network="regtest")
        pieces.height[:] = heights
        return pieces

    return from_bytes


@pytest.fixture
def read(tmp_path):
    """A function: what is read from these JSON values or texts, each in a file of its own."""

    def read(*contents, **options):
        sources = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{number}.json"
            path.write_text(content if isinstance(content, str) else written(content), "utf-8")
            sources.append(Source(path))
        return core_json.read(sources, **options)

    return read


def at_verbosity_2(block):
    block = copy.deepcopy(block)
    for transaction in block["tx"]:
        for spent in transaction["vin"]:
            spent.pop("prevout", None)
    return block


def test_the_nodes_json_is_the_same_chain_as_its_bytes(node, from_bytes):
    reading = core_json.read([Source(node)])
    assert differing(reading.pieces, from_bytes(*range(154))) == PREVOUTS
    assert (reading.network, reading.notes) == ("regtest", ())


def test_prevouts_are_the_outputs_that_they_are_said_to_be(node):
    pieces = core_json.read([Source(node)]).pieces
    columns = assemble(pieces, "regtest").columns
    spends = columns.inputs.spends
    inside = spends >= 0
    assert inside.sum() == (pieces.prevout_value != UNKNOWN).sum() == 1228
    assert (pieces.prevout_value[inside] == columns.outputs.value[spends[inside]]).all()
    scripts = np.split(pieces.scripts, np.cumsum(pieces.script_length)[:-1])
    told = b"".join(scripts[row].tobytes() for row in spends[inside])
    assert pieces.prevout_scripts.tobytes() == told
    assert (pieces.prevout_script_length[~inside] == NO_SCRIPT).all()


def test_batches_make_no_difference(node, monkeypatch):
    whole = core_json.read([Source(node)]).pieces
    monkeypatch.setattr(rebuilt, "BATCH", 1000)
    assert differing(core_json.read([Source(node)]).pieces, whole) == set()


@pytest.mark.parametrize(
    "shape",
    [
        lambda blocks: ["\n".join(map(written, blocks))],
        lambda blocks: [blocks],
        lambda blocks: blocks,
        lambda blocks: [{"result": block, "error": None, "id": 1} for block in blocks],
        lambda blocks: [blocks[::-1]],
        lambda blocks: [blocks[10:], blocks[:20]],
        lambda blocks: [[at_verbosity_2(block) for block in blocks], blocks],
    ],
    ids=["lines", "list", "files", "answers", "reversed", "overlapping", "both verbosities"],
)
def test_blocks_come_in_any_shape_and_order(read, blocks, from_bytes, shape):
    reading = read(*shape(blocks[100:125]))
    assert differing(reading.pieces, from_bytes(*range(100, 125))) == PREVOUTS
    assert reading.notes == ()


def test_without_prevouts_their_columns_say_unknown(read, blocks, from_bytes):
    reading = read([at_verbosity_2(block) for block in blocks[110:122]])
    assert differing(reading.pieces, from_bytes(*range(110, 122))) == set()
    assert reading.notes == (
        "The source doesn't tell value and address of coins from outside the data; at verbosity 3"
        " the node tells them.",
    )
    assert read([at_verbosity_2(block) for block in blocks]).notes == ()  # there is no outside


def test_the_nodes_own_verbosity_2(data, from_bytes):
    source = Source(data / "core-json" / "getblock-verbosity2.jsonl.gz")
    assert core_json.knows(source)
    reading = core_json.read([source])
    assert differing(reading.pieces, from_bytes(*range(110, 122))) == set()


@pytest.mark.parametrize("height", [0, 1, 50_000, 50_001, 50_002])
def test_answers_of_a_node_of_2018(data, height, mainnet_blocks):
    path = data / "core-json" / f"core-2018-block{height}-verbosity2.json"
    assert core_json.knows(Source(path))
    pieces, network, _ = core_json.read([Source(path)])
    told = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    raw = b"".join(bytes.fromhex(transaction["hex"]) for transaction in told["tx"])
    edges = starts(np.array([len(transaction["hex"]) // 2 for transaction in told["tx"]]))
    bare = parse(np.frombuffer(raw, np.uint8), edges, where=str, framed=False)
    assert differing(pieces, bare) == {"height", "block_hash", "time", "header", "block_txs"} - (
        {"height"} if height == 0 else set()
    ) - ({"block_txs"} if len(told["tx"]) == 1 else set())
    assert (network, pieces.height.tolist()) == ("main", [height])
    assert shown(pieces.block_hash[0].tobytes()) == told["hash"]
    assert pieces.value.tolist() == [
        int(100_000_000 * output["value"]) for tx in told["tx"] for output in tx["vout"]
    ]
    if height == 1:
        assert pieces.header.tobytes() == mainnet_blocks[0][:80]


def test_blocks_may_be_missing_in_between(data, tmp_path):
    folder = data / "core-json"
    sources = [
        Source(folder / f"core-2018-block{n}-verbosity2.json") for n in (50_002, 1, 50_000, 0)
    ]
    reading = core_json.read(sources)
    assert reading.pieces.height.tolist() == [0, 1, 50_000, 50_002]
    assert reading.notes[0].startswith("Blocks missing between the first and the last: 49999.")


def test_a_version_may_be_written_signed_or_unsigned(read, blocks):
    block = blocks[0]
    assert block["tx"][0]["version"] == 1
    # No hash fits a changed version, but both ways of writing it must be taken for the same one.
    messages = []
    for version in (-2, 2**32 - 2):
        with pytest.raises(ChainError) as refusal:
            read(replaced(block, ("tx", 0, "version"), version))
        messages.append(str(refusal.value))
    assert messages[0] == messages[1]
    assert 'transaction 0: its fields don\'t hash to the field "txid"' in messages[0]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "getblock-verbosity1.jsonl.gz",
            "txids in place of transactions (getblock at verbosity 1)",
        ),
        ("core-2018-block91722-verbosity1.json", "(getblock at verbosity 1)"),
        ("getblockheader.json", "only the header of a block (getblockheader)"),
        ("getrawtransaction-verbosity1.json", "a single transaction (getrawtransaction)"),
        ("getrawtransaction-verbosity2.json", "a single transaction (getrawtransaction)"),
    ],
)
def test_other_answers_are_named_and_what_to_ask_instead(data, name, message):
    source = Source(data / "core-json" / name)
    assert core_json.knows(source)
    with pytest.raises(ChainError) as refusal:
        core_json.read([source])
    assert message in str(refusal.value)
    assert "bitcoin-cli getblock HASH 3" in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "0.json holds no blocks"),
        ('"00"', "line 1: this is text, not a block"),
        ("7", "this is no block"),
        ("{}", "this is no block"),
        ('{"tx":{}}', 'the field "height" is missing'),
        ('{"tx":[],"height":1}', 'block 1: the field "version" is missing'),
    ],
)
def test_other_json_is_refused(read, content, message):
    with pytest.raises(ChainError) as refusal:
        read(content)
    assert message in str(refusal.value)


def remade(block, **changes):
    """Return the block with another header, mined anew (on regtest every second hash will do)."""
    block = copy.deepcopy(block) | changes
    for nonce in range(100):
        header = Header(
            block["version"], from_shown(block["previousblockhash"]),
            from_shown(block["merkleroot"]), block["time"], int(block["bits"], 16), nonce,
        )  # fmt: skip
        if header.meets_target:
            return block | {"nonce": nonce, "hash": shown(header.hash)}
    raise AssertionError


def test_of_two_blocks_at_a_height_the_one_counts_that_the_next_follows(read, blocks, from_bytes):
    stale = [remade(blocks[140], time=blocks[140]["time"] + 1)]
    stale.append(remade(blocks[141], previousblockhash=stale[0]["hash"]))
    reading = read([*stale, *blocks[138:145]])
    assert differing(reading.pieces, from_bytes(*range(138, 145))) == PREVOUTS
    assert reading.notes == ("Blocks left out, because no block of the chain follows them: 2.",)


def test_blocks_that_form_no_chain_are_refused(read, blocks):
    twin = remade(blocks[144], time=blocks[144]["time"] + 1)
    with pytest.raises(ChainError, match="hold different blocks of height 144"):
        read([*blocks[138:145], twin])
    with pytest.raises(ChainError, match=r"block 145 follows .* another block is given for"):
        read([*blocks[138:144], twin, *blocks[145:]])
    lying = blocks[139] | {"height": 150}
    with pytest.raises(ChainError, match="coinbase tells height 139"):
        read([blocks[138], lying])
    without_height = remade(blocks[139], version=2) | {"height": 150}
    with pytest.raises(ChainError, match="follows the block that is said to have height 138"):
        read([blocks[138], without_height])
    with pytest.raises(ChainError, match=r"said to have height 150, and in .* height 139"):
        read([remade(blocks[139], version=2)], [without_height])


def test_a_network_that_the_data_are_not_of_is_refused(read, blocks):
    assert read(blocks[120], network="regtest").network == "regtest"
    with pytest.raises(ChainError, match="of the network regtest, not of main"):
        read(blocks[120], network="main")


def test_proof_of_work_is_asked_for(read, blocks):
    cheap = remade(blocks[120], version=blocks[120]["version"])
    for nonce in range(100):
        header = Header(
            cheap["version"], from_shown(cheap["previousblockhash"]),
            from_shown(cheap["merkleroot"]), cheap["time"], int(cheap["bits"], 16), nonce,
        )  # fmt: skip
        if not header.meets_target:
            break
    with pytest.raises(ChainError, match="proof of work"):
        read(cheap | {"nonce": nonce, "hash": shown(header.hash)})


def test_an_older_nodes_hex_may_lack_witnesses(read, blocks, from_bytes):
    block = copy.deepcopy(blocks[130])
    for transaction in block["tx"]:
        del transaction["hex"]
    assert differing(read(block).pieces, from_bytes(130)) == PREVOUTS
    coinbase = blocks[130]["tx"][0]["hex"]
    block["tx"][0]["hex"] = coinbase[:8] + coinbase[12:-76] + coinbase[-8:]
    assert differing(read(block).pieces, from_bytes(130)) == PREVOUTS


# Fields that no bytes are made of, at any depth: they may say what they like.
UNUSED = {
    "confirmations", "versionHex", "mediantime", "target", "difficulty", "chainwork", "nTx",
    "nextblockhash", "strippedsize", "size", "weight", "vsize", "fee", "n", "asm", "desc",
    "address", "addresses", "type", "generated",
}  # fmt: skip


def unused(path):
    return path[-1] in UNUSED or path[-2:] == ("prevout", "height")


@pytest.fixture(scope="module")
def small(blocks):
    """A block with a coinbase and one payment, each kind of field among them."""
    return min((b for b in blocks if len(b["tx"]) > 1), key=lambda b: len(written(b)))


def test_no_field_that_counts_may_be_missing(read, small):
    whole = read(small).pieces
    for path in places(small):
        changed = without(small, path)
        told_elsewhere = len(path) == 3 and path[-1] in ("hex", "hash")
        if unused(path) or told_elsewhere or path[-1] == "prevout":
            lost = PREVOUTS if path[-1] == "prevout" else set()
            assert differing(read(changed).pieces, whole) == lost, path
            continue
        with pytest.raises(ChainError) as refusal:
            read(changed)
        assert str(refusal.value).startswith("0.json, line 1"), path


def refused_or_unused(read, changed, whole, path):
    """Assert that a changed field is refused, has no effect, or is for the node alone to know."""
    try:
        pieces = read(changed).pieces
    except ChainError as refusal:
        return not unused(path) and str(refusal).startswith("0.json, line 1")
    if unused(path):
        return differing(pieces, whole) == set()
    return "prevout" in path and differing(pieces, whole) <= PREVOUTS


def test_no_field_that_counts_may_be_of_another_kind_or_out_of_range(read, small):
    whole = read(small).pieces
    for path in places(small):
        for wrong in WRONG:
            if wrong != at(small, path):
                changed = replaced(small, path, wrong)
                assert refused_or_unused(read, changed, whole, path), (path, wrong)


def test_no_field_that_counts_may_be_changed(read, small):
    whole = read(small).pieces
    for path in places(small):
        old = at(small, path)
        if isinstance(old, str):
            middle = len(old) // 2
            digit = "1" if old[middle : middle + 1] == "0" else "0"
            new = old[:middle] + digit + old[middle + 1 :]
        elif type(old) in (int, Decimal):
            new = old + 1
        else:
            continue
        assert refused_or_unused(read, replaced(small, path, new), whole, path), path


def test_a_coin_of_before_the_data_must_at_least_be_possible(read, small):
    path = next(path for path in places(small) if path[-2:] == ("prevout", "value"))
    for wrong in (None, "1", Decimal("-1"), Decimal("0.000000001"), 21_000_001):
        with pytest.raises(ChainError, match=r'input \d: "prevout": the field "value"'):
            read(replaced(small, path, wrong))


def test_every_truncation_is_refused(read, blocks):
    bare = copy.deepcopy(blocks[0])
    for path in [path for path in places(bare) if unused(path)]:
        bare = without(bare, path)
    text = written(bare)
    read(text)
    for length in range(len(text)):
        with pytest.raises(ChainError):
            read(text[:length])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.data())
def test_whatever_is_in_its_fields_only_a_chain_error_comes_out(read, small, data):
    changed = small
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places(changed))))
        other = data.draw(st.sampled_from(list(places(changed))))
        new = data.draw(st.sampled_from([at(changed, other), *WRONG]))
        changed = replaced(changed, path, new)
    with contextlib.suppress(ChainError):
        read(changed)
