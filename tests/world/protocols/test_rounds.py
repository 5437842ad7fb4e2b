import pytest

from nps_chain.world.dice import HEAVY_TAIL, Dice
from nps_chain.world.draft import Output
from nps_chain.world.people.impatience import bump
from nps_chain.world.protocols.joinmarket import Bazaar
from nps_chain.world.protocols.seats import LEAST
from nps_chain.world.protocols.wabisabi import Juniper
from nps_chain.world.protocols.wasabi1 import Cedar
from nps_chain.world.protocols.whirlpool import Rill
from nps_chain.world.software import KINDS
from tests.world.protocols.stage import (
    BTC,
    Stage,
    everybody_has_what_the_books_say,
    sorted_coins,
    values,
)

HOLDING = 24 * 60


def _cedar(stage: Stage, people: int = 3, **more) -> Cedar:
    cedar = Cedar(stage.economy, every=HOLDING, people=(people, people), small=0, start=0, **more)
    cedar.begin()
    return cedar


def test_coins_that_wait_are_out_of_the_wallet_and_come_back_when_their_owner_leaves():
    stage = Stage()
    (ann,) = stage.crowd(1, 30_000_000, 20_000_000)
    cedar = _cedar(stage)
    (large,) = [coin for coin in ann.coins if coin.value == 30_000_000]
    assert cedar.enter(ann, [large])
    assert (sorted_coins(ann.coins), sorted_coins(list(cedar.members[ann].coins))) == (
        [20_000_000],
        [30_000_000],
    )
    cedar.leave(ann)
    assert (sorted_coins(ann.coins), cedar.members) == ([20_000_000, 30_000_000], {})


def test_what_was_never_mixed_comes_back_when_patience_ends():
    stage = Stage()
    (ann,) = stage.crowd(1, 30_000_000)
    cedar = _cedar(stage)
    cedar.enter(ann, patience=3 * HOLDING)
    stage.play(48)
    assert ann.coins == []
    stage.play(48)
    assert (sorted_coins(ann.coins), cedar.members) == ([30_000_000], {})


@pytest.mark.parametrize(("lock", "taken"), [("p2wpkh", True), ("p2tr", False), ("p2pkh", False)])
def test_a_coordinator_takes_coins_of_its_own_locks_alone(lock, taken):
    stage = Stage()
    ann = stage.wallet("Ann", 30_000_000, lock=lock)
    stage.play(1)
    assert _cedar(stage).enter(ann) is taken
    assert sorted_coins(ann.coins) == ([] if taken else [30_000_000])


def test_no_round_without_enough_people():
    stage = Stage()
    cedar = _cedar(stage)
    for wallet in stage.crowd(2, 30_000_000):
        cedar.enter(wallet)
    stage.play(5 * 24)
    assert stage.of("coinjoin") == []


def test_a_coin_goes_through_as_many_rounds_as_its_owner_asks_and_then_he_is_told():
    stage = Stage()
    cedar = _cedar(stage)
    told = []
    for wallet in stage.crowd(3, 10_500_000):
        cedar.enter(wallet, rounds=2, done=told.append)
    stage.play(10 * 24)
    first, second = stage.of("coinjoin")
    assert {coin.draft for coin in second.inputs} == {first}
    assert [(len(coins), coins[0].draft) for coins in told] == [(1, second)] * 3
    assert cedar.members == {}
    mixed = values(second, "mix")
    assert sorted(coin.value for (coin,) in told) == mixed == [mixed[0]] * 3
    assert everybody_has_what_the_books_say(stage, cedar)


def test_a_coin_that_was_spent_meanwhile_is_forgotten():
    stage = Stage()
    cedar = _cedar(stage)
    ann, *others = stage.crowd(3, 30_000_000)
    coin = ann.coins[0]
    for wallet in (ann, *others):
        cedar.enter(wallet)
    assert ann.pay([Output(1000, others[0].new_address(), "payment")], "payment", coins=[coin])
    stage.play(3 * 24)
    assert stage.of("coinjoin") == []
    assert list(cedar.members) == others


def test_a_coin_of_a_payment_that_was_replaced_is_forgotten():
    stage = Stage()
    cedar = _cedar(stage)
    ann, bob = stage.crowd(2, 30_000_000)
    ann.software = KINDS["desktop"]
    sent = ann.pay([Output(10_000_000, bob.new_address(), "payment")], "payment")
    assert cedar.enter(ann)
    assert [coin.draft for coin in cedar.members[ann].coins] == [sent]
    new = bump(sent)
    cedar.leave(ann)
    assert [coin.draft for coin in ann.coins] == [new]


def test_each_pays_a_share_of_the_fee_and_the_shares_are_the_fee():
    stage = Stage()
    cedar = _cedar(stage)
    crowd = stage.crowd(3, 30_000_000)
    for wallet in crowd:
        cedar.enter(wallet, rounds=1)
    stage.play(2 * 24)
    draft = stage.of("coinjoin")[0]
    assert list(draft.fees) == list(draft.senders)
    assert set(draft.senders) == set(crowd)
    assert sum(draft.fees.values()) == draft.fee
    assert min(draft.fees.values()) > 0
    assert draft.fee * 1000 >= stage.engine.feerate * draft.vsize


def test_a_coordinator_pays_in_what_it_earned_once_a_week():
    stage = Stage()
    shop = stage.wallet("an exchange")
    cedar = _cedar(stage, cash_out=shop.new_address)
    stage.give(cedar.fees, BTC, BTC)
    stage.play(9 * 24)
    (deposit,) = stage.of("deposit")
    assert (deposit.senders, sorted_coins(shop.coins), cedar.fees.coins) == (
        (cedar.fees,),
        [2 * BTC - deposit.fee],
        [],
    )


@pytest.mark.parametrize("kind", [Cedar, Juniper, Rill, Bazaar])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_people_bring_nothing_is_lost_and_nobody_pays_for_others(kind, seed):
    stage = Stage(seed)
    dice = Dice(seed, "people")
    coordinator = kind(stage.economy, every=300, start=0)
    coordinator.begin()
    for place in range(24):
        sums = [dice.around(12_000_000, HEAVY_TAIL) for _ in range(dice.between(1, 4))]
        wallet = stage.wallet(f"person {place}", *sums)
        if kind is Bazaar and place % 2:
            coordinator.offer(wallet)
        else:
            at = dice.between(100 * 60, 150 * 60)
            stage.engine.at(at, lambda wallet=wallet: coordinator.enter(wallet))
    stage.play(120)
    stage.engine.at(stage.engine.now, lambda: [*map(coordinator.leave, [*coordinator.members])])
    stage.play(2)
    drafts = stage.of("coinjoin")
    assert len(drafts) >= 5
    for draft in drafts:
        own = {coin.address.wallet for coin in draft.inputs}
        assert set(draft.senders) == set(draft.fees) == own
        assert len(draft.senders) == len(own)
        assert sum(draft.fees.values()) == draft.fee
        assert min(draft.fees.values()) >= 0
        # Rounded for each part, and reckoned for outputs that are not all of one size.
        assert draft.fee * 1000 >= 2900 * draft.vsize
        paid = [output.address for output in draft.outputs]
        assert len(set(paid)) == len(paid)
        assert min(output.value for output in draft.outputs) >= LEAST
        assert not {output.address for output in draft.outputs} & {
            coin.address for coin in draft.inputs
        }
    assert coordinator.members == {}
    assert everybody_has_what_the_books_say(stage)
