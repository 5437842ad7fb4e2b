"""Vendors: a person with one shop or several, each with a handle and a wallet of its own.

A shop takes orders wherever it sells, has its takings paid out, pays couriers and the wholesaler,
and now and then turns the rest into money. Two shops of one person share nothing on the chain but
whom they pay: which is what an investigation needs, and what clustering can't give.
"""

from nps_chain.world.dice import Dice
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.cash_out import Brokered, CashOut, Peeling, Straight, Tailored
from nps_chain.world.people.couriers import Courier
from nps_chain.world.people.mixed_cash_out import Joining, Mixing, Remixing
from nps_chain.world.people.orders import Market, Order
from nps_chain.world.people.wholesalers import Wholesaler
from nps_chain.world.roles import Shop as ToldShop
from nps_chain.world.roles import Vendor as Told
from nps_chain.world.story import Story

_UNIT = 10**7
"""Satoshi: what a wholesaler is paid in multiples of."""

_NEW_ADDRESS = 200
"""Per mille of payouts by a market for which a vendor gives it an address that it hasn't yet."""

HABITS: dict[str, type[CashOut]] = {
    "straight": Straight, "peel": Peeling, "mixer": Mixing, "coinjoin": Joining,
    "remix": Remixing, "broker": Brokered, "tailor": Tailored,
}  # fmt: skip
"""The ways, by their names in the story."""


class Shop:
    """Where a vendor sells under one handle.

    Parameters
    ----------
    vendor : Vendor
        Whose it is.
    told : roles.Shop
        What the story says of it.
    market : Market or None
        Where it sells; None for a page of its own, whose customers pay it directly.

    Attributes
    ----------
    wallet : Wallet
        That of this shop alone.
    way : CashOut
        How its takings become money.
    orders : list of Order
        In the order in which they were placed.
    takings : list of Coin
        What it was paid, by markets or customers, as it came into blocks.
    supplies, wages : list of Draft
        What it paid the wholesaler, and couriers.
    """

    def __init__(self, vendor: "Vendor", told: ToldShop, market: Market | None) -> None:
        self.vendor, self.told, self.market = vendor, told, market
        self.handle = told.handle
        self.place = market.name if market else "a page of its own"
        self.label = f"{told.handle} on {self.place}"
        self.wallet = vendor.wallet(told.software, self.label, fixed=told.shows_address)
        self.dice = vendor.dice.of(told.key)
        self.way: CashOut = HABITS[vendor.told.habit](
            vendor, self.wallet, self.label, vendor.told.services
        )
        self.wallet.on_payment = self._took
        self.orders: list[Order] = []
        self.takings: list[Coin] = []
        self._direct: dict[int, Order] = {}
        self._giving, self._given = self.dice.of("payout addresses"), list[Address]()
        self.supplies: list[Draft] = []
        self.wages: list[Draft] = []

    def sells(self, today: int) -> bool:
        """Return whether it takes orders on a day."""
        return self.told.since < today and not (self.market is not None and self.market.gone)

    def take(self, order: Order) -> None:
        """Take an order."""
        if self.market is not None:
            self.market.place(order)
        else:
            self._direct[order.deed] = order
            order.pay(order.price, self.payout_address(), "payment", "payment")

    def payout_address(self) -> Address:
        """Return where to pay it: a market has a few addresses of a vendor, and uses them again."""
        if self.market is None:
            return self.wallet.receive_address()
        if not self._given or self._giving.chance(_NEW_ADDRESS):
            self._given.append(self.wallet.new_address())
            return self._given[-1]
        return self._giving.one(self._given)

    def _took(self, coin: Coin) -> None:
        output = coin.draft.outputs[coin.n]
        if output.purpose in ("payout", "release", "payment"):
            self.takings.append(coin)
        order = self._direct.pop(output.deed, None)
        if order is not None:
            order.payment = order.payout = coin.draft
            order.fate = "delivered"

    def begin(self) -> None:
        """Plan what a shop does each week, and its part in the end, when everybody cashes out."""
        vendor, week = self.vendor, self.vendor.week
        since, hour = self.told.since, self.dice.between(8, 20)
        minute = self.dice.below(60)
        for begins, every, step in (
            (since + (week + 1) // 2, (week + 1) // 2, self._collect),
            (since + week, 1 if vendor.told.drops else week, self._pay_couriers),
            (since + 2 * week - 1, 2 * week, self._supply),
            (since + self.way.weeks * week, self.way.weeks * week, self._cash),
        ):
            for today in range(begins, vendor.length + 1, every):
                vendor.at(day(today, hour) + minute, step)
        for last in self.vendor.last_days(self.dice):
            vendor.at(day(last, hour) + minute + 20, self.way.cash)

    def _collect(self) -> None:
        """Have the market pay what it owes, if it is one that holds the money."""
        withdraw = getattr(self.market, "withdraw", None)
        if withdraw is not None:
            withdraw(self)

    def _pay_couriers(self) -> None:
        couriers = [courier for courier in self.vendor.couriers if courier.works()]
        if self.vendor.told.drops:
            couriers = self.dice.some(couriers, self.dice.between(2, 4))
        else:
            couriers = couriers[:1]  # the next takes over when one is arrested
        outputs = [
            Output(courier.wage(self.dice), courier.main.new_address(), "wage")
            for courier in couriers
        ]
        draft = self.wallet.pay(outputs, "wage", send=False) if outputs else None
        if draft is None:
            return
        self.wages.append(draft)
        for courier, output in zip(couriers, outputs, strict=True):
            phone = self.vendor.phone
            output.deed = self.vendor.economy.books.deed(
                f"wage {len(self.wages)} of {courier.name} from {self.label}",
                f"{self.handle} pays {courier.name}",
                by=self.vendor.entity, to=courier.entity,
                known_to=(phone,) if courier.told.arrested else (),
            )  # fmt: skip
        self.vendor.engine.submit(draft)

    def _supply(self) -> None:
        """Buy from the wholesaler, for a round sum."""
        amount = self.wallet.balance * self.dice.between(100, 200) // 1000 // _UNIT * _UNIT
        wholesaler = self.vendor.wholesaler
        output = Output(amount, wholesaler.main.new_address(), "payment")
        draft = self.wallet.pay([output], "payment", send=False) if amount else None
        if draft is None:
            return
        self.supplies.append(draft)
        output.deed = self.vendor.economy.books.deed(
            f"supply {len(self.supplies)} of {self.label}",
            f"{self.handle} buys from {wholesaler.name}",
            by=self.vendor.entity, to=wholesaler.entity,
        )  # fmt: skip
        self.vendor.engine.submit(draft)

    def _cash(self) -> None:
        early = self.vendor.engine.now < day(self.vendor.days.cash_out_from)
        self.way.cash(keep=self.vendor.keeps(self.wallet.balance) if early else 0)


class Vendor(Actor):
    """A vendor.

    Parameters
    ----------
    told : roles.Vendor
        What the story says of him.
    story : Story
        Its days.
    markets : dict of Market
        By key.
    couriers : list of Courier
        Whom he pays.
    wholesaler : Wholesaler
        From whom he buys.

    Attributes
    ----------
    shops : list of Shop
        In the order in which they open.
    """

    kind = "vendor"

    def __init__(
        self,
        economy: Economy,
        told: Told,
        story: Story,
        *,
        markets: dict[str, Market],
        couriers: list[Courier],
        wholesaler: Wholesaler,
    ) -> None:
        super().__init__(economy, told.name, country=told.country)
        self.told, self.couriers, self.wholesaler = told, couriers, wholesaler
        self.days, self.week, self.length = story.days, story.week, story.length
        self.phone = economy.named(story.agency("phone").short).entity
        self.shops = [Shop(self, shop, markets.get(shop.market)) for shop in told.shops]
        self.lock = self.shops[0].wallet.software.receive

    def begin(self) -> None:
        """Open the shops."""
        for shop in self.shops:
            shop.begin()

    def last_days(self, dice: Dice) -> tuple[int, ...]:
        """Return the days on which a shop cashes out everything."""
        return dice.between(self.days.cash_out_from, self.days.cash_out_to), self.days.cash_out_to

    def keeps(self, balance: int) -> int:
        """Return the satoshi that a shop keeps when it cashes out before the end."""
        return self.dice.between(3, 8) * 10**6
