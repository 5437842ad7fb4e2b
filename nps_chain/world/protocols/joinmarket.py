"""Bazaar, a meeting place like JoinMarket: one names an amount, and others join in for a fee.

Makers offer their coins all the time. A taker chooses some of them, names an amount, and all take
it out at once. Each maker gets a little more back than it put in, which is its fee; the taker pays
these fees, and the miner's. Nobody coordinates; the meeting place earns nothing. A maker keeps
coins in five accounts that never pay together: what was mixed goes on to the next, change stays
where it is.

Source: JoinMarket (C. Belcher, 2015; docs of joinmarket-clientserver 0.9).
"""

from dataclasses import dataclass, field

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
)
from nps_chain.world.wallets import Wallet

SMALLEST = 27_300
"""Satoshi: makers don't offer less."""

ACCOUNTS = 5

_OUTPUT = OUTPUT_WEIGHT["p2wpkh"]


@dataclass(eq=False)
class Maker:
    """Somebody who offers coins.

    Attributes
    ----------
    share, flat : int
        What it asks for: millionths of the amount, or satoshi, whichever is more.
    accounts : dict of int
        Which account an address is in; those that aren't here are in the first.
    """

    wallet: Wallet
    share: int
    flat: int
    accounts: dict[Address, int] = field(default_factory=dict)

    def fee(self, amount: int) -> int:
        """Return what it asks for, in satoshi."""
        return max(self.flat, amount * self.share // 1_000_000)

    def coins_for(self, amount: int) -> list[Coin]:
        """Return coins of one account that suffice and leave change, the largest first."""
        for account in range(ACCOUNTS):
            coins: list[Coin] = []
            mine = [
                coin
                for coin in self.wallet.spendable()
                if coin.height >= 0
                and coin.address.lock == "p2wpkh"
                and self.accounts.get(coin.address, 0) == account
            ]
            for coin in sorted(mine, key=lambda coin: -coin.value):
                coins.append(coin)
                if sum(coin.value for coin in coins) > amount + LEAST:
                    return coins
        return []


class Bazaar(Coordinator):
    """A meeting place like JoinMarket.

    Parameters
    ----------
    makers : tuple of int
        The fewest and the most that a taker asks to join in.
    few : int
        Per mille of takers who ask one only, which hides nothing from who looks at the sums.
    sweeps : int
        Per mille of takers who take out all that they have, and get no change.
    """

    def __init__(
        self,
        economy: Economy,
        name: str = "Bazaar",
        *,
        country: str = "",
        every: int = 2940,
        makers: tuple[int, int] = (3, 7),
        few: int = 120,
        sweeps: int = 200,
        start: int = day(8),
    ) -> None:
        super().__init__(
            economy, name, country=country, every=every, people=makers, small=few,
            small_people=(1, 1), start=start,
        )  # fmt: skip
        self.sweeps = sweeps
        self.makers: dict[Wallet, Maker] = {}

    def offer(self, wallet: Wallet, *, share: int = 0, flat: int = 0) -> None:
        """Let a wallet's coins join in whenever a taker asks, from now on.

        Without `share` and `flat` it asks for what others do.
        """
        if not share and not flat:
            share, flat = self.dice.between(20, 900), self.dice.between(100, 1500)
        self.makers[wallet] = Maker(wallet, share, flat)

    def withdraw(self, wallet: Wallet) -> None:
        """End an offer."""
        self.makers.pop(wallet, None)

    def keeps(self, change: Coin) -> bool:
        """Return whether change is worth another round."""
        return change.value >= 100 * SMALLEST

    def hold_round(self, people: int) -> Draft | None:
        """Let somebody who waits be the taker of so many makers."""
        for member in self.dice.shuffled(list(self.members.values())):
            for coin in self.dice.shuffled(member.ready):
                amount = coin.value * self.dice.between(300, 900) // 1000
                if self.dice.chance(self.sweeps):
                    amount = 0
                draft = self._take(member, [coin], amount, people, None)
                if draft is not None:
                    return draft
        return None

    def take(
        self,
        wallet: Wallet,
        amount: int,
        *,
        makers: int = 4,
        coins: list[Coin] | None = None,
        to: Output | None = None,
    ) -> Draft | None:
        """Make a CoinJoin at once.

        Parameters
        ----------
        wallet : Wallet
            The taker's.
        amount : int
            Satoshi that each takes out; 0 for all that the taker's coins are worth.
        makers : int
            How many others join in.
        coins : list of Coin, optional
            The taker's; without them, as many as suffice, the largest first.
        to : Output, optional
            Where the taker's part of the amount goes, if to somebody else; its value is set here.

        Returns
        -------
        Draft or None
            None if the coins don't suffice or too few makers have that much; nothing has changed.
        """
        if coins is None:
            coins = []
            for coin in sorted(wallet.spendable(), key=lambda coin: -coin.value):
                if coin.address.lock == "p2wpkh" and coin.height >= 0:
                    coins.append(coin)
                    if amount and sum(coin.value for coin in coins) > amount * 102 // 100:
                        break
        return self._take(Member(wallet, 0), coins, amount, makers, to)

    def _take(
        self, taker: Member, coins: list[Coin], amount: int, makers: int, to: Output | None
    ) -> Draft | None:
        brought = sum(coin.value for coin in coins)
        most = amount or brought
        joining = [
            (maker, own)
            for maker in self.makers.values()
            if maker.wallet is not taker.wallet and (own := maker.coins_for(most))
        ]
        if most < SMALLEST or len(joining) < makers:
            return None
        # The cheaper half is asked first, by chance.
        joining.sort(key=lambda pair: pair[0].fee(most))
        chosen = self.dice.some(joining[: max(makers, len(joining) // 2 + 1)], makers)
        asked = sum(maker.fee(most) for maker, _ in chosen)
        left = brought - asked - self.cost(HEAD_WEIGHT + (2 * makers + 2) * _OUTPUT)
        left -= self.cost_of([*coins, *(coin for _, own in chosen for coin in own)])
        amount = amount or left
        if amount < SMALLEST or left < amount:
            return None
        seat = Seat(taker, coins, due=asked)
        to = to or Output(0, taker.wallet.new_address("p2wpkh"), "mix")
        to.value = amount
        seat.outputs.append(to)
        if left - amount >= LEAST:
            address = taker.wallet.new_address("p2wpkh")
            seat.outputs.append(Output(left - amount, address, "change"))
        others = [_seat(maker, own, amount, maker.fee(most)) for maker, own in chosen]
        return self.join([seat, *others], locktime=True)


def _seat(maker: Maker, coins: list[Coin], amount: int, fee: int) -> Seat:
    """Return a maker's part: the amount goes on to its next account, change stays in this one."""
    account = maker.accounts.get(coins[0].address, 0)
    mixed, change = maker.wallet.new_address("p2wpkh"), maker.wallet.new_address("p2wpkh")
    maker.accounts[mixed], maker.accounts[change] = (account + 1) % ACCOUNTS, account
    seat = Seat(Member(maker.wallet, 0), coins, due=-fee)
    seat.outputs += [
        Output(amount, mixed, "mix"),
        Output(seat.brought - amount + fee, change, "change"),
    ]
    return seat
