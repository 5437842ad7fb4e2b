"""Tags in the graph: a name on an address is somebody's word, so it is told as a statement.

UCO could say that an identity owns an account. That would make a fact of what is an attribution. A
tag is a `core:Annotation`, an assertion on an object: whose it is, since when, on which ground, and
how sure they are, from 0 to 100.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from nps_chain.evidence.bag.contents.graph.nodes import Graph, natural, records, ref, time, words
from nps_chain.evidence.bag.contents.graph.on_chain import account, event
from nps_chain.evidence.bag.contents.named import BITCOIN, of_network
from nps_chain.evidence.tags.strict import bitcoin_network

COLUMNS = ["address", "txid", "currency", "network", "label", "actor", "category", "confidence",
           "sure", "source", "creator", "date"]  # fmt: skip
"""Columns of ``Tags.frame`` that are told."""

SHORT = 80
"""Characters of a word."""


def add_tags(
    graph: Graph,
    tags: pd.DataFrame,
    network: str,
    accounts: Mapping[str, str],
    events: Mapping[str, str],
) -> list[str]:
    """Add all tags, and return their identifiers.

    Parameters
    ----------
    graph : Graph
        Where to.
    tags : pandas.DataFrame
        ``Tags.frame``.
    network : str
        Of the chain; empty where there is none.
    accounts, events : mapping of str to str
        The identifiers of addresses and transactions of the chain.
    """
    return [
        _tag(graph, row, _object(graph, row, *((accounts, events) if here else ({}, {}))))
        for row, here in zip(records(tags[COLUMNS]), of_network(tags, network), strict=True)
    ]


def _tag(graph: Graph, row: Mapping[str, Any], of: str) -> str:
    label, category = words(row["label"]), words(row["category"], SHORT)
    who = words(row["creator"])
    by = graph.add("identity:Identity", (row["creator"],), {"core:name": who}) if who else ""
    told = f"{label} ({category})" if category else label
    return graph.add(
        "core:Annotation",
        ("tag", *map(str, row.values())),
        {
            "core:name": label,
            "core:statement": f"{told} is the name given to {row['address'] or row['txid']}.",
            "core:description": "An attribution, not a fact."
            f" Source: {words(row['source'])}. Confidence: {words(row['confidence'], SHORT)}.",
            "core:tag": [
                word for word in ("attribution", category, words(row["actor"], SHORT)) if word
            ],
            "core:object": [ref(of)],
            "core:createdBy": ref(by) if by else None,
            "core:objectCreatedTime": time(row["date"]),
        },
        {"core:ConfidenceFacet": {"core:confidence": natural(row["sure"])}},
        marked=True,
    )


def _object(
    graph: Graph, row: Mapping[str, Any], accounts: Mapping[str, str], events: Mapping[str, str]
) -> str:
    """Return what a tag is on: one of what is on the chain, or what is on another."""
    address, txid = row["address"], row["txid"]
    coin = "Bitcoin" if row["currency"] == BITCOIN else words(row["currency"], SHORT)
    network = bitcoin_network(row["network"]) or words(row["network"], SHORT)
    if not address:
        return events.get(txid) or event(graph, network, txid, coin)
    return accounts.get(address) or account(graph, network, address, coin)
