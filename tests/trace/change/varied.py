"""Chains in which transactions have habits: what chains made by hand lack."""

from dataclasses import replace

import numpy as np

from nps_chain.chain.address.script import P2PKH, P2SH, P2WPKH
from nps_chain.chain.tables import Chain


def varied(chain: Chain, seed: int = 0) -> Chain:
    """The same chain, with script types, versions, locktimes, sequences and witnesses by chance."""
    dice = np.random.Generator(np.random.PCG64(seed))
    c = chain.columns
    kinds = dice.choice(np.array([P2WPKH, P2PKH, P2SH], np.int8), len(c.addresses.script_type))
    txs = len(c.txs.txid)
    columns = replace(
        c,
        txs=replace(
            c.txs,
            version=dice.choice(np.array([1, 2, 2**32 - 1], np.uint32), txs),
            locktime=dice.choice(np.array([0, 600_000], np.uint32), txs),
            vsize=dice.choice(np.array([1, 50, 51, 100], np.int32), txs),
        ),
        inputs=replace(
            c.inputs,
            sequence=dice.choice(np.array([0, 2**32 - 2, 2**32 - 1], np.uint32), len(c.inputs.tx)),
            witness=dice.choice(np.array([-1, 0, 1], np.int8), len(c.inputs.tx)),
        ),
        outputs=replace(
            c.outputs,
            script_type=np.where(
                c.outputs.address >= 0, kinds[c.outputs.address], c.outputs.script_type
            ),
        ),
        addresses=replace(c.addresses, script_type=kinds),
    )
    return Chain(chain.network, columns, proven=True)
