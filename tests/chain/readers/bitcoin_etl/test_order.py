"""Rows that come twice, or contradict each other, and blocks that don't fit their transactions."""

import copy

import pytest

from nps_chain.chain.readers import bitcoin_etl
from nps_chain.chain.readers.bitcoin_etl.order import _behind_parents
from nps_chain.errors import ChainError
from tests.chain.readers.agreement import differences
from tests.chain.readers.etl_export import read, rows_in, write_json


@pytest.fixture(scope="module")
def part(data):
    """The tables of blocks and of enriched transactions, three blocks of each."""
    folder = data / "bitcoin-etl" / "core-regtest"
    blocks = rows_in(folder / "blocks.json.gz")
    rows = rows_in(folder / "transactions_enriched.json.gz")
    return (
        sorted((b for b in blocks if 120 <= b["number"] <= 122), key=lambda b: b["number"]),
        sorted(
            (row for row in rows if 120 <= row["block_number"] <= 122),
            key=lambda row: (row["block_number"], row["index"]),
        ),
    )


@pytest.fixture
def chain_of(tmp_path):
    def make(blocks, *tables):
        paths = [write_json(tmp_path / "blocks.json", blocks)] if blocks else []
        for k, table in enumerate(tables):
            paths.append(write_json(tmp_path / f"t{k}.json", table))
        return read(*paths)

    return make


def test_the_same_rows_again(part, chain_of):
    blocks, rows = part
    once = chain_of(blocks, rows)
    assert differences(chain_of(blocks * 2, rows + rows[5:9], rows[::-1]), once) == set()


def test_the_same_rows_many_times_are_dropped_as_they_come(part, chain_of, monkeypatch):
    blocks, rows = part
    once = chain_of(blocks, rows)
    monkeypatch.setattr(bitcoin_etl, "_ROWS", 10)
    monkeypatch.setattr(bitcoin_etl, "_MOST", 20)
    assert differences(chain_of(blocks, rows * 5), once) == set()


@pytest.mark.parametrize(
    ("field", "change"),
    [("block_hash", lambda old: "00" + old[2:]), ("block_timestamp", lambda old: old + 1),
     ("index", lambda old: old + 1), ("size", lambda old: old + 1)],
)  # fmt: skip
def test_the_same_transaction_told_differently(part, chain_of, field, change):
    blocks, rows = part
    other = rows[3] | {field: change(rows[3][field])}
    with pytest.raises(ChainError, match=r"t0.json, row 4 and t1.json, row 1 tell the same thing"):
        chain_of(blocks, rows, [other])


@pytest.mark.parametrize(
    ("field", "value"), [("value", 7), ("type", "pubkeyhash"), ("addresses", ["1A1zP1eP"])]
)
def test_a_coin_told_differently(part, chain_of, field, value):
    blocks, rows = part
    other = copy.deepcopy(rows[3])
    other["inputs"][0][field] = value
    del other["input_value"], other["fee"]
    with pytest.raises(ChainError, match="tell the same thing differently"):
        chain_of(blocks, rows, [other])


def test_a_fact_that_one_row_lacks_is_no_contradiction(part, chain_of):
    blocks, rows = part
    bare = [{k: v for k, v in row.items() if k not in ("size", "index")} for row in rows]
    assert differences(chain_of(blocks, rows, bare[2:]), chain_of(blocks, rows)) == set()


def altered(rows, at, **fields):
    return [row | fields if k == at else row for k, row in enumerate(rows)]


def test_transactions_that_contradict_each_other_about_their_block(part, chain_of):
    _, rows = part
    starts = [k for k, row in enumerate(rows) if row["is_coinbase"]]
    for fields, problem in (
        ({"block_hash": "ab" * 32}, r"row 3 and .*, row 4 name different blocks of one height"),
        ({"block_timestamp": 1}, r"row 3 and .*, row 4 give different times to one block"),
        ({"index": 2}, r"row 3 and .*, row 4 have one place in one block"),
    ):
        with pytest.raises(ChainError, match=problem):
            chain_of([], altered(rows, 3, **fields))
    # A whole block at a second height; and the coinbase of another block in this one.
    moved = [row | {"block_hash": rows[0]["block_hash"]} for row in rows[starts[1] : starts[2]]]
    with pytest.raises(ChainError, match="put one block at two heights"):
        chain_of([], rows[: starts[1]] + moved)
    place = {name: rows[0][name] for name in ("block_number", "block_hash", "block_timestamp")}
    with pytest.raises(ChainError, match="are both the coinbase of one block"):
        chain_of([], altered(rows, starts[1], **place))


def test_two_blocks_of_one_height(part, chain_of):
    blocks, rows = part
    with pytest.raises(ChainError, match=r"row 1 and .*, row 4 are different blocks of one height"):
        chain_of([*blocks, blocks[0] | {"hash": "ab" * 32}], rows)


def test_a_lie_that_all_transactions_of_a_block_share(part, chain_of):
    blocks, rows = part
    for fields, problem in (
        ({"block_hash": "ab" * 32}, "block 122 has different hashes or times"),
        ({"block_timestamp": 1}, "block 122 has different hashes or times"),
        ({"block_number": 123}, "put one block at two heights"),
    ):
        lie = [row | fields if row["block_number"] == 122 else row for row in rows]
        with pytest.raises(ChainError, match=problem):
            chain_of(blocks, lie)


def test_blocks_against_their_transactions(part, chain_of):
    blocks, rows = part
    last = len(rows) - 1
    swapped = altered(altered(rows, 2, index=rows[3]["index"]), 3, index=rows[2]["index"])
    with pytest.raises(ChainError, match="has other transactions than those of its merkle root"):
        chain_of(blocks, swapped)
    with pytest.raises(ChainError, match=r"has not the \d+ transactions that its row tells"):
        chain_of(blocks, altered(rows, last, index=rows[last]["index"] + 1))
    with pytest.raises(
        ChainError, match="block 121 has a hash that its fields and the block before"
    ):
        chain_of(altered(blocks, 1, nonce="ff"), rows)


def test_a_missing_transaction_leaves_its_block_without_header(part, chain_of):
    blocks, rows = part
    chain = chain_of(blocks, rows[:-1])
    assert chain.columns.blocks.header.any(axis=1).tolist() == [False, True, False]
    assert "doesn't tell their number: 1 of 3." in chain.notes[0]


def test_blocks_without_transactions_are_left_out_and_told(part, chain_of):
    blocks, rows = part
    some = [row for row in rows if row["block_number"] != 121]
    chain = chain_of(blocks, some)
    assert chain.columns.blocks.height.tolist() == [120, 122]
    assert chain.columns.blocks.header.any(axis=1).tolist() == [False, True]
    assert chain.notes[0].startswith("Blocks of which the source has no transactions")


def test_the_proof_of_work_is_that_of_the_network(part, tmp_path):
    blocks, rows = part
    paths = [write_json(tmp_path / "b.json", blocks), write_json(tmp_path / "t.json", rows)]
    with pytest.raises(ChainError, match="network regtest, not of main"):
        read(*paths, network="main")


def test_blocks_alone_are_no_chain(part, tmp_path):
    with pytest.raises(ChainError, match="has blocks without their transactions"):
        read(write_json(tmp_path / "b.json", part[0]))


def test_rows_behind_their_parents_without_recursion_or_circles():
    assert _behind_parents([3, 1, 2], {3: [2], 2: [1]}) == [1, 2, 3]
    assert _behind_parents([1, 2], {1: [2], 2: [1]}) == [2, 1]
    deep = list(range(100_000))
    assert _behind_parents(deep, {row: [row + 1] for row in deep[:-1]}) == deep[::-1]
