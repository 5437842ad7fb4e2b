"""Orders: a buyer, a vendor's shop, goods with an invented code, and what became of the money.

Customers come by themselves, so many a day to each market; which shop they choose follows from how
well known it is. An order is a deed: what is paid for it carries it, and its market knows of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nps_chain.world.dice import Dice
from nps_chain.world.draft import Draft, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.visits import Payer
from nps_chain.world.products import GROUPS
from nps_chain.world.roles import Product

if TYPE_CHECKING:
    from nps_chain.world.people.vendors import Shop

_TRIES, _WAIT = 10, 360
"""How often a buyer without coins looks again, and after how many minutes."""


@dataclass(eq=False)
class Order:
    """One order.

    Attributes
    ----------
    deed : int
        Its row in the books.
    minute : int
        When it was placed.
    payment, payout : Draft, optional
        What the buyer paid; what brought the vendor his money, perhaps with that of other orders.
    fate : str
        ``open``, ``paid``, ``delivered``, ``refunded``, ``lost`` (the market left) or ``unpaid``.
    agreed : bool
        Whether the buyer will say that he got the goods, come what may: an agency does, and the
        first customer of a shop.
    """

    number: int
    buyer: Payer
    shop: "Shop"
    product: Product
    deed: int
    minute: int
    payment: Draft | None = None
    payout: Draft | None = None
    fate: str = "open"
    agreed: bool = False

    @property
    def price(self) -> int:
        """Satoshi."""
        return self.product.price

    def pay(self, value: int, address: Address, purpose: str, kind: str) -> None:
        """Let the buyer pay for it, now or when he has coins."""
        self._try(Output(value, address, purpose, self.deed), kind, _TRIES)

    def _try(self, output: Output, kind: str, tries: int) -> None:
        self.payment = self.buyer.pay_out(output, kind)
        if self.payment is not None:
            self.fate = "paid"
        elif not tries:
            self.fate = "unpaid"
        else:
            if tries in (_TRIES, _TRIES // 2):
                self.buyer.top_up(output.value * 5 // 4)
            self.shop.vendor.after(_WAIT, lambda: self._try(output, kind, tries - 1))


class Market(Actor):
    """Where orders are placed, whoever holds the money meanwhile."""

    kind = "market"
    gone = False
    """Whether it has closed; orders to a closed market come to nothing."""

    def place(self, order: Order) -> None:
        """Take an order: tell its buyer where to pay, and see that the vendor gets his money."""
        raise NotImplementedError


class Trade:
    """All orders of a world, numbered as they come.

    Parameters
    ----------
    buyers : sequence of Payer
        Who orders.
    length : int
        Days that the world has.

    Attributes
    ----------
    orders : list of Order
        By number, from 1.
    """

    def __init__(self, economy: Economy, buyers: Sequence[Payer], length: int) -> None:
        self.economy, self.buyers, self.length = economy, buyers, length
        self.dice = Dice(economy.engine.seed, "trade")
        self.orders: list[Order] = []
        self._weights = [self.dice.between(1, 10) for _ in buyers]

    def plan(self, shops: Sequence["Shop"], rate: int, opens: int) -> None:
        """Plan the orders of a place where these shops sell.

        Parameters
        ----------
        rate : int
            Tenths of orders a day.
        opens : int
            The first day.
        """
        engine = self.economy.engine
        for today in range(opens, self.length):
            engine.at(day(today), lambda today=today: self._day(shops, rate, today))  # type: ignore[misc]

    def first_sale(self, shop: "Shop") -> None:
        """Plan the first order of a shop, at noon of its first day: everybody sells something."""
        self.economy.engine.at(day(shop.told.since, 12), lambda: self._order(shop, agreed=True))

    def order(
        self, shop: "Shop", buyer: Payer, product: Product, about: str = "", agreed: bool = False
    ) -> Order:
        """Place an order now.

        Parameters
        ----------
        about : str
            What else is on record about it.
        agreed : bool
            See `Order`.
        """
        number = len(self.orders) + 1
        group = GROUPS[product.group]
        what = f"{product.quantity} of {product.code} ({group}) from {shop.handle} on {shop.place}"
        market = shop.market
        deed = self.economy.books.deed(
            f"order {number}", f"{about}: {what}" if about else what,
            by=buyer.entity, to=shop.vendor.entity, known_to=(market.entity,) if market else (),
        )  # fmt: skip
        order = Order(number, buyer, shop, product, deed, self.economy.engine.now, agreed=agreed)
        self.orders.append(order)
        shop.orders.append(order)
        shop.take(order)
        return order

    def _day(self, shops: Sequence["Shop"], rate: int, today: int) -> None:
        open_ = [shop for shop in shops if shop.sells(today)]
        many = rate // 10 + (self.dice.below(10) < rate % 10)
        for _ in range(many if open_ else 0):
            shop = self.dice.weighted(open_, [shop.told.weight for shop in open_])
            minute = day(today) + self.dice.between(7 * 60, 1439)
            self.economy.engine.at(minute, lambda shop=shop: self._order(shop))  # type: ignore[misc]

    def _order(self, shop: "Shop", *, agreed: bool = False) -> None:
        buyer = self.dice.weighted(self.buyers, self._weights)
        self.order(shop, buyer, self.dice.one(shop.vendor.told.products), agreed=agreed)
