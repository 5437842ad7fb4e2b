"""How good a detector of CoinJoins is: how many it finds, and whom it accuses wrongly.

CoinJoins are rare, so even a detector that errs in one transaction of a thousand may raise more
false alarms than it finds CoinJoins: precision says that, the share of all transactions judged
rightly doesn't. A PayJoin counts as none, since no one can tell it by its shape.

It fails to tell how good a detector is on another chain, which has CoinJoins of other makers.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.bootstrap import of_share, resampled
from nps_chain.groundtruth.result import Figure, Score, between, share
from nps_chain.groundtruth.tables import TX_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.texts import count, percent, txid_texts

_COINJOIN = TX_KINDS.index("coinjoin")


def score_coinjoins(
    verdicts: pd.DataFrame, truth: Truth, *, chain: Chain | None = None, seed: int = 0
) -> Score:
    """Return how far off a detector of CoinJoins was.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        One row a transaction that is taken for a CoinJoin: ``tx``, its row, and ``kind``.
    truth : Truth
        The truth.
    chain : Chain, optional
        The chain that the verdicts are about; that of the truth's data set by default. For
        verdicts of an earlier day give the chain of that day, or what came later counts as missed.
    seed : int
        Names the draws of the bootstrap; its unit is a transaction.

    Returns
    -------
    Score
        ``recall``, ``precision``, and counts; tables ``alarms``, the false ones, ``missed``, and
        ``by_kind`` of verdict.

    Raises
    ------
    NpsError
        If a verdict is about no transaction of the chain, or two are about the same.

    Notes
    -----
    Known failure: how good a detector is on another chain, with CoinJoins of other makers, it can't
    tell; and neighbours are drawn as if they were independent, so intervals are too narrow.

    Source: precision and recall as everywhere; of intervals, that of
    :mod:`nps_chain.groundtruth.bootstrap`.

    Examples
    --------
    >>> from nps_chain.groundtruth.coinjoins import score_coinjoins
    >>> from nps_chain.groundtruth.store import truth
    >>> from nps_chain.trace.coinjoin import coinjoins
    >>> known = truth("core-regtest")
    >>> score_coinjoins(coinjoins(known.chain), known)
    finds 100 % of 10 CoinJoins (95 % interval 70.0 to 100.0); no false alarm
    """
    check_columns(verdicts, "tx", "kind", what="Verdicts on CoinJoins")
    chain = chain_meant(None, truth, chain)
    kinds = truth.kinds(chain)
    tx = verdicts["tx"].to_numpy()
    if not len(tx):
        tx = tx.astype(np.int64)
    if not pd.api.types.is_integer_dtype(tx) or ((tx < 0) | (tx >= len(kinds))).any():
        raise NpsError(f"A verdict names a transaction by its row, from 0 to {len(kinds) - 1}.")
    if len(np.unique(tx)) < len(tx):
        raise NpsError("Two verdicts are about one transaction: keep the surer one.")
    flagged = np.zeros(len(kinds), bool)
    flagged[tx] = True
    judged, true = kinds != UNKNOWN, kinds == _COINJOIN
    right = flagged & true
    n_right, n_true, n_flagged = (int(c.sum()) for c in (right, true, flagged & judged))
    units = np.column_stack([right, true, flagged])[judged & (true | flagged)]
    d_right, d_true, d_flagged = resampled(units, seed).T
    figures = {
        "recall": Figure(
            share(n_right, n_true),
            "CoinJoins that it finds",
            *of_share(d_right, d_true, n_right, n_true),
        ),
        "precision": Figure(
            share(n_right, n_flagged),
            "of what it takes for a CoinJoin, what is one",
            *of_share(d_right, d_flagged, n_right, n_flagged),
        ),
        "coinjoins": Figure(n_true, "CoinJoins there are"),
        "flagged": Figure(n_flagged, "transactions taken for one"),
        "right": Figure(n_right, "of these, are one"),
        "false_alarms": Figure(n_flagged - n_right, "of these, are none"),
        "transactions": Figure(int(judged.sum()), "transactions judged"),
        "not_judged": Figure(
            int((flagged & ~judged).sum()), "verdicts on transactions that the truth doesn't know"
        ),
    }
    tables = {
        "alarms": _listed(np.flatnonzero(flagged & judged & ~true), chain, kinds).merge(
            verdicts, on="tx", how="left"
        ),
        "missed": _listed(np.flatnonzero(true & ~flagged), chain, kinds),
        "by_kind": _by_kind(verdicts, judged[tx], true[tx]),
    }
    return Score(_line(figures), figures, tables)


def _listed(rows: np.ndarray, chain: Chain, kinds: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "tx": rows,
            "txid": txid_texts(chain, rows),
            "truth": pd.array([TX_KINDS[kind] for kind in kinds[rows].tolist()], dtype="str"),
        }
    )


def _by_kind(verdicts: pd.DataFrame, judged: np.ndarray, true: np.ndarray) -> pd.DataFrame:
    told = pd.DataFrame({"kind": verdicts["kind"].to_numpy(), "flagged": 1, "right": true})
    counts = told[judged].groupby("kind").sum()
    counts["precision"] = counts["right"] / counts["flagged"]
    return counts


def _line(figures: dict[str, Figure]) -> str:
    recall, precision = figures["recall"], figures["precision"]
    there = count(int(figures["coinjoins"].value), "CoinJoin")
    if figures["coinjoins"].value:
        shown = f"finds {percent(recall.value)} of {there}{between(recall.low, recall.high)}"
    else:
        shown = "there are no CoinJoins to find"
    alarms = int(figures["false_alarms"].value)
    if not alarms:
        return f"{shown}; no false alarm"
    flagged = count(int(figures["flagged"].value), "transaction")
    return (
        f"{shown}; {count(alarms, 'false alarm')}, so {percent(precision.value)} of {flagged} it"
        f" flags are one{between(precision.low, precision.high)}"
    )
