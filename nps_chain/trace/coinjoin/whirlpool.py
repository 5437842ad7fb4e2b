"""Whirlpool: as many coins in as out, and every coin that comes out is worth the pool's amount.

Samourai's Whirlpool mixes in pools of a fixed amount. A newcomer first makes a *Tx0*, a transaction
of his own that cuts his money into coins a little above that amount: what is above it pays the
miner. A mix then takes a few such coins, and for the rest coins of earlier mixes, which pay
nothing. So each input is worth the pool's amount or slightly more, and each output exactly that.
A Tx0 is no mix, since all its inputs are one person's.

The published rule (GraphSense; J. Stockinger and others, "Pinpointing and Measuring Wasabi and
Samourai CoinJoins", 2021): 5 to 8 inputs, as many outputs, each worth 0.001, 0.01, 0.05 or 0.5 BTC,
inputs at most 110,000 satoshi above, one to four newcomers. Ours departs from it where the protocol
leaves room: up to 10 inputs, since rounds grew with time; any number of newcomers, since a pool's
first mix has no others; and the pools of the successor, Ashigaru. It asks in addition that inputs
are p2wpkh, the wallet's own kind. Outputs may be of any: one can have a coin paid elsewhere.
Dumplings (https://github.com/crocs-muni/coinjoin-analysis) asks that of outputs, too, and so lists
935 mixes, all of which ours finds, and leaves out 149 beside them.

What makes a mix sure is that its inputs come from a Tx0 or another mix. The reason says whether the
data show that. The look is backward, so later blocks change nothing.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.pieces import rows_of
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import found

KIND = "whirlpool"
POOLS = np.array([100_000, 1_000_000, 5_000_000, 50_000_000, 2_500_000, 25_000_000])
"""Amounts of the pools in satoshi: Samourai's four, then Ashigaru's two."""

FEWEST, MOST = 5, 10
"""Inputs of a mix."""

MOST_ABOVE = 110_000
"""Satoshi by which a newcomer's coin is above the pool's amount, at most."""


def whirlpool(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are Whirlpool mixes by shape, and where their inputs come from.

    Fails on mixes of pools that aren't in `POOLS`. Anybody can give a transaction this shape; where
    the reason names a Tx0 or another mix in the data, that is hardly what happened.

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
    return found(KIND, facts(chain), rule, reasons, chain)


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are such mixes, with what is unknown read for it or against it."""
    shape = (f.inputs >= FEWEST) & (f.inputs <= MOST) & (f.outputs == f.inputs) & (f.data == 0)
    shape &= (f.equal == f.outputs) & np.isin(f.modal, POOLS)
    # No input is worth less or much more, and somebody is above, or the miner would get nothing.
    shape &= f.exact + f.larger + f.values_unknown == f.inputs
    shape &= (f.largest <= f.modal + MOST_ABOVE) & (f.larger + f.values_unknown > 0)
    # Coins of different people, to different people; the wallet's own kind of address goes in.
    shape &= (f.other_inputs == 0) & (f.owners(True) == f.inputs) & (f.fresh == f.equal)
    return shape & f.all_known(f.values_unknown + f.addresses_unknown, best)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each mix."""
    from_tx0, from_mix, inside = _lineage(f, chain)
    return [
        f"{inputs} inputs and {inputs} outputs, each output exactly {bitcoin(pool)}, a pool of"
        f" Whirlpool; {larger} of the inputs are slightly above it, which pays the miner;"
        f" {_told(inputs, *origins)}"
        for inputs, pool, larger, *origins in zip(
            *(
                column.tolist()
                for column in (f.inputs, f.modal, f.larger, from_tx0, from_mix, inside)
            ),
            strict=True,
        )
    ]


def _told(inputs: int, from_tx0: int, from_mix: int, inside: int) -> str:
    if not inside:
        return "where its inputs come from is outside the data"
    told = f"in the data {from_tx0} of its inputs come from a Tx0 and {from_mix} from another mix"
    strange, outside = inside - from_tx0 - from_mix, inputs - inside
    if strange:
        told += f", but {strange} from neither, so that the shape alone speaks for it"
    return told + (f"; where {outside} come from is outside the data" if outside else "")


def _lineage(f: Facts, chain: Chain) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how many inputs of each mix come from a Tx0, from another mix, from inside the data.

    A Tx0 writes data, which tells the coordinator whose it is; its coins for the pool are above
    the pool's amount. A mix pays a pool's amount alone.
    """
    c = chain.columns
    mix = np.repeat(np.arange(len(f)), f.inputs)
    spends = c.inputs.spends[rows_of(chain.first_input, f.tx)]
    mix, spends = mix[spends >= 0], spends[spends >= 0]
    makers, which = np.unique(c.outputs.tx[spends], return_inverse=True)
    made = rows_of(chain.first_output, makers)
    outputs = chain.first_output[makers + 1] - chain.first_output[makers]
    starts = np.cumsum(outputs) - outputs
    value = c.outputs.value[made]
    if not len(makers):
        nothing = np.zeros(len(f), np.int64)
        return nothing, nothing, nothing
    writes = np.logical_or.reduceat(c.outputs.address[made] < 0, starts)[which]
    lowest, highest = np.minimum.reduceat(value, starts), np.maximum.reduceat(value, starts)
    mixes = ((lowest == highest) & (outputs >= FEWEST) & np.isin(lowest, POOLS))[which]
    tx0 = writes & (c.outputs.value[spends] > f.modal[mix])
    many = len(f)
    return (
        np.bincount(mix[tx0], minlength=many),
        np.bincount(mix[mixes], minlength=many),
        np.bincount(mix, minlength=many),
    )
