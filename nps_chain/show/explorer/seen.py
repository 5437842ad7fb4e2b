"""What of a scene is seen: clock, folding and hiding applied, coins summed, and the rest counted.

Only numbers and names are here, no words and no colours, so that whatever is told of a drawing, on
the canvas, in the table or in the log, is told from one and the same sums.

Hiding takes away no node by which money goes on: an address is hidden as change if all that is seen
of it is change that it got, and as dust if all is dust. So a trail stays whole. Where it began
stays, too. Change that goes back to where it was spent from is hidden as a line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.show.explorer.facts import Facts, Payment, Tag
from nps_chain.show.explorer.scene import BACKWARD, FORWARD, MOST, Scene, thing

WAYS = BACKWARD, FORWARD


@dataclass(frozen=True)
class Flow:
    """All coins that go between a transaction and one node, in one direction.

    Attributes
    ----------
    tx : int
        Row of the transaction.
    node : str
        Name of the address, or of the folded cluster.
    spends : bool
        Whether the transaction spends them; else it pays them.
    value, coins : int
        Their sum in satoshi, -1 if one is unknown; and how many they are.
    change : int
        So much of it is thought to be change, in satoshi.
    is_change, is_dust : bool
        Whether all of it is.
    """

    tx: int
    node: str
    spends: bool
    value: int
    coins: int
    change: int
    is_change: bool
    is_dust: bool


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
        Whether none of it has an address, so that nothing can be opened.
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
    transactions : tuple of int
        Rows, in the order in which they came.
    holders : mapping of str to sequence of int
        By name of each address and folded cluster that is a node, the rows of its addresses.
    flows : tuple of Flow
        In the order of the chain; what is spent before what is paid.
    dealt : mapping of (str, str) to Dealt
        By name of each holder and direction.
    tags : mapping of str to tuple of Tag
        Of each holder, those of all its addresses; without those that have none.
    unseen : mapping of (str, str) to Rest
        By name of a node and direction, what could be seen and isn't; only where there is some.
    more : tuple of (str, str)
        Those of `unseen` that get a node: of what was opened; and of transactions, as far as there
        is room.
    withheld : mapping of (str, str) to Rest
        By name of a transaction and direction, what is not seen since it was asked to be hidden.
    hidden : int
        How many nodes are not seen since they were hidden, or come later than the clock.
    names : mapping of str to str
        By name of each thing of the scene that is seen, the name of its node: an address in a
        folded cluster is in the cluster's.
    met : tuple of int
        Rows of all addresses of the scene that are known, folded and hidden ones too, in the order
        in which they came; first those where it began.
    """

    transactions: tuple[int, ...]
    holders: Mapping[str, Sequence[int]]
    flows: tuple[Flow, ...]
    dealt: Mapping[tuple[str, str], Dealt]
    tags: Mapping[str, tuple[Tag, ...]]
    unseen: Mapping[tuple[str, str], Rest]
    more: tuple[tuple[str, str], ...]
    withheld: Mapping[tuple[str, str], Rest]
    hidden: int
    names: Mapping[str, str]
    met: tuple[int, ...]

    def nodes_of(self, things: Iterable[str]) -> list[str]:
        """Return the nodes in which these things are seen, each once, in their order."""
        return list(dict.fromkeys(self.names[one] for one in things if one in self.names))


def see(facts: Facts, scene: Scene) -> Seen:
    """Return what of a scene is seen."""
    there = _There(facts, scene)
    flows, outside = _flows(facts, there)
    gone = _gone(facts, scene, there, flows)
    withheld: dict[tuple[str, str], _Coins] = {}
    beyond: dict[tuple[str, str], _Coins] = {}
    kept = []
    spenders = {(flow.tx, flow.node) for flow in flows if flow.spends}
    for flow in flows:
        returns = not flow.spends and flow.is_change and (flow.tx, flow.node) in spenders
        if flow.node in gone or (returns and "change" in scene.hidden):
            withheld.setdefault(_side(flow), []).append((flow.node, flow))
        else:
            kept.append(flow)
    for payment in outside:
        if scene.hidden and _asked_away(facts, scene, payment):
            withheld.setdefault(_side(payment), []).append((payment.address, payment))
        elif payment.address != UNKNOWN or payment.value:
            # An output that holds data alone pays nothing to nobody.
            beyond.setdefault(_side(payment), []).append((payment.address, payment))

    unseen = {key: _rest(*key, coins) for key, coins in beyond.items()}

    holders = {name: rows for name, rows in there.holders() if name not in gone}
    dealt = {}
    is_seen = np.zeros(facts.txs_known(scene.as_of), bool)
    is_seen[there.transactions] = True
    for name, rows in holders.items():
        for way in WAYS:
            sums = facts.sums(rows, scene.as_of, spends=way == FORWARD)
            dealt[name, way] = Dealt(len(sums.tx), total(sums.value.tolist()))
            away = ~is_seen[sums.tx]
            if away.any():
                value, coins = total(sums.value[away].tolist()), int(sums.coins[away].sum())
                many = int(np.count_nonzero(away))
                unseen[name, way] = Rest(name, way, many, value, coins)
    tags = {
        name: tuple(tag for row in facts.tagged(rows) for tag in facts.tags(row, scene.as_of))
        for name, rows in holders.items()
    }
    names = {one: node for one, node in there.names.items() if node not in gone}
    nodes = [*(f"t{row}" for row in there.transactions), *holders]
    return Seen(
        transactions=tuple(there.transactions),
        holders=holders,
        flows=tuple(kept),
        dealt=dealt,
        tags={name: told for name, told in tags.items() if told},
        unseen=unseen,
        more=_more(scene, names, nodes, unseen),
        withheld={key: _rest(*key, coins) for key, coins in withheld.items()},
        hidden=there.late + len(gone),
        names=names,
        met=there.met,
    )


def total(values: Sequence[int]) -> int:
    """Return the sum of amounts; -1 if one of them is unknown.

    >>> total([2, 3]), total([2, -1]), total([])
    (5, -1, 0)
    """
    return UNKNOWN if UNKNOWN in values else sum(values)


class _There:
    """What of a scene is there as of its clock, before anything is hidden."""

    def __init__(self, facts: Facts, scene: Scene) -> None:
        self._facts, self._as_of = facts, scene.as_of
        self.transactions = [row for row in scene.transactions if facts.known(row, scene.as_of)]
        addresses = [row for row in scene.addresses if self._is_known(row)]
        folded = [row for row in scene.folded if self._is_known(row)]
        asked = len(scene.transactions) + len(scene.addresses) + len(scene.folded)
        self.late = asked - len(self.transactions) - len(addresses) - len(folded)

        # Two clusters that were folded may have become one since: then the first stands for it.
        self._folded: dict[int, str] = {}
        self.clusters: dict[str, int] = {}
        self.names = {f"t{row}": f"t{row}" for row in self.transactions}
        for row in folded:
            name = self._folded.setdefault(facts.cluster(row, scene.as_of), f"c{row}")
            self.clusters.setdefault(name, row)
            self.names[f"c{row}"] = self.names[f"a{row}"] = name
        for row in addresses:
            self.names[f"a{row}"] = self.cluster_of(row) or f"a{row}"
        self.alone = [row for row in addresses if self.names[f"a{row}"] == f"a{row}"]
        here = {*addresses, *folded}
        began = [one.row for one in map(thing, scene.start) if one and one.kind != "t"]
        self.met = tuple(
            dict.fromkeys([*(row for row in began if row in here), *addresses, *folded])
        )

    def _is_known(self, address: int) -> bool:
        return self._facts.known(self._facts.first_seen(address), self._as_of)

    def cluster_of(self, address: int) -> str:
        """Return the folded cluster that an address is in; an empty text for none."""
        if not self._folded or address == UNKNOWN:
            return ""
        return self._folded.get(self._facts.cluster(address, self._as_of), "")

    def node_of(self, address: int) -> str:
        """Return the node that an address is in; an empty text for none."""
        return self.names.get(f"a{address}") or self.cluster_of(address)

    def holders(self) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield each node that holds coins, with the rows of its addresses."""
        for row in self.alone:
            yield f"a{row}", (row,)
        for name, row in self.clusters.items():
            yield name, tuple(self._facts.members(row, self._as_of).tolist())


_Coins = list[tuple[int | str, Flow | Payment]]
"""Coins of a transaction, each with their other end."""


def _rest(of: str, way: str, coins: _Coins) -> Rest:
    ends = {end for end, _ in coins}
    return Rest(
        of,
        way,
        len(ends),
        total([part.value for _, part in coins]),
        sum(part.coins for _, part in coins),
        ends == {UNKNOWN},
    )


def _side(what: Flow | Payment) -> tuple[str, str]:
    """Return the transaction, and on which side of it these coins are."""
    return f"t{what.tx}", BACKWARD if what.spends else FORWARD


def _flows(facts: Facts, there: _There) -> tuple[list[Flow], list[Payment]]:
    """Return what goes between nodes, and what goes between a transaction and no node."""
    met: dict[tuple[int, bool, str], list[Payment]] = {}
    outside = []
    for tx in sorted(there.transactions):
        for payment in facts.of_transaction(tx):
            node = there.node_of(payment.address)
            if node:
                met.setdefault((tx, payment.spends, node), []).append(payment)
            else:
                outside.append(payment)
    return [_flow(*ends, payments) for ends, payments in met.items()], outside


def _flow(tx: int, spends: bool, node: str, payments: list[Payment]) -> Flow:
    return Flow(
        tx=tx,
        node=node,
        spends=spends,
        value=total([payment.value for payment in payments]),
        coins=sum(payment.coins for payment in payments),
        change=total([payment.value for payment in payments if payment.change]),
        is_change=all(payment.change for payment in payments),
        is_dust=all(payment.dust for payment in payments),
    )


def _gone(facts: Facts, scene: Scene, there: _There, flows: Iterable[Flow]) -> set[str]:
    """Return the nodes that are hidden."""
    if not scene.hidden:
        return set()
    of_node: dict[str, list[Flow]] = {}
    for flow in flows:
        of_node.setdefault(flow.node, []).append(flow)

    def asked_away(name: str, rows: Sequence[int]) -> bool:
        if "services" in scene.hidden and _is_service(facts, rows, scene.as_of):
            return True
        return name in of_node and all(
            ("change" in scene.hidden and flow.is_change)
            or ("dust" in scene.hidden and flow.is_dust)
            for flow in of_node[name]
        )

    began = {there.names.get(name) for name in scene.start}
    return {n for n, rows in there.holders() if n not in began and asked_away(n, rows)}


def _is_service(facts: Facts, rows: Sequence[int], as_of: int) -> bool:
    """Return whether a tag of one of these addresses, or the verdict on all, says so."""
    tagged = facts.tagged(rows)
    rest = next((row for row in rows if row not in tagged), None)
    return any(facts.is_service(row, as_of) for row in tagged) or (
        rest is not None and facts.is_service(rest, as_of)
    )


def _asked_away(facts: Facts, scene: Scene, payment: Payment) -> bool:
    """Return whether what isn't in the scene would be hidden if it were."""
    return (
        ("change" in scene.hidden and payment.change)
        or ("dust" in scene.hidden and payment.dust)
        or (
            "services" in scene.hidden
            and payment.address != UNKNOWN
            and facts.is_service(payment.address, scene.as_of)
        )
    )


def _more(
    scene: Scene, names: Mapping[str, str], nodes: Sequence[str], unseen: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    there = set(unseen)
    opened = {(names.get(name[:-1], ""), name[-1:]) for name in scene.opened}
    wanted = [(node, way) for node in nodes for way in WAYS if (node, way) in there]
    asked = [key for key in wanted if key in opened]
    others = [key for key in wanted if key not in opened and key[0].startswith("t")]
    return tuple(asked + others[: max(MOST - len(nodes) - len(asked), 0)])
