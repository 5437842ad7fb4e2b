"""The habits of wallet software, as a transaction shows them: what the forward rules compare.

Each habit is a number for each transaction, -1 where the data don't tell it, or it tells nothing. A
rule keeps the outputs whose spender has the habit of their maker.

Sources: BIP 69 (the order of inputs and outputs), BIP 125 (sequences that let a fee be raised).
"""

from collections.abc import Callable

import numpy as np
from numba import njit

from nps_chain.chain.pieces import plain
from nps_chain.chain.schema import UNKNOWN
from nps_chain.trace.change.facts import Facts, Keeps
from nps_chain.trace.clock import demand

_FINAL = 0xFFFFFFFE  # BIP 125: an input of a lower sequence says that the fee may be raised
_SAME_RATE = 0.02  # fee rates are alike if they differ by at most this part


def _locktimes(facts: Facts) -> np.ndarray:
    return (facts.chain.columns.txs.locktime > 0).astype(np.int64)


def _versions(facts: Facts) -> np.ndarray:
    return facts.chain.columns.txs.version.astype(np.int64)


def _signals(facts: Facts) -> np.ndarray:
    signals = (facts.chain.columns.inputs.sequence < _FINAL).astype(np.int8)
    return _any_input(facts.chain.first_input, plain(signals))


def _witnesses(facts: Facts) -> np.ndarray:
    return _any_input(facts.chain.first_input, facts.chain.columns.inputs.witness)


def _orders(facts: Facts) -> np.ndarray:
    c = facts.chain.columns
    return _in_order(
        facts.chain.first_input,
        facts.chain.first_output,
        c.inputs.spends,
        c.outputs.tx,
        c.outputs.n,
        c.outputs.value,
        c.txs.txid,
        c.outside.input,
        c.outside.txid,
        c.outside.n,
    )


def _rates(facts: Facts) -> np.ndarray:
    txs = facts.chain.columns.txs
    rates = 1000 * txs.fee // np.maximum(txs.vsize, 1)
    return np.where((txs.fee < 0) | txs.coinbase, UNKNOWN, rates)


def _alike(
    rule: str, looks_at: str, habits: Callable[[Facts], np.ndarray], apart: float = 0.0
) -> Keeps:
    """Return the rule that keeps outputs whose spender has the habit of their maker.

    It keeps nothing before all outputs are spent, and an output whose spender's habit is unknown.
    Two habits are the same if they differ by at most a part ``apart`` of the larger.
    """

    def keeps(facts: Facts) -> np.ndarray:
        demand(facts.as_of, rule, f"{looks_at} of the transaction that spends an output")
        outputs = facts.chain.columns.outputs
        return _keeps_alike(
            facts.chain.first_output, outputs.address, outputs.spent_by, habits(facts), apart
        )

    return keeps


KEEPS: dict[str, Keeps] = {
    "locktime": _alike("locktime", "the locktime", _locktimes),
    "version": _alike("version", "the version", _versions),
    "sequence": _alike("sequence", "the sequences", _signals),
    "segwit": _alike("segwit", "the witnesses", _witnesses),
    "bip69": _alike("bip69", "the order of coins", _orders),
    "fee_rate": _alike("fee_rate", "the fee rate", _rates, apart=_SAME_RATE),
}


@njit(cache=True, nogil=True)
def _keeps_alike(
    first_output: np.ndarray,
    address: np.ndarray,
    spent_by: np.ndarray,
    habit: np.ndarray,
    apart: float,
) -> np.ndarray:
    kept = np.zeros(len(address), np.bool_)
    for t in range(len(habit)):
        start, end = first_output[t], first_output[t + 1]
        spendable = spent = 0
        for o in range(start, end):
            if address[o] >= 0:
                spendable += 1
                spent += spent_by[o] >= 0
        mine = habit[t]
        if spent < spendable or spendable < 2 or mine < 0:
            continue
        for o in range(start, end):
            if address[o] >= 0:
                theirs = habit[spent_by[o]]
                kept[o] = theirs < 0 or abs(mine - theirs) <= apart * max(mine, theirs)
    return kept


@njit(cache=True, nogil=True)
def _any_input(first_input: np.ndarray, flag: np.ndarray) -> np.ndarray:
    """Return 1 where an input has the flag, or else -1 where one is unknown, or else 0."""
    found = np.zeros(len(first_input) - 1, np.int64)
    for t in range(len(found)):
        for i in range(first_input[t], first_input[t + 1]):
            if flag[i] > 0:
                found[t] = 1
                break
            if flag[i] < 0:
                found[t] = -1
    return found


@njit(cache=True, nogil=True)
def _in_order(
    first_input: np.ndarray,
    first_output: np.ndarray,
    spends: np.ndarray,
    maker: np.ndarray,
    place: np.ndarray,
    value: np.ndarray,
    txid: np.ndarray,
    outside_input: np.ndarray,
    outside_txid: np.ndarray,
    outside_place: np.ndarray,
) -> np.ndarray:
    """Return whether inputs and outputs stand in the order of BIP 69; -1 where none could not."""
    ordered = np.full(len(first_input) - 1, -1, np.int64)
    # Txids are compared as explorers print them, the last byte first. The first eight of these
    # tell nearly all apart, and are quick to look up.
    head = np.zeros(len(ordered), np.uint64)
    for t in range(len(ordered)):
        for b in range(31, 23, -1):
            head[t] = (head[t] << np.uint64(8)) | np.uint64(txid[t, b])
    at = 0  # in the table of coins from outside
    for t in range(len(ordered)):
        first, end = first_input[t], first_input[t + 1]
        if spends[first] == -1 or (end - first < 2 and first_output[t + 1] - first_output[t] < 2):
            continue
        ordered[t] = 1
        for o in range(first_output[t] + 1, first_output[t + 1]):
            if value[o - 1] > value[o]:
                ordered[t] = 0
                break
        if end - first < 2:
            continue
        key, here = np.uint64(0), np.int64(-1)
        name = before = txid[0]
        for i in range(first, end):
            if ordered[t] == 0:
                break
            last_key, last_here, before = key, here, name
            if spends[i] >= 0:
                key, here = head[maker[spends[i]]], np.int64(place[spends[i]])
                name = txid[maker[spends[i]]]
            else:
                while outside_input[at] < i:
                    at += 1
                here, name, key = outside_place[at], outside_txid[at], np.uint64(0)
                for b in range(31, 23, -1):
                    key = (key << np.uint64(8)) | np.uint64(name[b])
            if i > first and last_key >= key:
                b = 23
                while last_key == key and b > 0 and name[b] == before[b]:
                    b -= 1
                same = last_key == key and name[b] == before[b]
                if (same and last_here > here) or (
                    not same and (last_key > key or before[b] > name[b])
                ):
                    ordered[t] = 0
    return ordered
