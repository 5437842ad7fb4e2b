"""Where the amount of each line is written.

That is on its line, as near to its middle as other amounts allow. What is written at a node is
never covered.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import floor

from nps_chain.show.explorer.canvas.drawn import Line, Node
from nps_chain.show.explorer.placing.measures import LANE, SIZE, Box, boxes, breadth, half, short
from nps_chain.show.explorer.placing.routes import Ends, Point, curve, ends_of

_WHERE = 0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75
"""Parts of a line at which its amount may be written; the first that is free is taken."""


def spots(
    lines: tuple[Line, ...],
    nodes: Mapping[str, Node],
    positions: Mapping[str, Point],
    bent: Mapping[Ends, tuple[Point, Point]],
) -> dict[Ends, Point]:
    """Return where the middle of each line's amount stands.

    Where too many lines come together, amounts may cover each other.
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
