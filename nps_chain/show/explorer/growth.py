"""A scene while it grows: a click brings the neighbours of most value, as far as there is room."""

from collections.abc import Collection
from dataclasses import replace

from nps_chain.errors import NpsError
from nps_chain.show.explorer.facts import Facts
from nps_chain.show.explorer.neighbours import crossings, ends, rows_of
from nps_chain.show.explorer.room import Room
from nps_chain.show.explorer.scene import BACKWARD, FORWARD, MOST, Scene, Thing

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
        self._room = Room(facts, scene, most)
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
            if self._room.needs(what) > self._room.left:
                self._refused = True
                return False
            self._room.take(what)
            there[what.row] = None
            self._added += 1
        return True

    def open(self, what: Thing, way: str, batch: int = BATCH) -> None:
        """Add the next neighbours of a thing on one side, those of most value first."""
        key = what._replace(way=way).name
        if what.kind == "t":
            near = [row for row in ends(self._facts, what.row, way) if row not in self._addresses]
            for row in near[:batch]:
                self.add(Thing("a", row))
        else:
            rows = rows_of(self._facts, what, self._before.as_of)
            near = crossings(self._facts, rows, way, self._before.as_of)
            near = [row for row in near if row not in self._transactions]
            if near and key not in self._opened:
                self._room.left -= 1  # for what is left out, be it now or when the clock goes on
            for row in near[:batch]:
                self._cross(row, way, frozenset(rows))
        if near:
            self._opened.add(key)

    def _cross(self, tx: int, way: str, rows: Collection[int]) -> None:
        """Add a transaction with the largest of what lies beyond it, if there is room."""
        if not self.add(Thing("t", tx)):
            return
        for row in ends(self._facts, tx, way)[:PER_TX]:
            self.add(Thing("a", row))
        # Of a folded cluster the address that took part: it is seen when the cluster is opened.
        mine = [row for row in ends(self._facts, tx, _OTHER[way]) if row in rows]
        if not any(row in self._addresses for row in mine):
            self.add(Thing("a", mine[0]))


_OTHER = {FORWARD: BACKWARD, BACKWARD: FORWARD}
