"""Gathering: what the actors of a story remember becomes facts, once the last block is mined."""

from collections import Counter
from collections.abc import Iterable

from nps_chain.chain.wire.hashes import shown
from nps_chain.errors import NpsError
from nps_chain.world import facts
from nps_chain.world.cast import Cast
from nps_chain.world.draft import Coin, Draft
from nps_chain.world.economy import day_of
from nps_chain.world.facts import Paid, StoryFacts
from nps_chain.world.people.careless import Careless
from nps_chain.world.people.custodial_market import CustodialMarket
from nps_chain.world.people.escrow_market import EscrowMarket
from nps_chain.world.people.orders import Order
from nps_chain.world.people.vendors import Shop, Vendor

_SHOWN = 4  # deposit addresses, and escrows, that a market's pages may show


def gather(cast: Cast) -> StoryFacts:
    """Return what happened in a story that was played to its end.

    Parameters
    ----------
    cast : Cast
        Who played.

    Raises
    ------
    NpsError
        If something without which there is no case didn't happen; the message says what.
    """
    return StoryFacts(
        purchases=tuple(_purchases(cast)),
        phone=_phone(cast),
        vendors=tuple(_vendor(vendor) for vendor in cast.vendors.values()),
        markets=tuple(_markets(cast)),
        signed=_signed(cast),
        exit=_exit(cast),
        slip=_slip(cast),
        clone=_clone(cast),
        savings=_savings(cast),
    )


def _paid(coin: Coin) -> Paid:
    return Paid(shown(coin.draft.txid), coin.n, coin.address.text, coin.value, coin.draft.height)


def _coins(drafts: Iterable[Draft]) -> list[Coin]:
    """Return what some payments made, if they are in blocks."""
    return [
        coin for draft in drafts if draft.height >= 0 for coin in draft.coins if coin is not None
    ]


def _of_deed(draft: Draft | None, deed: int) -> Coin | None:
    """Return what a payment made for a deed; the first, where there are several."""
    if draft is None or draft.height < 0:
        return None
    for coin, output in zip(draft.coins, draft.outputs, strict=False):
        if coin is not None and output.deed == deed:
            return coin
    return None


def _purchases(cast: Cast) -> Iterable[facts.Purchase]:
    agency = cast.agencies["purchases"]
    for told, order in zip(cast.story.purchases, agency.purchases, strict=False):
        coin = _of_deed(order.payment, order.deed)
        if coin is None:
            raise NpsError(
                f"The controlled purchase of day {told.day} isn't on the chain: {agency.name} had "
                "no coins in time, or the chain ends before. Move the day."
            )
        script, settled = _script(order), None
        if script is not None:
            release = _of_deed(order.payout, order.deed)
            settled = None if release is None else _paid(release)
        yield facts.Purchase(
            told.number, agency.name, order.shop.handle, order.shop.place, order.product.code,
            order.product.quantity, order.price, order.minute, _paid(coin), script, settled,
        )  # fmt: skip


def _script(order: Order) -> facts.Script | None:
    market = order.shop.market
    if not isinstance(market, EscrowMarket):
        return None
    address = market.escrows[order].address
    return facts.Script(address.text, address.redeem.hex())


def _phone(cast: Cast) -> facts.Phone:
    told = cast.story.arrested
    courier = cast.couriers[told.name]
    shops = {shop.wallet: shop for vendor in cast.vendors.values() for shop in vendor.shops}
    own = [coin for coin in _coins(courier.payments) if coin.address.wallet is courier.main]
    addresses = dict.fromkeys(coin.address for coin in [*courier.wages, *own])
    return facts.Phone(
        told.name,
        told.country,
        told.arrested,
        tuple((address.text, address.secrets[0].hex()) for address in addresses),
        tuple(
            facts.Wage(shops[coin.draft.senders[0]].told.key, _paid(coin)) for coin in courier.wages
        ),
    )


def _vendor(vendor: Vendor) -> facts.Vendor:
    told = vendor.told
    return facts.Vendor(
        told.key,
        told.name,
        told.person,
        tuple(_shop(shop) for shop in vendor.shops),
        tuple(_account(shop) for shop in vendor.shops if shop.way.deposits),
        _trail(vendor),
    )


def _shop(shop: Shop) -> facts.Shop:
    shown = shop.told.shows_address and shop.takings
    return facts.Shop(
        shop.told.key,
        shop.handle,
        shop.market.name if shop.market else "",
        shop.told.since,
        shop.wallet.name,
        shop.takings[0].address.text if shown else "",
        tuple(
            facts.Sale(one.number, one.minute, one.product.code, one.price, one.fate)
            for one in shop.orders
        ),
        tuple(_paid(coin) for coin in shop.takings),
    )


def _account(shop: Shop) -> facts.Account:
    way = shop.way
    paid = [coin for coin in _coins(way.sent()) if coin.address in way.deposits]
    return facts.Account(
        way.services[-1].name,
        shop.vendor.told.person,
        shop.told.key,
        tuple(address.text for address in way.deposits),
        tuple(_paid(coin) for coin in paid),
    )


def _trail(vendor: Vendor) -> tuple[facts.Step, ...]:
    """Return the way of an order's money, as far as it got, in the shop where it got farthest."""
    return max((_trail_of(shop) for shop in vendor.shops), key=len)


def _trail_of(shop: Shop) -> tuple[facts.Step, ...]:
    steps: list[facts.Step] = []
    order = next((one for one in shop.orders if one.payout and one.fate == "delivered"), None)
    bought = None if order is None else _of_deed(order.payment, order.deed)
    taken = None
    if order is not None and order.payout is not None:
        taken = next((c for c in shop.takings if c.draft is order.payout), None)
    if order is None or bought is None or taken is None:
        return ()
    steps.append(_step(f"order {order.number} is paid", bought))
    if taken is not bought:
        steps.append(_step(f"{shop.place} pays {shop.handle}", taken))
    way, last = shop.way, shop.way.services[-1]
    sent = [draft for draft in way.sent() if draft.height >= taken.draft.height]
    for draft in sent:
        coin = next(c for c in _coins([draft]) if draft.outputs[c.n].purpose != "change")
        to = coin.address.wallet.entity
        if to is last.entity or not steps[2:] or draft.kind == "peel":
            steps.append(_step(f"{shop.handle} pays {to.name}", coin))
        if to is last.entity:
            return tuple(steps)
    if sent and way.deposits:
        steps.append(facts.Step(f"account at {last.name}", "", -1, way.deposits[0].text))
    return tuple(steps)


def _step(what: str, coin: Coin) -> facts.Step:
    return facts.Step(what, shown(coin.draft.txid), coin.n, coin.address.text)


def _markets(cast: Cast) -> Iterable[facts.Market]:
    for key, market in cast.markets.items():
        orders = [order for order in cast.trade.orders if order.shop.market is market]
        coins = [_of_deed(order.payment, order.deed) for order in orders]
        paid = dict.fromkeys(coin.address.text for coin in coins if coin is not None)
        custodial = isinstance(market, CustodialMarket)
        scripts = [] if custodial else [_script(order) for order in orders]
        yield facts.Market(
            key,
            market.name,
            tuple(paid)[:_SHOWN] if custodial else (),
            tuple(one for one in scripts if one is not None and one.address in paid)[:_SHOWN],
        )


def _signed(cast: Cast) -> facts.Signed:
    shop = cast.shop("saltmeadow")
    if not shop.takings:
        raise NpsError(
            f"{shop.handle} was never paid by {shop.place}, so there is no case: let the chain be "
            "longer, or the first sale earlier (story.first_sale)."
        )
    known = [coin for coin in shop.takings if day_of(coin.height) < cast.story.days.pages_1]
    # The one that is used most: who is to be trusted doesn't sign for what leads nowhere.
    used = Counter(coin.address for coin in shop.takings)
    coin = max(known or shop.takings[:1], key=lambda coin: (used[coin.address], coin.height))
    return facts.Signed("saltmeadow", coin.address.text, day_of(coin.height))


def _exit(cast: Cast) -> facts.Exit | None:
    if cast.exit is None:
        return None
    parts = tuple(
        (
            part,
            tuple(_paid(c) for c in _coins(drafts) if c.draft.outputs[c.n].purpose != "change"),
        )
        for part, drafts in cast.exit.steps.items()
    )
    moves = tuple(_paid(coin) for coin in _coins(cast.exit.moves))
    return facts.Exit(cast.exit.market.name, moves, parts)


def _slip(cast: Cast) -> facts.Slip | None:
    vendor = cast.vendors["tin_harbour"]
    if not isinstance(vendor, Careless) or vendor.slip is None:
        return None
    for coin in _coins([vendor.slip]):
        return facts.Slip(vendor.told.key, _paid(coin), vendor.mixed_up)
    return None  # it waited for a block until the end


def _clone(cast: Cast) -> facts.Clone:
    thief = cast.thief
    address = thief.main.receive_address().text
    return facts.Clone(
        thief.of.told.key, thief.since, address, tuple(_paid(coin) for coin in thief.thefts)
    )


def _savings(cast: Cast) -> facts.Savings:
    saver, it = cast.saver, cast.coincidence
    return facts.Savings(
        saver.name,
        saver.exchange.name,
        tuple(_paid(coin) for coin in saver.withdrawals),
        None if it.withdrawal is None else _paid(it.withdrawal),
        None if it.deposit is None else _paid(it.deposit),
        it.share,
    )
