"""What is drawn as frames: exact, with names in full, for who goes on with it in Python."""

import pandas as pd

from nps_chain.show.explorer.canvas.drawn import Drawn
from nps_chain.show.explorer.known.facts import Facts

NODES = ["name", "kind", "text", "time", "before", "after", "tags"]
PAYMENTS = ["tx", "txid", "height", "time", "source", "target", "value", "coins", "change"]


def nodes(facts: Facts, drawn: Drawn) -> pd.DataFrame:
    """Return one row a node, in the order in which they came.

    Returns
    -------
    pandas.DataFrame
        ``name``, as steps have it; ``kind``, transaction, address or cluster; ``text``, its txid or
        address; ``time`` (UTC) of the first payment that is drawn; how many neighbours ``before``
        and ``after`` it are not; ``tags``, with semicolons between.
    """
    rows = [
        (
            node.name,
            node.shape,
            facts.name(node.name),
            pd.Timestamp(node.time, unit="s", tz="UTC"),
            node.before,
            node.after,
            "; ".join(node.tags),
        )
        for node in drawn.nodes
        if node.shape != "more"
    ]
    return pd.DataFrame(rows, columns=NODES)


def payments(facts: Facts, drawn: Drawn) -> pd.DataFrame:
    """Return one row a payment, in the order of the chain.

    Returns
    -------
    pandas.DataFrame
        ``tx`` (row), ``txid``, ``height`` and ``time`` (UTC) of the transaction; ``source`` and
        ``target``, of which one is the transaction and the other an address, or that by which a
        folded cluster is named; ``value`` (satoshi, -1 unknown); ``coins``, how many;
        ``change``, how much of it is thought to be change (satoshi).
    """
    rows = [
        (
            tx.order,
            facts.name(tx.name),
            facts.height(tx.order),
            pd.Timestamp(tx.time, unit="s", tz="UTC"),
            facts.name(line.source),
            facts.name(line.target),
            line.value,
            line.coins,
            line.of_it_change,
        )
        for line, tx in drawn.payments()
    ]
    return pd.DataFrame(rows, columns=PAYMENTS)
