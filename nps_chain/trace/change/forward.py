"""Change heuristics that look forward, at whether an output's spender behaves as its maker does.

Wallet software has habits: a version number, a locktime, an order of inputs and outputs. If change
comes back to the same wallet, the transaction that spends it has the same habits. So once all
outputs are spent, one whose spender has other habits is ruled out. That is only seen on a later
day, so each of these rules insists on ``as_of``, a height, and abstains as long as an output that
can be spent is not.

They fail where payer and payee use the same software, which is why most abstain so often, and where
a wallet changed its software in between.

Sources: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022; H. Kalodner and others, "BlockSci", USENIX Security 2020 (locktime). BIP 69,
BIP 125.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.trace.change.facts import Facts, Keeps, identified
from nps_chain.trace.clock import demand

_FINAL = 0xFFFFFFFE  # BIP 125: an input of a lower sequence says that the fee may be raised
_SAME_RATE = 0.02  # fee rates are alike if they differ by at most this part


def locktime(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by whether its spender sets a locktime.

    Wallets either set it, to the last height most often, or leave it 0.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int
        Look at blocks up to this height only.

    Returns
    -------
    pandas.Series
        Named ``output``, int64: for each row in ``txs`` a row in ``outputs``, or -1 (abstains).

    Raises
    ------
    NpsError
        If ``as_of`` is not given.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((locktime(chain, as_of=chain.height) >= 0).sum())
    45
    """
    return identified(chain, as_of, _KEEPS["locktime"])


def version(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by its spender's version number.

    Parameters, result and error are those of :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((version(chain, as_of=chain.height) >= 0).sum())
    0
    """
    return identified(chain, as_of, _KEEPS["version"])


def sequence(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by whether its spender lets its fee be raised.

    A transaction signals that by the sequence of an input (BIP 125, replace by fee). Parameters,
    result and error are those of :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((sequence(chain, as_of=chain.height) >= 0).sum())
    65
    """
    return identified(chain, as_of, _KEEPS["sequence"])


def segwit(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by whether its spender has a witness.

    Fails more often than most: a wallet that holds coins of both kinds spends now these, now those.
    Abstains where the source doesn't tell of witnesses. Parameters, result and error are those of
    :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((segwit(chain, as_of=chain.height) >= 0).sum())
    38
    """
    return identified(chain, as_of, _KEEPS["segwit"])


def bip69(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by whether its spender's coins are in order.

    BIP 69 orders inputs by txid and place, outputs by value and script. (The order within a
    transaction tells nothing of its change, so this rule looks forward.) Of one input and two
    outputs, half are in order by chance: so it fails more often than any other. A transaction of
    one input and one output is always in order, and counts as telling nothing. Scripts of equal
    values can't be compared in the tables, and count as in order. Parameters, result and error are
    those of :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((bip69(chain, as_of=chain.height) >= 0).sum())
    94
    """
    return identified(chain, as_of, _KEEPS["bip69"])


def fee_rate(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by its spender's fee for each virtual byte.

    Some wallets always pay the same rate. Two rates are alike if they differ by at most 2 %: signed
    sizes vary a little. Fails where a wallet follows the market, as most do today; no rate of error
    is published. Abstains where the fee is unknown. Parameters, result and error are those of
    :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((fee_rate(chain, as_of=chain.height) >= 0).sum())
    11
    """
    return identified(chain, as_of, _KEEPS["fee_rate"])


# The habits: of each transaction a number, UNKNOWN where the data don't tell, or it tells nothing.


def _locktimes(facts: Facts) -> np.ndarray:
    return (facts.chain.columns.txs.locktime > 0).astype(np.int64)


def _versions(facts: Facts) -> np.ndarray:
    return facts.chain.columns.txs.version.astype(np.int64)


def _signals(facts: Facts) -> np.ndarray:
    signals = (facts.chain.columns.inputs.sequence < _FINAL).astype(np.int8)
    return _any_input(facts.chain.first_input, signals)


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


_KEEPS: dict[str, Keeps] = {
    "locktime": _alike("locktime", "the locktime", _locktimes),
    "version": _alike("version", "the version", _versions),
    "sequence": _alike("sequence", "the sequences", _signals),
    "segwit": _alike("segwit", "the witnesses", _witnesses),
    "bip69": _alike("bip69", "the order of coins", _orders),
    "fee_rate": _alike("fee_rate", "the fee rate", _rates, apart=_SAME_RATE),
}

RULES: dict[str, tuple[Callable[..., pd.Series], Keeps]] = {
    rule.__name__: (rule, _KEEPS[rule.__name__])
    for rule in (locktime, version, sequence, segwit, bip69, fee_rate)
}
"""By name: the heuristic, and which outputs it keeps."""


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
        mine = habit[t]
        start, end = first_output[t], first_output[t + 1]
        if mine < 0:
            continue  # nothing to compare with
        for o in range(start, end):
            if address[o] >= 0 and spent_by[o] < 0:
                kept[start:end] = False
                break
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
    at = 0  # in the table of coins from outside
    for t in range(len(ordered)):
        first, end = first_input[t], first_input[t + 1]
        if spends[first] == -1 or (end - first < 2 and first_output[t + 1] - first_output[t] < 2):
            continue
        ordered[t] = 1
        for o in range(first_output[t] + 1, first_output[t + 1]):
            if value[o - 1] > value[o]:
                ordered[t] = 0
        before, before_place = txid[0], np.int64(0)
        for i in range(first, end):
            if spends[i] >= 0:
                name, here = txid[maker[spends[i]]], np.int64(place[spends[i]])
            else:
                while outside_input[at] < i:
                    at += 1
                name, here = outside_txid[at], outside_place[at]
            if i > first:
                b = 31  # txids are compared as explorers print them: the last byte first
                while b > 0 and name[b] == before[b]:
                    b -= 1
                if before[b] > name[b] or (before[b] == name[b] and before_place > here):
                    ordered[t] = 0
            before, before_place = name, here
    return ordered
