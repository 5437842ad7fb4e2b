"""Where a flow ends, in words: how many ends there are, what they are, and what they are worth.

An end is where the search went no further. What stands there may hold money of others too, which
joined on the way; so their sum may be more than the start was worth.
"""

import networkx as nx

from nps_chain.chain.schema import UNKNOWN
from nps_chain.show import style
from nps_chain.trace.texts import count

_ENDS = {
    "not all followed": "not followed on",
    "stopped": "at a stop",
    "unspent": "unspent",
    "unspendable": "burnt",
    "outside": "outside the data",
    "transaction": "new coins",
}
"""What a node is called where the search went no further."""


def kind_of(graph: nx.MultiDiGraph, node: str) -> str:
    """Return what a node is: the start, a transaction, or why the search stopped there."""
    told = graph.nodes[node]
    if told["kind"] != "transaction":
        return str(told["kind"])
    if told["hop"] == 0:
        return "start"
    return "not all followed" if told["left_out"] else "transaction"


def _before(graph: nx.MultiDiGraph, node: str) -> bool:
    """Return whether money went from this node to the start, and not from the start to it."""
    return graph.graph["direction"] == "backward" or graph.nodes[node]["hop"] < 0


def _ends(graph: nx.MultiDiGraph) -> dict[int, list[str]]:
    """Return the nodes from which the search went no further: by -1, before its start; by 1, after.

    One that was partly followed is none: the rest of it shows.
    """
    ends: dict[int, list[str]] = {-1: [], 1: []}
    for node, hop in graph.nodes(data="hop"):
        back = _before(graph, node)
        if hop and not (graph.in_degree(node) if back else graph.out_degree(node)):
            ends[-1 if back else 1].append(node)
    return ends


def finding_of(graph: nx.MultiDiGraph) -> str:
    """Return how many ends a search came to, and what most of them are."""
    ends = _ends(graph)
    start = _start(graph.graph["start"])
    sources, after = (len(ends[way]) for way in (-1, 1))
    if not sources and not after:
        return f"Nothing was followed from {start}"
    into, to = f"Into {start} from {count(sources, 'source')}", count(after, "end")
    if sources and after:
        return f"{into}, and on to {to}"
    if sources:
        return f"{into}: {_kinds(graph, ends[-1])}"
    return f"From {start} to {to}: {_kinds(graph, ends[1])}"


def _kinds(graph: nx.MultiDiGraph, ends: list[str]) -> str:
    """Return how many of these nodes are what; a title has room for the two most common."""
    kinds = [kind_of(graph, node) for node in ends]
    there = sorted((kind for kind in _ENDS if kind in kinds), key=lambda kind: -kinds.count(kind))
    told = [f"{kinds.count(kind):,} {_ENDS[kind]}" for kind in there[:2]]
    others = sum(kinds.count(kind) for kind in there[2:])
    return ", ".join([*told, *([f"{others:,} other"] if others else [])])


def worth_of_ends(graph: nx.MultiDiGraph) -> str:
    """Return in words how much stands at the ends of the flow, by what they are."""
    ends = _ends(graph)
    parts = []
    for kind, name in _ENDS.items():
        of = [node for way in (-1, 1) for node in ends[way] if kind_of(graph, node) == kind]
        if of:
            amounts = [amount_at(graph, node) for node in of]
            worth = style.amount(UNKNOWN if UNKNOWN in amounts else sum(amounts))
            parts.append(f"{name}: {worth} in {count(len(of), 'place')}")
    told = f"Where it ends, {'; '.join(parts)}." if parts else "It has no end."
    return f"{told} Other money joined it on the way." if _joined(graph, ends[1]) else told


def _joined(graph: nx.MultiDiGraph, after: list[str]) -> bool:
    """Return whether more came to the ends than was followed from the start, as far as is known."""
    starts = [node for node, hop in graph.nodes(data="hop") if hop == 0]
    began = [value for *_, value in graph.out_edges(starts, data="value")]
    return UNKNOWN not in began and sum(amount_at(graph, node) for node in after) > sum(began)


def _start(names: str) -> str:
    """Return the place where a search began as a title has it; one may have given several."""
    given = names.split()
    return style.shorten(names) if len(given) == 1 else f"{len(given):,} places"


def amount_at(graph: nx.MultiDiGraph, node: str) -> int:
    """Return what was followed to a node, or, at the start, from it; in satoshi, -1 unknown."""
    near, far = graph.in_edges, graph.out_edges
    if _before(graph, node):
        near, far = far, near
    values = [value for *_, value in near(node, data="value") or far(node, data="value")]
    return UNKNOWN if UNKNOWN in values else sum(values)
