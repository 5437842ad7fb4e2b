"""A gambling site: bets to addresses that it shows, winnings back to where the bet came from."""

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.treasuries import Treasury

_GAMES = 4  # addresses for each lock
_MANY = 14  # coins above which it puts them together
_LIKE_CUSTOMER = 400  # per mille of bets to an address of the bettor's own lock


class Gambling(Actor):
    """A gambling site.

    Parameters
    ----------
    wins : int
        Per mille of bets that win nearly double.
    float_ : int
        Satoshi that it likes to have: it buys below half of that, and sells above twice.
    """

    kind, sells = "gambling", True

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, software: str = "service nested",
        country: str = "", wins: int = 480, float_: int = 40 * 10**8,
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.wins = wins
        self.main = self.wallet(software)
        self.treasury = Treasury(self, self.main, exchange, lowest=float_ // 2, highest=2 * float_)
        self.lock = self.main.software.receive
        self.main.on_payment = self._played
        self._games: dict[str, list[Address]] = {}

    def begin(self) -> None:
        """Plan to buy what it needs to pay winners, and to look after it."""
        self.treasury.begin()
        self.at(day(6, 12), self._gather)

    def bet_address(self, customer: Actor) -> Address:
        """Return the address of a game, most often of a lock that the customer's wallet knows."""
        lock = getattr(customer, "lock", self.lock)
        if not self.dice.chance(_LIKE_CUSTOMER):
            lock = self.lock
        games = self._games.setdefault(lock, [])
        if len(games) < _GAMES:
            games.append(self.main.new_address(lock))
            return games[-1]
        return self.dice.one(games)

    def _played(self, coin: Coin) -> None:
        if coin.draft.outputs[coin.n].purpose != "payment":
            return  # its own money from the exchange
        bettor = coin.draft.inputs[0].address
        if self.dice.chance(self.wins):
            prize = coin.value * 196 // 100
            self.after(self.dice.between(1, 50), lambda: self._pay(prize, bettor))

    def _pay(self, prize: int, to: Address) -> None:
        if self.main.pay([Output(prize, to, "payout")], "payment") is None:
            self.after(240, lambda: self._pay(prize, to))

    def _gather(self) -> None:
        ready = [coin for coin in self.main.coins if coin.height >= 0]
        if len(ready) > _MANY:
            output = Output(0, self.main.new_address(), "consolidation")
            self.main.empty(output, "consolidation", ready[:40])
        self.after(60 * self.dice.between(4, 8), self._gather)
