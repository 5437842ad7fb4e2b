"""The clock, the mempool and what a block takes from it."""

import pytest

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.engine import CEILING, FLOOR, Engine
from nps_chain.world.signing import mark
from nps_chain.world.software import KINDS
from nps_chain.world.wallets import Wallet

BTC = 10**8
SIZE = 141  # vbytes of a payment of these people


class Town:
    """Ann, Bob and a miner; Ann has as many coins of 1 BTC as are asked for."""

    def __init__(self, coins=0):
        self.engine = Engine(3, mark)
        self.miner, self.ann, self.bob = (self._wallet(name) for name in ("miner", "Ann", "Bob"))
        self.engine.miner = lambda height, reward: [
            Output(reward, self.miner.new_address(), "coinbase")
        ]
        self.blocks = []
        for number in range(coins):
            made = Draft("payment", [], [], (), txid=number.to_bytes(32, "big"))
            self.ann.coins.append(Coin(BTC, self.ann.new_address(), made, 0, 0))

    def _wallet(self, name):
        entity = self.engine.books.entity(name, "person")
        return Wallet(self.engine, name, entity, KINDS["core"])

    def play(self, blocks=1):
        """Return what was mined beside coinbases."""
        mined = []
        for block in self.engine.play(blocks):
            block.drafts[0].txid = block.height.to_bytes(32, "little")
            self.blocks.append(block)
            mined += block.drafts[1:]
        return mined

    def pay(self, rate=3000, coin=None, to=None, payer=None):
        """Send a coin on at a fee rate, half of it back as change."""
        payer = payer or self.ann
        coin = coin or next(coin for coin in payer.coins if coin.height >= 0)
        to = to or self.bob
        half = coin.value // 2
        outputs = [
            Output(half, to.new_address(), "payment"),
            Output(coin.value - half - SIZE * rate // 1000, payer.new_address(), "change"),
        ]
        draft = Draft("payment", [coin], outputs, (payer,))
        self.engine.submit(draft)
        return draft

    def room(self, payments):
        self.engine.capacity = lambda height, usual: payments * SIZE


def test_plans_are_carried_out_in_order_and_a_block_ends_each_hour():
    town, done = Town(), []
    engine = town.engine

    def act(name):
        done.append((name, engine.now, engine.height))

    for minute, name in ((59, "b"), (10, "a"), (59, "c"), (60, "d"), (119, "f")):
        engine.at(minute, lambda name=name: act(name))
    engine.at(60, lambda: engine.at(3, lambda: act("e, planned for a minute that is over")))
    town.play(2)
    assert done == [
        ("a", 10, 0), ("b", 59, 0), ("c", 59, 0), ("d", 60, 1),
        ("e, planned for a minute that is over", 60, 1), ("f", 119, 1),
    ]  # fmt: skip
    assert (engine.now, engine.height) == (120, 2)


def test_new_coins_halve_every_150_blocks():
    town = Town()
    town.play(301)
    rewards = [block.drafts[0].outputs[0].value for block in town.blocks]
    assert rewards == [50 * BTC] * 149 + [25 * BTC] * 150 + [25 * BTC // 2] * 2


def test_the_miner_gets_reward_and_fees():
    town = Town(2)
    drafts = [town.pay(), town.pay(9000)]
    assert town.play() == drafts
    coinbase = town.blocks[0].drafts[0]
    assert coinbase.outputs[0].value == 50 * BTC + SIZE * 3 + SIZE * 9
    assert (coinbase.kind, coinbase.height) == ("coinbase", 1)
    assert [coin.height for coin in town.miner.coins] == [1]


def test_a_coin_is_spent_once():
    town = Town(2)
    one, other = town.ann.coins
    town.pay(coin=one)
    for coins in ([one], [other, other]):
        twice = Draft("payment", coins, [], (town.ann,))
        with pytest.raises(AssertionError, match="pays with a coin twice"):
            town.engine.submit(twice)
        assert not town.engine.waits(twice)


def test_own_change_can_be_spent_at_once_and_others_money_once_it_is_in_a_block():
    town = Town(1)
    heard = []
    town.bob.on_payment = heard.append
    town.ann.on_payment = heard.append
    draft = town.pay()
    payment, change = draft.coins
    assert (town.ann.coins, town.bob.coins, heard) == ([change], [], [])
    assert (change.height, draft.minute, draft.height) == (-1, 0, -1)
    town.play()
    assert (town.ann.coins, town.bob.coins, heard) == ([change], [payment], [payment])
    assert (payment.height, change.height, draft.height) == (1, 1, 1)
    town.play(3)
    assert heard == [payment]


def test_who_spends_a_coin_before_it_is_in_a_block_does_not_have_it_afterwards():
    town = Town(1)
    heard = []
    town.bob.on_payment = heard.append
    payment, change = town.pay().coins
    child = town.pay(coin=payment, to=town.ann, payer=town.bob)
    assert town.play() == [change.draft, child]
    assert town.bob.coins == [child.coins[1]]
    assert town.ann.coins == [change, child.coins[0]]
    assert heard == []


def test_data_are_nobodys_coins():
    town = Town(1)
    (coin,) = town.ann.coins
    output = Output(BTC - 1000, town.bob.new_address(), "payment")
    draft = Draft("op_return", [coin], [Output(0, None, "data", data=b"\x6a"), output], (town.ann,))
    town.engine.submit(draft)
    assert draft.coins[0] is None
    assert town.play() == [draft]


def test_a_replaced_payment_gives_its_coins_back_and_is_never_mined():
    town = Town(1)
    (coin,) = town.ann.coins
    old = town.pay(1000)
    new = Draft("payment", [coin], [Output(BTC // 2, town.ann.new_address(), "change")],
                (town.ann,))  # fmt: skip
    town.engine.replace(old, new)
    assert town.ann.coins == new.coins
    assert (town.engine.waits(old), town.engine.waits(new)) == (False, True)
    assert town.engine.replaced == [(old, new)]
    assert town.play() == [new]
    assert town.bob.coins == []


def test_only_what_waits_and_has_no_children_is_replaced():
    town = Town(2)
    mined = town.pay()
    town.play()
    parent = town.pay()
    town.pay(coin=parent.coins[1])
    for old in (mined, parent):
        with pytest.raises(AssertionError, match="only what waits"):
            town.engine.replace(old, Draft("payment", list(old.inputs), [], (town.ann,)))
    assert town.engine.replaced == []


def test_a_block_with_room_takes_all_in_the_order_in_which_it_was_sent():
    town = Town(3)
    town.room(3)
    drafts = [town.pay(rate) for rate in (3000, 9000, 6000)]
    assert town.play() == drafts


def test_a_full_block_takes_what_pays_best_and_the_rest_waits():
    town = Town(4)
    town.room(2)
    low, high, middle, lowest = (town.pay(rate) for rate in (3000, 9000, 6000, 2000))
    assert town.play() == [high, middle]
    assert [town.engine.waits(draft) for draft in (low, high, middle, lowest)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert town.play() == [low, lowest]


def test_what_is_too_large_leaves_its_place_to_what_pays_less():
    town = Town(3)
    town.room(1)
    coins = list(town.ann.coins[:2])
    large = Draft("payment", coins, [Output(BTC, town.bob.new_address(), "payment")], (town.ann,))
    town.engine.submit(large)
    small = town.pay()
    assert town.play() == [small]
    town.engine.capacity = lambda height, usual: None
    assert town.play() == [large]


def test_a_child_pays_for_its_parent_and_stands_behind_it():
    town = Town(3)
    town.room(2)
    parent, other = town.pay(1000), town.pay(5000)
    child = town.pay(12_000, coin=parent.coins[1])
    # (1,000 + 12,000) / 2 is more than 5,000.
    assert town.play() == [parent, child]
    assert town.play() == [other]


def test_a_child_that_pays_too_little_waits_with_its_parent():
    town = Town(3)
    town.room(2)
    parent, other = town.pay(1000), town.pay(5000)
    child = town.pay(8000, coin=parent.coins[1])
    best = town.pay(6000)
    assert town.play() == [other, best]
    assert town.play() == [parent, child]


def test_a_child_is_counted_alone_once_its_parent_is_taken():
    town = Town(5)
    town.room(3)
    parent, others = town.pay(1000), [town.pay(5500), town.pay(5600)]
    first = town.pay(20_000, coin=parent.coins[1])
    second = town.pay(5000, coin=first.coins[1])
    # The two before it are in the block for 10,500; then it pays 5,000, less than the others.
    assert town.play() == [parent, others[1], first]
    town.room(1)
    assert town.play() == [others[0]]
    assert town.play() == [second]


def test_fees_rise_while_blocks_are_full_and_fall_again_once_all_is_mined():
    town = Town(60)
    town.room(2)
    rates = [town.engine.feerate]
    for _ in range(8):
        for _ in range(4):
            town.pay(town.engine.feerate)
        town.play()
        rates.append(town.engine.feerate)
    assert rates[0] == FLOOR
    assert rates == sorted(rates)
    assert rates[-1] > 3500
    left = sum(town.engine.waits(draft) for draft in town.engine._mempool)
    assert left == 16
    town.engine.capacity = lambda height, usual: None
    assert len(town.play()) == 16
    after = [town.engine.feerate]
    for _ in range(30):
        town.play()
        after.append(town.engine.feerate)
    assert after[1] == after[0] * 9 // 10
    assert after[-1] == FLOOR


def test_fees_rise_to_a_ceiling():
    town = Town(60)
    town.room(1)
    for _ in range(25):
        town.pay(90_000)
        town.pay(90_000)
        town.play()
    assert CEILING - 3 <= town.engine.feerate <= CEILING


def test_a_miner_is_told_how_large_blocks_usually_are():
    town, told = Town(300), []

    def capacity(height, usual):
        told.append(usual)

    town.engine.capacity = capacity
    for _ in range(300):
        town.pay()
        town.play()
    assert told[0] == 0
    assert told == sorted(told)
    assert SIZE * 98 // 100 <= told[-1] <= SIZE


def test_what_old_payments_spent_is_forgotten_after_two_days():
    town = Town(1)
    draft = town.pay()
    town.play(48)
    assert len(draft.inputs) == 1
    town.play(1)
    assert draft.inputs == []
