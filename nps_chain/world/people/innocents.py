"""The innocent: people whom a technique accuses, though all they did was ordinary.

One withdraws savings from an exchange in the morning after a vendor paid in. The exchange pays from
the coins that came last, and so by haircut a good part of the savings is tainted: by a pot of which
their owner knows nothing.
"""

from collections.abc import Callable

from nps_chain.world.draft import Coin
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import DAY, HOUR
from nps_chain.world.people.careless import Careless
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.roles import Innocent

WANTED, FITTING = 380, (310, 450)
"""Per mille of the withdrawal that the vendor brought: what the story says, and what will do."""

_GATHERED = 2500
"""Per mille of a part that the exchange gathers: what pays for it is one coin, and leaves more than
it pays, so that policies of taint differ as far as they can."""

_NIGHT = 7  # the hour until which it is night


class Saver(Actor):
    """Somebody who saves at an exchange, and withdraws it in a few parts.

    Parameters
    ----------
    told : roles.Innocent
        What the story says.
    exchange : Exchange
        Where the savings are.
    part, parts : int
        Satoshi of a part, and how many there are.

    Attributes
    ----------
    withdrawals : list of Coin
        What came.
    on_withdrawal : callable, optional
        Told of each.
    """

    on_withdrawal: Callable[[Coin], None] | None = None

    def __init__(
        self,
        economy: Economy,
        told: Innocent,
        *,
        exchange: Exchange,
        part: int = 30_000_000,
        parts: int = 4,
    ) -> None:
        super().__init__(economy, told.name, country=told.country)
        self.told, self.exchange, self.part, self.parts = told, exchange, part, parts
        self.main = self.wallet("mobile", fixed=True)
        self.lock = self.main.software.receive
        self.withdrawals: list[Coin] = []
        self.main.on_payment = self._came

    def begin(self) -> None:
        """Plan to save, part by part."""
        for number in range(self.parts):
            self.at(day(9 + 2 * number, 18), lambda: self.exchange.buy(self, self.part))

    def withdraw(self) -> bool:
        """Have the exchange pay out a part at once, if there is one left."""
        if self.exchange.accounts.get(self.name, 0) < self.part:
            return False
        deed = self.economy.books.deed(
            f"savings {len(self.withdrawals) + 1} of {self.name}",
            f"{self.name} withdraws savings from {self.exchange.name}",
            by=self.exchange.entity, to=self.entity,
        )  # fmt: skip
        self.exchange.withdraw(self, self.part, self.main.receive_address(), deed, at_once=True)
        return True

    def _came(self, coin: Coin) -> None:
        if coin.draft.outputs[coin.n].purpose == "withdrawal":
            self.withdrawals.append(coin)
            if self.on_withdrawal is not None:
                self.on_withdrawal(coin)


class Coincidence:
    """What nobody plans and the story needs: a deposit, and a withdrawal right after it.

    By night the vendor pays in. The exchange gathers a few of the coins that wait at its deposit
    addresses, his among them, and pays the saver out of these at once. If the vendor's share of
    that isn't about what the story says, another night and another part are waited for.

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
    deposit, withdrawal : Coin or None
        Those that it is about.
    share : int
        What of the withdrawal is the deposit's, by haircut, per mille.
    """

    def __init__(self, vendor: Careless, saver: Saver, *, begins: int, ends: int) -> None:
        self.vendor, self.saver, self.exchange = vendor, saver, saver.exchange
        self.engine = saver.engine
        self.begins, self.ends = day(begins), day(ends)
        self.deposit: Coin | None = None
        self.withdrawal: Coin | None = None
        self.share = 0
        self._shares: dict[Coin, int] = {}
        self._tried = 0
        self._asked = False
        saver.on_withdrawal = self._judge
        self.engine.at(self.begins, self._look)

    def _look(self) -> None:
        now = self.engine.now
        if self.withdrawal is not None:
            return
        if now >= self.ends:
            self.saver.withdraw()
            return
        if self.deposit is not None and self.deposit in self.exchange.deposits.coins:
            some = self._some(self.deposit)
            if _fits(1000 * self.deposit.value // sum(coin.value for coin in some)):
                self.exchange.gather(some)
        elif self.deposit is not None and self.deposit.spent and not self._asked:
            self._asked = _fits(self._expected()) and self.saver.withdraw()
        if now > self._tried + DAY // 2 and now % DAY < _NIGHT * HOUR:
            self._try()
        self.engine.at(now + HOUR, self._look)

    def _try(self) -> None:
        """Let the vendor pay in, once he has put his takings together, if he has enough."""
        amount = self.saver.part * _GATHERED // 1000 * WANTED // 1000
        if self.vendor.slip is None or self.vendor.together < amount:
            return
        deposit = self.vendor.pay_in(amount)
        if deposit is not None:
            self.deposit, self._shares = deposit, {deposit: 1000}
            self._tried, self._asked = self.engine.now, False

    def _some(self, deposit: Coin) -> list[Coin]:
        """Return a deposit with as many others as bring its share near to what the story says."""
        some, room = [deposit], deposit.value * (1000 - WANTED) // WANTED
        others = [coin for coin in self.exchange.deposits.coins if coin is not deposit]
        for coin in sorted(others, key=lambda coin: -coin.value):
            if coin.value <= room and len(some) < self.exchange.most_swept:
                some.append(coin)
                room -= coin.value
        return some

    def _expected(self) -> int:
        """Return the deposit's share of a withdrawal now, if the newest coins are spent."""
        have = dirty = 0
        for coin in reversed(self.exchange.hot.coins):
            share = self._share(coin)
            if have < self.saver.part:
                have += coin.value
                dirty += coin.value * share
        return dirty // have if have else 0

    def _share(self, coin: Coin) -> int:
        """Return how much of a coin is the deposit's, by haircut, per mille."""
        if coin not in self._shares:
            inputs = coin.draft.inputs
            whole = sum(one.value for one in inputs)
            dirty = sum(one.value * self._share(one) for one in inputs)
            self._shares[coin] = dirty // whole if whole else 0
        return self._shares[coin]

    def _judge(self, coin: Coin) -> None:
        """Keep a withdrawal that is what the story needs."""
        share = self._share(coin)
        if _fits(share) or self.engine.now >= self.ends:
            self.withdrawal, self.share = coin, share
        self._asked = False


def _fits(share: int) -> bool:
    return FITTING[0] <= share <= FITTING[1]
