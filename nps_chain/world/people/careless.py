"""A careless vendor: what two shops took, he puts together in one payment.

Until that day nothing on the chain says that the market's customer and the page's owner are one.
From then on everybody can read it, and that can't be undone.
"""

from nps_chain.world.dice import Dice
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import day
from nps_chain.world.engine import DAY
from nps_chain.world.people.vendors import Shop, Vendor
from nps_chain.world.wallets import fee


class Careless(Vendor):
    """A vendor who one day puts together what two shops took, and so becomes one for everybody.

    Attributes
    ----------
    slip : Draft or None
        That payment.
    mixed_up : tuple of (str, str)
        The addresses that it spends from, each with the name of the wallet that it is in.
    """

    slip: Draft | None = None
    mixed_up: tuple[tuple[str, str], ...] = ()

    def begin(self) -> None:
        """Plan the slip, beside the rest."""
        super().begin()
        if self.days.careless:
            self.at(day(self.days.careless, 21) + self.dice.below(60), self._put_together)

    def last_days(self, dice: Dice) -> tuple[int, ...]:
        """Return the last day: he pays in night after night before."""
        return (self.days.cash_out_to,)

    def keeps(self, balance: int) -> int:
        """Return most: until the slip he saves."""
        return balance * 9 // 10

    def _put_together(self) -> None:
        market, page = self.shops[0].wallet, self.shops[1].wallet
        coins = [c for w in (market, page) for c in w.spendable() if c.height >= 0]
        if len({coin.address.wallet for coin in coins}) < 2:
            self.after(DAY // 2, self._put_together)
            return
        deed = self.economy.books.deed(
            f"slip of {self.name}", f"{self.name} consolidates the takings of both shops",
            by=self.entity, to=self.entity,
        )  # fmt: skip
        output = Output(0, market.new_address(), "consolidation", deed)
        output.value = sum(coin.value for coin in coins)
        output.value -= fee([coin.address.lock for coin in coins], [output], self.engine.feerate)
        self.slip = Draft("consolidation", coins, [output], (market, page))
        market.sign_off(self.slip)
        self.engine.submit(self.slip)
        self.mixed_up = tuple((coin.address.text, coin.address.wallet.name) for coin in coins)

    @property
    def together(self) -> int:
        """Satoshi that he could pay in: of what he put together, or of what his page took since."""
        return max(map(_ready, self.shops))

    def pay_in(self, amount: int) -> Coin | None:
        """Pay a part of it into his account; return the coin that the exchange gets, if any."""
        shop = max(self.shops, key=_ready)
        way, before = shop.way, len(shop.way.payments)
        way.cash(keep=max(0, _ready(shop) - amount))
        return next(
            (
                coin
                for draft in way.payments[before:]
                for coin in draft.coins
                if coin is not None and coin.address in way.deposits
            ),
            None,
        )


def _ready(shop: Shop) -> int:
    """Return the satoshi of a shop's coins that are in blocks."""
    return sum(coin.value for coin in shop.wallet.spendable() if coin.height >= 0)
