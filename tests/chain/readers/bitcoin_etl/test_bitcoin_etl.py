"""bitcoin-etl gives the chain that block files give, but for what it lacks; no field can lie."""

import copy
import csv
import gzip
import json
import random

import pytest

import nps_chain as nps
from nps_chain.chain.address import format as format_address
from nps_chain.chain.schema import OUTSIDE, UNKNOWN
from nps_chain.chain.wire.block import parse_block
from nps_chain.errors import ChainError
from tests.chain.readers.agreement import differences
from tests.chain.readers.etl_export import (
    bigquery_json,
    exported,
    read,
    rows_in,
    write_csv,
    write_json,
    write_parquet,
)


@pytest.fixture(scope="module")
def etl(data):
    return data / "bitcoin-etl" / "core-regtest"


@pytest.fixture(scope="module")
def files(etl):
    """The blocks, and the enriched transactions."""
    return etl / "blocks.json.gz", etl / "transactions_enriched.json.gz"


@pytest.fixture(scope="module")
def rows(files):
    return [rows_in(file) for file in files]


@pytest.fixture(scope="module")
def chain(data):
    return nps.read(data / "core-regtest" / "rawblocks.hex.gz")


@pytest.mark.parametrize("stage", ["transactions", "transactions_enriched"])
def test_equals_block_files_whether_enriched_or_not(chain, etl, stage):
    found = read(etl / "blocks.json.gz", etl / f"{stage}.json.gz")
    assert differences(found, chain) == set()
    assert found.notes == ()


def test_stages_of_one_export_may_lie_in_one_folder(chain, etl):
    assert differences(read(*sorted(etl.iterdir())), chain) == set()


def test_transactions_alone_lack_headers_and_coinbase_sequences(chain, files):
    found = read(files[1])
    assert differences(found, chain) == {"blocks.header", "inputs.sequence"}
    coinbase = found.columns.txs.coinbase[found.columns.inputs.tx]
    other = found.columns.inputs.sequence != chain.columns.inputs.sequence
    assert not other[~coinbase].any()
    assert (found.columns.inputs.sequence[coinbase] == 0xFFFFFFFF).all()
    assert [note.split(" ")[0:4] + note.split(": ")[1].split(".")[:1] for note in found.notes] == [
        ["Blocks", "that", "lack", "transactions,", "154 of 154"],
        ["Blocks", "whose", "header", "the", "154 of 154"],
        ["Coinbases", "whose", "sequence", "the", "154"],
    ]


def test_lines_in_any_order_and_any_number_of_files(chain, rows, tmp_path):
    paths = []
    for table, name in zip(rows, ("blocks", "transactions"), strict=True):
        mixed = random.Random(5).sample(table, len(table))
        for part in range(3):
            paths.append(write_json(tmp_path / f"{name}{part}.json", mixed[part::3]))
    assert differences(read(*reversed(paths)), chain) == set()


def test_a_list_in_one_file(chain, files, rows, tmp_path):
    (tmp_path / "list.json").write_text(json.dumps(rows[1], indent=1), "utf-8")
    assert differences(read(files[0], tmp_path / "list.json"), chain) == set()


def test_numbers_and_times_as_text_as_bigquery_exports_json(chain, rows, tmp_path):
    paths = [
        write_json(tmp_path / f"{k}.json", [bigquery_json(row) for row in table])
        for k, table in enumerate(rows)
    ]
    assert differences(read(*paths), chain) == set()


@pytest.mark.parametrize("cell", [None, str, json.dumps], ids=["tool", "python list", "json"])
def test_csv(chain, rows, tmp_path, cell):
    options = {"cell": cell} if cell else {}
    paths = [write_csv(tmp_path / f"{k}.csv", rows[k], **options) for k in (0, 1)]
    assert differences(read(*paths), chain) == set()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"compression": "zstd", "use_dictionary": False},
        {"row_group_size": 100, "dictionary_pagesize_limit": 1000, "data_page_size": 1000},
    ],
)
def test_parquet(chain, rows, tmp_path, options):
    paths = [write_parquet(tmp_path / f"{k}.parquet", rows[k], **options) for k in (0, 1)]
    assert differences(read(*paths), chain) == set()


def test_without_index_the_order_in_a_block_is_parents_first(chain, rows, tmp_path):
    blocks, transactions = rows
    bare = [{k: v for k, v in row.items() if k != "index"} for row in transactions]
    for seed in range(3):
        mixed = random.Random(seed).sample(bare, len(bare))
        paths = [
            write_parquet(tmp_path / f"blocks{seed}.parquet", blocks),
            write_parquet(tmp_path / f"transactions{seed}.parquet", mixed),
        ]
        found = read(*paths)  # refuses what is spent before it is made
        assert found.notes[0].startswith("Transactions whose place in their block")
        assert (found.columns.blocks.header == chain.columns.blocks.header).all()
        assert (found.columns.txs.height == chain.columns.txs.height).all()
        assert found.columns.txs.coinbase.tolist() == chain.columns.txs.coinbase.tolist()
        mine, node = (
            c.txs[["txid", "fee", "vsize", "version", "locktime"]].sort_values("txid").values
            for c in (found, chain)
        )
        assert (mine == node).all()
        spent = {
            frozenset(
                c.inputs.assign(txid=c.txs.txid.to_numpy()[c.columns.inputs.tx])[
                    ["txid", "value", "sequence", "witness"]
                ].astype(str).agg(" ".join, axis=1)
            )
            for c in (found, chain)
        }  # fmt: skip
        assert len(spent) == 1


def test_an_order_that_the_merkle_root_proves_needs_no_index(chain, rows, tmp_path):
    blocks, transactions = rows
    ordered = sorted(transactions, key=lambda row: (row["block_number"], row["index"]))
    bare = [{k: v for k, v in row.items() if k != "index"} for row in ordered]
    found = read(write_json(tmp_path / "b.json", blocks), write_json(tmp_path / "t.json", bare))
    assert differences(found, chain) == set()
    assert found.notes == ()


@pytest.fixture(scope="module")
def part(rows):
    """Blocks 115 to 130, which spend coins from before them."""
    blocks, transactions = rows
    return (
        sorted((b for b in blocks if 115 <= b["number"] <= 130), key=lambda b: b["number"]),
        [row for row in transactions if 115 <= row["block_number"] <= 130],
    )


def stripped(row):
    """The same row before enrichment."""
    row = copy.deepcopy(row)
    for spent in row["inputs"]:
        spent |= {"required_signatures": None, "type": None, "addresses": [], "value": None}
    if not row["is_coinbase"]:
        row |= {"input_value": 0, "fee": -row["output_value"]}
    return row


@pytest.fixture(scope="module")
def node_part(data, tmp_path_factory):
    """The same blocks from Bitcoin Core at verbosity 3."""
    node = data.parents[1] / "datasets" / "core-regtest" / "getblock-verbosity3.jsonl.gz"
    blocks = [row for row in rows_in(node) if 115 <= row["height"] <= 130]
    return nps.read(write_json(tmp_path_factory.mktemp("node") / "blocks.jsonl", blocks))


def write_part(folder, part):
    return [write_json(folder / f"{k}.json", part[k]) for k in (0, 1)]


def test_enriched_coins_from_outside_are_those_that_the_node_tells(part, node_part, tmp_path):
    found = read(*write_part(tmp_path, part))
    assert differences(found, node_part) == {"blocks.header"}
    same = (found.columns.blocks.header == node_part.columns.blocks.header).all(axis=1)
    assert same.tolist() == [False] + [True] * 15  # the first block's parent isn't there
    assert found.notes == ("Blocks whose header the source doesn't tell whole: 1 of 16.",)


def test_without_enrichment_coins_from_outside_and_their_witness_are_unknown(
    part, node_part, tmp_path
):
    blocks, transactions = part
    found = read(*write_part(tmp_path, (blocks, [stripped(row) for row in transactions])))
    mine, node = found.columns.inputs, node_part.columns.inputs
    outside = mine.spends == OUTSIDE
    assert outside.sum() > 100
    assert (mine.value[outside] == UNKNOWN).all()
    assert (mine.value[~outside] == node.value[~outside]).all()
    unsure = mine.witness == UNKNOWN
    assert (mine.witness[~unsure] == node.witness[~unsure]).all()
    assert 0 < unsure.sum() < outside.sum()
    assert (node.witness[unsure] == 1).all()  # an empty script, several inputs, all segwit
    assert found.columns.txs.fee[mine.tx[outside]].max() == UNKNOWN
    assert found.notes[1].endswith(f"which the source doesn't tell: {unsure.sum()}.")


def test_some_transactions_of_a_block_make_a_chain_with_gaps(part, tmp_path):
    blocks, transactions = part
    some = [row for row in transactions if row["index"] % 3 == 1]
    found = read(*write_part(tmp_path, (blocks, some)))
    assert len(found.txs) == len(some)
    assert not found.columns.blocks.header.any()
    assert any(note.startswith("Blocks that lack transactions") for note in found.notes)


def test_what_the_exporter_writes_for_the_first_blocks(data):
    folder = data / "bitcoin-etl" / "bitcoin"
    found = read(*sorted(folder.glob("*/*.json")))
    assert found.network == "main"
    assert found.columns.blocks.height.tolist() == [0, 1, 50_000, 50_001, 50_002]
    headers = found.columns.blocks.header.any(axis=1)
    assert headers.tolist() == [True, True, False, True, True]
    assert found.txs.fee.tolist() == [0, 0, 0, 0, -1, -1, 0]
    assert not (found.columns.inputs.witness == 1).any()


@pytest.mark.parametrize(
    "name", ["block277647", "block300025", "block866342", "testnet928828", "testnet1087400"]
)
def test_a_real_block_with_its_coins(name, data, real_block, expected_blocks, tmp_path):
    """The coins, by which the chain knows kinds and witnesses, are others' account of them."""
    expected = expected_blocks[name]
    network, height = expected["network"], expected["height"]
    lines = gzip.decompress((data / "blocks" / f"{name}.prevouts.csv.gz").read_bytes()).decode()
    spent = {
        (row["txid"], int(row["n"])): (int(row["value"]), bytes.fromhex(row["script"]))
        for row in csv.DictReader(lines.splitlines())
    }
    block, rows = exported(parse_block(real_block(name)), height, network, spent)
    paths = [write_json(tmp_path / "b.json", [block]), write_parquet(tmp_path / "t.parquet", rows)]
    found = read(*paths, network=network)
    (tmp_path / "raw.bin").write_bytes(real_block(name))
    raw = nps.read(tmp_path / "raw.bin", network=network, height=height)
    unsure = found.columns.inputs.witness == UNKNOWN
    assert (found.columns.inputs.witness[~unsure] == raw.columns.inputs.witness[~unsure]).all()
    assert unsure.mean() < 0.002
    assert differences(found, raw) - ADDRESS_ROWS <= {
        "blocks.header", "inputs.value", "inputs.address", "inputs.witness", "txs.fee",
        "inputs.sequence",
    }  # fmt: skip
    assert found.columns.txs.fee.sum() == expected["fees"]
    inputs, texts = found.columns.inputs, found.columns.addresses.address
    for row, txid, n in found.outside.values.tolist():
        value, script = spent[txid, n]
        due = format_address(script, network)
        assert inputs.value[row] == value
        if due is None or due.startswith("script:"):  # bare keys: bitcoin-etl has no address
            assert inputs.address[row] == UNKNOWN
        else:
            assert texts[inputs.address[row]].as_py() == due


def test_a_row_without_virtual_size_and_index(data):
    found = read(*(data / "bitcoin-etl" / "bitcoin_cash").glob("*/*.json"))
    assert found.txs.vsize.tolist() == [133]
    assert found.notes == ("Blocks whose header the source doesn't tell whole: 1 of 1.",)


def test_a_raw_public_key_is_not_taken_for_the_address_of_its_hash(data, tmp_path):
    """Older nodes write the coin that block 170 spends, locked by a key, with that address."""
    row = {
        "hash": "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16",
        "size": 275, "virtual_size": 275, "version": 1, "lock_time": 0, "block_number": 170,
        "block_hash": "00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee",
        "block_timestamp": 1231731025, "is_coinbase": False, "index": 1,
        "inputs": [{
            "index": 0, "spent_output_index": 0, "sequence": 0xFFFFFFFF, "type": "pubkey",
            "spent_transaction_hash":
                "0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9",
            "script_hex": "47304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd"
                "410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901",
            "addresses": ["12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"], "value": 5_000_000_000,
        }],
        "outputs": [
            {"index": 0, "value": 1_000_000_000, "script_hex": "4104ae1a62fe09c5f51b13905f07f06b99a"
                "2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c"
                "72a704f7e6cd84cac"},
            {"index": 1, "value": 4_000_000_000, "script_hex": "410411db93e1dcdb8a016b49840f8c53bc1"
                "eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999"
                "b8643f656b412a3ac"},
        ],
    }  # fmt: skip
    spent = read(write_json(tmp_path / "t.json", [row])).columns.inputs
    assert (spent.value.tolist(), spent.address.tolist()) == ([5_000_000_000], [UNKNOWN])
    row["inputs"][0]["type"] = "pubkeyhash"
    chain = read(write_json(tmp_path / "t.json", [row]))
    address = chain.columns.addresses.address[chain.columns.inputs.address[0]].as_py()
    assert address == "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"


# What happens to a row when one of its fields is missing, or says something else. The row is of a
# transaction with a coin from outside and one from inside in a block that is otherwise whole.

UNUSED = {
    "inputs.script_asm", "inputs.required_signatures",
    "outputs.script_asm", "outputs.required_signatures", "outputs.type", "outputs.addresses",
    "blocks.size", "blocks.stripped_size", "blocks.weight",
}  # fmt: skip
NEEDED = {
    "hash", "version", "lock_time", "block_number", "block_hash", "block_timestamp", "outputs",
    "inputs.spent_transaction_hash", "inputs.spent_output_index", "inputs.script_hex",
    "inputs.sequence", "outputs.script_hex", "outputs.value",
    "blocks.hash", "blocks.number", "blocks.timestamp",
}  # fmt: skip
LACKING = {  # what the chain lacks without one of the others
    "inputs.value": {"inputs.value", "txs.fee"},
    "inputs.type": {"inputs.address", "inputs.witness"},
    "inputs.addresses": {"inputs.address"},
    "blocks.version": {"blocks.header"},
    "blocks.merkle_root": {"blocks.header"},
    "blocks.nonce": {"blocks.header"},
    "blocks.bits": {"blocks.header"},
    "blocks.coinbase_param": {"inputs.sequence"},
}
ADDRESS_ROWS = {  # an address fewer, and all rows behind it move up
    "outputs.address", "addresses.address", "addresses.script_type", "addresses.first_seen",
}  # fmt: skip
LIES = {
    "is_coinbase": True,
    "inputs.type": "scripthash",
    "inputs.addresses": ["mg9Ut5jt44qTKrCjr2cTsKenqdpmY6pCUB"],
    "outputs.addresses": ["mg9Ut5jt44qTKrCjr2cTsKenqdpmY6pCUB"],
    "inputs.required_signatures": 2,
    "outputs.required_signatures": 2,
}


def few(part):
    blocks, transactions = part
    return blocks[:4], [row for row in transactions if row["block_number"] <= blocks[3]["number"]]


@pytest.fixture
def case(part):
    """The rows, and each field in them by name: the object that has it, and its key."""
    blocks, transactions = part = copy.deepcopy(few(part))
    numbers = {row["hash"] for row in transactions}
    row = next(
        row
        for row in transactions
        if row["block_number"] > transactions[0]["block_number"]
        and len(row["inputs"]) > 1
        and row["inputs"][0]["spent_transaction_hash"] not in numbers
        and row["inputs"][1]["spent_transaction_hash"] in numbers
    )
    block = next(block for block in blocks if block["number"] == row["block_number"])
    fields = {f"blocks.{key}": (block, key) for key in block}
    fields |= {key: (row, key) for key in row}
    for name in ("inputs", "outputs"):
        fields |= {f"{name}.{key}": (row[name][0], key) for key in row[name][0]}
    return part, fields


FIELDS = sorted({*UNUSED, *NEEDED, *LACKING, *LIES, "inputs", "inputs.index", "outputs.index",
    "size", "virtual_size", "index", "input_count", "output_count", "input_value", "output_value",
    "fee", "blocks.transaction_count"})  # fmt: skip


def test_all_fields_are_tried(case):
    assert sorted(case[1]) == FIELDS


@pytest.mark.parametrize("name", FIELDS)
def test_a_missing_field(part, case, tmp_path, name):
    rows, fields = case
    record, key = fields[name]
    del record[key]
    paths = write_part(tmp_path, rows)
    if name in NEEDED:
        with pytest.raises(ChainError, match=rf'json, row \d+: the field "{field_of(name)}" is'):
            read(*paths)
    elif name == "inputs":
        with pytest.raises(ChainError, match="a coinbase, and nothing else, has no inputs"):
            read(*paths)
    else:
        (tmp_path / "whole").mkdir()
        whole = read(*write_part(tmp_path / "whole", few(part)))
        assert differences(read(*paths), whole) - ADDRESS_ROWS == LACKING.get(name, set())


def field_of(name):
    return name.removeprefix("blocks.")


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_lies(part, case, tmp_path, name):
    rows, fields = case
    record, key = fields[name]
    value = record[key]
    if name in LIES:
        record[key] = LIES[name]
    elif type(value) is int:
        record[key] = value + 4  # a size that differs by less may give the same virtual size
    elif type(value) is list:
        record[key] = value[1:]
    else:
        record[key] = value[:-1] + ("1" if value[-1:] != "1" else "2")
    assert record[key] != value
    paths = write_part(tmp_path, rows)
    if name in UNUSED or name == "blocks.coinbase_param":
        (tmp_path / "whole").mkdir()
        whole = read(*write_part(tmp_path / "whole", few(part)))
        assert differences(read(*paths), whole) == LACKING.get(name, set())
    else:
        with pytest.raises(ChainError, match=r"json, row \d+"):
            read(*paths)


@pytest.mark.parametrize("name", sorted(NEEDED - {"blocks.hash"}))
def test_a_field_of_the_wrong_kind(case, tmp_path, name):
    rows, fields = case
    record, key = fields[name]
    for wrong in [True, 1.5, {}, [1], "x", -(2**70), 2**70, "\ud800"]:
        record[key] = wrong
        with pytest.raises(ChainError, match=rf'json, row \d+: the field "{field_of(name)}" '):
            read(*write_part(tmp_path, rows))
