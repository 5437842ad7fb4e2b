"""What is odd or crooked: who is there, and who comes to it."""

import pytest

from nps_chain.world import fringe
from nps_chain.world.dice import Dice
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Economy
from nps_chain.world.engine import Engine
from nps_chain.world.people.airdrops import Airdropper
from nps_chain.world.people.custody import Custodian
from nps_chain.world.people.dusters import Duster
from nps_chain.world.people.extortion import Extortionist
from nps_chain.world.people.households import Household
from nps_chain.world.people.payroll import Employer
from nps_chain.world.scenario import Scenario
from nps_chain.world.signing import mark
from nps_chain.world.stage import set_stage
from nps_chain.world.story import tell
from tests.world.people.stage import Stage
from tests.world.two_people import SHORT

TINY = Scenario.of("tiny")


def _staged(scenario):
    economy = Economy(Engine(0, mark), scenario)
    set_stage(economy, tell(0, scenario))
    return economy


@pytest.fixture(scope="module")
def tiny():
    return _staged(TINY)


def test_services_look_like_something_else_and_have_households_as_customers(tiny):
    households = tiny.of(Household)
    for name, first, step, every in (
        ("Millrow", 2, 9, 600), ("Ferry", 4, 9, 720), ("the Kiosk", 6, 9, 900),
        ("Openwell Fund", 0, 5, 720), ("Cardinette", 3, 7, 600),
    ):  # fmt: skip
        visits = tiny.named(name).visits
        assert visits.customers == households[first::step], name
        # In a world of 360 people they come so often; in this one of few, in the same ratio.
        assert visits.every == min(every * 360 // len(households), 4 * 1440), name
    assert tiny.named("the Tailor").kind == "launderer"


def test_six_savers_leave_coins_with_a_custodian(tiny):
    (custodian,) = tiny.of(Custodian)
    assert [saver.name for saver in custodian.savers] == [f"saver {n}" for n in range(1, 7)]


@pytest.mark.parametrize(("employees", "firms"), [(6, [3, 3]), (5, [3, 2]), (2, [1, 1])])
def test_employees_are_shared_out_to_two_firms(employees, firms):
    economy = _staged(TINY.turned({"look_alikes": {"employees": employees}}))
    staff = [employer.staff for employer in economy.of(Employer)]
    assert [len(some) for some in staff] == firms
    assert len({one.name for some in staff for one in some}) == employees


def test_trouble_comes_on_its_day_or_not_at_all(tiny):
    days = TINY.story
    assert [(one.name, one.on_day) for kind in (Extortionist, Duster, Airdropper)
            for one in tiny.of(kind)] == [
        ("Nightpost", days.letters), ("Moth", days.dust), ("Confetti", days.airdrop),
    ]  # fmt: skip
    quiet = _staged(Scenario().turned(SHORT))
    assert [one for kind in (Extortionist, Duster, Airdropper) for one in quiet.of(kind)] == []


def test_anybody_can_find_addresses_that_hold_coins_on_the_chain():
    stage = Stage()
    people = stage.people(5, fixed=True)
    stage.begin()
    for person in people[:3]:
        stage.give(person.main, 10**8)
        stage.give(person.main, 10**8)
        stage.play(1)
    stage.give(people[3].main, 10**8)  # and in no block so far
    paid = Output(10**6, people[3].receive_address(), "payment")
    change = next(c for c in people[2].pay_out(paid, "payment").coins if c in people[2].main.coins)
    reward = Draft("coinbase", [], [], ())
    people[4].main.coins.append(Coin(5, people[4].receive_address(), reward, 0, 100))
    expected = {
        coin.address for person in people[:3] for coin in person.main.coins if coin is not change
    } | {coin.address for coin in stage.exchange.hot.coins}  # fmt: skip
    miners = {coin.address for coin in stage.miner.main.coins}
    find = fringe._used(stage.economy, Dice(0, "finder"), 1000)
    found = find()
    assert len(found) == len(set(found))
    assert set(found) - miners == expected
    assert people[4].receive_address() not in found
    assert len(fringe._used(stage.economy, Dice(0, "finder"), 4)()) == 4


@pytest.mark.parametrize(("first_day", "looks"), [(14, [(14, 16)]), (0, [])])
def test_people_grow_impatient_where_blocks_are_full(monkeypatch, first_day, looks):
    told = []
    monkeypatch.setattr(fringe, "Impatience", lambda economy, wallets, **more: told.append(more))
    _staged(TINY.turned({"time": {"congested_from": first_day, "congested_days": 2}}))
    assert [(more["first_day"], more["last_day"]) for more in told] == looks
    for more in told:
        assert (more["replaced"], more["children"]) == (300, 200)
