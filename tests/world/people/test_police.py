import pytest

from tests.world.story_played import played


@pytest.fixture(scope="module", params=[0, 1])
def world(request):
    return played(request.param)


def test_the_agency_buys_as_told_and_nobody_else_does(world):
    agency = world.cast.agencies["purchases"]
    told = world.story.purchases
    assert [(order.minute // 1440 + 1, order.shop.told.key) for order in agency.purchases] == [
        (one.day, one.shop) for one in told
    ]
    for role in ("pages", "phone"):
        assert world.cast.agencies[role].purchases == []
        assert world.cast.agencies[role].main.coins == []


def test_its_purchases_are_on_record_as_such_and_known_to_the_market(world):
    agency = world.cast.agencies["purchases"]
    for number, order in enumerate(agency.purchases, 1):
        name, what, by, to, known = world.deed(order.deed)
        assert name == f"order {order.number}"
        assert what.startswith(f"controlled purchase {number}: ")
        assert order.product.code in what
        assert (by, to) == (agency.entity.row, order.shop.vendor.entity.row)
        assert known == (order.shop.market.entity.row,)


def test_it_pays_in_time_and_gets_the_goods(world):
    for order in world.cast.agencies["purchases"].purchases:
        assert order.fate == "delivered"
        assert order.payment.minute - order.minute < 1440


def test_its_coins_come_from_another_exchange_than_the_one_that_it_may_ask(world):
    agency = world.cast.agencies["purchases"]
    asked = world.economy.named(world.story.exchange("in full").name)
    assert agency.exchange is not asked
    assert agency.name not in asked.history
