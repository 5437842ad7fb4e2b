"""Wallets: how each kind of software puts a payment together."""

from collections import Counter
from dataclasses import replace

import pytest

from nps_chain.world.draft import FINAL, LOCKTIME, REPLACEABLE, Coin, Draft, Output
from nps_chain.world.engine import Engine
from nps_chain.world.keys import INPUT_WEIGHT
from nps_chain.world.signing import mark
from nps_chain.world.software import Software
from nps_chain.world.wallets import DUST, Wallet, fee

M = 10**6
PLAIN = Software("plain", "p2wpkh", "p2wpkh", order="change last")


class Desk:
    """A wallet of some software with coins that came in this order, and somebody to pay."""

    def __init__(self, *values, fixed=False, pool=0, pool_chance=1000, **habits):
        self.engine = Engine(5, mark)
        self.engine.height = 200
        self.wallet = self._wallet("Ann", replace(PLAIN, **habits), fixed, pool, pool_chance)
        self.shop = self._wallet("Bob", PLAIN)
        for value in values:
            self.give(value)

    def _wallet(self, name, software, fixed=False, pool=0, pool_chance=1000):
        entity = self.engine.books.entity(name, "person")
        return Wallet(
            self.engine, name, entity, software, fixed=fixed, pool=pool, pool_chance=pool_chance
        )

    def give(self, value, kind="payment", height=150):
        number = len(self.wallet.coins)
        draft = Draft(kind, [], [], (), txid=bytes([250 - number] * 32))
        coin = Coin(value, self.wallet.receive_address(), draft, 0, height)
        self.wallet.coins.append(coin)
        return coin

    def pay(self, *values, **more):
        outputs = [Output(value, self.shop.new_address(), "payment") for value in values]
        return self.wallet.pay(outputs, "payment", **more)


def values(coins):
    return [coin.value for coin in coins]


def change_of(draft):
    return next(output for output in draft.outputs if output.purpose == "change")


@pytest.mark.parametrize(
    ("selection", "sum_", "chosen"),
    [
        ("oldest", 2 * M, [5 * M]),
        ("oldest", 5 * M, [5 * M, M]),
        ("newest", 2 * M, [3 * M]),
        ("newest", 4 * M, [3 * M, 9 * M]),
        ("largest", 2 * M, [9 * M]),
        ("largest", 10 * M, [9 * M, 5 * M]),
        ("smallest", 2 * M, [M, 3 * M]),
        ("smallest", 8 * M, [M, 3 * M, 5 * M]),
        ("fit", 2 * M, [3 * M]),
        ("fit", 6 * M, [9 * M]),
        ("fit", 10 * M, [9 * M, 5 * M]),
        ("match", 3 * M - 1000, [3 * M]),  # no change needed, and the miner gets 577 for nothing
    ],
)
def test_coins_are_taken_in_the_order_of_the_software(selection, sum_, chosen):
    desk = Desk(5 * M, M, 9 * M, 3 * M, selection=selection)
    draft = desk.pay(sum_)
    assert values(draft.inputs) == chosen
    assert desk.wallet.balance == 18 * M - sum_ - draft.fee


def test_who_looks_for_a_match_and_finds_none_takes_coins_by_chance():
    first = Counter()
    for number in range(60):
        desk = Desk(5 * M, 4 * M, 9 * M, 3 * M, selection="match")
        desk.wallet.dice = desk.wallet.dice.of(str(number))
        first[desk.pay(M).inputs[0].value] += 1
    assert set(first) == {5 * M, 4 * M, 9 * M, 3 * M}
    assert max(first.values()) < 30


def test_a_needless_coin_is_one_more_and_all_coins_are_all():
    assert values(Desk(5 * M, M, needless=1000).pay(2 * M).inputs) == [5 * M, M]
    assert values(Desk(5 * M, needless=1000).pay(2 * M).inputs) == [5 * M]
    assert values(Desk(M, 5 * M, 2 * M, all_coins=1000).pay(M).inputs) == [M, 5 * M, 2 * M]


def test_the_fee_is_whole_satoshi_rounded_up():
    outputs = [Output(1, None, "data", data=bytes(22))] * 2
    assert fee(["p2wpkh"], outputs, 3000) == 423  # of 141 vbytes
    assert fee(["p2wpkh"], outputs, 3001) == 424
    assert fee(["p2wpkh"] * 2, outputs, 1000) == 209


@pytest.mark.parametrize(
    ("urgency", "rate"), [(1000, 3000), (2500, 7500), (500, 1500), (100, 1000)]
)
def test_a_payment_pays_the_going_rate_times_its_urgency_and_a_floor(urgency, rate):
    draft = Desk(5 * M).pay(2 * M, urgency=urgency)
    assert draft.vsize == 141
    assert draft.fee == 141 * rate // 1000 + (141 * rate % 1000 > 0)
    assert change_of(draft).value == 3 * M - draft.fee


@pytest.mark.parametrize(("left", "outputs"), [(DUST, 2), (DUST - 1, 1)])
def test_change_below_dust_is_left_to_the_miner(left, outputs):
    draft = Desk(5 * M).pay(5 * M - 423 - left)
    assert (len(draft.outputs), draft.fee) == (outputs, 423 if outputs == 2 else 423 + left)


def test_too_few_coins_and_nothing_is_sent():
    desk = Desk(2 * M, M)
    for sum_ in (3 * M, 3 * M - 100, 9 * M):
        assert desk.pay(sum_) is None
    assert Desk().pay(M) is None
    assert values(desk.wallet.coins) == [2 * M, M]
    assert not any(coin.spent for coin in desk.wallet.coins)


def test_exactly_these_coins_are_spent_if_told():
    desk = Desk(5 * M, M, 9 * M)
    draft = desk.pay(2 * M, coins=[desk.wallet.coins[1], desk.wallet.coins[2]])
    assert values(draft.inputs) == [M, 9 * M]
    assert desk.pay(9 * M, coins=[desk.wallet.coins[0]]) is None


def test_a_payment_may_be_made_and_not_sent():
    desk = Desk(5 * M)
    draft = desk.pay(2 * M, send=False)
    assert not desk.engine.waits(draft)
    assert values(desk.wallet.coins) == [5 * M]


def test_a_payee_who_pays_gets_less_by_the_fee_and_always_something():
    draft = Desk(5 * M, payee_pays=1000).pay(2 * M)
    paid, change = draft.outputs
    assert (paid.value, change.value, draft.fee) == (2 * M - 423, 3 * M, 423)
    several = Desk(5 * M, payee_pays=1000).pay(M, M)
    assert values(several.outputs)[:2] == [M, M], "with several payees nobody knows who"
    desk = Desk(*[20_000] * 40, all_coins=1000, payee_pays=1000)
    desk.engine.feerate = 30_000 // 2
    draft = desk.pay(20_000)
    assert draft.outputs[0].value == DUST
    assert draft.fee == -(-draft.vsize * 15_000 // 1000)


def test_fresh_change_never_comes_back_to_an_address():
    desk = Desk(9 * M)
    change = [change_of(desk.pay(M)).address for _ in range(5)]
    assert len(set(change)) == 5
    assert {address.lock for address in change} == {"p2wpkh"}


def test_change_may_go_to_the_last_change_address_or_to_where_it_came_from():
    desk = Desk(9 * M, change_again=1000)
    assert len({change_of(desk.pay(M)).address for _ in range(5)}) == 1
    desk = Desk(9 * M, change="same")
    draft = desk.pay(M)
    assert change_of(draft).address is draft.inputs[0].address


def test_change_goes_round_a_pool_in_so_many_of_a_thousand_payments():
    desk = Desk(90 * M, pool=3)
    change = [change_of(desk.pay(M)).address for _ in range(30)]
    assert len(set(change[:3])) == len(set(change)) == 3
    desk = Desk(190 * M, pool=2, pool_chance=300)
    change = Counter(change_of(desk.pay(M)).address for _ in range(100))
    again = [many for many in change.values() if many > 1]
    assert len(again) == 2
    assert 15 < sum(again) < 45


def test_addresses_are_new_but_for_one_that_is_shown_to_all():
    desk = Desk(change_lock="p2tr")
    assert len({desk.wallet.receive_address().script for _ in range(5)}) == 5
    desk = Desk(fixed=True)
    assert len({desk.wallet.receive_address() for _ in range(5)}) == 1
    assert {desk.wallet.new_address(lock).lock for lock in INPUT_WEIGHT} == set(INPUT_WEIGHT)
    assert desk.wallet.new_address().wallet is desk.wallet


def test_change_may_have_a_lock_of_its_own():
    draft = Desk(5 * M, change_lock="p2tr").pay(M)
    assert [output.address.lock for output in draft.outputs] == ["p2wpkh", "p2tr"]


@pytest.mark.parametrize(("order", "purposes"), [
    ("change first", ["change", "payment", "payment"]),
    ("change last", ["payment", "payment", "change"]),
])  # fmt: skip
def test_outputs_stand_in_the_order_of_the_software(order, purposes):
    draft = Desk(9 * M, order=order).pay(2 * M, M)
    assert [output.purpose for output in draft.outputs] == purposes


def test_random_order_is_each_order():
    places = Counter()
    desk = Desk(90 * M, order="random")
    for _ in range(60):
        draft = desk.pay(M)
        places[draft.outputs.index(change_of(draft))] += 1
    assert set(places) == {0, 1}
    assert min(places.values()) > 15


def test_bip_69_sorts_inputs_by_shown_txid_and_place_and_outputs_by_value_and_script():
    desk = Desk(M, 2 * M, 3 * M, order="bip69", selection="oldest")
    twin = Coin(4 * M, desk.wallet.new_address(), desk.wallet.coins[0].draft, 1, 150)
    coins = [twin, *desk.wallet.coins]
    draft = desk.pay(3 * M, M, M, coins=coins)
    assert values(draft.inputs) == [3 * M, 2 * M, M, 4 * M]  # Desk's txids fall; places rise
    assert draft.outputs == sorted(draft.outputs, key=lambda o: (o.value, o.address.script))
    assert values(draft.outputs)[:3] == [M, M, 3 * M]
    # The first byte of a txid as it is shown is the last in wire order.
    ahead, behind = bytes([1] + 31 * [0]), bytes(31 * [0] + [1])
    for coin, txid in zip(coins[1:3], (ahead, behind), strict=True):
        coin.draft.txid = txid
    spent = Draft("payment", coins[1:3][::-1], [], (desk.wallet,))
    desk.wallet.sign_off(spent)
    assert [coin.draft.txid for coin in spent.inputs] == [ahead, behind]


@pytest.mark.parametrize(("locktime", "replaceable", "marks"), [
    (False, False, (0, FINAL)),
    (True, False, (200, LOCKTIME)),
    (False, True, (0, REPLACEABLE)),
    (True, True, (200, REPLACEABLE)),
])  # fmt: skip
def test_software_leaves_its_marks(locktime, replaceable, marks):
    draft = Desk(5 * M, locktime=locktime, replaceable=replaceable, version=1).pay(M)
    assert (draft.locktime, draft.sequence) == marks
    assert draft.version == 1


def test_emptying_leaves_nothing_but_the_fee():
    desk = Desk(5 * M, 2 * M)
    coins = list(desk.wallet.coins)
    output = Output(0, desk.shop.new_address(), "deposit")
    draft = desk.wallet.empty(output, "deposit", coins, urgency=2000)
    assert (draft.inputs, draft.outputs, draft.kind) == (coins, [output], "deposit")
    assert draft.fee == 6 * draft.vsize
    assert desk.wallet.coins == []


def test_what_is_not_worth_its_fee_stays():
    desk = Desk(1000)
    output = Output(0, desk.shop.new_address(), "deposit")
    assert desk.wallet.empty(output, "deposit", desk.wallet.coins) is None
    assert values(desk.wallet.coins) == [1000]


def test_a_miner_waits_for_a_hundred_blocks():
    desk = Desk()
    coins = [desk.give(M, "coinbase", height) for height in (100, 101, 102)]
    desk.give(M, "payment", -1)
    assert desk.wallet.spendable() == [coins[0], coins[1], desk.wallet.coins[3]]
    assert desk.wallet.balance == 4 * M
