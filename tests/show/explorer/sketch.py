"""Drawings made by hand and by chance, to be put in place and drawn."""

from hypothesis import strategies as st

from nps_chain.show.explorer.canvas.drawn import Drawn, Line, Node

DAY = 1_735_689_600
"""The first of January 2025, 00:00 UTC, in seconds."""

SHAPES = {"t": "transaction", "a": "address", "c": "cluster"}


def node(name, order=0, **changed):
    """A node whose name tells its shape; an hour passes from one order to the next."""
    told = {
        "name": name,
        "shape": "more" if name[-1] in "<>" else SHAPES[name[0]],
        "time": DAY + 3600 * order,
        "order": order,
        "label": f"label {name}",
        "detail": f"detail {name}",
        "told": f"told of {name}",
        "fill": "#222222" if name[0] == "t" else "#FFFFFF",
    }
    return Node(**told | changed)


def line(source, target, value=100_000_000, **changed):
    told = {"value": value, "coins": 1, "label": f"{value / 1e8:.2f} BTC", "told": "told of it"}
    return Line(source, target, **told | changed)


def sketch(*transactions, alone=(), begin="", **changed):
    """A drawing of transactions as in ``"t3: a1 a2 -> a4 a5"``; t3 is in row 3 of the chain.

    An address has the order of the first transaction in which it is. What is left out is written
    among the inputs or outputs of a transaction (``t3>``), or ``alone`` as are nodes without lines.
    Nodes can be ``changed`` by their names.
    """
    nodes, lines = {}, []
    for text in transactions:
        name, _, rest = text.partition(":")
        inputs, _, outputs = (part.split() for part in rest.partition("->"))
        order = int(name[1:])
        nodes[name] = node(name, order)
        for other in (*inputs, *outputs):
            nodes.setdefault(other, node(other, order))
        lines += [line(source, name) for source in inputs]
        lines += [line(name, target) for target in outputs]
    for name in alone:
        nodes.setdefault(name, node(name, int(name[1:].rstrip("<>"))))
    for name, how in changed.items():
        nodes[name] = node(name, **{"order": nodes[name].order} | how)
    if begin:
        nodes[begin] = node(begin, nodes[begin].order, border="double")
    return Drawn(tuple(nodes.values()), tuple(lines))


NAMES = st.text("abcdW 0123456789…", min_size=1, max_size=16)


@st.composite
def drawings(draw, most=14):
    """Any drawing: coins that go round, addresses used again and again, folded clusters, tags."""
    orders = draw(st.lists(st.integers(0, 60), max_size=most, unique=True))
    holders = draw(st.lists(st.sampled_from("aac"), min_size=1, max_size=2 * most))
    holders = [f"{kind}{number}" for number, kind in enumerate(holders)]
    some = st.lists(st.sampled_from(holders), max_size=5, unique=True)
    nodes, lines = [], []
    for order in orders:
        name = f"t{order}"
        nodes.append(node(name, order, label=draw(NAMES)))
        ends = [(source, name) for source in draw(some)] + [(name, to) for to in draw(some)]
        lines += [line(*pair, draw(st.integers(-1, 10**12))) for pair in ends]
    for name in holders:
        tags = draw(st.lists(NAMES, max_size=2))
        order = draw(st.integers(0, 60))
        nodes.append(node(name, order, label=draw(NAMES), tags=tuple(tags)))
    for owner in [each.name for each in nodes]:
        for way in draw(st.sampled_from(["", "", "", "<", ">", "<>"])):
            nodes.append(node(owner + way))
            if draw(st.booleans()):
                ends = (owner, owner + way) if way == ">" else (owner + way, owner)
                lines.append(line(*ends, label=""))
    begin = draw(st.integers(0, len(nodes) - 1))
    nodes[begin] = node(nodes[begin].name, nodes[begin].order, border="double")
    return Drawn(tuple(draw(st.permutations(nodes))), tuple(lines))


LANES = st.dictionaries(
    st.builds("{}{}".format, st.sampled_from("tac"), st.integers(0, 60)), st.integers(-6, 6)
)
