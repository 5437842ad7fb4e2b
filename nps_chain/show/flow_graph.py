"""The graph of a flow as a picture: columns of transactions, hop by hop, from left to right.

Money goes as the arrows point: to the right, but for a few that stay in their column or turn back,
since a transaction stands where it was first reached. Shape and colour tell what a node is. In each
column the nodes that most money passes are shown, and the others are summed. A line is as broad as
the square root of what it carries.
"""

from math import ceil, sqrt
from statistics import fmean
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import bitcoin
from nps_chain.show import style
from nps_chain.show.alternative import describe

MOST = 7
"""Nodes shown in a column; those that least money passes are summed."""

_COLUMN, _ROW, _LEGEND = 2.4, 0.8, 2.2  # inches
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

_WAYS = {
    "forward": "Where money went from {}",
    "backward": "Where money in {} came from",
    "both": "Where money in {} came from and went",
}

_Spot = tuple[str, ...]
"""The nodes that are drawn in one place: one, or those that are summed."""


def draw_flow(graph: nx.MultiDiGraph, ax: Axes | None = None) -> Axes:
    """Draw a graph made by ``nps.follow``, ``nps.paths`` or ``nps.peel``."""
    told = graph.graph
    backward = told["direction"] == "backward"
    columns = _columns(graph, backward)
    spot_of = {node: spot for column in columns for spot in column for node in spot}
    carried: dict[tuple[_Spot, _Spot], int] = {}
    for maker, spender, value in graph.edges(data="value"):
        ends = spot_of[maker], spot_of[spender]
        if ends[0] != ends[1]:
            carried[ends] = carried.get(ends, 0) + max(value, 0)

    place = _places(columns, carried, backward)
    kinds = {spot: _kind(graph, spot) for spot in place}
    legend = [kind for kind in _MARKS if kind in set(kinds.values()) - {"more"}]

    way = _WAYS[told["direction"]].format(_start(told["start"]))
    facts = f"{style.count(told['hops'], 'hop')}, {style.count(graph.number_of_edges(), 'coin')}"
    left_out = f", {told['left_out']:,} more not followed" if told["left_out"] else ""
    width = _COLUMN * max(len(columns), 3)
    height = _ROW * max(map(len, columns), default=1)
    abreast = int(width / _LEGEND)
    ax = style.canvas(
        ax,
        (width, height + 0.35 * ceil(len(legend) / abreast)),
        f"{way}\n{facts}{left_out}; blocks up to {told['as_of']:,}",
    )
    for (maker_spot, spender_spot), value in carried.items():
        _draw_line(ax, place[maker_spot], place[spender_spot], value / max(*carried.values(), 1))
    for spot, (x, y) in place.items():
        ax.plot(x, y, zorder=3, clip_on=False, gid=kinds[spot], **_MARKS[kinds[spot]])
        ax.text(
            x,
            y + 0.15,
            _label(graph, spot, backward),
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
    describe(ax, f"{way}: {facts}{left_out}. {_told(graph, backward)}")
    return ax


def _told(graph: nx.MultiDiGraph, backward: bool) -> str:
    """Return in words how much stands at the ends of the flow, by what they are."""
    ends: dict[str, list[int]] = {}
    for node in graph:
        kind = _kind(graph, (node,))
        if kind not in ("start", "transaction"):
            ends.setdefault(kind, []).append(_amount(graph, node, backward))
    parts = [
        f"{kind}: {style.amount(UNKNOWN if UNKNOWN in ends[kind] else sum(ends[kind]))}"
        f" in {style.count(len(ends[kind]), 'place')}"
        for kind in _MARKS
        if kind in ends
    ]
    return f"Where it ends, {'; '.join(parts)}." if parts else "Nothing was followed."


def _start(names: str) -> str:
    """Return the place where a search began as a title has it; one may have given several."""
    given = names.split()
    return style.shorten(names) if len(given) == 1 else f"{len(given):,} places"


def _amount(graph: nx.MultiDiGraph, node: str, backward: bool) -> int:
    """Return what was followed to a node, or, at the start, from it; in satoshi, -1 unknown."""
    near, far = graph.in_edges, graph.out_edges
    if backward or graph.nodes[node]["hop"] < 0:
        near, far = far, near
    values = [value for *_, value in near(node, data="value") or far(node, data="value")]
    return UNKNOWN if UNKNOWN in values else sum(values)


def _columns(graph: nx.MultiDiGraph, backward: bool) -> list[list[_Spot]]:
    """Return for each hop what is drawn in its column: the nodes of most money, and the rest.

    Where a search went both ways, what came before its start has hops below 0.
    """
    columns = []
    hops = [hop for _, hop in graph.nodes(data="hop")]
    for hop in range(min(hops, default=0), max(hops, default=-1) + 1):
        nodes = [node for node, there in graph.nodes(data="hop") if there == hop]
        nodes.sort(key=lambda node: -_amount(graph, node, backward))
        rest = tuple(nodes[MOST:])
        columns.append([(node,) for node in nodes[:MOST]] + ([rest] if rest else []))
    return columns


def _places(
    columns: list[list[_Spot]], carried: dict[tuple[_Spot, _Spot], int], backward: bool
) -> dict[_Spot, tuple[float, float]]:
    """Return where each spot stands, in inches: near to what it hangs on in the columns before."""
    hangs_on: dict[_Spot, list[_Spot]] = {}
    for a, b in carried:
        hangs_on.setdefault(a, []).append(b)
        hangs_on.setdefault(b, []).append(a)
    tallest = max(map(len, columns), default=0)
    place: dict[_Spot, tuple[float, float]] = {}
    for hop, column in enumerate(columns):
        x = _COLUMN * ((len(columns) - 1 - hop if backward else hop) + 0.5)
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
    if len(spot) > 1:
        return "more"
    node = graph.nodes[spot[0]]
    if node["kind"] != "transaction":
        return node["kind"]
    if node["hop"] == 0:
        return "start"
    return "not all followed" if node["left_out"] else "transaction"


def _label(graph: nx.MultiDiGraph, spot: _Spot, backward: bool) -> str:
    amounts = [_amount(graph, node, backward) for node in spot]
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
    """Draw an arrow for this share of the largest amount; a bow where it stays in its column."""
    width = 1 + 5 * sqrt(share)
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            connectionstyle=f"arc3,rad={0.4 if start[0] == end[0] else 0}",
            mutation_scale=10 + 3 * width,
            shrinkA=8,
            shrinkB=9,
            linewidth=width,
            color=style.FAINT,
            zorder=1,
        )
    )
