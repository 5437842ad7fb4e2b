"""In how many ways a transaction falls apart into smaller ones that each pay for themselves.

A partition puts every input into a block, and every output into one of these blocks, so that each
block balances: its inputs cover its outputs, up to what a block may gain or lose. Counted one by
one, partitions are soon more than any machine can visit (8 inputs and 8 outputs of one value have
9,934,563). Here each count comes from smaller ones: the ways for a set of inputs X and of outputs Y
are, summed over the block (A, B) that holds one given input of X, the ways for what is left of X
without A and of Y without B. Sorted by sum, the groups B that balance A are one run of a table.
And the partitions that have the block (A, B) are the ways for all that it leaves over, so how often
an input and an output are linked needs no second count.

Limits: the work grows with the groups of inputs times those of outputs that balance them: dust and
a generous fee balance nearly everything. It is counted step by step, and refused past a limit, on
every machine at the same step. Counts that 64 bits can't hold are done again in Python's integers.
"""

import time
from collections.abc import Sequence
from math import comb
from typing import Any

import numpy as np

from nps_chain.errors import NpsError
from nps_chain.trace.coinjoin import counting
from nps_chain.trace.coinjoin.groups import Groups, groups, how_many

_MOST_COINS = 250  # a side
_MOST_GROUPS = 1 << 20  # a side
_MOST_STATES = 1 << 24  # 128 MB of counts
_MOST_STEPS_EXACT = 3_000_000  # in Python's integers
_MOST_PARTS = 1 << 24  # 64 MB
_LONG_RUN = 32  # from here on it is quicker to look only at what can still be paid
_SAFE = 1 << 62


class TooMuchWork(NpsError):
    """The work is over a limit; the text says which, without a full stop."""


def partitions(
    inputs: Sequence[int],
    outputs: Sequence[int],
    *,
    gain: int = 0,
    loss: int = 0,
    limit: int,
    seconds: float,
) -> tuple[int, np.ndarray]:
    """Return how many partitions there are, and in how many an output is linked to an input.

    A block balances where inputs minus outputs is from ``-gain`` to ``fee + loss``; the fee is what
    all inputs have over all outputs.

    Parameters
    ----------
    inputs, outputs : sequence of int
        Values in satoshi, all above zero, together below 2^62.
    gain, loss : int
        How many satoshi a block may take out of the others, or leave to them beside the fee.
    limit : int
        The most steps; a step compares two groups.
    seconds : float
        The most time: a guard for slow machines, which does not change what comes back.

    Returns
    -------
    tuple of int and numpy.ndarray
        The number, and the links: shape (outputs, inputs), Python's integers.

    Raises
    ------
    TooMuchWork
        If it is over a limit.
    """
    _weigh(inputs, outputs)
    work = _Work(groups(inputs), groups(outputs), gain, loss)
    found = None
    if work.weight_bits <= 60:
        alike = max(work.inputs.many) * max(work.outputs.many)
        found = work.count(_SAFE // alike, min(limit, 1 << 62), seconds)
    if found is None:
        try:
            found = work.count(None, min(limit, _MOST_STEPS_EXACT), seconds)
        except TooMuchWork as reason:
            raise TooMuchWork(f"{reason}, with counts that 64 bits can't hold") from None
    assert found is not None  # in Python's integers there is no None
    number, kinds = found
    row = [work.outputs.values.index(value) for value in outputs]
    column = [work.inputs.values.index(value) for value in inputs]
    links = np.empty((len(outputs), len(inputs)), object)
    for j, u in enumerate(row):
        for i, t in enumerate(column):
            links[j, i] = kinds[t][u]
    return number, links


def _weigh(inputs: Sequence[int], outputs: Sequence[int]) -> None:
    """Refuse what is too large at sight."""
    for coins, name in ((inputs, "inputs"), (outputs, "outputs")):
        if len(coins) > _MOST_COINS:
            raise TooMuchWork(f"the limit is {_MOST_COINS} {name}")
        many = how_many(coins)
        if many > _MOST_GROUPS:
            raise TooMuchWork(
                f"the {name} can be grouped in about 2^{many.bit_length() - 1} ways, the limit is"
                f" 2^{_MOST_GROUPS.bit_length() - 1}"
            )


class _Work:
    """The tables that the counting needs, and the counting in stages."""

    def __init__(self, inputs: Groups, outputs: Groups, gain: int, loss: int) -> None:
        self.inputs, self.outputs = inputs, outputs
        fee = int(inputs.total[-1] - outputs.total[-1])
        order = np.argsort(outputs.total, kind="stable")
        total = outputs.total[order]
        self.rank = order
        self.packed = outputs.packed[order]
        self.place = np.empty_like(order)
        self.place[order] = np.arange(len(order))

        def run(lowest: np.ndarray | int, highest: np.ndarray | int) -> tuple[np.ndarray, ...]:
            """Return where the groups of outputs begin and end that leave so much over."""
            first = np.searchsorted(total, inputs.total - highest, "left")
            return first, np.searchsorted(total, inputs.total - lowest, "right")

        self.block = run(-gain, fee + loss)
        # What is left after some blocks: each of these, and of those to come, may gain.
        rest = inputs.size[-1] - inputs.size
        self.state = run(-gain * inputs.size, fee + gain * rest)
        many = self.state[1] - self.state[0]
        if many.sum() > _MOST_STATES:
            raise TooMuchWork(
                f"{many.sum():,} pairs of groups can balance, the limit is {_MOST_STATES:,}"
            )
        self.offset = np.cumsum(many) - many - self.state[0]
        self.blocks = np.flatnonzero(self.block[1] > self.block[0])
        self.blocks = self.blocks[self.blocks > 0]
        # Groups with the same last kind are neighbours in rank.
        self.first_block = np.searchsorted(self.blocks, [*inputs.stride, len(inputs.total)])
        self.wholes = np.flatnonzero(many > 0)[1:]
        self.first_part, self.parts = self._parts()
        self.choose, self.width = _choose(max(*inputs.many, *outputs.many))

    @property
    def weight_bits(self) -> int:
        """How many bits hold any number of ways to choose among coins that are alike."""
        return sum(many for many in (*self.inputs.many, *self.outputs.many) if many > 1)

    def _parts(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the parts of each group of outputs; empty where scanning runs is quicker."""
        outputs = self.outputs
        many = 1
        for k in outputs.many:
            many *= (k + 1) * (k + 2) // 2
        runs = (self.block[1] - self.block[0])[self.blocks]
        if many > _MOST_PARTS or len(outputs.total) > 1 << 14 or runs.sum() < _LONG_RUN * len(runs):
            return np.zeros(1, np.int64), np.zeros(0, np.int32)
        return counting.parts_of(self.packed, outputs.spare, many)

    def count(
        self, safe: int | None, limit: int, seconds: float
    ) -> tuple[int, list[list[int]]] | None:
        """Return the number of partitions, and of those that link two kinds of coins, by kind.

        In 64 bits, up to a safe size; None where a count grew beyond it. Or, if that is None, in
        Python's integers, by the same functions.
        """
        inputs, outputs = self.inputs, self.outputs
        compiled = safe is not None
        safe = 1 << 16384 if safe is None else safe  # no count comes near it

        def given(array: np.ndarray | list, kind: type = np.int64) -> Any:
            if compiled:
                return np.ascontiguousarray(array, kind)
            return array if isinstance(array, list) else array.tolist()

        counts = given(np.zeros(int((self.state[1] - self.state[0]).sum()), np.int64))
        counts[0] = 1  # nothing, in one way
        choose = given(self.choose)
        coins = *map(given, (inputs.packed, inputs.shift, inputs.mask)), inputs.spare
        paid = *map(given, (self.packed, outputs.shift, outputs.mask)), outputs.spare
        several = [given(np.flatnonzero(np.array(side.many) > 1)) for side in (inputs, outputs)]
        # What is looked up most is kept small, for the processor's cache.
        ranks = given(self.rank, np.int32), given(self.place, np.int32)
        parts = given(self.first_part), given(self.parts, np.int32)
        runs = [*map(given, (self.blocks, *self.block, *self.state, self.offset))]
        wholes = [*map(given, (self.wholes, inputs.top, self.first_block))]

        ways: Any = counting.ways if compiled else counting.ways.py_func
        end = time.monotonic() + seconds
        at = steps = 0
        while at < len(self.wholes):
            if time.monotonic() > end:
                raise TooMuchWork(f"it takes more than {seconds:,} seconds on this machine")
            at, done = ways(
                at, 50_000_000 if compiled else 200_000, limit - steps, safe,
                *wholes, *runs, *coins, several[0], *paid, several[1], *ranks, *parts,
                choose, self.width, counts,
            )  # fmt: skip
            if at == -1:
                return None
            steps += done
            if steps > limit:
                raise TooMuchWork(f"it takes more than {limit:,} steps")

        shape = len(inputs.many), len(outputs.many)
        row, sums = given([0] * shape[1]), given([0] * (shape[0] * shape[1]))
        links: Any = counting.links if compiled else counting.links.py_func
        links(
            inputs.last, outputs.last, *runs, *coins[:3], given(list(inputs.many)),
            *paid[:3], given(list(outputs.many)), *ranks, choose, self.width, counts, row, sums,
        )  # fmt: skip
        # Links were counted for all coins of a kind together.
        kinds = [
            [int(sums[t * shape[1] + u]) // (many * alike) for u, alike in enumerate(outputs.many)]
            for t, many in enumerate(inputs.many)
        ]
        return int(counts[int(self.offset[-1] + self.place[outputs.last])]), kinds


def _choose(most: int) -> tuple[list[int], int]:
    """Return a flat table of binomials, n choose k at ``n * width + k``, and its width."""
    width = most + 1
    return [comb(n, k) for n in range(width) for k in range(width)], width
