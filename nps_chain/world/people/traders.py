"""Traders: they move coins from one exchange to another all day, each time to a new address."""

from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.people.exchanges import Exchange


class Trader(Actor):
    """Somebody who lives by the differences of prices.

    Parameters
    ----------
    every : int
        Minutes between two moves, in the middle.
    middle : int
        Satoshi of a move, in the middle.
    """

    def __init__(
        self, economy: Economy, name: str, *, country: str = "", every: int = 300,
        middle: int = 60_000_000,
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.every, self.middle = every, middle

    def begin(self) -> None:
        """Plan the first move."""
        self.at(day(6) + self.dice.below(1440), self._move)

    def _move(self) -> None:
        exchanges = self.economy.of(Exchange)
        source = self.dice.weighted(exchanges, [exchange.size for exchange in exchanges])
        target = self.economy.another(self.dice, Exchange, source)
        lock = source.hot.software.receive if self.dice.chance(850) else None
        address = target.deposit_address(self, lock, fresh=True)
        amount = self.economy.sums.about(self.dice, self.middle)
        if source.accounts.get(self.name, 0) < amount:
            source.buy(self, amount)
        source.withdraw(self, amount, address, purpose="deposit")
        self.after(self.dice.between(self.every // 2, self.every * 3 // 2), self._move)
