"""Tags in the graph: a name on an address is somebody's word, so it is told as a statement.

UCO could say that an identity owns an account. That would make a fact of what is an attribution. A
tag is a `core:Annotation`, an assertion on an object: whose it is, since when, on which ground, and
how sure they are, from 0 to 100.
"""

from collections.abc import Mapping

import pandas as pd

from nps_chain.evidence.bag.contents.graph.nodes import Graph, natural, records, ref, time, words
from nps_chain.evidence.bag.contents.graph.on_chain import account

BITCOIN = "BTC"
"""What a tag on an address of this chain gives as its currency."""

COLUMNS = [
    "address",
    "currency",
    "label",
    "actor",
    "category",
    "confidence",
    "sure",
    "source",
    "creator",
    "date",
]
"""Columns of tags that are told."""


def add_tags(graph: Graph, tags: pd.DataFrame, accounts: Mapping[str, str]) -> list[str]:
    """Add all tags, and return their identifiers.

    Parameters
    ----------
    graph : Graph
        Where to.
    tags : pandas.DataFrame
        ``Tags.frame``.
    accounts : mapping of str to str
        The identifiers of addresses.
    """
    added = []
    for row in records(tags[COLUMNS]):
        address, currency = row["address"], row["currency"]
        of = accounts.get(address) if currency == BITCOIN else None
        label, category = words(row["label"]), words(row["category"], 80)
        by = graph.add("identity:Identity", (row["creator"],), {"core:name": words(row["creator"])})
        added.append(
            graph.add(
                "core:Annotation",
                ("tag", *map(str, row.values())),
                {
                    "core:name": label,
                    "core:statement": f"{label}{f' ({category})' if category else ''} is the name"
                    f" given to {address}.",
                    "core:description": words(
                        f"An attribution, not a fact. Source: {row['source']}."
                        f" Confidence: {row['confidence']}."
                    ),
                    "core:tag": [
                        one for one in ("attribution", category, words(row["actor"], 80)) if one
                    ],
                    "core:object": [ref(of or account(graph, "", address, words(currency, 20)))],
                    "core:createdBy": ref(by) if row["creator"] else None,
                    "core:objectCreatedTime": time(str(row["date"])),
                },
                {"core:ConfidenceFacet": {"core:confidence": natural(row["sure"])}},
                marked=True,
            )
        )
    return added
