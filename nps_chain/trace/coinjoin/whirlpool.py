"""Whirlpool: as many coins in as out, and every coin that comes out is worth the pool's amount.

Samourai's Whirlpool mixes in pools of a fixed amount. A newcomer first makes a *Tx0*, a transaction
of his own that cuts his money into coins a little above that amount: what is above it pays the
miner. A mix then takes a few such coins, and for the rest coins of earlier mixes, which pay
nothing. So each input is worth the pool's amount or slightly more, and each output exactly that.

The rule, from GraphSense: 5 to 8 inputs, as many outputs, all worth 0.001, 0.01, 0.05 or 0.5 BTC,
each input at most 110,000 satoshi above. Ours departs from it where the protocol does: up to 10
inputs (rounds grew with time), any number of newcomers (the first mix of a pool has no others), and
the pools of the successor Ashigaru. Inputs and outputs have to be p2wpkh, of different addresses.

A Tx0 is no mix: one person's coins go in. What makes a mix sure is that its inputs come from a Tx0
or another mix; the reason says whether the data show it. The look is backward only, so later
blocks change nothing.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import found

KIND = "whirlpool"
POOLS = np.array([100_000, 1_000_000, 5_000_000, 50_000_000, 2_500_000, 25_000_000])
"""Amounts of the pools in satoshi: Samourai's four, then Ashigaru's two."""

MOST_ABOVE = 110_000
"""Satoshi by which a newcomer's coin is above the pool's amount, at most."""


def whirlpool(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are Whirlpool mixes by shape, and where their inputs come from.

    Fails on mixes of a pool whose amount isn't listed in `POOLS`.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.DataFrame
        ``tx`` (row), ``kind`` and ``reason``, in chain order.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin.whirlpool import whirlpool
    >>> len(whirlpool(nps.load("core-regtest")))
    0
    """
    chain = known(chain, as_of)
    all_facts = facts(chain)
    mixes = all_facts[rule(all_facts, best=False)]
    return found(KIND, mixes, reasons(mixes, chain))


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are such mixes, with what is unknown read for or against it."""
    shape = (f.inputs >= 5) & (f.inputs <= 10) & (f.outputs == f.inputs) & (f.data == 0)
    shape &= (f.equal == f.outputs) & np.isin(f.modal, POOLS)
    # None worth less, somebody pays the miner, and nobody puts in much more than the pool's amount.
    shape &= (f.smaller_sum == 0) & (f.largest <= f.modal + MOST_ABOVE)
    shape &= f.exact + f.larger + f.values_unknown == f.inputs
    shape &= f.larger + f.values_unknown > 0
    shape &= (f.not_p2wpkh == 0) & (f.owners(True) == f.inputs) & (f.fresh == f.equal)
    return shape & f.known(f.values_unknown, best) & f.known(f.addresses_unknown, best)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each mix."""
    c = chain.columns
    texts = []
    for tx, inputs, pool, larger in zip(
        *(column.tolist() for column in (f.tx, f.inputs, f.modal, f.larger)), strict=True
    ):
        rows = slice(chain.first_input[tx], chain.first_input[tx + 1])
        spends = c.inputs.spends[rows]
        spends = spends[spends >= 0]
        makers = c.outputs.tx[spends]
        from_tx0 = sum(_writes_data(chain, int(maker)) for maker in makers.tolist())
        from_mix = sum(_pays_only(chain, int(maker), pool) for maker in makers.tolist())
        texts.append(
            f"{inputs} inputs and {inputs} outputs, each output exactly {bitcoin(pool)}, a"
            f" Whirlpool pool; {larger} inputs are slightly above it and pay the miner;"
            f" {_lineage(inputs, from_tx0, from_mix, len(spends))}"
        )
    return texts


def _writes_data(chain: Chain, tx: int) -> bool:
    """Return whether a transaction has an output that nobody can spend, as each Tx0 has one."""
    made = slice(chain.first_output[tx], chain.first_output[tx + 1])
    return bool((chain.columns.outputs.address[made] < 0).any())


def _pays_only(chain: Chain, tx: int, pool: int) -> bool:
    """Return whether all outputs of a transaction are worth the pool's amount, as in a mix."""
    made = slice(chain.first_output[tx], chain.first_output[tx + 1])
    return bool((chain.columns.outputs.value[made] == pool).all() and made.stop - made.start >= 5)


def _lineage(inputs: int, from_tx0: int, from_mix: int, inside: int) -> str:
    if not inside:
        return "where its inputs come from is outside the data"
    told = f"{from_tx0} of its inputs come from a Tx0 and {from_mix} from another mix in the data"
    strange = inside - from_tx0 - from_mix
    if strange:
        told += f", but {strange} from neither, so only the shape speaks for it"
    if inside < inputs:
        told += f"; where {inputs - inside} come from is outside the data"
    return told
