"""The features as rules want them: shares in percent, days and hours, and who else feeds a payee.

All are whole numbers, rounded down; -1 where there is nothing to take a share of.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain

USUAL_GAPS = (7, 14, 30)
"""Days between paydays: weekly, fortnightly, monthly."""

SHARES = {
    "batch_percent": ("batches", "paying_txs"),
    "sweep_percent": ("sweeps", "own_txs"),
    "swept_percent": ("swept_addresses", "addresses"),
    "reused_percent": ("reused_addresses", "addresses"),
    "fresh_percent": ("fresh_payouts", "payouts"),
    "equal_percent": ("equal_payouts", "payouts"),
    "repeated_percent": ("repeated_payees", "payees"),
    "payee_percent": ("payees", "payers"),
    "part_percent": ("parts", "deposits"),
    "usual_percent": ("usual_parts", "parts"),
    "payer_percent": ("payers", "deposits"),
    "payout_percent": ("median_payout", "median_deposit"),
    "minted_percent": ("minted", "received"),
    "sent_percent": ("sent", "received"),
    "kept_percent": ("balance", "received"),
    "regular_percent": ("regular_gaps", "gaps"),
}
"""Each share in percent: of which feature, to which."""

MOST = 2**63 - 1

FED = ("feeders", "fed_percent", "service_payees")
"""What is said of clusters that pass all on to one."""


def measures(chain: Chain, features: pd.DataFrame, fed: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return the features with what rules want beside them.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    features : pandas.DataFrame
        From :func:`nps_chain.trace.services.features`; some of its rows are enough.
    fed : dict
        What :func:`feeding` says of these rows.
    """
    f = {name: features[name].to_numpy().astype(np.int64) for name in features.columns[:-1]}
    f |= {name: fed[name].astype(np.int64) for name in FED}
    f["own_txs"] = f["txs_out"] - f["shared_txs"]
    f["gaps"] = np.maximum(f["paydays"] - 1, 0)
    for name, (part, whole) in SHARES.items():
        f[name] = percent(f[part], f[whole])
    f["delay_hours"] = np.where(f["delay"] >= 0, f["delay"] * 24 // blocks_a_day(chain), -1)
    f["known_payers"] = np.where((f["payers"] == 0) & (f["unknown_inputs"] > 0), -1, f["payers"])
    off = np.min([abs(f["payday_gap"] - gap) for gap in USUAL_GAPS], axis=0)
    f["payday_off"] = np.where(f["payday_gap"] >= 0, off, -1)
    return pd.DataFrame(f, index=features.index, copy=False)


def percent(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return a share in percent, rounded down; -1 where there is no whole."""
    shares = np.where(whole > 0, part * 100 // np.maximum(whole, 1), -1)
    # What a large service took in over the years can be more than 64 bits hold a hundred times.
    for row in np.flatnonzero((part > MOST // 100) & (whole > 0)).tolist():
        shares[row] = min(int(part[row]) * 100 // int(whole[row]), MOST)
    return shares


def blocks_a_day(chain: Chain) -> int:
    """Return how many blocks a day has, by the median time from one to the next; 144 as designed.

    The median, since a first block may be years older than the rest.
    """
    steps = np.diff(chain.columns.blocks.time)
    steps = np.sort(steps[steps > 0])
    return max(1, 86_400 // int(steps[(len(steps) - 1) // 2])) if len(steps) else 144


def feeding(features: pd.DataFrame, only_payee: np.ndarray) -> dict[str, np.ndarray]:
    """Return for clusters that pass all on to one how many do so to the same, and what that does.

    Such a cluster takes deposits, spends alone, keeps no change, and pays one other only.

    Parameters
    ----------
    features : pandas.DataFrame
        From :func:`nps_chain.trace.services.features`.
    only_payee : numpy.ndarray
        By cluster, the number of the one whom all payments went to; -1 if there are none or more.

    Returns
    -------
    dict
        By cluster, int32, -1 for others: ``feeders``, how many feed the same one; ``fed_percent``,
        their share of all who pay that one; ``service_payees``, how many that one pays.
    """
    feeds = (only_payee >= 0) & (features["deposits"].to_numpy() > 0)
    for name in ("change_outputs", "shared_txs"):
        feeds &= features[name].to_numpy() == 0
    rows = np.flatnonzero(feeds)
    whom = only_payee[rows]
    fed = {name: np.full(len(only_payee), -1, np.int32) for name in FED}
    if len(whom):
        fed["feeders"][rows] = np.bincount(whom)[whom]
        known = whom < len(only_payee)  # not an address without a cluster
        rows, whom = rows[known], whom[known]
        fed["service_payees"][rows] = features["payees"].to_numpy()[whom]
        payers = features["payers"].to_numpy()[whom].astype(np.int64)
        fed["fed_percent"][rows] = percent(fed["feeders"][rows].astype(np.int64), payers)
    return fed
