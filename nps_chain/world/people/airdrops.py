"""An airdrop: small gifts to hundreds of addresses, in transactions that look like CoinJoins.

The firm cuts its coins first, so that many batches can be sent without waiting for change. In a
batch half of the people get the same basic gift, others get more for being loyal, each another sum.
So there are as many inputs as equal outputs, and as many outputs beside them: the shape that a
published rule takes for a CoinJoin, though one firm alone made it.
"""

from collections.abc import Callable, Sequence
from functools import partial

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.wallets import fee


class Airdropper(Actor):
    """A firm that gives small sums away.

    Parameters
    ----------
    exchange : Exchange
        Where it buys what it needs, two days before.
    targets : callable
        Asked on the day, six hours before, who gets something: addresses, each once.
    on_day, hour : int
        When.
    batch : int
        How many people a transaction pays.
    gift : int
        Satoshi of the basic gift.
    loyal : tuple of int
        The least and the most satoshi of a larger one.
    """

    kind = "airdropper"

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, country: str = "",
        targets: Callable[[], Sequence[Address]], on_day: int = 58, hour: int = 15,
        batch: int = 25, gift: int = 10_000, loyal: tuple[int, int] = (10_001, 30_000),
        software: str = "service",
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.exchange, self.targets, self.batch = exchange, targets, batch
        self.gift, self.loyal = gift, loyal
        self.on_day, self.hour = on_day, hour
        self.main = self.wallet(software)
        self.lock = self.main.software.receive
        self._batches: list[list[Output]] = []

    def begin(self) -> None:
        """Plan the list of people, the purchase, and the day."""
        self.at(day(self.on_day - 2, self.hour), self._list)

    def _list(self) -> None:
        """Decide who gets what, and buy coins for it."""
        people = list(self.targets())
        for first in range(0, len(people), self.batch):
            some = people[first : first + self.batch]
            alike = _alike(len(some))
            self._batches.append(
                [
                    Output(self.gift if place < alike else self.dice.between(*self.loyal),
                           address, "airdrop")
                    for place, address in enumerate(some)
                ]
            )  # fmt: skip
        if self._batches:
            amount = 2 * sum(
                self._coin(outputs) * _alike(len(outputs)) for outputs in self._batches
            )
            self.exchange.buy(self, amount)
            self.exchange.withdraw(self, amount, self.main.new_address())
            self.at(day(self.on_day, self.hour - 6), lambda: self._prepare(0))

    def _prepare(self, first: int) -> None:
        """Cut coins: for each batch as many, to as many addresses, as it has equal gifts."""
        if first >= len(self._batches):
            return
        some = self._batches[first : first + 5]
        own = [
            [
                Output(self._coin(batch), self.main.new_address(), "self_transfer")
                for _ in range(_alike(len(batch)))
            ]
            for batch in some
        ]
        draft = self.main.pay([output for outputs in own for output in outputs], "self_transfer")
        if draft is None:
            self.after(120, lambda: self._prepare(first))
            return
        made = dict(zip(draft.outputs, draft.coins, strict=True))
        for batch, outputs in zip(some, own, strict=True):
            coins = [coin for output in outputs if (coin := made[output]) is not None]
            wait = 360 + self.dice.between(0, 180)
            self.after(wait, partial(self._send, batch, coins))
        self.after(self.dice.between(10, 30), lambda: self._prepare(first + len(some)))

    def _send(self, batch: list[Output], coins: list[Coin]) -> None:
        if self.main.pay(batch, "airdrop", coins=coins) is None:
            self.after(360, lambda: self._send(batch, coins))  # fees are high: later they aren't

    def _coin(self, batch: list[Output]) -> int:
        """Return what each of a batch's own coins is worth, so that all of them pay for it."""
        alike = _alike(len(batch))
        costs = fee([self.lock] * alike, [*batch, batch[0]], 4 * self.engine.feerate)
        return (sum(output.value for output in batch) + costs) // alike + 1


def _alike(people: int) -> int:
    """Return how many of a batch get the same: with the change, half of its outputs, rounded up."""
    return (people + 2) // 2
