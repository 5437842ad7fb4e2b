"""The innocent: people whom a technique accuses, though all they did was ordinary.

One withdraws his savings from an exchange on the day after a vendor paid in. The exchange pays from
the coins that came last, and so by haircut a good part of his savings is tainted: by a pot that he
knows nothing of.
"""

from collections.abc import Callable

from nps_chain.world.draft import Coin, Draft
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import HOUR
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.roles import Innocent

_FITTING = (300, 460)
"""Per mille of a sweep that are the vendor's: the story speaks of 38 per cent."""


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
        """Withdraw in the hour in which a sweep with a fitting part of tainted coins is there."""
        last = self.engine.now >= day(self.ends)
        for sweep, share in self._sweeps():
            if _FITTING[0] <= share <= _FITTING[1] or last:
                self.sweep = sweep
                self.exchange.withdraw(self, self.savings, self.main.receive_address())
                return
        self.after(HOUR, self._look)

    def _sweeps(self) -> list[tuple[Draft, int]]:
        """Return the sweeps of the last block that have deposits of the vendor's, and their part."""
        dirty = set(map(id, self.deposits()))
        found = []
        for coin in self.exchange.hot.coins:
            if coin.draft.kind == "sweep" and coin.height == self.engine.height:
                part = sum(one.value for one in coin.draft.inputs if id(one) in dirty)
                whole = sum(one.value for one in coin.draft.inputs)
                if part:
                    found.append((coin.draft, part * 1000 // whole))
        return found
