"""What comes into a cluster and what it spends: transactions, money, and with whom.

A transaction belongs to the money that comes in if the cluster spends nothing in it; else it is the
cluster's own act, and what comes back from it is change. With whom a cluster deals is told only by
transactions that one cluster alone paid for.

Known failure: with clusters that are too small, as co-spending makes them, change looks like a
payment to somebody else and counts as such; with clusters that have collapsed, payments within look
like change.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from nps_chain.trace.services.ledger import Ledger

COUNTS = (
    "txs_in", "txs_out", "shared_txs", "coinbases", "deposits", "change_outputs",
    "unknown_inputs", "unknown_values", "first_height", "last_height",
)  # fmt: skip
(
    TXS_IN, TXS_OUT, SHARED_TXS, COINBASES, DEPOSITS, CHANGE_OUTPUTS,
    UNKNOWN_INPUTS, UNKNOWN_VALUES, FIRST_HEIGHT, LAST_HEIGHT,
) = range(len(COUNTS))  # fmt: skip
MONEY = ("received", "minted", "balance")
RECEIVED, MINTED, BALANCE = range(len(MONEY))
PARTNERS = ("payers", "payees", "repeated_payees", "only_payee")
PAYERS, PAYEES, REPEATED_PAYEES, ONLY_PAYEE = range(len(PARTNERS))


class Dealings(NamedTuple):
    """Tables with a row a cluster, and what later passes need of this one."""

    counts: np.ndarray  # int32, a column for each of COUNTS
    money: np.ndarray  # int64 satoshi, a column for each of MONEY
    deposit: np.ndarray  # bool, by output: it came in from others
    acts: np.ndarray  # int32, two rows: a cluster, a transaction in which it spends
    gifts: np.ndarray  # int32, two rows: a cluster, a transaction that pays it from outside


def dealings_of(ledger: Ledger) -> Dealings:
    """Return what comes in and what is spent, by cluster."""
    c = ledger.chain.columns
    counts, money, deposit, acts, gifts, acted, gave = _deal(
        ledger.chain.first_input,
        ledger.chain.first_output,
        c.txs.height,
        c.txs.coinbase,
        c.inputs.value,
        c.outputs.value,
        c.outputs.spent_by,
        ledger.of_input,
        ledger.of_output,
        ledger.payer,
        len(ledger),
    )
    return Dealings(counts, money, deposit, acts[:, :acted], gifts[:, :gave])


def partners_of(ledger: Ledger) -> np.ndarray:
    """Return a table with a row a cluster and a column for each of PARTNERS, int32.

    ``only_payee`` is the number of the one whom all payments went to, -1 if there are none or more.
    """
    pairs = _pairs(
        ledger.chain.first_output, ledger.of_output, ledger.payer, np.int64(ledger.everyone)
    )
    pairs.sort()
    return _partners(pairs, ledger.everyone, len(ledger))


@njit(cache=True, nogil=True)
def _deal(
    first_input: np.ndarray,
    first_output: np.ndarray,
    height: np.ndarray,
    coinbase: np.ndarray,
    in_value: np.ndarray,
    out_value: np.ndarray,
    spent_by: np.ndarray,
    of_input: np.ndarray,
    of_output: np.ndarray,
    payer: np.ndarray,
    clusters: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, int, int]:
    counts = np.zeros((clusters, len(COUNTS)), np.int32)
    for who in range(clusters):
        counts[who, FIRST_HEIGHT] = counts[who, LAST_HEIGHT] = -1
    money = np.zeros((clusters, len(MONEY)), np.int64)
    deposit = np.zeros(len(of_output), np.bool_)
    acts = np.empty((2, len(of_input)), np.int32)
    gifts = np.empty((2, len(of_output)), np.int32)
    acted, gave = 0, 0
    # The last transaction in which a cluster spent, and in which it was paid: seen once in each.
    spent = np.full(clusters, -1, np.int32)
    paid = np.full(clusters, -1, np.int32)
    for t in range(len(height)):
        unknown = np.int32(0)
        for i in range(first_input[t], first_input[t + 1]):
            unknown += of_input[i] < 0 and not coinbase[t]
        for i in range(first_input[t], first_input[t + 1]):
            who = of_input[i]
            if who < 0 or who >= clusters:
                continue
            counts[who, UNKNOWN_VALUES] += in_value[i] < 0
            if spent[who] != t:
                spent[who] = t
                acts[0, acted], acts[1, acted] = who, t
                acted += 1
                counts[who, TXS_OUT] += 1
                counts[who, SHARED_TXS] += payer[t] != who
                counts[who, UNKNOWN_INPUTS] += unknown
                counts[who, LAST_HEIGHT] = height[t]
                if counts[who, FIRST_HEIGHT] < 0:
                    counts[who, FIRST_HEIGHT] = height[t]
        for o in range(first_output[t], first_output[t + 1]):
            who = of_output[o]
            if who < 0 or who >= clusters:
                continue
            if spent_by[o] < 0:
                money[who, BALANCE] += out_value[o]
            if spent[who] == t:
                counts[who, CHANGE_OUTPUTS] += 1
                continue
            deposit[o] = True
            counts[who, DEPOSITS] += 1
            money[who, RECEIVED] += out_value[o]
            if coinbase[t]:
                money[who, MINTED] += out_value[o]
            if paid[who] != t:
                paid[who] = t
                gifts[0, gave], gifts[1, gave] = who, t
                gave += 1
                counts[who, TXS_IN] += 1
                counts[who, COINBASES] += coinbase[t]
                counts[who, UNKNOWN_INPUTS] += unknown
                counts[who, LAST_HEIGHT] = height[t]
                if counts[who, FIRST_HEIGHT] < 0:
                    counts[who, FIRST_HEIGHT] = height[t]
    return counts, money, deposit, acts, gifts, acted, gave


@njit(cache=True, nogil=True)
def _pairs(
    first_output: np.ndarray, of_output: np.ndarray, payer: np.ndarray, everyone: np.int64
) -> np.ndarray:
    """Return payer * everyone + payee, once for each transaction in which one pays the other."""
    pairs = np.empty(len(of_output), np.int64)
    paid = np.full(everyone, -1, np.int32)
    many = 0
    for t in range(len(payer)):
        if payer[t] < 0:
            continue
        for o in range(first_output[t], first_output[t + 1]):
            who = of_output[o]
            if who >= 0 and who != payer[t] and paid[who] != t:
                paid[who] = t
                pairs[many] = np.int64(payer[t]) * everyone + who
                many += 1
    return pairs[:many]


@njit(cache=True, nogil=True)
def _partners(pairs: np.ndarray, everyone: int, clusters: int) -> np.ndarray:
    partners = np.zeros((clusters, len(PARTNERS)), np.int32)
    for who in range(clusters):
        partners[who, ONLY_PAYEE] = -1
    k = 0
    while k < len(pairs):
        after = k + 1
        while after < len(pairs) and pairs[after] == pairs[k]:
            after += 1
        payer, payee = pairs[k] // everyone, pairs[k] % everyone
        if payee < clusters:
            partners[payee, PAYERS] += 1
        if payer < clusters:
            partners[payer, PAYEES] += 1
            partners[payer, REPEATED_PAYEES] += after - k > 1
            partners[payer, ONLY_PAYEE] = payee if partners[payer, PAYEES] == 1 else -1
        k = after
    return partners
