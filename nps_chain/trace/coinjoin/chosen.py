"""Which CoinJoins a user leaves out of a technique: those that are found, none, or those known.

Several techniques leave CoinJoins out, since nobody can tell who paid whom in one. All of them take
the same forms of this choice.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.named import tx_rows

LEAVE_OUT, KEEP = "leave out", "keep"
"""Look for CoinJoins and leave them out; or take them for transactions like any other."""

_MOST_ROWS = 2**31 - 1


def chosen(chain: Chain, given: Any) -> Any:
    """Return one of the two words, or the rows of CoinJoins.

    Rows after the end of the chain are kept: one list serves a chain as it was on several days.
    """
    if isinstance(given, str) and given in (LEAVE_OUT, KEEP):
        return given
    if given is None or (isinstance(given, str) and len(given.strip()) != 64):
        raise NpsError(
            f"coinjoins is {LEAVE_OUT!r}, {KEEP!r}, or the transactions that are known to be some,"
            f" not {given!r:.80}."
        )
    rows = given["tx"] if isinstance(given, pd.DataFrame) and "tx" in given else given
    if isinstance(rows, pd.Series | np.ndarray):
        rows = np.asarray(rows).ravel()
        if rows.dtype.kind in "iu" and (rows >= 0).all():  # long ones are this, and quickly done
            return np.unique(np.minimum(rows, np.int64(_MOST_ROWS)).astype(np.int64))
        rows = rows.tolist()
    if isinstance(rows, pd.DataFrame):
        return tx_rows(chain, rows)  # which says what column it lacks
    if isinstance(rows, str | bytes) or not isinstance(rows, Iterable):
        rows = [rows]
    many = len(chain.columns.txs.txid)
    here, later = [], []
    for one in rows:
        if _is_row(one) and one >= many:
            later.append(min(int(one), _MOST_ROWS))
        else:
            here.append(one)
    return np.union1d(tx_rows(chain, here), np.array(later, np.int64))


def _is_row(one: Any) -> bool:
    return isinstance(one, int | np.integer) and not isinstance(one, bool)
