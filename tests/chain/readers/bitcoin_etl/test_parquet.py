"""Parquet of bitcoin-etl: what damaged and hostile files are told, without a crash."""

import os
import random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nps_chain.chain.readers import bitcoin_etl
from nps_chain.chain.readers.shared.source import Source
from nps_chain.errors import ChainError
from tests.chain.readers.agreement import differences
from tests.chain.readers.etl_export import read, rows_in, write_parquet


@pytest.fixture(scope="module")
def rows(data):
    folder = data / "bitcoin-etl" / "core-regtest"
    found = rows_in(folder / "transactions_enriched.json.gz")
    return [row for row in found if 120 <= row["block_number"] <= 122]


@pytest.fixture
def file(rows, tmp_path):
    return write_parquet(tmp_path / "transactions.parquet", rows)


def test_each_truncation_is_refused(file):
    whole = file.read_bytes()
    for length in range(0, len(whole), 997):
        file.write_bytes(whole[:length])
        with pytest.raises(ChainError, match=r"^transactions\.parquet"):
            bitcoin_etl.read([Source(file)]) if length else read(file)


def test_a_damaged_file_is_known_and_told_to_be_damaged(file):
    file.write_bytes(file.read_bytes()[:-100])
    assert bitcoin_etl.knows(Source(file))
    with pytest.raises(ChainError, match=r"^transactions\.parquet is damaged, cut off or packed"):
        read(file)


def test_flipped_bits_are_refused_or_change_nothing_that_is_proven(file):
    """Only what the source alone tells may get lost: which coin came from outside."""
    whole, chain = file.read_bytes(), read(file)
    lost = {
        "inputs.address", "inputs.value", "inputs.witness", "txs.fee", "outputs.address",
        "addresses.address", "addresses.first_seen", "addresses.script_type", "inputs.sequence",
    }  # fmt: skip
    dice, refused = random.Random(11), 0
    for place in [dice.randrange(len(whole)) for _ in range(60)] + [*range(-300, 0, 5)]:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << dice.randrange(8)
        file.write_bytes(flipped)
        try:
            assert differences(read(file), chain) <= lost
        except ChainError:
            refused += 1
    assert refused > 40


def column(name, values):
    outputs = pa.nulls(len(values), pa.list_(pa.struct([("value", pa.int64())])))
    return pa.table(
        {"hash": ["ab" * 32] * len(values), "block_number": [1] * len(values), "outputs": outputs}
    ).set_column(*{"hash": (0, "hash"), "block_number": (1, "block_number")}[name], values)


@pytest.mark.parametrize(
    ("table", "options"),
    [
        (column("block_number", pa.array(np.zeros(10_000_000, np.int64))), {}),
        (
            column(
                "hash", pa.DictionaryArray.from_arrays(np.zeros(2_000, np.int32), ["a" * 50_000])
            ),
            {},
        ),
        (column("hash", pa.array(["0" * 50_000_000])), {"use_dictionary": False}),
    ],
    ids=["rows", "one text often", "a long text"],
)
def test_a_small_file_can_claim_no_more_than_such_a_file_holds(tmp_path, table, options):
    path = tmp_path / "bomb.parquet"
    pq.write_table(table, path, compression="zstd", write_statistics=False, **options)
    assert path.stat().st_size < 500_000
    with pytest.raises(ChainError, match=r"no real data pack like that|more text than real data"):
        read(path)


def test_a_row_of_endless_inputs(tmp_path):
    many = 10_000_000
    items = pa.StructArray.from_arrays([pa.array(np.zeros(many, np.int64))], ["value"])
    lists = pa.ListArray.from_arrays(np.array([0, many], np.int32), items)
    table = pa.table({"hash": ["ab" * 32], "block_number": [1], "inputs": lists, "outputs": lists})
    pq.write_table(table, tmp_path / "bomb.parquet", compression="zstd")
    with pytest.raises(ChainError, match="claims to hold 20,000,003 values"):
        read(tmp_path / "bomb.parquet")


def change(file, name, convert):
    table = pq.read_table(file)
    place = table.schema.get_field_index(name)
    pq.write_table(table.set_column(place, name, convert(table[name])), file)


@pytest.mark.parametrize(
    ("name", "convert"),
    [
        ("version", lambda column: column.cast(pa.bool_())),
        ("lock_time", lambda column: pa.chunked_array([[0.5] * len(column)])),
        ("block_number", lambda column: column.cast(pa.string())),
        ("block_timestamp", lambda column: pa.chunked_array([["2024"] * len(column)])),
        ("is_coinbase", lambda column: column.cast(pa.int64())),
        ("fee", lambda column: pa.chunked_array([[b"\0"] * len(column)])),
        ("hash", lambda column: pa.chunked_array([[[1]] * len(column)])),
        ("inputs", lambda column: pa.chunked_array([[1] * len(column)])),
        ("outputs", lambda column: pa.chunked_array([[[1]] * len(column)])),
    ],
)  # fmt: skip
def test_a_column_of_the_wrong_type(file, name, convert):
    change(file, name, convert)
    with pytest.raises(ChainError, match=rf'transactions.parquet, row 1: the field "{name}" '):
        read(file)


def test_a_fraction_of_a_satoshi_or_second_is_told_by_its_row(file, rows):
    half = pa.array([0] * 4 + [500_000] + [0] * (len(rows) - 5), pa.duration("us"))
    change(file, "block_timestamp", lambda column: pa.compute.add(column, half))
    with pytest.raises(ChainError, match='row 5: the field "block_timestamp" holds no proper time'):
        read(file)


@pytest.mark.parametrize("kind", ["large", "dictionary", "view"])
def test_other_ways_to_store_the_same(file, kind):
    chain, table = read(file), pq.read_table(file)
    if kind == "large":
        lists = [
            pa.large_list(table.schema.field(p).type.value_type) for p in ("inputs", "outputs")
        ]
        schema = table.schema.set(
            table.schema.get_field_index("inputs"), pa.field("inputs", lists[0])
        ).set(table.schema.get_field_index("outputs"), pa.field("outputs", lists[1]))
        pq.write_table(table.cast(schema), file)
    elif kind == "dictionary":
        place = table.schema.get_field_index("block_hash")
        column = table["block_hash"].dictionary_encode()
        pq.write_table(table.set_column(place, "block_hash", column), file)
    else:
        pq.write_table(table, file, use_compliant_nested_type=False, version="1.0")
    assert differences(read(file), chain) == set()


def test_columns_in_another_order_and_unknown_ones(file):
    chain, table = read(file), pq.read_table(file)
    names = sorted(table.schema.names, reverse=True)
    table = table.select(names).append_column("note", pa.array([os.sep] * len(table)))
    pq.write_table(table, file, row_group_size=7)
    assert differences(read(file), chain) == set()


def test_other_parquet_is_not_known(tmp_path):
    pq.write_table(pa.table({"hash": ["ab"], "height": [1]}), tmp_path / "other.parquet")
    assert not bitcoin_etl.knows(Source(tmp_path / "other.parquet"))


def test_a_footer_at_which_arrow_ends_the_process(data):
    # Its counts of nesting levels don't fit the column: asking Arrow for them is the end.
    with pytest.raises(ChainError, match="damaged"):
        read(data / "bitcoin-etl" / "footer-that-aborts-arrow.parquet")


def test_a_column_that_is_not_read_may_be_one_at_which_arrow_ends_the_process(data):
    chain = read(data / "bitcoin-etl" / "unwanted-column-that-aborts-arrow.parquet")
    assert len(chain.txs) == 4


def test_changed_bits_of_a_footer(file):
    raw = bytearray(file.read_bytes())
    footer = len(raw) - 8 - int.from_bytes(raw[-8:-4], "little")
    refused = 0
    for place in range(footer, len(raw), 41):
        raw[place] ^= 1 << place % 8
        file.write_bytes(raw)
        try:
            read(file)
        except ChainError:
            refused += 1
        raw[place] ^= 1 << place % 8
    assert refused
