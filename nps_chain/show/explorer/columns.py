"""Which column each node stands in: time goes from left to right.

Transactions are taken in the order of the chain, and share a column as long as none depends on
another in it, their times are near, and there is room. An address stands between the column of the
last transaction that paid it before it first spent, and the next one; an address that nobody is
seen to pay, before the first that spends from it. So money goes to the right, but where an address
is paid again after it has spent: that line goes back.

A transaction depends on all that paid an address before it spends from it. Which coins went into
which transaction isn't asked of a folded cluster: what it pays to itself while it spends would
tear its transactions apart, one a column.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from nps_chain.show.explorer.drawn import Drawn, Node
from nps_chain.show.explorer.scene import FORWARD

_HEIGHTS = 6, 9, 13, 19, 28, 42
"""Nodes that a column may have, to choose from."""

_SHAPE = 1600 / 150, 750 / 126
"""Columns and lanes that can be read at once, on a projector."""

_NEAR, _PART = 86_400, 3
"""Times in a column differ by no more than so many seconds, or this part of all that is shown."""


@dataclass(frozen=True)
class Columns:
    """The columns, from the left.

    Attributes
    ----------
    of : dict of str to int
        The column of each node.
    times : dict of int to str
        What is written above each column of transactions: one time, or the first and the last.
    """

    of: dict[str, int]
    times: dict[int, str]


def in_columns(drawn: Drawn, lanes: Mapping[str, int]) -> Columns:
    """Return the columns of all nodes.

    Nodes that have the same lane already are kept in columns of their own where that is possible.
    Of several heights the one is taken by which the whole can be shown largest, whatever lanes
    there are: so what is drawn again, in other colours, is placed as it was.
    """
    paths = _Paths(drawn)
    height, largest = _HEIGHTS[0], 0.0
    for tried in _HEIGHTS:
        many = Counter(_slots(paths, {}, tried).values())
        size = min(_SHAPE[0] / max(len(many), 1), _SHAPE[1] / max(many.values(), default=1))
        if size <= largest:
            break
        height, largest = tried, size
    slots = _slots(paths, lanes, height)
    number = {slot: column for column, slot in enumerate(sorted(set(slots.values())))}
    of = {node.name: number[slots[node.name]] for node in drawn.nodes}
    times: dict[int, list[int]] = {}
    for node in paths.transactions:
        times.setdefault(of[node.name], []).append(node.time)
    return Columns(of, {column: span(min(some), max(some)) for column, some in times.items()})


def span(first: int, last: int) -> str:
    """Return a time, or the range from one to another, to the minute or to the day, in UTC.

    >>> span(1740020340, 1740027540), span(1740020340, 1740820340)
    ('2025-02-20 02:59 – 04:59', '2025-02-20 – 2025-03-01')
    """
    start, end = (f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M}" for time in (first, last))
    if start == end:
        return start
    return f"{start} – {end[11:]}" if start[:10] == end[:10] else f"{start[:10]} – {end[:10]}"


class _Paths:
    """What a drawing says of before and after.

    Attributes
    ----------
    transactions : list of Node
        In the order of the chain.
    sources, targets : dict of str to list of str
        What each transaction spends from, and pays.
    left, right : dict of str to list of str
        Of these, what stands next to it: what is paid by none before, and what is paid by none
        after, until it spends.
    far : float
        Seconds by which times in a column may differ.
    """

    def __init__(self, drawn: Drawn) -> None:
        self.nodes = drawn.nodes
        self.clusters = {node.name for node in drawn.nodes if node.shape == "cluster"}
        found = [node for node in drawn.nodes if node.shape == "transaction"]
        self.transactions = sorted(found, key=lambda node: (node.order, node.name))
        times = [node.time for node in found]
        self.far = max(_NEAR, (max(times, default=0) - min(times, default=0)) / _PART)
        self.sources: dict[str, list[str]] = {node.name: [] for node in found}
        self.targets: dict[str, list[str]] = {node.name: [] for node in found}
        for line in drawn.lines:
            if line.target in self.sources:
                self.sources[line.target].append(line.source)
            elif line.source in self.targets:
                self.targets[line.source].append(line.target)
        for node, owner in self.left_out():
            # What is left out of a transaction stands with its other inputs or outputs.
            side = self.targets if node.name.endswith(FORWARD) else self.sources
            if owner in side and node.name not in side[owner]:
                side[owner].append(node.name)

        self.left: dict[str, list[str]] = {node.name: [] for node in found}
        self.right: dict[str, list[str]] = {node.name: [] for node in found}
        paid: dict[str, str] = {}
        spent: set[str] = set()
        for node in self.transactions:
            for source in self.sources[node.name]:
                if source not in paid and source not in spent:
                    self.left[node.name].append(source)
            spent.update(self.sources[node.name])
            paid |= {to: node.name for to in self.targets[node.name] if to not in spent}
        for target, payer in paid.items():
            self.right[payer].append(target)

    def left_out(self) -> Iterator[tuple[Node, str]]:
        """Yield each node of what is left out, with the name of what it belongs to."""
        for node in self.nodes:
            if node.shape == "more":
                yield node, node.name[:-1]


@dataclass
class _Run:
    """Transactions that share a column, with the addresses to its left and to its right."""

    first: int
    """Time of its first transaction."""
    left: set[str]
    transactions: set[str] = field(default_factory=set)
    right: set[str] = field(default_factory=set)


def _slots(paths: _Paths, lanes: Mapping[str, int], height: int) -> dict[str, int]:
    """Return for each node its place from the left: addresses are in even ones."""
    slots: dict[str, int] = {}
    runs: list[_Run] = []
    paid: dict[str, int] = {}  # the last column in which something was paid to an address
    spent: set[str] = set()
    for node in paths.transactions:
        name = node.name
        left, right = paths.left[name], paths.right[name]
        after = max((paid.get(source, -1) for source in paths.sources[name]), default=-1)
        if (
            not runs
            or after == len(runs) - 1
            or node.time - runs[-1].first > paths.far
            or not _room(runs[-1].transactions, [name], lanes, height)
            or not _room(runs[-1].left, left, lanes, height)
            or not _room(runs[-1].right, right, lanes, height)
        ):
            before = runs[-1].right if runs else set()
            if not _apart(before, left, lanes):
                # A run of nothing between them, so that both can stay in their lanes.
                runs.append(_Run(node.time, set()))
                before = set()
            runs.append(_Run(node.time, set(before)))
        run, column = runs[-1], len(runs) - 1
        run.transactions.add(name)
        run.left.update(left)
        run.right.update(right)
        slots[name] = 2 * column + 1
        slots |= dict.fromkeys(left, 2 * column) | dict.fromkeys(right, 2 * column + 2)
        spent.update(paths.sources[name])
        for target in paths.targets[name]:
            if target not in spent or target not in paths.clusters:
                paid[target] = column

    orders = [node.order for node in paths.transactions]
    for node in paths.nodes:
        if node.name not in slots and node.shape != "more":
            # Nothing of it is shown: it stands after all that came before it.
            k = bisect_right(orders, node.order)
            slots[node.name] = slots[paths.transactions[k - 1].name] + 1 if k else 0
    for node, owner in paths.left_out():
        step = 1 if node.name.endswith(FORWARD) else -1
        slots.setdefault(node.name, slots.get(owner, 0) + step)
    return slots


def _room(there: set[str], new: list[str], lanes: Mapping[str, int], height: int) -> bool:
    """Return whether these can be added: they aren't too many, and no two have the same lane."""
    if not there or not new:
        return True
    return len(there) + len(new) <= height and _apart(there, new, lanes)


def _apart(there: set[str], new: list[str], lanes: Mapping[str, int]) -> bool:
    """Return whether none of these has the same lane as one of those that are there."""
    had = {lanes[name] for name in new if name in lanes}
    return not had or all(lanes.get(name) not in had for name in there)
