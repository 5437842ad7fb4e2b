"""What a cluster holds and for how long: addresses and their reuse, and coins until they are spent.

A service gives each customer, or each deposit, an address of its own, and empties it with others. A
program passes coins on within hours; escrow holds them for days; savings lie for years.

Sources: D. Ermilov, M. Panov, Y. Yanovich, "Automatic Bitcoin Address Clustering", ICMLA 2017; M.
Jourdan and others, "Characterizing Entities in the Bitcoin Blockchain", 2018. Known failure: a coin
from outside the data has no known beginning, so it has no delay, and its address may be older than
it looks.
"""

import numpy as np
from numba import njit

from nps_chain.chain.schema import OUTSIDE
from nps_chain.trace.services.groups import grouped
from nps_chain.trace.services.ledger import Ledger

COUNTS = (
    "addresses", "coins", "reused_addresses", "swept_addresses",
    "delay", "script_types", "script_type",
)  # fmt: skip
(
    ADDRESSES, COINS, REUSED_ADDRESSES, SWEPT_ADDRESSES,
    DELAY, KINDS, SCRIPT_TYPE,
) = range(len(COUNTS))  # fmt: skip


def holding_of(ledger: Ledger, deposit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what clusters hold.

    Parameters
    ----------
    ledger : Ledger
        The ledger.
    deposit : numpy.ndarray
        bool, by output: whether it came in from others.

    Returns
    -------
    counts : numpy.ndarray
        int32, a row a cluster, a column for each of COUNTS; ``script_type`` is a code.
    median_deposit : numpy.ndarray
        int64, satoshi, by cluster; -1 if it has none.
    """
    c = ledger.chain.columns
    counts, kept = _hold(
        ledger.chain.first_input,
        c.txs.height,
        c.inputs.spends,
        c.inputs.address,
        c.outputs.tx,
        c.outputs.address,
        c.outputs.spent_by,
        ledger.of_address,
        ledger.payer,
        deposit,
        len(ledger),
    )
    spent_of = np.where(kept >= 0, ledger.of_output, np.int32(-1))
    counts[:, DELAY] = grouped(spent_of, kept, len(ledger)).middle(none=-1)
    del spent_of, kept
    deposit_of = np.where(deposit, ledger.of_output, np.int32(-1))
    median_deposit = grouped(deposit_of, c.outputs.value, len(ledger)).middle(none=-1)
    del deposit_of
    kinds = c.addresses.script_type.astype(np.int64)
    by_kind = grouped(ledger.of_address, kinds, len(ledger))
    counts[:, KINDS] = by_kind.distinct()
    counts[:, SCRIPT_TYPE], _ = by_kind.usual()
    return counts, median_deposit


@njit(cache=True, nogil=True)
def _hold(
    first_input: np.ndarray,
    height: np.ndarray,
    spends: np.ndarray,
    in_address: np.ndarray,
    tx: np.ndarray,
    out_address: np.ndarray,
    spent_by: np.ndarray,
    of_address: np.ndarray,
    payer: np.ndarray,
    deposit: np.ndarray,
    clusters: int,
) -> tuple[np.ndarray, np.ndarray]:
    counts = np.zeros((clusters, len(COUNTS)), np.int32)
    kept = np.full(len(tx), -1, np.int64)  # blocks from a deposit to its spending
    coins = np.zeros(len(of_address), np.int32)
    for i in range(len(spends)):
        if spends[i] == OUTSIDE and in_address[i] >= 0:
            coins[in_address[i]] += 1
    for o in range(len(tx)):
        if out_address[o] >= 0:
            coins[out_address[o]] += 1
    for o in range(len(tx)):
        a, spender = out_address[o], spent_by[o]
        if not deposit[o] or spender < 0:
            continue
        kept[o] = height[spender] - height[tx[o]]
        together = first_input[spender + 1] - first_input[spender] > 1
        if coins[a] == 1 and together and payer[spender] == of_address[a]:
            counts[of_address[a], SWEPT_ADDRESSES] += 1
    for a in range(len(of_address)):
        if of_address[a] < clusters:
            counts[of_address[a], ADDRESSES] += 1
            counts[of_address[a], COINS] += coins[a]
            counts[of_address[a], REUSED_ADDRESSES] += coins[a] > 1
    return counts, kept
