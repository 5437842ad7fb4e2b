"""The payments that are drawn as a table, exact and in chain order, to be read or copied."""

from functools import cache

from nps_chain.chain.views import bitcoin
from nps_chain.show.explorer.canvas.drawn import Drawn, Line
from nps_chain.show.explorer.canvas.words import moment
from nps_chain.show.explorer.known.facts import Facts

HEAD = ("Block", "Time (UTC)", "From", "To", "BTC", "Transaction", "Thought to be change")

Row = tuple[str, ...]


def table(facts: Facts, drawn: Drawn) -> tuple[Row, tuple[Row, ...]]:
    """Return the head of the table, and a row for each line that is drawn, in chain order.

    What a transaction spends comes from an address (or a folded cluster) to the transaction; what
    it pays goes from the transaction to an address. Lines to what is not shown are left out.

    Parameters
    ----------
    facts : Facts
        What is known.
    drawn : Drawn
        What is drawn.

    Returns
    -------
    head, rows : tuple
        Of texts; amounts have all eight decimals, names are whole.
    """
    shapes = {node.name: node.shape for node in drawn.nodes}
    name_of = cache(facts.name)

    def text(name: str) -> str:
        if shapes[name] == "transaction":
            return "the transaction"
        return f"cluster of {name_of(name)}" if shapes[name] == "cluster" else name_of(name)

    rows = (
        (
            f"{facts.height(tx.order):,}",
            moment(tx.time).removesuffix(" UTC"),
            text(line.source),
            text(line.target),
            bitcoin(line.value).removesuffix(" BTC"),
            name_of(tx.name),
            _change(line),
        )
        for line, tx in drawn.payments()
    )
    return HEAD, tuple(rows)


def _change(line: Line) -> str:
    if line.change:
        return "yes"
    return f"in part: {bitcoin(line.of_it_change)}" if line.of_it_change else ""
