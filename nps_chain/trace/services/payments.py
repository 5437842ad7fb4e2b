"""How a cluster pays: alone or in batches, how it gathers coins, and what its amounts look like.

Only transactions that a cluster alone paid for count, and no CoinJoin. A service that pays many
customers at once saves fees; a program that empties deposit addresses leaves transactions of many
inputs and one output.

Sources: S. Meiklejohn and others, "A Fistful of Bitcoins", IMC 2013 (services told by how they
pay); F. Zola and others, "Cascading Machine Learning to Attack Bitcoin Anonymity", 2019 (counts and
amounts as features). Known failure: change that the clusters miss counts as a payment, so each
batch looks larger by one, and a plain payment looks like one to two payees.
"""

import numpy as np
from numba import njit

from nps_chain.trace.services.groups import grouped
from nps_chain.trace.services.ledger import Ledger

BATCH = 4
"""A batch pays so many outputs to others: three payees, if the fourth is change that was missed."""

GATHER = 3
"""A sweep has so many inputs, and one output that can be spent."""

ROUND = 10_000
"""A round amount is a multiple of this, in satoshi: all but four of its decimals are used up."""

COUNTS = (
    "payouts", "paying_txs", "batches", "batch_median", "batch_max",
    "sweeps", "round_payouts", "fresh_payouts", "equal_payouts",
)  # fmt: skip
(
    PAYOUTS, PAYING_TXS, BATCHES, BATCH_MEDIAN, BATCH_MAX,
    SWEEPS, ROUND_PAYOUTS, FRESH_PAYOUTS, EQUAL_PAYOUTS,
) = range(len(COUNTS))  # fmt: skip
MONEY = ("sent", "median_payout")
SENT, MEDIAN_PAYOUT = range(len(MONEY))


def payments_of(ledger: Ledger) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how clusters pay.

    Returns
    -------
    counts : numpy.ndarray
        int32, a row a cluster, a column for each of COUNTS.
    money : numpy.ndarray
        int64, satoshi, a row a cluster, a column for each of MONEY.
    paying : numpy.ndarray
        int32, by transaction: whose payment it is, UNKNOWN if it is no one's.
    """
    c, chain = ledger.chain.columns, ledger.chain
    counts, sent, others, payout_of = _pay(
        chain.first_input,
        chain.first_output,
        c.outputs.address,
        c.outputs.value,
        c.addresses.first_seen,
        ledger.of_output,
        ledger.payer,
        len(ledger),
    )
    money = np.empty((len(ledger), len(MONEY)), np.int64)
    money[:, SENT] = sent
    amounts = grouped(payout_of, c.outputs.value, len(ledger))
    money[:, MEDIAN_PAYOUT] = amounts.middle(none=-1)
    counts[:, EQUAL_PAYOUTS] = amounts.repeated()
    del amounts, payout_of
    paying = np.where(others > 0, ledger.payer, np.int32(-1))
    counts[:, BATCH_MEDIAN] = grouped(paying, others, len(ledger)).middle(none=0)
    return counts, money, paying


@njit(cache=True, nogil=True)
def _pay(
    first_input: np.ndarray,
    first_output: np.ndarray,
    address: np.ndarray,
    value: np.ndarray,
    first_seen: np.ndarray,
    of_output: np.ndarray,
    payer: np.ndarray,
    clusters: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    counts = np.zeros((clusters, len(COUNTS)), np.int32)
    sent = np.zeros(clusters, np.int64)
    others = np.zeros(len(payer), np.int64)  # outputs to others, by transaction
    payout_of = np.full(len(value), -1, np.int32)
    for t in range(len(payer)):
        who = payer[t]
        if who < 0 or who >= clusters:
            continue
        spendable = 0
        for o in range(first_output[t], first_output[t + 1]):
            if of_output[o] < 0:  # data, which nobody can spend
                continue
            spendable += 1
            if of_output[o] == who:
                continue
            others[t] += 1
            payout_of[o] = who
            sent[who] += value[o]
            counts[who, PAYOUTS] += 1
            counts[who, ROUND_PAYOUTS] += value[o] > 0 and value[o] % ROUND == 0
            counts[who, FRESH_PAYOUTS] += first_seen[address[o]] == t
        counts[who, SWEEPS] += spendable == 1 and first_input[t + 1] - first_input[t] >= GATHER
        if others[t]:
            counts[who, PAYING_TXS] += 1
            counts[who, BATCHES] += others[t] >= BATCH
            counts[who, BATCH_MAX] = max(counts[who, BATCH_MAX], np.int32(others[t]))
    return counts, sent, others, payout_of
