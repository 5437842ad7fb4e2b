"""WabiSabi (Wasabi 2): many pay in what they have, and take it out in a set of standard amounts.

A Wasabi 2 wallet cuts its money into denominations: powers of two and of three, twice a power of
three, and 1, 2 and 5 times a power of ten (`facts.denominations`). Nearly every output of a round
is one of these. Amounts in powers of ten are what people pay, too; 1,594,323 satoshi, three to the
thirteenth, is what nobody asks for. So repeated *odd* denominations tell a round, whoever
coordinates it and however small it is.

The published rules (GraphSense: at least 20 inputs, no output below 5,000 satoshi, three
denominations repeated, no address on more than a tenth of the inputs, not all outputs
denominations) find 28 of 33 known rounds: in those missed all outputs are denominations, which the
rounds of small coordinators often have. Ours drops that condition, asks instead that most outputs
be denominations and two odd ones repeated, and takes rounds from ten inputs on.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import found

KIND = "wabisabi"
FEWEST = 10
"""Inputs of a round."""


def wabisabi(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are rounds of WabiSabi by shape.

    Fails on rounds so small that no two wallets chose the same two denominations.

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
    >>> from nps_chain.trace.coinjoin.wabisabi import wabisabi
    >>> len(wabisabi(nps.load("core-regtest")))
    0
    """
    chain = known(chain, as_of)
    all_facts = facts(chain)
    rounds = all_facts[rule(all_facts, best=False)]
    return found(KIND, rounds, reasons(rounds, chain))


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are such rounds, with what is unknown read for or against it."""
    shape = (f.inputs >= FEWEST) & (f.data == 0) & (f.least >= 5_000) & (f.not_segwit == 0)
    shape &= (3 * f.standard >= 2 * f.outputs) & (f.levels >= 3) & (f.odd_levels >= 2)
    shape &= f.crowd <= np.maximum(2, f.inputs // 10)
    return shape & f.known(f.addresses_unknown, best)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each round."""
    return [
        f"{standard} of {outputs} outputs are Wasabi 2 denominations, {levels} of them repeated,"
        f" {odd} of those powers of two or three; most often {bitcoin(modal)}, {equal} times;"
        f" {inputs} inputs from {addresses} addresses"
        for standard, outputs, levels, odd, modal, equal, inputs, addresses in zip(
            *(
                column.tolist()
                for column in (
                    f.standard,
                    f.outputs,
                    f.levels,
                    f.odd_levels,
                    f.modal,
                    f.equal,
                    f.inputs,
                    f.addresses,
                )
            ),
            strict=True,
        )
    ]
