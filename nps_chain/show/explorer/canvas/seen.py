"""What of a scene is seen: clock, folding and hiding applied, coins summed, and the rest counted.

Only numbers and names are here, no words and no colours, so that whatever is told of a drawing, on
the canvas, in the table or in the log, is told from one and the same sums.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.show.explorer.canvas.flows import Flow, flows, total
from nps_chain.show.explorer.canvas.hiding import Hiding
from nps_chain.show.explorer.canvas.there import There
from nps_chain.show.explorer.known.facts import Facts, Payment, Tag
from nps_chain.show.explorer.scenes.scene import BACKWARD, FORWARD, MOST, Scene

WAYS = BACKWARD, FORWARD

Side = tuple[str, str]
"""Name of a node, and a direction."""


@dataclass(frozen=True)
class Rest:
    """What of a node is not seen in one direction.

    Attributes
    ----------
    of, way : str
        Name of the node, and the direction.
    many : int
        Addresses, if it is of a transaction; else transactions.
    value, coins : int
        As of a flow.
    nameless : bool
        Whether some of these coins have no known address, so that nobody is counted for them.
    """

    of: str
    way: str
    many: int
    value: int
    coins: int
    nameless: bool = False


@dataclass(frozen=True)
class Dealt:
    """What went through a node that holds coins in one direction, as of the clock.

    Attributes
    ----------
    many : int
        Transactions that spend from it (forward), or that pay it (backward).
    value : int
        Satoshi, -1 if unknown.
    """

    many: int
    value: int


@dataclass(frozen=True)
class Seen:
    """A scene as numbers.

    Attributes
    ----------
    transactions : sequence of int
        Rows, in the order in which they came.
    holders : mapping of str to sequence of int
        By name of each address and folded cluster that is a node, the rows of its addresses.
    flows : sequence of Flow
        In the order of the chain; what is spent before what is paid.
    dealt : mapping of (str, str) to Dealt
        By name of each holder and direction.
    tags : mapping of str to tuple of Tag
        Of each holder, those of all its addresses; without those that have none.
    unseen : mapping of (str, str) to Rest
        By name of a node and direction, what could be seen and isn't; only where there is some.
    more : sequence of (str, str)
        Those of `unseen` that get a node: of what was opened; and of transactions, as far as there
        is room.
    withheld : mapping of (str, str) to Rest
        By name of a transaction and direction, what is not seen since it was asked to be hidden.
    hidden : int
        How many nodes are not seen since they were hidden, or come later than the clock.
    names : mapping of str to str
        By name of each thing of the scene that is seen, the name of its node: an address in a
        folded cluster is in the cluster's.
    met : sequence of int
        Rows of all addresses of the scene that are known, folded and hidden ones too, in the order
        in which they came; first those where it began.
    """

    transactions: Sequence[int]
    holders: Mapping[str, Sequence[int]]
    flows: Sequence[Flow]
    dealt: Mapping[Side, Dealt]
    tags: Mapping[str, tuple[Tag, ...]]
    unseen: Mapping[Side, Rest]
    more: Sequence[Side]
    withheld: Mapping[Side, Rest]
    hidden: int
    names: Mapping[str, str]
    met: Sequence[int]

    def nodes_of(self, things: Iterable[str]) -> list[str]:
        """Return the nodes in which these things are seen, each once, in their order."""
        return list(dict.fromkeys(self.names[one] for one in things if one in self.names))


def see(facts: Facts, scene: Scene) -> Seen:
    """Return what of a scene is seen."""
    there = There(facts, scene)
    between, outside = flows(facts, there)
    hiding = Hiding(facts, scene, there, between)
    holders = {name: rows for name, rows in there.holders() if name not in hiding.nodes}
    names = {one: node for one, node in there.names.items() if node not in hiding.nodes}
    tags = {
        name: tuple(tag for row in facts.tagged(rows) for tag in facts.tags(row, scene.as_of))
        for name, rows in holders.items()
    }
    dealt, unseen = _dealings(facts, scene, there.transactions, holders)
    # An output that holds data alone pays nothing to nobody.
    outside = [one for one in outside if one.address != UNKNOWN or one.value]
    unseen |= _rests((one.address, one) for one in outside if not hiding.payment(one))
    withheld = [(one.address, one) for one in outside if hiding.payment(one)]
    nodes = [*(f"t{row}" for row in there.transactions), *holders]
    return Seen(
        transactions=there.transactions,
        holders=holders,
        flows=[flow for flow in between if not hiding.flow(flow)],
        dealt=dealt,
        tags={name: told for name, told in tags.items() if told},
        unseen=unseen,
        more=_more(scene, names, nodes, unseen),
        withheld=_rests([*((one.node, one) for one in between if hiding.flow(one)), *withheld]),
        hidden=there.late + len(hiding.nodes),
        names=names,
        met=there.met,
    )


def _dealings(
    facts: Facts, scene: Scene, shown: Sequence[int], holders: Mapping[str, Sequence[int]]
) -> tuple[dict[Side, Dealt], dict[Side, Rest]]:
    """Return what went through each node that holds coins, and what of it is not shown."""
    dealt, unseen = {}, {}
    is_shown = np.zeros(facts.txs_known(scene.as_of), bool)
    is_shown[shown] = True
    for name, rows in holders.items():
        for way in WAYS:
            sums = facts.sums(rows, scene.as_of, spends=way == FORWARD)
            dealt[name, way] = Dealt(len(sums.tx), total(sums.value.tolist()))
            away = ~is_shown[sums.tx]
            many = int(np.count_nonzero(away))
            if many:
                value, coins = total(sums.value[away].tolist()), int(sums.coins[away].sum())
                unseen[name, way] = Rest(name, way, many, value, coins)
    return dealt, unseen


def _rests(coins: Iterable[tuple[int | str, Flow | Payment]]) -> dict[Side, Rest]:
    """Return coins, each given with its other end, by transaction and the side that they are on."""
    sides: dict[Side, list[tuple[int | str, Flow | Payment]]] = {}
    for end, part in coins:
        side = f"t{part.tx}", BACKWARD if part.spends else FORWARD
        sides.setdefault(side, []).append((end, part))
    rests = {}
    for (of, way), parts in sides.items():
        ends = {end for end, _ in parts}
        value = total([part.value for _, part in parts])
        many = sum(part.coins for _, part in parts)
        rests[of, way] = Rest(of, way, len(ends - {UNKNOWN}), value, many, UNKNOWN in ends)
    return rests


def _more(
    scene: Scene, names: Mapping[str, str], nodes: Sequence[str], unseen: Collection[Side]
) -> list[Side]:
    """Return what is left out and gets a node of its own."""
    opened = {(names.get(name[:-1], ""), name[-1:]) for name in scene.opened}
    wanted = [(node, way) for node in nodes for way in WAYS if (node, way) in unseen]
    asked = [side for side in wanted if side in opened]
    others = [side for side in wanted if side not in opened and side[0].startswith("t")]
    return asked + others[: max(MOST - len(nodes) - len(asked), 0)]
