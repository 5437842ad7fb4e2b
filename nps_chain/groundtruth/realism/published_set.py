"""The transactions on which the published error rates were measured, and those the truth knows.

Möser and Narayanan had no truth. They took two-output transactions whose change was betrayed later:
both outputs were spent, none went back to an address of the inputs, and exactly one of the two is
in the inputs' cluster by co-spending, at the end of the chain. Where this one's address isn't
fresh, it must not have been in that cluster yet, or its owner was known then and there was nothing
to find. Such wallets have more inputs than others, and use addresses again: rules decide more often
on them. A rate measured so may be set beside a rate measured so, and beside no other.

Source: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022; github.com/maltemoeser/dissertation-code, notebook 3a.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from nps_chain.chain.schema import UNKNOWN
from nps_chain.groundtruth.realism.basis import Basis


class KnownChange(NamedTuple):
    """Transactions of two outputs that can be spent, one of which is change; rows, in order."""

    tx: np.ndarray
    change: np.ndarray
    payment: np.ndarray


def published_set(basis: Basis) -> KnownChange:
    """Return the published set.

    Parameters
    ----------
    basis : Basis
        The chain.
    """
    c, labels = basis.chain.columns, basis.co_spent
    first, second = _pairs(basis)
    tx = c.outputs.tx[first]
    both_spent = (c.outputs.spent_by[first] != UNKNOWN) & (c.outputs.spent_by[second] != UNKNOWN)
    payers = _payers(basis)[tx]
    ours = labels[c.outputs.address[first]] == payers
    theirs = labels[c.outputs.address[second]] == payers
    kept = np.flatnonzero(both_spent & (payers != UNKNOWN) & (ours != theirs))
    tx, ours = tx[kept], ours[kept]
    change = np.where(ours, first[kept], second[kept])
    payment = np.where(ours, second[kept], first[kept])
    new = ~_joined_before(basis, tx, change)  # no fresh address was: it had never been spent from
    return KnownChange(tx[new], change[new], payment[new])


def known_change(basis: Basis) -> KnownChange:
    """Return all such transactions without self-change of which the truth knows one change output.

    Parameters
    ----------
    basis : Basis
        The chain and its truth.
    """
    first, second = _pairs(basis)
    tx = basis.chain.columns.outputs.tx[first]
    change = basis.truth.change_outputs(basis.chain)[tx]
    known = (change == first) | (change == second)
    change, first, second = change[known], first[known], second[known]
    return KnownChange(tx[known], change, np.where(change == first, second, first))


def _pairs(basis: Basis) -> tuple[np.ndarray, np.ndarray]:
    """Return the two spendable outputs of transactions that have two, and no self-change.

    A CoinJoin is left out: it has no one payer.
    """
    asked = basis.counted & (basis.spendable_outputs == 2) & ~basis.facts.self_change
    asked[basis.coinjoins] = False
    rows = np.flatnonzero(basis.facts.spendable & asked[basis.chain.columns.outputs.tx])
    return rows[::2], rows[1::2]


def _payers(basis: Basis) -> np.ndarray:
    """Return the one cluster of each transaction's inputs; -1 if it isn't known to be one."""
    inputs = basis.chain.columns.inputs
    label = np.append(basis.co_spent, UNKNOWN)[inputs.address]
    payers = label[basis.chain.first_input[:-1]]
    payers[inputs.tx[label != payers[inputs.tx]]] = UNKNOWN
    return payers


def _joined_before(basis: Basis, tx: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Return whether each output's address was in the cluster of its inputs already."""
    c = basis.chain.columns
    evidence = basis.counted.copy()
    evidence[basis.coinjoins] = False
    return _replay(
        basis.chain.first_input, c.inputs.address, evidence, basis.co_spent,
        np.ascontiguousarray(tx), c.outputs.address[output],
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _replay(
    first_input: np.ndarray,
    address: np.ndarray,
    evidence: np.ndarray,
    label: np.ndarray,
    asked_tx: np.ndarray,
    asked_address: np.ndarray,
) -> np.ndarray:
    """Unite inputs in the order of the chain, and look at each asked address when its turn comes.

    Addresses that are of different clusters in the end were not joined, whatever the reason.
    """
    parent = np.arange(len(label))
    joined = np.zeros(len(asked_tx), np.bool_)
    k = 0
    for t in range(len(evidence)):
        start, end = first_input[t], first_input[t + 1]
        for i in range(start + 1, end):
            a, b = address[start], address[i]
            if evidence[t] and a >= 0 and b >= 0 and label[a] == label[b]:
                parent[_root(parent, b)] = _root(parent, a)
        while k < len(asked_tx) and asked_tx[k] == t:
            joined[k] = _root(parent, asked_address[k]) == _root(parent, address[start])
            k += 1
    return joined


@njit(cache=True, nogil=True)
def _root(parent: np.ndarray, a: int) -> int:
    while parent[a] != a:
        parent[a] = parent[parent[a]]
        a = parent[a]
    return a
