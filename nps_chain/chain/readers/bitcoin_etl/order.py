"""The transactions of bitcoin-etl in the order of the chain, each of them once.

Exports come in any order, overlap, and are made in stages: the same transaction may be there with
and without the coins that it spends. What is told twice must agree. Within a block the field
"index" tells the order; BigQuery's tables and older exports lack it, and then the coinbase comes
first and the others as the files have them, but none before one that it spends from.
"""

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.pieces import starts
from nps_chain.chain.readers.bitcoin_etl.arrow import (
    Column,
    codes,
    fixed,
    mask,
    ragged_octets,
    whole,
)
from nps_chain.chain.readers.bitcoin_etl.wire import totals
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire.parse import parse
from nps_chain.errors import ChainError

_AGAIN = "Export the data again, from one node, into an empty folder."


class Places:
    """Where the rows of a table were found, for messages."""

    def __init__(self, names: list[str], table: pa.Table) -> None:
        self.names = names
        self.file = table["file"].to_numpy()
        self.row = table["row"].to_numpy()

    def __call__(self, at: int) -> str:
        """Return the file and row of the row at place ``at``."""
        return f"{self.names[self.file[at]]}, row {self.row[at]:,}"


def once(table: pa.Table, names: list[str]) -> pa.Table:
    """Return the rows of a table, of transactions or blocks, without those that come again.

    Of the rows of one transaction, the one that tells most of the coins that it spends is kept.

    Raises
    ------
    ChainError
        If two rows of one transaction, or of one block, contradict each other.
    """
    number, name = table["number"].to_numpy(), codes(table["hash"])
    known = _coins_known(table) if "coins" in table.schema.names else np.zeros(len(table))
    order = np.lexsort((-known, name, number))
    again = (np.diff(number[order]) == 0) & (np.diff(name[order]) == 0)
    first = np.flatnonzero(np.append(True, ~again))
    kept = order[np.repeat(first, np.diff(np.append(first, len(order))))][1:][again]
    copies = order[1:][again]
    if not len(copies):
        return table
    one, other = table.take(kept), table.take(copies)
    differ = np.zeros(len(copies), bool)
    for column in set(table.schema.names) - {"file", "row", "coins", "payee"}:
        differ |= _differ(one[column], other[column])
    if "coins" in table.schema.names and not differ.any():
        coins, others = _flat(one["coins"]), _flat(other["coins"])
        wrong = np.zeros(len(coins), bool)
        for field in coins.type.names:
            wrong |= _differ(coins.field(field), others.field(field))
        differ = totals(wrong.astype(np.int64), _edges(one["coins"])) > 0
    if differ.any():
        at, place = int(differ.argmax()), Places(names, table)
        raise ChainError(
            f"{place(kept[at])} and {place(copies[at])} tell the same thing differently. {_AGAIN}"
        )
    keep = np.ones(len(table), bool)
    keep[copies] = False
    return table.filter(pa.array(keep))


def in_order(table: pa.Table, names: list[str]) -> pa.Table:
    """Return transactions in the order of the chain; "ordered" tells where that is the real one.

    Raises
    ------
    ChainError
        If transactions of one block differ in what they say of it, or share a place in it.
    """
    number = table["number"].to_numpy()
    index = table["index"].fill_null(UNKNOWN).to_numpy()
    unknown = np.isin(number, number[index == UNKNOWN])
    place = np.where(unknown, UNKNOWN, index)
    source = table["row"].to_numpy(), table["file"].to_numpy()
    order = np.lexsort((*source, place, ~table["coinbase"].to_numpy(), number))
    if unknown.any():
        order = _parents_first(table, order, number)
    table = table.take(order).append_column("ordered", pa.array(~unknown[order]))
    _check_blocks(table, place[order], Places(names, table))
    return table


def _parents_first(table: pa.Table, order: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Move what is spent within its block in front of what spends it."""
    bare = parse(*ragged_octets(table["wire"]), where=str, framed=False, hashes=False)
    parent = pc.index_in(fixed(bare.prevout_txid), whole(table["hash"]))
    parent = parent.fill_null(UNKNOWN).to_numpy()
    child = np.repeat(np.arange(len(table)), bare.tx_inputs)
    inside = (parent != UNKNOWN) & (number[parent] == number[child])
    parent, child = parent[inside], child[inside]
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    spends = defaultdict(list)
    for one, other in zip(parent.tolist(), child.tolist(), strict=True):
        spends[other].append(one)
    order, heights = order.copy(), number[order]
    for height in np.unique(number[child[place[parent] > place[child]]]):
        begin, stop = np.searchsorted(heights, [height, height + 1])
        order[begin:stop] = _behind_parents(order[begin:stop].tolist(), spends)
    return order


def _behind_parents(rows: list[int], spends: dict[int, list[int]]) -> list[int]:
    """Return rows in their order, each behind those that it spends from; no recursion."""
    found: list[int] = []
    seen: set[int] = set()
    for row in rows:
        stack = [] if row in seen else [(row, iter(spends.get(row, ())))]
        seen.add(row)
        while stack:
            parent = next((p for p in stack[-1][1] if p not in seen), None)
            if parent is None:
                found.append(stack.pop()[0])
            else:
                seen.add(parent)
                stack.append((parent, iter(spends.get(parent, ()))))
    return found


def _check_blocks(table: pa.Table, index: np.ndarray, place: Places) -> None:
    """Check that the rows of a block agree on it, and that no block is at two heights."""
    number, coinbase = table["number"].to_numpy(), table["coinbase"].to_numpy()
    block, time = codes(table["block_hash"]), table["time"].to_numpy()
    same = np.diff(number) == 0
    first = np.flatnonzero(np.append(True, ~same))
    by_hash = first[np.argsort(block[first], kind="stable")]
    moved = np.zeros(len(number), bool)
    moved[by_hash[1:][np.diff(block[by_hash]) == 0]] = True
    for wrong, problem in (
        (moved[1:], "put one block at two heights"),
        (same & (np.diff(block) != 0), "name different blocks of one height"),
        (same & (np.diff(time) != 0), "give different times to one block"),
        (same & coinbase[1:], "are both the coinbase of one block"),
        (same & (np.diff(index) == 0) & (index[1:] != UNKNOWN), "have one place in one block"),
    ):
        if wrong.any():
            at = int(wrong.argmax())
            raise ChainError(f"{place(at)} and {place(at + 1)} {problem}. {_AGAIN}")


def _differ(one: Column, other: Column) -> np.ndarray:
    """Return where two columns tell different things; none is no contradiction."""
    return mask(pc.fill_null(pc.not_equal(one, other), False))


def _coins_known(table: pa.Table) -> np.ndarray:
    """Return of how many inputs each transaction tells the value."""
    known = mask(_flat(table["coins"]).field("value").is_valid())
    return totals(known.astype(np.int64), _edges(table["coins"]))


def _flat(lists: Column) -> pa.StructArray:
    return whole(lists).flatten()


def _edges(lists: Column) -> np.ndarray:
    return starts(whole(lists).value_lengths().to_numpy())
