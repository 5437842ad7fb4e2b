"""What stands on the canvas: nodes and lines with all that is told of them, not yet in place."""

from collections.abc import Iterator
from dataclasses import dataclass

Sign = tuple[str, str, str]
"""A sign of the legend: what it looks like (``shape:address``, ``border:dashed``, ``line:dashed``,
``fill:#0072B2``), the mark in it, and what it means."""


@dataclass(frozen=True)
class Node:
    """A transaction, an address, a folded cluster, or what is left out.

    Attributes
    ----------
    name : str
        As in `nps_chain.show.explorer.scenes.scene`.
    shape : str
        ``transaction``, ``address``, ``cluster`` or ``more``.
    time : int
        Unix seconds in UTC of the block by which it stands in its column: a transaction's own, an
        address's first payment that is shown.
    order : int
        Row of the transaction that this time is of.
    label, detail : str
        What is written beneath, in two lines: a short name; a time, or how many and how much.
    told : str
        A sentence for who can't see it, with whole names and exact amounts.
    fill : str
        A colour, as ``#rrggbb``.
    mark : str
        A letter or number written in the node, which tells the same as its colour; may be empty.
    border : str
        ``solid`` for a fact, ``dashed`` for an inference, ``double`` for where it began.
    tags : tuple of str
        Names that others gave it, cut to a length that fits.
    before, after : int
        How many neighbours are not shown, backward and forward.
    selected : bool
        Whether it is.
    """

    name: str
    shape: str
    time: int
    order: int
    label: str
    detail: str
    told: str
    fill: str
    mark: str = ""
    border: str = "solid"
    tags: tuple[str, ...] = ()
    before: int = 0
    after: int = 0
    selected: bool = False


@dataclass(frozen=True)
class Line:
    """Coins that go from one node to another in one transaction.

    Attributes
    ----------
    source, target : str
        Names of nodes; money goes from the source to the target.
    value : int
        Satoshi, -1 if unknown.
    coins : int
        How many.
    label : str
        The amount, rounded, for the canvas.
    told : str
        A sentence with whole names, exact amount and time.
    change : bool
        Whether it is thought to be change: an inference, so it is dashed.
    of_it_change : int
        So much of it is thought to be change, in satoshi: all, nothing, or a part where a folded
        cluster is paid at several addresses.
    """

    source: str
    target: str
    value: int
    coins: int
    label: str
    told: str
    change: bool = False
    of_it_change: int = 0


@dataclass(frozen=True)
class Drawn:
    """All nodes and lines, and what is told of them as a whole.

    Attributes
    ----------
    nodes : tuple of Node
        In the order in which they came.
    lines : tuple of Line
        In the order of the chain.
    legend : tuple of Sign
        The signs that occur.
    hidden : int
        How many nodes are not drawn since they were hidden or come later than the clock.
    """

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    legend: tuple[Sign, ...] = ()
    hidden: int = 0

    def payments(self) -> Iterator[tuple[Line, Node]]:
        """Yield each line but those to what is left out, with the node of its transaction."""
        nodes = {node.name: node for node in self.nodes}
        for line in self.lines:
            ends = nodes[line.source], nodes[line.target]
            if all(node.shape != "more" for node in ends):
                yield line, next(node for node in ends if node.shape == "transaction")
