"""The merges that evidence asked for and that were refused, as a frame."""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from nps_chain.trace.cluster.constraints import Constraints
from nps_chain.trace.cluster.evidence import CO_SPENDING
from nps_chain.trace.cluster.links import Links
from nps_chain.trace.cluster.union import APART, NONE
from nps_chain.trace.texts import address_texts, txid_texts

_PAYEE = "a payer and somebody whom it paid would be one"


def refused(
    links: Links,
    labels: np.ndarray,
    constraints: Constraints,
    change: np.ndarray,
    against_payees: tuple[np.ndarray, np.ndarray],
) -> pd.DataFrame:
    """Return the frame of :attr:`Clustering.refused`.

    A refusal stands: labels stay with their clusters, and these only grow. So its reason can be
    read off the clusters as they are in the end.
    """
    c = links.chain.columns
    spent, got = np.flatnonzero(links.inputs < NONE), np.flatnonzero(links.change < NONE)
    tx = np.concatenate([c.inputs.tx[spent].astype(np.int64), got])
    address = np.concatenate([c.inputs.address[spent], change[got]])
    verdict = np.concatenate([links.inputs[spent], links.change[got]])
    rule = np.repeat(np.array([CO_SPENDING, links.rule], object), [len(spent), len(got)])
    order = np.argsort(tx, kind="stable")
    tx, address, verdict, rule = tx[order], address[order], verdict[order], rule[order]

    # The cluster that the address was kept out of is that of the first input.
    linked = np.flatnonzero(links.inputs >= 0)
    first = linked[np.searchsorted(c.inputs.tx[linked], tx)]
    names = constraints.of_clusters(links.chain, labels)
    pairs = zip(
        labels[links.inputs[first]].tolist(), labels[address].tolist(), verdict.tolist(),
        strict=True,
    )  # fmt: skip
    reasons = [_reason(names, *pair, constraints.limit) for pair in pairs]
    paid, to = against_payees
    tx, address = np.concatenate([tx, paid]), np.concatenate([address, to])
    rule = np.concatenate([rule, np.full(len(paid), links.rule, object)])
    reasons += [_PAYEE] * len(paid)
    order = np.argsort(tx, kind="stable")
    tx, address, rule = tx[order], address[order], rule[order]
    return pd.DataFrame(
        {
            "tx": tx,
            "txid": txid_texts(links.chain, tx),
            "rule": pd.array(rule, dtype="str"),
            "address": address_texts(links.chain, address),
            "reason": pd.array(np.array(reasons, object)[order], dtype="str"),
        }
    )


def _reason(names: dict[int, Hashable], one: int, other: int, verdict: int, limit: int) -> str:
    if verdict == APART:
        return f"two labels: {names[one]} and {names[other]}"
    return f"both clusters are above the limit of {limit:,}"
