import pytest

from tests.world.story_played import played


@pytest.fixture(scope="module")
def world():
    return played(0)


@pytest.fixture(scope="module")
def market(world):
    return world.cast.markets["lanternfen"]


def _orders(world, market):
    return [one for one in world.cast.trade.orders if one.shop.market is market]


def test_each_customer_pays_to_one_address_of_the_markets_own(world, market):
    addresses = {}
    for order in _orders(world, market):
        if order.payment is None:
            continue
        paid = [out for out in order.payment.outputs if out.deed == order.deed]
        assert [out.purpose for out in paid] == ["deposit"]
        assert order.payment.kind == "market_deposit"
        addresses.setdefault(order.buyer.name, set()).add(paid[0].address)
        assert paid[0].address.wallet is market.deposits
    assert len(addresses) > 3
    assert all(len(some) == 1 for some in addresses.values())
    assert len(set.union(*addresses.values())) == len(addresses)


def test_vendors_are_paid_from_the_pot_in_batches_and_never_by_a_customer(world, market):
    batches = world.of("vendor_payout")
    assert {draft.txid for draft in batches} == {draft.txid for draft in market.payouts}
    assert max(len(batch.outputs) for batch in batches) > 2
    for batch in batches:
        assert batch.senders == (market.hot,)
        owners = [out.address.wallet.entity for out in batch.outputs if out.purpose == "payout"]
        assert {owner.kind for owner in owners} == {"vendor"}
    shops = {shop.wallet for one in world.cast.vendors.values() for shop in one.shops}
    for draft in world.of("market_deposit"):
        assert not shops & {out.address.wallet for out in draft.outputs}


def test_what_shops_get_is_what_their_orders_bring_less_the_commission(world, market):
    commission = market.told.commission
    for shop in {order.shop for order in _orders(world, market)}:
        mine = [order for order in _orders(world, market) if order.shop is shop]
        paid = [order for order in mine if order.payout is not None and order.payout.height >= 0]
        got = sum(coin.value for coin in shop.takings)
        assert got == sum(order.price * (1000 - commission) // 1000 for order in paid)
        assert all(order.fate == "delivered" for order in paid)


def test_a_payout_names_the_orders_that_it_is_for(world, market):
    seen = []
    for batch in market.payouts:
        for out in batch.outputs:
            if out.purpose != "payout":
                continue
            what = world.deed(out.deed)[1]
            seen += [int(number) for number in what.rpartition("orders ")[2].split(", ")]
    paid = [one.number for one in _orders(world, market) if one.payout is not None]
    assert sorted(seen) == paid


def test_its_coins_go_from_deposits_to_the_hot_wallet_and_to_the_cold_one(world, market):
    sweeps = [draft for draft in world.of("sweep") if market.deposits in draft.senders]
    assert sweeps
    assert {out.address.wallet for draft in sweeps for out in draft.outputs} == {market.hot}
    stored = [draft for draft in world.of("cold_storage") if market.hot in draft.senders]
    assert stored
    assert all(
        {out.purpose for out in draft.outputs} <= {"cold_storage", "change"} for draft in stored
    )
    assert market.cold.software.receive == "p2wsh"


def test_orders_that_it_never_delivered_are_lost_when_it_leaves(world, market):
    fates = {order.fate for order in _orders(world, market)}
    assert fates == {"delivered", "refunded", "lost"}
    lost = [order for order in _orders(world, market) if order.fate == "lost"]
    assert all(order.payout is None for order in lost)
