"""Whether answers of a change heuristic name outputs of the very transactions that they are about.

Answers come from users too: from a function of their own, from a file, from another chain. An
answer that names another transaction's output would be believed by all that is built on it.
"""

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain


def first_wrong(chain: Chain, answers: np.ndarray) -> int:
    """Return the first transaction whose answer is no output of its own; -1 if there is none.

    Parameters
    ----------
    chain : Chain
        The chain.
    answers : numpy.ndarray
        Shape (transactions,), int64: for each transaction a row in ``outputs``, or -1.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> answers = chain.first_output[:-1].copy()
    >>> first_wrong(chain, answers)
    -1
    >>> answers[3] = answers[4]
    >>> first_wrong(chain, answers)
    3
    """
    makers = chain.columns.outputs.tx
    txs = np.flatnonzero(answers != UNKNOWN)
    rows = answers[txs]
    good = (rows >= 0) & (rows < len(makers))
    good[good] = makers[rows[good]] == txs[good]
    wrong = txs[~good]
    return int(wrong[0]) if len(wrong) else -1
