"""Blackmail by letter: hundreds are threatened alike, each with an address and a sum of his own.

So the blackmailer sees from the sum alone who paid. Few pay. What they paid is put together, which
ties the addresses to one hand; then it goes through CoinJoins, and coin by coin to an exchange.

Source: M. Paquet-Clouston and others, "Spams meet Cryptocurrencies: Sextortion in the Bitcoin
Ecosystem", AFT 2019.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.visits import Payer, pays
from nps_chain.world.protocols.joinmarket import Bazaar

_WEEK = 7 * 1440
_GATHER_DAYS = 9  # from the letters until what came is put together
_TAKES = 3  # CoinJoins that he takes part in


@dataclass(frozen=True, eq=False)
class Letter:
    """A letter: to whom, if that is anybody here; where to pay what; the row of the deed."""

    victim: Payer | None
    address: Address
    demand: int
    deed: int


class Extortionist(Actor):
    """A blackmailer.

    Parameters
    ----------
    exchange : Exchange
        Where the coins end.
    victims : sequence of Payer
        Who pays, within a week.
    letters : int
        How many letters there are.
    on_day : int
        When they are sent.
    demand : int
        Satoshi that are asked for, at least; each letter asks for a little more.
    mixing : Bazaar, optional
        Where the coins are mixed first.

    Attributes
    ----------
    sent : list of Letter
        All letters.
    """

    kind = "extortionist"

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, victims: Sequence[Payer],
        country: str = "", letters: int = 400, on_day: int = 40, demand: int = 4_000_000,
        mixing: Bazaar | None = None, software: str = "privacy",
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.exchange, self.victims, self.letters = exchange, victims, letters
        self.on_day, self.demand, self.mixing = on_day, demand, mixing
        self.box = self.wallet(software, "letters")
        self.main = self.wallet(software, "main")
        self.lock = self.main.software.receive
        self.sent: list[Letter] = []

    def begin(self) -> None:
        """Plan the letters, and what is done with the coins."""
        self.at(day(self.on_day, 7), self._write)
        self.at(day(self.on_day + _GATHER_DAYS, 2), self._gather)

    def _write(self) -> None:
        extras = self.dice.some(range(1, 100_000), self.letters)
        chosen = self.dice.some(range(self.letters), len(self.victims))
        to = dict(zip(chosen, self.victims, strict=False))
        for number, extra in enumerate(extras):
            victim = to.get(number)
            deed = self.economy.books.deed(
                f"{self.name}, letter {number + 1}",
                f"asks for {self.demand + extra:,} satoshi",
                by=self.entity,
                to=victim.entity if victim else None,
            )
            address = self.box.new_address()
            self.sent.append(Letter(victim, address, self.demand + extra, deed))
        for letter in self.sent:
            if letter.victim is not None:
                wait = self.dice.between(240, _WEEK - 2 * 1440)
                self.after(wait, partial(self._paid_by, letter))

    def _paid_by(self, letter: Letter) -> None:
        assert letter.victim is not None
        output = Output(letter.demand, letter.address, "ransom", letter.deed)
        pays(self, letter.victim, output, "ransom", tries=60)

    def _gather(self) -> None:
        coins = [coin for coin in self.box.coins if coin.height >= 0]
        if coins:
            output = Output(0, self.main.new_address(), "consolidation")
            self.box.empty(output, "consolidation", coins)
            self.after(self.dice.between(300, 900), self._mix)
        self.after(4 * 1440, self._gather)  # for those who paid late

    def _mix(self, left: int = _TAKES, tries: int = 12) -> None:
        """Take part of the largest coin out of a CoinJoin, a few times; then cash out."""
        coins = [coin for coin in self.main.coins if coin.height >= 0]
        if self.mixing is None or not left or not tries:
            self._cash_out()
            return
        if coins:
            largest = max(coins, key=lambda coin: coin.value)
            amount = largest.value * self.dice.between(300, 700) // 1000
            makers = self.dice.between(3, 5)
            if self.mixing.take(self.main, amount, makers=makers, coins=[largest]) is not None:
                left -= 1
        self.after(self.dice.between(300, 900), lambda: self._mix(left, tries - 1))

    def _cash_out(self) -> None:
        """Bring all coins to the exchange, one by one, those that were mixed first."""
        coins = sorted(
            self.main.coins, key=lambda coin: coin.draft.outputs[coin.n].purpose != "mix"
        )
        wait = 0
        for coin in coins:
            wait += self.dice.between(240, 1200)
            self.after(wait, partial(self._deposit, coin))
        self.after(wait + 1440, self._sell)

    def _deposit(self, coin: Coin) -> None:
        if not coin.spent:
            output = Output(0, self.exchange.deposit_address(self), "deposit")
            self.main.empty(output, "deposit", [coin])

    def _sell(self) -> None:
        there = self.exchange.accounts.get(self.name, 0)
        if there > 0:
            self.exchange.sell(self, there)
