"""Addresses, transactions and clusters in the graph: facts of the chain, and an inference from it.

A transaction is told with those of its addresses that the case names; all its coins are in
coins.csv. A cluster is a `core:Grouping`, whose description says that it is an inference.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from nps_chain.evidence.bag.contents.facts import Facts
from nps_chain.evidence.bag.contents.graph.nodes import Graph, records, refs, time, whole
from nps_chain.evidence.bag.contents.graph.terms import AMOUNT, TRANSACTION
from nps_chain.trace.texts import count


def account(graph: Graph, network: str, address: str, coin: str = "Bitcoin") -> str:
    """Add an address, and return its identifier."""
    return graph.add(
        "observable:Account",
        (coin, network, address),
        {"core:name": address, "core:tag": [f"{coin} address", *([network] if network else [])]},
        {"observable:AccountFacet": {"observable:accountIdentifier": address}},
    )


def event(
    graph: Graph,
    network: str,
    txid: str,
    coin: str = "Bitcoin",
    properties: Mapping[str, Any] | None = None,
    facets: Mapping[str, Mapping[str, Any]] | None = None,
) -> str:
    """Add a transaction, and return its identifier."""
    told = {"core:name": txid, "core:eventType": f"{coin} transaction", **(properties or {})}
    return graph.add("core:Event", (coin, network, txid), told, facets)


def add_chain(graph: Graph, network: str, facts: Facts) -> tuple[dict[str, str], dict[str, str]]:
    """Add all addresses and transactions; return their identifiers, by address and by txid."""
    accounts = {text: account(graph, network, text) for text in facts.addresses["address"]}
    events = {row["txid"]: _event(graph, network, row) for row in records(facts.transactions)}
    named = facts.coins[facts.coins["named"].astype(bool)]
    ends_of = named.groupby(["txid", "side", "address"], sort=False)["value"]
    for row in records(ends_of.agg(["sum", "min"]).reset_index()):
        ends = accounts[row["address"]], events[row["txid"]]
        spent = row["side"] == "input"
        source, target = ends if spent else ends[::-1]
        graph.link(
            source,
            "Spent_In" if spent else "Paid_To",
            target,
            observable=False,  # an event is no observable
            # A sum of which a part is unknown is none.
            facets={AMOUNT: {"nps:satoshi": whole(row["sum"])}} if row["min"] >= 0 else None,
        )
    return accounts, events


def add_clusters(graph: Graph, clusters: pd.DataFrame, accounts: Mapping[str, str]) -> list[str]:
    """Add the clusters with more than one address, and return their identifiers."""
    added = []
    for name, rows in clusters.groupby("cluster"):
        size = int(rows["addresses"].iloc[0])
        members = [accounts[text] for text in rows.loc[rows["named"], "address"]]
        if size > 1 and members:
            added.append(
                graph.add(
                    "core:Grouping",
                    ("cluster", str(name), *members),
                    {
                        "core:name": f"Cluster of {name}",
                        "core:context": "cluster",
                        "core:description": "An inference, not a fact: by rules that can err, these"
                        f" addresses are held together, in a cluster of {count(size, 'address')}.",
                        "core:object": refs(members),
                        "core:tag": "inference",
                    },
                    marked=True,
                )
            )
    return added


def _event(graph: Graph, network: str, row: Mapping[str, Any]) -> str:
    told = f"{count(row['inputs'], 'input')}, {count(row['outputs'], 'output')}"
    return event(
        graph,
        network,
        row["txid"],
        properties={
            "core:description": f"A transaction with {told}, in block {row['height']:,}; its time"
            " is that of the block.",
            "core:startTime": time(row["time"]),
        },
        facets={
            TRANSACTION: {
                "nps:network": network,
                "nps:txid": row["txid"],
                "nps:blockHeight": whole(row["height"]),
                "nps:fee": whole(row["fee"]) if row["fee"] >= 0 else None,
                "nps:inputs": whole(row["inputs"]),
                "nps:outputs": whole(row["outputs"]),
            }
        },
    )
