"""A treasury: a wallet kept between a floor and a ceiling, by an account at an exchange.

Most who live by coins need some in stock, and have bills in other money. So they look at their
wallet once or twice a day: too little, and they buy; too much, and they sell.
"""

from collections.abc import Callable

from nps_chain.world.draft import Output
from nps_chain.world.economy import Actor, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.wallets import Wallet


class Treasury:
    """Who buys and sells for a wallet.

    Parameters
    ----------
    owner : Actor
        Whose wallet it is, and whose account.
    wallet : Wallet
        The one that is kept filled.
    exchange : Exchange
        Where coins are bought and sold.
    lowest, highest : int
        Satoshi: below the one coins are bought, above the other they are sold; either way the
        wallet then has what lies half way between.
    hours : tuple of int
        The shortest and the longest time between two looks.
    owed : callable
        Tells how many of the wallet's satoshi are other people's; they don't count.
    """

    def __init__(
        self,
        owner: Actor,
        wallet: Wallet,
        exchange: Exchange,
        *,
        lowest: int,
        highest: int,
        hours: tuple[int, int] = (8, 24),
        owed: Callable[[], int] = lambda: 0,
    ) -> None:
        self.owner, self.wallet, self.exchange = owner, wallet, exchange
        self.lowest, self.highest, self.hours, self.owed = lowest, highest, hours, owed
        self.dice = owner.dice.of("treasury")
        self._ordered: tuple[Address, int] | None = None

    def begin(self) -> None:
        """Plan the first look, on the sixth day, when exchanges have coins."""
        self.owner.at(day(6) + self.dice.below(720), self._look)

    @property
    def awaits(self) -> bool:
        """Whether coins were ordered that didn't come yet."""
        if self._ordered is None:
            return False
        address, before = self._ordered
        return address.paid == before

    def buy(self, amount: int) -> None:
        """Order coins; they come within hours."""
        address = self.wallet.receive_address()
        self._ordered = (address, address.paid)
        self.exchange.buy(self.owner, amount)
        self.exchange.withdraw(self.owner, amount, address)

    def _look(self) -> None:
        self._sell()
        held, middle = self.wallet.balance - self.owed(), (self.lowest + self.highest) // 2
        if held < self.lowest and not self.awaits:
            self.buy(middle - held)
        elif held > self.highest:
            address = self.exchange.deposit_address(self.owner)
            self.wallet.pay([Output(held - middle, address, "deposit")], "deposit")
        self.owner.after(60 * self.dice.between(*self.hours), self._look)

    def _sell(self) -> None:
        """Turn what arrived at the exchange into other money."""
        there = self.exchange.accounts.get(self.owner.name, 0)
        if there > 0:
            self.exchange.sell(self.owner, there)
