import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.trace.services import RULES, features
from nps_chain.trace.services.dealings import partners_of
from nps_chain.trace.services.ledger import ledger_of
from nps_chain.trace.services.rules import Condition, Rule
from nps_chain.trace.services.rules.measures import (
    SHARES,
    blocks_a_day,
    feeding,
    measures,
    percent,
)
from tests.handmade import chain_of, histories
from tests.node_chain import node_chain, owners
from tests.trace.services import economy
from tests.trace.services.oracle import features_of


def payees_of(chain, label_of):
    """Whom each cluster pays alone, in plain Python; an address without a cluster by its row."""
    c = chain.columns
    paid = {label: set() for label in label_of.values()}
    for t in range(len(c.txs.height)):
        spent = {label_of.get(a, ("address", a)) if a >= 0 else None
                 for a in c.inputs.address[c.inputs.tx == t].tolist()}  # fmt: skip
        (payer,) = spent if len(spent) == 1 else (None,)
        for a in c.outputs.address[c.outputs.tx == t].tolist():
            who = label_of.get(a, ("address", a)) if a >= 0 else None
            if payer in paid and who not in (payer, None):
                paid[payer].add(who)
    return paid


def measured_by_hand(chain, label_of):
    """What rules ask of each cluster, in plain Python."""
    counted, paid = features_of(chain, label_of), payees_of(chain, label_of)
    feeds = {
        label: next(iter(paid[label]))
        for label, f in counted.items()
        if len(paid[label]) == 1 and f["deposits"] and not f["change_outputs"] + f["shared_txs"]
    }
    for label, f in counted.items():
        f["own_txs"] = f["txs_out"] - f["shared_txs"]
        f["gaps"] = max(f["paydays"] - 1, 0)
        for name, (part, whole) in SHARES.items():
            f[name] = f[part] * 100 // f[whole] if f[whole] > 0 else -1
        f["known_payers"] = -1 if f["unknown_inputs"] and not f["payers"] else f["payers"]
        f["feeders"], f["fed_percent"], f["service_payees"] = -1, -1, -1
        if label in feeds:
            whom = feeds[label]
            f["feeders"] = list(feeds.values()).count(whom)
            if whom in counted:
                f["service_payees"] = counted[whom]["payees"]
                f["fed_percent"] = f["feeders"] * 100 // counted[whom]["payers"]
    return counted


def measured(chain, labels):
    ledger = ledger_of(chain, labels, ())
    only_payee = partners_of(ledger)[:, 3].astype(np.int64)
    counted = features(chain, labels, coinjoins=())
    return measures(chain, counted, feeding(counted, only_payee))


def same(found, expected):
    for label, row in found.to_dict("index").items():
        for name, number in row.items():
            if name not in ("delay_hours", "payday_off"):
                assert number == expected[label][name], (label, name)


@settings(max_examples=50)
@given(histories(), st.data())
def test_measures_are_those_of_the_plain_oracle(lines, data):
    chain = chain_of(*lines)
    rows = range(len(chain.addresses))
    label_of = data.draw(st.dictionaries(st.sampled_from(rows), st.integers(0, 4))) if rows else {}
    labels = np.array([label_of.get(row, -1) for row in rows], np.int64)
    same(measured(chain, labels), measured_by_hand(chain, label_of))


@pytest.mark.parametrize(
    "story", ["exchange", "keeper", "mixer", "market", "escrows", "pool", "payroll"]
)
def test_measures_of_services_are_those_of_the_plain_oracle(story):
    chain = chain_of(*getattr(economy, story)())
    label_of = {row: row for row in range(len(chain.addresses))}
    same(measured(chain, list(label_of)), measured_by_hand(chain, label_of))


def test_measures_of_the_node_chain_are_those_of_the_plain_oracle():
    chain = node_chain()
    label_of = {chain.address(text).row: owner for text, owner in owners().items()}
    frame = pd.DataFrame(owners().items(), columns=["address", "cluster"])
    same(measured(chain, frame), measured_by_hand(chain, label_of))


def test_a_delay_is_told_in_hours_and_a_payday_by_how_far_off_it_is():
    chain = chain_of(*economy.exchange())
    frame = features(chain, np.arange(len(chain.addresses)), coinjoins=()).iloc[:4]
    frame = frame.assign(delay=[-1, 0, 5, 288], payday_gap=[-1, 7, 10, 33])
    fed = {name: np.full(4, -1) for name in ("feeders", "fed_percent", "service_payees")}
    found = measures(chain, frame, fed)
    assert blocks_a_day(chain) == 144
    assert found["delay_hours"].tolist() == [-1, 0, 0, 48]
    assert found["payday_off"].tolist() == [-1, 0, 3, 3]


def test_a_condition_is_met_not_met_or_cannot_be_told():
    frame = pd.DataFrame({"a": [-1, 0, 5, 9, 10], "days": [9, 9, 9, 1, 9]})
    condition = Condition("a", "{} of them", 1, 9, data=("days", 7))
    assert condition.told(frame).tolist() == [False, True, True, False, True]
    assert condition.met(frame).tolist() == [False, False, True, False, False]
    assert condition.says(1_234) == "1,234 of them (rule: 1 to 9)"
    assert Condition("a", "{}", 3).says(1) == "1 (rule: at least 3)"
    assert Condition("a", "{}", at_most=3).says(1) == "1 (rule: at most 3)"
    rule = Rule("kind", "source", "others", (condition, Condition("a", "{}", 5, must=True)))
    assert rule.speaks(frame).tolist() == [False, False, True, True, True]
    met, told = rule.counts(frame)
    assert met.tolist() == [0, 0, 2, 1, 1]
    assert told.tolist() == [0, 2, 2, 1, 2]


def test_each_kind_has_one_rule():
    assert len({rule.kind for rule in RULES}) == len(RULES) == 8


def test_a_share_is_exact_where_a_hundred_times_the_part_is_more_than_64_bits_hold():
    most = 2**63 - 1
    part = np.array([5, 10**17, most, most - 1, most, 7, 10**18])
    whole = np.array([3, 3 * 10**17, most, most, 1, 0, 10**18 - 1])
    assert percent(part, whole).tolist() == [166, 33, 100, 99, most, -1, 100]
