"""Who mixes: coordinators by the knobs, and people by their rank."""

import pytest

from nps_chain.world import mixing
from nps_chain.world.crowd import set_crowd
from nps_chain.world.economy import Economy
from nps_chain.world.engine import Engine
from nps_chain.world.ordinary import set_ordinary
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.privacy import Maker
from nps_chain.world.protocols.rounds import Coordinator
from nps_chain.world.scenario import Scenario
from nps_chain.world.signing import mark
from nps_chain.world.story import tell

WEEK = 7 * 1440


def _mixing(monkeypatch, **knobs):
    """The economy with its mixing, who has the habit of CoinJoins where, and who of PayJoins."""
    habits, payjoins = [], []
    monkeypatch.setattr(mixing, "PrivacyHabit", lambda *told, **more: habits.append((told, more)))
    monkeypatch.setattr(mixing, "PayJoinHabit", lambda *told, **more: payjoins.append((told, more)))
    scenario = Scenario.of("tiny").turned(knobs)
    economy = Economy(Engine(0, mark), scenario)
    set_ordinary(economy, tell(0, scenario))
    households = set_crowd(economy, scenario, economy.of(Exchange))
    mixing.set_mixing(economy, households)
    return economy, households, habits, payjoins


def test_rounds_are_as_frequent_and_as_large_as_the_knobs_say(monkeypatch):
    knobs = {"cedar": 2, "juniper": 3, "rill": 4, "bazaar": 5, "cedar_people": 11}
    economy, *_ = _mixing(monkeypatch, coinjoins=knobs | {"juniper_people": 22})
    places = economy.of(Coordinator)
    assert [(one.name, one.every) for one in places] == [
        ("Cedar", WEEK // 2), ("Juniper", WEEK // 3), ("Rill", WEEK // 4), ("Bazaar", WEEK // 5),
    ]  # fmt: skip
    # Who wants more people than there usually are gets as many, and no error.
    assert [one.people for one in places[:2]] == [(11, 24), (22, 22)]


def test_a_crowd_has_several_coordinators_of_each_kind_that_share_rounds_and_people(monkeypatch):
    monkeypatch.setattr(mixing, "_CROWD", 10)
    economy, _, habits, _ = _mixing(
        monkeypatch, households={"like_privacy": 1000}, coinjoins={"cedar": 2}
    )
    cedars = [one for one in economy.of(Coordinator) if one.name.startswith("Cedar")]
    assert [(one.name, one.every) for one in cedars] == [("Cedar", WEEK), ("Cedar 2", WEEK)]
    assert len(economy.of(Maker)) == 16
    # Of 26 people in turns of eight the second set has the second eight.
    assert [told[2].name for told, _ in habits][6:19] == [
        "Rill", "Bazaar", "Cedar 2", "Cedar 2", "Cedar 2", "Juniper 2", "Juniper 2", "Rill 2",
        "Rill 2", "Bazaar 2", "Cedar", "Cedar", "Cedar",
    ]  # fmt: skip


def test_earnings_go_to_the_last_exchange(monkeypatch):
    economy, *_ = _mixing(monkeypatch)
    *_, last = economy.of(Exchange)
    *three, bazaar = economy.of(Coordinator)
    assert [last.holder[place.cash_out()] for place in three] == ["Cedar", "Juniper", "Rill"]
    assert bazaar.cash_out is None, "it has no fee: makers earn"


def test_makers_wait_at_the_bazaar(monkeypatch):
    economy, *_ = _mixing(monkeypatch)
    makers = economy.of(Maker)
    assert [one.name for one in makers] == [f"maker {number}" for number in range(1, 9)]


@pytest.mark.parametrize(("permille", "many"), [(1000, 26), (500, 13), (0, 0)])
def test_those_who_like_privacy_go_to_coordinators_in_turn(monkeypatch, permille, many):
    _, households, habits, _ = _mixing(monkeypatch, households={"like_privacy": permille})
    seekers = [told[0] for told, _ in habits]
    assert len(seekers) == many
    assert seekers == [home for home in households if home in seekers], "along the ranking"
    turns = ["Cedar"] * 3 + ["Juniper"] * 2 + ["Rill"] * 2 + ["Bazaar"]
    assert [told[2].name for told, _ in habits] == (turns * 4)[:many]
    assert {more["every"] for _, more in habits} <= {4 * 1440}
    for (home, wallet, _, exchange), _ in habits:
        assert (wallet.entity, wallet.software.name) == (home.entity, "privacy")
        assert exchange is home.home


@pytest.mark.parametrize(("permille", "payjoins", "every"), [
    (1000, 2, {WEEK * 26 // 2}), (500, 13, {WEEK}), (1000, 0, set()), (0, 2, set()),
])  # fmt: skip
def test_payjoins_are_as_many_as_the_knob_says_among_all(monkeypatch, permille, payjoins, every):
    economy, _, habits, joins = _mixing(
        monkeypatch, households={"like_privacy": permille}, coinjoins={"payjoins": payjoins}
    )
    assert {more["every"] for _, more in joins} == every
    if every:
        assert [told[1] for told, _ in joins] == [told[1] for told, _ in habits]
        assert {wallet.name for told, _ in joins for wallet in told[2]} == {
            "Brightwick", "Oakrow Books",
        }  # fmt: skip
    assert len(economy.of(Coordinator)) == 4
