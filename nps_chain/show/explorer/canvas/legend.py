"""What signs mean: of those that occur in a drawing, and of no others."""

from collections.abc import Iterable, Sequence

from nps_chain.show.explorer.canvas.drawn import Line, Node, Sign

SHAPES = {
    "transaction": "transaction (fact)",
    "address": "address (fact)",
    "cluster": "addresses thought to be one owner's (inference)",
    "more": "what is not shown: how many, how much",
}

TAG = "name that somebody gave (attribution)"
START = "where this began"
SOLID = "coins that moved (fact)"
DASHED = "coins thought to be change (inference)"


def legend(nodes: Sequence[Node], lines: Iterable[Line], fills: Iterable[Sign]) -> tuple[Sign, ...]:
    """Return what the signs in these nodes and lines mean.

    Parameters
    ----------
    nodes, lines
        What is drawn.
    fills
        What the colours mean.
    """
    shapes, borders = {node.shape for node in nodes}, {node.border for node in nodes}
    dashed = {line.change for line in lines}
    signs = [(f"shape:{shape}", "", told) for shape, told in SHAPES.items() if shape in shapes]
    if any(node.tags for node in nodes):
        signs.append(("shape:tag", "", TAG))
    if "double" in borders:
        signs.append(("border:double", "", START))
    if False in dashed:
        signs.append(("line:solid", "", SOLID))
    if True in dashed:
        signs.append(("line:dashed", "", DASHED))
    return (*signs, *fills)
