"""JoinMarket: a taker names an amount and pays makers to join in.

Each takes out that amount once. A maker always keeps some change; the taker has none when he
empties his wallet. So n participants make n equal outputs and n or n - 1 others, which all differ.
All wallets of one CoinJoin use the same kind of address, and only the taker may have his coin paid
to another kind.

The published rule (R. Stuetz and others, "Adoption and Actual Privacy of Decentralized CoinJoin
Implementations in Bitcoin", AFT 2022) counts: n of 3 or more equal outputs, n at least half of all
outputs, one output of another value, n inputs. On real data that also flags 28 of 515 Tx0 of
Whirlpool and 64 of 362 look-alikes. Ours is the rule of `nps_chain.trace.coinjoin.equal_outputs`,
with three more conditions: one kind of lock among the inputs, one output at most of another, and no
other value that occurs twice. It flags none of the Tx0, and 8 of the look-alikes,
of whose values nothing speaks against a CoinJoin.

Of 43 transactions that Dumplings (https://github.com/crocs-muni/coinjoin-analysis) calls JoinMarket
it finds 41. The other two are none by their values: a trade of inscriptions, and a payout whose one
large change takes five of the six inputs.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin import equal_outputs
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import found

KIND = "joinmarket"


def joinmarket(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are CoinJoins of JoinMarket's make by shape.

    Fails on other software that makes the same shape: the kind names a make, nobody's wallet. What
    `nps_chain.trace.coinjoin.equal_outputs` fails on, this does, too.

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
    >>> from nps_chain.trace.coinjoin.joinmarket import joinmarket
    >>> len(joinmarket(nps.load("core-regtest")))
    0
    """
    chain = known(chain, as_of)
    return found(KIND, facts(chain), rule, reasons, chain)


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are such, with what is unknown read for it or against it."""
    alike = (f.lock_kinds <= 1) & (f.single == f.values - 1)
    alike &= (f.strange <= 1) | (f.addresses_unknown > 0)
    return alike & equal_outputs.rule(f, best)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each CoinJoin."""
    return [
        f"{reason}; all inputs locked in one way, all changes different"
        for reason in equal_outputs.reasons(f, chain)
    ]
