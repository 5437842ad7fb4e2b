"""A model that tells services: from examples, on owners it hasn't seen, as of a day."""

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.trace.services import stops
from nps_chain.trace.services.model import examples, learn
from nps_chain.trace.services.model_columns import COLUMNS, NAMES
from nps_chain.trace.services.model_examples import name_of
from nps_chain.trace.services.model_forest import PARTS, TREES, deal, decide, grow
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain, owners
from tests.other_future import other_future

TEACHERS = {f"ex{k}": "exchange" for k in range(6)} | {f"per{k}": "person" for k in range(6)}
PUPILS = {"Merivane": "exchange", "Ann": "person"}


def school(kinds, wallets=2, rounds=3, price=lambda owner: 1_000):
    """Lines in which exchanges pay four strangers at once, and people one shop, some blocks later.

    Each owner has wallets of one address, and each takes in and pays out once a round.
    """
    lines = []
    for turn in range(rounds):
        waiting = []
        for k, owner in enumerate(kinds):
            for wallet in range(wallets):
                name, value = f"{owner}-{wallet}", price(owner) + 40 * turn
                lines.append(f"in-{name}-{turn}: ?payer-{name}-{turn}={value} -> {name} {value}")
                if kinds[owner] == "exchange":
                    paid = ", ".join(f"{name}-{turn}-{part} {value // 4}" for part in range(4))
                    lines.append(f"out-{name}-{turn}: in-{name}-{turn}:0 -> {paid}")
                else:
                    waiting.append(f"out-{name}-{turn}: in-{name}-{turn}:0 -> shop{k} {value - 5}")
        lines += waiting
    return lines


def wallets_of(kinds, wallets=2):
    """Each wallet as a cluster, with its kind and owner."""
    rows = [(f"{owner}-{k}", kinds[owner], owner) for owner in kinds for k in range(wallets)]
    frame = pd.DataFrame(rows, columns=["cluster", "kind", "owner"])
    return frame.assign(address=frame["cluster"].map(address_of))


def taught(kinds=TEACHERS, **shape):
    chain = chain_of(*school(kinds, **shape))
    wallets = wallets_of(kinds)
    # Blocks made by hand are numbered, not hashed, so all such chains would be one.
    return examples(chain, wallets, wallets, coinjoins=()).assign(chain="the school")


MODEL = learn(taught())


def test_owners_it_has_not_seen_are_told_by_what_they_do():
    chain, wallets = chain_of(*school(PUPILS)), wallets_of(PUPILS)
    found = MODEL.verdicts(chain, wallets, coinjoins=())
    assert list(found) == ["cluster", "kind", "confidence", "met", "told", "service", "reasons"]
    assert found[["cluster", "kind", "told", "service"]].values.tolist() == [
        [f"Merivane-{k}", "exchange", PARTS * TREES, f"Merivane-{k}"] for k in range(2)
    ]
    assert found["confidence"].between(0.8, 1).all()
    assert found["met"].between(90, 100).all()
    told = MODEL.probabilities(chain, wallets, coinjoins=())
    assert told.index.tolist() == ["Ann-0", "Ann-1", "Merivane-0", "Merivane-1"]
    assert list(told) == ["exchange", "person"]
    assert ((told > 0) & (told < 1)).all(axis=None)
    assert (told["exchange"] > 0.8).tolist() == [False, False, True, True]
    assert (told["person"] > 0.8).tolist() == [True, True, False, False]
    assert found["confidence"].tolist() == told["exchange"].tolist()[2:]


def test_a_verdict_says_what_counted_and_what_is_usual():
    chain, wallets = chain_of(*school(PUPILS)), wallets_of(PUPILS)
    reasons = MODEL.verdicts(chain, wallets, coinjoins=())["reasons"][0]
    start, *rest = reasons.split(". ")
    assert start.startswith("For: ")
    said = {
        "it pays 400 % as many as pay in (usual: exchange 400, others 33)",
        "0 % of those it pays are paid again (usual: exchange 0, others 100)",
        "its median payout is 25 % of its median deposit (usual: exchange 25, others 99)",
        "its median payout is 260 satoshi (usual: exchange 260, others 1,035)",
        "100 % of its payments are batches (usual: exchange 100, others 0)",
        "half of its payments go to 4 payees at most (usual: exchange 4, others 1)",
        "100 % of its payouts go to an address never seen (usual: exchange 100, others 33)",
        "100 % of its payouts are of an amount paid again (usual: exchange 100, others 0)",
        "half of its deposits are spent within 0 hours (usual: exchange 0, others 2)",
    }
    counted = start.removeprefix("For: ").split("; ")
    assert len(counted) == 3
    assert set(counted) <= said
    assert rest[0].startswith("Next likeliest: person, ")
    assert rest[1] == (
        "Learned from 12 clusters of 6 owners of this kind; a service of another kind that it never"
        " saw may look the same."
    )


def test_examples_are_the_clusters_whose_labels_agree():
    kinds = {"Merivane": "exchange", "Ann": "person"}
    chain, wallets = chain_of(*school(kinds)), wallets_of(kinds)
    labels = [
        (address_of("Merivane-0"), "exchange", "Merivane"),
        (address_of("Merivane-0"), "exchange", None),  # contradicts nobody
        (address_of("Merivane-1"), "exchange", "Merivane"),
        (address_of("Merivane-1"), "market", "Merivane"),  # two kinds
        (address_of("Ann-0"), "person", "Ann"),
        (address_of("Ann-0"), "person", "Bob"),  # two owners
        (f" {address_of('Ann-1')} ", "person", None),
        (address_of("shop1"), "merchant", "shop"),  # in no cluster
        (address_of("nobody"), "person", "nobody"),  # not on the chain
        (None, "person", None),
        (address_of("Ann-0"), None, None),
    ]
    found = examples(chain, wallets, pd.DataFrame(labels, columns=["address", "kind", "owner"]),
                     coinjoins=())  # fmt: skip
    assert list(found) == ["kind", "owner", "chain", "height", *NAMES]
    assert found.index.tolist() == ["Ann-1", "Merivane-0"]
    assert found[["kind", "owner", "height"]].values.tolist() == [
        ["person", "Ann-1", 23],
        ["exchange", "Merivane", 23],
    ]
    assert set(found["chain"]) == {name_of(chain)}
    assert found.loc["Merivane-0", NAMES].to_dict() == {
        "payee_percent": 400, "repeated_percent": 0, "payout_percent": 25, "median_deposit": 1_040,
        "median_payout": 260, "batch_percent": 100, "batch_median": 4, "round_percent": 0,
        "fresh_percent": 100, "equal_percent": 100, "sweep_percent": 0, "swept_percent": 0,
        "reused_percent": 100, "minted_percent": 0, "kept_percent": 0, "delay_hours": 0,
        "active_hours": 3, "quiet_percent": 0, "payday_gap": 1, "regular_percent": 100,
    }  # fmt: skip
    by_cluster = examples(chain, wallets, wallets.drop(columns="address"), coinjoins=())
    by_address = examples(chain, wallets, wallets.drop(columns="cluster"), coinjoins=())
    pd.testing.assert_frame_equal(by_cluster, by_address)
    assert by_cluster["owner"].tolist() == ["Ann", "Ann", "Merivane", "Merivane"]


def test_too_few_transactions_say_nothing():
    chain, wallets = chain_of(*school(PUPILS, rounds=2)), wallets_of(PUPILS)
    assert examples(chain, wallets, wallets, coinjoins=()).empty
    assert MODEL.probabilities(chain, wallets, coinjoins=()).empty
    found = MODEL.verdicts(chain, wallets, coinjoins=())
    assert found.empty
    assert list(found) == ["cluster", "kind", "confidence", "met", "told", "service", "reasons"]


@pytest.mark.parametrize("lines", [(), ("a: new -> ann 5",)])
def test_chains_of_nothing_have_no_services(lines):
    chain = chain_of(*lines)
    assert MODEL.verdicts(chain, nps.cluster(chain)).empty
    assert examples(chain, nps.cluster(chain), wallets_of(PUPILS)).empty


def test_a_kind_known_from_one_owner_is_not_claimed():
    kinds = {"ex0": "exchange"} | {f"per{k}": "person" for k in range(6)}
    model = learn(taught(kinds))
    chain, wallets = chain_of(*school(PUPILS)), wallets_of(PUPILS)
    assert model.verdicts(chain, wallets, at_least=0.5, coinjoins=()).empty
    assert repr(model) == (
        "ServiceModel: learned from owners and clusters of exchange (1 and 2), person (6 and 12)"
    )


def test_several_chains_teach_together_and_their_owners_stay_apart():
    one, other = taught(), taught().assign(chain="another")
    model = learn(pd.concat([one, other]))
    assert model.learned.to_dict("index") == {
        "exchange": {"owners": 12, "clusters": 24},
        "person": {"owners": 12, "clusters": 24},
    }


def test_the_same_examples_give_the_same_model():
    chain, wallets = chain_of(*school(PUPILS)), wallets_of(PUPILS)
    again = learn(taught())
    pd.testing.assert_frame_equal(
        again.verdicts(chain, wallets, at_least=0.5, coinjoins=()),
        MODEL.verdicts(chain, wallets, at_least=0.5, coinjoins=()),
    )


def test_the_examples_given_are_not_changed_nor_kept():
    known = taught()
    before = known.copy()
    model = learn(known)
    known["kind"] = "x"
    assert model.learned.index.tolist() == ["exchange", "person"]
    pd.testing.assert_frame_equal(model.examples, before)


def test_all_that_an_owner_has_lies_in_one_part_and_each_kind_in_many():
    kind = np.array([1, 1, 0, 0, 0, 1, 1, 0])
    owner = np.array([7, 7, 2, 3, 2, 5, 9, 4])
    assert deal(kind, owner, parts=2).tolist() == [1, 1, 0, 1, 0, 0, 1, 0]
    assert deal(kind, owner).tolist() == [3, 3, 0, 1, 0, 4, 0, 2]


@pytest.mark.parametrize("seed", [0, 1])
def test_what_each_number_adds_leads_from_the_top_of_the_trees_to_the_vote(seed):
    dice = np.random.Generator(np.random.PCG64(seed))
    numbers, kind = dice.integers(-1, 100, (30, 4)), dice.integers(0, 3, 30)
    kind[:3] = 0, 1, 2
    forest = grow(numbers, kind, np.arange(30) // 2, ("a", "b", "c"))
    votes = forest.votes(numbers)
    assert votes.sum(axis=1) == pytest.approx(np.ones(30))
    for place in range(3):
        top = np.mean([
            tree.tree_.value[0, 0, part.classes_.tolist().index(place)]
            if place in part.classes_ else 0
            for part in forest.parts for tree in part.estimators_
        ])  # fmt: skip
        added = forest.contributions(numbers, np.full(30, place))
        assert top + added.sum(axis=1) == pytest.approx(votes[:, place])
    met, trees = forest.count(numbers, np.zeros(30, int))
    all_met = met + sum(forest.count(numbers, np.full(30, k))[0] for k in (1, 2))
    assert all_met.tolist() == [trees] * 30
    assert trees == PARTS * TREES


def test_a_verdict_is_a_service_of_enough_probability():
    told = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4], [0.6, 0.2, 0.2]])
    kind, verdict = decide(told, ("exchange", "person", "pool"), ("person",), 0.7)
    assert kind.tolist() == [0, 1, 2, 0]
    assert verdict.tolist() == [True, False, False, False]
    for odd in (0.4, 1.1, "x", None, np.nan, [0.7]):
        with pytest.raises(NpsError, match="give a probability"):
            decide(told, ("exchange", "person", "pool"), (), odd)


def known_at(chain, height):
    """What a model learns of the node's chain by a height, and what it then says."""
    labels = pd.DataFrame(owners().items(), columns=["address", "owner"])
    labels["kind"] = labels["owner"].where(labels["owner"].isin(["exchange", "market"]), "person")
    clusters = nps.cluster(chain, change="vote", as_of=height)
    known = examples(chain, clusters, labels.drop(columns="owner"), as_of=height)
    model = learn(known)
    told = model.probabilities(chain, clusters, as_of=height)
    return known, told, model.verdicts(chain, clusters, at_least=0.5, as_of=height)


@pytest.mark.parametrize("height", [130, 140])
def test_nothing_is_known_from_the_future(height):
    chain = node_chain()
    ours = known_at(chain, height)
    assert len(ours[0]) > 15
    assert len(ours[1]) >= len(ours[0])
    for other in (chain.upto(height), other_future(chain, height)):
        for one, another in zip(ours, known_at(other, height), strict=True):
            pd.testing.assert_frame_equal(one, another)


def test_a_model_of_a_later_day_is_refused():
    chain, wallets = chain_of(*school(TEACHERS)), wallets_of(TEACHERS)
    model = learn(examples(chain, wallets, wallets, coinjoins=()))
    day = chain.height - 1
    for known, as_of in ((chain, day), (chain.upto(day), None)):
        with pytest.raises(NpsError, match=rf"up to height {day + 1}, so .*as_of={day}\)"):
            model.verdicts(known, wallets, as_of=as_of, coinjoins=())
    earlier = learn(examples(chain, wallets, wallets, as_of=day, coinjoins=()))
    assert len(earlier.verdicts(chain, wallets, coinjoins=())) == 12


def test_stops_take_a_models_verdicts_by_cluster():
    chain, wallets = chain_of(*school(PUPILS)), wallets_of(PUPILS)
    verdicts = MODEL.verdicts(chain, wallets, coinjoins=()).assign(kind="hot wallet")
    found = stops(chain, wallets, verdicts)
    assert sorted(found["address"]) == sorted(map(address_of, ["Merivane-0", "Merivane-1"]))


def test_a_trace_stops_at_what_a_model_calls_an_exchange_too():
    chain, wallets = chain_of(*school(PUPILS)), wallets_of(PUPILS)
    verdicts = MODEL.verdicts(chain, wallets, coinjoins=()).assign(kind="exchange")
    found = stops(chain, wallets, verdicts)
    assert sorted(found["address"]) == sorted(map(address_of, ["Merivane-0", "Merivane-1"]))
    assert set(found["kind"]) == {"exchange"}


def test_what_makes_no_sense_is_refused_in_a_sentence():
    chain, wallets, known = chain_of(*school(PUPILS)), wallets_of(PUPILS), taught()
    with pytest.raises(NpsError, match="need the columns kind"):
        examples(chain, wallets, wallets.drop(columns="kind"))
    with pytest.raises(NpsError, match="Labels without addresses need the columns cluster"):
        examples(chain, wallets, wallets[["kind"]])
    with pytest.raises(NpsError, match="7 is the kind of a label"):
        examples(chain, wallets, wallets.assign(kind=7))
    with pytest.raises(NpsError, match="Give the clusters"):
        examples(chain, None, wallets)
    for odd in (None, known[["kind"]], known.drop(columns="delay_hours")):
        with pytest.raises(NpsError, match=r"Examples (are|need)"):
            learn(odd)
    with pytest.raises(NpsError, match="have 1 kind of 6 owners"):
        learn(known[known["kind"] == "person"])
    with pytest.raises(NpsError, match="have 2 kinds of 1 owner"):
        learn(known.assign(owner="all one"))
    with pytest.raises(NpsError, match=r"no service \(people\), so all that the model meets"):
        learn(known, no_service="people")
    for odd in (None, 5, ["person", 5]):
        with pytest.raises(NpsError, match="give kinds, as texts"):
            learn(known, no_service=odd)
    assert learn(known, no_service=()).no_service == ()
    with pytest.raises(NpsError, match="give a probability"):
        MODEL.verdicts(chain, wallets, at_least=70, coinjoins=())


def test_each_number_has_words():
    assert len(set(NAMES)) == len(COLUMNS)
    for column in COLUMNS:
        assert column.text.count("{}") == 1
        assert "{" not in column.none
