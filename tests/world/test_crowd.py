"""The crowd: kinds and habits are dealt along the ranking of activity, never drawn."""

import pytest

from nps_chain.world.crowd import _dealt, _interval, set_crowd, spread
from nps_chain.world.economy import Economy
from nps_chain.world.engine import Engine
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.scenario import Scenario
from nps_chain.world.signing import mark
from nps_chain.world.software import KINDS


@pytest.mark.parametrize("permille", [0, 95, 180, 500, 1000])
def test_so_many_of_a_thousand_have_something_at_every_level(permille):
    has = spread(1000, permille)
    assert sum(has) == permille
    for start in range(0, 1000, 100):
        assert abs(sum(has[start : start + 100]) - permille / 10) <= 1
    assert spread(7, 500) == [False, True, False, True, False, True, False]


def test_the_busiest_act_fourteen_times_as_often_as_the_median_and_the_idlest_seldom():
    every = [_interval(rank, 1001) for rank in range(1001)]
    assert every == sorted(every)
    assert (every[0], every[500]) == (70, 1032)
    assert 19_000 < every[-1] < 20_000
    assert _interval(0, 1) == 1032


def test_each_kind_gets_its_part_of_what_is_done():
    every = [_interval(rank, 380) for rank in range(380)]
    shares = {"a": 500, "b": 300, "none": 0, "c": 200}
    dealt = _dealt(shares, every)
    assert len(dealt) == 380
    assert "none" not in dealt
    total = sum(1_000_000 // one for one in every)
    for kind in "abc":
        work = sum(1_000_000 // one for one, has in zip(every, dealt, strict=True) if has == kind)
        assert work / total == pytest.approx(shares[kind] / 1000, abs=0.02)
        busiest = dealt[:38].count(kind)
        assert busiest == pytest.approx(38 * shares[kind] / 1000, abs=4)


@pytest.fixture(scope="module")
def crowd():
    scenario = Scenario()
    economy = Economy(Engine(0, mark), scenario)
    kinds = ("service", "service nested", "service legacy")
    exchanges = [Exchange(economy, f"exchange {n}", software=kind) for n, kind in enumerate(kinds)]
    return set_crowd(economy, scenario, exchanges), exchanges


def test_households_are_as_many_as_the_knob_says_and_live_as_knobs_say(crowd):
    households, _ = crowd
    assert [home.name for home in households[:2]] == ["household 1", "household 2"]
    assert len(households) == 380
    gamblers = [home.habits.gamble for home in households if home.habits.gamble]
    assert gamblers == [19 * 1000 // 180] * (380 * 180 // 1000)
    habits = households[190].habits
    assert (habits.sell, habits.invoice, habits.shop, habits.person, habits.own, habits.save) == (
        19, 23, 14, 8, 3, 25,
    )  # fmt: skip
    assert (habits.bought, habits.paid, habits.payments, habits.purchases) == (
        8_000_000, 25_000_000, (1, 3), (2, 5),
    )  # fmt: skip
    assert habits.every == 12 * 1440 * _interval(190, 380) // 1000
    assert sum(bool(home._later) for home in households) == 380 * 300 // 1000
    for home in households:
        assert not home._later or KINDS[home._later].receive == home.lock


def test_most_have_their_account_where_the_lock_is_their_own(crowd):
    households, exchanges = crowd
    locks = {exchange.hot.software.receive for exchange in exchanges}
    could = [home for home in households if home.lock in locks]
    alike = [home for home in could if home.home.hot.software.receive == home.lock]
    # 800 of a thousand, and a third of the others.
    assert 0.8 < len(alike) / len(could) < 0.93
    assert {home.home for home in households} == set(exchanges)
