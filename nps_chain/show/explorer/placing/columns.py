"""Which column each node stands in: time goes from left to right.

Transactions are taken in the order of the chain, and share a column as long as none depends on
another in it, their times are near, and there is room. An address stands between the column of the
last transaction that paid it before it first spent, and the next one; an address that nobody is
seen to pay, before the first that spends from it. So money goes to the right, but where an address
is paid again after, or while, it spends: that line goes back.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from nps_chain.show.explorer.canvas.drawn import Drawn
from nps_chain.show.explorer.placing.order import Order
from nps_chain.show.explorer.scenes.scene import FORWARD

_HEIGHTS = 6, 9, 13, 19, 28, 42
"""Nodes that a column may have, to choose from."""

_SHAPE = 1600 / 150, 750 / 126
"""Columns and lanes that can be read at once, on a projector."""


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
    order = Order(drawn)
    height, largest = _HEIGHTS[0], 0.0
    for tried in _HEIGHTS:
        many = Counter(_slots(order, {}, tried).values())
        size = min(_SHAPE[0] / max(len(many), 1), _SHAPE[1] / max(many.values(), default=1))
        if size <= largest:
            break
        height, largest = tried, size
    slots = _slots(order, lanes, height)
    number = {slot: column for column, slot in enumerate(sorted(set(slots.values())))}
    of = {node.name: number[slots[node.name]] for node in drawn.nodes}
    times: dict[int, list[int]] = {}
    for node in order.transactions:
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


@dataclass
class _Run:
    """Transactions that share a column, with the addresses to its left and to its right."""

    first: int
    """Time of its first transaction."""
    left: set[str]
    transactions: set[str] = field(default_factory=set)
    right: set[str] = field(default_factory=set)


def _slots(order: Order, lanes: Mapping[str, int], height: int) -> dict[str, int]:
    """Return for each node its place from the left: addresses are in even ones."""
    slots: dict[str, int] = {}
    runs: list[_Run] = []
    paid: dict[str, int] = {}  # the last column in which something was paid to an address
    for node in order.transactions:
        name = node.name
        left, right = order.left[name], order.right[name]
        after = max([paid.get(source, -1) for source in order.sources[name]], default=-1)
        if (
            not runs
            or after == len(runs) - 1
            or node.time - runs[-1].first > order.far
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
        for other in left:
            slots[other] = 2 * column
        for other in right:
            slots[other] = 2 * column + 2
        for target in order.binds[name]:
            paid[target] = column

    rows = [node.order for node in order.transactions]
    for node in order.nodes:
        if node.name not in slots and node.shape != "more":
            # Nothing of it is shown: it stands after all that came before it.
            k = bisect_right(rows, node.order)
            slots[node.name] = slots[order.transactions[k - 1].name] + 1 if k else 0
    for node, owner in order.left_out():
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
    had = {lanes[name] for name in new if name in lanes} if lanes else set()
    return not had or all(lanes.get(name) not in had for name in there)
