"""The innocent: people whom a technique accuses, though all they did was ordinary.

One withdraws his savings from an exchange on the day after a vendor paid in. The exchange pays from
the coins that came last, and so by haircut a good part of his savings is tainted: by a pot that he
knows nothing of.
"""

from collections.abc import Callable

from nps_chain.world.draft import Coin, Draft
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import DAY, HOUR
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.roles import Innocent

_FITTING = (320, 440)
"""Per mille of the withdrawal that are the vendor's: the story speaks of 38 per cent."""


class Saver(Actor):
    """Somebody who saves at an exchange, and one day withdraws everything.

    Parameters
    ----------
    told : roles.Innocent
        What the story says.
    exchange : Exchange
        Where the savings are.
    deposits : callable
        Returns the coins that a vendor has paid in so far: after one of them the saver withdraws.
        Nothing links the two but the hour, and that is the point of the story.
    begins, ends : int
        Days: of the first deposit that will do, and of the last on which to withdraw.
    savings : int
        Satoshi.

    Attributes
    ----------
    sweep : Draft or None
        The exchange's sweep of that deposit, once it came.
    """

    def __init__(
        self,
        economy: Economy,
        told: Innocent,
        *,
        exchange: Exchange,
        deposits: Callable[[], list[Coin]],
        begins: int,
        ends: int,
        savings: int = 60_000_000,
    ) -> None:
        super().__init__(economy, told.name, country=told.country)
        self.told, self.exchange, self.deposits = told, exchange, deposits
        self.begins, self.ends, self.savings = begins, ends, savings
        self.main = self.wallet("mobile", fixed=True)
        self.lock = self.main.software.receive
        self.sweep: Draft | None = None
        self.withdrawals: list[Coin] = []
        self.main.on_payment = self.withdrawals.append

    def begin(self) -> None:
        """Plan to save, a part each ten days, and to look."""
        for number in range(3):
            self.at(day(9 + 2 * number, 18), lambda: self.exchange.buy(self, self.savings // 3))
        self.at(day(self.begins), self._look)

    def _look(self) -> None:
        """Withdraw in an hour in which a fitting part of what would be paid is the vendor's.

        With each day that passes a poorer fit is taken, and in the end none is waited for.
        """
        late = (self.engine.now - day(self.begins)) // DAY
        low, high = max(1, _FITTING[0] - 30 * late), _FITTING[1] + 60 * late
        sweep, part = self._part()
        if low <= part <= high or self.engine.now >= day(self.ends):
            self.sweep = sweep
            deed = self.economy.books.deed(
                f"savings of {self.name}",
                f"{self.name} withdraws savings from {self.exchange.name}",
                by=self.exchange.entity, to=self.entity,
            )  # fmt: skip
            to = self.main.receive_address()
            self.exchange.withdraw(self, self.savings, to, deed)
        else:
            self.after(HOUR, self._look)

    def _part(self) -> tuple[Draft | None, int]:
        """Return the newest sweep with deposits of the vendor's, and their part of a withdrawal.

        In thousandths of the coins that would be spent, if the newest go first.
        """
        yesterday = self.engine.now // DAY * DAY
        theirs = {id(coin) for coin in self.deposits() if coin.draft.minute < yesterday}
        sweep, have, dirty = None, 0, 0
        for coin in reversed(self.exchange.hot.coins):
            if have >= self.savings:
                break
            have += coin.value
            inputs = coin.draft.inputs
            part = sum(one.value for one in inputs if id(one) in theirs)
            if part and coin.draft.kind == "sweep":
                sweep = coin.draft
                dirty += coin.value * part // sum(one.value for one in inputs)
        return sweep, dirty * 1000 // have if have else 0
