"""The one change output of each transaction on the chain of a real node, as its wallets tell."""

import functools

import pandas as pd

from tests.node_chain import node_chain, truth


@functools.cache
def true_change() -> pd.Series:
    """Of each transaction the row of its change, or -1 where there is none, or more than one."""
    chain = node_chain()
    rows = {txid: row for row, txid in enumerate(chain.txs["txid"])}
    change = {row: [] for row in rows.values()}
    for output in truth("outputs"):
        if output["role"] == "change" and output["address"]:
            tx = rows[output["txid"]]
            change[tx].append(int(chain.first_output[tx]) + int(output["n"]))
    return pd.Series([own[0] if len(own) == 1 else -1 for _, own in sorted(change.items())])
