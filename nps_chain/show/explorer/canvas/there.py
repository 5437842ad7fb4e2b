"""What of a scene is there as of its clock: what is known by then, and in which node it stands.

An address stands for itself, or in the node of its cluster if that is folded; a folded cluster
stands for all of its addresses, whether they were asked for or not.
"""

from collections.abc import Iterator, Sequence

from nps_chain.chain.schema import UNKNOWN
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import Scene, thing


class There:
    """What is there, before anything is hidden.

    Parameters
    ----------
    facts : Facts
        What is known.
    scene : Scene
        What was asked for.

    Attributes
    ----------
    transactions : list of int
        Rows, in the order in which they came.
    names : dict of str to str
        By name of each thing that is there, the name of its node.
    met : tuple of int
        Rows of all its addresses in the order in which they came, folded ones too; first those
        where it began.
    late : int
        How many things are not there yet.
    """

    def __init__(self, facts: Facts, scene: Scene) -> None:
        self._facts, self._as_of = facts, scene.as_of
        self.transactions = [row for row in scene.transactions if facts.known(row, scene.as_of)]
        addresses = [row for row in scene.addresses if self._is_known(row)]
        folded = [row for row in scene.folded if self._is_known(row)]
        asked = len(scene.transactions) + len(scene.addresses) + len(scene.folded)
        self.late = asked - len(self.transactions) - len(addresses) - len(folded)

        # Two clusters that were folded may have become one since: then the first stands for it.
        self._folded: dict[int, str] = {}
        self.names = {f"t{row}": f"t{row}" for row in self.transactions}
        for row in folded:
            name = self._folded.setdefault(facts.cluster(row, scene.as_of), f"c{row}")
            self.names[f"c{row}"] = self.names[f"a{row}"] = name
        for row in addresses:
            self.names[f"a{row}"] = self._cluster_of(row) or f"a{row}"
        self._alone = [row for row in addresses if self.names[f"a{row}"] == f"a{row}"]

        here = dict.fromkeys([*addresses, *folded])
        began = [one.row for one in map(thing, scene.start) if one and one.kind != "t"]
        self.met = tuple(dict.fromkeys([*(row for row in began if row in here), *here]))

    def _is_known(self, address: int) -> bool:
        return self._facts.known(self._facts.first_seen(address), self._as_of)

    def _cluster_of(self, address: int) -> str:
        """Return the folded cluster that an address is in; an empty text for none."""
        if not self._folded or address == UNKNOWN:
            return ""
        return self._folded.get(self._facts.cluster(address, self._as_of), "")

    def node_of(self, address: int) -> str:
        """Return the node that an address is in; an empty text for none."""
        return self.names.get(f"a{address}") or self._cluster_of(address)

    def holders(self) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield each node that holds coins, with the rows of its addresses."""
        for row in self._alone:
            yield f"a{row}", (row,)
        for name in self._folded.values():
            yield name, tuple(self._facts.members(int(name[1:]), self._as_of).tolist())
