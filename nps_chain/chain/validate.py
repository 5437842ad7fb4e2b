"""The rules that the tables of every chain keep, whatever source they came from.

Each rule is one line: a table, a sentence, and for which rows it is broken. A chain that breaks one
is never made, so a technique may rely on all of them.
"""

import string
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.pieces import starts
from nps_chain.chain.schema import (
    COINBASE,
    OUTSIDE,
    TABLES,
    UNKNOWN,
    Columns,
    Outside,
    misshapen,
)
from nps_chain.chain.wire.rules import MAX_MONEY
from nps_chain.errors import ChainError

_USUAL = (string.digits + string.ascii_letters + ":").encode()
"""The characters of addresses, and of what stands for scripts without one."""

REMEDY = "The data contradict themselves; get them again from their source."

Rule = tuple[str, str, np.ndarray]


def validate(columns: Columns, network: str) -> None:
    """Raise a ChainError that names table, row and rule if any rule is broken."""
    if network not in NETWORKS:
        raise ChainError(f"There is no network {network!r}: choose from {', '.join(NETWORKS)}.")
    for name in TABLES:
        if fault := misshapen(getattr(columns, name)):
            raise ChainError(f"Table {name}: {fault}.")
    for table, rule, broken in rules(columns, network):
        if broken.any():
            row = int(np.flatnonzero(broken)[0])
            raise ChainError(f"Table {table}, row {row}: {rule}. {REMEDY}")


def rules(columns: Columns, network: str) -> Iterator[Rule]:
    """Yield each rule; it is worked out only once those before it are found to be kept.

    Rows must point into their tables before anything is looked up through them.
    """
    yield from _places(columns)
    yield from _order(columns)
    yield from _links(columns)
    yield from _values(columns)
    yield from _rewards(columns, network)


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
    yield "addresses", "address has characters that no address has", _strange(c.addresses.address)


def _strange(addresses: pa.LargeStringArray) -> np.ndarray:
    """Where an address could break a page or a screen that shows it."""
    # Nearly always nothing is left of all text once the usual characters are taken out.
    if not bytes(addresses.buffers()[2] or b"").translate(None, _USUAL):
        return np.zeros(len(addresses), bool)
    usual = pc.match_substring_regex(addresses.cast(pa.large_binary()), "^[0-9A-Za-z:]*$")
    return ~usual.to_numpy(zero_copy_only=False)


def _falls(rows: np.ndarray) -> np.ndarray:
    """Where a column is lower than in the row before."""
    broken = np.zeros(len(rows), bool)
    broken[1:] = rows[1:] < rows[:-1]
    return broken


def _rises(rows: np.ndarray) -> np.ndarray:
    """Where a column is higher than in the row before, and in the first row."""
    risen = np.ones(len(rows), bool)
    risen[1:] = rows[1:] > rows[:-1]
    return risen


def _order(c: Columns) -> Iterator[Rule]:
    yield "blocks", "time is not one that a header can have", _outside(c.blocks.time, 0, 2**32)
    yield "blocks", "height is below 0", c.blocks.height < 0
    yield "blocks", "height is not above that of the row before", ~_rises(c.blocks.height)
    yield "txs", "height is below that of the row before", _falls(c.txs.height)
    yield "txs", "height is that of no block", ~np.isin(c.txs.height, c.blocks.height)
    yield "inputs", "tx is below that of the row before", _falls(c.inputs.tx)
    yield "outputs", "tx is below that of the row before", _falls(c.outputs.tx)
    yield "outside", "input is not above that of the row before", ~_rises(c.outside.input)
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

    yield "outside", "n is no place of an output", _outside(c.outside.n, 0, 2**32)
    yield "outside", "its coin is spent more than once", _again(c.outside)

    has = c.outputs.address >= 0
    kinds = np.where(has, 0, c.outputs.script_type)
    kinds[has] = c.addresses.script_type[c.outputs.address[has]]
    yield "outputs", "script_type is not that of its address", kinds != c.outputs.script_type
    first = np.full(len(c.addresses.address), len(c.txs.txid), np.int32)
    for table in (c.inputs, c.outputs):
        known = table.address >= 0
        np.minimum.at(first, table.address[known], table.tx[known])
    yield "addresses", "first_seen is not where it first appears", first != c.addresses.first_seen


def _again(outside: Outside) -> np.ndarray:
    """Where a coin from outside is one that an earlier row spends, too."""
    # A few bytes tell nearly all coins apart quickly; only those that agree are compared whole.
    key = np.ascontiguousarray(outside.txid[:, :8]).view(np.uint64)[:, 0]
    key = key + outside.n.astype(np.uint64)
    keys, times = np.unique(key, return_counts=True)
    again = np.zeros(len(key), bool)
    seen = set()
    for row in np.flatnonzero(np.isin(key, keys[times > 1])):
        coin = outside.txid[row].tobytes(), int(outside.n[row])
        again[row] = coin in seen
        seen.add(coin)
    return again


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
    # Whole numbers could run over here. These sums are exact wherever they aren't far too large.
    for what, value, first in (
        ("inputs", c.inputs.value, first_in),
        ("outputs", c.outputs.value, first_out),
    ):
        total = np.add.reduceat(value, first, dtype=np.float64)
        yield "txs", f"its {what} are worth more than 21 million BTC", total > MAX_MONEY
    mints = c.inputs.spends == COINBASE
    alone = np.diff(_edges(c.inputs.tx, c)) == 1
    yield "txs", "coinbase and its inputs differ", c.txs.coinbase != (mints[first_in] & alone)
    yield "inputs", "only a coinbase may spend nothing", mints & ~c.txs.coinbase[c.inputs.tx]
    owned = (c.inputs.value != 0) | (c.inputs.address != UNKNOWN)
    yield "inputs", "new coins have a value or an address before they are made", mints & owned
    later = c.txs.coinbase & ~_rises(c.txs.height)
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
    # Sums of whole numbers as floats are exact up to four times all the money there will ever be.
    blocks = len(c.blocks.height)
    row = np.searchsorted(c.blocks.height, c.txs.height)
    fees = np.bincount(row, np.maximum(c.txs.fee, 0), blocks)
    whole = np.logical_or.reduce(c.blocks.header, axis=1)
    whole[row[c.txs.fee == UNKNOWN]] = False
    minted = c.txs.coinbase[c.outputs.tx]
    taken = np.bincount(row[c.outputs.tx[minted]], c.outputs.value[minted], blocks)
    halvings = np.minimum(c.blocks.height // NETWORKS[network].halving, 63)
    reward = (50 * 100_000_000) >> halvings.astype(np.int64)
    yield "blocks", "its coinbase takes more than reward and fees", whole & (taken > reward + fees)
