"""The cast of the story, put on a stage where ordinary people and services already are.

An actor is a line here. Services are found by name; who is missing is named by the error.
"""

from collections.abc import Sequence

from nps_chain.world.economy import Economy
from nps_chain.world.engine import DAY
from nps_chain.world.people.careless import Careless
from nps_chain.world.people.clones import Thief
from nps_chain.world.people.couriers import Courier
from nps_chain.world.people.custodial_market import CustodialMarket
from nps_chain.world.people.escrow_market import EscrowMarket
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.exit_scam import ExitScam
from nps_chain.world.people.innocents import Coincidence, Saver
from nps_chain.world.people.orders import Market, Trade
from nps_chain.world.people.police import Agency
from nps_chain.world.people.vendors import Shop, Vendor
from nps_chain.world.people.visits import Payer
from nps_chain.world.people.wholesalers import Wholesaler
from nps_chain.world.roles import Vendor as ToldVendor
from nps_chain.world.story import Story

_FLOAT = 2_000_000
"""Satoshi that the custodial market keeps at hand for each tenth of an order that it has a day."""

_PAGES = 8
"""For so many orders at the custodial market there is one on vendors' own pages."""


class Cast:
    """Everybody who plays a part in the story.

    Attributes
    ----------
    agencies : dict of Agency
        By role.
    markets : dict of Market
        By key.
    vendors : dict of Vendor
        By key.
    couriers : dict of Courier
        By name.
    """

    def __init__(self, economy: Economy, story: Story, buyers: Sequence[Payer]) -> None:
        self.economy, self.story = economy, story
        full, never = (self._exchange(story.exchange(how).name) for how in ("in full", "never"))
        # From payment to release: a week at most, less where the whole story takes a month.
        delivery = (DAY, max(story.week - 1, 2) * DAY)

        # Not where the vendor's account is: or the coins of a purchase would show whose it is.
        other = self._exchange(story.exchange("in part").name)
        self.agencies = {one.role: Agency(economy, one, exchange=other) for one in story.agencies}
        self.markets: dict[str, Market] = {
            one.key: CustodialMarket(
                economy, one, delivery=delivery, float_=max(1, one.orders) * _FLOAT
            )
            if one.custodial
            else EscrowMarket(economy, one, exchange=never, delivery=delivery)
            for one in story.markets
        }
        self.wholesaler = Wholesaler(economy, story.wholesaler, broker="the Kiosk")
        self.couriers = {one.name: Courier(economy, one, exchange=full) for one in story.couriers}
        self.vendors = {one.key: self._vendor(one) for one in story.vendors}
        self.trade = Trade(economy, buyers, story.length)
        self.thief = Thief(
            economy, story.thief, of=self.shop("tin_harbour's page"), since=story.days.pages_1 - 3,
            buyers=buyers, exchange=story.exchange("in part").name,
        )  # fmt: skip
        self.saver = Saver(economy, story.innocent("dorn"), exchange=full)
        careless = self.vendors["tin_harbour"]
        assert isinstance(careless, Careless), "the story has him slip"
        self.coincidence = Coincidence(
            careless, self.saver,
            begins=(story.days.careless or story.days.pages_2) + 1, ends=story.days.cash_out_to - 1,
        )  # fmt: skip
        self.exit = self._exit() if story.days.exit else None
        self._open_shops()

    def shop(self, key: str) -> Shop:
        """Return a shop by key."""
        shops = [shop for vendor in self.vendors.values() for shop in vendor.shops]
        return next(shop for shop in shops if shop.told.key == key)

    def _exchange(self, name: str) -> Exchange:
        exchange = self.economy.named(name)
        assert isinstance(exchange, Exchange), f"{name} should be an exchange"
        return exchange

    def _vendor(self, told: ToldVendor) -> Vendor:
        class_ = Careless if told.key == "tin_harbour" else Vendor
        couriers = [
            one for one in self.couriers.values()
            if (one.told.drops if told.drops else one.name in told.couriers)
        ]  # fmt: skip
        return class_(
            self.economy, told, self.story,
            markets=self.markets, couriers=couriers, wholesaler=self.wholesaler,
        )  # fmt: skip

    def _exit(self) -> ExitScam:
        market = self.markets["lanternfen"]
        assert isinstance(market, CustodialMarket)
        return ExitScam(
            market, when=self.story.days.exit,
            until=min(self.story.days.exit + 2 * self.story.week, self.story.length - 1),
            coordinator="Juniper", swap="Ferry", gambling="Luckfen",
            exchange=self.story.exchange("never").name,
        )  # fmt: skip

    def _open_shops(self) -> None:
        """Plan all orders, the agencies' among them."""
        shops = [shop for vendor in self.vendors.values() for shop in vendor.shops]
        for shop in shops:
            self.trade.first_sale(shop)
        for told in self.story.markets:
            here = [shop for shop in shops if shop.told.market == told.key]
            self.trade.plan(here, told.orders, told.opens)
        pages = [shop for shop in shops if shop.market is None]
        first = self.story.market("lanternfen")
        self.trade.plan(pages, max(2, first.orders // _PAGES), first.opens)
        for purchase in self.story.purchases:
            self.agencies["purchases"].buy(self.trade, self.shop(purchase.shop), purchase)


def play_story(economy: Economy, story: Story, buyers: Sequence[Payer]) -> Cast:
    """Put everybody who plays a part in the story on stage.

    Parameters
    ----------
    economy : Economy
        With exchanges, merchants, coordinators and launderers.
    story : Story
        Who does what, and when.
    buyers : sequence of Payer
        Households who order.

    Raises
    ------
    NpsError
        If a service that the story needs isn't there; the message names it.
    """
    return Cast(economy, story, buyers)
