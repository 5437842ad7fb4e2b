"""A payroll office: firms pay it for each wage, and on payday it pays a firm's people at once.

Such a batch has many inputs, one for each wage that the firm sent, and equal outputs, since half of
the people are on the standard wage. A naive rule takes it for a CoinJoin. What tells it is that the
same people are paid on the same weekday, at the same addresses, from coins that one firm paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange

_DUE = 1020  # per mille of a wage that the office asks for: its own costs, and a little profit
_ENOUGH = 3 * 10**7  # satoshi of profit that a payday also pays to the office's own account


class Employee(Protocol):
    """Who can be paid."""

    def receive_address(self) -> Address:
        """Return where to pay."""


@dataclass(eq=False)
class Run:
    """One firm's payday: who gets how many satoshi, and the coins that came for it."""

    wages: list[tuple[Employee, int]]
    deed: int
    addresses: list[Address]
    coins: list[Coin] = field(default_factory=list)


class Payroll(Actor):
    """A payroll office.

    Parameters
    ----------
    exchange : Exchange
        Where it sells what it earns.
    software : str
        Of its wallet.
    """

    kind = "payroll"

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, country: str = "",
        software: str = "service",
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.exchange = exchange
        self.main = self.wallet(software, pool=1)  # what a payday leaves has one address
        self.lock = self.main.software.receive
        self.main.on_payment = self._funded
        self._runs: dict[Address, Run] = {}
        self._profit: Coin | None = None

    def order(
        self, firm: Actor, wages: Sequence[tuple[Employee, int]], name: str, payday: int
    ) -> list[Output]:
        """Take a firm's order; return what it is to pay, an output for each wage.

        Parameters
        ----------
        firm : Actor
            Who employs them.
        wages : sequence of tuple
            Who gets how many satoshi.
        name : str
            Of the payday, such as "week 3".
        payday : int
            Minute from which the wages are paid, once all coins have come.
        """
        deed = self.economy.books.deed(
            f"{self.name}, wages of {firm.name}, {name}",
            f"pays {len(wages)} people",
            by=firm.entity,
            to=self.entity,
        )
        addresses = [self.main.new_address() for _ in wages]
        run = Run(list(wages), deed, addresses)
        self._runs.update(dict.fromkeys(addresses, run))
        self.at(payday, lambda: self._pay(run))
        return [
            Output(wage * _DUE // 1000, address, "payment", deed)
            for address, (_, wage) in zip(addresses, wages, strict=True)
        ]

    def _funded(self, coin: Coin) -> None:
        run = self._runs.get(coin.address)
        if run is not None:
            run.coins.append(coin)

    def _pay(self, run: Run) -> None:
        if len(run.coins) < len(run.wages):
            self.after(120, lambda: self._pay(run))
            return
        outputs = [
            Output(wage, employee.receive_address(), "wage", run.deed)
            for employee, wage in run.wages
        ]
        coins = list(run.coins)
        if self._profit is not None and not self._profit.spent:
            coins.append(self._profit)  # what the last payday left pays for this one, too
        profit = sum(coin.value for coin in coins) - sum(output.value for output in outputs)
        if profit > _ENOUGH:
            self._sell()
            account = self.exchange.deposit_address(self)
            outputs.append(Output(profit * 8 // 10, account, "deposit"))
        draft = self.main.pay(outputs, "wage", coins=coins)
        if draft is None:
            self.after(360, lambda: self._pay(run))  # fees are high: later they may not be
            return
        for address in run.addresses:
            del self._runs[address]
        self._profit = next((coin for coin in self.main.coins if coin.draft is draft), None)

    def _sell(self) -> None:
        """Turn the profit of earlier paydays into other money."""
        there = self.exchange.accounts.get(self.name, 0)
        if there > 0:
            self.exchange.sell(self, there)


class Employer(Actor):
    """A firm that pays its people in coins, by a payroll office.

    A wage is agreed in other money, so its satoshi change from payday to payday.

    Parameters
    ----------
    exchange : Exchange
        Where it buys coins, two days before.
    office : Payroll
        Who pays.
    staff : sequence of Employee
        Who works there. More than half are on the standard wage, the others each on their own.
    wage : int
        Satoshi of the standard wage, about.
    first_day, days : int
        The first payday, and days from one to the next.
    """

    kind = "merchant"

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, office: Payroll,
        staff: Sequence[Employee], country: str = "", wage: int = 15_000_000,
        first_day: int = 11, days: int = 7, software: str = "desktop",
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.exchange, self.office, self.staff = exchange, office, staff
        self.wage, self.first_day, self.days = wage, first_day, days
        self.main = self.wallet(software)
        self.lock = self.main.software.receive
        self._paydays = 0
        standard = (len(staff) + 2) // 2
        # Per mille of the standard wage.
        self.grades = [1000] * standard
        self.grades += [self.dice.between(1050, 2200) for _ in range(len(staff) - standard)]

    def begin(self) -> None:
        """Plan the first order."""
        self.at(day(self.first_day - 2, 9) + self.dice.below(240), self._order)

    def _order(self) -> None:
        self._paydays += 1
        payday = self.first_day + self.days * (self._paydays - 1)
        rate = self.dice.between(930, 1070)
        wages = [
            (employee, self.wage * rate // 1000 * grade // 1000)
            for employee, grade in zip(self.staff, self.grades, strict=True)
        ]
        minute = day(payday, 10) + self.dice.below(120)
        bill = self.office.order(self, wages, f"payday {self._paydays}", minute)
        missing = sum(output.value for output in bill) * 101 // 100 - self.main.balance
        if missing > 0:
            self.exchange.buy(self, missing)
            self.exchange.withdraw(self, missing, self.main.new_address())
        self.after(720, lambda: self._send(bill))
        self.at(day(payday + self.days - 2, 9) + self.dice.below(240), self._order)

    def _send(self, bill: list[Output]) -> None:
        if self.main.pay(bill, "payment") is None:
            self.after(120, lambda: self._send(bill))
