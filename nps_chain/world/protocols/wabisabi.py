"""Juniper, a coordinator like Wasabi 2 (WabiSabi): what people bring comes out in standard sums.

Each brings some coins of any size. The wallets look at all that is brought and find the
denominations that would come up more than once: powers of two and of three, twice a power of three,
and 1, 2 and 5 times a power of ten. Into these each cuts its sum, by chance in one of several ways.
What can't be cut comes back as change. No address is used twice, and each output is p2wpkh or p2tr
by the toss of a coin.

Sources: WabiSabi (Y. Seres, A. Ficsor, I. Lakatos and others, 2021); Wasabi Wallet 2.0,
``AmountDecomposer``.
"""

from collections.abc import Callable

from nps_chain.trace.coinjoin.facts import denominations
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.protocols.rounds import Coordinator
from nps_chain.world.protocols.seats import (
    HEAD_WEIGHT,
    OUTPUT_WEIGHT,
    Member,
    Seat,
    was_mixed,
)

FEE, FREE = 3, 1_000_000
"""The coordinator's share of a coin in thousandths, and the satoshi up to which a coin is free."""

LEAST = 5000
"""Satoshi of the smallest output."""

_DENOMINATIONS = denominations().tolist()[::-1]  # the largest first
_OUTPUT = OUTPUT_WEIGHT["p2tr"]  # what each reckons with, before the coin is tossed
_MOST_INPUTS, _MOST_OUTPUTS = 6, 8  # of one person
_WAYS = 6  # to cut a sum, of which the best is taken
_SKIPS = 350  # per mille of denominations that a way passes over


class Juniper(Coordinator):
    """A coordinator like Wasabi 2."""

    locks = ("p2wpkh", "p2tr")

    def __init__(
        self,
        economy: Economy,
        name: str = "Juniper",
        *,
        country: str = "",
        every: int = 5800,
        people: tuple[int, int] = (8, 20),
        small: int = 150,
        small_people: tuple[int, int] = (2, 3),
        start: int = day(9),
        cash_out: Callable[[], Address] | None = None,
    ) -> None:
        super().__init__(
            economy, name, country=country, every=every, people=people, small=small,
            small_people=small_people, start=start, cash_out=cash_out,
        )  # fmt: skip

    def keeps(self, change: Coin) -> bool:
        """Return whether change is worth another round."""
        return change.value >= FREE

    def hold_round(self, people: int) -> Draft | None:
        """Hold a round of so many people, or of fewer if there are enough all the same."""
        seats = [
            Seat(member, coins)
            for member in self.dice.shuffled(list(self.members.values()))
            if (coins := self._bring(member))
        ][:people]
        if len(seats) < min(people, self.people[0]):
            return None
        for seat in seats:
            seat.due = sum(_due(coin) for coin in seat.inputs)
        head = (HEAD_WEIGHT + _OUTPUT) // len(seats) + 1
        common = self._common(seats)
        for seat in seats:
            self._cut(seat, seat.left - self.cost(head) - self.cost_of(seat.inputs), common)
        return self.join(seats, order="largest")

    def _bring(self, member: Member) -> list[Coin]:
        coins = [coin for coin in member.ready if coin.value >= 4 * LEAST + self.cost_of([coin])]
        return self.dice.some(coins, self.dice.between(1, _MOST_INPUTS))

    def _common(self, seats: list[Seat]) -> list[int]:
        """Return the denominations that come up twice or more if each coin is cut greedily."""
        count: dict[int, int] = {}
        price = self.cost(_OUTPUT)
        for seat in seats:
            for coin in seat.inputs:
                left = coin.value - _due(coin) - self.cost_of([coin])
                for amount in _DENOMINATIONS:
                    if amount + price <= left:
                        count[amount] = count.get(amount, 0) + 1
                        left -= amount + price
        return [amount for amount in _DENOMINATIONS if count.get(amount, 0) > 1]

    def _cut(self, seat: Seat, over: int, common: list[int]) -> None:
        """Give a seat its outputs; what is left is less than one."""
        ways = [self._way(over, common) for _ in range(_WAYS)]
        price = self.cost(_OUTPUT)
        amounts = min(ways, key=lambda way: over - sum(way))
        wallet = seat.member.wallet
        for amount in amounts:
            lock = self.dice.one(self.locks)
            seat.outputs.append(Output(amount, wallet.new_address(lock), "mix"))
        over -= sum(amounts) + price * len(amounts)
        if over >= LEAST + price:
            lock = self.dice.one(self.locks)
            seat.outputs.append(Output(over - price, wallet.new_address(lock), "change"))

    def _way(self, over: int, common: list[int]) -> list[int]:
        way: list[int] = []
        price = self.cost(_OUTPUT)
        for amount in common:
            if self.dice.chance(_SKIPS):
                continue
            while amount + price <= over and len(way) < _MOST_OUTPUTS:
                way.append(amount)
                over -= amount + price
        return way


def _due(coin: Coin) -> int:
    """Return what a coin pays to the coordinator: nothing if it is small or was mixed before."""
    return 0 if coin.value <= FREE or was_mixed(coin) else coin.value * FEE // 1000
