"""Rows of bitcoin-etl as its users have them: JSON lines, the tool's CSV, BigQuery's Parquet."""

import csv
import gzip
import json
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from nps_chain.chain.assemble import assemble
from nps_chain.chain.readers import bitcoin_etl
from nps_chain.chain.readers.source import Source

NUMERIC = pa.decimal128(38, 9)
TIMESTAMP = pa.timestamp("us", "UTC")
SCRIPT = [("script_asm", pa.string()), ("script_hex", pa.string())]
LOCK = [
    ("required_signatures", pa.int64()),
    ("type", pa.string()),
    ("addresses", pa.list_(pa.string())),
    ("value", NUMERIC),
]
SPENT = [
    ("index", pa.int64()),
    ("spent_transaction_hash", pa.string()),
    ("spent_output_index", pa.int64()),
]
TYPES = {
    "block_timestamp": TIMESTAMP,
    "timestamp": TIMESTAMP,
    "block_timestamp_month": pa.date32(),
    "timestamp_month": pa.date32(),
    "is_coinbase": pa.bool_(),
    "input_value": NUMERIC,
    "output_value": NUMERIC,
    "fee": NUMERIC,
    "inputs": pa.list_(pa.struct([*SPENT, *SCRIPT, ("sequence", pa.int64()), *LOCK])),
    "outputs": pa.list_(pa.struct([("index", pa.int64()), *SCRIPT, *LOCK])),
} | dict.fromkeys(
    ("hash", "block_hash", "merkle_root", "nonce", "bits", "coinbase_param"), pa.string()
)


def rows_in(path):
    """Return the rows of a file of JSON lines, packed or not."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    return [json.loads(line) for line in text.splitlines()]


def write_json(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def write_csv(path, rows, cell=lambda items: ",".join(str(item) for item in items)):
    """Write rows as the tool does; ``cell`` says how a list is put into a cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        for row in rows:
            writer.writerow(
                cell(value) if isinstance(value, list) else value for value in row.values()
            )
    return path


def write_parquet(path, rows, **options):
    """Write rows with the types of the public data set ``crypto_bitcoin``."""
    names = [*rows[0], "block_timestamp_month" if "inputs" in rows[0] else "timestamp_month"]
    schema = pa.schema([(name, TYPES.get(name, pa.int64())) for name in names])
    pq.write_table(pa.Table.from_pylist([_typed(row) for row in rows], schema), path, **options)
    return path


def _typed(row):
    row = dict(row)
    for name in ("block_timestamp", "timestamp"):
        if name in row:
            row[name] = datetime.fromtimestamp(row[name], UTC)
            row[f"{name}_month"] = row[name].date().replace(day=1)
    for name in ("input_value", "output_value", "fee"):
        if name in row:
            row[name] = Decimal(row[name])
    for part in ("inputs", "outputs"):
        if part in row:
            row[part] = [
                {k: Decimal(v) if k == "value" and v is not None else v for k, v in item.items()}
                for item in row[part]
            ]
    return row


def bigquery_json(row):
    """Return a row as BigQuery exports it to JSON: numbers and times are text, nulls are absent."""
    if isinstance(row, list):
        return [bigquery_json(item) for item in row]
    if not isinstance(row, dict):
        return str(row) if type(row) is int else row
    found = {name: bigquery_json(value) for name, value in row.items() if value is not None}
    for name in ("block_timestamp", "timestamp"):
        if name in found:
            moment = datetime.fromtimestamp(row[name], UTC)
            found[name] = f"{moment:%Y-%m-%d %H:%M:%S} UTC"
    return found


def read(*paths, **options):
    return assemble(*bitcoin_etl.read([Source(path) for path in paths], **options))
