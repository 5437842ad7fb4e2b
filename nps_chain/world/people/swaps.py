"""A swap service: coins go in, and another currency comes out, elsewhere.

On this chain a trace ends at its deposit address, since what the customer gets isn't on it. The
service keeps a list of who swapped what, and sells the coins at an exchange.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.visits import Payer, Visits, pays


@dataclass(eq=False)
class Order:
    """A swap: whose, under which deed, and satoshi that came in."""

    customer: Actor | Payer
    deed: int
    came: int = 0


class Swap(Actor):
    """A swap service.

    Parameters
    ----------
    exchange : Exchange
        Where it sells what came in.
    sell_hours : tuple of int
        The shortest and the longest time between two sales.
    customers : sequence of Payer
        Ordinary people who want another currency.
    every, middle : int
        Minutes between two swaps of theirs, on average; satoshi of one, in the middle.

    Attributes
    ----------
    orders : dict of Order
        By deposit address.
    """

    kind = "swap"

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        exchange: Exchange,
        country: str = "",
        software: str = "service",
        sell_hours: tuple[int, int] = (8, 16),
        customers: Sequence[Payer] = (),
        every: int = 480,
        middle: int = 20_000_000,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.exchange, self.sell_hours = exchange, sell_hours
        self.main = self.wallet(software)
        self.lock = self.main.software.receive
        self.main.on_payment = self._came
        self.visits = Visits(self, customers, every=every, middle=middle, visit=self._visit)
        self.orders: dict[Address, Order] = {}

    def begin(self) -> None:
        """Plan the first sale."""
        self.at(day(8, self.dice.below(12)), self._sell)
        self.visits.begin()

    def deposit_address(self, customer: Actor | Payer) -> Address:
        """Return where a customer is to pay what he wants to swap."""
        address = self.main.new_address()
        deed = self.economy.books.deed(
            f"{self.name}, swap {len(self.orders) + 1}",
            f"{customer.name} gives coins for another currency, which isn't on this chain",
            by=customer.entity,
            to=self.entity,
        )
        self.orders[address] = Order(customer, deed)
        return address

    def _visit(self, customer: Payer, amount: int) -> None:
        address = self.deposit_address(customer)
        pays(self, customer, Output(amount, address, "deposit", self.orders[address].deed), "swap")

    def _came(self, coin: Coin) -> None:
        if coin.address in self.orders:
            self.orders[coin.address].came += coin.value

    def _sell(self) -> None:
        there = self.exchange.accounts.get(self.name, 0)
        if there > 0:
            self.exchange.sell(self, there)
        coins = [coin for coin in self.main.coins if coin.height >= 0]
        if coins:
            output = Output(0, self.exchange.deposit_address(self), "deposit")
            self.main.empty(output, "deposit", coins[:40])
        self.after(60 * self.dice.between(*self.sell_hours), self._sell)
