"""All that is told of one thing: the chain's facts, what is thought, and what others named.

Each part says which of the three it is. Lists are bounded, and what is left out of them is counted.
"""

from collections.abc import Iterator, Sequence
from math import isnan

import numpy as np

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.pieces import rows_of
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import bitcoin
from nps_chain.show.explorer.beside.telling import named
from nps_chain.show.explorer.canvas.colours import percent
from nps_chain.show.explorer.canvas.flows import total
from nps_chain.show.explorer.canvas.words import exactly, moment
from nps_chain.show.explorer.known.facts import Facts, Payment
from nps_chain.trace.change.heuristics import FORWARD
from nps_chain.trace.published import PUBLISHED_ERRORS
from nps_chain.trace.texts import count

LISTED = 10
"""Payments, addresses or tags that are listed one by one."""

Part = tuple[str, str]
"""What a text is (heading, text, code, fact, inference or attribution), and the text."""


def about_transaction(facts: Facts, row: int) -> Iterator[Part]:
    """Yield what is told of a transaction."""
    columns, payments = facts.chain.columns.txs, facts.of_transaction(row)
    yield "heading", "Transaction"
    yield "code", facts.name(f"t{row}")
    yield "fact", f"It is in block {facts.height(row):,}, {moment(facts.time(row))}."
    if columns.coinbase[row]:
        yield "fact", "It makes new coins for a miner."
    else:
        yield from _side(facts, payments, spends=True)
    yield from _side(facts, payments, spends=False)
    if not columns.coinbase[row]:
        yield "fact", f"The fee is {exactly(int(columns.fee[row]))}."
    for payment in payments:
        if payment.change:
            yield (
                "inference",
                f"What {_who(facts, payment)} gets is thought to be change, the payer's own money,"
                f" by the rule: {_rule(facts.change_rule)}",
            )
    yield from _taint(*facts.tainted_tx(row), "what it pays")


def about_address(facts: Facts, row: int, as_of: int) -> Iterator[Part]:
    """Yield what is told of an address as of a height."""
    kind, first = facts.chain.columns.addresses.script_type[row], facts.first_seen(row)
    yield "heading", "Address"
    yield "code", facts.name(f"a{row}")
    yield "fact", f"It first appears in block {facts.height(first):,}, {moment(facts.time(first))}."
    yield "fact", f"Its script type is {SCRIPT_TYPES[kind]}."
    yield from _sums(facts, [row], as_of)
    yield from _thought(facts, [row], row, as_of)
    tags = facts.tags(row, as_of)
    yield from (("attribution", f"{named(tag)}.") for tag in tags[:LISTED])
    if len(tags) > LISTED:
        yield "text", _and_more(len(tags), "tag")
    yield "heading", "Its transactions"
    yield from _transactions(facts, [row], as_of)


def about_cluster(facts: Facts, row: int, as_of: int) -> Iterator[Part]:
    """Yield what is told of the cluster of an address as of a height."""
    rows = facts.members(row, as_of).tolist()
    yield "heading", f"Folded cluster of {count(len(rows), 'address')}"
    yield from _thought(facts, rows, row, as_of)
    yield from _sums(facts, rows, as_of)
    tags = [(one, tag) for one in facts.tagged(rows) for tag in facts.tags(one, as_of)]
    for one, tag in tags[:LISTED]:
        yield "attribution", f"{facts.name(f'a{one}')}: {named(tag)}."
    if len(tags) > LISTED:
        yield "text", _and_more(len(tags), "tag")
    yield "heading", "Its addresses"
    yield from (("code", facts.name(f"a{one}")) for one in rows[:LISTED])
    if len(rows) > LISTED:
        yield "text", _and_more(len(rows), "address")
    yield "heading", "Their transactions"
    yield from _transactions(facts, rows, as_of)


def _who(facts: Facts, payment: Payment) -> str:
    if payment.address == UNKNOWN:
        return "an unknown address" if payment.spends else "no address"
    return facts.name(f"a{payment.address}")


def _and_more(many: int, what: str) -> str:
    return f"And {count(many - LISTED, f'more {what}')}."


def _side(facts: Facts, payments: Sequence[Payment], *, spends: bool) -> Iterator[Part]:
    """Yield what a transaction spends or pays, the largest first."""
    verb, joint = ("spends", "of") if spends else ("pays", "to")
    side = sorted((p for p in payments if p.spends == spends), key=lambda p: -p.value)
    coins, whole = sum(p.coins for p in side), exactly(total([p.value for p in side]))
    yield "fact", f"It {verb} {count(coins, 'coin')}, {whole} in all."
    for payment in side[:LISTED]:
        many = f", {count(payment.coins, 'coin')}" if payment.coins > 1 else ""
        yield "fact", f"It {verb} {exactly(payment.value)} {joint} {_who(facts, payment)}{many}."
    if len(side) > LISTED:
        rest = side[LISTED:]
        others = sum(p.address != UNKNOWN for p in rest)
        ends = [count(others, "more address")] if others else []
        ends += [_who(facts, p) for p in rest if p.address == UNKNOWN]
        value = exactly(total([p.value for p in rest]))
        yield "fact", f"It {verb} {value} {joint} {' and '.join(ends)}."


def _sums(facts: Facts, rows: Sequence[int], as_of: int) -> Iterator[Part]:
    """Yield what went through some addresses in all, and what is left there."""
    where = "it" if len(rows) == 1 else "them"
    for spends, verb in (False, "paid"), (True, "spent from"):
        sums = facts.sums(rows, as_of, spends=spends)
        many = count(len(sums.tx), "transaction") if len(sums.tx) else "no transaction"
        told = f"Up to block {as_of:,}, {many} {verb} {where}"
        value = exactly(total(sums.value.tolist()))
        yield "fact", f"{told}: {value} in all." if len(sums.tx) else f"{told}."
    coins, left = _unspent(facts, rows, as_of)
    told = f"{count(coins, 'coin')}, {bitcoin(left)}" if coins else "nothing"
    yield "fact", f"Unspent as of block {as_of:,}: {told}."


def _transactions(facts: Facts, rows: Sequence[int], as_of: int) -> Iterator[Part]:
    """Yield the first transactions that pay or spend from some addresses, in chain order."""
    met: list[tuple[int, bool, int]] = []
    many = 0
    for spends in (True, False):
        sums = facts.sums(rows, as_of, spends=spends)
        many += len(sums.tx)
        first = zip(sums.tx[:LISTED].tolist(), sums.value[:LISTED].tolist(), strict=True)
        met += [(tx, not spends, value) for tx, value in first]
    for tx, pays, value in sorted(met)[:LISTED]:
        yield (
            "fact",
            f"Block {facts.height(tx):,}, {moment(facts.time(tx))}: {facts.name(f't{tx}')}"
            f" {'pays' if pays else 'spends'} {exactly(value)}.",
        )
    if many > LISTED:
        yield "text", _and_more(many, "payment")


def _unspent(facts: Facts, rows: Sequence[int], as_of: int) -> tuple[int, int]:
    """Return how many coins of some addresses are unspent, and what they are worth in satoshi."""
    outputs = facts.chain.columns.outputs
    paid = rows_of(facts.chain.first_output, facts.sums(rows, as_of, spends=False).tx)
    mine = paid[np.isin(outputs.address[paid], np.asarray(rows))]
    spent_by = outputs.spent_by[mine]
    kept = mine[(spent_by == UNKNOWN) | (spent_by >= facts.txs_known(as_of))]
    return len(kept), int(outputs.value[kept].sum())


def _thought(facts: Facts, rows: Sequence[int], row: int, as_of: int) -> Iterator[Part]:
    """Yield what is inferred of an address, or of its cluster if these are all of its rows."""
    yield from _cluster(facts, row, as_of)
    verdict = facts.verdict(row, as_of)
    if verdict:
        told = f"By how its cluster behaves it could be: {verdict.kind}"
        if not isnan(verdict.confidence):
            told += f" ({verdict.confidence:.0%} of its conditions are met; no probability)"
        told = f"{told}. {verdict.reasons}".rstrip()
        yield "inference", f"{told} It doesn't say since when: it may know later blocks."
    whose = "what it was paid" if len(rows) == 1 else "what its addresses were paid"
    yield from _taint(*facts.tainted(rows, as_of), whose)


def _cluster(facts: Facts, row: int, as_of: int) -> Iterator[Part]:
    """Yield how many addresses are thought to be the same owner's, and one reason."""
    size, height = facts.size(row, as_of), facts.evidence_height(as_of)
    if size == 1:
        yield (
            "inference",
            f"No evidence up to block {height:,} links it to another address. That does not prove"
            " that its owner has no other.",
        )
        return
    other = next(one for one in facts.members(row, as_of).tolist() if one != row)
    why = facts.why(row, other, as_of)
    yield (
        "inference",
        f"By evidence up to block {height:,}, {count(size, 'address')} are thought to be one"
        " owner's: a cluster.",
    )
    yield "inference", f"One link of it: {why.sentences[0]} {_error(why.frame['error'][0])}"
    yield "text", "Select two addresses to see what links them."


def _taint(tainted: int, value: int, of_what: str) -> Iterator[Part]:
    if tainted:
        yield (
            "inference",
            f"Of {of_what}, {bitcoin(tainted)} of {bitcoin(value)} ({percent(tainted, value)}) is"
            " tainted. By another policy it would be another amount.",
        )


def _rule(rule: str) -> str:
    """Return a rule for change, how often it is wrong, and whether it isn't bound by the clock."""
    told = f"{rule}. {_error(float(PUBLISHED_ERRORS['error'].get(rule, float('nan'))))}"
    if rule in FORWARD:
        told += " It looks at how the coins were spent: it may know later blocks."
    return told


def _error(rate: float) -> str:
    if isnan(rate):
        return "How often this rule is wrong is not known."
    return f"Where it was measured, {rate:.1%} of this rule's answers are wrong."
