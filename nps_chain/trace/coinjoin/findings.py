"""The frame that all detectors of CoinJoins return: which transaction, what kind, and why."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.coinjoin.facts import Facts

Rule = Callable[[Facts, bool], np.ndarray]
"""Says which transactions are of a kind, reading what is unknown for it (True) or against it."""

Reasons = Callable[[Facts, Chain], list[str]]
"""Returns a sentence for each transaction of a kind."""


def found(kind: str, f: Facts, rule: Rule, reasons: Reasons, chain: Chain) -> pd.DataFrame:
    """Return the transactions that are of a kind for certain, each with the reason."""
    flagged = f[rule(f, False)]
    return frame(flagged.tx, [kind] * len(flagged), reasons(flagged, chain))


def frame(tx: np.ndarray, kind: Sequence[Any], reason: Sequence[Any]) -> pd.DataFrame:
    """Return the frame ``tx``, ``kind``, ``reason``."""
    return pd.DataFrame(
        {
            "tx": np.asarray(tx, np.int64),
            "kind": pd.array(list(kind), dtype="str"),
            "reason": pd.array(list(reason), dtype="str"),
        }
    )
