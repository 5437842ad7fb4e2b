from nps_chain.world.draft import Output
from nps_chain.world.people.swaps import Swap
from tests.world.people.stage import COIN, Stage, purposes


def test_coins_go_in_and_are_sold_and_nothing_comes_back():
    stage = Stage()
    ann = stage.person("Ann")
    ferry = Swap(stage.economy, "Ferry", exchange=stage.exchange)
    stage.begin()
    stage.give(ann.main, 5 * COIN)
    stage.play(1)
    address = ferry.deposit_address(ann)
    order = ferry.orders[address]
    ann.main.pay([Output(3 * COIN, address, "deposit", order.deed)], "swap")
    stage.until(10)
    assert order.came == 3 * COIN
    (sold,) = stage.of("deposit", ferry)
    assert purposes(sold) == ["deposit"]
    assert stage.exchange.history["Ferry"][0].amount == 3 * COIN - sold.fee
    assert stage.exchange.accounts["Ferry"] == 0
    assert stage.economy.books.deeds[order.deed][0] == "Ferry, swap 1"
    assert stage.books_add_up()


def test_its_customers_come_by_themselves_each_to_an_address_of_his_own():
    stage = Stage()
    ferry = Swap(
        stage.economy, "Ferry", exchange=stage.exchange, customers=stage.people(5), every=300
    )
    stage.begin()
    stage.until(18)
    swaps = stage.of("swap")
    assert len(swaps) > 30
    paid = [o.address for d in swaps for o in d.outputs if o.purpose == "deposit"]
    assert len(set(paid)) == len(paid) == len(swaps)
    assert all(draft.senders[0] is not ferry.main for draft in swaps)
    assert stage.books_add_up()
