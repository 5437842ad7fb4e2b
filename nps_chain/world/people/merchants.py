"""Shops, and the processor that takes coins for many of them.

A shop with an address of its own shows it to everybody. A shop behind a processor has none: each
order gets an invoice, an address of the processor's, who gathers the coins and pays the shop. Both
sell their coins soon, since rents are paid in other money.
"""

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange


class Merchant(Actor):
    """A shop.

    Parameters
    ----------
    software : str
        Of its wallet.
    exchange : Exchange
        Where it sells.
    pool : int
        How many change addresses it goes round; 0 for a fresh one each time.
    sell_hours : int
        After how many hours it sells again.
    keeps : int
        Per mille of its coins that it keeps when it sells, at most.
    public : bool
        Whether it shows its address; if not, customers pay through a processor.
    """

    kind, sells = "merchant", True

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        exchange: Exchange,
        software: str = "service",
        country: str = "",
        pool: int = 0,
        sell_hours: int = 14,
        keeps: int = 200,
        public: bool = True,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.public = public
        self.exchange, self.sell_hours, self.keeps = exchange, sell_hours, keeps
        self.main = self.wallet(software, fixed=True, pool=pool)
        self.lock = self.main.software.receive

    def begin(self) -> None:
        """Plan the first sale."""
        self.at(day(6, self.dice.below(24)) + self.dice.below(60), self._sell)

    def shop_address(self, amount: int) -> Address:
        """Return where a customer is to pay."""
        return self.main.receive_address()

    def receive_address(self) -> Address:
        """Return where anybody may pay."""
        return self.main.receive_address()

    def _sell(self) -> None:
        held = sum(coin.value for coin in self.main.coins)
        if held > 2 * 10**6:
            part = held * (1000 - self.dice.below(self.keeps + 1)) // 1000
            address = self.exchange.deposit_address(self)
            if part >= held * 98 // 100:
                self.main.empty(Output(0, address, "deposit"), "deposit", self.main.spendable())
            else:
                self.main.pay([Output(part, address, "deposit")], "deposit")
        self.after(60 * self.dice.between(self.sell_hours // 2, self.sell_hours * 3 // 2),
                   self._sell)  # fmt: skip


class Processor(Actor):
    """A firm that takes coins for shops: an invoice an order, and the shops are paid daily.

    Parameters
    ----------
    repeats : int
        Per mille of invoices that show the address of the customer's last one.
    """

    kind, sells = "processor", True

    def __init__(
        self,
        economy: Economy,
        name: str,
        *,
        exchange: Exchange,
        software: str = "service",
        country: str = "",
        sweep_hours: int = 8,
        repeats: int = 200,
    ) -> None:
        super().__init__(economy, name, country=country)
        self.exchange, self.sweep_hours, self.repeats = exchange, sweep_hours, repeats
        self.invoices = self.wallet(software, "invoices")
        self.hot = self.wallet(software, "hot", pool=4)
        self.invoices.on_payment = self._paid
        self.lock = self.hot.software.receive
        self.shops: list[Merchant] = []
        self.owed: dict[Merchant, int] = {}
        self._for: dict[Address, Merchant] = {}
        self._last: dict[str, Address] = {}

    def begin(self) -> None:
        """Plan the first sweep and the first settlement."""
        self.at(day(6, self.dice.below(8)) + self.dice.below(60), self._sweep)
        self.at(day(7, 3) + self.dice.below(60), self._settle)

    def invoice(self, merchant: Merchant, customer: Actor) -> Address:
        """Return an address for one order of a customer at a shop."""
        last = self._last.get(customer.name)
        if last is not None and self.dice.chance(self.repeats):
            self._for[last] = merchant
            return last
        lock = getattr(customer, "lock", self.lock)
        address = self.invoices.new_address(lock if self.dice.chance(850) else None)
        self._for[address] = merchant
        self._last[customer.name] = address
        return address

    def _paid(self, coin: Coin) -> None:
        merchant = self._for.get(coin.address)
        if merchant is not None:
            self.owed[merchant] = self.owed.get(merchant, 0) + coin.value * 99 // 100

    def _sweep(self) -> None:
        coins = self.invoices.spendable()
        while coins:
            part, coins = coins[:40], coins[40:]
            self.invoices.empty(Output(0, self.hot.new_address(), "sweep"), "sweep", part)
        self.after(60 * self.sweep_hours, self._sweep)

    def _settle(self) -> None:
        due = {merchant: sum_ for merchant, sum_ in self.owed.items() if sum_ > 10**6}
        outputs = [Output(sum_, shop.receive_address(), "payout") for shop, sum_ in due.items()]
        if outputs and self.hot.pay(outputs, "payment") is not None:
            for merchant in due:
                self.owed[merchant] = 0
        spare = self.hot.balance - sum(self.owed.values())
        if spare > 20 * 10**8:
            address = self.exchange.deposit_address(self)
            self.hot.pay([Output(spare * 8 // 10, address, "deposit")], "deposit")
        self.after(1440, self._settle)
