"""What transactions paid to come into a block, day by day.

Room in a block is sold by size, so what counts is the fee rate: satoshi for each virtual byte. In a
quiet time all pay about the same; when more is sent than there is room for, rates rise, and who
paid too little waits. A fee tells of its day and of the software that chose it, not of a person.

What it can't see: whoever paid too little and never came into a block.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.trace.clock import known

_DAY = 86_400  # seconds


def fees(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the fees of each day, in the order of days.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        Know blocks up to this height only.

    Returns
    -------
    pandas.DataFrame
        One row a ``day`` of UTC, written 2025-01-20, on which a block holds a transaction whose fee
        is known, coinbases left out: how many ``transactions``; the ``median`` and the ``highest``
        of their fee rates, in satoshi for each virtual byte, to two decimals; and the ``total`` of
        their fees in satoshi. The day is that of the block.

    Examples
    --------
    >>> import nps_chain as nps
    >>> nps.fees(nps.load("core-regtest"))["median"].to_dict()
    {'2024-01-01': 6.03, '2024-01-02': 6.65}
    """
    c = known(chain, as_of).columns
    paid = ~c.txs.coinbase & (c.txs.fee != UNKNOWN)
    fee = c.txs.fee[paid]
    time = c.blocks.time[np.searchsorted(c.blocks.height, c.txs.height[paid])]
    days, place = np.unique(time // _DAY, return_inverse=True)
    rate = pd.Series(fee / c.txs.vsize[paid]).groupby(place)
    texts = days.astype("datetime64[D]").astype(str)
    return pd.DataFrame(
        {
            "transactions": np.bincount(place, minlength=len(days)),
            "median": rate.median().round(2).to_numpy(float),
            "highest": rate.max().round(2).to_numpy(float),
            "total": pd.Series(fee).groupby(place).sum().to_numpy(np.int64),
        },
        index=pd.Index(pd.array(texts, dtype="str"), name="day"),
    )
