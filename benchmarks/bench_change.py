"""The change heuristics, against the same rules in vectorised numpy.

``python -m benchmarks.bench_change [--transactions N]``. Both take the same columns and give the
same answers. "stream" is the least that a pass over what all rules read can cost: each column is
summed, and what is looked up in another table (the types and first transactions of addresses, the
habits of spenders) is taken from there. "each" is the time of all rules together, shared out.

``--curve`` prints, for the chain of a real node whose truth is known, how often the vote answers
and is right at each threshold, and how that differs between the wallets that paid.
"""

import argparse
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

import nps_chain as nps
from benchmarks.memory import peak
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.chain.tables import Chain
from nps_chain.trace.change import (
    BACKWARD,
    FORWARD,
    HEURISTICS,
    answers,
    threshold_curve,
    vote,
    vote_scores,
)

RULES = BACKWARD + FORWARD


def main(transactions: int) -> None:
    """Print each time, and its ratio to stream and to the rival's."""
    chain = random_chain(transactions)
    c, last = chain.columns, chain.height
    counts = len(c.txs.fee), len(c.inputs.tx), len(c.outputs.tx)
    print("{:,} transactions, {:,} inputs, {:,} outputs".format(*counts))
    chain.first_input, chain.first_output  # noqa: B018 - worked out once, for both sides

    runs: dict[str, Callable[[], Any]] = {
        "stream": lambda: _stream(chain),
        "all, ours": lambda: answers(chain, RULES, as_of=last),
        "all, numpy": lambda: Rival(chain).answers(),
    }
    runs |= {rule: partial(HEURISTICS[rule], chain, as_of=last) for rule in (*RULES, "vote")}
    times, results = dict.fromkeys(runs, float("inf")), {}
    for _ in range(7):  # in turn, so that a busy moment of the machine meets all of them
        for name, work in runs.items():
            seconds, results[name] = least(work, 1)
            times[name] = min(times[name], seconds)

    found, rival = results["all, ours"], results["all, numpy"]
    for rule in RULES:
        assert (found[rule].to_numpy() == rival[rule]).all(), rule
        assert (found[rule] == results[rule]).all(), rule
    for name, seconds in times.items():
        shared = seconds / (len(RULES) if name.startswith("all") else 1)
        print(
            f"{name:<34}{seconds * 1e3:9.1f} ms {shared / times['stream']:7.2f} x stream"
            f"{' each' if name.startswith('all') else '     '}"
            f" {seconds / times['all, ours']:7.2f} x all, ours"
        )

    used = _bytes(chain)
    for name, work in (
        ("all", lambda: answers(chain, RULES, as_of=last)),
        ("vote", lambda: vote(chain)),
        ("scores of the vote", lambda: vote_scores(chain)),
        ("all, numpy", lambda: Rival(chain).answers()),
    ):
        grown = peak(work)
        print(f"{name:<34}{grown / 1e6:9.0f} MB {grown / used:7.2f} x the columns used")


def _columns(chain: Chain) -> list[np.ndarray]:
    """Return the columns that the rules read."""
    c = chain.columns
    return [
        c.inputs.spends, c.inputs.value, c.inputs.address, c.inputs.sequence, c.inputs.witness,
        c.outputs.tx, c.outputs.n, c.outputs.value, c.outputs.address, c.outputs.script_type,
        c.outputs.spent_by, c.txs.fee, c.txs.version, c.txs.locktime, c.txs.vsize, c.txs.coinbase,
        c.txs.txid.view(np.uint64), c.addresses.script_type, c.addresses.first_seen,
        chain.first_input, chain.first_output,
    ]  # fmt: skip


def _bytes(chain: Chain) -> int:
    return sum(column.nbytes for column in _columns(chain))


def _stream(chain: Chain) -> int:
    c = chain.columns
    total = sum(int(np.sum(column)) for column in _columns(chain))
    looked_up = (
        (c.addresses.script_type, c.inputs.address),
        (c.addresses.first_seen, c.outputs.address),
        (c.outputs.tx, c.inputs.spends),
        (c.txs.version, c.outputs.spent_by),
    )
    for column, rows in looked_up:
        total += int(np.sum(np.take(column, rows, mode="clip")))
    return total


class Rival:
    """Every rule as one would write it in numpy: whole columns at a time, no loops."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        c = chain.columns
        self.c = c
        self.txs = len(c.txs.fee)
        self.spendable = c.outputs.address >= 0
        self.can_answer = ~c.txs.coinbase & (self.count(self.spendable) >= 2)
        own = np.sort(c.inputs.tx * np.int64(len(c.addresses.first_seen)) + c.inputs.address)
        pairs = c.outputs.tx * np.int64(len(c.addresses.first_seen)) + c.outputs.address
        place = np.minimum(np.searchsorted(own, pairs), len(own) - 1)
        self.reused = self.spendable & (own[place] == pairs)
        seen = c.addresses.first_seen[c.outputs.address]
        self.fresh = self.spendable & ~self.reused & (seen == c.outputs.tx)

    def count(self, flag: np.ndarray) -> np.ndarray:
        """Return how many outputs of each transaction have a flag."""
        return np.add.reduceat(flag, self.chain.first_output[:-1], dtype=np.int32)

    def each(self, what: np.ufunc, column: np.ndarray) -> np.ndarray:
        """Return a reduction over the inputs of each transaction."""
        return what.reduceat(column, self.chain.first_input[:-1])

    def identify(self, kept: np.ndarray) -> np.ndarray:
        """Return the only output that is kept in each transaction."""
        rows = np.flatnonzero(kept & self.spendable)
        answer = np.full(self.txs, -1, np.int64)
        answer[self.c.outputs.tx[rows]] = rows
        one = np.bincount(self.c.outputs.tx[rows], minlength=self.txs) == 1
        return np.where(one & self.can_answer, answer, -1)

    def answers(self) -> dict[str, np.ndarray]:
        """Return what each rule answers."""
        c, tx = self.c, self.c.outputs.tx
        types = np.where(
            c.inputs.address < 0, -1, c.addresses.script_type[c.inputs.address].astype(np.int64)
        )
        least_type, most_type = self.each(np.minimum, types), self.each(np.maximum, types)
        one_type = np.where(least_type == most_type, least_type, -1)
        smallest = self.each(np.minimum, c.inputs.value)
        smallest[np.diff(self.chain.first_input) < 2] = -1
        self_change = self.count(self.reused) > 0
        kept = {
            "address_reuse": self.reused,
            "address_type": c.outputs.script_type == one_type[tx],
            "optimal_change": c.outputs.value < smallest[tx],
            "power_of_ten_value": c.outputs.value % 10**4 != 0,
            "client_change_address_behavior": self.fresh,
            "meiklejohn": self.fresh & ~self_change[tx],
            "peeling_chain": self.peeling_chain(),
        }
        kept |= {f"power_of_ten_{d}": c.outputs.value % 10**d != 0 for d in range(1, 8)}
        kept |= self.forward()
        return {rule: self.identify(outputs) for rule, outputs in kept.items()}

    def peeling_chain(self) -> np.ndarray:
        """Return the larger outputs of links in peel chains."""
        c, first = self.c, self.chain.first_output[:-1]
        outs, ins = np.diff(self.chain.first_output), np.diff(self.chain.first_input)
        link = (ins == 1) & (outs == 2) & (self.count(self.spendable) == 2) & ~c.txs.coinbase
        coin = c.inputs.spends[self.chain.first_input[:-1]]
        second = np.minimum(first + 1, len(c.outputs.tx) - 1)
        larger = np.where(c.outputs.value[first] > c.outputs.value[second], first, second)
        parent = (coin >= 0) & link[c.outputs.tx[coin]]
        child = (c.outputs.spent_by[larger] >= 0) & link[c.outputs.spent_by[larger]]
        equal = c.outputs.value[first] == c.outputs.value[second]
        kept = np.zeros(len(c.outputs.tx), bool)
        kept[larger[link & ~equal & (parent | child)]] = True
        return kept

    def forward(self) -> dict[str, np.ndarray]:
        """Return outputs whose spender behaves as their maker does."""
        c = self.c
        witness = self.each(np.maximum, c.inputs.witness).astype(np.int64)
        unknown = self.each(np.minimum, c.inputs.witness) < 0
        rates = 1000 * c.txs.fee // np.maximum(c.txs.vsize, 1)
        habits = {
            "locktime": (c.txs.locktime > 0).astype(np.int64),
            "version": c.txs.version.astype(np.int64),
            "sequence": self.each(np.maximum, (c.inputs.sequence < 0xFFFFFFFE).astype(np.int8)),
            "segwit": np.where((witness < 1) & unknown, -1, witness),
            "bip69": self.order(),
            "fee_rate": np.where((c.txs.fee < 0) | c.txs.coinbase, -1, rates),
        }
        tx, spender = c.outputs.tx, c.outputs.spent_by
        done = (self.count(self.spendable & (spender < 0)) == 0)[tx]
        kept = {}
        for rule, habit in habits.items():
            mine, theirs = habit[tx].astype(np.int64), habit[spender].astype(np.int64)
            apart = 0.02 if rule == "fee_rate" else 0
            alike = np.abs(mine - theirs) <= apart * np.maximum(mine, theirs)
            kept[rule] = done & (mine >= 0) & ((theirs < 0) | alike)
        return kept

    def order(self) -> np.ndarray:
        """Return whether coins stand in the order of BIP 69."""
        c = self.c
        names = np.empty((len(c.inputs.tx), 32), np.uint8)
        places = np.empty(len(c.inputs.tx), np.int64)
        inside = c.inputs.spends >= 0
        names[inside] = c.txs.txid[c.outputs.tx[c.inputs.spends[inside]]]
        places[inside] = c.outputs.n[c.inputs.spends[inside]]
        names[c.outside.input], places[c.outside.input] = c.outside.txid, c.outside.n
        # Eight bytes tell random txids apart; equal ones are of one transaction.
        key = np.ascontiguousarray(names[:, :23:-1]).view(">u8").ravel().astype(np.uint64)
        step = (key[:-1] < key[1:]) | ((key[:-1] == key[1:]) & (places[:-1] <= places[1:]))
        step |= c.inputs.tx[:-1] != c.inputs.tx[1:]
        good = self.each(np.logical_and, np.append(True, step))
        rises = c.outputs.value[:-1] <= c.outputs.value[1:]
        rises |= c.outputs.tx[:-1] != c.outputs.tx[1:]
        good &= np.logical_and.reduceat(np.append(True, rises), self.chain.first_output[:-1])
        none = (np.diff(self.chain.first_input) < 2) & (np.diff(self.chain.first_output) < 2)
        return np.where(none | c.txs.coinbase, -1, good.astype(np.int64))


def curve() -> None:
    """Print how the vote does on the chain of a real node, over all wallets and for each."""
    from tests.node_chain import truth

    chain = nps.load("core-regtest")
    tx_of = {txid: row for row, txid in enumerate(chain.txs["txid"])}
    rows: dict[int, list[int]] = {}
    for output in truth("outputs"):
        if output["role"] == "change" and output["address"]:
            tx = tx_of[output["txid"]]
            rows.setdefault(tx, []).append(int(chain.first_output[tx]) + int(output["n"]))
    change = pd.Series([rows[tx][0] if len(rows.get(tx, [])) == 1 else -1
                        for tx in range(len(tx_of))])  # fmt: skip
    scores = vote_scores(chain)
    found = threshold_curve(scores, change)
    at = np.searchsorted(
        -found["at_least"], -np.array([0.99, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.5])
    )
    print(found.iloc[np.maximum(at - 1, 0)].round(4).to_string(index=False))

    answer = vote(chain)
    sender = [""] * len(tx_of)
    for transaction in truth("transactions"):
        sender[tx_of[transaction["txid"]]] = transaction["sender"]
    table = pd.DataFrame({"sender": sender, "with change": change >= 0, "answers": answer >= 0,
                          "right": (answer == change) & (answer >= 0)})  # fmt: skip
    print(table.groupby("sender").sum().query("answers > 0").to_string())

    # The threshold chosen on four fifths of the senders, tried on the others, in turn.
    best = pd.Series(-1, change.index)
    chance = pd.Series(0.0, change.index)
    best[scores["tx"]], chance[scores["tx"]] = scores["output"], scores["score"]
    answers_given = right = 0
    folds = pd.Series(pd.factorize(pd.Series(sender), sort=True)[0]) % 5
    for fold in range(5):
        own, others = folds == fold, folds != fold
        known = threshold_curve(scores[others[scores["tx"]].to_numpy()], change)
        enough = known[known["precision"] >= 0.98]["at_least"].min()
        tried = own & (chance >= enough)
        answers_given += int(tried.sum())
        right += int((tried & (best == change)).sum())
        print(f"senders left out {fold + 1} of 5: answer from {enough:.3f} on")
    share = right / int((change >= 0).sum())
    print(f"right in {right} of {answers_given}, {right / answers_given:.1%}; coverage {share:.1%}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--curve", action="store_true")
    arguments = parser.parse_args()
    if arguments.curve:
        curve()
    else:
        main(arguments.transactions)
