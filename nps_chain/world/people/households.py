"""Households: they buy coins, pay for things, help each other, and save.

A household acts in sessions: for some days nothing, then a few small purchases of coins, then
payments. Most show one address to everybody, as people do who find a new one each time a nuisance.
How busy households are is spread as widely as among real users: a few make most of the payments.
"""

from dataclasses import dataclass, replace

from nps_chain.world.dice import MODERATE
from nps_chain.world.draft import Draft, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.gambling import Gambling
from nps_chain.world.people.merchants import Merchant, Processor
from nps_chain.world.software import KINDS


@dataclass(frozen=True)
class Habits:
    """What a household does with its coins, and how often.

    Attributes
    ----------
    every : int
        Minutes from one session to the next, in the middle.
    sell, invoice, shop, gamble, person, own, save : int
        Weights of what a payment is for.
    payments : tuple of int
        The fewest and the most payments of a session.
    purchases : tuple of int
        The fewest and the most purchases of coins before it.
    bought, paid : int
        Satoshi of a purchase and of a payment, in the middle.
    tidies : int
        Per mille of sessions after which all that is left is put in one place.
    """

    every: int
    sell: int = 19
    invoice: int = 23
    shop: int = 14
    gamble: int = 0
    person: int = 8
    own: int = 3
    save: int = 25
    payments: tuple[int, int] = (1, 4)
    purchases: tuple[int, int] = (2, 5)
    bought: int = 12_000_000
    paid: int = 25_000_000
    tidies: int = 1000


class Household(Actor):
    """People who share a wallet.

    Parameters
    ----------
    software : str
        Of their wallet.
    home : Exchange
        Where they buy and sell.
    habits : Habits
        What they do.
    fixed : bool
        Whether they show one address to everybody.
    later : str, optional
        The software to which they change, on `change_day`.
    """

    sells = True

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        country: str = "",
        software: str,
        home: Exchange,
        habits: Habits,
        fixed: bool = True,
        later: str = "",
        change_day: int = 0,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.home, self.habits = home, habits
        self.main = self.wallet(software, fixed=fixed)
        self.savings = self.wallet(software, "savings", fixed=True)
        self.lock = self.main.software.receive
        self._later, self._change_day = later, change_day

    def begin(self) -> None:
        """Plan the first session, and the day on which the software changes."""
        self.at(day(6) + self.dice.below(self.habits.every + 1440), self._session)
        if self._later:
            self.at(day(self._change_day, self.dice.below(24)), self._change_software)

    def receive_address(self) -> Address:
        """Return where anybody may pay."""
        return self.main.receive_address()

    def pay_out(self, output: Output, kind: str) -> Draft | None:
        """Pay something; None if there are too few coins."""
        return self.main.pay([output], kind)

    def top_up(self, amount: int, deed: int = -1) -> None:
        """Order coins from the exchange; they come within hours."""
        self.home.buy(self, amount)
        self.home.withdraw(self, amount, self.receive_address(), deed)

    def _change_software(self) -> None:
        """Go on with another program, on the same keys: addresses stay as they are."""
        new, old = KINDS[self._later], self.main.software
        self.main.software = replace(
            new,
            name=f"{old.name}, then {new.name}",
            receive=old.receive,
            change_lock=old.change_lock,
            change=old.change,
        )

    # A session.

    def _session(self) -> None:
        habits, wait = self.habits, 0
        for _ in range(self.dice.between(*habits.purchases)):
            self.after(wait + self.dice.below(60), self._buy)
            wait += self.dice.between(60, 900)
        wait += 120
        for _ in range(self.dice.between(*habits.payments)):
            self.after(wait, self._pay)
            if self.dice.chance(250):
                self.after(wait, self._buy)
            wait += self.dice.around(90, MODERATE)
        if self.dice.chance(habits.tidies):
            self.after(wait, self._tidy)
        self.after(self.dice.around(habits.every, MODERATE), self._session)

    def _buy(self) -> None:
        amount = self.economy.sums.near(self.dice, self.habits.bought)
        self.home.buy(self, amount)
        self.home.withdraw(self, amount, self.receive_address())

    def _pay(self) -> None:
        h = self.habits
        weights = (h.sell, h.invoice, h.shop, h.gamble, h.person, h.own, h.save)
        if not any(weights):
            return
        choice = self.dice.weighted(
            (self._sell, self._invoice, self._shop, self._gamble, self._person, self._own,
             self._save),
            weights,
        )  # fmt: skip
        amount = self.economy.sums.near(self.dice, h.paid)
        most = self.main.balance * 97 // 100
        if amount > most:
            amount = self.economy.sums.rounded(
                self.dice, most * self.dice.between(300, 900) // 1000
            )
        if 20_000 <= amount <= most:
            choice(amount)

    def _tidy(self) -> None:
        """Put what is left in one place: into savings, or back to the exchange."""
        coins = self.main.spendable()
        if len(coins) > 1:
            if self.dice.chance(500):
                output = Output(0, self.savings.receive_address(), "self_transfer")
                self.main.empty(output, "self_transfer", coins)
            else:
                output = Output(0, self.home.deposit_address(self), "deposit")
                self.main.empty(output, "deposit", coins)

    def _sell(self, amount: int) -> None:
        self._send(amount, self.home.deposit_address(self), "deposit", "deposit")

    def _invoice(self, amount: int) -> None:
        processor = self.dice.one([one for one in self.economy.of(Processor) if one.shops])
        shop = self.dice.one(processor.shops)
        self._send(amount, processor.invoice(shop, self), "payment", "payment")

    def _shop(self, amount: int) -> None:
        shops = [shop for shop in self.economy.of(Merchant) if shop.public]
        like = [shop for shop in shops if shop.lock == self.lock]
        shop = self.dice.one(like if like and self.dice.chance(550) else shops)
        self._send(amount, shop.shop_address(amount), "payment", "payment")

    def _gamble(self, amount: int) -> None:
        site = self.dice.one(self.economy.of(Gambling))
        self._send(amount, site.bet_address(self), "payment", "payment")

    def _person(self, amount: int) -> None:
        other = self.economy.another(self.dice, Household, self)
        self._send(amount, other.receive_address(), "payment", "payment")

    def _own(self, amount: int) -> None:
        self._send(amount, self.main.new_address(), "self_transfer", "self_transfer")

    def _save(self, amount: int) -> None:
        self._send(amount, self.savings.receive_address(), "self_transfer", "self_transfer")

    def _send(self, amount: int, to: Address, kind: str, purpose: str) -> None:
        self.main.pay([Output(amount, to, purpose)], kind)
