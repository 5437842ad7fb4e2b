"""Tags: right by the truth but for those on record as wrong, and one of these in twelve."""

from dataclasses import replace

import pytest

from nps_chain.world.folders.tags import CATEGORIES
from nps_chain.world.knobs import Pages
from nps_chain.world.play import play
from nps_chain.world.scenario import Scenario
from tests.world.folders.reading import tags

CONFIDENCES = {
    "override", "ownership", "ledger_immanent", "manual_transaction", "service_api",
    "forensic_investigation", "authority_data", "trusted_provider", "service_data", "forensic",
    "untrusted_transaction", "web_crawl", "heuristic", "unknown",
}  # fmt: skip


def said(label, story):
    """The owner whom a label means."""
    handles = {shop.handle: vendor.name for vendor in story.vendors for shop in vendor.shops}
    label = label.removesuffix(", escrow").removeprefix("account at ")
    return handles.get(label, label)


def test_each_tag_has_what_a_tagpack_asks_for(folders):
    for held in folders.values():
        for tag in tags(held):
            assert {"label", "source", "currency", "network", "address"} <= {*tag}
            assert all(tag[one] for one in ("label", "source", "address", "actor", "category"))
            assert tag["confidence"] in CONFIDENCES
            assert (tag["currency"], tag["network"]) == ("BTC", "REGTEST")
        addresses = [tag["address"] for tag in tags(held)]
        assert len({*addresses}) == len(addresses)


def test_a_tag_is_right_unless_it_is_on_record_as_wrong(tiny, folders, story, owners):
    wrong = {(one.agency, one.about): one for one in tiny.wrong if one.file.endswith(".yaml")}
    for agency in story.agencies:
        for tag in tags(tiny.folders[agency.short]):
            one = wrong.pop((agency.short, tag["address"]), None)
            owner = owners[tag["address"]]
            if one is None:
                assert said(tag["label"], story) == owner
                assert tag["category"] != "mixing_service" or owner == "Millrow"
            elif tag["category"] == "mixing_service" and owner == "Ledgerwick":
                assert one.truth == "Ledgerwick, a payroll office"
            else:
                assert said(tag["label"], story) != owner
                assert one.says == tag["label"]
    assert wrong == {}


def test_one_in_twelve_is_wrong(tiny, story):
    for agency in story.agencies:
        many = len(tags(tiny.folders[agency.short]))
        wrong = [
            one for one in tiny.wrong if one.agency == agency.short and one.file.endswith(".yaml")
        ]
        assert many >= 30
        assert len(wrong) == (many * 83 + 500) // 1000


def test_each_makes_the_mistake_that_the_story_tells(tiny, story, owners):
    wrong = {
        (story_role.role, one.truth)
        for story_role in story.agencies
        for one in tiny.wrong
        if one.agency == story_role.short and one.file.endswith(".yaml")
    }
    assert ("purchases", "a deposit address of Lanternfen") in wrong
    assert ("purchases", "Brightwick") in wrong
    assert ("pages", "a thief's") in wrong
    assert ("phone", "Ledgerwick, a payroll office") in wrong


def test_two_agencies_disagree_about_one_cluster(folders):
    mine = {tag["address"]: tag for tag in tags(folders["purchases"])}
    theirs = {tag["address"]: tag for tag in tags(folders["phone"])}
    (payroll,) = [tag for tag in mine.values() if tag["category"] == "payroll"]
    other = theirs[payroll["address"]]
    assert (payroll["label"], other["label"]) == ("Ledgerwick", "Ledgerwick")
    assert other["category"] == "mixing_service"
    assert payroll["is_cluster_definer"]
    assert other["is_cluster_definer"]


def test_the_exchange_that_answers_is_in_no_tag_but_that_of_the_report(folders, owners):
    for role, held in folders.items():
        found = [tag["label"] for tag in tags(held) if owners[tag["address"]] == "Merivane"]
        assert found == (["account at Merivane"] if role == "phone" else [])


def test_agencies_know_services_in_common_so_that_they_can_compare(folders):
    own = {role: {tag["address"] for tag in tags(held)} for role, held in folders.items()}
    for one, other in (("purchases", "pages"), ("purchases", "phone"), ("pages", "phone")):
        assert len(own[one] & own[other]) >= 3


def test_a_services_tag_says_of_what_kind_it_is(tiny, folders, owners):
    kinds = tiny.truth.entities.astype(str).set_index("name").kind
    for held in folders.values():
        for tag in tags(held):
            if tag["label"] == owners[tag["address"]] and kinds[tag["label"]] in CATEGORIES:
                wanted = CATEGORIES[kinds[tag["label"]]][0]
                assert tag["category"] in (wanted, "mixing_service")


@pytest.mark.parametrize("permille", [0, 500])
def test_the_knob_says_how_many_are_wrong(permille):
    scenario = replace(Scenario.of("tiny"), pages=Pages(few=1, wrong_tags=permille))
    world = play(scenario, 0, validate=False)
    for agency, held in world.folders.items():
        wrong = [o for o in world.wrong if o.agency == agency and o.file.endswith(".yaml")]
        assert len(wrong) == (len(tags(held)) * permille + 500) // 1000
