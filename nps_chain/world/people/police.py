"""Agencies: they know of deeds, and one of them buys.

A controlled purchase goes the way of any other, by an agency that plays a customer. What it learns
is what any customer learns: where it had to pay, and, with escrow, where the coins went.
"""

from nps_chain.world.draft import Draft, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.orders import Order, Trade
from nps_chain.world.people.vendors import Shop
from nps_chain.world.roles import Agency as Told
from nps_chain.world.roles import Purchase

_BEFORE = 3  # days before a purchase on which coins for it are ordered


class Agency(Actor):
    """An agency.

    Parameters
    ----------
    told : roles.Agency
        What the story says of it.
    exchange : Exchange
        Where it buys coins, for purchases.

    Attributes
    ----------
    purchases : list of Order
        Its controlled purchases.
    """

    kind = "agency"

    def __init__(self, economy: Economy, told: Told, *, exchange: Exchange) -> None:
        super().__init__(economy, told.short, country=told.country)
        self.told, self.exchange = told, exchange
        self.main = self.wallet("core", "undercover")
        self.lock = self.main.software.receive
        self.purchases: list[Order] = []

    def receive_address(self) -> Address:
        """Return where its coins are sent."""
        return self.main.new_address()

    def pay_out(self, output: Output, kind: str) -> Draft | None:
        """Pay; None if coins are short."""
        return self.main.pay([output], kind)

    def top_up(self, amount: int) -> None:
        """Buy coins with public money; they come within hours."""
        self.exchange.buy(self, amount)
        self.exchange.withdraw(self, amount, self.main.new_address())

    def buy(self, trade: Trade, shop: Shop, purchase: Purchase) -> None:
        """Plan a controlled purchase, and the coins for it."""
        goods = sorted(shop.vendor.told.products, key=lambda product: product.price)
        product = goods[len(goods) // 2]
        self.at(day(purchase.day - _BEFORE, 9), lambda: self.top_up(product.price * 12 // 10))
        about = f"controlled purchase {purchase.number}"
        self.at(
            day(purchase.day, 10),
            lambda: self.purchases.append(trade.order(shop, self, product, about, agreed=True)),
        )
