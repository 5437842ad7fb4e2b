"""The frame that all detectors of CoinJoins return: which transaction, what kind, and why."""

import numpy as np
import pandas as pd

from nps_chain.trace.coinjoin.facts import Facts


def found(kind: str, f: Facts, reasons: list[str]) -> pd.DataFrame:
    """Return a frame of transactions of one kind, each with its reason."""
    return frame(f.tx, np.full(len(f), kind, dtype=object), reasons)


def frame(tx: np.ndarray, kind: np.ndarray, reasons: list[str]) -> pd.DataFrame:
    """Return the frame ``tx``, ``kind``, ``reason``."""
    return pd.DataFrame(
        {
            "tx": np.asarray(tx, np.int64),
            "kind": pd.array(kind, dtype="str"),
            "reason": pd.array(reasons, dtype="str"),
        }
    )
