"""What somebody asked to see: the state of an explorer, and nothing that can be worked out from it.

A scene is changed by steps alone, so the log of steps is enough to come to the same scene again.
What is shown is named by short texts: ``t12`` is the transaction in row 12, ``a45`` the address in
row 45, ``c45`` the cluster of address 45, folded into one node. ``t12>`` stands for what of
transaction 12 is not shown yet, forward (its outputs); ``t12<`` for the same backward.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

FORWARD, BACKWARD = ">", "<"

COLOURS = ("cluster", "kind", "taint", "tag")
"""What nodes can be coloured by."""

HIDES = ("change", "dust", "services")
"""What can be hidden."""

MOST = 300
"""Nodes that a scene comes to, whatever its clock says; what doesn't fit stands for itself as one
node of what is left out. More can't be read, or drawn while somebody waits."""

_NAME = re.compile("([tac])(0|[1-9][0-9]{0,9})([<>]?)")


class Thing(NamedTuple):
    """What a name stands for: ``t12>`` is a transaction, in row 12, forward."""

    kind: str  # t, a, c
    row: int
    way: str = ""  # FORWARD, BACKWARD or neither

    @property
    def name(self) -> str:
        """The name itself."""
        return f"{self.kind}{self.row}{self.way}"


def thing(name: str) -> Thing | None:
    """Return what a name stands for, None if it is no name.

    >>> thing("t12>")
    Thing(kind='t', row=12, way='>')
    """
    part = _NAME.fullmatch(name)
    return Thing(part[1], int(part[2]), part[3]) if part else None


@dataclass(frozen=True)
class Scene:
    """What is to be seen.

    Attributes
    ----------
    as_of : int
        Height of the last block that is known; what comes later is kept, and not drawn.
    transactions, addresses : tuple of int
        Rows, in the order in which they came.
    opened : frozenset of str
        Things whose neighbours were asked for, each with a direction, as in ``a45>``; to ask again
        brings no more of them.
    folded : tuple of int
        Rows of addresses, one for each cluster that is folded, in the order of folding.
    colour : str
        In `COLOURS`.
    hidden : frozenset of str
        Of `HIDES`.
    selected : tuple of str
        Names of what is selected, two at most, the first one first.
    focus : str
        Name of what was looked at last, to be kept in sight; empty if nothing.
    start : tuple of str
        Names of where it began.
    no_room : int
        How many of the things that it was to begin with found no room.
    lanes : mapping of str to int
        The lane that each thing stands in, once it was given one: what is in its place stays there.
    """

    as_of: int
    transactions: tuple[int, ...] = ()
    addresses: tuple[int, ...] = ()
    opened: frozenset[str] = frozenset()
    folded: tuple[int, ...] = ()
    colour: str = "cluster"
    hidden: frozenset[str] = frozenset()
    selected: tuple[str, ...] = ()
    focus: str = ""
    start: tuple[str, ...] = ()
    no_room: int = 0
    lanes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
