"""The whole stage: who is on it, how full blocks are, and that chance decides nothing twice."""

import hashlib

import pytest

from nps_chain.world.economy import Economy
from nps_chain.world.engine import CEILING, FLOOR, Engine
from nps_chain.world.knobs import Time
from nps_chain.world.people.custody import Custodian
from nps_chain.world.people.households import Household
from nps_chain.world.people.miners import Pool
from nps_chain.world.people.privacy import Maker
from nps_chain.world.protocols.rounds import Coordinator
from nps_chain.world.scenario import Scenario
from nps_chain.world.signing import mark
from nps_chain.world.stage import _limit_blocks, set_stage
from nps_chain.world.story import tell
from tests.world.backstage import played

TINY = Scenario.of("tiny")


def _staged(scenario, seed=0):
    economy = Economy(Engine(seed, mark), scenario)
    return economy, set_stage(economy, tell(seed, scenario))


def _digest(world):
    return hashlib.sha256(b"".join(world.blocks)).hexdigest()


@pytest.fixture(scope="module")
def tiny():
    return played(TINY, 0)


def test_everybody_is_there_and_knows_the_others():
    economy, cast = _staged(TINY)
    households = economy.of(Household)
    assert len(households) == TINY.households.count
    for pool in economy.of(Pool):
        assert pool.members == households[::3]
    assert [one.name for one in economy.of(Coordinator)] == ["Cedar", "Juniper", "Rill", "Bazaar"]
    assert len(economy.of(Maker)) == 8
    assert [one.name for one in economy.of(Custodian)] == ["Harbrook Custody"]
    names = (
        "Millrow", "Ferry", "the Kiosk", "the Tailor", "Openwell Fund", "Cardinette", "Ledgerwick",
        "Nightpost", "Moth", "Confetti", "Lanternfen", "Quincegate",
    )  # fmt: skip
    assert [economy.named(name).name for name in names] == list(names)
    assert sorted(cast.markets) == ["lanternfen", "quincegate"]


def test_blocks_are_small_in_the_congested_week_and_never_larger_than_the_most():
    economy = Economy(Engine(0, mark))
    knobs = Time(congested_from=27, congested_days=7, congested_room=620, capacity=50_000)
    _limit_blocks(economy, knobs)
    room = economy.engine.capacity
    first, last = 24 * 26 + 1, 24 * 33
    assert [room(height, 5000) for height in (first - 1, first, last, last + 1)] == [
        50_000, 3100, 3100, 50_000,
    ]  # fmt: skip
    assert room(first, 100_000) == 50_000


def test_a_congested_week_raises_fees_and_leaves_nothing_behind():
    knobs = {"time": {"congested_from": 14, "congested_days": 3}}
    scenario = TINY.turned(knobs)
    economy, _ = _staged(scenario)
    economy.begin()
    engine, rates, waiting = economy.engine, {}, {}
    for block in engine.play(scenario.blocks):
        block.drafts[0].txid = block.height.to_bytes(32, "big")
        rates[block.height] = engine.feerate
        waiting[block.height] = len(engine._mempool)
    full = range(24 * 13 + 1, 24 * 16 + 1)
    before, after = range(1, full.start), range(full.stop + 1, scenario.blocks + 1)
    assert {rates[height] for height in before} == {FLOOR}
    assert {waiting[height] for height in before} == {0}
    assert max(rates[height] for height in full) > 2 * FLOOR
    assert max(waiting[height] for height in full) > 5
    assert {waiting[height] for height in after} == {0}
    assert rates[scenario.blocks] == FLOOR
    assert all(FLOOR <= rate <= CEILING for rate in rates.values())


def test_a_seed_gives_the_same_bytes_again_and_another_one_gives_others(tiny):
    world, _ = tiny
    assert _digest(played(TINY, 0)[0]) == _digest(world)
    other, _ = played(TINY, 1)
    assert _digest(other) != _digest(world)
    common = set(other.truth.tables.ownership.address.to_pylist()).intersection(
        world.truth.tables.ownership.address.to_pylist()
    )
    assert common == set()


def test_nobody_elses_dice_move_when_somebody_comes():
    economy, _ = _staged(TINY)
    more, _ = _staged(TINY)
    home = more.of(Household)[0]
    Household(more, "newcomer", software="web", home=home.home, habits=home.habits).main.dice.raw()
    more.actors.pop("newcomer").dice.raw()
    assert [one.dice.raw() for one in more.actors.values()] == [
        one.dice.raw() for one in economy.actors.values()
    ]
