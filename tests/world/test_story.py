import itertools
import re
from dataclasses import fields

import pytest

from nps_chain.evidence.letters import CHANNELS
from nps_chain.evidence.letters.instruments import BUDAPEST
from nps_chain.world.channels import MEMBERSHIPS, channels
from nps_chain.world.pages.fixtures import names as fixture_keys
from nps_chain.world.products import GROUPS
from nps_chain.world.scenario import Scenario
from nps_chain.world.story import tell

SEEDS = range(6)
COUNTRIES = ("Aldoria", "Tolvany", "Cestania")


def test_seed_0_tells_the_story_of_the_lessons():
    story = tell(0)
    assert story.days == Scenario().story
    assert [(one.short, one.country, one.role, one.exchange) for one in story.agencies] == [
        ("ADP", "Aldoria", "purchases", "Merivane"),
        ("TCB", "Tolvany", "pages", "Pallory"),
        ("CFI", "Cestania", "phone", ""),
    ]
    assert [(one.name, one.country, one.answers, one.days) for one in story.exchanges] == [
        ("Merivane", "Aldoria", "in full", 2),
        ("Pallory", "Tolvany", "in part", 12),
        ("Freyport", "", "never", 0),
    ]
    assert [(one.name, one.custodial, one.opens, one.closes) for one in story.markets] == [
        ("Lanternfen", True, 9, 71),
        ("Quincegate", False, 45, 0),
    ]
    named = story.vendors[:5]
    assert [(one.key, one.country, one.habit, one.services, one.drops) for one in named] == [
        ("saltmeadow", "Aldoria", "peel", ("Merivane",), False),
        ("graphite_owl", "Tolvany", "mixer", ("Millrow", "Pallory"), False),
        ("paper-lynx", "Cestania", "coinjoin", ("Cedar", "Freyport"), True),
        ("tin_harbour", "Aldoria", "straight", ("Merivane",), False),
        ("coldquay", "Tolvany", "remix", ("Rill", "Brightwick"), False),
    ]
    assert [shop.handle for shop in named[0].shops] == ["saltmeadow", "brineacre"]
    assert [one.name for one in named[1:]] == [one.key for one in named[1:]]
    assert len(story.vendors) == 25
    assert story.arrested.country == "Cestania"
    assert [(one.day, one.shop) for one in story.purchases] == [
        (20, "saltmeadow"),
        (52, "brineacre"),
        (58, "brineacre"),
    ]
    assert [(one.name, one.country) for one in story.innocents] == [
        ("M. Dorn", "Tolvany"),
        ("Ledgerwick", "Cestania"),
        ("Brightwick", "Aldoria"),
    ]
    assert story.wholesaler == "Atlas Yard"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_structure_holds_with_every_seed(seed):
    story = tell(seed)
    at = {one.role: one.country for one in story.agencies}
    assert sorted(at) == ["pages", "phone", "purchases"]
    assert sorted(at.values()) == sorted(COUNTRIES)
    full, part, never = (story.exchange(how) for how in ("in full", "in part", "never"))
    assert sorted(one.name for one in story.exchanges) == ["Freyport", "Merivane", "Pallory"]
    assert [one.country for one in (full, part, never)] == [at["purchases"], at["pages"], ""]
    assert [story.agency(role).exchange for role in ("purchases", "pages", "phone")] == [
        full.name,
        part.name,
        "",
    ]
    wanted = story.vendor("saltmeadow")
    assert (wanted.country, wanted.services) == (at["purchases"], (full.name,))
    assert [shop.market for shop in wanted.shops] == ["lanternfen", "quincegate"]
    assert wanted.shops[0].software != wanted.shops[1].software
    assert wanted.couriers[0] == story.arrested.name
    assert story.arrested.country == at["phone"]
    others = [one for one in story.vendors if one is not wanted]
    assert all(story.arrested.name not in one.couriers for one in others)
    assert story.vendor("graphite_owl").services == ("Millrow", part.name)
    assert story.vendor("paper-lynx").services == ("Cedar", never.name)
    assert story.vendor("tin_harbour").services == (full.name,)
    assert story.innocent("dorn").country == at["pages"]
    assert {one.innocent for one in story.agencies} == {one.key for one in story.innocents}
    assert all(one.strength and one.failure for one in story.agencies)


@pytest.mark.parametrize("seed", SEEDS)
def test_days_keep_their_order(seed):
    story = tell(seed)
    told = Scenario().story
    names = sorted((one.name for one in fields(told)), key=lambda name: getattr(told, name))
    pairs = list(itertools.pairwise(names))
    for name, later in pairs:
        before, after = getattr(story.days, name), getattr(story.days, later)
        if getattr(told, name) == getattr(told, later):
            assert before == after
        else:
            assert before < after
    assert all(abs(getattr(told, name) - getattr(story.days, name)) <= 3 for name in names)
    for purchase in story.purchases:
        assert story.shop(purchase.shop).since < purchase.day
    assert all(shop.since < story.length for one in story.vendors for shop in one.shops)


def test_roles_go_round_and_names_change_with_the_seed():
    stories = [tell(seed) for seed in SEEDS]
    roles = {tuple(one.role for one in story.agencies) for story in stories}
    assert roles == {
        ("purchases", "pages", "phone"),
        ("phone", "purchases", "pages"),
        ("pages", "phone", "purchases"),
    }
    assert len({story.exchange("in full").name for story in stories}) > 1
    for key in ("saltmeadow", "brineacre", "tin_harbour"):
        assert len({story.shop(key).handle for story in stories}) == len(stories)
    assert len({story.innocent("dorn").name for story in stories}) == len(stories)
    assert len({story.market("lanternfen").name for story in stories}) > 3
    assert tell(3) == tell(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_of_one_story_share_a_name_or_a_key(seed):
    story = tell(seed)
    actors = [one.name for one in story.vendors] + [one.name for one in story.couriers]
    actors += [one.name for one in story.markets] + [one.name for one in story.innocents]
    assert len(set(actors)) == len(actors)
    people = [one.person for one in story.vendors]
    assert len(set(people)) == len(people)
    keys = [one.fixture for one in (*story.vendors, *story.markets)]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(fixture_keys())
    shops = [shop for one in story.vendors for shop in one.shops]
    assert len({shop.key for shop in shops}) == len(shops)
    # One handle means one vendor; and before the last pages are saved, one market.
    owners = {shop.handle: one for one in story.vendors for shop in one.shops}
    assert len(owners) == len(
        {(shop.handle, one.key) for one in story.vendors for shop in one.shops}
    )
    seen = [s.handle for s in shops if s.market and s.since <= story.days.pages_2]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("seed", SEEDS)
def test_goods_are_codes_of_the_seven_groups(seed):
    goods = {product for one in tell(seed).vendors for product in one.products}
    assert all(re.fullmatch(rf"{one.group}-[0-9]{{3}}", one.code) for one in goods)
    assert {one.group for one in goods} == set(GROUPS)
    assert all(10**6 <= one.price <= 10**8 for one in goods)


def test_a_short_world_has_short_weeks():
    story = tell(0, Scenario.of("tiny"))
    assert (story.length, story.week) == (30, 2)
    assert story.days == Scenario.of("tiny").story


def test_each_channel_is_open_between_some_and_the_budapest_convention_not_for_all():
    pairs = [("Aldoria", "Tolvany"), ("Aldoria", "Cestania"), ("Tolvany", "Cestania")]
    open_ = {pair: channels(*pair) for pair in pairs}
    assert {channel for some in open_.values() for channel in some} == set(CHANNELS)
    assert [country for country in COUNTRIES if BUDAPEST not in MEMBERSHIPS[country]] == [
        "Cestania"
    ]
    assert all(channels(b, a) == some for (a, b), some in open_.items())
    assert open_["Tolvany", "Cestania"] == (
        "police to police",
        "mutual legal assistance",
        "regional centre",
    )
