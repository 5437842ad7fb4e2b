from collections import Counter

import pytest

from nps_chain.world.people.orders import Trade
from nps_chain.world.products import GROUPS
from nps_chain.world.roles import Product
from nps_chain.world.roles import Shop as Told
from tests.world.people.stage import COIN, Stage
from tests.world.story_played import played

GOODS = Product("SC-104", "SC", 20, 5_000_000)


class Shop:
    """A shop that is paid directly."""

    def __init__(self, vendor, since=9, weight=1):
        self.told = Told("a shop", "a_shop", "", since, weight, "core")
        self.vendor, self.market, self.handle = vendor, None, "a_shop"
        self.place = "a page"
        self.orders = []
        vendor.told = type("Told", (), {"products": (GOODS,)})

    def sells(self, today):
        return self.told.since < today

    def take(self, order):
        order.pay(order.price, self.vendor.receive_address(), "payment", "payment")


def _trade(buyers=3, length=30, **more):
    stage = Stage()
    shop = Shop(stage.person("a vendor"), **more)
    trade = Trade(stage.economy, stage.people(buyers), length)
    return stage, shop, trade


def test_an_order_is_a_deed_and_what_pays_it_carries_it():
    stage, shop, trade = _trade()
    stage.begin()
    buyer = trade.buyers[0]
    stage.give(buyer.main, COIN)
    stage.play(1)
    order = trade.order(shop, buyer, GOODS)
    stage.play(1)
    assert (order.number, order.fate, order.price) == (1, "paid", 5_000_000)
    assert stage.economy.books.deeds[order.deed] == (
        "order 1",
        "20 of SC-104 (synthetic cannabinoids) from a_shop on a page",
        buyer.entity.row,
        shop.vendor.entity.row,
        (),
    )
    assert [o.value for o in order.payment.outputs if o.deed == order.deed] == [5_000_000]
    assert [one.number for one in shop.orders] == [1]


def test_a_buyer_without_coins_orders_some_and_pays_later():
    stage, shop, trade = _trade()
    stage.begin()
    order = trade.order(shop, trade.buyers[0], GOODS)
    assert (order.fate, order.payment) == ("open", None)
    stage.play(24)
    assert order.fate == "paid"
    assert stage.exchange.history[trade.buyers[0].name][0].what == "bought"


def test_a_buyer_who_never_gets_coins_gives_up():
    stage, shop, trade = _trade()
    stage.begin()
    trade.buyers[0].top_up = lambda amount: None
    order = trade.order(shop, trade.buyers[0], GOODS)
    stage.play(100)
    assert (order.fate, order.payment) == ("unpaid", None)


def test_orders_come_at_the_rate_that_was_asked_from_the_first_day_on():
    stage, shop, trade = _trade(length=30)
    trade.plan([shop], 25, 9)
    trade.first_sale(shop)
    stage.begin()
    stage.until(29)
    days = Counter(order.minute // 1440 + 1 for order in trade.orders)
    assert days[9] == 1
    assert set(days) == set(range(9, 30))
    assert {days[number] for number in range(10, 30)} == {2, 3}
    assert all(order.minute % 1440 >= 7 * 60 for order in trade.orders)
    assert [order.number for order in trade.orders] == list(range(1, len(trade.orders) + 1))


@pytest.mark.parametrize("seed", [0, 1])
def test_in_the_story_each_shop_sells_something_on_its_first_day(seed):
    world = played(seed)
    for vendor in world.cast.vendors.values():
        for shop in vendor.shops:
            first = shop.orders[0]
            assert first.minute == (shop.told.since - 1) * 1440 + 720
            assert first.agreed
            assert all(order.product in vendor.told.products for order in shop.orders)
    for order in world.cast.trade.orders:
        assert f"({GROUPS[order.product.group]})" in world.deed(order.deed)[1]
