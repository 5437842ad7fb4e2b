"""The chain as a ledger of clusters: whose each coin is, and who alone paid for a transaction.

Everything that is asked of a cluster's behaviour starts from these columns. A transaction counts as
a cluster's payment only if all of its inputs are known to be that cluster's own, and it is no
CoinJoin: where several spend together, nobody can tell who paid whom.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.trace.coinjoin import coinjoins as find
from nps_chain.trace.coinjoin.chosen import LEAVE_OUT, chosen
from nps_chain.trace.services.labels import numbered


@dataclass(frozen=True, eq=False)
class Ledger:
    """Clusters as numbers from 0, in the order of their names, and what is whose.

    An address without a cluster has a number of its own behind them: it can pay and be paid, but
    nothing is said about it. UNKNOWN stands for nobody, or for somebody whom the data don't tell.
    """

    chain: Chain
    names: pd.Index  # of the clusters
    everyone: int  # clusters and addresses without one
    of_address: np.ndarray  # int32, by row in addresses
    of_input: np.ndarray  # int32, by row in inputs
    of_output: np.ndarray  # int32, by row in outputs
    payer: np.ndarray  # int32, by row in txs: who alone paid for it; UNKNOWN for a CoinJoin too

    def __len__(self) -> int:
        """Return the number of clusters."""
        return len(self.names)


def ledger_of(chain: Chain, clusters: Any, coinjoins: Any) -> Ledger:
    """Return the ledger of a chain as it was known.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    clusters : Clustering, pandas.DataFrame, pandas.Series or numpy.ndarray
        See :func:`nps_chain.trace.services.features`.
    coinjoins : str, pandas.DataFrame or iterable
        See there, too.
    """
    names, of_address, everyone = numbered(chain, clusters)
    joined = np.zeros(len(chain.columns.txs.txid), np.bool_)
    rows = _joined(chain, coinjoins)
    joined[rows[rows < len(joined)]] = True  # those of later days say nothing about this one
    # One place more, so that address -1 reads the last: nobody.
    owner = np.append(of_address, np.int32(UNKNOWN))
    of_input = owner[chain.columns.inputs.address]
    return Ledger(
        chain,
        names,
        everyone,
        of_address,
        of_input,
        owner[chain.columns.outputs.address],
        _payers(chain.first_input, of_input, joined),
    )


def _joined(chain: Chain, coinjoins: Any) -> np.ndarray:
    """Return the rows of CoinJoins; some may come after the end of the chain."""
    rows = chosen(chain, coinjoins)
    if not isinstance(rows, str):
        return rows
    return find(chain)["tx"].to_numpy() if rows == LEAVE_OUT else np.zeros(0, np.int64)


@njit(cache=True, nogil=True)
def _payers(first_input: np.ndarray, of_input: np.ndarray, joined: np.ndarray) -> np.ndarray:
    """Return for each transaction the one whose all its inputs are; UNKNOWN if there is none."""
    payer = np.full(len(joined), -1, np.int32)
    for t in range(len(joined)):
        if joined[t] or first_input[t] == first_input[t + 1]:
            continue
        who = of_input[first_input[t]]
        for i in range(first_input[t] + 1, first_input[t + 1]):
            if of_input[i] != who:
                who = np.int32(-1)
                break
        payer[t] = who
    return payer
