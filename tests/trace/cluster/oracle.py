"""Clusters worked out slowly and plainly: sets of addresses, merged one evidence at a time.

Also chains out of chance for it to judge, in which clusters are long and thin, hang together by
single transactions, and share little.
"""

import random
from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from tests.handmade import chain_of

KEYLESS = ("p2a", "nonstandard", "witness_unknown")


class Answer(NamedTuple):
    clusters: set[frozenset[int]]  # of rows
    accepted: list[tuple[int, str, int, int]]  # tx, rule, first address, the other
    refused: list[tuple[int, str, int, str]]  # tx, rule, address, "apart" or "limit"


def expected(chain, change=None, left_out=(), labels=None, limit=None, rule="change") -> Answer:
    """The clusters, where `labels` gives names of addresses (rows) that must stay apart."""
    labels = labels or {}
    cluster_of = {row: {row} for row in range(len(chain.addresses))}
    accepted, refused = [], []
    kinds = list(chain.addresses["script_type"])
    inputs = chain.inputs.groupby("tx")["address"].apply(list)
    paid = list(chain.outputs["address"])
    for tx, spent in inputs.items():
        if tx in left_out:
            continue
        evidence = [("co_spending", address) for address in spent]
        if change is not None and change[tx] >= 0:
            evidence.append((rule, paid[change[tx]]))
        first = None
        for why, address in evidence:
            if address < 0 or kinds[address] in KEYLESS:
                continue
            if first is None:
                if why != "co_spending":
                    break
                first = address
                continue
            one, other = cluster_of[first], cluster_of[address]
            if one is not other:
                names = {labels[row] for row in one | other if row in labels}
                if len(names) > 1:
                    refused.append((tx, why, address, "apart"))
                    continue
                if limit is not None and len(one) > limit and len(other) > limit:
                    refused.append((tx, why, address, "limit"))
                    continue
                one |= other
                for row in other:
                    cluster_of[row] = one
            accepted.append((tx, why, first, address))
    return Answer({frozenset(found) for found in cluster_of.values()}, accepted, refused)


def graph_of(answer: Answer) -> nx.Graph:
    """Transactions ("tx", row) beside the addresses (rows) that they link."""
    graph = nx.Graph()
    graph.add_nodes_from(row for found in answer.clusters for row in found)
    for tx, _, one, other in answer.accepted:
        graph.add_edge(one, ("tx", tx))
        graph.add_edge(other, ("tx", tx))
    return graph


def as_sets(labels) -> set[frozenset[int]]:
    rows = pd.Series(range(len(labels))).groupby(np.asarray(labels)).apply(frozenset)
    return set(rows) if len(rows) else set()


def some_change(chain, dice: random.Random) -> pd.Series:
    """For about half of the transactions, one of their outputs."""
    rows = chain.outputs.groupby("tx").groups
    return pd.Series(
        [int(dice.choice(list(rows[tx]))) if dice.random() < 0.5 and tx in rows else -1
         for tx in range(len(chain.txs))], dtype="int64")  # fmt: skip


def thin_chain(dice: random.Random, txs: int = 60, people: int = 60):
    """A chain in which few addresses are spent together, and the same ones seldom again."""
    lines = ["t0: new -> p0 1"]
    for t in range(1, txs):
        many = dice.choice([1, 1, 2, 2, 2, 3, 4])
        spent = " ".join(f"?p{dice.randrange(people)}=5" for _ in range(many))
        lines.append(f"{'+ ' * (dice.random() < 0.3)}t{t}: {spent} -> p{dice.randrange(people)} 1")
    return chain_of(*lines)
