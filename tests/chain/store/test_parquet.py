"""Parquet files: those of others are told apart, and none takes more room than its size allows."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import nps_chain as nps
from nps_chain.chain.schema import TABLES, kinds_of
from nps_chain.chain.wire.transaction import Output
from tests.chains import Story, coinbase, locking_script, mine
from tests.folders import assert_same, put_table, refused, table_files

# Other Parquet


def arrow_table(path):
    return pq.read_table(path)


def parquet_bytes(table, **options):
    sink = pa.BufferOutputStream()
    options = {"use_dictionary": False, "write_statistics": False, "compression": "zstd"} | options
    pq.write_table(table, sink, **options)
    return sink.getvalue().to_pybytes()


def put_arrow(folder, name, change, **options):
    table = change(arrow_table(table_files(folder)[name]))
    put_table(folder, name, parquet_bytes(table, **options), len(table))


def test_plain_parquet_of_the_same_rows_is_the_same_chain(real_chain, folder):
    for name in TABLES:
        put_arrow(folder, name, lambda table: table, row_group_size=500)
    assert_same(nps.load(folder), real_chain)


FOREIGN = {
    "another order": lambda t: t.select(t.column_names[::-1]),
    "a column too few": lambda t: t.drop_columns("fee"),
    "a column too many": lambda t: t.append_column("label", t["fee"]),
    "another type": lambda t: t.set_column(2, "fee", t["fee"].cast(pa.float64())),
    "a narrower type": lambda t: t.set_column(1, "height", t["height"].cast(pa.int16())),
    "another name": lambda t: t.rename_columns({"fee": "fees"}),
    "a wider hash": lambda t: t.set_column(0, "txid", t["txid"].cast(pa.binary())),
    "nulls": lambda t: t.set_column(2, "fee", pa.array([None] * len(t), pa.int64())),
    "nothing": lambda t: pa.table({}),
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN)
def test_foreign_columns(folder, change):
    put_arrow(folder, "txs", change)
    for check in (True, False):
        assert "doesn't have the columns of this table" in refused(folder, check=check)


def test_dictionaries_are_refused(folder):
    put_arrow(folder, "addresses", lambda table: table, use_dictionary=True)
    assert "packed in a way that nps-chain doesn't use" in refused(folder)


def test_prefixes_are_refused(folder):
    encoding = {"address": "DELTA_BYTE_ARRAY"}
    put_arrow(folder, "addresses", lambda table: table, column_encoding=encoding)
    assert "packed in a way that nps-chain doesn't use" in refused(folder)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" * 9, b"a,b\n1,2\n", bytes(1000)])
def test_no_parquet(folder, data):
    put_table(folder, "outputs", data)
    assert "is damaged or no Parquet file" in refused(folder)


@pytest.mark.parametrize("text", ["<script>1</script>", "a b", "bcrt1\n", "\x1b[2J", "адрес"])
def test_text_that_is_no_address(folder, text):
    def change(table):
        texts = table["address"].to_pylist()
        array = pa.array([*texts[:-1], text], pa.large_string())
        return table.set_column(0, table.schema.field(0), array)

    put_arrow(folder, "addresses", change)
    assert "Table addresses, row 1421: address has characters that no address" in refused(folder)


def test_text_that_is_no_utf8(folder):
    def change(table):
        binary = table["address"].combine_chunks().cast(pa.large_binary()).to_pylist()
        spoilt = pa.array([*binary[:-1], b"\xff\xfe"], pa.large_binary())
        array = pa.Array.from_buffers(pa.large_string(), len(spoilt), spoilt.buffers())
        return table.set_column(0, table.schema.field(0), array)

    put_arrow(folder, "addresses", change)
    assert "is damaged or no Parquet file" in refused(folder)


# Files that unpack to far more than their size


def test_rows_that_repeat_are_saved_so_that_they_load(tmp_path):
    crowd = [Output(0, locking_script("p2wpkh", 1))] * 300_000
    chain = Story(1, [mine([coinbase(1, crowd, [])], bytes(32), 0)]).chain()
    chain.save(tmp_path)
    assert table_files(tmp_path)["outputs"].stat().st_size > 1_000_000
    assert_same(nps.load(tmp_path), chain)


def packed(columns, groups, dictionary=False):
    """A file that holds these rows so many times, and packs them well."""
    fields = [pa.field(name, array.type, nullable=False) for name, array in columns.items()]
    part = pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))
    ints = [name for name, array in columns.items() if pa.types.is_integer(array.type)]
    options = {"compression": "zstd", "use_dictionary": dictionary}
    if not dictionary:
        options["column_encoding"] = dict.fromkeys(ints, "DELTA_BINARY_PACKED")
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, part.schema, **options) as writer:
        for _ in range(groups):
            writer.write_table(part)
    return sink.getvalue().to_pybytes()


def zeros(table, rows):
    kinds = {name: np.dtype(kind.dtype) for name, kind in kinds_of(TABLES[table]).items()}
    return {name: pa.array(np.zeros(rows, dtype)) for name, dtype in kinds.items()}


def texts(length, rows):
    text = pa.array(["1" * length], pa.large_string()).take([0] * rows)
    return {"address": text, "script_type": pa.array(np.zeros(rows, np.int8)),
            "first_seen": pa.array(np.zeros(rows, np.int32))}  # fmt: skip


BOMBS = {
    "rows without end": ("outputs", packed(zeros("outputs", 1_000_000), 60), 60_000_000),
    "rows, said to be few": ("outputs", packed(zeros("outputs", 1_000_000), 60), 1915),
    "long text": ("addresses", packed(texts(50_000_000, 1), 12), 12),
    "text said once": ("addresses", packed(texts(1_000_000, 100), 6, dictionary=True), 600),
}

MEASURE = """
import sys
from pathlib import Path
import nps_chain as nps

def memory(which):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(which))

nps.load(sys.argv[1])
before = memory("VmRSS")
Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
try:
    print(nps.load(sys.argv[2], check=False))
except nps.NpsError as error:
    print(error)
print(memory("VmHWM") - before)
"""


@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="only Linux tells the peak of a process"
)
@pytest.mark.parametrize(("name", "data", "rows"), BOMBS.values(), ids=BOMBS)
def test_memory_is_bounded(saved, folder, name, data, rows):
    put_table(folder, name, data, rows)
    assert len(data) < 3_000_000
    command = [sys.executable, "-c", MEASURE, saved, folder]
    said, growth = subprocess.check_output(command, text=True).splitlines()
    assert said.startswith(str(folder))
    assert int(growth) < 200_000_000
