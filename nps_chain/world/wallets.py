"""A wallet: keys, the coins that they open, and how a payment is put together from these.

A payment is made as real programs make it: coins are chosen until they suffice for the sum and the
fee, what is too much comes back as change, and the outputs are put in order. Each step follows the
habits of the wallet's software. The fee of a transaction is whole satoshi, rounded up.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nps_chain.world import keys
from nps_chain.world.dice import Dice
from nps_chain.world.draft import FINAL, LOCKTIME, REPLACEABLE, Coin, Draft, Output, vsize
from nps_chain.world.keys import Address
from nps_chain.world.software import Software

if TYPE_CHECKING:
    from nps_chain.world.books import Entity
    from nps_chain.world.engine import Engine

DUST = 1000
"""Satoshi of the smallest change that a wallet makes; less is left to the miner."""

MATURITY = 100
"""Blocks until a miner may spend new coins."""


class Wallet:
    """Keys kept together by one program.

    Parameters
    ----------
    engine : Engine
        Where its transactions go; it knows the seed and the books.
    name : str
        Unlike every other wallet's.
    entity : Entity
        Whose it is.
    software : Software
        What it is like. A wallet may change its software while the world runs.
    fixed : bool
        Whether it shows one address to everybody who pays.
    pool : int
        How many change addresses it goes round; 0 for a fresh one each time.
    pool_chance : int
        In how many per mille of its payments it does so.

    Attributes
    ----------
    coins : list of Coin
        What can be spent or soon will: own coins in a block, and its own change.
    on_payment : callable, optional
        Told of each coin that comes from others, once it is in a block.
    """

    def __init__(
        self,
        engine: "Engine",
        name: str,
        entity: "Entity",
        software: Software,
        *,
        fixed: bool = False,
        pool: int = 0,
        pool_chance: int = 1000,
    ) -> None:
        self.engine, self.name, self.entity, self.software = engine, name, entity, software
        self.dice = Dice(engine.seed, f"wallet {name}")
        self.coins: list[Coin] = []
        self.on_payment: Callable[[Coin], None] | None = None
        self._number = 0
        self._fixed: Address | None = None
        self._wants_fixed, self._pool_size, self._pool_chance = fixed, pool, pool_chance
        self._pool: list[Address] = []
        self._last_change: Address | None = None
        self.row = engine.books.wallet(self)

    def __repr__(self) -> str:
        return f"Wallet({self.name})"

    # Addresses.

    def new_address(self, lock: str | None = None) -> Address:
        """Return an address that was never used, of a lock or of the software's own."""
        lock = lock or self.software.receive
        if lock in ("p2wsh", "p2sh-multisig"):
            three = (self._secret(), self._secret(), self._secret())
            return keys.two_of_three(lock, self, three)
        return keys.single(lock, self, self._secret())

    def receive_address(self) -> Address:
        """Return the address to give to a payer: the one that is given to all, or a new one."""
        if not self._wants_fixed:
            return self.new_address()
        if self._fixed is None:
            self._fixed = self.new_address()
        return self._fixed

    def change_address(self, inputs: list[Coin]) -> Address:
        """Return where the change of a payment goes."""
        software = self.software
        if software.change == "same":
            return inputs[0].address
        if self._pool_size and self.dice.chance(self._pool_chance):
            if len(self._pool) < self._pool_size:
                self._pool.append(self.new_address(software.change_lock))
                return self._pool[-1]
            return self.dice.one(self._pool)
        if self._last_change is not None and self.dice.chance(software.change_again):
            return self._last_change
        self._last_change = self.new_address(software.change_lock)
        return self._last_change

    def _secret(self) -> bytes:
        self._number += 1
        return keys.secret(self.engine.seed, self.name, self._number)

    # Coins.

    @property
    def balance(self) -> int:
        """Satoshi in coins that can be spent or soon will."""
        return sum(coin.value for coin in self.coins)

    def spendable(self) -> list[Coin]:
        """Return the coins that can be spent now."""
        ripe = self.engine.height + 1 - MATURITY
        return [c for c in self.coins if c.draft.kind != "coinbase" or c.height <= ripe]

    # Payments.

    def pay(
        self,
        payments: list[Output],
        kind: str,
        *,
        urgency: int = 1000,
        coins: list[Coin] | None = None,
        send: bool = True,
    ) -> Draft | None:
        """Make a payment, and send it unless told not to.

        Parameters
        ----------
        payments : list of Output
            What to pay, and for what.
        kind : str
            What the transaction is, in TX_KINDS.
        urgency : int
            Thousandths of the going fee rate that it pays.
        coins : list of Coin, optional
            Spend exactly these.

        Returns
        -------
        Draft or None
            None if the coins don't suffice; nothing was sent then.
        """
        feerate = max(self.engine.feerate * urgency // 1000, 1000)
        sum_paid = sum(output.value for output in payments)
        chosen = self._choose(sum_paid, payments, feerate) if coins is None else coins
        if not chosen:
            return None
        have = sum(coin.value for coin in chosen)
        locks = [coin.address.lock for coin in chosen]
        change = Output(0, self.change_address(chosen), "change")
        cost = fee(locks, [*payments, change], feerate)
        left = have - sum_paid - cost
        if left >= DUST and len(payments) == 1 and self.dice.chance(self.software.payee_pays):
            charged = min(cost, max(payments[0].value - DUST, 0))  # or nothing would be paid
            payments[0].value -= charged
            left += charged
        if left < DUST:
            if have - sum_paid < fee(locks, payments, feerate):
                return None
            outputs = list(payments)
        else:
            change.value = left
            outputs = self._ordered(payments, change)
        draft = Draft(kind, chosen, outputs, (self,))
        self.sign_off(draft)
        if send:
            self.engine.submit(draft)
        return draft

    def empty(
        self, output: Output, kind: str, coins: list[Coin], *, urgency: int = 1000
    ) -> Draft | None:
        """Spend these coins whole into one output, whose value becomes what the fee leaves."""
        feerate = max(self.engine.feerate * urgency // 1000, 1000)
        output.value = sum(coin.value for coin in coins)
        output.value -= fee([coin.address.lock for coin in coins], [output], feerate)
        if output.value < DUST:
            return None
        draft = Draft(kind, list(coins), [output], (self,))
        self.sign_off(draft)
        self.engine.submit(draft)
        return draft

    def sign_off(self, draft: Draft) -> None:
        """Give a draft the marks of this wallet's software: version, lock time, sequence, order."""
        software = self.software
        draft.version = software.version
        draft.locktime = self.engine.height if software.locktime else 0
        draft.sequence = (
            REPLACEABLE if software.replaceable else LOCKTIME if software.locktime else FINAL
        )
        if software.order == "bip69":
            draft.inputs.sort(key=lambda coin: (coin.draft.txid[::-1], coin.n))
            draft.outputs.sort(key=lambda output: (output.value, output.script))

    def _choose(self, sum_paid: int, payments: list[Output], feerate: int) -> list[Coin]:
        coins = self.spendable()
        change = Output(0, None, "change", data=bytes(34))
        outputs = [*payments, change]
        need = sum_paid + fee([], outputs, feerate)
        chosen: list[Coin] = []
        if self.software.all_coins and self.dice.chance(self.software.all_coins):
            chosen = coins
        else:
            have = 0
            for coin in self._in_order(coins, need, feerate):
                chosen.append(coin)
                have += coin.value
                need += _cost(coin, feerate)
                if have >= need:
                    break
            if len(chosen) < len(coins) and self.dice.chance(self.software.needless):
                taken = set(map(id, chosen))
                chosen.append(self.dice.one([c for c in coins if id(c) not in taken]))
        return chosen if sum(coin.value for coin in chosen) >= need else []

    def _in_order(self, coins: list[Coin], need: int, feerate: int) -> list[Coin]:
        match self.software.selection:
            case "newest":
                return coins[::-1]
            case "oldest":
                return coins
            case "largest":
                return sorted(coins, key=_value, reverse=True)
            case "smallest":
                return sorted(coins, key=_value)
            case "fit":
                enough = [coin for coin in coins if coin.value >= need + _cost(coin, feerate)]
                return [min(enough, key=_value)] if enough else sorted(coins, key=_value)[::-1]
            case _:
                # One coin that needs no change saves a fee: that is worth a small gift to miners.
                exact = [
                    coin for coin in coins
                    if 0 <= coin.value - need - _cost(coin, feerate) < 2 * DUST
                ]  # fmt: skip
                return exact[:1] or self.dice.shuffled(coins)

    def _ordered(self, payments: list[Output], change: Output) -> list[Output]:
        match self.software.order:
            case "change first":
                return [change, *payments]
            case "random":
                return self.dice.shuffled([*payments, change])
            case _:
                return [*payments, change]


def fee(locks: list[str], outputs: list[Output], feerate: int) -> int:
    """Return the satoshi that a transaction pays at a fee rate in satoshi per 1,000 vbytes."""
    return -(-vsize(locks, outputs) * feerate // 1000)


def _cost(coin: Coin, feerate: int) -> int:
    """Return the satoshi that it costs to spend a coin."""
    return keys.INPUT_WEIGHT[coin.address.lock] * feerate // 4000 + 1


def _value(coin: Coin) -> int:
    return coin.value
