"""A charity: one address for everybody, on its page and on its posters, reused for years."""

from collections.abc import Sequence

from nps_chain.world.draft import Output
from nps_chain.world.economy import Actor, Economy
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.treasuries import Treasury
from nps_chain.world.people.visits import Payer, Visits, pays


class Charity(Actor):
    """A charity.

    Parameters
    ----------
    exchange : Exchange
        Where it sells what was given, to do its work.
    donors : sequence of Payer
        Who may give.
    every, middle : int
        Minutes between two donations, on average; satoshi of one, in the middle.
    keeps : int
        Satoshi: if it has more than twice that, it sells what is more.
    """

    kind = "charity"

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        exchange: Exchange,
        country: str = "",
        software: str = "web",
        donors: Sequence[Payer] = (),
        every: int = 480,
        middle: int = 2_000_000,
        keeps: int = 10_000_000,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.main = self.wallet(software, fixed=True)
        self.lock = self.main.software.receive
        self.treasury = Treasury(self, self.main, exchange, lowest=0, highest=2 * keeps)
        self.visits = Visits(self, donors, every=every, middle=middle, visit=self._visit)

    def begin(self) -> None:
        """Plan donations and sales."""
        self.treasury.begin()
        self.visits.begin()

    def receive_address(self) -> Address:
        """Return the public address."""
        return self.main.receive_address()

    def _visit(self, donor: Payer, amount: int) -> None:
        pays(self, donor, Output(amount, self.receive_address(), "donation"), "donation")
