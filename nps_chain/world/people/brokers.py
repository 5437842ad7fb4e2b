"""A broker who deals in cash: coins for notes, notes for coins, and no questions.

Nothing but coins is on the chain: that somebody got money for them stands nowhere. What he has too
much of he sells at an exchange, which knows him, and not his customers.
"""

from collections.abc import Sequence

from nps_chain.world.draft import Output
from nps_chain.world.economy import Actor, Economy
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.treasuries import Treasury
from nps_chain.world.people.visits import Payer, Visits, pays


class Broker(Actor):
    """A broker.

    Parameters
    ----------
    exchange : Exchange
        Where he buys and sells.
    stock : int
        Satoshi that he likes to have.
    customers : sequence of Payer
        Ordinary people who prefer cash.
    every, middle : int
        Minutes between two deals with them, on average; satoshi of one, in the middle.
    buys : int
        Per mille of these deals in which he buys coins; in the others he sells some.

    Attributes
    ----------
    deeds : dict of int
        By the address that was shown, the row of the deed.
    """

    kind = "broker"

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        exchange: Exchange,
        country: str = "",
        software: str = "mobile",
        stock: int = 10 * 10**8,
        customers: Sequence[Payer] = (),
        every: int = 720,
        middle: int = 20_000_000,
        buys: int = 400,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.buys = buys
        self.main = self.wallet(software, pool=5)
        self.lock = self.main.software.receive
        self.treasury = Treasury(
            self, self.main, exchange, lowest=stock // 4, highest=stock * 7 // 4
        )
        self.visits = Visits(self, customers, every=every, middle=middle, visit=self._visit)
        self.deeds: dict[Address, int] = {}
        self._sold = 0

    def begin(self) -> None:
        """Plan to fill the purse and to see customers."""
        self.treasury.begin()
        self.visits.begin()

    def deposit_address(self, customer: Actor | Payer) -> Address:
        """Return where a customer is to pay the coins that he gets cash for."""
        address = self.main.new_address()
        self.deeds[address] = self.economy.books.deed(
            f"{self.name}, purchase {len(self.deeds) + 1}",
            f"{customer.name} gives coins for cash",
            by=customer.entity,
            to=self.entity,
        )
        return address

    def sell(self, customer: Actor | Payer, amount: int, to: Address) -> bool:
        """Pay coins to a customer who brought cash; False if there are too few of them."""
        if self.main.balance < amount * 102 // 100:
            return False
        self._sold += 1
        deed = self.economy.books.deed(
            f"{self.name}, sale {self._sold}",
            f"{customer.name} gives cash for coins",
            by=self.entity,
            to=customer.entity,
        )
        return self.main.pay([Output(amount, to, "payment", deed)], "payment") is not None

    def _visit(self, customer: Payer, amount: int) -> None:
        if self.dice.chance(self.buys):
            address = self.deposit_address(customer)
            output = Output(amount, address, "payment", self.deeds[address])
            pays(self, customer, output, "payment")
        else:
            self.sell(customer, amount, customer.receive_address())
