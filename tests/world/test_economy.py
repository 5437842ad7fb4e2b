import pytest

from nps_chain.errors import NpsError
from nps_chain.world.dice import Dice
from nps_chain.world.economy import Actor, Economy, day, day_of
from nps_chain.world.engine import Engine
from nps_chain.world.signing import mark
from nps_chain.world.software import KINDS


class Baker(Actor):
    kind = "merchant"

    def begin(self):
        self.at(90, lambda: self.after(7, self.bake))

    def bake(self):
        self.baked = self.engine.now


class Confectioner(Baker):
    """A baker, too."""


@pytest.fixture
def economy():
    economy = Economy(Engine(4, mark))
    economy.engine.miner = lambda height, reward: []
    return economy


def test_actors_are_found_by_name_and_by_kind_whoever_comes_later(economy):
    ann = Baker(economy, "Ann", country="Aldoria")
    assert economy.of(Baker) == [ann]
    bob, carl = Actor(economy, "Bob"), Confectioner(economy, "Carl")
    assert economy.of(Baker) == [ann, carl]
    assert economy.of(Confectioner) == [carl]
    assert economy.of(Actor) == [ann, bob, carl]
    assert economy.named("Bob") is bob
    entity = ann.entity
    assert (entity.name, entity.kind, entity.country) == ("Ann", "merchant", "Aldoria")


def test_who_is_missing_is_named_and_a_name_is_given_once(economy):
    with pytest.raises(NpsError, match="speaks of 'Ann', and nobody of that name is in it"):
        economy.named("Ann")
    Actor(economy, "Ann")
    with pytest.raises(NpsError, match="two of this name: entity Ann"):
        Actor(economy, "Ann")


def test_all_begin_and_plan(economy):
    bakers = [Baker(economy, "Ann"), Baker(economy, "Bob")]
    economy.begin()
    for block in economy.engine.play(2):
        block.drafts[0].txid = bytes(32)
    assert [baker.baked for baker in bakers] == [97, 97]


def test_a_wallet_is_named_after_its_owner_and_its_use(economy):
    ann = Actor(economy, "Ann")
    main, cold = ann.wallet("core"), ann.wallet(KINDS["vault"], "cold", fixed=True)
    assert [(one.name, one.software.name) for one in (main, cold)] == [
        ("Ann", "core"), ("Ann, cold", "vault"),
    ]  # fmt: skip
    assert cold.entity is ann.entity
    assert cold.receive_address() is cold.receive_address()
    assert economy.books.wallets == [main, cold]


def test_each_actor_has_dice_of_its_own(economy):
    ann, bob = Actor(economy, "Ann"), Actor(economy, "Bob")
    raw = Dice(4, "actor Ann").raw()
    bob.dice.raw()
    assert ann.dice.raw() == raw


def test_days_are_counted_from_one():
    assert [day(1), day(2), day(20, 9), day(1, 24)] == [0, 1440, 19 * 1440 + 540, 1440]


def test_another_one_is_any_but_that_one(economy):
    dice = Dice(0, "others")
    ann, bob, carl = (Actor(economy, name) for name in ("Ann", "Bob", "Carl"))
    for but, others in ((ann, {bob, carl}), (bob, {ann, carl}), (carl, {ann, bob})):
        assert {economy.another(dice, Actor, but) for _ in range(40)} == others


def test_a_day_has_the_blocks_that_are_found_until_its_midnight():
    assert [day_of(height) for height in (1, 24, 25, 48, 49, 2160)] == [1, 1, 2, 2, 3, 90]
