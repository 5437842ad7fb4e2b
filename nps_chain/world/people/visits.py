"""Visits: customers who come to a service by chance, so many a day, each with a sum of his own.

Who is short of coins orders some, and comes again later the same day.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from nps_chain.world.books import Entity
from nps_chain.world.draft import Draft, Output
from nps_chain.world.economy import Actor, day
from nps_chain.world.keys import Address
from nps_chain.world.wallets import Wallet

_LATER = 300  # minutes until the next try, which is longer than an exchange takes


class Payer(Protocol):
    """Who can pay and be paid: a household is such."""

    name: str
    entity: Entity
    main: Wallet

    def receive_address(self) -> Address:
        """Return where anybody may pay."""

    def pay_out(self, output: Output, kind: str) -> Draft | None:
        """Pay something; None if there are too few coins."""

    def top_up(self, amount: int) -> None:
        """Order coins, which come within hours."""


class Visits:
    """A service's stream of customers.

    Parameters
    ----------
    host : Actor
        Whose customers they are.
    customers : sequence of Payer
        Who may come; none, and nobody comes.
    every : int
        Minutes from one visit to the next, on average.
    middle : int
        Satoshi that a visit is about, in the middle.
    visit : callable
        Does with a customer and a sum what the service is for.
    first_day : int
        On which the first may come.
    """

    def __init__(
        self,
        host: Actor,
        customers: Sequence[Payer],
        *,
        every: int,
        middle: int,
        visit: Callable[[Payer, int], None],
        first_day: int = 8,
    ) -> None:
        self.host, self.customers, self.every, self.middle = host, customers, every, middle
        self.visit, self.first_day = visit, first_day
        self.dice = host.dice.of("visits")

    def begin(self) -> None:
        """Plan the first visit."""
        if self.customers:
            self.host.at(day(self.first_day) + self.dice.below(self.every), self._next)

    def _next(self) -> None:
        self.visit(
            self.dice.one(self.customers), self.host.economy.sums.near(self.dice, self.middle)
        )
        self.host.after(self.dice.between(self.every // 2, self.every * 3 // 2), self._next)


def pays(host: Actor, customer: Payer, output: Output, kind: str, tries: int = 6) -> None:
    """Let a customer pay, now or as soon as he has the coins; after so many tries he gives up."""
    if customer.pay_out(output, kind) is not None or tries == 1:
        return
    if tries % 3 == 0:
        customer.top_up(output.value * 11 // 10)
    host.after(_LATER, lambda: pays(host, customer, output, kind, tries - 1))
