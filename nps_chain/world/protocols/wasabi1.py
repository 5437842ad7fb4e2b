"""Cedar, a coordinator like Wasabi 1: ten people or more take out the same amount, about 0.1 BTC.

Each brings coins worth that amount or more and gets it at a fresh address; the rest comes back as
change, which anybody can link to what was brought. Who brings much takes two, four, eight times the
amount as well, if another does. Newcomers pay the coordinator a share of the amount for each person
they hide among. Who comes back with a coin of an earlier round pays only the miner; so that the
coin suffices, the round's amount is lowered a little, and drifts.

Sources: ZeroLink (A. Ficsor and TDevD, 2017); Wasabi Wallet 1.1, ``CoinJoin`` documentation.
"""

from collections.abc import Callable

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.protocols.rounds import Coordinator
from nps_chain.world.protocols.seats import (
    HEAD_WEIGHT,
    LEAST,
    OUTPUT_WEIGHT,
    Member,
    Seat,
    was_mixed,
)

FEE = 3
"""The coordinator's share of an amount for each person who takes it out, in hundred-thousandths."""

_OUTPUT = OUTPUT_WEIGHT["p2wpkh"]
_MOST_INPUTS = 7  # of one person
_LOWEST = 950  # per mille of the base amount, to which it may be lowered


class Cedar(Coordinator):
    """A coordinator like Wasabi 1.

    Parameters
    ----------
    base : int
        The amount that people take out, in satoshi, before it is lowered for those who come back.
    """

    def __init__(
        self,
        economy: Economy,
        name: str = "Cedar",
        *,
        country: str = "",
        every: int = 2940,
        people: tuple[int, int] = (10, 24),
        small: int = 120,
        small_people: tuple[int, int] = (6, 9),
        base: int = 10_000_000,
        start: int = day(8),
        cash_out: Callable[[], Address] | None = None,
    ) -> None:
        super().__init__(
            economy, name, country=country, every=every, people=people, small=small,
            small_people=small_people, start=start, cash_out=cash_out,
        )  # fmt: skip
        self.base = base

    def keeps(self, change: Coin) -> bool:
        """Return whether change is worth another round."""
        return change.value >= self.base * 11 // 10

    def hold_round(self, people: int) -> Draft | None:
        """Hold a round of so many people, or of fewer if there are enough all the same."""
        head = (HEAD_WEIGHT + _OUTPUT) // people + 1
        amount = self._amount(head)
        most_due = amount * self.people[1] * FEE // 100_000
        seats = [
            Seat(member, coins)
            for member in self.dice.shuffled(list(self.members.values()))
            if (coins := self._bring(member, amount, head, most_due))
        ][:people]
        if len(seats) < min(people, self.people[0]):
            return None
        rest = self._share_out(seats, amount, head)
        for seat, over in zip(seats, rest, strict=True):
            over -= self.cost(_OUTPUT)
            if over >= LEAST:
                wallet = seat.member.wallet
                seat.outputs.append(Output(over, wallet.new_address("p2wpkh"), "change"))
        return self.join(seats)

    def _amount(self, head: int) -> int:
        """Return what the coins of earlier rounds suffice for, near to the base amount."""
        amount = self.base
        for member in self.members.values():
            for coin in member.ready:
                net = coin.value - self.cost(head + _OUTPUT) - self.cost_of([coin])
                if was_mixed(coin) and net >= self.base * _LOWEST // 1000:
                    amount = min(amount, net)
        return amount

    def _bring(self, member: Member, amount: int, head: int, due: int) -> list[Coin]:
        """Return coins that suffice: one that was mixed already, or some that weren't."""
        ready = self.dice.shuffled(member.ready)
        for coin in ready:
            if was_mixed(coin) and coin.value >= amount + self.cost(head + _OUTPUT) + self.cost_of(
                [coin]
            ):
                return [coin]
        coins: list[Coin] = []
        for coin in [coin for coin in ready if not was_mixed(coin)][:_MOST_INPUTS]:
            coins.append(coin)
            need = amount + due + self.cost(head + 2 * _OUTPUT) + self.cost_of(coins)
            if sum(coin.value for coin in coins) >= need:
                return coins
        return []

    def _share_out(self, seats: list[Seat], amount: int, head: int) -> list[int]:
        """Give each seat its equal outputs; return what is left to each."""
        rest = [seat.brought - self.cost(head) - self.cost_of(seat.inputs) for seat in seats]
        able = list(range(len(seats)))
        while able:
            for place in able:
                seat = seats[place]
                due = 0
                if not all(was_mixed(coin) for coin in seat.inputs):
                    due = amount * len(able) * FEE // 100_000
                address = seat.member.wallet.new_address("p2wpkh")
                seat.outputs.append(Output(amount, address, "mix"))
                seat.due += due
                rest[place] -= amount + due + self.cost(_OUTPUT)
            amount *= 2
            most = amount + amount * len(able) * FEE // 100_000 + self.cost(2 * _OUTPUT)
            able = [place for place in able if rest[place] >= most]
            if len(able) < 2:
                break
        return rest
