"""How clusters collapse, as the clusterings themselves have it."""

import numpy as np
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.clustering import apart, tags
from nps_chain.groundtruth.services_apart import RULES, services_apart
from tests.groundtruth.worlds import truth_of
from tests.handmade import address_of, chain_of


def test_a_small_case_in_full():
    chain = chain_of(
        "mint: new -> shop1 9, bank1 9",
        "sale: mint:0 ?ann1=9 -> ann2 9, shop2 8",  # both spend, as in a PayJoin
        "pay: mint:1 -> bank2 5, shop3 4",
    )
    owners = {
        **{"shop1": "shop", "shop2": "shop", "shop3": "shop", "bank1": "bank", "bank2": "bank"},
        **{"ann1": "ann", "ann2": "ann"},
    }
    known = truth_of(owners, {}, {"shop": "merchant", "bank": "exchange"})
    table = services_apart(chain, known, "address_reuse")
    assert table.to_dict("index") == {
        "co-spending": {"clusters": 6, "services": 2, "apart": 2, "largest": 2, "owners": 2},
        "+ address_reuse": {"clusters": 6, "services": 2, "apart": 2, "largest": 2, "owners": 2},
    }
    assert services_apart(chain, known, [], as_of=0)["largest"].tolist() == [1]
    names = known.services(chain)
    assert names.to_dict("records") == [
        {"address": address_of("bank1"), "label": "bank", "kind": "exchange"},
        {"address": address_of("shop1"), "label": "shop", "kind": "merchant"},
    ]


def test_all_is_as_the_clusterings_have_it():
    chain, truth = nps.load("tiny"), nps.truth("tiny")
    table = services_apart(chain, truth)
    assert table.index.tolist() == ["co-spending", *(f"+ {rule}" for rule in RULES)]
    tagged = tags(Basis(chain, truth))["address"].to_numpy(np.int64)
    for rule in (None, *RULES):
        clusters = nps.cluster(chain, change=rule)
        row = table.loc["co-spending" if rule is None else f"+ {rule}"]
        assert row["apart"] == apart(clusters.labels, tagged)
        assert row["clusters"] == len(clusters)
        assert row["largest"] == clusters.sizes.max()
        largest = clusters.frame["address"][clusters.labels == clusters.sizes.index[0]]
        assert row["owners"] == len(truth.count_owners(largest))


def test_what_keeps_apart_holds_for_every_row():
    chain, truth = nps.load("tiny"), nps.truth("tiny")
    services = truth.services(chain)
    table = services_apart(chain, truth, "peeling_chain", apart=services, limit=50)
    clusters = nps.cluster(chain, change="peeling_chain", apart=services, limit=50)
    assert table["apart"].tolist() == [len(services)] * 2
    assert table["clusters"].iloc[1] == len(clusters)
    careful = services_apart(chain, truth, ["vote"], payees_apart=True)
    clusters = nps.cluster(chain, change="vote", payees_apart=True)
    assert careful["clusters"].iloc[1] == len(clusters)


def test_errors_tell_what_is_wrong():
    chain, truth = nps.load("tiny"), nps.truth("tiny")
    with pytest.raises(NpsError, match="'luck'"):
        services_apart(chain, truth, "luck")
    with pytest.raises(NpsError, match="looks forward"):
        services_apart(chain, truth, "locktime")
