"""Which of many blocks, found in any order, form the chain: the branch with the most work.

A node's files hold blocks as they arrived, with branches that lost. Each header names the one
before it, so the blocks form trees; the chain is the branch whose proofs of work add up to most,
and of two with equal work the one that was there first (Bitcoin Core, ``validation.cpp``).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nps_chain.chain.hashes import shown, target
from nps_chain.chain.networks import NETWORKS
from nps_chain.errors import ChainError


class Branch(NamedTuple):
    """The blocks of a chain among those that were found."""

    order: list[int]  # rows of the blocks, in chain order
    height: int  # of the first of them
    stale: list[int]  # rows of the blocks that are not in it


def most_work(
    headers: np.ndarray,
    hashes: np.ndarray,
    network: str,
    first_height: Callable[[int], int | None],
) -> Branch:
    """Return the branch with the most work.

    Parameters
    ----------
    headers, hashes : numpy.ndarray
        Shapes (n, 80) and (n, 32), uint8, in the order in which the blocks arrived.
    network : str
        Tells which block is the first of all.
    first_height : callable
        Given the row of a block whose parent isn't there, returns its height, or None if that
        can't be known.

    Raises
    ------
    ChainError
        If there is no block, or the height of the chain's first block can't be known.
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
    roots = [row for row in rows.values() if parents[row] not in rows]
    work = dict.fromkeys(roots, 0)
    waiting = list(roots)
    bits = headers[:, 72:76].copy().view("<u4").ravel()
    while waiting:
        row = waiting.pop()
        work[row] += 2**256 // (target(int(bits[row])) + 1)
        for child in children.get(names[row], ()):
            work[child] = work[row]
            waiting.append(child)
    tip = max(sorted(work), key=work.__getitem__)

    order = [tip]
    while parents[order[-1]] in rows:
        order.append(rows[parents[order[-1]]])
    order.reverse()
    root = order[0]
    height = _known_height(parents[root], network)
    if height is None:
        height = first_height(root)
    if height is None:
        raise ChainError(
            f"The height of block {shown(names[root])} is not written in it and can't be worked"
            " out; give it: nps.read(path, height=...)."
        )
    chosen = set(order)
    return Branch(order, height, [row for row in rows.values() if row not in chosen])


def _known_height(parent: bytes, network: str) -> int | None:
    """Return the height of a block that is the first of all, or whose parent is."""
    if parent == bytes(32):
        return 0
    return 1 if shown(parent) == NETWORKS[network].genesis else None
