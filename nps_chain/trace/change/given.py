"""What a user gives as change: a heuristic by name, one of his own, or answers that are there."""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.change.heuristics import change
from nps_chain.trace.change.own_outputs import first_wrong


def given_change(chain: Chain, given: Any, as_of: int | None) -> tuple[np.ndarray, str]:
    """Return the change output of each transaction, and the name of the rule.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    given : str, callable or pandas.Series
        As ``nps.change`` takes it, or gives it back.
    as_of : int, optional
        The height that the user gave; a rule that looks forward wants one.

    Returns
    -------
    output : numpy.ndarray
        Shape (transactions,), int64: a row in ``outputs``, -1 where there is none.
    rule : str
        The heuristic's name: that of the Series, if it has one of its own; or what ``nps.change``
        noted; or "change".

    Raises
    ------
    NpsError
        If there is no such heuristic, or answers don't fit the chain.
    """
    if isinstance(given, pd.Series):
        unnamed = given.name in (None, "output")
        rule = str(given.attrs.get("rule", "change") if unnamed else given.name)
    else:
        rule = given if isinstance(given, str) else getattr(given, "__name__", "change")
        given = change(chain, given, as_of=as_of)
    txs = len(chain.columns.txs.txid)
    if len(given) != txs:
        raise NpsError(
            f"change has {len(given):,} answers, and there are {txs:,} transactions: let"
            " nps.change work on the same chain, as of the same height."
        )
    if not pd.api.types.is_integer_dtype(given.dtype) or given.hasnans:
        raise NpsError("change holds rows of outputs, whole numbers, or -1 where there is none.")
    output = given.to_numpy(np.int64)
    wrong = first_wrong(chain, output)
    if wrong >= 0:
        raise NpsError(
            f"change says that output {output[wrong]} is change of transaction {wrong}, which"
            " has no such output: give rows of the table outputs, or -1 for none."
        )
    return output, rule
