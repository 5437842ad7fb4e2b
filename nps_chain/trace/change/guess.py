"""The guess that people make who know no rule: the larger output is the payment.

It is here to be counted beside the rules, not to be used. Where many pay little from large coins,
as customers of exchanges are paid, it is right less often than a coin that is tossed.
"""

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.chain.tables import Chain
from nps_chain.trace.change.facts import Facts


def smaller_output(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the smaller output of each transaction that has two which can be spent.

    Fails wherever less is paid than comes back. It is nobody's rule; nobody has published how
    often it is wrong, and M. Möser and A. Narayanan (2022) don't ask.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.Series
        Named ``output``, int64: for each row in ``txs`` a row in ``outputs``, or -1 (abstains).

    Examples
    --------
    >>> import nps_chain as nps
    >>> found = smaller_output(nps.load("core-regtest"))
    >>> int((found >= 0).sum())
    448
    """
    facts = Facts(chain, as_of)
    c = facts.chain.columns
    return facts.series(
        _smaller(facts.chain.first_output, c.outputs.address, c.outputs.value, c.txs.coinbase)
    )


@njit(cache=True, nogil=True)
def _smaller(
    first_output: np.ndarray, address: np.ndarray, value: np.ndarray, coinbase: np.ndarray
) -> np.ndarray:
    found = np.full(len(coinbase), -1, np.int64)
    for t in range(len(coinbase)):
        spendable, least, most = 0, -1, -1
        for o in range(first_output[t], first_output[t + 1]):
            if address[o] >= 0:
                spendable += 1
                if least < 0 or value[o] < value[least]:
                    least = o
                if most < 0 or value[o] > value[most]:
                    most = o
        if spendable == 2 and value[least] < value[most] and not coinbase[t]:
            found[t] = least
    return found
