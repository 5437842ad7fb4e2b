"""The explorer's pages and the export of core-regtest say what its blocks say, in others' words."""

import gzip
import importlib.util
import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.chain.compare import compare
from tests.chain.readers.etl_export import rows_in
from tests.chain.readers.test_esplora import told_by_esplora
from tests.node_chain import FOLDER, node_chain

HOME = Path(__file__).resolve().parent.parent
OWN = HOME / "tests" / "data" / "bitcoin-etl" / "core-regtest"
STALE = json.loads((HOME / "tests/data/core-regtest/NODE.json").read_text())["reorgs"][0]

_spec = importlib.util.spec_from_file_location("other_sources", HOME / "tools/other_sources.py")
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)

PAGES = [json.loads((FOLDER / "explorer" / f"page-{n}.json").read_text()) for n in (1, 2)]
LOG = pd.read_csv(FOLDER / "explorer" / "SOURCES.csv")


@pytest.fixture(scope="module")
def then():
    """The node's chain when the explorer was asked."""
    return node_chain().upto(tool.TIP)


def test_the_files_are_what_the_tool_writes(tmp_path):
    tool.main(tmp_path)
    made = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(made) == 5
    for path in made:
        shipped = FOLDER / path.relative_to(tmp_path)
        # How tightly gzip packs is its own affair.
        unpacked = gzip.decompress if path.suffix == ".gz" else bytes
        assert unpacked(path.read_bytes()) == unpacked(shipped.read_bytes()), path.name


def test_they_are_small():
    for folder in ("explorer", "export"):
        for path in (FOLDER / folder).iterdir():
            assert len(gzip.compress(path.read_bytes())) < 200_000


def test_the_pages_say_what_the_node_answers_in_esploras_words():
    lines = gzip.decompress((FOLDER / "getblock-verbosity3.jsonl.gz").read_bytes()).splitlines()
    told = {
        tx["txid"]: tx
        for line in lines
        for tx in told_by_esplora(json.loads(line, parse_float=Decimal))
    }
    for tx in [tx for page in PAGES for tx in page]:
        for coin in [*tx["vout"], *(spent["prevout"] for spent in tx["vin"])]:
            del coin["scriptpubkey_type"]
        if not tx["status"]["confirmed"]:
            assert told[tx["txid"]]["status"]["block_height"] == tool.TIP + 1
            tx = tx | {"status": told[tx["txid"]]["status"]}
        assert tx == told[tx["txid"]]


def test_the_pages_are_all_of_one_address_newest_first_and_cut_as_esplora_cuts(then):
    (address,) = set(LOG["address"])
    told = [tx for page in PAGES for tx in page]
    confirmed = [tx["txid"] for tx in told if tx["status"]["confirmed"]]
    assert confirmed[::-1] == then.address(address).txids
    assert [tx["status"]["confirmed"] for tx in told] == [False] + [True] * len(confirmed)
    assert [len(page) for page in PAGES] == [1 + 25, len(confirmed) - 25]
    assert set(LOG["tip_hash"]) == {then.block(tool.TIP).hash}
    assert LOG["asked"].tolist() == [
        f"/address/{address}/txs",
        f"/address/{address}/txs/chain/{PAGES[0][-1]['txid']}",
    ]


def test_the_list_names_the_files_by_their_hashes():
    files = [FOLDER / "explorer" / name for name in LOG["file"]]
    assert [sha256(path.read_bytes()).hexdigest() for path in files] == LOG["sha256"].tolist()
    answered = pd.to_datetime(LOG["answered"], utc=True)
    before, after = (node_chain().block(tool.TIP + n).time for n in (0, 1))
    assert answered.between(before, after).all()


def test_the_pages_read_as_a_part_of_the_chain_without_a_contradiction(then):
    found = compare(then, nps.read(FOLDER / "explorer"))
    assert set(found.blocks["other"]) == {""}
    assert set(found.transactions["other"]) == {-1}
    assert set(found.spent["other"]) == {-1}
    assert len(found.fields) == 0


def test_the_export_has_the_rows_that_bitcoin_etl_writes():
    assert STALE["forked_after"] == 127
    for name, own, key, height in (
        ("blocks", "blocks", "hash", "number"),
        ("transactions", "transactions_enriched", "hash", "block_number"),
    ):
        ours = {row[key]: row for row in rows_in(FOLDER / "export" / f"{name}.json.gz")}
        theirs = {row[key]: row for row in rows_in(OWN / f"{own}.json.gz")}
        wanted = {one: row for one, row in theirs.items() if row[height] <= STALE["forked_after"]}
        made = {one: row for one, row in ours.items() if row[height] <= STALE["forked_after"]}
        assert made.keys() == wanted.keys()
        for one, row in wanted.items():
            assert made[one] == _only(row, made[one])


def _only(theirs, ours):
    """Return the fields of a row that the other row has, in lists of rows as well."""
    return {
        name: [_only(one, two) for one, two in zip(theirs[name], ours[name], strict=True)]
        if name in ("inputs", "outputs")
        else theirs[name]
        for name in ours
    }


def test_the_export_ends_in_the_block_that_lost_its_race():
    export = nps.read(FOLDER / "export")
    assert export.notes == ()
    assert export.block(export.height).hash == tool.STALE == STALE["stale"][0]
    assert len(compare(node_chain().upto(127), export.upto(127))) == 0
    assert compare(node_chain().upto(128), export).blocks["height"].tolist() == [128]
