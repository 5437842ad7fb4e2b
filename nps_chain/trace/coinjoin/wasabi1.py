"""Wasabi 1: ten or more people take out the same amount, near 0.1 BTC, and their change beside it.

Everybody in a round of the first Wasabi gets one coin of the round's amount and one of change; the
amount is 0.1 BTC, give or take what the coordinator's fees did to it, so it is seldom round.

The published rule (BlockSci's and GraphSense's) wants an amount within 5 % of 0.1 BTC. Of rounds
that were told by the coordinator's address that finds a third: the rest pay some 0.05 BTC in 2018
and 0.11 BTC in 2021. So ours takes what is within 20 % of 0.1 BTC or 10 % of 0.05 BTC, and two,
four and eight times that, the higher levels of later rounds. All of a round's coins are p2wpkh, since
the wallet knew no other. It misses rounds of fewer than ten, which the other kinds may find.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import found

KIND = "wasabi1"
FEWEST = 10
"""Outputs of the round's amount."""


def wasabi1(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are rounds of Wasabi 1 by shape.

    Fails on rounds of fewer than ten participants.

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
    all_facts = facts(chain)
    rounds = all_facts[rule(all_facts, best=False)]
    return found(KIND, rounds, reasons(rounds, chain))


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are such rounds, with what is unknown read for or against it."""
    base = np.zeros(len(f), bool)
    for level in (1, 2, 4, 8):
        base |= (f.modal >= 8_000_000 * level) & (f.modal <= 12_000_000 * level)
        base |= (f.modal >= 4_500_000 * level) & (f.modal <= 5_500_000 * level)
    shape = base & (f.equal >= FEWEST) & (f.values >= 3) & (f.single >= 1) & (f.data == 0)
    shape &= (f.inputs >= f.equal) & (f.not_p2wpkh == 0) & (f.fresh == f.equal)
    return shape & (f.owners(best) >= f.equal) & f.known(f.addresses_unknown, best)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each round."""
    return [
        f"{equal} outputs of exactly {bitcoin(modal)}, near Wasabi's base amount, to different"
        f" addresses; {inputs} inputs from {addresses} addresses; {values - 1} other values;"
        " p2wpkh alone"
        for equal, modal, inputs, addresses, values in zip(
            *(column.tolist() for column in (f.equal, f.modal, f.inputs, f.addresses, f.values)),
            strict=True,
        )
    ]
