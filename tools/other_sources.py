"""Tell the chain ``core-regtest`` as an explorer and an export would have told it.

Run it after that chain changed, and then ``python tools/datasets.py``, which renews the checksums::

    python tools/other_sources.py

``explorer/`` holds two pages of one address' history, as Esplora words them, asked for when block
149 was the last, and a list of what was asked. ``export/`` holds the two tables of bitcoin-etl, as
they stood when a block that later lost its race was the last. No explorer and no export was asked:
all comes from the node's block files.
"""

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import nps_chain as nps
from nps_chain.chain.address import format as address_of
from nps_chain.chain.address import parse
from nps_chain.chain.address.script import classify
from nps_chain.chain.readers.bitcoin_etl.coins import LOCKS
from nps_chain.chain.readers.block_files import raw_blocks
from nps_chain.chain.wire.block import Block, parse_block
from nps_chain.chain.wire.hashes import from_shown, shown
from nps_chain.chain.wire.transaction import Input, Output, Transaction

FOLDER = Path(__file__).resolve().parent.parent / "datasets" / "core-regtest"

STALE = "40d7709bf6257dfd3b4d5febcceaf6f35238d33a7941a7a832c3bad9fafc97eb"
"""The block that lost its race, which the export takes for the last one."""

TIP = 149
"""The height of the last block when the explorer was asked."""

PAGE = 25
"""Confirmed transactions on a page: ``API.md`` of Blockstream/esplora."""


@dataclass(frozen=True)
class Placed:
    """A transaction, where it stands and the coins that it spends."""

    transaction: Transaction
    block: Block
    height: int
    place: int  # in its block
    spent: list[Output]

    @property
    def txid(self) -> str:
        """Its name, as it is shown."""
        return shown(self.transaction.txid)

    @property
    def fee(self) -> int:
        """What the miner gets, in satoshi; 0 for a coinbase."""
        paid = sum(coin.value for coin in self.spent)
        return paid and paid - sum(coin.value for coin in self.transaction.outputs)

    def touches(self, script: bytes) -> bool:
        """Return whether it pays the address of a script, or spends from it."""
        return any(coin.script == script for coin in [*self.spent, *self.transaction.outputs])


def blocks() -> tuple[list[Block], Block]:
    """Return the blocks of the chain, and the one that lost its race."""
    chain = nps.read(FOLDER / "blocks")
    raw = raw_blocks(sorted((FOLDER / "blocks").glob("blk*.dat")))
    hashes = [*chain.blocks["hash"], STALE]
    *main, stale = (parse_block(raw(from_shown(name))) for name in hashes)
    return main, stale


def placed(chain: list[Block]) -> Iterator[Placed]:
    """Yield the transactions of blocks from height 0 on."""
    coins: dict[tuple[bytes, int], Output] = {}
    for height, block in enumerate(chain):
        for place, transaction in enumerate(block.transactions):
            inputs = [] if transaction.coinbase else transaction.inputs
            spent = [coins[made.txid, made.n] for made in inputs]
            coins |= {(transaction.txid, n): one for n, one in enumerate(transaction.outputs)}
            yield Placed(transaction, block, height, place, spent)


def kind_of(script: bytes) -> int:
    """Return the kind of a lock, a place in ``SCRIPT_TYPES``."""
    return int(
        classify(np.frombuffer(script, np.uint8), np.zeros(1, np.int64), np.array([len(script)]))[0]
    )


# The explorer.


def most_used(history: list[Placed]) -> str:
    """Return the address that stands in most transactions."""
    counts: dict[str, int] = {}
    for one in history:
        scripts = {coin.script for coin in [*one.spent, *one.transaction.outputs]}
        for address in {address_of(script, "regtest") or "" for script in scripts} - {""}:
            counts[address] = counts.get(address, 0) + 1
    return max(sorted(counts), key=counts.__getitem__)


def in_esplora(one: Placed) -> dict[str, Any]:
    """Return a transaction in Esplora's words; one above the tip waits for a block."""
    status: dict[str, Any] = {"confirmed": False}
    if one.height <= TIP:
        status = {
            "confirmed": True,
            "block_height": one.height,
            "block_hash": shown(one.block.hash),
            "block_time": one.block.header.time,
        }
    transaction = one.transaction
    return {
        "txid": one.txid,
        "version": transaction.version,
        "locktime": transaction.locktime,
        "vin": [
            _spent_in_esplora(claim, coin)
            for claim, coin in zip(transaction.inputs, one.spent, strict=True)
        ],
        "vout": [_made_in_esplora(coin) for coin in transaction.outputs],
        "size": transaction.size,
        "weight": transaction.weight,
        "fee": one.fee,
        "status": status,
    }


ESPLORA_TYPES = {2: "p2pkh", 3: "p2sh", 6: "v0_p2wpkh", 7: "v0_p2wsh", 8: "v1_p2tr"}
"""Esplora's names of the kinds that occur here, as in the answers in ``tests/data/esplora``."""


def _made_in_esplora(coin: Output) -> dict[str, Any]:
    return {
        "scriptpubkey": coin.script.hex(),
        "scriptpubkey_type": ESPLORA_TYPES[kind_of(coin.script)],
        "scriptpubkey_address": address_of(coin.script, "regtest"),
        "value": coin.value,
    }


def _spent_in_esplora(claim: Input, coin: Output) -> dict[str, Any]:
    witness = {"witness": [item.hex() for item in claim.witness]} if claim.witness else {}
    return {
        "txid": shown(claim.txid),
        "vout": claim.n,
        "prevout": _made_in_esplora(coin),
        "scriptsig": claim.script.hex(),
        **witness,
        "is_coinbase": False,
        "sequence": claim.sequence,
    }


def pages(history: list[Placed], address: str) -> list[list[dict[str, Any]]]:
    """Return an address' history page by page, newest first; what has no block yet comes first."""
    _, script = parse(address, "regtest")
    own = [in_esplora(one) for one in reversed(history) if one.touches(script)]
    waiting = [tx for tx in own if not tx["status"]["confirmed"]]
    known = own[len(waiting) :]
    cut = [known[at : at + PAGE] for at in range(0, len(known), PAGE)]
    return [waiting + cut[0], *cut[1:]]


def write_explorer(history: list[Placed], folder: Path) -> None:
    """Write the pages, and what was asked."""
    folder.mkdir(exist_ok=True)
    address = most_used(history)
    last = next(one.block for one in history if one.height == TIP)
    asked, rows = f"/address/{address}/txs", []
    for number, page in enumerate(pages(history, address), start=1):
        file = folder / f"page-{number}.json"
        file.write_text(json.dumps(page, indent=1) + "\n", "utf-8", newline="\n")
        rows.append(
            {
                "file": file.name,
                "address": address,
                "asked": asked,
                "answered": f"{pd.Timestamp(last.header.time + 5 * number, unit='s')}",
                "tip_height": TIP,
                "tip_hash": shown(last.hash),
                "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            }
        )
        asked = f"/address/{address}/txs/chain/{page[-1]['txid']}"
    with (folder / "SOURCES.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# The export.


TYPES = {kind: name for name, kind in LOCKS.items()}
"""Bitcoin Core's name of each kind of lock that has an address."""


def block_row(block: Block, height: int) -> dict[str, Any]:
    """Return a row of the table of blocks."""
    header = block.header
    return {
        "hash": shown(block.hash),
        "number": height,
        "version": header.version,
        "merkle_root": shown(header.merkle_root),
        "timestamp": header.time,
        "nonce": f"{header.nonce:x}",
        "bits": f"{header.bits:08x}",
        "coinbase_param": block.transactions[0].inputs[0].script.hex(),
        "transaction_count": len(block.transactions),
    }


def transaction_row(one: Placed) -> dict[str, Any]:
    """Return a row of the table of transactions, enriched with the coins that it spends."""
    transaction = one.transaction
    claims = [] if transaction.coinbase else transaction.inputs
    inputs = [
        {
            "index": at,
            "spent_transaction_hash": shown(claim.txid),
            "spent_output_index": claim.n,
            "script_hex": claim.script.hex(),
            "sequence": claim.sequence,
            **_lock(coin),
        }
        for at, (claim, coin) in enumerate(zip(claims, one.spent, strict=True))
    ]
    outputs = [
        {"index": n, "script_hex": coin.script.hex(), **_lock(coin)}
        for n, coin in enumerate(transaction.outputs)
    ]
    return {
        "hash": one.txid,
        "size": transaction.size,
        "virtual_size": (transaction.weight + 3) // 4,
        "version": transaction.version,
        "lock_time": transaction.locktime,
        "block_number": one.height,
        "block_hash": shown(one.block.hash),
        "block_timestamp": one.block.header.time,
        "is_coinbase": transaction.coinbase,
        "index": one.place,
        "inputs": inputs,
        "outputs": outputs,
        "fee": one.fee,
    }


def _lock(coin: Output) -> dict[str, Any]:
    name = TYPES.get(kind_of(coin.script))
    address = address_of(coin.script, "regtest")
    if name is None or address is None or address.startswith("script:"):
        name = "nonstandard"
        address = "nonstandard" + hashlib.sha256(coin.script).hexdigest()[:40]
    return {"type": name, "addresses": [address], "value": coin.value}


def write_export(chain: list[Block], folder: Path) -> None:
    """Write both tables, a row a line."""
    folder.mkdir(exist_ok=True)
    tables = {
        "blocks": (block_row(block, height) for height, block in enumerate(chain)),
        "transactions": map(transaction_row, placed(chain)),
    }
    for name, rows in tables.items():
        lines = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
        # Without a time, the same lines are the same file.
        packed = gzip.compress(lines.encode(), mtime=0)
        (folder / f"{name}.json.gz").write_bytes(packed)


def main(out: Path = FOLDER) -> None:
    """Write both folders."""
    chain, stale = blocks()
    write_explorer(list(placed(chain)), out / "explorer")
    fork = next(h for h, block in enumerate(chain) if block.hash == stale.header.previous)
    write_export([*chain[: fork + 1], stale], out / "export")
    for path in sorted([*out.glob("explorer/*"), *out.glob("export/*")]):
        print(f"{path.relative_to(out)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
