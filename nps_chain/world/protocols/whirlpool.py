"""Rill, a coordinator like Whirlpool: five coins in, five coins out, all of one amount.

A newcomer first makes a transaction of its own, the Tx0. It cuts coins into pieces that are a
little above the pool's amount, pays the coordinator once, and tells it by 64 bytes of data whose it
is; the rest is change, which never mixes. A round takes a few such pieces, and for the rest coins
of earlier rounds, which go round for nothing: what newcomers have above the amount pays the miner.
No two coins of a round come from one wallet or from one transaction.

Source: Samourai Wallet, "Whirlpool" (README of the protocol and its client, 2019 to 2022).
"""

from collections.abc import Callable, Sequence

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Economy, day
from nps_chain.world.engine import DAY
from nps_chain.world.keys import INPUT_WEIGHT, Address
from nps_chain.world.protocols.rounds import Coordinator
from nps_chain.world.protocols.seats import (
    HEAD_WEIGHT,
    OUTPUT_WEIGHT,
    Member,
    Seat,
    was_mixed,
)
from nps_chain.world.wallets import Wallet

POOLS = (50_000_000, 5_000_000, 1_000_000, 100_000)
"""Amounts of the pools in satoshi, as everybody knows them."""

ODD_POOL = 2_000_000
"""Amount of a pool that only Rill has, so that no published rule asks for it."""

FEE = 35
"""What a newcomer pays the coordinator, in thousandths of the pool's amount, once for a Tx0."""

_PAYERS = 2  # newcomers among five, who pay for all, at least
_MOST_PIECES = 8  # of one Tx0
_DATA = 64  # bytes
_EACH = INPUT_WEIGHT["p2wpkh"] + OUTPUT_WEIGHT["p2wpkh"]


class Rill(Coordinator):
    """A coordinator like Whirlpool.

    Parameters
    ----------
    larger : int
        Per mille of rounds with six to eight people instead of five.
    odd : int
        Per mille of those who enter who take the odd pool.
    """

    def __init__(
        self,
        economy: Economy,
        name: str = "Rill",
        *,
        country: str = "",
        every: int = 960,
        larger: int = 200,
        odd: int = 60,
        start: int = day(8),
        cash_out: Callable[[], Address] | None = None,
    ) -> None:
        super().__init__(
            economy, name, country=country, every=every, people=(5, 5), small=larger,
            small_people=(6, 8), start=start, cash_out=cash_out,
        )  # fmt: skip
        self.odd = odd
        self.pools = tuple(sorted((*POOLS, ODD_POOL), reverse=True))

    def enter(
        self,
        wallet: Wallet,
        coins: Sequence[Coin] | None = None,
        *,
        rounds: int = 3,
        patience: int = 20 * DAY,
        done: Callable[[list[Coin]], None] | None = None,
        pool: int | None = None,
    ) -> bool:
        """Make a Tx0 of a wallet's coins, whose pieces wait for rounds; see `Coordinator.enter`.

        Coins of an earlier round go back into its pool without a Tx0.

        Parameters
        ----------
        pool : int, optional
            Amount of the pool; without it one that the coins fill some times over.
        """
        offered = wallet.spendable() if coins is None else coins
        offered = [coin for coin in offered if not coin.spent]
        again = [coin for coin in offered if was_mixed(coin) and coin.value in self.pools]
        entered = bool(again) and super().enter(
            wallet, again, rounds=rounds, patience=patience, done=done
        )
        new = [coin for coin in offered if not was_mixed(coin)]
        amount = pool or self._fitting(sum(coin.value for coin in new))
        draft = self._tx0(wallet, new, amount) if amount else None
        if draft is None:
            return entered
        member = self._member(wallet, patience, done)
        for output, coin in zip(draft.outputs, draft.coins, strict=True):
            if coin is not None and output.purpose == "premix":
                self._hold(member, coin, rounds)
        return True

    def keeps(self, change: Coin) -> bool:
        """Return False: a round makes no change."""
        return False

    def hold_round(self, people: int) -> Draft | None:
        """Hold a round of so many in one of the pools."""
        for amount in self.dice.shuffled(self.pools):
            seats = self._seats(amount, people)
            if len(seats) == people:
                for seat in seats:
                    address = seat.member.wallet.new_address("p2wpkh")
                    seat.outputs.append(Output(amount, address, "mix"))
                return self.join(seats, order="bip69")
        return None

    def _seats(self, amount: int, people: int) -> list[Seat]:
        """Return a seat for each, newcomers first, until there are enough; or too few."""
        newcomers: list[tuple[Member, Coin]] = []
        others: list[tuple[Member, Coin]] = []
        for member in self.members.values():
            for coin in member.ready:
                if coin.value == amount:
                    others.append((member, coin))
                elif amount < coin.value < 2 * amount and self._pool_of(coin) == amount:
                    newcomers.append((member, coin))
        seats: list[Seat] = []
        newcomers = self.dice.shuffled(newcomers)
        payers = -(-people * _PAYERS // 5)
        self._fill(seats, newcomers, payers)
        if len(seats) == payers:
            self._fill(seats, self.dice.shuffled(others), people)
            self._fill(seats, newcomers, people)
        return seats

    def _fill(self, seats: list[Seat], waiting: list[tuple[Member, Coin]], people: int) -> None:
        for member, coin in waiting:
            if len(seats) >= people:
                return
            if all(
                seat.member is not member and seat.inputs[0].draft is not coin.draft
                for seat in seats
            ):
                seats.append(Seat(member, [coin]))

    def _pool_of(self, coin: Coin) -> int:
        return next(amount for amount in self.pools if amount < coin.value)

    def _fitting(self, value: int) -> int:
        """Return the amount of a pool that a sum fills about twice or more, or 0."""
        if value >= 2 * ODD_POOL and self.dice.chance(self.odd):
            return ODD_POOL
        fit = [amount for amount in POOLS if value >= amount * 22 // 10]
        return self.dice.one(fit[:2]) if fit else 0

    def _tx0(self, wallet: Wallet, coins: list[Coin], amount: int) -> Draft | None:
        # What two newcomers pay for a round of five, with a tenth to spare.
        above = self.cost((HEAD_WEIGHT + 5 * _EACH) * 11 // (10 * _PAYERS))
        pieces = min(_MOST_PIECES, sum(coin.value for coin in coins) // (amount + above))
        data = b"".join(self.dice.raw().to_bytes(8, "little") for _ in range(_DATA // 8))
        while pieces > 0:
            outputs = [
                Output(amount + above, wallet.new_address("p2wpkh"), "premix")
                for _ in range(pieces)
            ]
            outputs.append(Output(amount * FEE // 1000, self.fees.new_address(), "payment"))
            outputs.append(Output(0, None, "data", data=b"\x6a" + bytes([_DATA]) + data))
            draft = wallet.pay(outputs, "tx0", coins=coins)
            if draft is not None:
                return draft
            pieces -= 1
        return None
