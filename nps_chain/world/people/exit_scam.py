"""An exit scam: a custodial market leaves with its customers' money.

Within six hours the hot and the cold wallet are empty. Then the loot goes on in parts, for two
weeks: through CoinJoins to an exchange that answers nobody, into another currency by a swap, over a
gambling table, and straight to that exchange.
"""

from collections.abc import Callable
from typing import Any

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import day
from nps_chain.world.engine import DAY, HOUR
from nps_chain.world.keys import Address
from nps_chain.world.people.custodial_market import CustodialMarket

PARTS = (("mixing", 400), ("swap", 250), ("gambling", 100), ("exchange", 250))
"""Per mille of the loot, by the way that it goes."""

_TOGETHER = 12  # coins of the hot wallet that move in one transaction


class ExitScam:
    """How a market leaves.

    Parameters
    ----------
    market : CustodialMarket
        The one.
    when, until : int
        Days: of the exit, and of the last step.
    coordinator, swap, gambling, exchange : str
        Names of what the loot goes through.

    Attributes
    ----------
    moves : list of Draft
        What emptied the market's wallets.
    steps : dict of list of Draft
        What went on, by part.
    """

    def __init__(
        self,
        market: CustodialMarket,
        *,
        when: int,
        until: int,
        coordinator: str,
        swap: str,
        gambling: str,
        exchange: str,
    ) -> None:
        self.market, self.when, self.until = market, when, until
        named = market.economy.named
        self.coordinator: Any = named(coordinator)
        self.swap: Any = named(swap)
        self.gambling: Any = named(gambling)
        self.exchange: Any = named(exchange)
        self.dice = market.dice.of("exit")
        self.loot = market.wallet("core", "loot")
        self.mixing = market.wallet("privacy", "mixing of the loot")
        self.mixing.on_payment = self._enter
        self.moves: list[Draft] = []
        self.steps: dict[str, list[Draft]] = {part: [] for part, _ in PARTS}
        self.deed = market.economy.books.deed(
            "exit scam", f"{market.name} leaves with its customers' money", by=market.entity
        )
        self._entered: dict[Address, bool] = {}
        self.engine, self._begins = market.engine, day(when, 1)
        market.at(self._begins + 15, market.leave)
        for hours in range(4):
            market.at(self._begins + HOUR * hours + 20, self._empty)
        market.at(day(when + 1, 9), self._share)

    # The six hours.

    def _empty(self) -> None:
        """Move what is in the wallets now; the keys of the cold one come two hours later."""
        market = self.market
        purses = [(market.deposits, 40), (market.hot, _TOGETHER)]
        if self.engine.now >= self._begins + 2 * HOUR:
            purses.append((market.cold, 2))
        for wallet, many in purses:
            coins = [coin for coin in wallet.spendable() if coin.height >= 0]
            for start in range(0, len(coins), many):
                output = Output(0, self.loot.new_address(), "self_transfer", self.deed)
                draft = wallet.empty(output, "self_transfer", coins[start : start + many])
                if draft is not None:
                    self.moves.append(draft)

    # The two weeks.

    def _share(self) -> None:
        """Plan the parts: each a few steps, spread over the days that are left."""
        whole = sum(coin.value for coin in self.loot.coins)
        first, last = self.market.engine.now, day(self.until, 20)
        for part, permille in PARTS:
            step: Callable[[int], None] = getattr(self, f"_{part}")
            many = {"mixing": 1, "swap": 4, "gambling": 6, "exchange": 3}[part]
            for number in range(many):
                amount = whole * permille // 1000 // many * self.dice.between(900, 990) // 1000
                wait = self.dice.between(30, 300) if part == "mixing" else 0
                wait = wait or (number + 1) * (last - first) // (many + 1)
                wait += self.dice.between(0, DAY // 3)
                self.market.after(wait, lambda step=step, amount=amount: step(amount))  # type: ignore[misc]

    def _go(self, part: str, amount: int, address: Address, kind: str, purpose: str) -> None:
        draft = self.loot.pay([Output(amount, address, purpose, self.deed)], kind)
        if draft is not None:
            self.steps[part].append(draft)

    def _mixing(self, amount: int) -> None:
        address = self.mixing.new_address()
        self._entered[address] = True
        self._go("mixing", amount, address, "self_transfer", "self_transfer")

    def _enter(self, coin: Coin) -> None:
        if self._entered.pop(coin.address, False):
            self.coordinator.enter(self.mixing, [coin], rounds=1, done=self._mixed)

    def _mixed(self, coins: list[Coin]) -> None:
        for start in range(0, len(coins), 3):
            some = coins[start : start + 3]
            wait = self.dice.between(DAY // 4, 3 * DAY)
            self.market.after(wait, lambda some=some: self._pay_in(some))  # type: ignore[misc]

    def _pay_in(self, coins: list[Coin]) -> None:
        output = Output(0, self._account(), "deposit", self.deed)
        draft = self.mixing.empty(output, "deposit", [coin for coin in coins if not coin.spent])
        if draft is not None:
            self.steps["mixing"].append(draft)

    def _swap(self, amount: int) -> None:
        self._go("swap", amount, self.swap.deposit_address(self.market), "swap", "deposit")

    def _gambling(self, amount: int) -> None:
        self._go("gambling", amount, self.gambling.bet_address(self.market), "payment", "payment")

    def _exchange(self, amount: int) -> None:
        self._go("exchange", amount, self._account(), "deposit", "deposit")

    def _account(self) -> Address:
        address: Address = self.exchange.deposit_address(self.market)
        return address
