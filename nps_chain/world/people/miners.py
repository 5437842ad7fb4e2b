"""Mining pools: they find the blocks, sell most of the new coins, and pay their miners."""

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.people.exchanges import Exchange

_MOST_INPUTS = 30  # of one payout, so that no transaction is larger than a firm would make


class Pool(Actor):
    """A mining pool.

    Parameters
    ----------
    members : list of Actor
        Who mines with it: anybody who gives out addresses by ``receive_address()``.
    first_day : int
        On which it begins to pay out.
    to_members : int
        Per mille of what is paid out that goes to members; the rest is sold.
    """

    kind, sells = "miner", True

    def __init__(
        self, economy: Economy, name: str, *, country: str = "", first_day: int = 5,
        to_members: int = 60,
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.coins = self.wallet("pool", fixed=True)
        self.members: list = []
        self.first_day, self.to_members = first_day, to_members

    def begin(self) -> None:
        """Plan the payouts, one in some hours as long as there is something to pay."""
        self.at(day(self.first_day, self.dice.below(6)), self._pay_out)

    def reward(self, value: int) -> Output:
        """Return the output of a coinbase that pays this pool."""
        return Output(value, self.coins.receive_address(), "coinbase")

    def _pay_out(self) -> None:
        ripe = self.coins.spendable()[:_MOST_INPUTS]
        total = sum(coin.value for coin in ripe)
        if total > 10**8:
            self._share(ripe, total)
        # New coins are many at first and few later: so are the payouts.
        rich = self.coins.balance > 100 * 10**8
        self.after(60 * self.dice.between(5, 9) if rich else 60 * self.dice.between(20, 28),
                   self._pay_out)  # fmt: skip

    def _share(self, ripe: list[Coin], total: int) -> None:
        exchanges = self.economy.of(Exchange)
        weights = [exchange.size for exchange in exchanges]
        chosen = [self.dice.weighted(exchanges, weights) for _ in range(3)]
        sold = total * (1000 - self.to_members) // 1000
        outputs: list[Output] = []
        for exchange in dict.fromkeys(chosen):
            part = sold * chosen.count(exchange) // len(chosen) - 10**6
            outputs.append(Output(part, exchange.deposit_address(self), "deposit"))
        members = self.dice.some(self.members, self.dice.between(4, 12))
        for member in members:
            share = total * self.to_members // 1000 // len(members)
            share = share * self.dice.between(600, 1000) // 1000
            if share > 20_000:
                outputs.append(Output(share, member.receive_address(), "payout"))
        self.coins.pay(outputs, "miner_payout", coins=ripe)
