"""A scene while it grows: a click brings the neighbours of most value, as far as there is room.

What is counted is what the scene may come to at any height: folded addresses too, which the clock
can bring back, and a node for what is left out wherever that was asked for. So turning the clock or
opening a cluster never draws more than `MOST` nodes, and need not take anything away.
"""

from dataclasses import replace

from nps_chain.errors import NpsError
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.neighbours import crossings, ends, rows_of
from nps_chain.show.explorer.scenes.scene import BACKWARD, FORWARD, MOST, Scene, Thing, thing

BATCH = 6
"""Neighbours that one click brings."""

PER_TX = 4
"""Addresses that come with a transaction which a click brings."""


class Growth:
    """A scene to which things are added.

    Parameters
    ----------
    facts : Facts
        What is known.
    scene : Scene
        Where it begins; it stays as it is.
    most : int
        Nodes to which it may come.
    """

    def __init__(self, facts: Facts, scene: Scene, most: int = MOST) -> None:
        self._facts = facts
        self._before = scene
        self._transactions = dict.fromkeys(scene.transactions)
        self._addresses = dict.fromkeys(scene.addresses)
        self._opened = set(scene.opened)
        nodes = len(scene.transactions) + len(scene.addresses) + len(scene.folded)
        self._room = most - nodes - sum(map(self._leaves_out, scene.opened))
        self._added = 0
        self._refused = False

    def scene(self) -> Scene:
        """Return what it has become.

        Raises
        ------
        NpsError
            If there was room for nothing of what was to be added.
        """
        if self._refused and not self._added:
            raise NpsError(
                f"There is no room: {MOST} nodes are the most that can be shown. Take things off,"
                " or begin anew from one of them."
            )
        return replace(
            self._before,
            transactions=tuple(self._transactions),
            addresses=tuple(self._addresses),
            opened=frozenset(self._opened),
        )

    def add(self, what: Thing) -> bool:
        """Add a transaction or an address, and return whether there was room for it."""
        there = self._transactions if what.kind == "t" else self._addresses
        if what.row not in there:
            if self._room < 1:
                self._refused = True
                return False
            self._room -= 1
            there[what.row] = None
            self._added += 1
        return True

    def open(self, what: Thing, way: str, batch: int = BATCH) -> None:
        """Add the next neighbours of a thing on one side, those of most value first."""
        members = frozenset[int]()
        if what.kind == "t":
            near = [row for row in ends(self._facts, what.row, way) if row not in self._addresses]
        else:
            rows = rows_of(self._facts, what, self._before.as_of)
            members = frozenset(rows)
            near = crossings(self._facts, rows, way, self._before.as_of)
            near = [row for row in near if row not in self._transactions]
        if not near:
            return
        key = what._replace(way=way).name
        if key not in self._opened:
            self._opened.add(key)
            self._room -= 1  # for what is left out, be it now or when the clock goes on
        for row in near[:batch]:
            if what.kind == "t":
                self.add(Thing("a", row))
            else:
                self._cross(row, way, members)

    def _cross(self, tx: int, way: str, members: frozenset[int]) -> None:
        """Add a transaction with the largest of what lies beyond it, if there is room."""
        if not self.add(Thing("t", tx)):
            return
        for row in ends(self._facts, tx, way)[:PER_TX]:
            self.add(Thing("a", row))
        # Of a folded cluster the address that took part: it is seen when the cluster is opened.
        mine = [row for row in ends(self._facts, tx, _OTHER[way]) if row in members]
        if not any(row in self._addresses for row in mine):
            self.add(Thing("a", mine[0]))

    def _leaves_out(self, key: str) -> bool:
        """Return whether there may be a node for what is left out of something that was opened."""
        opened = thing(key)
        if opened is None or opened.kind != "t":
            return True
        return any(
            pay.address not in self._addresses
            for pay in self._facts.of_transaction(opened.row)
            if pay.spends == (opened.way == BACKWARD)
        )


_OTHER = {FORWARD: BACKWARD, BACKWARD: FORWARD}
