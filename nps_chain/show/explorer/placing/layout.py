"""Where all of it stands, in pixels at zoom 1: time to the right, branches one beneath another."""

from collections.abc import Mapping
from dataclasses import dataclass

from nps_chain.show.explorer.canvas.drawn import Drawn, Node
from nps_chain.show.explorer.placing.amounts import spots
from nps_chain.show.explorer.placing.columns import Columns, in_columns
from nps_chain.show.explorer.placing.lanes import allot
from nps_chain.show.explorer.placing.measures import LANE, RADIUS, breadth, half, short
from nps_chain.show.explorer.placing.routes import Ends, Point, bends

_BETWEEN = 12
"""Between what is written at neighbours."""

_ARROW = 36
"""What a line needs across beside its amount."""


@dataclass(frozen=True)
class Placed:
    """A place for all that is drawn; x goes to the right and y down.

    Attributes
    ----------
    positions : dict of str to (float, float)
        The middle of each node. Where it began, x is 0.
    lanes : dict of str to int
        The lane of each node, and those that were given for nodes that aren't drawn now.
    columns : tuple of (float, str)
        Each column of transactions, from the left: its x, and the time or range of times that is
        written above it, in UTC.
    bends : dict of (str, str) to ((float, float), (float, float))
        For a line, by its source and target, that can't go straight since a node stands in its way:
        two points between which it runs level.
    spots : dict of (str, str) to (float, float)
        The middle of each line's amount.
    """

    positions: dict[str, Point]
    lanes: dict[str, int]
    columns: tuple[tuple[float, str], ...]
    bends: dict[Ends, tuple[Point, Point]]
    spots: dict[Ends, Point]


def place(drawn: Drawn, lanes: Mapping[str, int]) -> Placed:
    """Return where everything stands.

    Parameters
    ----------
    drawn : Drawn
        The nodes and lines.
    lanes : mapping of str to int
        The lanes that nodes had before: they stay there. Only if two such would come to stand in
        the same place, which happens if one of them was not drawn for a while, the later one of
        them moves.
    """
    nodes = {node.name: node for node in drawn.nodes}
    columns = in_columns(drawn, lanes)
    beside: dict[str, list[str]] = {name: [] for name in nodes}
    for line in drawn.lines:
        beside[line.source].append(line.target)
        beside[line.target].append(line.source)
    last = [node.name for node in drawn.nodes if node.shape == "more"]
    for name in last:
        owner = name[:-1]
        if owner in nodes and owner not in beside[name]:
            beside[owner].append(name)
            beside[name].append(owner)
    began = next((node.name for node in drawn.nodes if node.border == "double"), "")
    began = began or next(iter(nodes), "")
    found = allot(columns.of, beside, lanes, began, last)
    middles = _middles(drawn, columns, found, began)
    positions = {
        name: (middles[column], float(LANE * found[name])) for name, column in columns.of.items()
    }
    bent = bends(drawn.lines, columns.of, found, middles)
    return Placed(
        positions,
        {**lanes, **found},
        tuple((middles[column], label) for column, label in sorted(columns.times.items())),
        bent,
        spots(drawn.lines, nodes, positions, bent),
    )


def _middles(drawn: Drawn, columns: Columns, lanes: Mapping[str, int], began: str) -> list[float]:
    """Return each column's x: as near to the one before it as all that is written allows."""
    many = max(columns.of.values(), default=-1) + 1
    there: list[list[Node]] = [[] for _ in range(many)]
    radii, amounts = [0] * many, [0] * many
    for node in drawn.nodes:
        column = columns.of[node.name]
        there[column].append(node)
        radii[column] = max(radii[column], RADIUS[node.shape])
    for line in drawn.lines:
        left, right = sorted((columns.of[line.source], columns.of[line.target]))
        across = breadth(short(line.label))
        for column in {left, right - 1}:
            amounts[column] = max(amounts[column], across)
    middles: list[float] = []
    ends: dict[int | str, float] = {}  # how far to the right what is written in a lane reaches
    x = 0.0
    for column, nodes in enumerate(there):
        if column:
            x += radii[column - 1] + amounts[column - 1] + radii[column] + _ARROW
        written: list[tuple[int | str, float]] = [(lanes[node.name], half(node)) for node in nodes]
        if column in columns.times:
            written.append(("times", breadth(columns.times[column]) / 2))
        for lane, reach in written:
            if lane in ends:
                x = max(x, ends[lane] + _BETWEEN + reach)
        ends.update((lane, x + reach) for lane, reach in written)
        middles.append(x)
    start = middles[columns.of[began]] if began else 0
    return [round(x - start, 1) for x in middles]
