"""Cashing out by ways that hide where coins came from: a mixer, CoinJoins, CoinJoins and PayJoin.

Each is slow, and what comes out must still be spent; there most of the hiding is lost again.
"""

from collections.abc import Sequence

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor
from nps_chain.world.engine import DAY
from nps_chain.world.keys import Address
from nps_chain.world.people.cash_out import LEAST, CashOut
from nps_chain.world.protocols import payjoin
from nps_chain.world.wallets import Wallet

_PIECES = 5  # of a pool's amount that are mixed at a time


class Mixing(CashOut):
    """A custodial mixer, and then an exchange."""

    def __init__(self, owner: Actor, wallet: Wallet, label: str, services: Sequence[str]) -> None:
        super().__init__(owner, wallet, label, services)
        self.clean = self._own("mixed coins", self._arrived)

    def _begin(self, coins: list[Coin], amount: int) -> None:
        targets = [self.clean.new_address() for _ in range(self.dice.between(2, 4))]
        address = self.services[0].order(self.owner, amount, targets)
        output = Output(0, address, "deposit", self._deed)
        self._send(self.wallet, coins, amount, output, "deposit")

    def _arrived(self, coin: Coin) -> None:
        self.owner.after(self.dice.between(DAY // 2, 3 * DAY), lambda: self._on(coin))

    def _on(self, coin: Coin) -> None:
        self._pay_in(self.clean, [coin], self.services[1])


class Joining(CashOut):
    """CoinJoins, and then an exchange."""

    rounds = 2

    def __init__(self, owner: Actor, wallet: Wallet, label: str, services: Sequence[str]) -> None:
        super().__init__(owner, wallet, label, services)
        self.mixing = self._own("CoinJoins", self._arrived)
        self._entered: dict[Address, bool] = {}

    def _begin(self, coins: list[Coin], amount: int) -> None:
        address = self.mixing.new_address()
        self._entered[address] = True
        output = Output(0, address, "self_transfer", self._deed)
        self._send(self.wallet, coins, amount, output, "self_transfer")

    def _arrived(self, coin: Coin) -> None:
        if self._entered.pop(coin.address, False):
            self._enter([coin])

    def _enter(self, coins: list[Coin]) -> None:
        self.services[0].enter(self.mixing, coins, rounds=self.rounds, done=self._mixed)

    def _mixed(self, coins: list[Coin]) -> None:
        self.owner.after(self.dice.between(DAY // 4, 2 * DAY), lambda: self._on(coins))

    def _on(self, coins: list[Coin]) -> None:
        self._pay_in(self.mixing, coins, self.services[1])


class Remixing(Joining):
    """CoinJoins with many remixes, and then purchases in a shop that knows PayJoin."""

    rounds, weeks = 2, 1
    pool = 5_000_000  # satoshi: the pool that has most people

    def __init__(self, owner: Actor, wallet: Wallet, label: str, services: Sequence[str]) -> None:
        super().__init__(owner, wallet, label, services)
        self._purchases = 0
        self._planned = False

    def _begin(self, coins: list[Coin], amount: int) -> None:
        """Take little at a time: a round has place for one piece of each."""
        super()._begin(coins, min(amount, _PIECES * self.pool * 21 // 20))

    def _enter(self, coins: list[Coin]) -> None:
        self.services[0].enter(
            self.mixing, coins, rounds=self.rounds, done=self._mixed, pool=self.pool
        )

    def _on(self, coins: list[Coin]) -> None:
        if not self._planned:
            self._planned = True
            self._buy()

    def _buy(self) -> None:
        shop = self.services[1]
        left = sum(coin.value for coin in self.mixing.spendable() if coin.height >= 0)
        amount = min(left, 10 * LEAST) * self.dice.between(500, 900) // 1000
        self._planned = amount >= LEAST // 4
        if self._planned:
            self._purchases += 1
            deed = self.economy.books.deed(
                f"purchase {self._purchases} of {self.label}", f"{self.label} buys at {shop.name}",
                by=self.owner.entity, to=shop.entity,
            )  # fmt: skip
            self._sent(payjoin.pay(self.mixing, shop.main, amount, deed))
            self.owner.after(self.dice.between(DAY, 3 * DAY), self._buy)
