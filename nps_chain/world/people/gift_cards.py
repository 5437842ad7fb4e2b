"""A seller of gift cards: an address for each card, swept each day.

A card buys goods of every kind, and whoever holds it may use it: so cards are a way from coins to
things, for people who like that and for people who need it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.treasuries import Treasury
from nps_chain.world.people.visits import Payer, Visits, pays


@dataclass(eq=False)
class Card:
    """A card: its price in satoshi, and what was paid for it."""

    price: int
    paid: int = 0

    @property
    def valid(self) -> bool:
        """Whether it can be used: some wallets take the fee out of what they send."""
        return self.paid >= self.price * 99 // 100


class GiftCards(Actor):
    """A seller of gift cards.

    Parameters
    ----------
    exchange : Exchange
        Where it sells what was paid.
    customers : sequence of Payer
        Who may buy cards.
    every, middle : int
        Minutes between two sales, on average; satoshi of one, in the middle.
    sweep_hours : int
        Hours between two sweeps.
    stock : int
        Satoshi above which it sells.

    Attributes
    ----------
    cards : dict of Card
        By the address to pay.
    """

    kind = "gift_cards"

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        exchange: Exchange,
        country: str = "",
        software: str = "service nested",
        customers: Sequence[Payer] = (),
        every: int = 360,
        middle: int = 8_000_000,
        sweep_hours: int = 24,
        stock: int = 10**8,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.sweep_hours = sweep_hours
        self.counter = self.wallet(software, "cards")
        self.hot = self.wallet(software, "hot", pool=4)
        self.lock = self.hot.software.receive
        self.counter.on_payment = self._paid
        self.treasury = Treasury(self, self.hot, exchange, lowest=0, highest=stock)
        self.visits = Visits(self, customers, every=every, middle=middle, visit=self._visit)
        self.cards: dict[Address, Card] = {}

    def begin(self) -> None:
        """Plan sales, sweeps, and what is done with the coins."""
        self.treasury.begin()
        self.visits.begin()
        self.at(day(8, self.dice.below(24)), self._sweep)

    def address(self, amount: int) -> Address:
        """Return where to pay for a new card of that price."""
        address = self.counter.new_address()
        self.cards[address] = Card(amount)
        return address

    def _visit(self, customer: Payer, amount: int) -> None:
        pays(self, customer, Output(amount, self.address(amount), "payment"), "payment")

    def _paid(self, coin: Coin) -> None:
        if coin.address in self.cards:
            self.cards[coin.address].paid += coin.value

    def _sweep(self) -> None:
        coins = self.counter.spendable()
        while coins:
            part, coins = coins[:40], coins[40:]
            self.counter.empty(Output(0, self.hot.new_address(), "sweep"), "sweep", part)
        self.after(60 * self.sweep_hours, self._sweep)
