"""CoinJoin detection, against the same rules in pandas and numpy.

``python -m benchmarks.bench_coinjoin [--transactions N]``. A random chain has no CoinJoins, so some
are planted: transactions with three inputs and five outputs or more are given values of the shape
of a CoinJoin, as far as their counts allow; that makes about as many as real chains have. Nothing
else of the chain is changed, so its amounts no longer add up; no rule looks at that. "stream" is
the least that a pass over the columns can cost: inputs' addresses and outputs' values are looked up
and summed.

The rival is what one would write without a compiler: groups by sorting whole columns, and sums by
group. Both say the same of every transaction.
"""

import argparse
from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.memory import peak
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.chain.address.script import P2TR, P2WPKH
from nps_chain.chain.tables import Chain
from nps_chain.trace.coinjoin.detect import KINDS, coinjoins
from nps_chain.trace.coinjoin.facts import DENOMINATIONS, ODD, Facts, facts


def planted(chain: Chain, seed: int = 0) -> Chain:
    """Return the chain with CoinJoins among its transactions."""
    dice = np.random.Generator(np.random.PCG64(seed))
    c = chain.columns
    inputs, outputs = np.diff(chain.first_input), np.diff(chain.first_output)
    chosen = np.flatnonzero((inputs >= 3) & (outputs >= 5))
    in_value, out_value = c.inputs.value.copy(), c.outputs.value.copy()
    out_address, kinds = c.outputs.address.copy(), c.addresses.script_type.copy()
    unused = np.setdiff1d(np.arange(len(kinds)), c.inputs.address)
    kinds[:] = P2WPKH
    for t, plan in zip(chosen.tolist(), dice.integers(0, 4, len(chosen)).tolist(), strict=True):
        spent = slice(chain.first_input[t], chain.first_input[t + 1])
        paid = slice(chain.first_output[t], chain.first_output[t + 1])
        many = paid.stop - paid.start
        out_address[paid] = dice.choice(unused, many)
        half = slice(paid.start, paid.start + (many + 1) // 2)
        if plan == 0:  # a mix of Whirlpool, where the counts agree
            in_value[spent], out_value[paid] = 5_000_000, 5_000_000
            in_value[spent.start] += 4_000
        elif plan == 1:  # a round of Wasabi 2
            out_value[paid] = dice.choice(DENOMINATIONS[:12], many)
        else:  # equal outputs, now and then near Wasabi's base
            out_value[half] = 10_012_345 if plan == 2 else 50_000
            out_value[half.stop : paid.stop] = 30_000 + np.arange(paid.stop - half.stop)
            in_value[spent] = out_value[half.start] + 30_500 + np.arange(spent.stop - spent.start)
    columns = replace(
        c,
        inputs=replace(c.inputs, value=in_value),
        outputs=replace(c.outputs, value=out_value, address=out_address),
        addresses=replace(c.addresses, script_type=kinds),
    )
    return Chain(chain.network, columns, proven=True)


def facts_by_pandas(chain: Chain) -> Facts:
    """Return the facts by sorting and grouping."""
    c = chain.columns
    ins, outs = np.diff(chain.first_input), np.diff(chain.first_output)
    few = (ins >= 3) & (outs >= 2) & ~c.txs.coinbase
    kept = few[c.outputs.tx] & (c.outputs.address >= 0)
    paid = pd.DataFrame(
        {
            "tx": c.outputs.tx[kept],
            "value": c.outputs.value[kept],
            "address": c.outputs.address[kept],
        }
    )
    paid["kind"] = c.addresses.script_type[paid["address"]]
    levels = paid.groupby(["tx", "value"]).size().rename("times").reset_index()
    # The most frequent value comes first, the lowest of those before the others.
    order = levels.sort_values(["tx", "times", "value"], ascending=[True, False, True])
    modal = order.drop_duplicates("tx").set_index("tx")
    modal = modal[modal["times"] >= 2]
    levels = levels[levels["tx"].isin(modal.index)]
    paid = paid[paid["tx"].isin(modal.index)]
    by = levels.groupby("tx")
    f = pd.DataFrame({"modal": modal["value"], "equal": modal["times"]})
    f["outputs"] = by["times"].sum()
    f["values"] = by.size()
    f["least"] = by["value"].min()
    f["single"] = levels[levels["times"] == 1].groupby("tx").size()
    own = levels[levels["value"].isin(DENOMINATIONS)]
    f["standard"] = own.groupby("tx")["times"].sum()
    own = own[own["times"] > 1]
    f["levels"] = own.groupby("tx").size()
    f["odd_levels"] = own[own["value"].isin(DENOMINATIONS[ODD])].groupby("tx").size()
    f["inputs"], f["data"] = ins[f.index], outs[f.index] - f["outputs"]

    wanted = np.zeros(len(ins), bool)
    wanted[f.index] = True
    kept = wanted[c.inputs.tx]
    spent = pd.DataFrame(
        {
            "tx": c.inputs.tx[kept],
            "value": c.inputs.value[kept],
            "address": c.inputs.address[kept],
        }
    )
    spent["modal"] = f["modal"].reindex(spent["tx"]).to_numpy()
    told = spent[spent["address"] >= 0].copy()
    told["kind"] = c.addresses.script_type[told["address"]]
    each = told.groupby(["tx", "address"]).size()
    f["addresses"] = each.groupby("tx").size()
    f["crowd"] = each.groupby("tx").max()
    f["addresses_unknown"] = f["inputs"] - told.groupby("tx").size()
    f["lock_kinds"] = told.groupby("tx")["kind"].nunique()
    f["other_inputs"] = told[told["kind"] != P2WPKH].groupby("tx").size()
    f["other_outputs"] = paid[paid["kind"] != P2WPKH].groupby("tx").size()
    both = pd.concat([told[["tx", "kind"]], paid[["tx", "kind"]]])
    f["not_segwit"] = both[~both["kind"].isin([P2WPKH, P2TR])].groupby("tx").size()
    owned = set(zip(told["tx"], told["kind"], strict=True))
    owned = pd.MultiIndex.from_tuples(sorted(owned), names=["tx", "kind"])
    beside = pd.MultiIndex.from_frame(paid[["tx", "kind"]]).isin(owned)
    f["strange"] = paid[~beside].groupby("tx").size()
    same = paid[paid["value"].to_numpy() == f["modal"].reindex(paid["tx"]).to_numpy()]
    same = same.drop_duplicates(["tx", "address"])
    back = pd.MultiIndex.from_frame(same[["tx", "address"]]).isin(each.index)
    f["fresh"] = same[~back].groupby("tx").size()

    value, wants = spent["value"], spent["modal"]
    f["values_unknown"] = spent[value < 0].groupby("tx").size()
    f["exact"] = spent[value == wants].groupby("tx").size()
    f["larger"] = spent[value > wants].groupby("tx").size()
    f["smaller_sum"] = spent[(value >= 0) & (value < wants)].groupby("tx")["value"].sum()
    f["largest"] = spent.groupby("tx")["value"].max()
    f = f.fillna(0).astype(np.int64)
    f["shareable"] = _shareable(f, paid, spent)
    names = list(Facts.__dataclass_fields__)
    return Facts(*f.reset_index().rename(columns={"index": "tx"})[names].to_numpy(np.int64).T)


def _shareable(f: pd.DataFrame, paid: pd.DataFrame, spent: pd.DataFrame) -> pd.Series:
    """Return the fact of that name; loops over the few transactions that it is asked of."""
    asked = (f["equal"] >= 3) & (f["equal"] == (f["outputs"] + 1) // 2) & (f["values_unknown"] == 0)
    result = pd.Series(0, f.index)
    paid = paid[paid["tx"].isin(f.index[asked])].groupby("tx")["value"]
    spent = dict(iter(spent[spent["tx"].isin(f.index[asked])].groupby("tx")["value"]))
    for tx, values in paid:
        modal, equal = int(f.at[tx, "modal"]), int(f.at[tx, "equal"])
        coins = np.sort(spent[tx].to_numpy())[::-1]
        changes = np.sort(values[values != modal].to_numpy())
        wants = modal - min(max(modal // 100, 10_000), modal // 2)
        wanted = wants + np.concatenate([np.zeros(equal - len(changes), np.int64), changes])
        large = coins[coins >= modal]
        for own, given in ((coins, 0), (large, coins[coins < modal].sum())):
            reached = np.concatenate([[given], given + np.cumsum(own)])
            needed = np.searchsorted(reached, wanted)
            if needed.sum() > len(own) or needed.max() > len(own):
                break
        else:
            result[tx] = 1
    return result


def judge(f: Facts) -> pd.Series:
    """Return the kind of each transaction that is one for certain."""
    kinds = pd.Series("", f.tx)
    for kind, (rule, _) in reversed(KINDS.items()):
        kinds[rule(f, False)] = kind
    return kinds[kinds != ""]


def main(transactions: int) -> None:
    """Print each time, its ratio to stream and to ours, and the memory that ours takes."""
    chain = planted(random_chain(transactions))
    c = chain.columns
    chain.first_input, chain.first_output  # worked out once for all techniques  # noqa: B018
    row = np.arange(len(c.addresses.address), dtype=np.int32)
    where = c.outputs.tx

    def stream() -> int:
        looked_up = np.sum(np.take(row, c.inputs.address, mode="clip"))
        looked_up += np.sum(np.take(row, c.outputs.address, mode="clip"))
        return looked_up + np.sum(c.inputs.value) + np.sum(c.outputs.value) + np.sum(where)

    runs = {
        "stream": least(stream, 7),
        "facts": least(lambda: facts(chain), 7),
        "coinjoins": least(lambda: coinjoins(chain), 7),
        "pandas": least(lambda: judge(facts_by_pandas(chain)), 1),
    }
    found, theirs = runs["coinjoins"][1], runs["pandas"][1]
    assert found["tx"].to_list() == theirs.index.to_list()
    assert found["kind"].to_list() == theirs.to_list()
    print(f"{len(c.txs.txid):,} transactions, {found['kind'].value_counts().to_dict()}")
    base, ours = runs["stream"][0], runs["coinjoins"][0]
    for name, (seconds, _) in runs.items():
        print(f"{name:<10}{seconds * 1e3:10.1f} ms {seconds / base:8.1f} x stream"
              f" {seconds / ours:8.2f} x coinjoins")  # fmt: skip
    used = sum(
        column.nbytes
        for column in (
            c.inputs.value, c.inputs.address, c.outputs.value, c.outputs.address,
            c.addresses.script_type, chain.first_input, chain.first_output, c.txs.coinbase,
        )
    )  # fmt: skip
    print(f"memory: {peak(lambda: coinjoins(chain)) / used:.2f} of the columns that are read")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    main(parser.parse_args().transactions)
