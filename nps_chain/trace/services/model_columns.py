"""What a model learns services from: shares, times and usual amounts, each with words for it.

They are those features that don't grow with the days that a cluster is watched, so that what was
learned by one day holds on another. The kind of locking script and the heights are left out: they
would tell one service by its program, or by its date, and no other service of its kind.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.services.dealings import ONLY_PAYEE
from nps_chain.trace.services.rules.measures import feeding, measures, percent

LEAST = 5
"""In fewer transactions a cluster shows too little of itself: a model abstains."""


class Column(NamedTuple):
    """One number of a cluster's behaviour, in words."""

    name: str
    text: str
    """``{}`` stands for the number."""
    none: str = ""
    """What to say where there is nothing to count; empty where there always is."""


_NO_PAYMENT = "it made no payment alone"
_NO_DEPOSIT = "nothing came in"

COLUMNS = (
    Column("payee_percent", "it pays {} % as many as pay in", "nobody is known to pay in"),
    Column("repeated_percent", "{} % of those it pays are paid again", _NO_PAYMENT),
    Column("payout_percent", "its median payout is {} % of its median deposit", _NO_DEPOSIT),
    Column("median_deposit", "its median deposit is {} satoshi", _NO_DEPOSIT),
    Column("median_payout", "its median payout is {} satoshi", _NO_PAYMENT),
    Column("batch_percent", "{} % of its payments are batches", _NO_PAYMENT),
    Column("batch_median", "half of its payments go to {} payees at most"),
    Column("round_percent", "{} % of its payouts are round", _NO_PAYMENT),
    Column("fresh_percent", "{} % of its payouts go to an address never seen", _NO_PAYMENT),
    Column("equal_percent", "{} % of its payouts are of an amount paid again", _NO_PAYMENT),
    Column("sweep_percent", "{} % of what it made alone are sweeps", "it made nothing alone"),
    Column("swept_percent", "{} % of its addresses took one deposit and were swept"),
    Column("reused_percent", "{} % of its addresses are used again"),
    Column("minted_percent", "{} % of what it received are new coins", _NO_DEPOSIT),
    Column("kept_percent", "it holds {} % of what it received", _NO_DEPOSIT),
    Column("delay_hours", "half of its deposits are spent within {} hours", "it spent no deposit"),
    Column("active_hours", "it spends in {} hours of the day"),
    Column("quiet_percent", "{} % of its spending is in its quietest six hours", "it never spent"),
    Column("payday_gap", "it pays every {} days", "it paid on one day at most"),
    Column("regular_percent", "{} % of the gaps between are as long", "it paid on one day at most"),
)
NAMES = [column.name for column in COLUMNS]


def columns_of(chain: Chain, features: pd.DataFrame, partners: np.ndarray) -> pd.DataFrame:
    """Return these columns for clusters with enough transactions.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    features, partners
        From :mod:`nps_chain.trace.services`: what each cluster does, and with whom.

    Returns
    -------
    pandas.DataFrame
        By ``cluster``; whole numbers, int64, -1 where there is nothing to count.
    """
    fed = feeding(features, partners[:, ONLY_PAYEE].astype(np.int64))
    enough = np.flatnonzero((features["txs_in"] + features["txs_out"]).to_numpy() >= LEAST)
    chosen = features.iloc[enough]
    measured = measures(chain, chosen, {name: numbers[enough] for name, numbers in fed.items()})
    for name, part, whole in (
        ("round_percent", "round_payouts", "payouts"),
        ("quiet_percent", "quiet_txs", "txs_out"),
    ):
        measured[name] = percent(measured[part].to_numpy(), measured[whole].to_numpy())
    return measured[NAMES]
