import pytest

from tests.world.story_played import played


@pytest.fixture(scope="module")
def world():
    return played(0)


@pytest.fixture(scope="module")
def market(world):
    return world.cast.markets["quincegate"]


@pytest.fixture(scope="module")
def settled(world, market):
    """Orders with the draft that settled each, by which parties signed it."""
    found = []
    for order, escrow in market.escrows.items():
        if order.payout is not None and order.payout.height >= 0:
            party = {place: name for name, place in escrow.places.items()}
            found.append((order, {party[place] for place in order.payout.signers[0]}))
    return found


def test_each_order_has_an_escrow_of_its_own(market):
    addresses = [escrow.address for escrow in market.escrows.values()]
    assert len({address.script for address in addresses}) == len(addresses) > 20
    assert {address.wallet for address in addresses} == {market.escrow}


def test_a_settlement_spends_its_order_and_nothing_else(settled):
    for order, _ in settled:
        (coin,) = order.payout.inputs
        assert coin.draft is order.payment
        assert order.payment.kind == "escrow"
        assert order.payment.outputs[coin.n].deed == order.deed
        assert {out.deed for out in order.payout.outputs} == {order.deed}


def test_who_gets_the_coins_and_who_signed_follow_from_what_became_of_the_order(market, settled):
    by_fate = {}
    for order, signers in settled:
        by_fate.setdefault(order.fate, set()).add(frozenset(signers))
        if order.fate == "delivered":
            vendor, commission = order.payout.outputs
            assert (vendor.purpose, vendor.address.wallet) == ("release", order.shop.wallet)
            assert commission.address.wallet is market.fees
            assert commission.value == order.price * market.told.commission // 1000
        else:
            (back,) = order.payout.outputs
            assert (back.purpose, back.address.wallet) == ("refund", order.buyer.main)
    assert by_fate["delivered"] == {
        frozenset({"buyer", "vendor"}),
        frozenset({"market", "vendor"}),
    }
    assert all("buyer" in signers for signers in by_fate.get("refunded", ()))


def test_the_market_opens_on_its_day(world, market):
    first = min(order.minute for order in market.escrows)
    assert first // 1440 + 1 == world.story.days.quincegate_opens


def test_dust_on_an_escrow_settles_nothing(world, settled):
    dusted = {out.address for draft in world.of("dust") for out in draft.outputs}
    hit = [order for order, _ in settled if order.payout.inputs[0].address in dusted]
    assert all(order.payout.inputs[0].draft is order.payment for order in hit)
