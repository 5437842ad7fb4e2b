import random

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from nps_chain.trace.cluster.why import error_rates
from nps_chain.trace.published import PUBLISHED_ERRORS
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain
from tests.trace.cluster.oracle import expected, graph_of, some_change, thin_chain


def naive(chain, **options):
    return cluster(chain, coinjoins="keep", **options)


CHAIN = (
    "a: ?ann=3 ?bob=1 -> shop 1, kim 3",
    "b: ?ann=1 ?bob=1 -> shop 2",
    "c: ?lee=1 ?kim=1 -> shop 2",
)


def test_the_evidence_is_told_with_its_rule_and_its_error():
    chain = chain_of(*CHAIN)
    change = pd.Series([1, -1, -1], name="meiklejohn")
    clusters = naive(chain, change=change)
    ann, bob, kim, lee = map(address_of, ["ann", "bob", "kim", "lee"])
    why = clusters.why(bob, lee)
    a, c = txid_of("a"), txid_of("c")
    assert why.frame.fillna(-1).to_numpy().tolist() == [
        [0, a, 0, bob, kim, "meiklejohn", PUBLISHED_ERRORS["error"]["meiklejohn"]],
        [2, c, 2, kim, lee, "co_spending", -1],
    ]
    assert list(why.frame) == ["tx", "txid", "height", "address", "other", "rule", "error"]
    assert repr(why).splitlines() == [
        f"2 transactions link {bob} and {lee}:",
        f"1. Transaction {a} in block 0 spends from {bob}, and its change goes to {kim}:"
        " meiklejohn.",
        f"2. Transaction {c} in block 2 spends from {kim} and from {lee}: co_spending.",
        "How often co_spending is wrong is not known.",
        "Where it was measured, 5.1% of the answers of meiklejohn are wrong.",
    ]
    assert len(why) == 2
    assert len(why.sentences) == 4
    assert why._repr_html_().count("<div>") == 5
    # The same evidence the other way round.
    back = clusters.why(lee, bob).frame
    assert back["tx"].tolist() == [2, 0]
    assert back["address"].tolist() == [lee, kim]
    assert f"spends from {bob}, and its change goes to {kim}" in repr(clusters.why(lee, bob))
    # Of two transactions that link the same addresses, the earlier.
    assert clusters.why(ann, bob).frame["tx"].tolist() == [0]


def test_what_is_not_linked_is_an_answer():
    clusters = naive(chain_of(*CHAIN))
    ann, lee = address_of("ann"), address_of("lee")
    why = clusters.why(ann, lee)
    assert not why
    assert (len(why), len(why.frame), why.sentences) == (0, 0, [])
    assert repr(why).startswith(f"No evidence links {ann} and {lee}: they are in two clusters.")
    same = clusters.why(ann, ann)
    assert same
    assert len(same) == 0
    assert repr(same) == f"{ann} is one address: there is nothing to link."


def test_the_users_own_error_rates_are_taken():
    for errors in (
        {"co_spending": 0.02},
        pd.Series({"co_spending": 0.02}),
        pd.DataFrame({"rule": ["co_spending"], "error": [0.02]}),
        pd.DataFrame({"error": [0.02]}, index=["co_spending"]),
    ):
        why = naive(chain_of(*CHAIN), errors=errors).why(0, 1)
        assert why.frame["error"].tolist() == [0.02]
        assert why.sentences[-1] == (
            "Where it was measured, 2.0% of the answers of co_spending are wrong."
        )


@pytest.mark.parametrize(
    ("errors", "message"),
    [
        (0.05, "share of wrong answers by rule"),
        ({"co_spending": 5}, "error of co_spending is a share between 0 and 1, not 5"),
        ({"co_spending": "few"}, "a share between 0 and 1, not few"),
        (pd.DataFrame({"rate": [0.1]}), "no column 'error'"),
        (pd.Series([0.1, 0.2], index=["a", "a"]), "names a rule twice"),
    ],
)
def test_error_rates_that_are_none_are_refused(errors, message):
    with pytest.raises(NpsError, match=message):
        error_rates(errors)


def test_what_is_listed_links_the_pair_by_itself_and_nothing_shorter_does():
    chain = node_chain()
    change = pd.Series(naive(chain, change="address_type")._evidence.change)
    clusters = naive(chain, change=change)
    graph = graph_of(expected(chain, change))
    dice = random.Random(0)
    members = [list(rows) for _, rows in clusters.frame.groupby("cluster").groups.items()]
    pairs = [dice.sample(dice.choice([m for m in members if len(m) > 1]), 2) for _ in range(1000)]
    everything = set(range(len(chain.txs)))
    inputs, paid = chain.inputs.groupby("tx")["address"].apply(list), chain.outputs["address"]
    lengths = set()
    for a, b in pairs:
        why = clusters.why(a, b)
        assert len(why) == nx.shortest_path_length(graph, a, b) // 2
        linked = nx.Graph()
        for tx in why.frame["tx"]:
            spent = [row for row in inputs[tx] if row >= 0]
            nx.add_path(linked, [*spent, paid[change[tx]]] if change[tx] >= 0 else spent)
        assert nx.has_path(linked, a, b)
        lengths.add(len(why))
    assert len(lengths) > 3
    # A clustering of the listed transactions alone links the pair.
    for a, b in pairs[:20]:
        alone = everything.difference(clusters.why(a, b).frame["tx"])
        again = naive(chain, change=change, without=alone)
        assert again.labels[a] == again.labels[b]


@pytest.mark.parametrize("seed", range(6))
def test_the_chain_of_evidence_is_a_shortest_one_on_thin_chains(seed):
    dice = random.Random(seed)
    chain = thin_chain(dice, txs=80, people=80)
    change = some_change(chain, dice) if seed % 2 else None
    labels = {row: dice.choice("AB") for row in range(len(chain.addresses)) if dice.random() < 0.1}
    apart = pd.DataFrame({"address": labels.keys(), "label": labels.values()})
    clusters = naive(chain, change=change, apart=apart)
    answer = expected(chain, change, labels=labels)
    graph = graph_of(answer)
    text = chain.addresses["address"]
    links = {}
    for tx, rule, first, other in answer.accepted:
        links.setdefault(tx, {first: "co_spending"}).setdefault(other, rule)
    distance = dict(nx.all_pairs_shortest_path_length(graph))
    row = {address: row for row, address in enumerate(text)}
    for a in range(len(text)):
        for b in range(len(text)):
            why = clusters.why(a, b)
            assert bool(why) == (b in distance[a])
            assert len(why) == distance[a].get(b, 0) // 2
            if not why or dice.random() < 0.95:
                continue
            frame = why.frame
            assert [text[a], *frame["other"]] == [*frame["address"], text[b]]
            for step in frame.itertuples():
                rules = {links[step.tx][row[step.address]], links[step.tx][row[step.other]]}
                assert step.rule == ("change" if "change" in rules else "co_spending")
            assert clusters.why(b, a).frame["tx"].tolist() == frame["tx"].tolist()[::-1]


def test_a_chain_of_evidence_may_be_long():
    hops = 100_000
    lines = [f"t{n}: {f't{n - 1}:1' if n else 'new'} -> shop{n % 7} 1, p{n} {hops - n}"
             for n in range(hops)]  # fmt: skip
    chain = chain_of(*lines)
    change = pd.Series(np.r_[-1, 2 * np.arange(1, hops) + 1])
    clusters = naive(chain, change=change)
    first, last = chain.address(address_of("p0")).row, chain.address(address_of(f"p{hops - 1}")).row
    why = clusters.why(first, last)
    assert why.frame["tx"].tolist() == list(range(1, hops))
    assert "and 99,989 more, in .frame" in repr(why)
    assert clusters.when(first, last) == hops - 1
    cuts = clusters.bridges()
    assert len(cuts) == hops - 1
    assert cuts["tx"][0] == hops // 2
    assert (cuts["largest"] + cuts["second"] == hops).all()
    assert clusters.without(hops // 2).sizes.tolist() == [hops // 2, hops // 2]
