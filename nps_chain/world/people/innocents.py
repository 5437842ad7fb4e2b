"""The innocent: people whom a technique accuses, though all they did was ordinary.

One withdraws savings from an exchange in the morning after a vendor paid in. The exchange pays from
the coins that came last, and so by haircut a good part of the savings is tainted: by a pot of which
their owner knows nothing.
"""

from nps_chain.world.draft import Coin
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import DAY, HOUR
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.vendors import Careless
from nps_chain.world.roles import Innocent

WANTED, FITTING = 380, (320, 440)
"""Per mille of the withdrawal that the vendor brought: what the story says, and what will do."""

_NIGHT = 7  # the hour until which it is night


class Saver(Actor):
    """Somebody who saves at an exchange, and one day withdraws most of it.

    Parameters
    ----------
    told : roles.Innocent
        What the story says.
    exchange : Exchange
        Where the savings are.
    savings : int
        Satoshi.

    Attributes
    ----------
    withdrawals : list of Coin
        What came.
    """

    def __init__(
        self, economy: Economy, told: Innocent, *, exchange: Exchange, savings: int = 150_000_000
    ) -> None:
        super().__init__(economy, told.name, country=told.country)
        self.told, self.exchange, self.savings = told, exchange, savings
        self.main = self.wallet("mobile", fixed=True)
        self.lock = self.main.software.receive
        self.withdrawals: list[Coin] = []
        self.main.on_payment = self.withdrawals.append

    def begin(self) -> None:
        """Plan to save in three parts."""
        for number in range(3):
            self.at(day(9 + 2 * number, 18), lambda: self.exchange.buy(self, self.savings // 3))

    def withdraw(self, amount: int) -> None:
        """Have the exchange pay out."""
        deed = self.economy.books.deed(
            f"savings of {self.name}",
            f"{self.name} withdraws savings from {self.exchange.name}",
            by=self.exchange.entity, to=self.entity,
        )  # fmt: skip
        self.exchange.withdraw(self, amount, self.main.receive_address(), deed)


class Coincidence:
    """What nobody plans and the story needs: a deposit, a sweep, and a withdrawal right after it.

    By night the vendor pays in, a little before the exchange sweeps its deposits; the saver
    withdraws when these coins are the newest. If the vendor's part of them isn't about what the
    story says, another night is waited for.

    Parameters
    ----------
    vendor : Careless
        Who pays in, once he has put his takings together.
    saver : Saver
        Who withdraws.
    begins, ends : int
        Days.

    Attributes
    ----------
    deposit : Coin or None
        The one that it is about.
    """

    def __init__(self, vendor: Careless, saver: Saver, *, begins: int, ends: int) -> None:
        self.vendor, self.saver, self.exchange = vendor, saver, saver.exchange
        self.engine = saver.engine
        self.begins, self.ends = day(begins), day(ends)
        self.deposit: Coin | None = None
        self._parts: dict[Coin, int] = {}
        self._swept = self._tried = 0
        self.engine.at(self.begins, self._look)

    def _look(self) -> None:
        now = self.engine.now
        late = 1000 * (now - self.begins) // (self.ends - self.begins)
        self._notice_sweep()
        if late >= 1000:
            self.saver.withdraw(self.saver.savings)
            return
        if self.deposit is not None and self.deposit.spent:
            slack = max(0, late - 400) // 4
            for amount, part in self._choices():
                if FITTING[0] - slack <= part <= FITTING[1] + slack:
                    self.saver.withdraw(amount)
                    return
        if now > self._tried + 5 * HOUR:
            self._try(late)
        self.engine.at(now + HOUR, self._look)

    def _notice_sweep(self) -> None:
        for coin in self.exchange.hot.coins:
            if coin.draft.kind == "sweep":
                self._swept = max(self._swept, coin.draft.minute)

    def _try(self, late: int) -> None:
        """Let the vendor pay in, if it is time."""
        every = self.exchange.sweep_hours * HOUR
        left = self._swept + every - self.engine.now
        at_night = (self.engine.now + left) % DAY < _NIGHT * HOUR or every > DAY // 2
        if not (HOUR < left <= 2 * HOUR and at_night and self.vendor.slip is not None):
            return
        waiting = sum(coin.value for coin in self.exchange.deposits.coins)
        # What comes until the sweep, if it comes as it came so far.
        waiting = waiting * every // (every - left)
        amount = waiting * WANTED // (1000 - WANTED)
        if amount <= self.vendor.together or late > 700:
            self._tried = self.engine.now
            self.deposit = self.vendor.pay_in(amount)
            self._parts = {} if self.deposit is None else {self.deposit: 1000}

    def _choices(self) -> list[tuple[int, int]]:
        """Return sums that could be withdrawn, and the deposit's part of each, per mille.

        The exchange pays from its newest coins; each sum needs one coin more than the one before.
        """
        most = self.saver.savings
        found: list[tuple[int, int]] = []
        have = dirty = 0
        for coin in reversed(self.exchange.hot.coins):
            part = self._part(coin)
            have += coin.value
            dirty += coin.value * part
            amount = min(have * 98 // 100, most)
            if amount >= most // 5 and (not found or found[-1][0] < most):
                found.append((amount, dirty // have))
        return found

    def _part(self, coin: Coin) -> int:
        """Return how much of a coin is the deposit's, by haircut, per mille."""
        if coin not in self._parts:
            inputs = coin.draft.inputs
            whole = sum(one.value for one in inputs)
            dirty = sum(one.value * self._part(one) for one in inputs)
            self._parts[coin] = dirty // whole if whole else 0
        return self._parts[coin]
