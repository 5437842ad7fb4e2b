"""CoinJoins of any make: n people take out the same amount, and each keeps his change.

Whoever brings more than the common amount gets the rest back, so n participants make n equal
outputs and n others, or n - 1 if one brings just enough. That much the published rule of BlockSci
counts (`nps_chain.trace.coinjoin.blocksci`), and on real data it is not enough. Of 1,228 payments
made with coins out of CoinJoins it flags 69, all with two equal outputs; of 362 look-alikes of
JoinMarket, most of them trades of inscriptions, 280. Ours flags none of the former and 8 of the
latter. It asks in addition that

- n is 3 or more: two equal outputs are what a payment that imitates a CoinJoin has (Stonewall);
- no output is dust, and the amount is ten times that, which clears inscriptions and airdrops;
- the equal outputs go to n different addresses, none of which is spent in the same transaction;
- nothing is written into a data output, which clears the Tx0 of Whirlpool;
- at most n / 2 outputs are of a kind of address that no input has: a payout pays all kinds of
  wallets, while here everybody pays himself;
- the inputs are large and many enough for n owners with a change each (`Facts.funded`), which
  clears most payouts: there the change of one person needs nearly all inputs.

It still can't tell a payout whose inputs happen to meet all that. And it misses a CoinJoin in which
somebody takes the amount twice, several share a change, or change goes to two outputs: SharedCoin
of 2014 did so.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import found
from nps_chain.trace.coinjoin.measure import FEWEST

KIND = "equal outputs"

DUST = 2_730
"""Satoshi: JoinMarket makes no output of this or less, five times what nodes call dust."""

SMALLEST = 10 * DUST
"""Satoshi: the least amount that JoinMarket mixes."""


def equal_outputs(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions with n equal outputs and n owners who can have paid for them.

    Fails on payouts of equal sums whose inputs happen to fit, and on CoinJoins in which somebody
    takes the amount twice.

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
    >>> from nps_chain.trace.coinjoin.equal_outputs import equal_outputs
    >>> len(equal_outputs(nps.load("core-regtest")))
    10
    """
    chain = known(chain, as_of)
    return found(KIND, facts(chain), rule, reasons, chain)


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are such, with what is unknown read for it or against it."""
    shape = (f.equal >= FEWEST) & (f.equal == (f.outputs + 1) // 2) & (f.data == 0)
    shape &= (f.modal >= SMALLEST) & (f.least > DUST) & (f.fresh == f.equal)
    shape &= (2 * f.strange <= f.equal) | (f.addresses_unknown > 0)
    shape &= (f.owners(best) >= f.equal) & f.funded(best)
    return shape & f.all_known(f.addresses_unknown, best)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each CoinJoin."""
    return [
        f"{equal} outputs of exactly {bitcoin(modal)} to {equal} fresh addresses, and"
        f" {outputs - equal} others as change; {inputs} inputs from {addresses} addresses, enough"
        f" for {equal} owners to put in that amount and their change"
        for equal, modal, outputs, inputs, addresses in zip(
            *(column.tolist() for column in (f.equal, f.modal, f.outputs, f.inputs, f.addresses)),
            strict=True,
        )
    ]
