"""The graph of a flow as a picture: columns of transactions, hop by hop, from left to right.

Money goes as the arrows point: to the right, but for a few that stay in their column or turn back,
since a transaction stands where it was first reached. Shape and colour tell what a node is. In each
column the nodes that most money passes are shown, and the others are summed; so are the hops midway
of a flow that has more of them than a projector has room for. A line is as broad as the square root
of what it carries, and keeps clear of labels.
"""

from itertools import groupby
from math import ceil, sqrt
from statistics import fmean
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import bitcoin
from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.flow_ends import amount_at, finding_of, kind_of, worth_of_ends
from nps_chain.trace.texts import count

MOST = 6
"""Nodes shown in a column; those that least money passes are summed."""

BROAD = 5
"""Columns at most; of more hops those midway are one column, and summed."""

_COLUMN, _ROW, _LEGEND, _LEAST = 2.4, 0.74, 2.2, 8.4  # inches; the last, that a title takes
_LABEL, _NEAR, _BOW = 0.85, 0.17, 1.2  # inches to a node's side: its label; a line's end; a bow
_MARKS: dict[str, dict[str, Any]] = {
    "start": {"marker": "o", "markersize": 20, "color": style.STRONG},
    "transaction": {"marker": "o", "markersize": 14, "color": style.DARK},
    "not all followed": {
        "marker": "o",
        "markersize": 12,
        "color": style.DARK,
        "markerfacecolor": "white",
        "markeredgewidth": 3,
    },
    "stopped": {"marker": "P", "markersize": 14, "color": style.STRONG},
    "unspent": {"marker": "s", "markersize": 13, "color": style.LIGHT},
    "unspendable": {"marker": "X", "markersize": 14, "color": style.STRONG},
    "outside": {"marker": "D", "markersize": 11, "color": style.FAINT},
    "more": {"marker": "o", "markersize": 8, "color": style.FAINT},
}

_Spot = tuple[str, ...]
"""The nodes that are drawn in one place: one, or those that are summed."""


def draw_flow(graph: nx.MultiDiGraph, ax: Axes | None = None) -> Axes:
    """Draw a graph made by ``nps.follow``, ``nps.paths`` or ``nps.peel``."""
    told = graph.graph
    backward = told["direction"] == "backward"
    columns = _columns(graph)
    spot_of = {node: spot for column in columns for spot in column for node in spot}
    carried: dict[tuple[_Spot, _Spot], int] = {}
    for maker, spender, value in graph.edges(data="value"):
        ends = spot_of[maker], spot_of[spender]
        if ends[0] != ends[1]:
            carried[ends] = carried.get(ends, 0) + max(value, 0)

    place = _places(columns, carried, backward)
    kinds = {spot: _kind(graph, spot) for spot in place}
    legend = [kind for kind in _MARKS if kind in set(kinds.values()) - {"more"}]

    finding = finding_of(graph)
    facts = f"{count(told['hops'], 'hop')}, {count(graph.number_of_edges(), 'coin')}"
    left_out = f", {told['left_out']:,} more not followed" if told["left_out"] else ""
    width = max(_COLUMN * len(columns), _LEAST)
    height = _ROW * max(map(len, columns), default=1)
    abreast = int(width / _LEGEND)
    ax = style.canvas(
        ax,
        (width, height + 0.35 * ceil(len(legend) / abreast)),
        f"{finding}\n{facts}{left_out}; blocks up to {told['as_of']:,}",
    )
    for (maker_spot, spender_spot), value in carried.items():
        _draw_line(ax, place[maker_spot], place[spender_spot], value / max(*carried.values(), 1))
    for spot, (x, y) in place.items():
        ax.plot(x, y, zorder=3, clip_on=False, gid=kinds[spot], **_MARKS[kinds[spot]])
        ax.text(
            x,
            y + 0.15,
            _label(graph, spot),
            fontsize=style.SIZE,
            ha="center",
            va="top",
            linespacing=1,
            bbox={"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0},
            zorder=4,
        )
    ax.legend(
        [Line2D([], [], linestyle="none", **_MARKS[kind]) for kind in legend],
        [kind.replace("outside", "outside the data") for kind in legend],
        loc="lower left",
        ncols=abreast,
        fontsize=style.SIZE,
        frameon=False,
    )
    describe(ax, f"{finding}; {facts}{left_out}. {worth_of_ends(graph)}")
    return ax


def _columns(graph: nx.MultiDiGraph) -> list[list[_Spot]]:
    """Return for each hop what is drawn in its column: the nodes of most money, and the rest.

    Where a search went both ways, what came before its start has hops below 0.
    """
    columns = []
    hops = [hop for _, hop in graph.nodes(data="hop")]
    for run in _runs(min(hops, default=0), max(hops, default=-1)):
        nodes = [node for node, there in graph.nodes(data="hop") if there in run]
        nodes.sort(key=lambda node: -amount_at(graph, node))
        shown = MOST if len(run) == 1 else 0
        rest = tuple(nodes[shown:])
        columns.append([(node,) for node in nodes[:shown]] + ([rest] if rest else []))
    return columns


def _runs(lowest: int, highest: int) -> list[list[int]]:
    """Return the hops of each column: where there are many, those midway stand together.

    The start, both ends, and as many as have room of those next to the start stand alone.

    >>> _runs(0, 3), _runs(0, 8)
    ([[0], [1], [2], [3]], [[0], [1], [2], [3, 4, 5, 6, 7], [8]])
    """
    hops, alone = range(lowest, highest + 1), {lowest, 0, highest}
    for hop in sorted(hops, key=abs):
        if len(_grouped(hops, alone | {hop})) <= BROAD:
            alone.add(hop)
    return _grouped(hops, alone)


def _grouped(hops: range, alone: set[int]) -> list[list[int]]:
    return [list(run) for _, run in groupby(hops, lambda hop: hop if hop in alone else None)]


def _places(
    columns: list[list[_Spot]], carried: dict[tuple[_Spot, _Spot], int], backward: bool
) -> dict[_Spot, tuple[float, float]]:
    """Return where each spot stands, in inches: near to what it hangs on in the columns before."""
    hangs_on: dict[_Spot, list[_Spot]] = {}
    for a, b in carried:
        hangs_on.setdefault(a, []).append(b)
        hangs_on.setdefault(b, []).append(a)
    tallest = max(map(len, columns), default=0)
    margin = max(_LEAST - _COLUMN * len(columns), 0) / 2
    place: dict[_Spot, tuple[float, float]] = {}
    for hop, column in enumerate(columns):
        x = margin + _COLUMN * ((len(columns) - 1 - hop if backward else hop) + 0.5)
        ranked = []
        for spot in column:
            known = [place[other][1] for other in hangs_on.get(spot, []) if other in place]
            # What is summed stands last.
            ranked.append((len(spot) > 1, fmean(known or [0]), spot))
        for k, (_, _, spot) in enumerate(sorted(ranked, key=lambda entry: entry[:2])):
            # Its label hangs down from it.
            place[spot] = x, _ROW * ((tallest - len(column)) / 2 + k + 0.15)
    return place


def _kind(graph: nx.MultiDiGraph, spot: _Spot) -> str:
    return "more" if len(spot) > 1 else kind_of(graph, spot[0])


def _label(graph: nx.MultiDiGraph, spot: _Spot) -> str:
    hops = sorted({graph.nodes[node]["hop"] for node in spot})
    if len(hops) > 1:  # the same money passes one after another of them
        return f"{len(spot):,} more, in\nhops {hops[0]} to {hops[-1]}".replace("-", "−")
    amounts = [amount_at(graph, node) for node in spot]
    amount = bitcoin(UNKNOWN if UNKNOWN in amounts else sum(amounts))
    if len(spot) > 1:
        return f"{amount}\nand {len(spot):,} more"
    node = spot[0]
    if graph.nodes[node]["kind"] != "transaction":
        # It stands at the end of one coin, and that has an address.
        edges = graph.in_edges if graph.in_degree(node) else graph.out_edges
        node = next(address for *_, address in edges(node, data="address"))
    return f"{amount}\n{style.shorten(node)}".rstrip()


def _draw_line(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], share: float
) -> None:
    """Draw an arrow for this share of the largest amount, level where it passes labels.

    From a node to one of the same column it makes a bow at their right. One that turns back by two
    columns or more can't but pass others.
    """
    (x, y), (x_end, y_end) = start, end
    way = -1 if x_end < x else 1
    far = way if x == x_end else -way  # on which side of its end it arrives
    from_label = x + way * _LABEL
    to_label = from_label if x == x_end else from_label + way * (_COLUMN - 2 * _LABEL)
    bend = x + _BOW if x == x_end else (from_label + to_label) / 2
    points = [
        (x + way * _NEAR, y),
        (from_label, y),
        (bend, y),
        (bend, y_end),
        (to_label, y_end),
        (x_end + far * _NEAR, y_end),
    ]
    codes = [Path.MOVETO, Path.LINETO, *[Path.CURVE4] * 3, Path.LINETO]
    width = 1 + 5 * sqrt(share)
    ax.add_patch(
        FancyArrowPatch(
            path=Path(points, codes),
            arrowstyle="-|>",
            mutation_scale=10 + 3 * width,
            linewidth=width,
            color=style.FAINT,
            zorder=1,
        )
    )
