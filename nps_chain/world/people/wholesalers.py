"""The wholesaler: paid by vendors in round sums, he turns coins into cash by a broker."""

from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import DAY
from nps_chain.world.people.cash_out import Brokered


class Wholesaler(Actor):
    """A wholesaler.

    Parameters
    ----------
    broker : str
        Who gives him cash.
    """

    kind = "wholesaler"

    def __init__(self, economy: Economy, name: str, *, broker: str) -> None:
        super().__init__(economy, name)
        self.main = self.wallet("core")
        self.lock = self.main.software.receive
        self.way = Brokered(self, self.main, name, (broker,))

    def begin(self) -> None:
        """Plan the first visit to the broker."""
        self.at(day(16, 19) + self.dice.below(DAY), self._cash)

    def _cash(self) -> None:
        self.way.cash()
        self.after(self.dice.between(5 * DAY, 9 * DAY), self._cash)
