"""A duster: tiny sums to many addresses of others, to see later which are spent together.

Dust costs its sender little. Whoever spends it beside other coins tells that one wallet holds all
of them. Nobody has to: a wallet that leaves dust alone gives nothing away.
"""

from collections.abc import Callable, Sequence

from nps_chain.world.draft import Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange


class Duster(Actor):
    """A duster.

    Parameters
    ----------
    exchange : Exchange
        Where it buys what it needs, two days before.
    targets : callable
        Asked at that minute whom to dust: addresses, each once.
    on_day, hour : int
        When.
    batch : int
        How many outputs a transaction has at most, beside the change.
    dust : tuple of int
        The smallest and the largest sum in satoshi; a batch has the same for all.
    """

    kind = "duster"

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, country: str = "",
        targets: Callable[[], Sequence[Address]], on_day: int = 55, hour: int = 3,
        batch: int = 100, dust: tuple[int, int] = (560, 900), software: str = "core",
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.exchange, self.targets, self.batch, self.dust = exchange, targets, batch, dust
        self.on_day, self.hour = on_day, hour
        self.main = self.wallet(software)
        self.lock = self.main.software.receive

    def begin(self) -> None:
        """Plan the purchase, and the day."""
        self.at(day(self.on_day - 2, self.hour), self._buy)
        self.at(day(self.on_day, self.hour), lambda: self._send(list(self.targets())))

    def _buy(self) -> None:
        amount = 10_000_000
        self.exchange.buy(self, amount)
        self.exchange.withdraw(self, amount, self.main.new_address())

    def _send(self, targets: list[Address]) -> None:
        if not targets:
            return
        some = targets[: self.batch]
        value = self.dice.between(*self.dust)
        outputs = [Output(value, address, "dust") for address in some]
        if self.main.pay(outputs, "dust") is None:
            self.after(120, lambda: self._send(targets))
        else:
            self.after(self.dice.between(2, 20), lambda: self._send(targets[self.batch :]))
