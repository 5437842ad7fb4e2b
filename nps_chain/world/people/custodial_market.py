"""A market that holds its customers' money, as most do: a bank without a licence.

A customer pays to an address of his own, the market sweeps such coins into one hot wallet, and all
that happens then, escrow, sale, commission, happens in its accounts. Vendors are paid in batches,
in coins that other customers brought. So a trace stops here in both directions, and an undercover
purchase shows a deposit address and nothing of the vendor. What is more than the day needs goes
into cold storage, where it lies until somebody leaves with it.
"""

from dataclasses import dataclass

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.orders import Market, Order
from nps_chain.world.people.vendors import Shop
from nps_chain.world.people.visits import Payer
from nps_chain.world.roles import Market as Told

_SWEEP, _PAYOUT = 8 * 60, 12 * 60  # minutes
_SWEPT = 40  # coins that one sweep gathers
_DISPUTES = 30  # per mille of orders that are paid back
_DUE = 200_000  # satoshi: less isn't worth a withdrawal

_LONGEST = 120  # characters of a list of orders; a truth has no room for more than 200


@dataclass(eq=False)
class _Withdrawal:
    """What a vendor has coming, from which orders, and where he wants it."""

    shop: Shop
    amount: int
    orders: list[Order]
    address: Address
    deed: int


class CustodialMarket(Market):
    """A custodial market.

    Parameters
    ----------
    told : roles.Market
        What the story says of it.
    float_ : int
        Satoshi that it keeps in the hot wallet beside what it owes vendors today.
    delivery : tuple of int
        The fewest and the most minutes from payment to release.

    Attributes
    ----------
    accounts : dict
        Satoshi that each customer could spend, by name.
    owed : dict
        Satoshi that each shop has earned and not withdrawn.
    """

    def __init__(
        self,
        economy: Economy,
        told: Told,
        *,
        delivery: tuple[int, int],
        float_: int = 2 * 10**8,
    ) -> None:
        super().__init__(economy, told.name)
        self.told, self.float_, self.delivery = told, float_, delivery
        self.deposits = self.wallet("service multisig", "deposits")
        self.hot = self.wallet("service multisig", "hot")
        self.cold = self.wallet("vault", "cold")
        self.deposits.on_payment = self._credit
        self.accounts: dict[str, int] = {}
        self.owed: dict[Shop, int] = {}
        self.payouts: list[Draft] = []
        self._addresses: dict[str, Address] = {}
        self._customers: dict[Address, str] = {}
        self._waiting: dict[str, list[Order]] = {}
        self._earned: dict[Shop, list[Order]] = {}
        self._queue: list[_Withdrawal] = []

    def begin(self) -> None:
        """Plan sweeps, payouts and the look at the hot wallet."""
        opens = day(self.told.opens) + self.dice.below(60)
        self.at(opens + _SWEEP, self._sweep)
        self.at(opens + _PAYOUT, self._pay)
        self.at(opens + 1440, self._store)

    def leave(self) -> None:
        """Close for good: who waits for goods or money waits in vain."""
        self.gone = True
        for waiting in self._waiting.values():
            for order in waiting:
                order.fate = "lost"

    # Customers.

    def deposit_address(self, customer: Payer) -> Address:
        """Return where a customer pays in: always the same address."""
        if customer.name not in self._addresses:
            address = self.deposits.new_address()
            self._addresses[customer.name] = address
            self._customers[address] = customer.name
        return self._addresses[customer.name]

    def place(self, order: Order) -> None:
        """Take an order: the buyer pays in what his account lacks, and often a little more."""
        if self.gone:
            order.fate = "lost"
            return
        name = order.buyer.name
        self._waiting.setdefault(name, []).append(order)
        missing = order.price - self.accounts.get(name, 0)
        if missing > 0:
            if self.dice.chance(300):
                missing = missing * self.dice.between(105, 150) // 100
            order.pay(missing, self.deposit_address(order.buyer), "deposit", "market_deposit")
        else:
            self._serve(name)

    def _credit(self, coin: Coin) -> None:
        name = self._customers[coin.address]
        self.accounts[name] = self.accounts.get(name, 0) + coin.value
        deed = coin.draft.outputs[coin.n].deed
        for order in self._waiting.get(name, []):
            if order.deed == deed:
                order.payment = coin.draft  # the first version may have been replaced
        if not self.gone:
            self._serve(name)

    def _serve(self, name: str) -> None:
        waiting = self._waiting.get(name, [])
        # A hundredth may be missing: some wallets take the fee from what they pay.
        while waiting and waiting[0].price * 99 // 100 <= self.accounts.get(name, 0):
            order = waiting.pop(0)
            self.accounts[name] -= min(order.price, self.accounts[name])
            order.fate = "paid"
            self.after(self.dice.between(*self.delivery), lambda order=order: self._finish(order))  # type: ignore[misc]

    def _finish(self, order: Order) -> None:
        if self.gone:
            order.fate = "lost"
        elif self.dice.chance(_DISPUTES) and not order.agreed:
            order.fate = "refunded"
            self.accounts[order.buyer.name] += order.price
        else:
            order.fate = "delivered"
            earned = order.price * (1000 - self.told.commission) // 1000
            self.owed[order.shop] = self.owed.get(order.shop, 0) + earned
            self._earned.setdefault(order.shop, []).append(order)

    # Vendors.

    def withdraw(self, shop: Shop) -> None:
        """Let a shop ask for all that it has earned; the next batch pays it."""
        amount = self.owed.get(shop, 0)
        if self.gone or amount < _DUE:
            return
        orders = self._earned.pop(shop)
        numbers = ", ".join(str(order.number) for order in orders)
        if len(numbers) > _LONGEST:
            numbers = f"{orders[0].number} to {orders[-1].number}, {len(orders)} of them"
        deed = self.economy.books.deed(
            f"takings {len(self.economy.books.deeds)}",
            f"takings of {shop.handle} on {self.name}, for orders {numbers}",
            by=self.entity, to=shop.vendor.entity,
        )  # fmt: skip
        self.owed[shop] = 0
        self._queue.append(_Withdrawal(shop, amount, orders, shop.payout_address(), deed))

    def _pay(self) -> None:
        if self.gone:
            return
        # All of the queue, or as much of it as the hot wallet can pay: who comes first gets it.
        for many in range(len(self._queue), 0, -1):
            if self._pay_first(many):
                break
        if self._queue:
            self._fetch()
        self.after(_PAYOUT, self._pay)

    def _pay_first(self, many: int) -> bool:
        part = self._queue[:many]
        outputs = [Output(one.amount, one.address, "payout", one.deed) for one in part]
        draft = self.hot.pay(outputs, "vendor_payout")
        if draft is None:
            return False
        for one in part:
            for order in one.orders:
                order.payout = draft
        self.payouts.append(draft)
        self._queue = self._queue[many:]
        return True

    # Coins.

    def _sweep(self) -> None:
        if self.gone:
            return
        coins = self.deposits.spendable()
        for start in range(0, len(coins), _SWEPT):
            output = Output(0, self.hot.new_address(), "sweep")
            self.deposits.empty(output, "sweep", coins[start : start + _SWEPT])
        self.after(_SWEEP, self._sweep)

    def _store(self) -> None:
        if self.gone:
            return
        spare = self.hot.balance - sum(self.owed.values()) - self.float_
        if spare > self.float_ // 4:
            output = Output(spare, self.cold.new_address(), "cold_storage")
            self.hot.pay([output], "cold_storage")
        self.after(1440, self._store)

    def _fetch(self) -> None:
        coins = self.cold.spendable()
        if coins:
            output = Output(0, self.hot.new_address(), "self_transfer")
            self.cold.empty(output, "cold_storage", coins[:1])
