"""Sentences about what is seen: for who can't see the canvas, and for who wants the last satoshi.

What the chain tells is said plainly. What is thought, or named by somebody, says so.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.show.explorer.canvas.flows import Flow, total
from nps_chain.show.explorer.canvas.seen import WAYS, Rest, Seen
from nps_chain.show.explorer.canvas.words import exactly, moment, sentence
from nps_chain.show.explorer.known.facts import Facts, Payment, Tag
from nps_chain.show.explorer.scenes.scene import BACKWARD, FORWARD, Scene
from nps_chain.trace.texts import address_texts, count, txid_texts

TAGS = 2
"""Tags that a node has room for; more are counted."""


class Teller:
    """Tells of what is seen in a scene.

    Parameters
    ----------
    facts : Facts
        What is known.
    scene : Scene
        What was asked for.
    seen : Seen
        What that comes to.
    """

    def __init__(self, facts: Facts, scene: Scene, seen: Seen) -> None:
        self._facts, self._scene, self._seen = facts, scene, seen
        # Each is told at several places, and worked out once.
        self.texts = _texts(facts.chain, seen)
        self.who, self.moment = cache(self._who), cache(self._moment)

    def _who(self, name: str) -> str:
        """Return the whole name of a node, as part of a sentence."""
        text = self.texts[name]
        if name.startswith("t"):
            return f"transaction {text}"
        if name.startswith("a"):
            return f"address {text}"
        return f"the cluster of {text} ({count(len(self._seen.holders[name]), 'address')})"

    def _moment(self, row: int) -> str:
        """Return the time of a transaction."""
        return moment(self._facts.time(row))

    def when(self, row: int) -> str:
        """Return the block of a transaction, and its time."""
        return f"block {self._facts.height(row):,}, {self.moment(row)}"

    def transaction(self, row: int) -> str:
        """Return when a transaction was, and what went through it."""
        told = f"{sentence(self.who(f't{row}'))}, {self.when(row)}. {self.sides(row)}"
        for way, verb in (BACKWARD, "spends"), (FORWARD, "pays"):
            hidden = self._seen.withheld.get((f"t{row}", way))
            if hidden:
                told += f" Hidden of what it {verb}: {_amount(hidden)}."
        return told

    def sides(self, row: int) -> str:
        """Return what a transaction spends and pays, and its fee."""
        columns, payments = self._facts.chain.columns.txs, self._facts.of_transaction(row)
        if columns.coinbase[row]:
            return f"It makes new coins, and pays {_side(payments, spends=False)}."
        fee = int(columns.fee[row])
        return (
            f"It spends {_side(payments, spends=True)} and pays {_side(payments, spends=False)};"
            f" the fee is {'unknown' if fee == UNKNOWN else bitcoin(fee)}."
        )

    def holder(self, name: str) -> str:
        """Return what went through an address or a folded cluster, as of the clock."""
        told = f"{sentence(self.who(name))}. {self.dealt(name)}"
        away = [self._seen.unseen.get((name, way)) for way in WAYS]
        if any(away):
            paid, spent = (f"{rest.many:,}" if rest else "none" for rest in away)
            told += (
                f" Not shown: {paid} of those that paid it, {spent} of those that spent from it."
            )
        tags = self._seen.tags.get(name, ())
        told += "".join(f" {named(tag)} (attribution)." for tag in tags[:TAGS])
        return f"{told} {count(len(tags) - TAGS, 'tag')} more." if len(tags) > TAGS else told

    def dealt(self, name: str) -> str:
        """Return how many transactions paid a node and spent from it, and how much."""
        parts = []
        for way, verb in (BACKWARD, "paid it"), (FORWARD, "spent from it"):
            dealt = self._seen.dealt[name, way]
            many = count(dealt.many, "transaction") if dealt.many else "no transaction"
            parts.append(f"{many} {verb}" + (f" ({exactly(dealt.value)})" if dealt.many else ""))
        return f"Up to block {self._scene.as_of:,}, {' and '.join(parts)}."

    def flow(self, flow: Flow) -> str:
        """Return who paid whom, how much and when; and what is thought of it."""
        verb, joint = ("spends", "of") if flow.spends else ("pays", "to")
        told = f"{sentence(self.who(f't{flow.tx}'))} {verb} {count(flow.coins, 'coin')}"
        told += f" ({exactly(flow.value)}) {joint} {self.who(flow.node)}, {self.when(flow.tx)}."
        return f"{told} {thought_of(flow)}".rstrip()

    def rest(self, rest: Rest) -> str:
        """Return how much of a node is not shown."""
        who, forward = self.who(rest.of), rest.way == FORWARD
        if rest.of.startswith("t"):
            verb = "pays" if forward else "spends from"
            ends = [count(rest.many, "more address")] if rest.many else []
            if rest.nameless:
                ends.append("outputs without an address" if forward else "an unknown address")
            told = f"{who} {verb} {' and '.join(ends)}"
        elif forward:
            verb = "spends" if rest.many == 1 else "spend"
            told = f"{count(rest.many, 'more transaction')} {verb} from {who}"
        else:
            verb = "pays" if rest.many == 1 else "pay"
            told = f"{count(rest.many, 'more transaction')} {verb} {who}"
        return f"Not shown: {told}: {_amount(rest)}."


def _texts(chain: Chain, seen: Seen) -> dict[str, str]:
    """Return the txid or address that each node is named after."""
    txids = txid_texts(chain, np.array(seen.transactions, np.int64))
    rows = [int(name[1:]) for name in seen.holders]
    addresses = address_texts(chain, np.array(rows, np.int64))
    names = [*(f"t{row}" for row in seen.transactions), *seen.holders]
    return dict(zip(names, [*txids.tolist(), *addresses.tolist()], strict=True))


def named(tag: Tag) -> str:
    """Return somebody's word for an address, as a sentence without its full stop.

    >>> named(Tag("Quincegate", "market", "a test purchase", "high", 1204))
    'It is named “Quincegate” (market) by: a test purchase; confidence: high; since block 1,204'
    """
    told = f"It is named “{tag.label}”"
    if tag.kind and tag.kind != tag.label:
        told += f" ({tag.kind})"
    told += f" by: {tag.source}" if tag.source else "; nobody says by whom"
    if tag.confidence:
        told += f"; confidence: {tag.confidence}"
    return told + (f"; since block {tag.height:,}" if tag.height != UNKNOWN else "")


def thought_of(flow: Flow) -> str:
    """Return what is thought of a payment, in a sentence; an empty text if nothing is."""
    if flow.is_change:
        return "This is thought to be change (inference)."
    if flow.change:
        return f"Of this, {exactly(flow.change)} is thought to be change (inference)."
    return ""


def _amount(rest: Rest) -> str:
    return f"{count(rest.coins, 'coin')} ({exactly(rest.value)})"


def _side(payments: Sequence[Payment], *, spends: bool) -> str:
    side = [payment for payment in payments if payment.spends == spends]
    coins = count(sum(payment.coins for payment in side), "coin")
    return f"{coins} ({exactly(total([payment.value for payment in side]))})"
