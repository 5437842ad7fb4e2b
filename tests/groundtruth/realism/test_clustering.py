"""What clusters find of a wallet, which address of a service gets its tag, and what stays apart."""

import math

import numpy as np
import pytest

from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.clustering import apart, clustering, tags
from nps_chain.groundtruth.service_tags import SERVICES
from nps_chain.groundtruth.tables import ENTITY_KINDS
from tests.groundtruth.worlds import truth_of
from tests.handmade import address_of, chain_of

LINES = (
    "c1: new -> ann1 9, ann2 9, ann3 9, bob1 9, bob2 9",
    "c2: new -> kim1 9, vic1 9, vic2 9",
    "join: c1:0 c1:1 -> shop1 17",
    "mix: c1:2 c1:3 -> shop2 6, shop2 6, shop2 6",
    "out: join:0 -> shop3 16",
)
OWNERS = {
    **{"ann1": "ann", "ann2": "ann", "ann3": "ann", "bob1": "bob", "bob2": "bob", "kim1": "kim"},
    **{"vic1": "vic", "vic2": "vic", "shop1": "shop", "shop2": "shop", "shop3": "shop"},
}
KINDS = {"vic": "vendor", "shop": "merchant"}


def basis(*lines: str, coinjoins: str = "", kinds: dict[str, str] = KINDS) -> Basis:
    truth = truth_of(OWNERS, dict.fromkeys(coinjoins.split(), ("coinjoin", "")), kinds)
    return Basis(chain_of(*lines), truth)


def test_what_one_address_of_a_household_leads_to():
    # ann: two together and one alone, (4 + 1) / 9; bob: each alone, (1 + 1) / 4; kim has but one
    # address, and vic is a vendor.
    found = clustering(basis(*LINES, coinjoins="mix"))
    assert found[25]["share"] == pytest.approx(100 * (5 / 9 + 2 / 4) / 2)


def test_what_strangers_are_joined_does_not_add_to_a_wallet():
    # ann3 and bob1 stand in one cluster now, and no wallet has more of its own together.
    found = clustering(basis(*LINES))
    assert found[25]["share"] == pytest.approx(100 * (5 / 9 + 2 / 4) / 2)


def test_a_coinjoin_would_join_a_wallet_to_itself():
    lines = (*LINES[:2], "mix: c1:3 c1:4 -> shop2 8, shop2 8")
    assert clustering(basis(*lines))[25]["share"] == pytest.approx(100 * (3 / 9 + 1) / 2)
    joined = clustering(basis(*lines, coinjoins="mix"))
    assert joined[25]["share"] == pytest.approx(100 * (3 / 9 + 2 / 4) / 2)


def test_without_a_household_nothing_is_known():
    everyone = dict.fromkeys(["ann", "bob", "kim", "vic", "shop"], "vendor")
    found = clustering(basis(*LINES, kinds=everyone))
    assert math.isnan(found[25]["share"])
    assert found[26]["services"] == 0
    assert math.isnan(found[26]["apart"])


def test_the_tag_is_on_the_address_that_most_transactions_use():
    asked = basis(*LINES)
    (tagged,) = tags(asked).itertuples(index=False)
    assert tagged.label == "shop"
    # shop1 is paid once and spends once; shop2 is paid three times, in one transaction.
    assert asked.chain.address(int(tagged.address)).text == address_of("shop1")


def test_of_addresses_used_alike_the_earliest_has_the_tag():
    asked = basis(*LINES[:2], LINES[3])
    everyone = dict(zip(["ann", "bob", "kim"], SERVICES, strict=False))
    asked = basis(*LINES[:2], LINES[3], kinds=everyone)
    texts = [asked.chain.address(int(row)).text for row in tags(asked)["address"]]
    assert texts == [address_of("ann3"), address_of("bob1"), address_of("kim1")]
    assert tags(asked)["label"].tolist() == ["ann", "bob", "kim"]


def test_services_that_fell_into_one_cluster_count_once():
    labels = np.array([0, 0, 2, 2, 2, 5])
    assert apart(labels, np.array([0, 2, 3, 5])) == 3
    assert apart(labels, np.array([], int)) == 0


def test_change_joins_services():
    # By Meiklejohn's rule the fresh address of the two is the first shop's change: it is another's.
    lines = ("c: new -> shop1 9, ann1 9, ann2 9", "p: c:0 -> ann1 2, bob1 6", "q: p:1 -> kim1 5")
    kinds = {"shop": "merchant", "bob": "exchange", "kim": "market"}
    found = clustering(basis(*lines, kinds=kinds))
    assert found[26] == {"services": 3, "apart": pytest.approx(100 * 2 / 3)}


def test_every_kind_of_service_is_a_kind_of_entity():
    private = {"person", "vendor", "wholesaler", "courier", "launderer", "extortionist"}
    assert {*ENTITY_KINDS} - {*SERVICES} == private | {"duster", "agency"}
