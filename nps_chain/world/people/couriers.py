"""Couriers: they carry parcels for a weekly wage, or hide goods in dead drops for a daily one.

What they earn they spend like anybody. A courier's wallet shows who paid him, and that may be all
that two vendors have in common.
"""

from nps_chain.world.dice import Dice
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import DAY
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.merchants import Merchant
from nps_chain.world.roles import Courier as Told

_LEAST = 500_000  # satoshi that are worth spending


class Courier(Actor):
    """A courier.

    Parameters
    ----------
    told : roles.Courier
        What the story says of him.
    exchange : Exchange
        Where he sells.
    software : str
        Of his wallet.

    Attributes
    ----------
    wages : list of Coin
        What he was paid, as it came into blocks.
    payments : list of Draft
        What he spent.
    """

    kind = "courier"

    def __init__(
        self, economy: Economy, told: Told, *, exchange: Exchange, software: str = "mobile"
    ) -> None:
        super().__init__(economy, told.name, country=told.country)
        self.told, self.exchange = told, exchange
        self.main = self.wallet(software)
        self.lock = self.main.software.receive
        self.main.on_payment = self._paid
        self.wages: list[Coin] = []
        self.payments: list[Draft] = []

    def begin(self) -> None:
        """Plan the first time to spend."""
        self.at(day(12, self.dice.below(24)), self._spend)

    def wage(self, dice: Dice) -> int:
        """Return satoshi for a week, or for a day of dead drops."""
        return self.told.wage * dice.between(900, 1100) // 1000 // 10**4 * 10**4

    def works(self) -> bool:
        """Return whether he is at liberty."""
        return not self.told.arrested or self.engine.now < day(self.told.arrested)

    def _paid(self, coin: Coin) -> None:
        if coin.draft.outputs[coin.n].purpose == "wage":
            self.wages.append(coin)

    def _spend(self) -> None:
        if not self.works():
            return  # his phone is evidence now, and his coins stay where they are
        left = sum(coin.value for coin in self.main.spendable() if coin.height >= 0)
        if left >= _LEAST:
            part = left * self.dice.between(300, 800) // 1000
            shops = [shop for shop in self.economy.of(Merchant) if shop.public]
            if shops and self.dice.chance(500):
                output = Output(part, self.dice.one(shops).shop_address(part), "payment")
            else:
                output = Output(part, self.exchange.deposit_address(self), "deposit")
            draft = self.main.pay([output], output.purpose)
            if draft is not None:
                self.payments.append(draft)
        self.after(self.dice.between(6 * DAY, 12 * DAY), self._spend)
