"""BlockSci's rule for CoinJoins as it was published, to stand beside ours.

Each participant is taken to get one output of the common amount and one of change. So p, the number
of participants, is half of the outputs, rounded up. The rule asks for two inputs and three outputs
at least, p inputs or more from p addresses or more, and that the most frequent value of an output
occurs exactly p times and is neither 546 nor 2,730 satoshi, which are dust.

With p = 2 that fits many payments of two equal sums. BlockSci has a second rule,
``is_definite_coinjoin``, which tries whether the inputs can be shared out so that each participant
pays for his outputs; that is a subset sum, whose time has no useful bound, and isn't here.

Source: H. Kalodner and others, "BlockSci: Design and applications of a blockchain analysis
platform", USENIX Security 2020; S. Goldfeder and others, "When the cookie meets the blockchain",
PoPETs 2018.
"""

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.findings import frame

KIND = "blocksci"
DUST = (546, 2_730)


def blocksci_rule(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that BlockSci's ``is_coinjoin`` flags.

    Unlike our rules it counts data outputs, as published. A tie for the most frequent value goes to
    the lowest. Inputs of unknown address count for nothing, so where they decide, it says no.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.DataFrame
        ``tx`` (row), ``kind`` ("blocksci") and ``reason``, in chain order.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin.blocksci import blocksci_rule
    >>> len(blocksci_rule(nps.load("core-regtest")))
    10
    """
    chain = known(chain, as_of)
    c = chain.columns
    inputs, outputs = np.diff(chain.first_input), np.diff(chain.first_output)
    participants = (outputs + 1) // 2
    fits = (inputs >= 2) & (outputs >= 3) & (inputs >= participants) & ~c.txs.coinbase
    rows = np.flatnonzero(fits)
    modal = _modal(rows, chain.first_input, chain.first_output, c.inputs.address, c.outputs.value)
    flagged = (modal >= 0) & ~np.isin(modal, DUST)
    rows, modal = rows[flagged], modal[flagged]
    reasons = [
        f"{p} of {outs} outputs are exactly {bitcoin(value)}, half of them rounded up;"
        f" {ins} inputs from {p} addresses or more"
        for p, outs, value, ins in zip(
            participants[rows].tolist(),
            outputs[rows].tolist(),
            modal.tolist(),
            inputs[rows].tolist(),
            strict=True,
        )
    ]
    return frame(rows, [KIND] * len(rows), reasons)


@njit(cache=True, nogil=True)
def _modal(
    rows: np.ndarray,
    first_input: np.ndarray,
    first_output: np.ndarray,
    in_address: np.ndarray,
    out_value: np.ndarray,
) -> np.ndarray:
    """Return each transaction's most frequent value, or -1 if the counts of the rule don't fit."""
    modal = np.full(len(rows), np.int64(-1))
    widest = 1
    for t in rows:
        widest = max(widest, first_input[t + 1] - first_input[t])
        widest = max(widest, first_output[t + 1] - first_output[t])
    sorted_values, sorted_addresses = np.empty(widest, np.int64), np.empty(widest, np.int64)
    for k in range(len(rows)):
        t = rows[k]
        outputs = first_output[t + 1] - first_output[t]
        for o in range(outputs):
            sorted_values[o] = out_value[first_output[t] + o]
        sorted_values[:outputs].sort()
        value, equal, start = np.int64(-1), 0, 0
        for o in range(1, outputs + 1):
            if o == outputs or sorted_values[o] != sorted_values[start]:
                if o - start > equal:
                    value, equal = sorted_values[start], o - start
                start = o
        participants = (outputs + 1) // 2
        if equal != participants:
            continue
        known = 0
        for i in range(first_input[t], first_input[t + 1]):
            if in_address[i] >= 0:
                sorted_addresses[known] = in_address[i]
                known += 1
        sorted_addresses[:known].sort()
        different = 0
        for a in range(known):
            different += a == 0 or sorted_addresses[a] != sorted_addresses[a - 1]
        if different >= participants:
            modal[k] = value
    return modal
