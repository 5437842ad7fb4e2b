"""How many nodes a scene comes to, so that it never becomes more than can be read.

What is counted is what the scene may come to at any height: folded addresses too, which the clock
can bring back; a node for what is left out on either side of each transaction; and one for each
side of an address that was opened, since later transactions may be left out there. So turning the
clock or opening a cluster never draws more than `MOST`, and need not take anything away.
"""

from nps_chain.show.explorer.facts import Facts, Payment
from nps_chain.show.explorer.scene import BACKWARD, FORWARD, MOST, Scene, Thing


class Room:
    """Places for nodes, of which things take some as they are added.

    Parameters
    ----------
    facts : Facts
        What is known.
    scene : Scene
        What takes places already.
    most : int
        How many there are.

    Attributes
    ----------
    left : int
        How many are free; below 0 if there are fewer than are taken.
    """

    def __init__(self, facts: Facts, scene: Scene, most: int = MOST) -> None:
        self._facts = facts
        self._addresses = set[int]()
        # By address, the sides of transactions on which it isn't shown; and by side, how many.
        self._lacking: dict[int, list[tuple[int, str]]] = {}
        self._rest: dict[tuple[int, str], int] = {}
        self.left = most - len(scene.folded) - sum(not key.startswith("t") for key in scene.opened)
        for row in scene.addresses:
            self.take(Thing("a", row))
        for row in scene.transactions:
            self.take(Thing("t", row))

    def needs(self, what: Thing) -> int:
        """Return how many places a transaction or an address takes, less those that come free."""
        if what.kind == "t":
            return 1 + len({_side(pay) for pay in self._not_shown(what.row)})
        return 1 - sum(self._rest[side] == 1 for side in self._lacking.get(what.row, ()))

    def take(self, what: Thing) -> None:
        """Give places to a transaction or an address which has none yet."""
        self.left -= self.needs(what)
        if what.kind == "a":
            self._addresses.add(what.row)
            for side in self._lacking.pop(what.row, ()):
                self._rest[side] -= 1
            return
        for pay in self._not_shown(what.row):
            side = _side(pay)
            self._rest[side] = self._rest.get(side, 0) + 1
            self._lacking.setdefault(pay.address, []).append(side)

    def _not_shown(self, tx: int) -> list[Payment]:
        return [pay for pay in self._facts.of_transaction(tx) if pay.address not in self._addresses]


def _side(pay: Payment) -> tuple[int, str]:
    return pay.tx, BACKWARD if pay.spends else FORWARD
