"""A thief's clone of a vendor's page: the same words and pictures, another address.

Who falls for it pays the thief and gets nothing. The address is the thief's, so whoever takes the
page for the vendor's accuses the wrong one.
"""

from collections.abc import Sequence

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import DAY
from nps_chain.world.people.cash_out import Straight
from nps_chain.world.people.vendors import Shop
from nps_chain.world.people.visits import Payer, Visits, pays


class Thief(Actor):
    """A thief with a clone of a shop's page.

    Parameters
    ----------
    of : Shop
        Whose page it copies.
    since : int
        Day.
    buyers : sequence of Payer
        Who may fall for it.
    exchange : str
        Where the thief cashes out.

    Attributes
    ----------
    thefts : list of Coin
        What came in.
    """

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        of: Shop,
        since: int,
        buyers: Sequence[Payer],
        exchange: str,
        every: int = 4 * DAY,
    ) -> None:
        super().__init__(economy, name)
        self.of, self.since = of, since
        self.main = self.wallet("web", fixed=True)
        self.lock = self.main.software.receive
        self.way = Straight(self, self.main, name, (exchange,))
        goods = of.vendor.told.products
        middle = sum(product.price for product in goods) // len(goods)
        self.visits = Visits(
            self, buyers, every=every, middle=middle, visit=self._visit, first_day=since
        )
        self.main.on_payment = self._stole
        self.thefts: list[Coin] = []
        self.victims = 0

    def begin(self) -> None:
        """Open the page; plan to cash out."""
        self.visits.begin()
        self.at(day(self.since) + 12 * DAY, self._cash)

    def _visit(self, customer: Payer, amount: int) -> None:
        self.victims += 1
        deed = self.economy.books.deed(
            f"theft {self.victims}", f"{customer.name} pays the clone of {self.of.handle}'s page",
            by=self.entity, to=customer.entity,
        )  # fmt: skip
        output = Output(amount, self.main.receive_address(), "payment", deed)
        pays(self, customer, output, "payment")

    def _stole(self, coin: Coin) -> None:
        if coin.draft.outputs[coin.n].purpose == "payment":
            self.thefts.append(coin)

    def _cash(self) -> None:
        self.way.cash()
        self.after(12 * DAY, self._cash)
