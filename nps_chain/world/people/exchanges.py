"""Exchanges: coins of all customers in one pot, and an account for each.

A customer pays to a deposit address of his own; the exchange sweeps such coins into its hot wallet
and pays withdrawals from there, to whoever asks. So a coin that leaves has nothing to do with the
coin that the customer brought, and a trace ends here. What an exchange knows, and the chain
doesn't, are its accounts: it keeps a history, from which it can answer a letter.
"""

from collections import deque
from dataclasses import dataclass

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.software import KINDS, Software


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in an account: what happened at a minute; satoshi in, or out if negative."""

    minute: int
    what: str  # deposit, withdrawal, bought, sold
    amount: int
    address: Address | None


@dataclass(slots=True)
class _Withdrawal:
    customer: str
    amount: int
    address: Address
    purpose: str
    deed: int
    asked: int


class Exchange(Actor):
    """An exchange.

    Parameters
    ----------
    software : str
        Of its wallets.
    size : int
        How much business it has, against others.
    rotates : int
        Per mille of deposits for which a customer gets a new address.
    like_customer : int
        Per mille of deposit addresses whose lock is the customer's own.
    pool : tuple of int
        How many change addresses it goes round, and in how many per mille of its payments.
    sweep_hours, most_swept, one_by_one : int
        Hours between sweeps, the most coins of one, and per mille that are swept alone.
    batches : int
        Per mille of hours with three withdrawals or more that pay them in one transaction.
    gathers_above : int
        Coins in the hot wallet above which it puts them together.

    Attributes
    ----------
    accounts : dict
        Satoshi by a customer's name. An account may be negative for a while: the customer bought
        coins with other money that is on its way.
    history : dict of list of Entry
        By a customer's name.
    """

    kind = "exchange"

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        country: str = "",
        software: str | Software = "service",
        size: int = 100,
        rotates: int = 270,
        like_customer: int = 880,
        pool: tuple[int, int] = (35, 180),
        sweep_hours: int = 6,
        one_by_one: int = 100,
        batches: int = 500,
        most_swept: int = 40,
        gathers_above: int = 14,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.size, self.rotates, self.like_customer = size, rotates, like_customer
        self.sweep_hours, self.one_by_one, self.batches = sweep_hours, one_by_one, batches
        self.most_swept, self.gathers_above = most_swept, gathers_above
        static = (KINDS[software] if isinstance(software, str) else software).change == "same"
        self.hot = self.wallet(
            software, "hot", fixed=static, pool=0 if static else pool[0], pool_chance=pool[1]
        )
        self.deposits = self.wallet(software, "deposits")
        self.cold = self.wallet("vault", "cold")
        self.deposits.on_payment = self._credit
        self.accounts: dict[str, int] = {}
        self.history: dict[str, list[Entry]] = {}
        self.holder: dict[Address, str] = {}
        self._sellers: dict[str, Actor] = {}
        self._deposit: dict[str, Address] = {}
        self._queue: deque[_Withdrawal] = deque()

    def begin(self) -> None:
        """Plan the first sweep, and the first look at the queue."""
        self.at(day(5, self.dice.below(6)) + self.dice.below(60), self._sweep)
        self.at(day(5) + self.dice.below(60), self._work)

    # What customers ask for.

    def deposit_address(
        self, customer: Actor, lock: str | None = None, *, fresh: bool = False
    ) -> Address:
        """Return where a customer is to pay: the address from last time, or a new one."""
        known = self._deposit.get(customer.name)
        if known is not None and not fresh and not self.dice.chance(self.rotates):
            return known
        if lock is None:
            own = self.deposits.software.receive
            likes = getattr(customer, "lock", own)
            lock = likes if self.dice.chance(self.like_customer) else own
        address = self.deposits.new_address(lock)
        self._deposit[customer.name] = address
        self.holder[address] = customer.name
        if customer.sells:
            self._sellers[customer.name] = customer
        return address

    def buy(self, customer: Actor, amount: int) -> None:
        """Credit coins that a customer bought with other money."""
        self._book(customer.name, "bought", amount, None)

    def sell(self, customer: Actor, amount: int) -> None:
        """Debit coins that a customer sold for other money."""
        self._book(customer.name, "sold", -amount, None)

    def withdraw(
        self,
        customer: Actor,
        amount: int,
        to: Address,
        deed: int = -1,
        purpose: str = "withdrawal",
        *,
        at_once: bool = False,
    ) -> None:
        """Pay a customer out, within hours or at once; the account is debited now."""
        self._book(customer.name, "withdrawal", -amount, to)
        self._queue.append(_Withdrawal(customer.name, amount, to, purpose, deed, self.engine.now))
        if at_once:
            self._pay([self._queue.pop()])

    def _book(self, customer: str, what: str, amount: int, address: Address | None) -> None:
        self.accounts[customer] = self.accounts.get(customer, 0) + amount
        self.history.setdefault(customer, []).append(Entry(self.engine.now, what, amount, address))

    def _credit(self, coin: Coin) -> None:
        customer = self.holder.get(coin.address)
        if customer is not None:
            self._book(customer, "deposit", coin.value, coin.address)
            if customer in self._sellers:
                self.sell(self._sellers[customer], coin.value)

    # What it does with coins.

    def _sweep(self) -> None:
        coins = self.deposits.spendable()
        while coins:
            part, coins = coins[: self.most_swept], coins[self.most_swept :]
            alone = [coin for coin in part if self.dice.chance(self.one_by_one)]
            together = [coin for coin in part if coin not in alone]
            for some in ([coin] for coin in alone):
                self.gather(some)
            if together:
                self.gather(together)
        self.after(60 * self.sweep_hours, self._sweep)

    def gather(self, coins: list[Coin]) -> None:
        """Move coins that came to deposit addresses into the hot wallet, as one."""
        output = Output(0, self.hot.receive_address(), "sweep")
        self.deposits.empty(output, "sweep", coins)

    def _work(self) -> None:
        if self._queue:
            if len(self._queue) >= 3 and self.dice.chance(self.batches):
                self._pay([self._queue.popleft() for _ in range(min(len(self._queue), 60))])
            else:
                for _ in range(len(self._queue)):
                    if not self._pay([self._queue.popleft()]):
                        break
        if len(self.hot.coins) > self.gathers_above:
            ready = [coin for coin in self.hot.coins if coin.height >= 0][: self.most_swept]
            if len(ready) > self.gathers_above // 2:
                self.hot.empty(Output(0, self.hot.receive_address(), "consolidation"),
                               "consolidation", ready)  # fmt: skip
        self._store()
        self.after(60, self._work)

    def _pay(self, some: list[_Withdrawal]) -> bool:
        outputs = [Output(one.amount, one.address, one.purpose, one.deed) for one in some]
        kind = "withdrawal" if len(some) == 1 else "withdrawal_batch"
        if self.hot.pay(outputs, kind) is not None:
            return True
        self._queue.extendleft(reversed(some))
        self._fetch()
        return False

    def _store(self) -> None:
        """Put what is too much for a hot wallet into cold storage, once a day."""
        midnight = self.engine.now % 1440 < 60
        most = max((coin for coin in self.hot.coins if coin.height >= 0),
                   key=lambda coin: coin.value, default=None)  # fmt: skip
        if midnight and most is not None and most.value > 300 * 10**8 and len(self.hot.coins) > 3:
            self.hot.empty(Output(0, self.cold.new_address(), "cold_storage"), "cold_storage",
                           [most])  # fmt: skip

    def _fetch(self) -> None:
        """Bring the largest coin back from cold storage."""
        coins = [coin for coin in self.cold.coins if coin.height >= 0]
        if coins:
            coin = max(coins, key=lambda coin: coin.value)
            self.cold.empty(Output(0, self.hot.receive_address(), "cold_storage"), "cold_storage",
                            [coin])  # fmt: skip
