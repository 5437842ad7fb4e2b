"""Rounds: how a coordinator brings people together, and what it does with the coins they enter.

Who enters coins leaves them to the round: they are out of the wallet until they are mixed or until
patience ends. Now and then a round is held. A coin that came out of one waits for the next, as long
as its owner wants: each round hides it among others again. What each has to pay of the miner's fee
is kept by wallet, since one transaction has many payers.

Which coins go into a round, and what comes out of it, is each protocol's own business.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property

from nps_chain.world.draft import LOCKTIME, Coin, Draft, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import DAY
from nps_chain.world.keys import INPUT_WEIGHT, Address
from nps_chain.world.protocols.seats import LEAST, Member, Seat
from nps_chain.world.wallets import Wallet

_WORTH = 100_000  # satoshi earned, below which a coordinator waits another week

_TRIES = 6  # how often a round is tried again before the next is due, if people are too few


class Coordinator(Actor, ABC):
    """Who brings people together for CoinJoins.

    Parameters
    ----------
    every : int
        Minutes from one round to the next, in the middle, if enough people wait.
    people : tuple of int
        The fewest and the most who take part.
    small : int
        Per mille of rounds that are held with fewer people.
    small_people : tuple of int
        The fewest and the most of these.
    start : int
        Minute from which it is open.
    cash_out : callable, optional
        Returns where it pays in what it earned, once a week.

    Attributes
    ----------
    members : dict of Member
        Who waits, by wallet. Coins that wait are here and in no wallet's list.
    """

    kind = "coordinator"

    locks: tuple[str, ...] = ("p2wpkh",)
    """The locks of the coins that it takes."""

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        country: str = "",
        every: int,
        people: tuple[int, int],
        small: int = 0,
        small_people: tuple[int, int] = (2, 2),
        start: int = day(8),
        cash_out: Callable[[], Address] | None = None,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.every, self.start, self.people = every, start, (people[0], max(people))
        self.small, self.small_people = small, small_people
        self.cash_out = cash_out
        self.members: dict[Wallet, Member] = {}
        self._tries = 0

    @cached_property
    def fees(self) -> Wallet:
        """The wallet of what it earns."""
        return self.wallet("privacy", "fees")

    def begin(self) -> None:
        """Plan the first round, and the first week's end."""
        self.at(self.start + self.dice.below(self.every), self._turn)
        if self.cash_out is not None:
            self.at(self.start + 7 * DAY + self.dice.below(DAY), self._cash)

    def takes(self, coin: Coin) -> bool:
        """Return whether a coin may go into a round."""
        return coin.address.lock in self.locks and coin.draft.kind != "coinbase"

    def enter(
        self,
        wallet: Wallet,
        coins: Sequence[Coin] | None = None,
        *,
        rounds: int = 3,
        patience: int = 10 * DAY,
        done: Callable[[list[Coin]], None] | None = None,
    ) -> bool:
        """Put coins of a wallet into coming rounds.

        Parameters
        ----------
        wallet : Wallet
            Whose they are; it gets them back mixed, at fresh addresses.
        coins : sequence of Coin, optional
            Without them, all that it can spend now.
        rounds : int
            Through how many rounds each shall go.
        patience : int
            Minutes after which those that still wait go back to the wallet.
        done : callable, optional
            Told of coins that came out mixed for good, each time that some do.

        Returns
        -------
        bool
            False if there are no coins that the protocol takes; nothing has changed then.
        """
        offered = wallet.spendable() if coins is None else coins
        taken = [coin for coin in offered if not coin.spent and self.takes(coin)]
        if taken:
            member = self._member(wallet, patience, done)
            for coin in taken:
                self._hold(member, coin, rounds)
        return bool(taken)

    def leave(self, wallet: Wallet) -> None:
        """Give a wallet its waiting coins back, and forget it."""
        member = self.members.pop(wallet, None)
        if member is not None:
            wallet.coins += [coin for coin in member.coins if not self._gone(coin)]

    @abstractmethod
    def hold_round(self, people: int) -> Draft | None:
        """Hold a round of so many people if enough wait; None if they don't."""

    @abstractmethod
    def keeps(self, change: Coin) -> bool:
        """Return whether change of a round waits for another one."""

    # For the protocols.

    def cost(self, weight: int) -> int:
        """Return the satoshi that so many weight units cost now, rounded up."""
        return -(-weight * self.engine.feerate // 4000)

    def cost_of(self, coins: Sequence[Coin]) -> int:
        """Return the satoshi that these inputs cost now."""
        return self.cost(sum(INPUT_WEIGHT[coin.address.lock] for coin in coins))

    def join(self, seats: list[Seat], *, order: str = "random", locktime: bool = False) -> Draft:
        """Send what the seats make up, and keep what shall go into another round.

        Parameters
        ----------
        seats : list of Seat
            Of different wallets.
        order : str
            Of inputs and of outputs: ``random``, ``bip69`` or ``largest``.
        locktime : bool
            Whether it is of version 2 and bound to come after the newest block; else of version 1.
        """
        due = sum(seat.due for seat in seats)
        if 0 < due < LEAST:  # too little for an output: the miner has it
            due = 0
            for seat in seats:
                seat.due = 0
        inputs = [coin for seat in seats for coin in seat.inputs]
        outputs = [output for seat in seats for output in seat.outputs]
        if due:
            outputs.append(Output(due, self.fees.new_address(), "payment"))
        match order:
            case "bip69":
                inputs.sort(key=lambda coin: (coin.draft.txid[::-1], coin.n))
                outputs.sort(key=lambda output: (output.value, output.script))
            case "largest":
                inputs.sort(key=lambda coin: (-coin.value, coin.draft.txid, coin.n))
                outputs.sort(key=lambda output: (-output.value, output.script))
            case _:
                inputs, outputs = self.dice.shuffled(inputs), self.dice.shuffled(outputs)
        wallets = tuple(seat.member.wallet for seat in seats)
        fees = {seat.member.wallet: seat.left for seat in seats}
        draft = Draft("coinjoin", inputs, outputs, wallets, 1, fees=fees)
        if locktime:
            draft.version, draft.locktime, draft.sequence = 2, self.engine.height, LOCKTIME
        self.engine.submit(draft)
        made = dict(zip(draft.outputs, draft.coins, strict=True))
        for seat in seats:
            if self.members.get(seat.member.wallet) is seat.member:
                self._after(seat, [made[output] for output in seat.outputs])
        return draft

    # Between rounds.

    def _turn(self) -> None:
        for member in list(self.members.values()):
            for coin in [coin for coin in member.coins if self._gone(coin)]:
                del member.coins[coin]
            if not member.coins or member.until <= self.engine.now:
                self.leave(member.wallet)
        few = self.dice.chance(self.small)
        people = self.dice.between(*(self.small_people if few else self.people))
        if self.hold_round(people) is None and self._tries < _TRIES:
            self._tries += 1
            self.after(self.every // (_TRIES + 2), self._turn)
        else:
            self._tries = 0
            self.after(self.dice.between(self.every * 2 // 3, self.every * 4 // 3), self._turn)

    def _cash(self) -> None:
        assert self.cash_out is not None
        coins = self.fees.spendable()
        if sum(coin.value for coin in coins) >= _WORTH:
            self.fees.empty(Output(0, self.cash_out(), "deposit"), "deposit", coins)
        self.after(7 * DAY, self._cash)

    def _member(
        self, wallet: Wallet, patience: int, done: Callable[[list[Coin]], None] | None
    ) -> Member:
        until = self.engine.now + patience
        member = self.members.setdefault(wallet, Member(wallet, until, done))
        member.until = max(member.until, until)
        return member

    def _gone(self, coin: Coin) -> bool:
        """Return whether a coin was spent, or was of a payment that another version replaced."""
        return coin.spent or (coin.height < 0 and not self.engine.waits(coin.draft))

    def _hold(self, member: Member, coin: Coin, rounds: int) -> None:
        if coin in member.wallet.coins:
            member.wallet.coins.remove(coin)
        member.coins[coin] = rounds

    def _after(self, seat: Seat, made: list[Coin | None]) -> None:
        member = seat.member
        rounds = max(member.coins.pop(coin) for coin in seat.inputs)
        out: list[Coin] = []
        for output, coin in zip(seat.outputs, made, strict=True):
            if coin is None or coin.address.wallet is not member.wallet:
                continue
            if output.purpose != "mix":
                if self.keeps(coin):
                    self._hold(member, coin, rounds)
            elif rounds > 1 and self.takes(coin):
                self._hold(member, coin, rounds - 1)
            else:
                out.append(coin)
        if not member.coins:
            self.leave(member.wallet)
        if out and member.done is not None:
            member.done(out)
