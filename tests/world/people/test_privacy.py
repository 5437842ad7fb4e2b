from collections import Counter

from nps_chain.world.economy import day
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.privacy import Maker, PayJoinHabit, PrivacyHabit
from nps_chain.world.protocols.joinmarket import Bazaar
from nps_chain.world.protocols.whirlpool import Rill
from tests.world.protocols.stage import BTC, Stage, everybody_has_what_the_books_say


def _with_exchange():
    stage = Stage()
    exchange = Exchange(stage.economy, "Merivane")
    for _ in range(20):
        stage.give(exchange.hot, 20 * BTC)
        stage.play(1)
    return stage, exchange


def _mixed(draft):
    return [coin.draft.outputs[coin.n].purpose == "mix" for coin in draft.inputs]


def _seekers(many: int, days: int, **more):
    stage, exchange = _with_exchange()
    rill = Rill(stage.economy, every=360)
    shop = stage.wallet("shop")
    wallets = []
    for number in range(many):
        wallet = stage.wallet(f"Ann {number}")
        actor = stage.economy.actors[f"Ann {number}"]
        PrivacyHabit(actor, wallet, rill, exchange, shop=lambda amount: shop.new_address(), **more)
        wallets.append(wallet)
    stage.economy.begin()
    stage.play(24 * days)
    spends = [
        draft
        for draft in stage.mined
        if draft.kind in ("payment", "deposit") and draft.senders[0] in wallets
    ]
    return stage, spends


def test_coins_are_bought_mixed_and_spent_in_shops_and_at_the_exchange():
    stage, spends = _seekers(8, 40, merges=0, careless=0)
    assert len(stage.of("coinjoin")) >= 20
    # Only what was mixed is spent, one coin at a time.
    assert {tuple(_mixed(draft)) for draft in spends} == {(True,)}
    kinds = Counter(draft.kind for draft in spends)
    assert min(kinds["payment"], kinds["deposit"]) >= 5
    assert stage.of("tx0")[0].height * 60 > day(8)


def test_some_put_mixed_coins_together_again():
    _, spends = _seekers(8, 40, merges=1000, careless=0)
    assert {all(_mixed(draft)) for draft in spends} == {True}
    assert max(len(draft.inputs) for draft in spends) == 4


def test_some_pay_beside_change_that_was_never_mixed():
    _, spends = _seekers(8, 40, merges=0, careless=1000)
    assert Counter(tuple(sorted(_mixed(draft))) for draft in spends)[(False, True)] >= 5


def test_payjoins_are_made_in_shops_that_have_coins():
    stage, _ = _with_exchange()
    ann = stage.wallet("Ann", BTC, BTC)
    shop = stage.wallet("shop", 3_000_000, 4_000_000, 5_000_000)
    PayJoinHabit(stage.economy.actors["Ann"], ann, [shop], every=1440)
    stage.play(20 * 24)
    assert len(stage.of("payjoin")) >= 5
    assert {draft.senders for draft in stage.of("payjoin")} == {(ann, shop)}


def test_makers_buy_what_they_lend_and_earn():
    stage, exchange = _with_exchange()
    bazaar = Bazaar(stage.economy, every=1440, few=0)
    makers = [
        Maker(stage.economy, f"maker {number}", bazaar=bazaar, exchange=exchange)
        for number in range(8)
    ]
    taker = stage.wallet("taker", *[30_000_000] * 6)
    stage.economy.begin()
    stage.engine.at(day(9), lambda: bazaar.enter(taker, rounds=1))
    stage.play(20 * 24)
    joins = stage.of("coinjoin")
    assert len(joins) >= 6
    assert {draft.senders[0] for draft in joins} == {taker}
    lent = {wallet for draft in joins for wallet in draft.senders[1:]}
    assert lent <= {maker.main for maker in makers}
    bought = {
        maker.entity: sum(
            -entry.amount for entry in exchange.history[maker.name] if entry.what == "withdrawal"
        )
        for maker in makers
    }
    earned = [maker.entity.income - bought[maker.entity] for maker in makers]
    assert min(earned) >= 0
    assert sum(earned) > 0
    assert everybody_has_what_the_books_say(stage, bazaar)
