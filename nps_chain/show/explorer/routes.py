"""The way that each line takes, so that it passes no node, and where its amount is written.

Between neighbouring columns a line goes straight to its end. One that passes columns leaves for a
level on which nothing stands in its way: its own lane or that of its end if they are free, or else
the room between two lanes. It runs there until it is past them. Lines that would run on top of each
other get tracks side by side. A line back, where the same nodes have a line forward too, swings
round beneath or above it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import floor

from nps_chain.show.explorer.drawn import Line, Node
from nps_chain.show.explorer.measures import LANE, RADIUS, SIZE, Box, boxes, breadth, half, short

Point = tuple[float, float]
Ends = tuple[str, str]
"""Source and target of a line."""

_CLEAR = 26
"""From the middle of a column to where a line that passes it may leave its level."""

_TRACKS = 0, 8, 16, -8
"""How far from the middle of their level lines run side by side."""

_WHERE = 0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75
"""Parts of a line at which its amount may be written; the first that is free is taken."""


def bends(
    lines: tuple[Line, ...],
    columns: Mapping[str, int],
    lanes: Mapping[str, int],
    middles: Sequence[float],
) -> dict[Ends, tuple[Point, Point]]:
    """Return for each line that can't go straight the two points between which it runs level.

    Parameters
    ----------
    lines : tuple of Line
        All lines.
    columns, lanes : mapping of str to int
        Where each node stands.
    middles : sequence of float
        Each column's x, in pixels.
    """
    taken = {(column, lanes[name]) for name, column in columns.items()}
    both = {(line.source, line.target) for line in lines}
    tracks = _Tracks()
    found = {}
    for line in lines:
        ends = line.source, line.target
        start, end = columns[line.source], columns[line.target]
        left, right = min(start, end), max(start, end)
        if right - left > 1:
            passed = range(left + 1, right)
            levels = _levels(passed, lanes[line.source], lanes[line.target], taken)
            if not levels:
                continue
            a, b = middles[left + 1] - _CLEAR, middles[right - 1] + _CLEAR
        elif start > end and ends[::-1] in both:
            # Beyond the transaction, seen from what it both spends from and pays to.
            further = 1 if lanes[line.source] > lanes[line.target] else -1
            levels = [2 * lanes[line.source] + further]
            third = (middles[right] - middles[left]) / 3
            a, b = middles[left] + third, middles[right] - third
        else:
            continue
        y = tracks.take(levels, left, right)
        found[ends] = ((a, y), (b, y)) if start < end else ((b, y), (a, y))
    return found


def _levels(passed: range, source: int, target: int, taken: set[tuple[int, int]]) -> list[int]:
    """Return levels on which no node stands, in halves of lanes, the best first.

    There is none if the line can go straight.
    """
    for lane in (target, source):
        if not any((column, lane) in taken for column in passed):
            return [] if source == target else [2 * lane]
    # Between lanes: first on the way, beside the target, then beside the source, then round them.
    way = 1 if source > target else -1
    near = [2 * target + way, 2 * source - way, 2 * target - way, 2 * source + way]
    return list(dict.fromkeys(near))


class _Tracks:
    """Which stretches of each level are taken."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def take(self, levels: Sequence[int], left: int, right: int) -> float:
        """Return the y of the first level that is free between two columns, and take it there."""
        for track in _TRACKS:
            for level in levels:
                there = self._taken.setdefault((level, track), [])
                if all(right <= first or last <= left for first, last in there):
                    there.append((left, right))
                    return level * LANE / 2 + track
        return levels[0] * LANE / 2


def curve(a: Point, b: Point, part: float) -> Point:
    """Return the point at this part of a curve that leaves and arrives level, as lines do."""
    # A cubic Bézier curve whose middle points are half-way across, on the level of either end.
    u = 1 - part
    along = u**3 * a[0] + 3 * u * part * (a[0] + b[0]) / 2 + part**3 * b[0]
    return along, a[1] + (3 * part**2 - 2 * part**3) * (b[1] - a[1])


class _Room:
    """What of the canvas is taken, so that only what is near is looked at."""

    def __init__(self, nodes: Mapping[str, Node], positions: Mapping[str, Point]) -> None:
        self._nodes, self._positions = nodes, positions
        self._boxes: dict[str, list[Box]] = {}
        self._amounts: dict[tuple[int, int], list[Box]] = {}
        # By lanes, since nothing that is written in one meets: names from the left, and their ends.
        self._names: dict[int, list[str]] = {}
        self._ends: dict[int, list[float]] = {}
        self._starts: dict[str, float] = {}
        for name in sorted(nodes, key=positions.__getitem__):
            x, y = positions[name]
            lane, reach = floor(y / LANE), half(nodes[name])
            self._names.setdefault(lane, []).append(name)
            self._ends.setdefault(lane, []).append(x + reach)
            self._starts[name] = x - reach

    def clear(self, box: Box) -> bool:
        """Return whether nothing stands in a box that belongs to a node."""
        lane = floor((box.top + box.bottom) / 2 / LANE)
        return not any(
            _meet(box, other) for near in (lane, lane + 1) for other in self._near(near, box)
        )

    def _near(self, lane: int, box: Box) -> Iterator[Box]:
        """Yield what nodes of a lane take that may reach into a box."""
        ends = self._ends.get(lane, [])
        for k in range(bisect_right(ends, box.left), len(ends)):
            name = self._names[lane][k]
            if self._starts[name] >= box.right:
                return
            if name not in self._boxes:
                self._boxes[name] = boxes(self._nodes[name], *self._positions[name])
            yield from self._boxes[name]

    def free(self, box: Box) -> bool:
        """Return whether no amount stands in a box."""
        near = (other for square in _squares(box) for other in self._amounts.get(square, ()))
        return not any(_meet(box, other) for other in near)

    def take(self, box: Box) -> None:
        """Keep a box for an amount."""
        for square in _squares(box):
            self._amounts.setdefault(square, []).append(box)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _squares(box: Box) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (floor(edge / LANE) for edge in box)
    return product(range(left, right + 1), range(top, bottom + 1))


def spots(
    lines: tuple[Line, ...],
    nodes: Mapping[str, Node],
    positions: Mapping[str, Point],
    bent: Mapping[Ends, tuple[Point, Point]],
) -> dict[Ends, Point]:
    """Return where the middle of each line's amount stands: on its line, clear of all else.

    Where too much comes together amounts may cover each other; what is at a node is never covered.
    """
    room = _Room(nodes, positions)
    found = {}
    for line in lines:
        if not line.label:
            continue
        ends = line.source, line.target
        across, down = breadth(short(line.label)) / 2 + 2, SIZE / 2 + 1
        spot: Box | None = None
        for x, y in _along(line, nodes, positions, bent.get(ends)):
            box = Box(x - across, y - down, x + across, y + down)
            if room.clear(box):
                spot = spot or box
                if room.free(box):
                    spot = box
                    break
        if spot is not None:
            room.take(spot)
            found[ends] = (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2
    return found


def _along(
    line: Line,
    nodes: Mapping[str, Node],
    positions: Mapping[str, Point],
    bent: tuple[Point, Point] | None,
) -> Iterator[Point]:
    """Yield points on a line, the best for its amount first."""
    a, b = ends_of(line, nodes, positions)
    if bent is None:
        yield from (curve(a, b, part) for part in _WHERE)
        return
    (x, y), (x_end, _) = bent
    yield from ((x + part * (x_end - x), y) for part in _WHERE)
    for part in _WHERE:
        yield curve(bent[1], b, part)
        yield curve(a, bent[0], part)
    # In the middle of its level there is always room.
    yield (x + x_end) / 2, round(y / LANE * 2) * LANE / 2


def ends_of(
    line: Line, nodes: Mapping[str, Node], positions: Mapping[str, Point]
) -> tuple[Point, Point]:
    """Return the points at which a line leaves its source and meets its target."""
    (x, y), (x_end, y_end) = positions[line.source], positions[line.target]
    way = 1 if x <= x_end else -1
    out = RADIUS[nodes[line.source].shape]
    end = RADIUS[nodes[line.target].shape]
    return (x + way * out, y), (x_end - way * end, y_end)
