"""The rules that the tables of every chain keep, whatever source they came from.

Each rule is one line: a table, a sentence, and for which rows it is broken. A chain that breaks one
is never made, so a technique may rely on all of them.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from nps_chain.chain.columns import COINBASE, OUTSIDE, TABLES, UNKNOWN, Columns, columns_of, schema
from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.pieces import starts
from nps_chain.chain.rules import MAX_MONEY
from nps_chain.chain.script import SCRIPT_TYPES
from nps_chain.errors import ChainError

Rule = tuple[str, str, np.ndarray]


def validate(columns: Columns, network: str) -> None:
    """Raise a ChainError that names table, row and rule if any rule is broken."""
    if network not in NETWORKS:
        raise ChainError(f"There is no network {network!r}: choose from {', '.join(NETWORKS)}.")
    for name in TABLES:
        _check_shape(name, getattr(columns, name))
    # Rows must point into their tables before anything is looked up through them.
    for rules in (_places, _order, _links, _values, lambda c: _rewards(c, network)):
        for table, rule, broken in rules(columns):
            if broken.any():
                row = int(np.flatnonzero(broken)[0])
                raise ChainError(f"Table {table}, row {row}: {rule}. Make the chain again.")


def _check_shape(name: str, table: Any) -> None:
    columns = columns_of(table)
    rows = {column: len(values) for column, values in columns.items()}
    if len(set(rows.values())) > 1:
        raise ChainError(f"Table {name}: its columns differ in length ({rows}).")
    for column, kind in schema(type(table)).items():
        values = columns[column]
        if kind.dtype == "text":
            sound = str(values.type) == "large_string" and not values.null_count
        else:
            shape = (len(values),) if kind.width == 1 else (len(values), kind.width)
            sound = values.dtype == kind.dtype and values.shape == shape
        if not sound:
            raise ChainError(f"Table {name}: column {column} is not of the kind {kind.dtype}.")


def _outside(rows: np.ndarray, lowest: int, stop: int) -> np.ndarray:
    return (rows < lowest) | (rows >= stop)


def _places(c: Columns) -> Iterator[Rule]:
    txs, outputs, addresses = len(c.txs.txid), len(c.outputs.tx), len(c.addresses.address)
    yield "inputs", "tx is no row of txs", _outside(c.inputs.tx, 0, txs)
    yield "inputs", "spends is no row of outputs", _outside(c.inputs.spends, OUTSIDE, outputs)
    yield "inputs", "address is no row of addresses", _outside(c.inputs.address, -1, addresses)
    yield "inputs", "witness is not 1, 0 or -1", _outside(c.inputs.witness, -1, 2)
    yield "outside", "input is no row of inputs", _outside(c.outside.input, 0, len(c.inputs.tx))
    yield "outputs", "tx is no row of txs", _outside(c.outputs.tx, 0, txs)
    yield "outputs", "address is no row of addresses", _outside(c.outputs.address, -1, addresses)
    yield "outputs", "spent_by is no row of txs", _outside(c.outputs.spent_by, -1, txs)
    yield "addresses", "first_seen is no row of txs", _outside(c.addresses.first_seen, 0, txs)
    for name, kinds in (("outputs", c.outputs.script_type), ("addresses", c.addresses.script_type)):
        yield name, "script_type is no kind of script", _outside(kinds, 0, len(SCRIPT_TYPES))


def _falls(rows: np.ndarray, least: int = 0) -> np.ndarray:
    """Where a column rises by less than ``least`` from one row to the next."""
    broken = np.zeros(len(rows), bool)
    broken[1:] = np.diff(rows) < least
    return broken


def _order(c: Columns) -> Iterator[Rule]:
    yield "blocks", "height is not above that of the row before", _falls(c.blocks.height, 1)
    yield "txs", "height is below that of the row before", _falls(c.txs.height)
    yield "txs", "height is that of no block", ~np.isin(c.txs.height, c.blocks.height)
    yield "inputs", "tx is below that of the row before", _falls(c.inputs.tx)
    yield "outputs", "tx is below that of the row before", _falls(c.outputs.tx)
    yield "outside", "input is not above that of the row before", _falls(c.outside.input, 1)
    yield "addresses", "first_seen is below that of the row before", _falls(c.addresses.first_seen)
    edges = _edges(c.outputs.tx, c)
    place = np.arange(len(c.outputs.tx)) - edges[c.outputs.tx]
    yield "outputs", "n is not its place in its transaction", c.outputs.n != place
    yield "txs", "it has no outputs", np.diff(edges) == 0
    yield "txs", "it has no inputs", np.diff(_edges(c.inputs.tx, c)) == 0


def _edges(owner: np.ndarray, c: Columns) -> np.ndarray:
    return starts(np.bincount(owner, minlength=len(c.txs.txid)))


def _links(c: Columns) -> Iterator[Rule]:
    spends, inside = c.inputs.spends, c.inputs.spends >= 0
    source, rows = spends[inside], np.flatnonzero(inside)

    def broken(wrong: np.ndarray) -> np.ndarray:
        mask = np.zeros(len(spends), bool)
        mask[rows[wrong]] = True
        return mask

    times = np.bincount(source, minlength=len(c.outputs.tx))
    yield "outputs", "it is spent more than once", times > 1
    yield "outputs", "spent_by and the inputs differ", (times == 1) != (c.outputs.spent_by >= 0)
    late = c.outputs.tx[source] >= c.inputs.tx[inside]
    yield "inputs", "it spends an output that doesn't come before it", broken(late)
    other = c.outputs.spent_by[source] != c.inputs.tx[inside]
    yield "inputs", "the output that it spends names another transaction", broken(other)
    value = c.outputs.value[source] != c.inputs.value[inside]
    yield "inputs", "value is not that of the output that it spends", broken(value)
    address = c.outputs.address[source] != c.inputs.address[inside]
    yield "inputs", "address is not that of the output that it spends", broken(address)
    outside = np.zeros(len(spends), bool)
    outside[c.outside.input] = True
    yield "inputs", "spends and the table outside differ", outside != (spends == OUTSIDE)

    has = c.outputs.address >= 0
    kinds = np.where(has, 0, c.outputs.script_type)
    kinds[has] = c.addresses.script_type[c.outputs.address[has]]
    yield "outputs", "script_type is not that of its address", kinds != c.outputs.script_type
    early = np.zeros(len(has), bool)
    early[has] = c.outputs.tx[has] < c.addresses.first_seen[c.outputs.address[has]]
    yield "outputs", "its address is first seen only later", early


def _values(c: Columns) -> Iterator[Rule]:
    yield (
        "outputs",
        "value is not between 0 and 21 million BTC",
        _outside(c.outputs.value, 0, MAX_MONEY + 1),
    )
    yield (
        "inputs",
        "value is not between 0 and 21 million BTC",
        _outside(c.inputs.value, UNKNOWN, MAX_MONEY + 1),
    )
    if not len(c.txs.txid):
        return
    first_in, first_out = _edges(c.inputs.tx, c)[:-1], _edges(c.outputs.tx, c)[:-1]
    mints = c.inputs.spends == COINBASE
    alone = np.diff(_edges(c.inputs.tx, c)) == 1
    yield "txs", "coinbase and its inputs differ", c.txs.coinbase != (mints[first_in] & alone)
    yield "inputs", "only a coinbase may spend nothing", mints & ~c.txs.coinbase[c.inputs.tx]
    later = c.txs.coinbase & ~_falls(-c.txs.height)
    later[0] = False
    yield "txs", "a coinbase is not the first of its block", later
    unknown = np.add.reduceat((c.inputs.value == UNKNOWN).astype(np.int64), first_in) > 0
    left = np.add.reduceat(c.inputs.value, first_in) - np.add.reduceat(c.outputs.value, first_out)
    judged = ~unknown & ~c.txs.coinbase
    yield "txs", "its outputs are worth more than its inputs", judged & (left < 0)
    yield "txs", "fee is not inputs less outputs", judged & (left != c.txs.fee)
    yield "txs", "fee is told though a value is unknown", unknown & (c.txs.fee != UNKNOWN)
    yield "txs", "a coinbase has a fee", c.txs.coinbase & (c.txs.fee != 0)


def _rewards(c: Columns, network: str) -> Iterator[Rule]:
    """A coinbase takes at most the reward and the fees, where the block is whole and fees known."""
    row = np.searchsorted(c.blocks.height, c.txs.height)
    fees = np.bincount(row, np.maximum(c.txs.fee, 0), len(c.blocks.height)).astype(np.int64)
    whole = c.blocks.header.any(axis=1)
    whole[row[c.txs.fee == UNKNOWN]] = False
    minted = c.txs.coinbase[c.outputs.tx]
    taken = np.bincount(
        row[c.outputs.tx[minted]], c.outputs.value[minted], len(c.blocks.height)
    ).astype(np.int64)
    halvings = np.minimum(c.blocks.height // NETWORKS[network].halving, 63)
    reward = (50 * 100_000_000) >> halvings.astype(np.int64)
    yield "blocks", "its coinbase takes more than reward and fees", whole & (taken > reward + fees)
