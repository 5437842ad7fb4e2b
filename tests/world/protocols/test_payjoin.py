import pytest

from nps_chain.trace.coinjoin import coinjoins
from nps_chain.world.protocols import payjoin
from tests.world.protocols.stage import (
    Stage,
    everybody_has_what_the_books_say,
    kind_found,
    sorted_coins,
    values,
)

AMOUNT = 5_000_000


def _two(stage: Stage, *shops: int, payer: int = 20_000_000, lock: str = "", software="privacy"):
    ann = stage.wallet("Ann", payer, software=software)
    shop = stage.wallet("shop", *shops, software="service", lock=lock)
    stage.play(1)
    return ann, shop


def test_the_payee_puts_in_a_coin_and_is_paid_that_much_more(tmp_path):
    stage = Stage()
    ann, shop = _two(stage, 3_000_000)
    draft = payjoin.pay(ann, shop, AMOUNT)
    stage.play(1)
    assert (draft.kind, draft.senders, draft.fees) == ("payjoin", (ann, shop), {ann: draft.fee})
    assert sorted(coin.value for coin in draft.inputs) == [3_000_000, 20_000_000]
    assert values(draft, "payment") == [AMOUNT + 3_000_000]
    assert values(draft, "change") == [20_000_000 - AMOUNT - draft.fee]
    assert (shop.entity.income, shop.entity.expenses) == (3_000_000 + AMOUNT, 0)
    assert sorted_coins(shop.coins) == [AMOUNT + 3_000_000]
    assert everybody_has_what_the_books_say(stage)
    chain = stage.chain(tmp_path)
    assert kind_found(coinjoins(chain), chain, draft) == ""


def test_it_has_the_marks_and_the_fee_rate_of_the_payers_wallet():
    stage = Stage()
    ann, shop = _two(stage, 3_000_000, software="core")
    draft = payjoin.pay(ann, shop, AMOUNT)
    assert (draft.version, draft.locktime, draft.sequence) == (2, stage.engine.height, 0xFFFFFFFE)
    assert stage.engine.feerate <= draft.fee * 1000 // draft.vsize <= stage.engine.feerate + 20


def test_bip69_puts_the_payees_coin_in_its_place():
    stage = Stage()
    ann, shop = _two(stage, 3_000_000, software="desktop")
    draft = payjoin.pay(ann, shop, AMOUNT)
    names = [(coin.draft.txid[::-1], coin.n) for coin in draft.inputs]
    paid = [(out.value, out.script) for out in draft.outputs]
    assert (len(names), names, paid) == (2, sorted(names), sorted(paid))


def test_a_coin_is_taken_with_which_no_input_looks_needless():
    # With the larger coin the smallest output, 5.5 million, is above the smallest input: whoever
    # paid so could have left that out. With the smaller one it is below.
    stage = Stage()
    ann, shop = _two(stage, 400_000, 9_000_000, payer=10_500_000)
    draft = payjoin.pay(ann, shop, AMOUNT)
    assert sorted(coin.value for coin in draft.inputs) == [9_000_000, 10_500_000]
    assert min(out.value for out in draft.outputs) < 9_000_000


@pytest.mark.parametrize(("coins", "lock"), [((), ""), ((3_000_000,), "p2pkh")])
def test_without_a_coin_of_the_payers_lock_it_is_a_plain_payment(coins, lock):
    stage = Stage()
    ann, shop = _two(stage, *coins, lock=lock)
    draft = payjoin.pay(ann, shop, AMOUNT)
    stage.play(1)
    assert (draft.kind, draft.senders, len(draft.inputs)) == ("payment", (ann,), 1)
    assert values(draft, "payment") == [AMOUNT]
    assert everybody_has_what_the_books_say(stage)


def test_without_change_the_payee_pays_for_its_own_input():
    stage = Stage()
    price = 500  # more than a payment without change costs, and too little for one with it
    ann, shop = _two(stage, 3_000_000, payer=AMOUNT + price)
    draft = payjoin.pay(ann, shop, AMOUNT)
    stage.play(1)
    assert draft.fees == {ann: price, shop: draft.fee - price}
    assert [out.value for out in draft.outputs] == [AMOUNT + 3_000_000 - draft.fees[shop]]
    assert draft.fees[shop] == 310  # 68 vbytes at the rate of the first version, 500 for 110
    assert everybody_has_what_the_books_say(stage)


def test_too_few_coins_change_nothing():
    stage = Stage()
    ann, shop = _two(stage, 3_000_000, payer=AMOUNT)
    assert payjoin.pay(ann, shop, AMOUNT) is None
    assert (sorted_coins(ann.coins), sorted_coins(shop.coins)) == ([AMOUNT], [3_000_000])
