"""The vote of the heuristics that look backward."""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.change.backward import RULES
from nps_chain.trace.change.facts import Facts

VOTERS = ("address_reuse", "address_type", "optimal_change", "power_of_ten_4", "meiklejohn")


def vote(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output for which at least two rules speak, and none for another."""
    facts = Facts(chain, as_of)
    rows = np.column_stack([facts.identify(RULES[name][1](facts)) for name in VOTERS])
    most = rows.max(axis=1, initial=-1)
    agree = (rows == most[:, None]).sum(axis=1)
    opposed = ((rows != most[:, None]) & (rows >= 0)).any(axis=1)
    found = np.where((agree >= 2) & ~opposed, most, -1)
    return pd.Series(found, pd.RangeIndex(len(found), name="tx"), name="output")
