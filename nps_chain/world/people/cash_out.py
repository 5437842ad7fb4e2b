"""Cashing out: the ways in which a vendor turns coins into money, a class each.

Those through mixers and CoinJoins are in :mod:`nps_chain.world.people.mixed_cash_out`.

A way belongs to one wallet, and is asked now and then to turn what lies there into money. Which
exchanges, mixers and people it uses is told by the vendor's story.
"""

from collections.abc import Callable, Sequence
from typing import Any

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Actor, Economy
from nps_chain.world.engine import DAY
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.protocols.peel import PeelChain, peel
from nps_chain.world.wallets import Wallet

LEAST = 2_000_000
"""Satoshi that are worth the trouble."""


class CashOut:
    """One way of cashing out of one wallet.

    The class says how many weeks lie between two times.

    Parameters
    ----------
    owner : Actor
        Who cashes out.
    wallet : Wallet
        From where.
    label : str
        Whose takings these are, on record.
    services : sequence of str
        Names of what it goes through, in this order.

    Attributes
    ----------
    payments : list of Draft
        What it paid to services, in order.
    deposits : list of Address
        Where exchanges had it pay in.
    """

    weeks = 2

    def __init__(self, owner: Actor, wallet: Wallet, label: str, services: Sequence[str]) -> None:
        self.owner, self.wallet, self.label = owner, wallet, label
        self.economy: Economy = owner.economy
        # Of whatever class: the story names for each way services that offer what it asks of them.
        self.services: list[Any] = [self.economy.named(name) for name in services]
        self.dice = owner.dice.of(f"cash-out of {label}")
        self.payments: list[Draft] = []
        self.deposits: list[Address] = []
        self._times, self._deed = 0, -1

    def sent(self) -> list[Draft]:
        """Return all that it sent on the way to money, in order."""
        return self.payments

    def cash(self, keep: int = 0) -> None:
        """Begin to turn into money what the wallet has, but for so many satoshi."""
        coins = [coin for coin in self.wallet.spendable() if coin.height >= 0]
        amount = sum(coin.value for coin in coins) - keep
        if amount >= LEAST:
            self._times += 1
            to = self.services[0]
            self._deed = self.economy.books.deed(
                f"cash-out {self._times} of {self.label}", f"{self.label} cashes out by {to.name}",
                by=self.owner.entity, to=to.entity,
            )  # fmt: skip
            self._begin(coins, amount)

    def _begin(self, coins: list[Coin], amount: int) -> None:
        """Take the first step with so many satoshi of these coins."""
        raise NotImplementedError

    # Steps that several ways have in common.

    def _send(
        self, wallet: Wallet, coins: list[Coin], amount: int, output: Output, kind: str
    ) -> None:
        """Pay a sum, or all of these coins where little would be left."""
        if amount >= sum(coin.value for coin in coins) * 9 // 10:
            draft = wallet.empty(output, kind, coins)
        else:
            output.value = amount
            draft = wallet.pay([output], kind)
        self._sent(draft)

    def _sent(self, draft: Draft | None) -> None:
        if draft is not None:
            self.payments.append(draft)

    def _pay_in(self, wallet: Wallet, coins: list[Coin], exchange: Exchange) -> None:
        """Pay whole coins into the account at an exchange."""
        coins = [coin for coin in coins if not coin.spent]
        if coins:
            output = Output(0, self._account(exchange), "deposit", self._deed)
            self._sent(wallet.empty(output, "deposit", coins))

    def _account(self, exchange: Exchange) -> Address:
        """Return the one address at which an exchange credits what comes from this wallet."""
        if not self.deposits:
            self.deposits.append(exchange.deposit_address(self.owner, fresh=True))
            self._sell(exchange)
        return self.deposits[0]

    def _sell(self, exchange: Exchange) -> None:
        """Sell what was credited, every other day, for money that goes to a bank."""
        credited = exchange.accounts.get(self.owner.name, 0)
        if credited > 0:
            exchange.sell(self.owner, credited)
        self.owner.after(2 * DAY, lambda: self._sell(exchange))

    def _own(self, label: str, then: Callable[[Coin], None] | None = None) -> Wallet:
        wallet = self.owner.wallet("privacy", f"{label} of {self.label}")
        wallet.on_payment = then
        return wallet


class Straight(CashOut):
    """Straight to an exchange, as the careless do."""

    def _begin(self, coins: list[Coin], amount: int) -> None:
        address = self._account(self.services[0])
        output = Output(0, address, "deposit", self._deed)
        self._send(self.wallet, coins, amount, output, "deposit")


class Peeling(CashOut):
    """All takings into one coin, which is peeled off to one deposit address, bit by bit."""

    def __init__(self, owner: Actor, wallet: Wallet, label: str, services: Sequence[str]) -> None:
        super().__init__(owner, wallet, label, services)
        self.peels = owner.wallet(wallet.software, f"peels of {label}")
        self.peels.on_payment = self._peel
        self.chains: list[PeelChain] = []
        self._deeds: dict[Address, int] = {}

    def _begin(self, coins: list[Coin], amount: int) -> None:
        address = self.peels.new_address()
        self._deeds[address] = self._deed
        output = Output(0, address, "consolidation", self._deed)
        self._send(self.wallet, coins, amount, output, "consolidation")

    def _peel(self, coin: Coin) -> None:
        deed = self._deeds.pop(coin.address, None)
        if deed is None:
            return  # dust
        address = self._account(self.services[0])
        many = self.dice.between(5, 9)
        payouts = [
            Output(coin.value * self.dice.between(500, 1300) // 1000 // many, address, "peel", deed)
            for _ in range(many)
        ]
        chain = peel(
            self.peels, coin, payouts, minutes=(70, 400),
            then=lambda rest: self._last(rest, address, deed),
        )  # fmt: skip
        self.chains.append(chain)

    def sent(self) -> list[Draft]:
        """Return all that it sent, peels included."""
        peels = [draft for chain in self.chains for draft in chain.drafts]
        return sorted(self.payments + peels, key=lambda draft: draft.minute)

    def _last(self, rest: Coin | None, address: Address, deed: int) -> None:
        """Pay in what the last peel left."""
        if rest is not None and not rest.spent:
            output = Output(0, address, "deposit", deed)
            self._sent(self.peels.empty(output, "deposit", [rest]))


class Brokered(CashOut):
    """A broker who gives cash, a round sum at a time."""

    def _begin(self, coins: list[Coin], amount: int) -> None:
        unit = 10**7 if amount >= 3 * 10**7 else 10**6
        amount = amount * 95 // 100 // unit * unit
        if amount:
            output = Output(
                amount, self.services[0].deposit_address(self.owner), "payment", self._deed
            )
            self._sent(self.wallet.pay([output], "payment"))


class Tailored(CashOut):
    """A launderer for hire, who pays into an account at an exchange."""

    def _begin(self, coins: list[Coin], amount: int) -> None:
        target = self._account(self.services[1])
        address = self.services[0].take(self.owner, amount, target)
        output = Output(0, address, "payment", self._deed)
        self._send(self.wallet, coins, amount, output, "payment")
