"""Coins as the lines of a drawing: all that go between a transaction and one node, as one."""

from collections.abc import Sequence
from dataclasses import dataclass

from nps_chain.chain.schema import UNKNOWN
from nps_chain.show.explorer.canvas.there import There
from nps_chain.show.explorer.known.facts import Facts, Payment


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


def flows(facts: Facts, there: There) -> tuple[list[Flow], list[Payment]]:
    """Return what goes between nodes, and what goes between a transaction and no node.

    In the order of the chain; what a transaction spends before what it pays.
    """
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


def _flow(tx: int, spends: bool, node: str, payments: Sequence[Payment]) -> Flow:
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


def total(values: Sequence[int]) -> int:
    """Return the sum of amounts; -1 if one of them is unknown.

    >>> total([2, 3]), total([2, -1]), total([])
    (5, -1, 0)
    """
    return UNKNOWN if UNKNOWN in values else sum(values)
