from nps_chain.world.draft import Output
from nps_chain.world.people.brokers import Broker
from tests.world.people.stage import COIN, Stage


def test_coins_for_cash_stay_with_the_broker_until_he_sells_them():
    stage = Stage()
    yard = stage.person("Atlas Yard")
    kiosk = Broker(
        stage.economy, "the Kiosk", exchange=stage.exchange, stock=10 * COIN, software="privacy"
    )
    stage.begin()
    stage.until(7)
    assert kiosk.main.balance == 10 * COIN
    address = kiosk.deposit_address(yard)
    stage.miner.main.pay([Output(30 * COIN, address, "payment", kiosk.deeds[address])], "payment")
    stage.until(10)
    (sold,) = stage.of("deposit", kiosk)
    assert kiosk.main.balance == 10 * COIN - sold.fee
    assert stage.exchange.accounts["the Kiosk"] == 0
    assert stage.books_add_up()


def test_he_buys_and_sells_for_cash():
    stage = Stage()
    people = stage.people(6)
    kiosk = Broker(stage.economy, "the Kiosk", exchange=stage.exchange, customers=people, every=240)
    stage.begin()
    stage.until(18)
    bought = [d for d in stage.of("payment") if d.senders[0] in [p.main for p in people]]
    sold = stage.of("payment", kiosk)
    assert len(bought) > 15
    assert len(sold) > 25
    names = [deed[0] for deed in stage.economy.books.deeds]
    for draft in bought + sold:
        (paid,) = [o for o in draft.outputs if o.purpose == "payment"]
        assert names[paid.deed].startswith(
            "the Kiosk, purchase" if draft in bought else "the Kiosk, sale"
        )
    assert stage.books_add_up()


def test_he_sells_nothing_that_he_does_not_have():
    stage = Stage()
    ann = stage.person("Ann")
    kiosk = Broker(stage.economy, "the Kiosk", exchange=stage.exchange)
    assert not kiosk.sell(ann, COIN, ann.main.new_address())
    assert stage.economy.books.deeds == []
