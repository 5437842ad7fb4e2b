"""The blocks of bitcoin-etl: their headers put together again, and held against transactions.

The table of blocks has every field of a header but the hash of the block before, and that block may
be in the data too. So most headers can be rebuilt, and a header proves itself by its hash, as its
merkle root proves the block's transactions.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.pieces import Pieces, starts
from nps_chain.chain.readers.bitcoin_etl.arrow import fixed, fixed_octets, mask, ragged, whole
from nps_chain.chain.readers.bitcoin_etl.order import Places, once
from nps_chain.chain.readers.bitcoin_etl.rows import Rows
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire.block import Header
from nps_chain.chain.wire.hashes import meets_target, merkle_root, target
from nps_chain.errors import ChainError

_AGAIN = "Export the data again, from one node."


def blocks(rows: Rows, file: int) -> pa.Table:
    """Return a row a block, from rows of the table of blocks in file number ``file``."""
    for name in ("nonce", "bits"):
        hexadecimal = pc.match_substring_regex(rows.columns[name], r"^[0-9a-fA-F]{1,8}$")
        rows.refuse(name, ~mask(hexadecimal.fill_null(True)), "is no hex of up to 8 digits")
    for name in ("version", "transaction_count"):
        rows.whole(name)
    param, length = rows.octets("coinbase_param")
    params = ragged(param, starts(length))
    return pa.table(
        {
            "file": np.full(rows.count, file),
            "row": rows.first + np.arange(rows.count),
            "number": rows.whole("number"),
            "hash": fixed(rows.hashes("hash")),
            "merkle_root": fixed(rows.hashes("merkle_root")),
            "time": rows.whole("timestamp"),
            "coinbase_param": pc.if_else(rows.columns["coinbase_param"].is_valid(), params, None),
            **{name: rows.columns[name] for name in ("version", "nonce", "bits")},
            "transaction_count": rows.columns["transaction_count"],
        }
    )


def one_a_height(table: pa.Table, names: list[str]) -> pa.Table:
    """Return blocks by height, each once; two of one height are refused."""
    table = once(table, names).sort_by("number")
    same = np.diff(table["number"].to_numpy()) == 0
    if same.any():
        at, place = int(same.argmax()), Places(names, table)
        raise ChainError(
            f"{place(at)} and {place(at + 1)} are different blocks of one height. {_AGAIN}"
        )
    return table


def frame(
    pieces: Pieces, transactions: pa.Table, table: pa.Table, network: str, names: list[str]
) -> tuple[str, ...]:
    """Put transactions into their blocks, verify these, and return notes on what can't be.

    Parameters
    ----------
    pieces : Pieces
        The transactions; the columns of blocks are set.
    transactions, table : pyarrow.Table
        What the source tells of the transactions, in order, and of the blocks.
    network : str
        Whose proof of work is wanted.
    names : list of str
        The files by their number.

    Raises
    ------
    ChainError
        If a block isn't what its row says.
    """
    number = transactions["number"].to_numpy()
    first = np.flatnonzero(np.append(True, np.diff(number) != 0))
    height = number[first]
    pieces.height = height.astype(np.int32)
    pieces.block_txs = np.diff(np.append(first, len(number))).astype(np.int32)
    pieces.block_hash = fixed_octets(transactions["block_hash"].take(first))
    pieces.time = transactions["time"].to_numpy()[first]
    pieces.header = np.zeros((len(height), 80), np.uint8)

    place, block_place = Places(names, transactions), Places(names, table)
    row = pc.index_in(pa.array(height), table["number"]).fill_null(UNKNOWN).to_numpy()
    by_hash = pc.index_in(fixed(pieces.block_hash), table["hash"]).fill_null(UNKNOWN).to_numpy()
    moved = (by_hash != UNKNOWN) & (by_hash != row)
    if moved.any():
        b = int(moved.argmax())
        raise ChainError(
            f"{block_place(by_hash[b])} and {place(first[b])} put one block at two heights."
            f" {_AGAIN}"
        )
    told = np.flatnonzero(row != UNKNOWN)
    before = _before(pieces, table)
    index = transactions["index"].fill_null(UNKNOWN).to_numpy()
    ordered = transactions["ordered"].to_numpy().copy()
    complete = 0
    for b, record in zip(told.tolist(), table.take(row[told]).to_pylist(), strict=True):
        rows = slice(first[b], first[b] + pieces.block_txs[b])
        try:
            found = _verify(pieces, b, rows, record, index[rows])
            header = _header(record, before[b], network)
        except ChainError as error:
            raise ChainError(
                f"{block_place(row[b])} and {place(first[b])}: block {height[b]} {error}. {_AGAIN}"
            ) from None
        complete += found.complete
        ordered[rows] |= found.in_order
        # Whoever has a header takes its block for complete, so one with gaps gets none.
        if header and found.complete:
            pieces.header[b] = np.frombuffer(header, np.uint8)
    return tuple(_notes(pieces, complete, ordered, len(table) - len(told)))


class _Found(NamedTuple):
    """What a block's transactions were found to be."""

    complete: bool
    in_order: bool


def _before(pieces: Pieces, table: pa.Table) -> list[bytes | None]:
    """Return the hash of the block before each block, None where the data don't have it."""
    heights = pa.array(pieces.height - 1, pa.int64())
    found = table["hash"].take(pc.index_in(heights, table["number"]))
    own = pa.array(pieces.height, pa.int64())
    others = fixed(pieces.block_hash).take(pc.index_in(heights, own))
    before = pc.coalesce(whole(found), others).to_pylist()
    if pieces.height[0] == 0:
        before[0] = bytes(32)
    return before


def _verify(
    pieces: Pieces, b: int, rows: slice, record: dict[str, Any], index: np.ndarray
) -> _Found:
    """Check a block against its transactions."""
    if record["hash"] != pieces.block_hash[b].tobytes() or record["time"] != pieces.time[b]:
        raise ChainError("has different hashes or times in them")
    count, here = record["transaction_count"], rows.stop - rows.start
    root = record["merkle_root"]
    fits = any(root) and merkle_root([txid.tobytes() for txid in pieces.txid[rows]]) == root
    # Without an index, only a coinbase and one more are sure to stand in their order.
    sure = index.min() != UNKNOWN or here <= 2
    if count is not None and (here > count or index.max() >= count or (fits and here < count)):
        raise ChainError(f"has not the {count:,} transactions that its row tells")
    if count == here and any(root) and sure and not fits:
        raise ChainError("has other transactions than those of its merkle root")
    return _Found(complete=fits or count == here, in_order=fits)


def _header(record: dict[str, Any], before: bytes | None, network: str) -> bytes | None:
    """Return a block's header, proven by its hash, or None if the data don't tell all of it."""
    parts = [record[name] for name in ("version", "bits", "nonce")]
    if before is None or None in parts or not any(record["merkle_root"]):
        return None
    version, bits, nonce = parts[0], int(parts[1], 16), int(parts[2], 16)
    signed = version - (1 << 32) if version >= 1 << 31 else version
    header = Header(signed, before, record["merkle_root"], record["time"], bits, nonce)
    if header.hash != record["hash"]:
        raise ChainError("has a hash that its fields and the block before don't make up")
    if not meets_target(header.hash, bits, target(NETWORKS[network].easiest)):
        raise ChainError(f"has not the proof of work that the network {network} wants")
    return header.to_bytes()


def _notes(pieces: Pieces, complete: int, ordered: np.ndarray, idle: int) -> Iterator[str]:
    blocks = len(pieces.height)
    if idle:
        yield f"Blocks of which the source has no transactions, and which were left out: {idle:,}."
    if missing := int(pieces.height[-1] - pieces.height[0]) + 1 - blocks:
        yield f"Blocks between the first and the last that are missing: {missing:,}."
    if complete < blocks:
        yield (
            "Blocks that lack transactions, or may lack some, since the source doesn't tell their"
            f" number: {blocks - complete:,} of {blocks:,}. An output that looks unspent may be"
            " spent there, and a coin from outside may be as young as what spends it."
        )
    if unknown := int((~pieces.header.any(axis=1)).sum()):
        yield f"Blocks whose header the source doesn't tell whole: {unknown:,} of {blocks:,}."
    if not ordered.all():
        yield (
            "Transactions whose place in their block the source doesn't tell, and which stand"
            f" behind its coinbase and what they spend: {int((~ordered).sum()):,}."
        )
