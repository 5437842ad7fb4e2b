"""The same past, another future: what a technique must not see when it looks from a day.

Up to a height the chain is the one that is given. After it, everything differs: coins that stayed
unspent are spent at once, by ones and in crowds; old addresses are paid again; transactions take
the shapes that detectors look for. Two such chains must give the same answers as of that height.
"""

from dataclasses import fields, replace

import numpy as np
import pyarrow as pa

from nps_chain.chain.schema import COINBASE, UNKNOWN, Addresses, Columns
from nps_chain.chain.tables import Chain

EQUAL = 10_000_000  # satoshi; several of these from one transaction look like a CoinJoin
BLOCKS = 8


def other_future(chain: Chain, height: int, seed: int = 0) -> Chain:
    """The chain up to a height, and blocks after it that it never had."""
    past = chain.upto(height)
    dice = np.random.Generator(np.random.PCG64(seed))
    c = past.columns
    coins = np.flatnonzero((c.outputs.spent_by == UNKNOWN) & (c.outputs.address != UNKNOWN))
    coins = dice.permutation(coins)[: 40 * BLOCKS]
    own = iter(chain.columns.addresses.address.slice(len(c.addresses.address)).to_pylist())

    first, txs = len(c.txs.txid), []  # of each new transaction: block, spent rows, new outputs
    new_address, new_kind, new_seen = [], [], []

    def somebody(tx: int) -> int:
        text = next(own, None) if dice.integers(3) == 0 else None
        if text is None:
            return int(dice.integers(len(c.addresses.address)))
        row = chain.address(text).row
        new_address.append(text)
        new_kind.append(chain.columns.addresses.script_type[row])
        new_seen.append(tx)
        return len(c.addresses.address) + len(new_address) - 1

    for block in range(BLOCKS):
        txs.append((block, [], [(0, somebody(first + len(txs)))]))
        crowd = coins[block::BLOCKS].tolist()
        while crowd:
            many = int(dice.integers(1, 9))
            spent, crowd = crowd[:many], crowd[many:]
            left, paid, tx = int(c.outputs.value[spent].sum()), [], first + len(txs)
            equal = bool(dice.integers(2))
            for _ in range(int(dice.integers(1, 9))):
                value = min(left, EQUAL) if equal else int(dice.integers(left + 1))
                left -= value
                paid.append((value, somebody(tx)))
            txs.append((block, spent, [*paid, (left, somebody(tx))]))

    tx = np.arange(first, first + len(txs))
    spent = np.array([row for _, rows, _ in txs for row in rows or [COINBASE]])
    spender = np.repeat(tx, [max(1, len(rows)) for _, rows, _ in txs])
    minted = spent == COINBASE
    paid = np.array([one for *_, outputs in txs for one in outputs])
    owner = np.repeat(tx, [len(outputs) for *_, outputs in txs])
    kinds = np.concatenate([c.addresses.script_type, np.array(new_kind, np.int8)])
    spent_by = c.outputs.spent_by.copy()
    spent_by[spent[~minted]] = spender[~minted]
    heights = height + np.arange(1, BLOCKS + 1)
    blocks = after(
        c.blocks,
        height=heights,
        time=c.blocks.time[-1] + 600 * np.arange(1, BLOCKS + 1),
        hash=dice.integers(0, 256, (BLOCKS, 32)),
    )
    transactions = after(
        c.txs,
        txid=dice.integers(0, 256, (len(txs), 32)),
        height=heights[[block for block, *_ in txs]],
        version=dice.integers(1, 3, len(txs)),
        locktime=dice.integers(0, 2, len(txs)) * height,
        vsize=np.full(len(txs), 150),
        coinbase=[not rows for _, rows, _ in txs],
    )
    inputs = after(
        c.inputs,
        tx=spender,
        spends=spent,
        value=np.where(minted, 0, c.outputs.value[spent]),
        address=np.where(minted, UNKNOWN, c.outputs.address[spent]),
        sequence=dice.integers(2**32 - 4, 2**32, len(spent)),
    )
    outputs = after(
        replace(c.outputs, spent_by=spent_by),
        tx=owner,
        n=np.concatenate([np.arange(len(outputs)) for *_, outputs in txs]),
        value=paid[:, 0],
        address=paid[:, 1],
        script_type=kinds[paid[:, 1]],
        spent_by=np.full(len(owner), UNKNOWN),
    )
    addresses = Addresses(
        pa.concat_arrays([c.addresses.address, pa.array(new_address, pa.large_string())]),
        kinds,
        np.concatenate([c.addresses.first_seen, np.array(new_seen, np.int32)]),
    )
    return Chain(
        chain.network, Columns(blocks, transactions, inputs, c.outside, outputs, addresses)
    )


def after(table, **new):
    """A table's rows and then these; a column that isn't given is nought."""
    rows = len(next(iter(new.values())))
    joined = {}
    for name in (field.name for field in fields(table)):
        values = getattr(table, name)
        more = np.asarray(new.get(name, np.zeros((rows, *values.shape[1:]))), values.dtype)
        joined[name] = np.concatenate([values, more])
    return type(table)(**joined)
