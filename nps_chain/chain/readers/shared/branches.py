"""Which of many blocks, found in any order, form the chain: the branch with the most work.

A node's files hold blocks as they arrived, with branches that lost. Each header names the one
before it, so the blocks form trees; the chain is the branch whose proofs of work add up to most,
and of two with equal work the one that was there first (Bitcoin Core, ``validation.cpp``).
"""

from typing import NamedTuple

import numpy as np

from nps_chain.chain.wire.hashes import target
from nps_chain.errors import ChainError


class Branch(NamedTuple):
    """The blocks of a chain among those that were found."""

    order: list[int]  # rows of its blocks, in chain order
    stale: list[int]  # rows of blocks that branch off from it
    apart: list[list[int]]  # rows of blocks that connect to each other and not to it, by group


def most_work(headers: np.ndarray, hashes: np.ndarray) -> Branch:
    """Return the branch with the most work.

    Parameters
    ----------
    headers, hashes : numpy.ndarray
        Shapes (n, 80) and (n, 32), uint8, in the order in which the blocks arrived.

    Raises
    ------
    ChainError
        If there is no block.
    """
    if not len(headers):
        raise ChainError("There is no block in these data.")
    names = [row.tobytes() for row in hashes]
    parents = [row[4:36].tobytes() for row in headers]
    children: dict[bytes, list[int]] = {}
    rows: dict[bytes, int] = {}
    for row, name in enumerate(names):
        if name not in rows:  # a block may be in the files twice
            rows[name] = row
            children.setdefault(parents[row], []).append(row)

    # Go from each root to its children, adding up work; no recursion, chains are long.
    waiting = [row for row in rows.values() if parents[row] not in rows]
    work = dict.fromkeys(waiting, 0)
    root_of = {row: row for row in waiting}
    bits = headers[:, 72:76].copy().view("<u4").ravel()
    while waiting:
        row = waiting.pop()
        work[row] += 2**256 // (target(int(bits[row])) + 1)
        for child in children.get(names[row], ()):
            work[child], root_of[child] = work[row], root_of[row]
            waiting.append(child)
    tip = max(sorted(work), key=work.__getitem__)

    order = [tip]
    while parents[order[-1]] in rows:
        order.append(rows[parents[order[-1]]])
    order.reverse()
    chosen = set(order)
    groups: dict[int, list[int]] = {}
    for row in rows.values():
        if row not in chosen:
            groups.setdefault(root_of[row], []).append(row)
    return Branch(order, groups.pop(root_of[tip], []), list(groups.values()))
