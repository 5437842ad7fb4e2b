"""A market that never holds its customers' money: each order has an escrow of its own.

It shows the buyer an address that two of three open, and takes its commission when the order is
settled. Since no pot mixes the coins, each order can be followed to its vendor, and who quarrelled
can be read from which keys signed.
"""

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.orders import Market, Order
from nps_chain.world.protocols.escrow import Escrow, set_up
from nps_chain.world.roles import Market as Told

_SILENT = 250  # per mille of buyers who never sign: the market does, some days later
_DISPUTES = 60  # per mille of orders that are paid back
_FRIENDLY = 400  # per mille of these in which the vendor signs the refund himself


class EscrowMarket(Market):
    """A market with escrow by two keys of three.

    Parameters
    ----------
    told : roles.Market
        What the story says of it.
    exchange : Exchange
        Where its owner sells the commissions.
    delivery : tuple of int
        The fewest and the most minutes from payment to release.

    Attributes
    ----------
    escrows : dict of Escrow
        By order.
    """

    def __init__(
        self, economy: Economy, told: Told, *, exchange: Exchange, delivery: tuple[int, int]
    ) -> None:
        super().__init__(economy, told.name)
        self.told, self.exchange, self.delivery = told, exchange, delivery
        self.escrow = self.wallet("service multisig", "escrow")
        self.fees = self.wallet("core", "commissions")
        self.escrow.on_payment = self._paid
        self.escrows: dict[Order, Escrow] = {}
        self._orders: dict[Address, Order] = {}
        self._shown: tuple[int, Address] | None = None

    def begin(self) -> None:
        """Plan the first sale of commissions."""
        self.at(day(self.told.opens + 14, 20), self._sell)

    def place(self, order: Order) -> None:
        """Set up the escrow of an order, and ask the buyer to pay into it."""
        escrow = set_up(self.escrow, order.buyer.main, order.shop.wallet, order.number)
        self.escrows[order] = escrow
        self._orders[escrow.address] = order
        order.pay(order.price, escrow.address, "escrow", "escrow")

    def _paid(self, coin: Coin) -> None:
        order = self._orders[coin.address]
        if order.payment is not None and coin.value < order.price * 9 // 10:
            return  # dust
        order.payment = coin.draft  # the first version may have been replaced
        wait = self.dice.between(*self.delivery)
        if self.dice.chance(_DISPUTES) and not order.agreed:
            signers = ("buyer", "vendor" if self.dice.chance(_FRIENDLY) else "market")
            self.after(2 * wait, lambda: self._refund(order, coin, signers))
        elif self.dice.chance(_SILENT) and not order.agreed:
            self.after(2 * wait, lambda: self._release(order, coin, ("vendor", "market")))
        else:
            self.after(wait, lambda: self._release(order, coin, ("buyer", "vendor")))

    def _release(self, order: Order, coin: Coin, signers: tuple[str, str]) -> None:
        commission = order.price * self.told.commission // 1000
        outputs = [
            Output(0, order.shop.payout_address(), "release", order.deed),
            Output(commission, self._commissions(), "release", order.deed),
        ]
        self._settle(order, coin, outputs, signers, "delivered")

    def _refund(self, order: Order, coin: Coin, signers: tuple[str, str]) -> None:
        outputs = [Output(0, order.buyer.receive_address(), "refund", order.deed)]
        self._settle(order, coin, outputs, signers, "refunded")

    def _settle(
        self, order: Order, coin: Coin, outputs: list[Output], signers: tuple[str, str], fate: str
    ) -> None:
        draft: Draft | None = self.escrows[order].settle(coin, outputs, signers)
        if draft is not None:
            order.fate, order.payout = fate, draft

    def _commissions(self) -> Address:
        """Return where commissions go this week: one address for all orders."""
        week = self.engine.now // (7 * 1440)
        if self._shown is None or self._shown[0] != week:
            self._shown = (week, self.fees.new_address())
        return self._shown[1]

    def _sell(self) -> None:
        coins = [coin for coin in self.fees.spendable() if coin.height >= 0]
        if coins:
            output = Output(0, self.exchange.deposit_address(self), "deposit")
            self.fees.empty(output, "deposit", coins)
        self.after(14 * 1440, self._sell)
