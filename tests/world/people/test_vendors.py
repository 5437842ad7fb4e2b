import itertools

import pytest

from tests.world.story_played import played


@pytest.fixture(scope="module", params=[0, 1])
def world(request):
    return played(request.param)


def _wallets(shop):
    return {shop.wallet, getattr(shop.way, "peels", shop.wallet)}


def test_two_shops_of_one_person_never_meet_on_the_chain(world):
    one, other = world.cast.vendors["saltmeadow"].shops
    assert one.vendor is other.vendor
    first, second = _wallets(one), _wallets(other)
    assert len(first | second) == 4
    for draft in world.mined:
        senders = {coin.address.wallet for coin in draft.inputs}
        assert not (senders & first and senders & second), "co-spent"
        paid = {out.address.wallet for out in draft.outputs if out.address is not None}
        assert not (senders & first and paid & second), "one pays the other"
        assert not (senders & second and paid & first), "one pays the other"


def test_both_pay_one_courier_weekly_until_he_is_arrested(world):
    story, cast = world.story, world.cast
    courier = cast.couriers[story.arrested.name]
    shops = cast.vendors["saltmeadow"].shops
    by = {
        shop.told.key: [c for c in courier.wages if shop.wallet in c.draft.senders]
        for shop in shops
    }
    assert {len(coins) > 0 for coins in by.values()} == {True}
    assert sum(map(len, by.values())) == len(courier.wages)
    for coins in by.values():
        days = [coin.draft.minute // 1440 + 1 for coin in coins]
        assert [b - a for a, b in itertools.pairwise(days)] == [story.week] * (len(days) - 1)
        assert max(days) < story.arrested.arrested
    later = [
        out.address.wallet.entity.name
        for shop in shops
        for draft in shop.wages
        if draft.minute // 1440 + 1 >= story.arrested.arrested
        for out in draft.outputs
        if out.purpose == "wage"
    ]
    assert set(later) <= {story.vendor("saltmeadow").couriers[1]}


def test_each_of_them_peels_to_one_address_of_one_account(world):
    vendor = world.cast.vendors["saltmeadow"]
    exchange = world.economy.named(world.story.exchange("in full").name)
    addresses = []
    for shop in vendor.shops:
        (address,) = shop.way.deposits
        addresses.append(address)
        assert exchange.holder[address] == vendor.name
        assert shop.way.chains
        for chain in shop.way.chains:
            for draft in chain.drafts:
                assert (draft.kind, len(draft.inputs)) == ("peel", 1)
                peeled = [out for out in draft.outputs if out.purpose != "change"]
                assert [out.address for out in peeled] == [address]
    assert addresses[0] is not addresses[1]
    sold = [entry for entry in exchange.history[vendor.name] if entry.what == "sold"]
    assert sold


def test_dead_drops_mean_many_small_wages_each_day(world):
    shop = world.cast.shop("paper-lynx")
    assert max(len(draft.outputs) for draft in shop.wages) >= 3
    days = {draft.minute // 1440 for draft in shop.wages}
    assert len(days) == len(shop.wages) > 5
    paid = {
        out.address.wallet.entity.name
        for draft in shop.wages
        for out in draft.outputs
        if out.purpose == "wage"
    }
    drops = {one.name for one in world.story.couriers if one.drops}
    assert paid <= drops
    assert len(paid) >= 2


def test_the_careless_one_puts_both_takings_together_on_his_day(world):
    vendor = world.cast.vendors["tin_harbour"]
    market, page = vendor.shops
    slip = vendor.slip
    assert slip.minute // 1440 + 1 == world.story.days.careless
    assert {coin.address.wallet for coin in slip.inputs} == {market.wallet, page.wallet}
    assert vendor.mixed_up == tuple(
        (coin.address.text, coin.address.wallet.name) for coin in slip.inputs
    )
    shown = {coin.address for coin in page.takings}
    assert len(shown) == 1
    assert shown <= {coin.address for coin in slip.inputs}
    before = [draft for draft in world.mined if draft.minute < slip.minute]
    for draft in before:
        assert not {market.wallet, page.wallet} <= {coin.address.wallet for coin in draft.inputs}


def test_the_wholesaler_is_paid_in_round_sums(world):
    wholesaler = world.cast.wholesaler
    supplies = [
        (draft, out)
        for one in world.cast.vendors.values()
        for shop in one.shops
        for draft in shop.supplies
        for out in draft.outputs
        if out.address.wallet is wholesaler.main
    ]
    assert supplies
    for draft, out in supplies:
        # Some wallets take the fee from what they pay.
        assert out.value % 10**7 == 0 or out.value % 10**7 == 10**7 - draft.fee


def test_a_page_of_its_own_is_paid_directly_at_the_address_that_it_shows(world):
    shop = world.cast.shop("tin_harbour's page")
    address = shop.wallet.receive_address()
    delivered = [order for order in shop.orders if order.fate == "delivered"]
    assert delivered
    for order in delivered:
        assert order.payment is order.payout
        paid = [out for out in order.payment.outputs if out.deed == order.deed]
        assert [(out.address, out.purpose) for out in paid] == [(address, "payment")]
