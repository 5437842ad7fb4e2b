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
from nps_chain.show.explorer.measures import LANE, RADIUS, SIZE, Box, boxes, breadth, short

Point = tuple[float, float]
Ends = tuple[str, str]
"""Source and target of a line."""

_CLEAR = 26
"""From the middle of a column to where a line that passes it may leave its level."""

_TRACKS = 0, 7, -7, 14
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
    tracks: dict[tuple[int, int], list[tuple[int, int]]] = {}
    found = {}
    for line in lines:
        ends = line.source, line.target
        start, end = columns[line.source], columns[line.target]
        left, right = min(start, end), max(start, end)
        if right - left > 1:
            passed = range(left + 1, right)
            level = _level(passed, lanes[line.source], lanes[line.target], taken)
            if level is None:
                continue
            a, b = middles[left + 1] - _CLEAR, middles[right - 1] + _CLEAR
        elif start > end and ends[::-1] in both:
            # Beyond the transaction, seen from what it both spends from and pays to.
            further = 1 if lanes[line.source] > lanes[line.target] else -1
            level = 2 * lanes[line.source] + further
            third = (middles[right] - middles[left]) / 3
            a, b = middles[left] + third, middles[right] - third
        else:
            continue
        y = level * LANE / 2 + _track(tracks, level, left, right)
        found[ends] = ((a, y), (b, y)) if start < end else ((b, y), (a, y))
    return found


def _level(passed: range, source: int, target: int, taken: set[tuple[int, int]]) -> int | None:
    """Return a level in halves of lanes on which no node stands; None if it can go straight."""
    for lane in (target, source):
        if not any((column, lane) in taken for column in passed):
            return None if source == target else 2 * lane
    return 2 * target + (1 if source > target else -1)


def _track(
    tracks: dict[tuple[int, int], list[tuple[int, int]]], level: int, left: int, right: int
) -> int:
    """Return how far from the middle of its level a line runs, and keep this stretch for it."""
    for track in _TRACKS:
        there = tracks.setdefault((level, track), [])
        if all(right <= first or last <= left for first, last in there):
            there.append((left, right))
            return track
    return _TRACKS[0]


def curve(a: Point, b: Point, part: float) -> Point:
    """Return the point at this part of a curve that leaves and arrives level, as lines do."""
    # A cubic Bézier curve whose middle points are half-way across, on the level of either end.
    u = 1 - part
    along = u**3 * a[0] + 3 * u * part * (a[0] + b[0]) / 2 + part**3 * b[0]
    return along, a[1] + (3 * part**2 - 2 * part**3) * (b[1] - a[1])


class _Room:
    """What of the canvas is taken, so that only what is near is looked at."""

    def __init__(
        self,
        nodes: Mapping[str, Node],
        positions: Mapping[str, Point],
        columns: Mapping[str, int],
        lanes: Mapping[str, int],
        middles: Sequence[float],
    ) -> None:
        self._nodes, self._positions, self._middles = nodes, positions, middles
        self._at = {(column, lanes[name]): name for name, column in columns.items()}
        self._boxes: dict[str, list[Box]] = {}
        self._amounts: dict[tuple[int, int], list[Box]] = {}

    def clear(self, box: Box) -> bool:
        """Return whether nothing stands in a box that belongs to a node."""
        lane = floor((box.top + box.bottom) / 2 / LANE)
        column = bisect_right(self._middles, (box.left + box.right) / 2)
        # What is written at one is as broad as the way to the next, at most.
        for place in product(range(column - 2, column + 2), (lane, lane + 1)):
            name = self._at.get(place)
            if name is not None:
                if name not in self._boxes:
                    self._boxes[name] = boxes(self._nodes[name], *self._positions[name])
                if any(_meet(box, other) for other in self._boxes[name]):
                    return False
        return True

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
    columns: Mapping[str, int],
    lanes: Mapping[str, int],
    middles: Sequence[float],
    bent: Mapping[Ends, tuple[Point, Point]],
) -> dict[Ends, Point]:
    """Return where the middle of each line's amount stands: on its line, clear of all else.

    Where too much comes together amounts may cover each other; what is at a node is never covered.
    """
    room = _Room(nodes, positions, columns, lanes, middles)
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


def ends_of(
    line: Line, nodes: Mapping[str, Node], positions: Mapping[str, Point]
) -> tuple[Point, Point]:
    """Return the points at which a line leaves its source and meets its target."""
    (x, y), (x_end, y_end) = positions[line.source], positions[line.target]
    way = 1 if x <= x_end else -1
    out = RADIUS[nodes[line.source].shape]
    end = RADIUS[nodes[line.target].shape]
    return (x + way * out, y), (x_end - way * end, y_end)
