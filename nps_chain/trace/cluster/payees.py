"""Change that would make a payer one with somebody whom it paid: refused before anything is joined.

Who pays somebody is most likely not the one who is paid. So each transaction in which a rule names
the change says two things: the change belongs to the payer, and what the other outputs paid does
not. A wrong change that joins two large clusters contradicts many payments from the one to the
other. That takes no list of names. On Bitcoin up to 2021 it kept 266 of 273 services apart, where
161 were without it, and refused 413,608 of 155.5 million merges.

Payments of all of the chain are weighed before the first merge, then the changes in their order; so
what is refused is only known at the end, and a later day may refuse something else. Co-spending is
not questioned: whom it makes one with the payer may be paid by it.

It fails where people pay themselves on purpose, and where two clusters never paid each other.

Source: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022, section on constrained clustering; the counts are those that notebook 12e of
github.com/maltemoeser/dissertation-code prints.
"""

import numpy as np
from numba import njit

from nps_chain.chain.tables import Chain
from nps_chain.trace.cluster.union import NEEDS_KEY, co_spent, root


def against_payees(chain: Chain, left_out: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Return the transactions whose change is refused.

    Parameters
    ----------
    chain : Chain
        The chain.
    left_out : numpy.ndarray
        Rows of the transactions that are no evidence, sorted; some may be of blocks to come.
    change : numpy.ndarray
        Of each transaction, the row of its change output, -1 where the rule abstains.

    Returns
    -------
    numpy.ndarray
        Their rows, rising.
    """
    c = chain.columns
    no_evidence = np.zeros(len(change), bool)
    no_evidence[left_out[: np.searchsorted(left_out, len(change))]] = True
    labels = co_spent(c.inputs.tx, c.inputs.address, no_evidence, c.addresses.script_type)

    # The payer is who has the key of the first input that takes one.
    known = np.flatnonzero(c.inputs.address >= 0)
    known = known[NEEDS_KEY[c.addresses.script_type[c.inputs.address[known]]]]
    tx, first = np.unique(c.inputs.tx[known], return_index=True)
    asks = (change[tx] >= 0) & ~no_evidence[tx]
    tx, payer = tx[asks], c.inputs.address[known[first[asks]]]
    got = c.outputs.address[change[tx]]
    joins = (got >= 0) & NEEDS_KEY[c.addresses.script_type[got]]
    tx, payer, got = tx[joins], labels[payer[joins]], labels[got[joins]]

    payer_of = np.full(len(change), -1, np.int32)
    payer_of[tx] = payer
    paid = np.flatnonzero((c.outputs.address >= 0) & (payer_of[c.outputs.tx] >= 0))
    paid = paid[change[c.outputs.tx[paid]] != paid]
    one, other = payer_of[c.outputs.tx[paid]], labels[c.outputs.address[paid]]
    two = one != other
    refused = np.zeros(len(tx), bool)
    _keep_apart(one[two], other[two], payer, got, labels, refused)
    return tx[refused].astype(np.int64)


@njit(cache=True, nogil=True)
def _keep_apart(
    one: np.ndarray,
    other: np.ndarray,
    payer: np.ndarray,
    got: np.ndarray,
    parent: np.ndarray,
    refused: np.ndarray,
) -> None:
    """Join payers with their change unless that joins ``one`` and ``other`` of a pair.

    ``parent`` is a forest in which each leads to itself, and changes. Each cluster has a chain of
    those from which it is to stay apart, in which a pair stands twice; so the shorter of two chains
    is looked through, and two become one by tying the ends.
    """
    many = np.zeros(len(parent), np.int64)
    head, tail = np.full(len(parent), -1, np.int64), np.full(len(parent), -1, np.int64)
    foe, following = np.empty(2 * len(one), np.int32), np.full(2 * len(one), -1, np.int64)
    for k in range(2 * len(one)):
        pair = k // 2
        a, foe[k] = (one[pair], other[pair]) if k % 2 == 0 else (other[pair], one[pair])
        if head[a] < 0:
            head[a] = k
        else:
            following[tail[a]] = k
        tail[a] = k
        many[a] += 1
    for k in range(len(payer)):
        a, b = root(parent, payer[k]), root(parent, got[k])
        if a == b:
            continue
        if many[a] > many[b]:
            a, b = b, a
        at = head[a]
        while at >= 0 and root(parent, foe[at]) != b:
            at = following[at]
        if at >= 0:
            refused[k] = True
            continue
        parent[a] = b
        many[b] += many[a]
        if head[b] < 0:
            head[b], tail[b] = head[a], tail[a]
        elif head[a] >= 0:
            following[tail[b]], tail[b] = head[a], tail[a]
