"""People who like privacy: they mix their coins, pay in shops by PayJoin, or lend coins to mixing.

A habit belongs to somebody and to one of their wallets, and goes its own way beside whatever else
they do. Mixing is the easier half: what undoes it is how mixed coins are spent. Most are spent
within a day or two; some are put together again, so that the people each was hidden among are
narrowed to those who fit all; and some pay beside change that was never mixed, which names the
owner. Measurements on real CoinJoins found the first two to cost up to half of what mixing gave.

Source: Masaryk University's study of CoinJoins after mixing (ESORICS 2025).
"""

from collections.abc import Callable, Sequence

from nps_chain.world.dice import MODERATE
from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import DAY
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.protocols import payjoin
from nps_chain.world.protocols.joinmarket import Bazaar
from nps_chain.world.protocols.rounds import Coordinator
from nps_chain.world.wallets import Wallet

_HOURS = (150, 300, 450, 600, 750, 900, 1000, 1300, 1900, 3000, 6000, 12000)
_WAIT = 960  # minutes until mixed coins are spent, in the middle; the tail is long
_SMALLEST = 200_000  # satoshi that are worth a payment


class PrivacyHabit:
    """Coins come from an exchange, are mixed, and are spent.

    Parameters
    ----------
    actor : Actor
        Who has the habit.
    wallet : Wallet
        A wallet of theirs that is for this alone; a coordinator asks for p2wpkh.
    coordinator : Coordinator
        Where they mix.
    exchange : Exchange
        Where they buy, and sell.
    shop : callable, optional
        Returns where to pay a sum, which half of all payments then are for; without it they sell.
    every : int
        Minutes from one purchase to the next, in the middle.
    amount : int
        Satoshi of a purchase, in the middle.
    rounds : int
        Through how many rounds a coin goes.
    merges : int
        Per mille of payments that put several mixed coins together.
    careless : int
        Per mille of payments that take in a coin that was never mixed, if there is one.
    start : int
        Minute from which they buy.
    """

    def __init__(
        self,
        actor: Actor,
        wallet: Wallet,
        coordinator: Coordinator,
        exchange: Exchange,
        *,
        shop: Callable[[int], Address] | None = None,
        every: int = 9 * DAY,
        amount: int = 45_000_000,
        rounds: int = 3,
        merges: int = 350,
        careless: int = 120,
        start: int = day(7),
    ) -> None:
        self.actor, self.wallet, self.coordinator = actor, wallet, coordinator
        self.exchange, self.shop = exchange, shop
        self.every, self.amount, self.rounds = every, amount, rounds
        self.merges, self.careless = merges, careless
        self.dice = actor.dice.of(f"privacy {coordinator.name}")
        self._mixed: dict[Coin, None] = {}
        self._planned = False
        # Many begin soon after coordinators open, or the first rounds would wait for long.
        actor.at(start + self.dice.below(every // 2), self._buy)

    def _buy(self) -> None:
        amount = self.actor.economy.sums.near(self.dice, self.amount)
        self.exchange.buy(self.actor, amount)
        self.exchange.withdraw(self.actor, amount, self.wallet.new_address())
        self.actor.after(DAY, self._enter)
        self.actor.after(self.dice.around(self.every, MODERATE), self._buy)

    def _enter(self) -> None:
        coins = [coin for coin in self._others() if coin.height >= 0]
        self.coordinator.enter(self.wallet, coins, rounds=self.rounds, done=self._came_out)

    def _came_out(self, coins: list[Coin]) -> None:
        self._mixed.update(dict.fromkeys(coins))
        self._plan()

    def _plan(self) -> None:
        if not self._planned:
            self._planned = True
            self.actor.after(self.dice.around(_WAIT, _HOURS), self._spend)

    def _others(self) -> list[Coin]:
        """Return the coins that weren't mixed here."""
        return [coin for coin in self.wallet.spendable() if coin not in self._mixed]

    def _spend(self) -> None:
        self._planned = False
        mixed = [coin for coin in self._mixed if not coin.spent]
        self._mixed = dict.fromkeys(mixed)
        if not mixed:
            return
        many = self.dice.between(2, 4) if self.dice.chance(self.merges) else 1
        coins = self.dice.some(mixed, many)
        others = self._others()
        if others and self.dice.chance(self.careless):
            coins.append(self.dice.one(others))
        worth = sum(coin.value for coin in coins)
        if worth >= _SMALLEST:
            part = worth * self.dice.between(300, 900) // 1000
            self._pay(coins, self.actor.economy.sums.rounded(self.dice, part))
        elif len(mixed) == len(coins):
            return
        self._plan()

    def _pay(self, coins: list[Coin], amount: int) -> None:
        if self.shop is not None and self.dice.chance(500):
            self.wallet.pay([Output(amount, self.shop(amount), "payment")], "payment", coins=coins)
            return
        address = self.exchange.deposit_address(self.actor)
        if self.dice.chance(400):
            self.wallet.empty(Output(0, address, "deposit"), "deposit", coins)
        else:
            self.wallet.pay([Output(amount, address, "deposit")], "deposit", coins=coins)


class PayJoinHabit:
    """Payments in shops that know PayJoin.

    Parameters
    ----------
    shops : sequence of Wallet
        The shops' wallets; those of the payer's own lock are gone to first, since others can't
        put in a coin and are paid as usual.
    every : int
        Minutes from one to the next, in the middle.
    amount : int
        Satoshi of one, in the middle.
    """

    def __init__(
        self,
        actor: Actor,
        wallet: Wallet,
        shops: Sequence[Wallet],
        *,
        every: int = 20 * DAY,
        amount: int = 8_000_000,
        start: int = day(9),
    ) -> None:
        self.actor, self.wallet = actor, wallet
        lock = wallet.software.receive
        self.shops = [shop for shop in shops if shop.software.receive == lock] or list(shops)
        self.every, self.amount = every, amount
        self.dice = actor.dice.of("payjoin")
        actor.at(start + self.dice.below(every), self._pay)

    def _pay(self) -> None:
        amount = min(
            self.actor.economy.sums.near(self.dice, self.amount), self.wallet.balance * 8 // 10
        )
        sent = amount >= _SMALLEST and payjoin.pay(self.wallet, self.dice.one(self.shops), amount)
        wait = self.dice.around(self.every, MODERATE) if sent else DAY
        self.actor.after(wait, self._pay)


class Maker(Actor):
    """Somebody who earns by lending coins to others' CoinJoins.

    Parameters
    ----------
    bazaar : Bazaar
        Where they offer.
    exchange : Exchange
        Where they bought what they lend.
    capital : int
        Satoshi of it, in some coins.
    """

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        bazaar: Bazaar,
        exchange: Exchange,
        country: str = "",
        capital: int = 200_000_000,
        start: int = day(7),
    ) -> None:
        super().__init__(economy, name, country=country)
        self.bazaar, self.exchange = bazaar, exchange
        self.capital, self.start = capital, start
        self.main = self.wallet("privacy")
        self.lock = self.main.software.receive

    def begin(self) -> None:
        """Plan to buy and to offer."""
        self.at(self.start + self.dice.below(DAY), self._open)

    def receive_address(self) -> Address:
        """Return where anybody may pay."""
        return self.main.new_address()

    def _open(self) -> None:
        parts = self.dice.between(2, 4)
        for _ in range(parts):
            amount = self.dice.around(self.capital // parts, MODERATE)
            self.exchange.buy(self, amount)
            self.exchange.withdraw(self, amount, self.main.new_address())
        self.bazaar.offer(self.main)
