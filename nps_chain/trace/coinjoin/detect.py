"""Which transactions are CoinJoins, of which kind, and why: all rules, the surest first.

PayJoin (BIP 78) is never claimed: it looks like any other payment, and that is its purpose.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin import joinmarket, wabisabi, wasabi1, whirlpool
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import frame

KINDS = {
    whirlpool.KIND: (whirlpool.rule, whirlpool.reasons),
    wabisabi.KIND: (wabisabi.rule, wabisabi.reasons),
    wasabi1.KIND: (wasabi1.rule, wasabi1.reasons),
    joinmarket.KIND: (joinmarket.rule, joinmarket.reasons),
    joinmarket.EQUAL: (joinmarket.equal_rule, joinmarket.reasons),
}


def coinjoins(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are CoinJoins, each with its kind and the reason.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin.detect import coinjoins
    >>> coinjoins(nps.load("core-regtest"))["kind"].value_counts().to_dict()
    {'equal outputs': 10}
    """
    chain = known(chain, as_of)
    candidates = facts(chain)
    place, undecided = _judge(candidates)
    flagged = candidates[place >= 0]
    kinds = np.array(list(KINDS), dtype=object)[place[place >= 0]]
    reasons = np.empty(len(flagged), dtype=object)
    for k, (_, tell) in enumerate(KINDS.values()):
        rows = np.flatnonzero(place[place >= 0] == k)
        reasons[rows] = tell(flagged[rows], chain)
    result = frame(flagged.tx, kinds, list(reasons))
    result.attrs["undecided"] = int(undecided.sum())
    return result


def undecidable(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that may be CoinJoins, were more of their inputs known."""
    chain = known(chain, as_of)
    candidates = facts(chain)
    _, undecided = _judge(candidates)
    left = candidates[undecided]
    return frame(left.tx, np.full(len(left), "unknown", dtype=object), [""] * len(left))


def _judge(f: Facts) -> tuple[np.ndarray, np.ndarray]:
    """Return the place in KINDS of the first kind that fits (-1 none), and where none can tell."""
    place = np.full(len(f), -1)
    undecided = np.zeros(len(f), bool)
    for k, (rule, _) in enumerate(KINDS.values()):
        place[(place < 0) & rule(f, False)] = k
        undecided |= rule(f, True)
    return place, undecided & (place < 0)
