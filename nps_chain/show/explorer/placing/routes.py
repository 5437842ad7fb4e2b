"""The way that each line takes, so that it passes no node.

Between neighbouring columns a line goes straight to its end. One that passes columns leaves for a
level on which nothing stands in its way: its own lane or that of its end if they are free, or else
the room between two lanes. It runs there until it is past them. Lines that would run on top of each
other get tracks side by side. A line back, where the same nodes have a line forward too, swings
round beneath or above it.
"""

from collections.abc import Mapping, Sequence

from nps_chain.show.explorer.canvas.drawn import Line, Node
from nps_chain.show.explorer.placing.measures import LANE, RADIUS

Point = tuple[float, float]
Ends = tuple[str, str]
"""Source and target of a line."""

_CLEAR = 26
"""From the middle of a column to where a line that passes it may leave its level."""

_TRACKS = 0, 8, 16, -8
"""How far from the middle of their level lines run side by side."""


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
        if y == lanes[line.source] * LANE == lanes[line.target] * LANE:
            continue
        found[ends] = ((a, y), (b, y)) if start < end else ((b, y), (a, y))
    return found


def _levels(passed: range, source: int, target: int, taken: set[tuple[int, int]]) -> list[int]:
    """Return levels on which no node stands, in halves of lanes, the best first."""
    for lane in (target, source):
        if not any((column, lane) in taken for column in passed):
            return [2 * lane]
    # Between lanes: first on the way, beside the target, then beside the source, then round them.
    way = 1 if source > target else -1
    near = [2 * target + way, 2 * source - way, 2 * target - way, 2 * source + way]
    return list(dict.fromkeys(near))


class _Tracks:
    """Which stretches of each level are taken."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def take(self, levels: Sequence[int], left: int, right: int) -> float:
        """Return the y of a level that is free between two columns, and take it there.

        If all of these are full, the next between lanes is taken, further and further away.
        """
        between = levels[0] | 1
        away = 0
        while True:
            for track in _TRACKS:
                for level in levels:
                    there = self._taken.setdefault((level, track), [])
                    if all(right <= first or last <= left for first, last in there):
                        there.append((left, right))
                        return level * LANE / 2 + track
            levels = [between - away, between + away]
            away += 2


def curve(a: Point, b: Point, part: float) -> Point:
    """Return the point at this part of a curve that leaves and arrives level, as lines do."""
    # A cubic Bézier curve whose middle points are half-way across, on the level of either end.
    u = 1 - part
    along = u**3 * a[0] + 3 * u * part * (a[0] + b[0]) / 2 + part**3 * b[0]
    return along, a[1] + (3 * part**2 - 2 * part**3) * (b[1] - a[1])


def ends_of(
    line: Line, nodes: Mapping[str, Node], positions: Mapping[str, Point]
) -> tuple[Point, Point]:
    """Return the points at which a line leaves its source and meets its target."""
    (x, y), (x_end, y_end) = positions[line.source], positions[line.target]
    way = 1 if x <= x_end else -1
    out = RADIUS[nodes[line.source].shape]
    end = RADIUS[nodes[line.target].shape]
    return (x + way * out, y), (x_end - way * end, y_end)
