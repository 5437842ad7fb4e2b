"""Rows of bitcoin-etl as its users have them: JSON lines, the tool's CSV, BigQuery's Parquet."""

import csv
import gzip
import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from nps_chain.chain.address import format as format_address
from nps_chain.chain.address.script import classify
from nps_chain.chain.assemble import assemble
from nps_chain.chain.readers import bitcoin_etl
from nps_chain.chain.readers.bitcoin_etl.coins import LOCKS
from nps_chain.chain.readers.shared.source import Source
from nps_chain.chain.wire.hashes import shown

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


KINDS = {kind: name for name, kind in LOCKS.items()}


def exported(block, height, network, spent):
    """Return the rows of a block and of its transactions, as the tool writes and enriches them.

    ``spent`` gives the value and script of the coin of each input, by its txid and place.
    """
    base = {"block_number": height, "block_hash": shown(block.hash)}
    rows = []
    for index, tx in enumerate(block.transactions):
        coins = [] if tx.coinbase else [spent[(shown(i.txid), i.n)] for i in tx.inputs]
        inputs = [
            {
                "index": k,
                "spent_transaction_hash": shown(claim.txid),
                "spent_output_index": claim.n,
                "script_hex": claim.script.hex(),
                "sequence": claim.sequence,
                **_lock(coin, network),
            }
            for k, (claim, coin) in enumerate(zip(tx.inputs, coins, strict=False))
        ]
        outputs = [
            {"index": n, "script_hex": o.script.hex(), **_lock((o.value, o.script), network)}
            for n, o in enumerate(tx.outputs)
        ]
        paid, made = (sum(item["value"] for item in items) for items in (inputs, outputs))
        rows.append(
            {
                "hash": shown(tx.txid),
                "size": tx.size,
                "virtual_size": tx.vsize,
                "version": tx.version,
                "lock_time": tx.locktime,
                **base,
                "block_timestamp": block.header.time,
                "is_coinbase": tx.coinbase,
                "index": index,
                "inputs": inputs,
                "outputs": outputs,
                "input_count": len(inputs),
                "output_count": len(outputs),
                "input_value": paid,
                "output_value": made,
                "fee": paid - made if inputs else 0,
            }
        )
    header = block.header
    row = {
        "hash": shown(block.hash),
        "number": height,
        "version": header.version,
        "merkle_root": shown(header.merkle_root),
        "timestamp": header.time,
        "nonce": f"{header.nonce:x}",
        "bits": f"{header.bits:08x}",
        "coinbase_param": block.transactions[0].inputs[0].script.hex(),
        "transaction_count": len(rows),
    }
    return row, rows


def _lock(coin, network):
    value, script = coin
    kind = classify(np.frombuffer(script, np.uint8), np.zeros(1, np.int64), np.array([len(script)]))
    name = KINDS.get(kind[0], "nonstandard")
    address = format_address(script, network)
    if address is None or address.startswith("script:"):
        name, address = "nonstandard", "nonstandard" + hashlib.sha256(script).hexdigest()[:40]
    return {"type": name, "addresses": [address], "value": value}


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
