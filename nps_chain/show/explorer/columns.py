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
    Of several heights the one is chosen by which the whole can be shown largest.
    """
    paths = _Paths(drawn)
    best: dict[str, int] = {}
    largest = 0.0
    for height in _HEIGHTS:
        slots = _slots(paths, lanes, height)
        filled: dict[int, int] = {}
        for slot in slots.values():
            filled[slot] = filled.get(slot, 0) + 1
        size = min(_SHAPE[0] / max(len(filled), 1), _SHAPE[1] / max(filled.values(), default=1))
        if size <= largest:
            break
        best, largest = slots, size
    number = {slot: column for column, slot in enumerate(sorted(set(best.values())))}
    of = {node.name: number[best[node.name]] for node in drawn.nodes}
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
    """What a drawing says of before and after."""

    def __init__(self, drawn: Drawn) -> None:
        self.nodes = drawn.nodes
        self.shape = {node.name: node.shape for node in drawn.nodes}
        found = [node for node in drawn.nodes if node.shape == "transaction"]
        self.transactions = sorted(found, key=lambda node: (node.order, node.name))
        times = [node.time for node in found]
        self.near = max(_NEAR, (max(times, default=0) - min(times, default=0)) / _PART)
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
    transactions: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    right: set[str] = field(default_factory=set)


def _slots(paths: _Paths, lanes: Mapping[str, int], height: int) -> dict[str, int]:
    """Return for each node its place from the left: addresses are in even ones."""
    slots: dict[str, int] = {}
    paid: dict[str, int] = {}  # the last column in which something was paid to an address
    runs: list[_Run] = []
    for node in paths.transactions:
        name = node.name
        sources, targets = paths.sources[name], paths.targets[name]
        alone = {source for source in sources if source not in paid and source not in slots}
        hung = {target for target in targets if target not in slots}
        after = max((paid[source] for source in sources if source in paid), default=-1)
        if (
            not runs
            or after == len(runs) - 1
            or node.time - runs[-1].first > paths.near
            or not _room(runs[-1].transactions, {name}, lanes, height)
            or not _room(runs[-1].left, alone, lanes, height)
            or not _room(runs[-1].right, hung, lanes, height)
        ):
            runs.append(_Run(node.time, left=set(runs[-1].right) if runs else set()))
        run, column = runs[-1], len(runs) - 1
        run.transactions.add(name)
        run.left |= alone
        run.right |= hung
        slots[name] = 2 * column + 1
        for source in sources:
            if source not in slots:
                slots[source] = 2 * paid[source] + 2 if source in paid else 2 * column
        for target in targets:
            if target not in slots or paths.shape[target] != "cluster":
                paid[target] = column
    for name, column in paid.items():
        slots.setdefault(name, 2 * column + 2)

    opened = [slots[node.name] // 2 for node in paths.transactions]
    orders = [node.order for node in paths.transactions]
    for node in paths.nodes:
        if node.name not in slots and node.shape != "more":
            # Nothing of it is shown: it stands after all that came before it.
            before = bisect_right(orders, node.order)
            slots[node.name] = 2 * opened[before - 1] + 2 if before else 0
    for node, owner in paths.left_out():
        step = 1 if node.name.endswith(FORWARD) else -1
        slots.setdefault(node.name, slots.get(owner, 0) + step)
    return slots


def _room(there: set[str], come: set[str], lanes: Mapping[str, int], height: int) -> bool:
    """Return whether these can be added: they aren't too many, and no two have the same lane."""
    new = come - there
    if not there or not new:
        return True
    if len(there) + len(new) > height:
        return False
    had = {lanes[name] for name in new if name in lanes}
    return not had or all(lanes.get(name) not in had for name in there)
