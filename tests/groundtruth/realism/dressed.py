"""Handmade chains in which transactions have habits and addresses have types, as real ones do."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.tables import Chain
from tests.handmade import address_of, chain_of, txid_of


def dressed(
    *lines: str,
    types: Mapping[str, str] = {},
    version_1: Iterable[str] = (),
    locked: Iterable[str] = (),
    signals: Iterable[str] = (),
) -> Chain:
    """The chain of lines, with the types of some owners' addresses and the habits of some txs."""
    chain = chain_of(*lines)
    c = chain.columns
    kinds = c.addresses.script_type.copy()
    for owner, name in types.items():
        kinds[chain.address(address_of(owner)).row] = SCRIPT_TYPES.index(name)
    version, locktime = c.txs.version.copy(), c.txs.locktime.copy()
    sequence = c.inputs.sequence.copy()
    version[[row(chain, name) for name in version_1]] = 1
    locktime[[row(chain, name) for name in locked]] = 7
    sequence[np.isin(c.inputs.tx, [row(chain, name) for name in signals])] = 0
    outputs = c.outputs
    paid = np.where(outputs.address < 0, outputs.script_type, kinds[outputs.address])
    columns = replace(
        c,
        txs=replace(c.txs, version=version, locktime=locktime),
        inputs=replace(c.inputs, sequence=sequence),
        outputs=replace(outputs, script_type=paid),
        addresses=replace(c.addresses, script_type=kinds),
    )
    return Chain(chain.network, columns, proven=True)


def row(chain: Chain, name: str) -> int:
    """The row of a transaction, by its name."""
    return chain.tx(txid_of(name)).row


def output(chain: Chain, name: str) -> int:
    """The row of an output, by its name, as ``pay:1``."""
    tx, n = name.split(":")
    return int(chain.first_output[row(chain, tx)]) + int(n)


def padding(first: int, end: int) -> list[str]:
    """Blocks of nothing but a coinbase, from a height to before another."""
    return [f"pad{height}: new -> pool 1" for height in range(first, end)]
