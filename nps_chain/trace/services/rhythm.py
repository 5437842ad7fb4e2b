"""When a cluster acts: its hours and days, and how regularly it pays.

A person sleeps, a program doesn't; a payroll pays each week or month. Hours and days are those of
block times, in UTC. Only what a cluster does itself tells its hours: when it is paid is up to
others.

Known failure: a miner sets the time of a block, within about two hours of the truth, and a payment
may wait before it gets into one. A few dozen transactions don't make a pattern of hours.
"""

import numpy as np
from numba import njit

from nps_chain.trace.services.groups import grouped
from nps_chain.trace.services.ledger import Ledger

NIGHT = 6
"""Hours of the quiet part of a day."""

COUNTS = (
    "active_days", "active_hours", "quiet_hour", "quiet_txs",
    "paydays", "payday_gap", "regular_gaps",
)  # fmt: skip
(
    ACTIVE_DAYS, ACTIVE_HOURS, QUIET_HOUR, QUIET_TXS,
    PAYDAYS, PAYDAY_GAP, REGULAR_GAPS,
) = range(len(COUNTS))  # fmt: skip


def rhythm_of(
    ledger: Ledger, acts: np.ndarray, gifts: np.ndarray, paying: np.ndarray
) -> np.ndarray:
    """Return a table of int32, a row a cluster and a column for each of COUNTS.

    Parameters
    ----------
    ledger : Ledger
        The ledger.
    acts, gifts : numpy.ndarray
        int32, two rows: a cluster, and a transaction in which it spends or is paid from outside.
    paying : numpy.ndarray
        int32, by transaction: whose payment it is, UNKNOWN if it is no one's.
    """
    counts = np.empty((len(ledger), len(COUNTS)), np.int32)
    day, hour = days_and_hours(ledger)
    both = np.concatenate([acts, gifts], axis=1)
    counts[:, ACTIVE_DAYS] = grouped(both[0], day[both[1]], len(ledger)).distinct()
    del both
    by_hour = grouped(acts[0], hour[acts[1]], len(ledger))
    counts[:, ACTIVE_HOURS] = by_hour.distinct()
    counts[:, [QUIET_HOUR, QUIET_TXS]] = _quietest(by_hour.edges, by_hour.values)
    del by_hour

    paydays = grouped(paying, day, len(ledger))
    counts[:, PAYDAYS] = paydays.distinct()
    payer, days = _gaps(paydays.edges, paydays.values)
    gaps = grouped(payer, days, len(ledger))
    counts[:, PAYDAY_GAP] = gaps.middle(none=-1)
    counts[:, REGULAR_GAPS] = _near(*gaps, counts[:, PAYDAY_GAP].astype(np.int64))
    return counts


def days_and_hours(ledger: Ledger) -> tuple[np.ndarray, np.ndarray]:
    """Return for each transaction the day since 1970 and the hour of its block's time, in UTC."""
    c = ledger.chain.columns
    time = c.blocks.time[np.searchsorted(c.blocks.height, c.txs.height)]
    return time // 86_400, time // 3_600 % 24


def by_hour_of(ledger: Ledger, acts: np.ndarray) -> np.ndarray:
    """Return how often each cluster acts in each hour of the day: int32, 24 columns."""
    _, hour = days_and_hours(ledger)
    counts = np.zeros((len(ledger), 24), np.int32)
    np.add.at(counts, (acts[0], hour[acts[1]]), 1)
    return counts


@njit(cache=True, nogil=True)
def _quietest(edges: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """Return the hour in which the quietest NIGHT begins, the first of several, and its acts."""
    quietest = np.zeros((len(edges) - 1, 2), np.int32)
    acts = np.zeros(24, np.int32)
    for c in range(len(quietest)):
        if edges[c] == edges[c + 1]:
            quietest[c, 0] = -1
            continue
        for hour in range(24):
            acts[hour] = 0
        for k in range(edges[c], edges[c + 1]):
            acts[hours[k]] += 1
        night = np.int32(0)
        for hour in range(NIGHT):
            night += acts[hour]
        quietest[c, 1] = night
        for start in range(1, 24):
            night += acts[(start + NIGHT - 1) % 24] - acts[start - 1]
            if night < quietest[c, 1]:
                quietest[c, 0], quietest[c, 1] = start, night
    return quietest


@njit(cache=True, nogil=True)
def _gaps(edges: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the days from each payday to the next, and whose they are."""
    whose = np.empty(len(days), np.int32)
    gaps = np.empty(len(days), np.int64)
    many = 0
    for c in range(len(edges) - 1):
        for k in range(edges[c] + 1, edges[c + 1]):
            if days[k] != days[k - 1]:
                whose[many], gaps[many] = c, days[k] - days[k - 1]
                many += 1
    return whose[:many], gaps[:many]


@njit(cache=True, nogil=True)
def _near(edges: np.ndarray, gaps: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Return how many of each cluster's gaps differ from its usual one by a day at most."""
    near = np.zeros(len(usual), np.int32)
    for c in range(len(usual)):
        for k in range(edges[c], edges[c + 1]):
            near[c] += abs(gaps[k] - usual[c]) <= 1
    return near
