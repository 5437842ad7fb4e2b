"""The guess that people make who know no rule: the larger output is the payment.

It is here to be counted beside the rules, not to be used. Where many pay little from large coins,
as customers of exchanges are paid, it is right less often than a coin that is tossed.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.change.facts import Facts, identified


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
    return identified(chain, as_of, _smaller_of_two)


def _smaller_of_two(facts: Facts) -> np.ndarray:
    """Keep what is less than half of what two outputs have together."""
    outputs = facts.chain.columns.outputs
    spendable = outputs.address >= 0
    many, together = np.zeros((2, len(facts.chain.columns.txs.txid)), np.int64)
    np.add.at(many, outputs.tx[spendable], 1)
    np.add.at(together, outputs.tx[spendable], outputs.value[spendable])
    kept: np.ndarray = (many[outputs.tx] == 2) & (2 * outputs.value < together[outputs.tx])
    return kept
