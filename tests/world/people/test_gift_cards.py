from nps_chain.world.draft import Output
from nps_chain.world.people.gift_cards import GiftCards
from tests.world.people.stage import COIN, Stage


def test_a_card_is_valid_once_its_price_was_paid():
    stage = Stage()
    seller = GiftCards(stage.economy, "Cardinette", exchange=stage.exchange)
    stage.begin()
    one, two = seller.address(COIN), seller.address(COIN)
    for address, sum_ in ((one, COIN), (two, COIN * 98 // 100)):
        stage.miner.main.pay([Output(sum_, address, "payment")], "payment")
        stage.play(1)
    assert (seller.cards[one].valid, seller.cards[two].valid) == (True, False)


def test_cards_are_swept_and_sold():
    stage = Stage()
    seller = GiftCards(
        stage.economy, "Cardinette", exchange=stage.exchange, customers=stage.people(5), every=240,
        stock=COIN,
    )  # fmt: skip
    stage.begin()
    stage.until(20)
    paid = [o.address for d in stage.of("payment") for o in d.outputs if o.purpose == "payment"]
    assert len(paid) > 50
    assert len(set(paid)) == len(paid)
    sweeps = stage.of("sweep", seller)
    assert 8 <= len(sweeps) <= 13
    assert {len(draft.outputs) for draft in sweeps} == {1}
    assert len(stage.of("deposit", seller)) > 2
    assert stage.exchange.accounts["Cardinette"] >= 0
    assert stage.books_add_up()
