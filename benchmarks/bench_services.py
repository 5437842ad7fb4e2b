"""Features of clusters, against the same by groupby in pandas.

``python -m benchmarks.bench_services [--transactions N]``. Both take the same columns and the same
clusters, and give the same table. "stream" is the least that a pass over inputs and outputs can
cost: what is whose is looked up, and amounts are summed. CoinJoins are left to their own benchmark.
"""

import argparse

import numpy as np
import pandas as pd

from benchmarks.memory import peak
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.tables import Chain
from nps_chain.trace.cluster import cluster
from nps_chain.trace.services import features, services


def main(transactions: int) -> None:
    """Print each time, its ratio to stream and to ours, and the memory of ours."""
    chain = random_chain(transactions)
    clusters = cluster(chain, coinjoins=())
    labels = clusters.labels
    c = chain.columns

    def stream() -> int:
        return sum(
            int(np.sum(np.take(labels, table.address, mode="clip"))) + int(np.sum(table.value))
            for table in (c.inputs, c.outputs)
        )

    runs = {
        "stream": least(stream, 7),
        "features": least(lambda: features(chain, clusters, coinjoins=()), 3),
        "services": least(lambda: services(chain, clusters, coinjoins=()), 3),
        "pandas": least(lambda: with_pandas(chain, labels), 1),
    }
    ours, theirs = runs["features"][1], runs["pandas"][1]
    differ = [
        name
        for name in ours
        if not (ours[name].to_numpy().astype(str) == theirs[name].to_numpy().astype(str)).all()
    ]
    assert not differ, differ
    assert sorted(ours) == sorted(theirs)
    print(f"{len(c.txs.txid):,} transactions, {len(ours):,} clusters, {ours.shape[1]} features,"
          f" {len(runs['services'][1]):,} verdicts")  # fmt: skip
    for name, (seconds, _) in runs.items():
        print(f"{name:<9}{seconds * 1e3:10.1f} ms {seconds / runs['stream'][0]:8.1f} x stream"
              f" {seconds / runs['features'][0]:8.2f} x features")  # fmt: skip
    del runs, ours, theirs
    used = sum(column.nbytes for column in columns_used(chain)) + labels.nbytes
    for name, work in {"features": features, "services": services}.items():
        grown = peak(lambda work=work: work(chain, clusters, coinjoins=()))
        print(f"{name:<9}{grown / 1e6:10.1f} MB {grown / used:8.2f} x the columns used")


def columns_used(chain: Chain) -> list[np.ndarray]:
    """Return the columns that features are made from."""
    c = chain.columns
    return [
        c.blocks.height, c.blocks.time, c.txs.height, c.txs.coinbase,
        chain.first_input, chain.first_output,
        c.inputs.tx, c.inputs.spends, c.inputs.value, c.inputs.address,
        c.outputs.tx, c.outputs.value, c.outputs.address, c.outputs.spent_by,
        c.addresses.script_type, c.addresses.first_seen,
    ]  # fmt: skip


def with_pandas(chain: Chain, labels: np.ndarray) -> pd.DataFrame:
    """Return the features by merges and groupbys, as one would write them in a notebook."""
    c = chain.columns
    owner = np.append(labels, -1)
    times = c.blocks.time[np.searchsorted(c.blocks.height, c.txs.height)]
    inputs = pd.DataFrame({"tx": c.inputs.tx, "who": owner[c.inputs.address],
                           "value": c.inputs.value})  # fmt: skip
    outputs = pd.DataFrame({
        "tx": c.outputs.tx, "to": owner[c.outputs.address], "value": c.outputs.value,
        "by": c.outputs.spent_by, "address": c.outputs.address,
    })  # fmt: skip
    addresses = pd.DataFrame({"who": labels, "type": c.addresses.script_type})
    index = pd.Index(np.unique(labels), name="cluster")
    found: dict[str, pd.Series] = {}

    by_tx = inputs.groupby("tx")["who"]
    size, first, last = by_tx.size(), by_tx.min(), by_tx.max()
    payer = first.where(first == last, -1).to_numpy()
    unknown = inputs[~c.txs.coinbase[inputs["tx"]] & (inputs["who"] < 0)].groupby("tx").size()
    unknown = unknown.reindex(range(len(payer)), fill_value=0).to_numpy()

    acts = inputs.loc[inputs["who"] >= 0, ["who", "tx"]].drop_duplicates()
    acts["shared"] = payer[acts["tx"]] != acts["who"]
    acts["unknown"] = unknown[acts["tx"]]
    own = acts.set_index(["who", "tx"]).index
    outputs["change"] = pd.MultiIndex.from_arrays([outputs["to"], outputs["tx"]]).isin(own)
    outputs["payer"] = payer[outputs["tx"]]
    paid = outputs[outputs["to"] >= 0]
    deposits = paid[~paid["change"]]
    gifts = deposits[["to", "tx"]].drop_duplicates().rename(columns={"to": "who"})
    gifts["unknown"] = unknown[gifts["tx"]]
    gifts["coinbase"] = c.txs.coinbase[gifts["tx"]]
    both = pd.concat([acts, gifts])
    both["height"] = c.txs.height[both["tx"]]
    both["day"] = times[both["tx"]] // 86_400
    acts["hour"] = times[acts["tx"]] // 3_600 % 24
    payouts = outputs[
        (outputs["payer"] >= 0) & (outputs["to"] >= 0) & (outputs["payer"] != outputs["to"])
    ]

    found["txs_in"] = gifts.groupby("who").size()
    found["txs_out"] = acts.groupby("who").size()
    found["shared_txs"] = acts.groupby("who")["shared"].sum()
    found["coinbases"] = gifts.groupby("who")["coinbase"].sum()
    found["deposits"] = deposits.groupby("to").size()
    found["change_outputs"] = paid[paid["change"]].groupby("to").size()
    found["unknown_inputs"] = both.groupby("who")["unknown"].sum()
    found["unknown_values"] = inputs[inputs["value"] < 0].groupby("who").size()
    found["first_height"] = both.groupby("who")["height"].min()
    found["last_height"] = both.groupby("who")["height"].max()
    found["active_days"] = both.groupby("who")["day"].nunique()
    found["received"] = deposits.groupby("to")["value"].sum()
    found["minted"] = deposits[c.txs.coinbase[deposits["tx"]]].groupby("to")["value"].sum()
    found["balance"] = paid[paid["by"] < 0].groupby("to")["value"].sum()
    found["median_deposit"] = lower_median(deposits, "to", "value")

    pairs = payouts[["payer", "to", "tx"]].drop_duplicates().groupby(["payer", "to"]).size()
    pairs = pairs.rename("times").reset_index()
    found["payers"] = pairs.groupby("to").size()
    found["payees"] = pairs.groupby("payer").size()
    found["repeated_payees"] = pairs[pairs["times"] > 1].groupby("payer").size()

    payments = payouts.groupby(["payer", "tx"]).size().rename("others").reset_index()
    found["payouts"] = payouts.groupby("payer").size()
    found["paying_txs"] = payments.groupby("payer").size()
    found["batches"] = payments[payments["others"] >= 4].groupby("payer").size()
    found["batch_median"] = lower_median(payments, "payer", "others")
    found["batch_max"] = payments.groupby("payer")["others"].max()
    alone = (paid.groupby("tx").size() == 1).reindex(range(len(payer)), fill_value=False)
    sweeps = np.flatnonzero((payer >= 0) & (size.to_numpy() >= 3) & alone.to_numpy())
    found["sweeps"] = pd.Series(payer[sweeps]).value_counts()
    even = (payouts["value"] > 0) & (payouts["value"] % 10_000 == 0)
    found["round_payouts"] = payouts[even].groupby("payer").size()
    fresh = c.addresses.first_seen[payouts["address"]] == payouts["tx"]
    found["fresh_payouts"] = payouts[fresh].groupby("payer").size()
    equal = payouts.duplicated(["payer", "value"], keep=False)
    found["equal_payouts"] = payouts[equal].groupby("payer").size()
    found["sent"] = payouts.groupby("payer")["value"].sum()
    found["median_payout"] = lower_median(payouts, "payer", "value")

    coins = np.bincount(c.outputs.address[c.outputs.address >= 0], minlength=len(labels))
    strange = (c.inputs.spends == -2) & (c.inputs.address >= 0)
    addresses["coins"] = coins + np.bincount(c.inputs.address[strange], minlength=len(labels))
    by_owner = addresses.groupby("who")
    found["addresses"] = by_owner.size()
    found["coins"] = by_owner["coins"].sum()
    found["reused_addresses"] = addresses[addresses["coins"] > 1].groupby("who").size()
    spent = deposits[deposits["by"] >= 0]
    spent = spent.assign(delay=c.txs.height[spent["by"]] - c.txs.height[spent["tx"]])
    found["delay"] = lower_median(spent, "to", "delay")
    swept = (
        (addresses["coins"].to_numpy()[spent["address"]] == 1)
        & (size.to_numpy()[spent["by"]] > 1)
        & (payer[spent["by"]] == spent["to"])
    )
    found["swept_addresses"] = spent[swept].groupby("to").size()
    found["script_types"] = by_owner["type"].nunique()
    kinds = addresses.groupby(["who", "type"]).size().rename("many").reset_index()
    kinds = kinds.sort_values(["who", "many", "type"], ascending=[True, False, True])
    most = kinds.drop_duplicates("who").set_index("who")["type"]

    found["active_hours"] = acts.groupby("who")["hour"].nunique()
    by_hour = acts.groupby(["who", "hour"]).size().unstack(fill_value=0)
    by_hour = by_hour.reindex(columns=range(24), fill_value=0)
    nights = np.stack([by_hour.to_numpy()[:, np.arange(h, h + 6) % 24].sum(axis=1)
                       for h in range(24)], axis=1)  # fmt: skip
    found["quiet_hour"] = pd.Series(nights.argmin(axis=1), by_hour.index)
    found["quiet_txs"] = pd.Series(nights.min(axis=1), by_hour.index)
    payments["day"] = times[payments["tx"]] // 86_400
    days = payments[["payer", "day"]].drop_duplicates().sort_values(["payer", "day"])
    found["paydays"] = days.groupby("payer").size()
    days["gap"] = days.groupby("payer")["day"].diff()
    gaps = days.dropna().astype({"gap": np.int64})
    found["payday_gap"] = lower_median(gaps, "payer", "gap")
    near = (gaps["gap"] - gaps["payer"].map(found["payday_gap"])).abs() <= 1
    found["regular_gaps"] = gaps[near].groupby("payer").size()

    absent = {"delay", "median_deposit", "median_payout", "quiet_hour", "payday_gap",
              "first_height", "last_height"}  # fmt: skip
    table = pd.DataFrame(
        {
            name: series.reindex(index, fill_value=-1 if name in absent else 0).astype(np.int64)
            for name, series in found.items()
        }
    )
    table["script_type"] = pd.Categorical.from_codes(
        most.reindex(index), dtype=pd.CategoricalDtype(list(SCRIPT_TYPES))
    )
    return table


def lower_median(frame: pd.DataFrame, by: str, what: str) -> pd.Series:
    """Return the lower median of a column in each group."""
    ordered = frame.sort_values([by, what], kind="stable")
    place = ordered.groupby(by).cumcount()
    many = ordered.groupby(by)[what].transform("size")
    return ordered[place == (many - 1) // 2].set_index(by)[what]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    main(parser.parse_args().transactions)
