"""Handmade states of an explorer, for pages that have no Python behind them.

`small` has all that can be drawn, on 20 nodes; `large` is as large as an explorer gets.
"""

from typing import Any

from nps_chain.show.explorer.canvas.drawn import Drawn, Line, Node
from nps_chain.show.explorer.placing.layout import Placed
from nps_chain.show.explorer.scenes.scene import Scene
from nps_chain.show.explorer.state import Clock, state

DAY = 86_400
START = 1_740_000_000  # 2025-02-19 21:20 UTC
ACROSS, DOWN = 176, 124  # pixels from one column of nodes to the next, and from lane to lane
HOSTILE = '<img src=x onerror="document.title=1">'


def small() -> dict[str, Any]:
    """Return an explorer on a peel chain: payers, transactions, a folded cluster, what is left."""
    nodes = [
        _address(
            "a1", 10, "A", "#0072B2", border="double", tags=("Ransom note", "ADP-1"), selected=True
        ),
        _address("a2", 10, "A", "#0072B2", border="dashed", before=12),
        _address("a3", 10, "B", "#E69F00"),
        _transaction(10),
    ]
    lines = [_line("a1", "t10", 1000), _line("a2", "t10", 1_204_50000000), _line("a3", "t10", 546)]
    for hop in range(4):
        tx, after = f"t{10 + hop}", f"t{11 + hop}"
        peeled, rest = f"a{20 + hop}", f"a{30 + hop}"
        left = 1_200_00000000 - 3_00000000 * hop
        nodes += [
            _address(
                peeled, 10 + hop, "C", "#009E73", tags=(HOSTILE,) if hop == 0 else (), after=2
            ),
            _address(rest, 10 + hop, "A", "#0072B2", border="dashed"),
            _transaction(11 + hop),
        ]
        lines += [
            _line(tx, peeled, 3_00000000 + hop),
            _line(tx, rest, left, change=True),
            _line(rest, after, left),
        ]
    nodes += [
        _node(
            "c60",
            "cluster",
            14,
            "214 addresses",
            "97 in, 45 out",
            mark="D",
            fill="#CC79A7",
            border="dashed",
        ),
        _node("t14>", "more", 14, "+ 214 more", "1,100.00 BTC", fill="#ffffff"),
    ]
    lines += [_line("a20", "t13", 3_00000000), _line("t14", "c60", 9_00000000)]
    lines += [_line("t14", "t14>", 1_100_00000000, label="")]
    lanes = {"a2": (0, -1), "a1": (0, 0), "a3": (0, 1), "c60": (10, 3), "t14>": (10, 5)}
    for hop in range(5):
        lanes |= {f"t{10 + hop}": (1 + 2 * hop, hop)}
        lanes |= {f"a{20 + hop}": (2 + 2 * hop, hop), f"a{30 + hop}": (2 + 2 * hop, hop + 1)}
    # Above the lanes that it passes.
    bends = {("a20", "t13"): ((2.5 * ACROSS, -0.5 * DOWN), (6.5 * ACROSS, -0.5 * DOWN))}
    return _state(nodes, lines, lanes, bends, start=("a1",), selected=("a1",))


def large() -> dict[str, Any]:
    """Return an explorer of 300 nodes: 60 transactions, each with four addresses that it pays."""
    nodes, lines = [], []
    for tx in range(60):
        nodes.append(_transaction(tx))
        for k in range(4):
            name = f"a{4 * tx + k}"
            nodes.append(_address(name, tx, "ABCDEFG"[tx % 7], "#56B4E9"))
            lines.append(_line(f"t{tx}", name, 25_96876148 + k))
        if tx >= 5:
            lines.append(_line(f"a{4 * (tx - 5)}", f"t{tx}", 25_96876148))
    lanes = {f"t{tx}": (2 * (tx // 5), 5 * (tx % 5) + 1) for tx in range(60)}
    lanes |= {f"a{k}": (2 * (k // 20) + 1, 5 * (k // 4 % 5) + k % 4) for k in range(240)}
    return _state(nodes, lines, lanes, {}, start=("t0",))


def _state(
    nodes: list[Node],
    lines: list[Line],
    lanes: dict[str, tuple[int, int]],
    bends: dict[tuple[str, str], Any],
    start: tuple[str, ...],
    selected: tuple[str, ...] = (),
) -> dict[str, Any]:
    drawn = Drawn(
        tuple(nodes),
        tuple(lines),
        (
            ("shape:transaction", "", "transaction (fact)"),
            ("shape:address", "", "address (fact)"),
            ("shape:cluster", "", "addresses thought to be one owner's (inference)"),
            ("shape:more", "", "what is not shown: how many, how much"),
            ("shape:tag", "", "name that somebody gave (attribution)"),
            ("border:double", "", "where this began"),
            ("line:solid", "", "coins that moved (fact)"),
            ("line:dashed", "", "coins thought to be change (inference)"),
            ("fill:#0072B2", "A", "one owner, it seems"),
        ),
        hidden=3,
    )
    last = START + 90 * DAY
    return state(
        Scene(2160, start=start, focus=start[0], selected=selected, hidden=frozenset({"dust"})),
        drawn,
        _placed(drawn, lanes, bends),
        Clock(2160, 0, 2160, last, START, last, stops=(100, 700, 2000)),
        panel=(
            ("heading", "Address"),
            ("code", "bcrt1qw76wkqa9x3kyevx77uya50zhf6m24yla0fs5m2"),
            ("fact", "Was paid 12 times, 1,204.50000000 BTC in all, and spent all of it."),
            ("inference", "Seems to be of one owner with 3 addresses (co-spending)."),
            ("attribution", f"{HOSTILE} (a forum, low confidence)"),
        ),
        table=(
            ("block", "time (UTC)", "from", "to", "BTC", "transaction"),
            [
                ("1,204", "2025-02-20 03:59", line.source, line.target, str(line.value), HOSTILE)
                for line in lines
            ],
        ),
        said="Expanded bcrt1q…: 5 nodes more, 17 in all.",
        colours=("cluster", "kind", "taint"),
        undo=True,
    )


def _placed(
    drawn: Drawn, lanes: dict[str, tuple[int, int]], bends: dict[tuple[str, str], Any]
) -> Placed:
    places = {name: (ACROSS * column, DOWN * lane) for name, (column, lane) in lanes.items()}
    spots = {}
    for line in drawn.lines:
        ends = line.source, line.target
        if line.label:
            a, b = bends.get(ends, (places[line.source], places[line.target]))
            spots[ends] = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    found = [node for node in drawn.nodes if node.shape == "transaction"]
    columns = sorted({(places[node.name][0], node.detail) for node in found})
    numbers = {name: lane for name, (_, lane) in lanes.items()}
    return Placed(places, numbers, tuple(columns), bends, spots)


def _node(name: str, shape: str, order: int, label: str, detail: str, **more: Any) -> Node:
    told = f"{shape} {label}, {detail}"
    return Node(name, shape, START + order * DAY, order, label, detail, told, **more)


def _address(name: str, order: int, mark: str, fill: str, **more: Any) -> Node:
    return _node(
        name, "address", order, "bcrt1q…0fs5m2", "12 in, 1 out", mark=mark, fill=fill, **more
    )


def _transaction(row: int) -> Node:
    when = f"2025-02-{20 + row // 10} 03:59"
    return _node(f"t{row}", "transaction", row, "c324c9…5d828d", when, fill="#333333")


def _line(
    source: str, target: str, value: int, change: bool = False, label: str | None = None
) -> Line:
    amount = f"{value / 1e8:,.2f} BTC"
    told = f"{source} to {target}: {amount}"
    return Line(source, target, value, 1, amount if label is None else label, told, change)
