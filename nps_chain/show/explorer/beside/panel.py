"""The panel beside the canvas: all that is told of what is selected.

Of two addresses it tells what links them, or that nothing does, and what neither proves.
"""

from collections.abc import Iterator

from nps_chain.show.explorer.beside.about import (
    LISTED,
    Part,
    about_address,
    about_cluster,
    about_transaction,
)
from nps_chain.show.explorer.canvas.flows import total
from nps_chain.show.explorer.canvas.words import exactly, moment
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import Scene, Thing, thing
from nps_chain.trace.texts import count

_NOTHING: tuple[Part, ...] = (
    ("heading", "Nothing is selected"),
    ("text", "Select one thing to read about it, or two addresses to see what links them."),
    ("fact", "A fact stands in the chain: who paid, how much, when. Anybody can check it."),
    ("inference", "An inference follows by a rule, and the rule can be wrong: clusters, change."),
    ("attribution", "An attribution is somebody's word: a name that was given to an address."),
)


def panel(facts: Facts, scene: Scene) -> tuple[Part, ...]:
    """Return what is told of what is selected.

    Parameters
    ----------
    facts : Facts
        What is known.
    scene : Scene
        What was asked for.

    Returns
    -------
    tuple of (str, str)
        Of each part what it is (``heading``, ``text``, ``code``, ``fact``, ``inference`` or
        ``attribution``), and its text.
    """
    chosen = [one for one in map(thing, scene.selected) if one]
    if not chosen:
        return (*_NOTHING, *(("text", note) for note in facts.notes))
    if any(_comes_later(facts, one, scene.as_of) for one in chosen):
        return (
            ("heading", "Not known yet"),
            ("text", f"What is selected comes after block {scene.as_of:,}: move the clock on."),
        )
    if len(chosen) == 1:
        return tuple(_about(facts, chosen[0], scene.as_of))
    return tuple(_between(facts, chosen[0], chosen[1], scene.as_of))


def _comes_later(facts: Facts, what: Thing, as_of: int) -> bool:
    return not facts.known(what.row if what.kind == "t" else facts.first_seen(what.row), as_of)


def _about(facts: Facts, what: Thing, as_of: int) -> Iterator[Part]:
    if what.kind == "t":
        return about_transaction(facts, what.row)
    about = about_cluster if what.kind == "c" else about_address
    return about(facts, what.row, as_of)


def _between(facts: Facts, a: Thing, b: Thing, as_of: int) -> Iterator[Part]:
    """Yield what is between two things."""
    linked = "t" not in (a.kind, b.kind)
    yield "heading", "What links these two?" if linked else "What is between these two?"
    for one in (a, b):
        yield "text", {"t": "Transaction", "a": "Address", "c": "Folded cluster of"}[one.kind]
        yield "code", facts.name(one.name)
    if a.kind == b.kind == "t":
        yield from _coins_between(facts, *sorted((a.row, b.row)))
    elif a.kind == "t":
        yield from _part_taken(facts, a, b, as_of)
    elif b.kind == "t":
        yield from _part_taken(facts, b, a, as_of)
    else:
        yield from _link(facts, a, b, as_of)
        yield from _payments_between(facts, a, b, as_of)
        yield from _payments_between(facts, b, a, as_of)


def _rows(facts: Facts, what: Thing, as_of: int) -> list[int]:
    return facts.members(what.row, as_of).tolist() if what.kind == "c" else [what.row]


def _link(facts: Facts, a: Thing, b: Thing, as_of: int) -> Iterator[Part]:
    """Yield the evidence that links two addresses, or that there is none."""
    if a.row == b.row:
        yield "text", "The address is one of this cluster."
        return
    height = facts.evidence_height(as_of)
    if facts.cluster(a.row, as_of) != facts.cluster(b.row, as_of):
        yield (
            "inference",
            f"No evidence up to block {height:,} links them: they are in two clusters. That does"
            " not prove that they belong to two people.",
        )
        return
    why = facts.why(a.row, b.row, as_of)
    yield (
        "inference",
        f"By evidence up to block {height:,} they are thought to be one owner's:"
        f" {count(len(why), 'transaction')} {'links' if len(why) == 1 else 'link'} them.",
    )
    told, rules = why.sentences[: len(why)], why.sentences[len(why) :]
    for number, sentence in enumerate(told[:LISTED], 1):
        yield "inference", f"{number}. {sentence}"
    if len(told) > LISTED:
        yield "text", f"And {count(len(told) - LISTED, 'more transaction')}."
    for sentence in rules:
        yield "inference", sentence
    yield (
        "text",
        "This fails where several people sign one transaction (CoinJoin, PayJoin), and where a"
        " payment is taken for change. Look at each of these transactions before you rely on it.",
    )


def _payments_between(facts: Facts, payer: Thing, payee: Thing, as_of: int) -> Iterator[Part]:
    """Yield the transactions in which one spends and the other is paid."""
    spent = facts.sums(_rows(facts, payer, as_of), as_of, spends=True)
    paid = facts.sums(_rows(facts, payee, as_of), as_of, spends=False)
    value = dict(zip(paid.tx.tolist(), paid.value.tolist(), strict=True))
    both = [tx for tx in spent.tx.tolist() if tx in value]
    who = facts.name(payer.name), facts.name(payee.name)
    if not both:
        yield (
            "fact",
            f"Up to block {as_of:,}, no transaction spends from {who[0]} and pays {who[1]}.",
        )
    for tx in both[:LISTED]:
        yield (
            "fact",
            f"Block {facts.height(tx):,}, {moment(facts.time(tx))}: transaction"
            f" {facts.name(f't{tx}')} spends from {who[0]} and pays {exactly(value[tx])} to"
            f" {who[1]}.",
        )
    if len(both) > LISTED:
        rest = exactly(total([value[tx] for tx in both[LISTED:]]))
        yield "fact", f"And {count(len(both) - LISTED, 'more transaction')}, which pay {rest}."


def _part_taken(facts: Facts, tx: Thing, holder: Thing, as_of: int) -> Iterator[Part]:
    """Yield what part an address or a cluster takes in a transaction."""
    rows = set(_rows(facts, holder, as_of))
    mine = [payment for payment in facts.of_transaction(tx.row) if payment.address in rows]
    if not mine:
        yield "fact", "The transaction spends nothing from there, and pays nothing there."
    for spends, verb in (True, "spends"), (False, "pays"):
        side = [payment for payment in mine if payment.spends == spends]
        if side:
            coins = count(sum(payment.coins for payment in side), "coin")
            value = exactly(total([payment.value for payment in side]))
            where = "from there" if spends else "there"
            yield "fact", f"The transaction {verb} {coins}, {value}, {where}."


def _coins_between(facts: Facts, earlier: int, later: int) -> Iterator[Part]:
    """Yield what one transaction spends of what another made."""
    outputs = facts.chain.columns.outputs
    first, end = facts.chain.first_output[earlier : earlier + 2]
    mine = outputs.spent_by[first:end] == later
    if not mine.any():
        yield "fact", "The later of the two spends no coin that the earlier made."
        return
    value = exactly(int(outputs.value[first:end][mine].sum()))
    coins = count(int(mine.sum()), "coin")
    yield (
        "fact",
        f"Transaction {facts.name(f't{later}')} spends {coins}, {value}, that the other one made.",
    )
