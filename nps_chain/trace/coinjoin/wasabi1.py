"""Wasabi 1: ten or more people take out the same amount, near 0.1 BTC, and their change beside it.

A coordinator gathers people who register coins and get one output of the round's amount each, and
one of change. The amount is 0.1 BTC, give or take what fees did to it in earlier rounds, so it is
seldom round. Some take two, four or eight times the amount in the same round. The coordinator's own
fee is one more output, and all is p2wpkh, since the wallet knew no other kind.

The published rule (GraphSense, after J. Stockinger and others, "Pinpointing and Measuring Wasabi
and Samourai CoinJoins in the Bitcoin Ecosystem", 2021): ten or more equal outputs, as many inputs,
three values, one that occurs once, and the amount within 5 % of 0.1 BTC, or of its doubles. Of 232
rounds labelled by Dumplings (https://github.com/crocs-muni/coinjoin-analysis), early ones by the
coordinator's address, that finds 62: the amount was some 0.05 BTC in 2018 and 0.11 BTC in 2021.
Ours takes what is within 20 % of 0.1 BTC or 10 % of 0.05 BTC, and finds 231. It drops the doubles,
since in no round were they the most frequent value, and large CoinJoins of JoinMarket meet them.

It misses the first trials of August 2018 at 0.01 BTC, and rounds of fewer than ten.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import found

KIND = "wasabi1"

BASES = ((8_000_000, 12_000_000), (4_500_000, 5_500_000))
"""Where a round's amount lies: from and to, in satoshi."""

FEWEST = 10
"""Outputs of the round's amount, and of them those to fresh addresses: some reuse their own."""


def wasabi1(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are rounds of Wasabi 1 by shape.

    Fails on rounds of fewer than ten people, and on a payout of ten such sums from p2wpkh to p2wpkh
    that has as many inputs of different addresses.

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
    >>> from nps_chain.trace.coinjoin.wasabi1 import wasabi1
    >>> len(wasabi1(nps.load("core-regtest")))
    0
    """
    chain = known(chain, as_of)
    return found(KIND, facts(chain), rule, reasons, chain)


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are such rounds, with what is unknown read for it or against it."""
    shape = (f.equal >= FEWEST) & (f.fresh >= FEWEST) & (f.values >= 3) & (f.single >= 1)
    shape &= (f.inputs >= f.equal) & (f.other_inputs + f.other_outputs == 0) & (f.data == 0)
    base = np.zeros(len(f), bool)
    for lowest, highest in BASES:
        base |= (f.modal >= lowest) & (f.modal <= highest)
    shape &= base & (f.owners(best) >= f.equal)
    return shape & f.all_known(f.addresses_unknown, best)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each round."""
    return [
        f"{equal} outputs of exactly {bitcoin(modal)}, near the base amount of Wasabi 1, and"
        f" {outputs - equal} others of {values - 1} values; {inputs} inputs from {addresses}"
        " addresses; p2wpkh alone"
        for equal, modal, outputs, values, inputs, addresses in zip(
            *(
                column.tolist()
                for column in (f.equal, f.modal, f.outputs, f.values, f.inputs, f.addresses)
            ),
            strict=True,
        )
    ]
