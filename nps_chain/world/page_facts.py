"""What a world tells the makers of its saved pages, after its last block.

Pages show what was there on the day on which they were saved: an address that a market shows has
been paid by then, and an address that is signed for belongs to who signs. So whoever finds one of
them on a page finds it on the chain, too.
"""

from nps_chain.chain.wire.hashes import shown
from nps_chain.world.cast import Cast
from nps_chain.world.draft import Draft
from nps_chain.world.economy import day_of
from nps_chain.world.facts import Signed, StoryFacts
from nps_chain.world.keys import Address
from nps_chain.world.pages import facts, fixtures, sellers
from nps_chain.world.people.charities import Charity
from nps_chain.world.people.custodial_market import CustodialMarket
from nps_chain.world.people.extortion import Extortionist
from nps_chain.world.people.merchants import Merchant
from nps_chain.world.people.mixers import Mixer
from nps_chain.world.people.orders import Order
from nps_chain.world.people.vendors import Shop, Vendor

_SHOWN = 6  # addresses of a market or mixer, at most
_NEVER = 10_000  # the day of what doesn't happen
_REVIEW = 4  # days from an order to what its buyer says of it


def page_facts(cast: Cast, told: StoryFacts) -> facts.PageFacts:
    """Return the facts for :func:`nps_chain.world.pages.make_pages`.

    Parameters
    ----------
    cast : Cast
        Everybody who plays a part in the story, after the last block.
    told : StoryFacts
        What happened in it.
    """
    story, named = cast.story, cast.economy.named
    charity, merchant = named("Openwell Fund"), named("Brightwick")
    assert isinstance(charity, Charity)
    assert isinstance(merchant, Merchant)
    clone = facts.Clone(cast.thief.of.handle, told.clone.address, told.clone.day)
    roles = ("purchases", "pages", "phone")
    return facts.PageFacts(
        markets=tuple(_market(cast, told.key) for told in story.markets),
        vendors=tuple(
            one for vendor in cast.vendors.values() for one in _handles(vendor, told.signed)
        ),
        rounds=_rounds(cast),
        charity=facts.Named(charity.name, charity.receive_address().text),
        merchant=facts.Named(merchant.name, merchant.main.receive_address().text),
        mixer=_mixer(cast),
        clone=clone if told.clone.thefts else None,
        letters=_letters(cast),
        payments=_asked_about(cast),
        countries=tuple(story.agency(role).country for role in roles),
        events=_events(cast),
    )


def _day(draft: Draft) -> int:
    """Return the day on which a transaction was mined."""
    return day_of(draft.height)


# Markets and the mixer.


def _paid(cast: Cast, key: str) -> list[tuple[Order, Draft]]:
    """Return the orders at a market that were paid before its pages are saved."""
    days = cast.story.days
    market, saved = cast.markets[key], days.pages_1 if key == "lanternfen" else days.pages_2
    return [
        (order, order.payment)
        for order in cast.trade.orders
        if order.shop.market is market
        and order.payment is not None
        and order.payment.height >= 0
        and _day(order.payment) < saved
    ]


def _market(cast: Cast, key: str) -> sellers.MarketFacts:
    told = cast.story.market(key)
    paid: dict[Address, None] = {}
    for order, draft in _paid(cast, key):
        for output in draft.outputs:
            if output.deed == order.deed and output.address is not None:
                paid[output.address] = None
    some = list(paid)[:_SHOWN]
    pooled = isinstance(cast.markets[key], CustodialMarket)
    escrows = tuple(sellers.Escrow(address.text, address.redeem.hex()) for address in some)
    return sellers.MarketFacts(
        told.name,
        told.fixture,
        told.opens,
        told.closes or None,
        deposit_addresses=tuple(address.text for address in some) if pooled else (),
        escrows=() if pooled else escrows,
        fee=told.commission,
    )


def _asked_about(cast: Cast) -> tuple[facts.Payment, ...]:
    """Return two deposits of which people ask where they are."""
    some = [draft for _, draft in _paid(cast, "lanternfen")][:2]
    return tuple(facts.Payment(shown(draft.txid), _day(draft)) for draft in some)


def _mixer(cast: Cast) -> facts.Mixer:
    mixer = cast.economy.named("Millrow")
    assert isinstance(mixer, Mixer)
    used = {one.fixture for one in cast.story.markets}
    used |= {one.fixture for one in cast.story.vendors}
    free = [name for name in fixtures.names() if name not in used] or list(fixtures.names())
    paid = tuple(address.text for address in mixer.orders if address.paid)
    return facts.Mixer(mixer.name, free[0], paid[:_SHOWN], sum(mixer.fees) // 20)


# Vendors.


def _handles(vendor: Vendor, signed: Signed) -> list[sellers.VendorFacts]:
    """Return what is said of each handle of a vendor, at the market where it came first."""
    first: dict[str, Shop] = {}
    for shop in vendor.shops:
        if shop.market is not None:
            first.setdefault(shop.handle, shop)
    return [_vendor(vendor, shop, signed) for shop in first.values()]


def _vendor(vendor: Vendor, shop: Shop, signed: Signed) -> sellers.VendorFacts:
    told = vendor.told
    own = [one for one in vendor.shops if one.market is None and one.handle == shop.handle]
    signs = shop.told.key == signed.shop
    assert shop.market is not None
    return sellers.VendorFacts(
        handle=shop.handle,
        market=shop.market.name,
        person=told.person,
        key=told.fixture,
        products=tuple(sellers.Product(one.code, one.quantity, one.price) for one in told.products),
        ships_from=told.country,
        since=shop.told.since,
        language=told.language,
        drops=told.drops,
        shop=bool(own),
        shop_address=own[0].payout_address().text if own else None,
        signed_address=signed.address if signs else None,
        signed_day=signed.day if signs else 0,
        orders=tuple(
            sellers.Order(order.minute // 1440 + 1 + _REVIEW, order.product.code)
            for order in shop.orders
            if order.fate == "delivered"
        ),
    )


# Agencies, blackmail, and what people talk about.


def _rounds(cast: Cast) -> tuple[facts.Round, ...]:
    """Return who saves what on which day.

    Who buys saves what a customer sees on the way: no profile, so no key, which others must tell.
    """
    story, days = cast.story, cast.story.days
    buys, saves, seized = (story.agency(one).short for one in ("purchases", "pages", "phone"))
    rounds = [facts.Round(saves, day) for day in (days.pages_1, days.pages_2)]
    for bought in cast.agencies["purchases"].purchases:
        pages = (f"category-{bought.product.group.lower()}", "escrow")
        rounds.append(facts.Round(buys, bought.minute // 1440 + 1, pages))
    if days.exit:
        fate = ("gone", "withdrawals", "courier", "market-gone")
        rounds.append(facts.Round(seized, min(days.exit + 2, story.length), fate))
    return tuple(sorted(rounds, key=lambda one: one.day))


def _letters(cast: Cast) -> tuple[str, ...]:
    """Return two addresses that letters named and victims paid."""
    writers = cast.economy.of(Extortionist)
    paid = [letter.address.text for one in writers for letter in one.sent if letter.address.paid]
    return tuple(paid[:2])


def _events(cast: Cast) -> facts.Events:
    days, full = cast.story.days, cast.economy.scenario.time.congested_from
    return facts.Events(
        congestion=full or _NEVER,
        letters=days.letters or _NEVER,
        dust=days.dust or _NEVER,
        airdrop=days.airdrop or _NEVER,
        arrest=days.arrest,
    )
