"""Which lane each node stands in: what has one stays, what is new comes near its neighbour.

Lanes are numbered down from 0, in which it begins, and up from it by numbers below 0. New nodes
are placed in waves, from what has its place already: those in one column in the order of what they
hang on, so that lines don't cross, and each as near to it as there is room. Then they are moved
once more, so that what lies ahead of them counts too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor

_ROUNDS = 2
"""Times that new nodes are moved, from the right to the left and back."""


def allot(
    columns: Mapping[str, int],
    beside: Mapping[str, Sequence[str]],
    given: Mapping[str, int],
    began: str,
    last: Iterable[str] = (),
) -> dict[str, int]:
    """Return a lane for each node; no two in a column have the same.

    Parameters
    ----------
    columns : mapping of str to int
        The column of each node; of two that were given the same place, the first keeps it.
    beside : mapping of str to sequence of str
        The neighbours of each node.
    given : mapping of str to int
        Lanes to be kept, also of nodes that aren't there.
    began : str
        The node that gets lane 0 if none has a lane yet.
    last : iterable of str
        Nodes that stand after others that hang on the same.
    """
    return _Lanes(columns, beside, given, began, frozenset(last)).placed


class _Lanes:
    def __init__(
        self,
        columns: Mapping[str, int],
        beside: Mapping[str, Sequence[str]],
        given: Mapping[str, int],
        began: str,
        last: frozenset[str],
    ) -> None:
        self.columns, self.beside, self.last = columns, beside, last
        self.placed: dict[str, int] = {}
        self.kept: dict[int, set[int]] = {}  # the lanes in a column that don't change any more
        self.new: dict[int, list[str]] = {}  # the nodes in a column that may be moved
        for name, column in columns.items():
            if name in given and given[name] not in self.kept.setdefault(column, set()):
                self._keep(name, given[name])
        waiting = [name for name in columns if name not in self.placed]
        if waiting and not self.placed:
            self._keep(began, 0)
        self._spread(waiting)
        order = sorted(self.new)
        for _ in range(_ROUNDS):
            for column in (*reversed(order), *order):
                self._arrange(column, self.new[column])

    def _keep(self, name: str, lane: int) -> None:
        self.placed[name] = lane
        self.kept.setdefault(self.columns[name], set()).add(lane)

    def _spread(self, waiting: list[str]) -> None:
        """Place all nodes, wave by wave from those that have their place."""
        rank = {name: k for k, name in enumerate(self.columns)}
        reached = list(self.placed)
        for start in (*waiting, None):
            while reached:
                near = {other for name in reached for other in self.beside.get(name, ())}
                reached = sorted(near - self.placed.keys(), key=rank.__getitem__)
                self._place(reached)
            if start is not None and start not in self.placed:
                self._place([start])
                reached = [start]

    def _place(self, wave: list[str]) -> None:
        together: dict[int, list[str]] = {}
        for name in wave:
            together.setdefault(self.columns[name], []).append(name)
        for column, names in sorted(together.items()):
            there = self.new.setdefault(column, [])
            taken = self.kept.get(column, set()) | {self.placed[name] for name in there}
            self._fit(names, taken)
            there += names

    def _arrange(self, column: int, names: list[str]) -> None:
        """Move the new nodes of a column to where their neighbours are now."""
        names.sort(key=self.placed.__getitem__)
        self._fit(names, self.kept.get(column, set()))

    def _fit(self, names: list[str], taken: set[int]) -> None:
        """Give these nodes the free lanes that are nearest to what each hangs on, in its order."""
        wanted = sorted(((self._wanted(name), k) for k, name in enumerate(names)))
        lanes = nearest([want for want, _ in wanted], taken)
        for (_, k), lane in zip(wanted, lanes, strict=True):
            self.placed[names[k]] = lane

    def _wanted(self, name: str) -> float:
        lanes = [self.placed[other] for other in self.beside.get(name, ()) if other in self.placed]
        lane = sum(lanes) / len(lanes) if lanes else self.placed.get(name, 0)
        return lane + 0.3 if name in self.last else lane


def nearest(wanted: Sequence[float], taken: Iterable[int]) -> list[int]:
    """Return free lanes in rising order that are together nearest to wanted ones in rising order.

    The sum of squared distances is least, counted in free lanes (isotonic regression by pooling
    adjacent violators; Ayer et al., 1955), but for rounding.

    >>> nearest([0, 0, 0, 5], taken=[0])
    [-2, -1, 1, 5]
    """
    taken = set(taken)
    barred = sorted(taken)
    pools: list[tuple[float, int]] = []  # where the first of so many nodes is to be, all summed
    for k, want in enumerate(wanted):
        # A lane that isn't free, or a point between lanes, lies between the free ones next to it.
        below = floor(want)
        while below in taken:
            below -= 1
        above = below + 1
        while above in taken:
            above += 1
        rank = below - bisect_left(barred, below) + (want - below) / (above - below)
        total, many = rank - k, 1
        while pools and pools[-1][0] * many > total * pools[-1][1]:
            before, count = pools.pop()
            total, many = total + before, many + count
        pools.append((total, many))
    ranks: list[int] = []
    for total, many in pools:
        start = ceil(total / many - 0.5) + len(ranks)
        ranks += range(start, start + many)
    # So many are barred up to the lane of each rank among those that are free.
    steps = [lane - k for k, lane in enumerate(barred)]
    return [rank + bisect_right(steps, rank) for rank in ranks]
