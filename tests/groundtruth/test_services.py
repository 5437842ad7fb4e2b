"""Scores of verdicts on services: whose cluster it really is."""

import math

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.services import CUSTODY, MEANS, meant, score_services
from nps_chain.groundtruth.store import truth
from nps_chain.groundtruth.tables import ENTITY_KINDS
from nps_chain.trace.services import RULES, services
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of

CHAIN = chain_of(
    *(f"{name}: new -> {name} 9" for name in ("m1", "m2", "ann", "bob", "x1", "x2", "pool"))
)
#          m1 m2 ann bob x1 x2 pool
CLUSTERS = np.array([0, 0, 0, 3, 4, 5, 6])
KNOWN = truth_of(
    {
        "m1": "Millrow",
        "m2": "Millrow",
        "ann": "ann",
        "bob": "bob",
        "x1": "Merivane",
        "pool": "North",
    },
    kinds={"Millrow": "mixer", "Merivane": "exchange", "North": "miner"},
)


def verdicts(*pairs: tuple[int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(pairs), columns=["cluster", "kind"]).astype({"cluster": "int64"})
    return frame.assign(confidence=1.0)


def test_a_small_case_in_full():
    told = verdicts((0, "mixer"), (0, "market"), (3, "hot wallet"), (4, "hot wallet"), (5, "mixer"))
    result = score_services(told, KNOWN, clusters=CLUSTERS, chain=CHAIN)
    assert (result.verdicts, result.right, result.not_judged) == (4, 2, 1)
    assert result.precision == 2 / 4
    assert (result.services, result.found, result.recall) == (3, 2, 2 / 3)
    assert result.confusion.to_dict("index") == {
        "hot wallet": {"exchange": 1, "mixer": 0, "person": 1},
        "market": {"exchange": 0, "mixer": 1, "person": 0},
        "mixer": {"exchange": 0, "mixer": 1, "person": 0},
    }
    assert result.wrong[["cluster", "kind", "owner", "truth"]].values.tolist() == [
        [0, "market", "Millrow", "mixer"],
        [3, "hot wallet", "bob", "person"],
    ]
    assert result.missed.values.tolist() == [["North", "miner"]]
    by_kind = result.by_kind
    assert by_kind.loc["hot wallet"].to_list() == [2, 1, 2, 1, 0.5, 0.5]
    assert by_kind.loc["market", ["verdicts", "right", "services"]].to_list() == [1, 0, 0]
    assert math.isnan(by_kind.loc["market", "recall"])
    assert str(result).endswith("recognises 2 of 3 services")
    assert str(result).startswith("50.0 % of 4 verdicts right (95 % interval ")


def test_no_verdicts():
    result = score_services(verdicts(), KNOWN, clusters=CLUSTERS, chain=CHAIN)
    assert math.isnan(result.precision)
    assert str(result) == "no verdict; recognises 0 of 3 services"
    nobody = score_services(verdicts((0, "mixer")), truth_of({}), clusters=CLUSTERS, chain=CHAIN)
    assert math.isnan(nobody.recall)
    assert str(nobody) == "no verdict; recognises 0 of 0 services"


def test_what_makes_no_sense_is_refused():
    with pytest.raises(NpsError, match="clusters="):
        score_services(verdicts(), KNOWN, chain=CHAIN)
    with pytest.raises(NpsError, match="no cluster 1"):
        score_services(verdicts((1, "mixer")), KNOWN, clusters=CLUSTERS, chain=CHAIN)
    with pytest.raises(NpsError, match="no kind of service 'bank': choose from deposit address"):
        score_services(verdicts((0, "bank")), KNOWN, clusters=CLUSTERS, chain=CHAIN)


def test_every_kind_of_verdict_means_kinds_that_the_truth_knows():
    assert all(meant(rule.kind) <= set(ENTITY_KINDS) for rule in RULES)
    assert set(ENTITY_KINDS) >= CUSTODY
    assert all(kinds <= set(ENTITY_KINDS) for kinds in MEANS.values())


def test_the_nodes_services():
    chain, known = nps.load("core-regtest"), truth("core-regtest")
    clusters = nps.cluster(chain)
    told = services(chain, clusters)
    result = score_services(told, known, clusters=clusters)
    kind_of = known.entities.set_index("name")["kind"]
    right = 0
    for row in told.itertuples():
        addresses = clusters.of(int(row.cluster))
        who = pd.Series([known.owner(address) for address in addresses]).mode()[0]
        right += kind_of[who] in meant(row.kind)
    assert (result.verdicts, result.right) == (len(told), right)
