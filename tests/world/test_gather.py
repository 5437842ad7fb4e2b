"""Each fact that is gathered is compared with what is on the chain."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.world import keys
from nps_chain.world.gather import gather
from tests.world.story_played import played


@pytest.fixture(scope="module", params=[0, 1, 2])
def world(request):
    return played(request.param)


def test_each_output_that_facts_speak_of_is_on_the_chain(world):
    facts = world.facts
    paid = [one.paid for one in facts.purchases]
    paid += [one.settled for one in facts.purchases if one.settled]
    paid += [one.paid for one in facts.phone.wages]
    for vendor in facts.vendors:
        paid += [one for shop in vendor.shops for one in shop.takings]
        paid += [one for account in vendor.accounts for one in account.deposits]
    paid += [*facts.exit.moves, *(one for _, part in facts.exit.parts for one in part)]
    paid += [facts.slip.paid, *facts.clone.thefts, *facts.savings.withdrawn]
    assert len(paid) > 100
    for one in paid:
        world.coin(one)


def test_purchases_show_what_a_customer_sees(world):
    custodial, *escrows = world.facts.purchases
    market = world.cast.markets["lanternfen"]
    assert world.coin(custodial.paid).address.wallet.name == market.deposits.name
    assert (custodial.escrow, custodial.settled) == (None, None)
    assert len(escrows) == 2
    for bought in escrows:
        coin = world.coin(bought.paid)
        assert coin.address.text == bought.escrow.address
        assert coin.address.redeem.hex() == bought.escrow.redeem
        release = world.coin(bought.settled)
        assert [one.txid for one in (coin.draft,)] == [
            one.draft.txid for one in release.draft.inputs
        ]
        assert release.address.wallet.name == world.facts.shop("brineacre").wallet
    agency = world.story.agency("purchases").short
    assert {bought.agency for bought in world.facts.purchases} == {agency}
    days = [bought.minute // 1440 + 1 for bought in world.facts.purchases]
    assert days == [told.day for told in world.story.purchases]


def test_the_phone_opens_the_wallet_and_shows_two_payers(world):
    phone = world.facts.phone
    courier = world.cast.couriers[phone.courier]
    assert phone.day == world.story.days.arrest
    coins = {coin.address.text: coin for d in world.mined for coin in d.coins if coin is not None}
    for address, secret in phone.keys:
        script = coins[address].address.script
        public = keys.public_key(bytes.fromhex(secret))
        assert script == b"\x00\x14" + keys.hash160(public)
    owned = {a for a, coin in coins.items() if coin.address.wallet is courier.main}
    dusted = {a for a in owned if a not in dict(phone.keys)}
    assert dusted == set()
    assert {wage.shop for wage in phone.wages} == {"saltmeadow", "brineacre"}
    for wage in phone.wages:
        (sender,) = world.coin(wage.paid).draft.senders
        assert sender.name == world.facts.shop(wage.shop).wallet
        deed = world.coin(wage.paid).draft.outputs[wage.paid.n].deed
        known = world.economy.named(world.story.agency("phone").short).entity.row
        assert world.deed(deed)[4] == (known,)


def test_the_signed_address_is_one_that_the_market_paid(world):
    signed = world.facts.signed
    paid = [one for one in world.facts.shop("saltmeadow").takings if one.address == signed.address]
    assert any(one.height // 24 + 1 == signed.day for one in paid)
    assert signed.day <= world.story.days.pages_2
    for one in paid:
        assert world.coin(one).draft.kind == "vendor_payout"


def test_accounts_name_the_holder_and_all_that_was_paid_in(world):
    wanted = world.facts.vendor("saltmeadow")
    assert {account.holder for account in wanted.accounts} == {wanted.person}
    assert [account.shop for account in wanted.accounts] == ["saltmeadow", "brineacre"]
    full = world.story.exchange("in full").name
    history = world.economy.named(full).history
    for vendor in world.facts.vendors:
        told = sum(one.value for account in vendor.accounts for one in account.deposits)
        credited = [
            entry.amount
            for account in vendor.accounts[:1]
            for entry in world.economy.named(account.exchange).history[vendor.name]
            if entry.what == "deposit" and entry.amount > 10**5  # dust and airdrops aside
        ]
        if world.story.vendor(vendor.key).habit != "tailor":
            assert told == sum(credited)
    assert {account.exchange for account in wanted.accounts} == {full}
    assert wanted.name in history


def test_pages_can_show_what_is_on_the_chain(world):
    custodial, escrow = world.facts.markets
    used = {
        out.address.text for d in world.of("market_deposit") for out in d.outputs
        if out.purpose == "deposit"
    }  # fmt: skip
    assert len(custodial.deposits) == 4
    assert set(custodial.deposits) <= used
    assert (custodial.escrows, escrow.deposits) == ((), ())
    assert len(escrow.escrows) == 4
    page = world.facts.shop("tin_harbour's page")
    assert {one.address for one in page.takings} == {page.shown}
    assert world.facts.clone.address not in {page.shown, ""}
    shown = [s for v in world.facts.vendors for s in v.shops if s.market and s.shown]
    assert shown == []


def test_a_vendors_way_to_money_is_told_step_by_step(world):
    for vendor in world.facts.vendors[:4]:
        steps = vendor.trail
        assert len(steps) >= 3, vendor.key
        assert steps[0].what.startswith("order ")
        drafts = [world.by_txid(step.txid) for step in steps if step.txid]
        assert [draft.height for draft in drafts] == sorted(draft.height for draft in drafts)
        for step, draft in zip(steps, drafts, strict=False):
            assert draft.outputs[step.n].address.text == step.address
        last = world.story.vendor(vendor.key).services[-1]
        owner = drafts[-1].outputs[steps[-1].n].address.wallet.entity.name
        assert last in (owner, steps[-1].what.removeprefix("account at "))


def test_the_slip_joins_two_wallets(world):
    slip = world.facts.slip
    wallets = {wallet for _, wallet in slip.spent}
    shops = ("tin_harbour", "tin_harbour's page")
    assert wallets == {world.facts.shop(key).wallet for key in shops}
    draft = world.by_txid(slip.paid.txid)
    assert [coin.address.text for coin in draft.inputs] == [address for address, _ in slip.spent]


def test_the_innocent_is_told_with_what_came(world):
    savings = world.facts.savings
    assert savings.name == world.story.innocent("dorn").name
    assert savings.tainted in savings.withdrawn
    assert world.coin(savings.tainted).draft.kind in ("withdrawal", "withdrawal_batch")


def test_facts_can_be_compared():
    assert gather(played(1).cast) == played(1).facts
    assert played(1).facts != played(0).facts


def test_without_its_purchases_there_is_no_case():
    world = played(2)
    order = world.cast.agencies["purchases"].purchases[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "payment", None)
        with pytest.raises(NpsError) as caught:
            gather(world.cast)
    assert str(caught.value) == (
        f"The controlled purchase of day {world.story.days.purchase_2} isn't on the chain: "
        f"{world.story.agency('purchases').short} had no coins in time, or the chain ends before. "
        "Move the day."
    )
