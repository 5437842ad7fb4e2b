"""What a model's score is worth: splits that leak and splits that don't, beside the rules."""

import dataclasses
import math
from functools import partial

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.services import score_services
from nps_chain.groundtruth.services_by_model import (
    PEOPLE,
    compare,
    labels_of_truth,
    services_by_model,
    splits,
)
from nps_chain.groundtruth.services_by_model.case import Case
from nps_chain.groundtruth.store import truth
from nps_chain.groundtruth.tables import ENTITY_KINDS
from nps_chain.trace.services import model_forest, services
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of
from tests.trace.services.test_model import TEACHERS, school

# Exchanges and markets do all the same, and each owner has a price of its own. Whoever has met an
# owner knows it by its price; a stranger's is nearest to that of one of the other kind.
ALIKE = {
    f"{name}{k}": kind for k in range(6) for name, kind in (("ex", "exchange"), ("mar", "market"))
}
ALIKE |= {f"per{k}": "person" for k in range(6)}
PRICES = {f"ex{k}": 1_000 * 50**k for k in range(6)}
PRICES |= {f"mar{k}": 2_000 * 50**k for k in range(6)}
PRICES |= {f"per{k}": 5_000 for k in range(6)}


@pytest.fixture(autouse=True)
def few_trees(monkeypatch):
    monkeypatch.setattr(model_forest, "TREES", 8)


def played(kinds, wallets=2, **shape):
    """A chain of owners with wallets of one address each, and its truth."""
    # Markets do as exchanges do.
    acts = {owner: "person" if kind == "person" else "exchange" for owner, kind in kinds.items()}
    chain = chain_of(*school(acts, wallets=wallets, **shape))
    owners = {f"{owner}-{k}": owner for owner in kinds for k in range(wallets)}
    return chain, truth_of(owners, kinds=kinds)


def with_another_name(chain):
    """The same chain, which differs in a hash; those made by hand would all be one."""
    blocks = chain.columns.blocks
    blocks = dataclasses.replace(blocks, hash=blocks.hash + np.uint8(1))
    return Chain(chain.network, dataclasses.replace(chain.columns, blocks=blocks))


def test_a_random_split_praises_a_model_that_knows_nothing_of_strangers():
    chain, known = played(ALIKE, wallets=6, rounds=6, price=PRICES.__getitem__)
    result = services_by_model(known, chain=chain)
    table = result.splits
    assert table.index.tolist() == ["owners and time", "at random", "rules"]
    assert table["clusters"].tolist() == [18 * 6] * 3
    assert table["services"].tolist() == [12] * 3
    leak, honest = table.loc["at random"], table.loc["owners and time"]
    assert leak["right"] >= 60
    assert leak["right"] >= 0.95 * leak["verdicts"]
    assert result.leaking_precision > 0.95
    assert result.leaking_recall > 0.8
    assert result.leaking_said > 0.9
    assert honest[["right", "found"]].tolist() == [0, 0]
    assert result.recall == 0
    # Owners left out have taught it that it can't tell these two; people it can.
    assert honest[["verdicts", "no_service", "abstained"]].tolist() == [0, 36, 72]


def test_where_behaviour_tells_strangers_are_told_too():
    chain, known = played(TEACHERS, wallets=3, rounds=6)
    result = services_by_model(known, chain=chain, folds=3)
    honest = result.splits.loc["owners and time"].to_dict()
    low = honest.pop("low")
    assert honest == {
        "clusters": 36, "verdicts": 18, "right": 18, "unseen": 0, "precision": 1, "high": 1,
        "said": result.said, "no_service": 18, "abstained": 0, "services": 6, "found": 6,
        "recall": 1, "custody": 1,
    }  # fmt: skip
    assert low == 1 - 3 / 6  # by the rule of three, over owners
    assert 0.8 < result.said < 1
    told = result.reliability.loc["owners and time"]
    assert told["cases"].sum() == 18
    assert told["came_true"].tolist() == [1] * len(told)
    assert str(result) == (
        "On owners it hasn't seen, at a later day: 100 % of 18 verdicts right, 6 of 6 services"
        " recognised; split at random, so that it has seen their other clusters: 100 % of 18"
        " verdicts right, 6 of 6 services recognised; the rules: none of 0 verdicts right, 0 of 6"
        " services recognised"
    )


def test_a_kind_of_one_owner_is_taken_for_another_and_other_chains_help():
    here = {**TEACHERS, "Merivane": "market"}
    chain, known = played(here, rounds=6)
    alone = services_by_model(known, chain=chain, folds=3)
    row = alone.splits.loc["owners and time"]
    assert row["services"] == 7
    assert 0 < row["found"] < 7
    assert row["verdicts"] - row["right"] == row["unseen"] == 2  # both of Merivane's wallets
    assert str(alone).endswith(
        "1 kind of service has one owner only on this chain, so that none is left to learn from"
    )
    # On the other chain markets are dearer, and so is Merivane.
    dear = {**here, "mar1": "market", "mar2": "market"}
    price = {**dict.fromkeys(dear, 1_000), "Merivane": 9_000, "mar1": 9_100, "mar2": 8_900}
    other, known_there = played(dear, rounds=6, price=price.__getitem__)
    other = with_another_name(other)
    chain, known = played(here, rounds=6, price=price.__getitem__)
    result = services_by_model(known, chain=chain, folds=2, others=[(other, known_there)])
    assert result.splits.index.tolist() == ["owners and time", "at random", "other chains", "rules"]
    row = result.splits.loc["other chains"]
    assert row[["verdicts", "right", "unseen", "found"]].tolist() == [14, 14, 0, 7]
    assert result.learned.loc["other chains"].to_dict("index") == {
        "exchange": {"owners": 6, "clusters": 12},
        "market": {"owners": 3, "clusters": 6},
        "person": {"owners": 6, "clusters": 12},
    }


def spied(monkeypatch, function):
    """What is learned and what is then judged, round by round."""
    rounds = []
    real = splits.learn, splits.judged

    def learn(known):
        rounds.append([known])
        return real[0](known)

    def judged(*arguments):
        rounds[-1].append(real[1](*arguments))
        return rounds[-1][-1]

    monkeypatch.setattr(splits, "learn", learn)
    monkeypatch.setattr(splits, "judged", judged)
    function()
    return rounds


def test_the_honest_split_has_no_owner_on_both_sides_and_learns_from_an_earlier_day(monkeypatch):
    chain, known = played(TEACHERS, wallets=3, rounds=6)
    now, before = Case(chain, known, nps.cluster, None), Case(chain, known, nps.cluster, 300)
    rounds = spied(monkeypatch, lambda: splits.by_owner(now, before, 5, 0.8))
    assert len(rounds) == 5
    names = known.entities["name"].to_numpy(object)
    for learned, judged in rounds:
        assert not set(learned["owner"]) & set(names[judged["owner"]])
        assert set(learned["owner"]) | set(names[judged["owner"]]) == set(TEACHERS)
        assert set(learned["height"]) == {300}
        assert set(learned["kind"]) == {"exchange", "person"}
    every = pd.concat([judged for _, judged in rounds])
    assert sorted(every["cluster"]) == sorted(now.owner.index)


def test_the_random_split_has_each_cluster_once_and_owners_on_both_sides(monkeypatch):
    chain, known = played(TEACHERS, wallets=3, rounds=6)
    now = Case(chain, known, nps.cluster, None)
    rounds = spied(monkeypatch, lambda: splits.at_random(now, 5, 0.8, 0))
    for learned, judged in rounds:
        assert not set(learned.index) & set(judged["cluster"])
        assert learned["owner"].tolist() == learned.index.astype(str).tolist()
    every = pd.concat([judged for _, judged in rounds])
    assert sorted(every["cluster"]) == sorted(now.owner.index)


def test_sums_of_a_split_in_full():
    rows = [
        # cluster, owner, truth, kind, probability, answer, unseen, right
        (0, 0, "exchange", "exchange", 0.9, "verdict", False, True),
        (1, 0, "exchange", "exchange", 0.9, "verdict", False, True),
        (2, 1, "mixer", "exchange", 0.8, "verdict", True, False),
        (3, 2, "miner", "exchange", 1.0, "verdict", False, False),
        (4, 2, "miner", "miner", 0.9, "verdict", False, True),
        (5, 3, "person", "person", 0.9, "no service", False, True),
        (6, 3, "person", "miner", 0.6, "abstains", False, False),
    ]
    columns = ["cluster", "owner", "truth", "kind", "probability", "answer", "unseen", "right"]
    frame = pd.DataFrame(rows, columns=columns)
    row = compare._sums(frame, there=4, many=7, seed=0)
    assert 0 <= row.pop("low") < 3 / 5 < row.pop("high") <= 1
    assert row == {
        "clusters": 7, "verdicts": 5, "right": 3, "unseen": 1, "precision": 3 / 5,
        "said": pytest.approx(0.9), "no_service": 1, "abstained": 1, "services": 4, "found": 2,
        "recall": 2 / 4, "custody": 3 / 4,
    }  # fmt: skip
    nothing = compare._sums(frame[frame["answer"] != "verdict"], there=4, many=2, seed=0)
    assert (nothing["verdicts"], nothing["found"], nothing["recall"]) == (0, 0, 0)
    assert all(
        math.isnan(nothing[name]) for name in ("precision", "low", "high", "said", "custody")
    )


def test_on_the_nodes_chain_the_rules_have_the_score_that_they_have_elsewhere():
    known = truth("core-regtest")
    how = {"trained_at": 130, "clusters": partial(nps.cluster, change="vote"), "folds": 2}
    result = services_by_model(known, **how)
    clusters = nps.cluster(known.chain, change="vote")
    score = score_services(services(known.chain, clusters), known, clusters=clusters)
    rules = result.splits.loc["rules"]
    assert (rules["verdicts"], rules["right"]) == (score.verdicts, score.right)
    told = result.by_kind.loc["rules"]
    assert told[["verdicts", "right"]].to_dict() == score.by_kind[["verdicts", "right"]].to_dict()
    # All kinds of service but two have one owner each: who is left out is like nobody else.
    assert result.splits.loc["owners and time", "right"] == 0


def test_labels_accuse_nobody():
    known = truth_of(
        {"a": "Ann", "b": "Vic", "x": "Merivane"}, kinds={"Vic": "vendor", "Merivane": "exchange"}
    )
    assert labels_of_truth(known)[["kind", "owner"]].values.tolist() == [
        ["person", "Ann"],
        ["person", "Vic"],
        ["exchange", "Merivane"],
    ]
    assert set(ENTITY_KINDS) > PEOPLE
    services_known = set(ENTITY_KINDS) - PEOPLE
    assert not services_known & {"vendor", "wholesaler", "courier", "launderer", "extortionist"}


def test_what_makes_no_sense_is_refused():
    chain, known = played(TEACHERS, rounds=6)
    for odd in ({"folds": 1}, {"folds": "x"}, {"trained_at": -1}, {"trained_at": 10**6},
                {"at_least": 0.3}, {"seed": -1}, {"chain": "classroom"}):  # fmt: skip
        with pytest.raises(NpsError):
            services_by_model(known, **{"chain": chain, **odd})
    with pytest.raises(NpsError, match="have 0 kinds of 0 owners"):
        services_by_model(known, chain=chain, trained_at=3)
    with pytest.raises(NpsError, match="Score against a truth"):
        services_by_model("classroom")
    again = [services_by_model(known, chain=chain, folds=2).judged for _ in range(2)]
    pd.testing.assert_frame_equal(*again)
    latest = services_by_model(known, chain=chain, trained_at=chain.height, folds=2)
    assert latest.precision == 1
