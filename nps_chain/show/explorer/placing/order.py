"""What a drawing says of before and after: which transaction has to stand right of which.

A transaction depends on all that paid an address before it spends from it. Change that goes back to
the address that it was spent from doesn't count: it would tear the transactions of an exchange's
hot wallet apart, one a column. Nor is it asked of a folded cluster which coins went into which
transaction, for the same reason.
"""

from collections.abc import Iterator

from nps_chain.show.explorer.canvas.drawn import Drawn, Node
from nps_chain.show.explorer.scenes.scene import FORWARD

_NEAR, _PART = 86_400, 3
"""Times in a column differ by no more than so many seconds, or this part of all that is shown."""


class Order:
    """The transactions of a drawing in their order, and what stands next to each.

    Attributes
    ----------
    transactions : list of Node
        In the order of the chain.
    sources, targets : dict of str to list of str
        What each transaction spends from, and pays.
    binds : dict of str to list of str
        Of what it pays, that from which nothing may be spent in the same column or before.
    left, right : dict of str to list of str
        Of these, what stands next to it: what is paid by none before, and what is paid by none
        after, until it spends.
    far : float
        Seconds by which times in a column may differ.
    """

    def __init__(self, drawn: Drawn) -> None:
        self.nodes = drawn.nodes
        clusters = {node.name for node in drawn.nodes if node.shape == "cluster"}
        found = [node for node in drawn.nodes if node.shape == "transaction"]
        self.transactions = sorted(found, key=lambda node: (node.order, node.name))
        times = [node.time for node in found]
        self.far = max(_NEAR, (max(times, default=0) - min(times, default=0)) / _PART)
        self.sources: dict[str, list[str]] = {node.name: [] for node in found}
        self.targets: dict[str, list[str]] = {node.name: [] for node in found}
        for line in drawn.lines:
            if line.target in self.sources:
                self.sources[line.target].append(line.source)
            elif line.source in self.targets:
                self.targets[line.source].append(line.target)
        for node, owner in self.left_out():
            # What is left out of a transaction stands with its other inputs or outputs.
            side = self.targets if node.name.endswith(FORWARD) else self.sources
            if owner in side and node.name not in side[owner]:
                side[owner].append(node.name)

        self.binds: dict[str, list[str]] = {}
        self.left: dict[str, list[str]] = {node.name: [] for node in found}
        self.right: dict[str, list[str]] = {node.name: [] for node in found}
        paid: dict[str, str] = {}
        spent: set[str] = set()
        for node in self.transactions:
            for source in self.sources[node.name]:
                if source not in paid and source not in spent:
                    self.left[node.name].append(source)
            spent.update(self.sources[node.name])
            targets = self.targets[node.name]
            paid |= {target: node.name for target in targets if target not in spent}
            free = (spent & clusters).union(self.sources[node.name])
            self.binds[node.name] = [target for target in targets if target not in free]
        for target, payer in paid.items():
            self.right[payer].append(target)

    def left_out(self) -> Iterator[tuple[Node, str]]:
        """Yield each node of what is left out, with the name of what it belongs to."""
        for node in self.nodes:
            if node.shape == "more":
                yield node, node.name[:-1]
