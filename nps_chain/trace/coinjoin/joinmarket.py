"""JoinMarket and its like: n people take out the same amount, and each keeps his change.

In JoinMarket a *taker* names an amount and pays *makers* to join in. Each takes out that amount
once; each maker has change, and the taker too unless he empties his wallet. So with n participants
there are n equal outputs and n or n - 1 others. All is paid to fresh addresses; nothing else is written.

The published rule (Stuetz and others, 2022; BlockSci) counts: n of 3 or more equal outputs, n at
least half of the outputs, at least one of another value, n inputs. On real data it takes most Tx0
of Whirlpool for JoinMarket. Ours asks in addition for n different input addresses and no data output,
which clears the Tx0; for fresh addresses and amounts above dust, which clears the trades of
inscriptions; and that the inputs can be shared out among n people so that each puts in the amount.

`equal_outputs` is the same for CoinJoins of unknown make: inputs may be locked in different ways,
and change may go back to an address that was spent. It is the least sure of the kinds.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import found

KIND = "joinmarket"
EQUAL = "equal outputs"
FEWEST = 3
"""Equal outputs: with two, a payment to two people looks the same."""

DUST = 2_730
"""Satoshi; JoinMarket makes no output of this or less."""


def joinmarket(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are CoinJoins of the make of JoinMarket by shape.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin.joinmarket import joinmarket
    >>> len(joinmarket(nps.load("core-regtest")))
    0
    """
    chain = known(chain, as_of)
    all_facts = facts(chain)
    joins = all_facts[rule(all_facts, best=False)]
    return found(KIND, joins, reasons(joins, chain))


def equal_outputs(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions with as many equal outputs as people who can have funded them.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin.joinmarket import equal_outputs
    >>> len(equal_outputs(nps.load("core-regtest")))
    10
    """
    chain = known(chain, as_of)
    all_facts = facts(chain)
    joins = all_facts[equal_rule(all_facts, best=False)]
    return found(EQUAL, joins, reasons(joins, chain))


def equal_rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions have n equal outputs, and n funders with a change each."""
    shape = (f.equal >= FEWEST) & (f.equal == (f.outputs + 1) // 2) & (f.modal > DUST)
    shape &= (f.inputs >= f.equal) & (f.data == 0) & (f.fresh == f.equal)
    shape &= (f.owners(best) >= f.equal) & (f.able(best) >= f.equal)
    return shape & f.known(f.addresses_unknown, best)


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are of JoinMarket's make."""
    shape = equal_rule(f, best) & (f.least > DUST) & (f.single == f.values - 1)
    return shape & (f.lock_kinds <= 1)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each CoinJoin."""
    return [
        f"{equal} outputs of exactly {bitcoin(modal)} to different addresses, and"
        f" {outputs - equal} others as change; {inputs} inputs from {addresses} addresses, enough"
        f" for {equal} people to put in that amount each"
        for equal, modal, outputs, inputs, addresses in zip(
            *(column.tolist() for column in (f.equal, f.modal, f.outputs, f.inputs, f.addresses)),
            strict=True,
        )
    ]
