"""The ordinary economy: as many of each as the knobs say, each with somewhere to go."""

from collections import Counter

import pytest

from nps_chain.world.economy import Economy
from nps_chain.world.engine import Engine
from nps_chain.world.ordinary import numbered, set_ordinary
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.gambling import Gambling
from nps_chain.world.people.merchants import Merchant, Processor
from nps_chain.world.people.miners import Pool
from nps_chain.world.people.notaries import Notary, TokenUser
from nps_chain.world.people.traders import Trader
from nps_chain.world.scenario import Scenario
from nps_chain.world.signing import mark
from nps_chain.world.story import tell


def _set(**knobs):
    scenario = Scenario().turned(knobs)
    economy = Economy(Engine(0, mark), scenario)
    set_ordinary(economy, tell(0, scenario))
    return economy


def _names(economy, kind):
    return [one.name for one in economy.of(kind)]


@pytest.fixture(scope="module")
def classroom():
    return _set()


def test_classroom_has_the_firms_of_the_story_first(classroom):
    assert _names(classroom, Exchange) == ["Merivane", "Pallory", "Freyport", "Halvern", "Corvane"]
    assert _names(classroom, Pool) == ["North", "South"]
    assert _names(classroom, Merchant)[:3] == ["Brightwick", "Oakrow Books", "Fernhill Tea"]
    assert (len(classroom.of(Merchant)), len(classroom.of(Trader))) == (12, 40)
    assert _names(classroom, Processor) == ["Paywick"]
    assert _names(classroom, Gambling) == ["Luckfen"]
    assert _names(classroom, Notary) == ["Sealwick"]
    assert len(classroom.of(TokenUser)) == 14


def test_exchanges_have_different_software_and_sizes_and_the_knobs_habits(classroom):
    exchanges = classroom.of(Exchange)
    assert [one.hot.software.receive for one in exchanges] == [
        "p2wpkh", "p2sh-p2wpkh", "p2pkh", "p2sh-p2wpkh", "p2sh-p2wpkh",
    ]  # fmt: skip
    assert [one.size for one in exchanges] == [130, 110, 70, 80, 60]
    knobs = classroom.scenario.services
    for one in exchanges:
        assert (one.rotates, one.sweep_hours, one.most_swept, one.gathers_above) == (
            knobs.deposit_address_new, knobs.exchange_sweeps, knobs.sweep_batch,
            knobs.consolidate_above,
        )  # fmt: skip
    told = [one.country for one in tell(0, classroom.scenario).exchanges]
    assert [one.entity.country for one in exchanges] == [*told, "", ""]


def test_every_other_shop_is_behind_a_processor_and_shows_no_address():
    economy = _set(services={"merchants": 8, "processors": 2})
    shops = economy.of(Merchant)
    assert [shop.public for shop in shops] == [False, True] * 4
    one, other = economy.of(Processor)
    assert (one.shops, other.shops) == ([shops[0], shops[4]], [shops[2], shops[6]])


def test_more_of_a_kind_are_numbered_and_all_can_be_had():
    economy = _set(
        services={"exchanges": 11, "merchants": 26, "pools": 5, "gambling": 2, "processors": 20}
    )
    assert _names(economy, Exchange)[5:] == [
        "Merivane 2", "Pallory 2", "Freyport 2", "Halvern 2", "Corvane 2", "Merivane 3",
    ]  # fmt: skip
    assert _names(economy, Pool) == ["North", "South", "East", "West", "North 2"]
    assert _names(economy, Gambling) == ["Luckfen", "Luckfen 2"]
    assert (_names(economy, Merchant)[12], _names(economy, Merchant)[25]) == (
        "Brightwick 2", "Oakrow Books 3",
    )  # fmt: skip
    assert [numbered("A", number) for number in range(3)] == ["A", "A 2", "A 3"]


def test_who_writes_no_data_is_not_there():
    economy = _set(traders={"anchors_a_day": 0, "tokens_a_day": 0, "payments_a_day": 0})
    assert economy.of(Notary) + economy.of(TokenUser) + economy.of(Trader) == []


def test_traders_are_as_busy_as_the_knob_says(classroom):
    assert {trader.every for trader in classroom.of(Trader)} == {1440 * 40 // 115}


def test_larger_pools_find_more_blocks():
    economy = _set(services={"pools": 3})
    found = Counter()
    for height in range(1, 1001):
        (output,) = economy.engine.miner(height, 5)
        found[output.address.wallet.entity.name] += 1
        assert output.value == 5
    assert list(dict(found.most_common())) == ["North", "South", "East"]
    assert found["North"] == pytest.approx(1000 * 600 / 1050, abs=60)
