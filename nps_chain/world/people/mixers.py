"""A custodial mixer: coins of all customers in one pot, from which each is paid with others' coins.

A customer gets an address for one order, pays there, and hours later is paid at addresses of his
own, in a few parts at different times, less a fee drawn by chance. No payout is made of coins that
came from the same order: so nothing on the chain leads from what a customer paid to what he got.
But he has to trust that the mixer pays, and keeps no list.

Source: M. Möser, R. Böhme, D. Breuker, "An Inquiry into Money Laundering Tools in the Bitcoin
Ecosystem", eCrime 2013.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.parts import cut
from nps_chain.world.people.treasuries import Treasury
from nps_chain.world.people.visits import Payer, Visits, pays
from nps_chain.world.wallets import fee

SMALLEST = 100_000
"""Satoshi: less is not paid out. Mixers say so, and keep it."""

_CHANGE = 3  # addresses that the change of payouts goes round
_CHUNKS = 5  # coins that the first stock is bought in


@dataclass(eq=False)
class Order:
    """An order: whose, where to pay, under which deed; satoshi that came and that are yet due."""

    number: int
    customer: Actor | Payer
    to: tuple[Address, ...]
    deed: int
    came: int = 0
    due: int = 0


class Mixer(Actor):
    """A custodial mixer.

    Parameters
    ----------
    exchange : Exchange
        Where it buys its first stock, and sells what it earns.
    fees : tuple of int
        The lowest and the highest fee, in hundredths of a percent.
    hours : tuple of int
        The shortest and the longest time from deposit to payout.
    stock : int
        Satoshi of its own, with which it begins.
    customers : sequence of Payer
        Ordinary people who like to be private.
    every, middle : int
        Minutes between two orders of theirs, on average; satoshi of one, in the middle.

    Attributes
    ----------
    orders : dict of Order
        By deposit address.
    """

    kind = "mixer"

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        exchange: Exchange,
        country: str = "",
        software: str = "service",
        fees: tuple[int, int] = (100, 300),
        hours: tuple[int, int] = (2, 40),
        stock: int = 8 * 10**8,
        customers: Sequence[Payer] = (),
        every: int = 480,
        middle: int = 30_000_000,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.fees, self.hours, self.stock = fees, hours, stock
        self.pot = self.wallet(software, pool=_CHANGE)
        self.lock = self.pot.software.receive
        self.pot.on_payment = self._deposited
        self.treasury = Treasury(
            self, self.pot, exchange, lowest=stock // 4, highest=stock * 2, owed=self._owed
        )
        self.visits = Visits(self, customers, every=every, middle=middle, visit=self._visit)
        self.orders: dict[Address, Order] = {}
        self._open: frozenset[int] = frozenset()
        self._origin: dict[Coin, frozenset[int]] = {}

    def begin(self) -> None:
        """Plan to buy a stock, in several coins, and to look after it."""
        for _ in range(_CHUNKS):
            self.at(day(6) + self.dice.below(720), lambda: self.treasury.buy(self.stock // _CHUNKS))
        self.at(day(8), self.treasury.begin)
        self.visits.begin()

    def order(self, customer: Actor | Payer, amount_hint: int, to: Sequence[Address]) -> Address:
        """Take an order; return where to pay about so many satoshi, which come back at `to`.

        A payout goes to each of two to four of these addresses, or all of them to a single one.
        """
        address = self.pot.new_address()
        number = len(self.orders) + 1
        deed = self.economy.books.deed(
            f"{self.name}, order {number}",
            f"mixes about {amount_hint:,} satoshi for {customer.name}",
            by=self.entity,
            to=customer.entity,
        )
        self.orders[address] = Order(number, customer, tuple(to), deed)
        return address

    def _visit(self, customer: Payer, amount: int) -> None:
        to = [customer.main.new_address() for _ in range(self.dice.between(2, 4))]
        address = self.order(customer, amount, to)
        output = Output(amount, address, "deposit", self.orders[address].deed)
        pays(self, customer, output, "deposit")

    def _owed(self) -> int:
        return sum(order.due for order in self.orders.values() if order.due)

    def _deposited(self, coin: Coin) -> None:
        order = self.orders.get(coin.address)
        if order is None or coin.value < SMALLEST:
            return
        due = coin.value * (10_000 - self.dice.between(*self.fees)) // 10_000
        order.came += coin.value
        order.due += due
        self._open |= {order.number}
        many = self.dice.between(2, 4)
        if len(order.to) > 1:
            many = min(many, len(order.to))
        to = self.dice.shuffled(order.to)
        for place, part in enumerate(cut(self.dice, due, many)):
            self._plan(order, part, to[place % len(to)])

    def _plan(self, order: Order, part: int, to: Address) -> None:
        lowest, highest = self.hours
        wait = self.dice.between(60 * lowest, 60 * highest)
        self.after(wait, lambda: self._pay(order, part, to))

    def _pay(self, order: Order, part: int, to: Address) -> None:
        payout = Output(part, to, "payout", order.deed)
        coins = self._coins_for(order, payout)
        if not coins or self.pot.pay([payout], "mixer_payout", coins=coins) is None:
            if not self.treasury.awaits:
                self.treasury.buy(part + 10**6)
            self.after(120, lambda: self._pay(order, part, to))
            return
        order.due -= part
        if not order.due:
            self._open -= {order.number}

    def _coins_for(self, order: Order, payout: Output) -> list[Coin]:
        """Return coins that suffice, others' deposits first, none of which came from this order."""
        # Engines forget what old transactions spent: so what coins are made of is noted each time.
        self._origin = {coin: self._origin_of(coin) for coin in self.pot.coins}
        others = [coin for coin, made_of in self._origin.items() if order.number not in made_of]
        # Deposits go first, and never alone, so that coins neither grow old nor many.
        others.sort(key=lambda coin: coin.address not in self.orders)
        fewest = 2 if len(others) > 1 and others[0].address in self.orders else 1
        chosen: list[Coin] = []
        for coin in others:
            chosen.append(coin)
            locks = [one.address.lock for one in chosen]
            need = payout.value + fee(locks, [payout, payout], self.engine.feerate)
            if len(chosen) >= fewest and sum(one.value for one in chosen) >= need:
                return chosen
        return []

    def _origin_of(self, coin: Coin) -> frozenset[int]:
        """Return the orders, of those not yet paid out, whose deposits a coin is made of."""
        if coin in self._origin:
            return self._origin[coin]
        if coin.address in self.orders:
            return frozenset({self.orders[coin.address].number})
        if self.pot not in coin.draft.senders:
            return frozenset()
        origins = [self._origin_of(one) for one in coin.draft.inputs]
        return frozenset().union(*origins) & self._open
