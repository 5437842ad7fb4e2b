"""A custodian: large sums of others in vaults that two of three keys open, rarely moved.

Each client has a vault of his own, so that nobody's coins are mixed with another's. What leaves has
to be approved, which takes a day. Once in some weeks a vault's coins move to new keys.
"""

from collections.abc import Sequence
from functools import partial

from nps_chain.world.draft import Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.wallets import Wallet


class Custodian(Actor):
    """A custodian.

    Parameters
    ----------
    exchange : Exchange
        Where savers buy what they store, and sell it.
    savers : sequence of Actor
        Rich people who store coins and rarely take any out. Others come by `vault_address`.
    every : int
        Minutes between two deeds of a saver, on average.
    middle : int
        Satoshi that a saver stores at once, in the middle.
    renew_days : tuple of int
        The shortest and the longest time until a vault's keys are new.
    old : int
        Per mille of vaults of the older kind, whose addresses begin as those of other scripts do.
    """

    kind = "custodian"

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, country: str = "",
        savers: Sequence[Actor] = (), every: int = 20 * 1440, middle: int = 10 * 10**8,
        renew_days: tuple[int, int] = (25, 40), old: int = 250,
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.exchange, self.savers, self.every, self.middle = exchange, savers, every, middle
        self.renew_days, self.old = renew_days, old
        self.vaults: dict[str, Wallet] = {}

    def begin(self) -> None:
        """Plan the savers' first deeds."""
        for saver in self.savers:
            self.at(day(9) + self.dice.below(self.every), partial(self._save, saver))

    def vault_address(self, client: Actor) -> Address:
        """Return where to pay what a client stores."""
        return self._vault(client).new_address()

    def release(
        self, client: Actor, amount: int, to: Address, deed: int = -1, purpose: str = "withdrawal"
    ) -> None:
        """Pay out of a client's vault, after half a day to two days; as soon as there is enough."""
        vault = self._vault(client)
        wait = 60 * self.dice.between(12, 48)
        self.after(wait, lambda: self._pay(vault, Output(amount, to, purpose, deed)))

    def _vault(self, client: Actor) -> Wallet:
        if client.name not in self.vaults:
            software = "old vault" if self.dice.chance(self.old) else "vault"
            vault = self.wallet(software, f"vault of {client.name}")
            self.vaults[client.name] = vault
            self._renew_later(vault)
        return self.vaults[client.name]

    def _pay(self, vault: Wallet, output: Output) -> None:
        if vault.pay([output], "multisig_payment") is None:
            self.after(720, lambda: self._pay(vault, output))

    def _renew_later(self, vault: Wallet) -> None:
        lowest, highest = self.renew_days
        self.after(self.dice.between(1440 * lowest, 1440 * highest), lambda: self._renew(vault))

    def _renew(self, vault: Wallet) -> None:
        coins = [coin for coin in vault.coins if coin.height >= 0]
        if coins:
            output = Output(0, vault.new_address(), "cold_storage")
            vault.empty(output, "cold_storage", coins)
        self._renew_later(vault)

    def _save(self, saver: Actor) -> None:
        stored = self._vault(saver).balance
        amount = self.economy.sums.near(self.dice, self.middle)
        if stored > 2 * amount and self.dice.chance(400):
            to = self.exchange.deposit_address(saver)
            self.release(saver, amount, to, purpose="deposit")
        else:
            self.exchange.buy(saver, amount)
            self.exchange.withdraw(saver, amount, self.vault_address(saver), purpose="cold_storage")
        self.after(self.dice.between(self.every // 2, self.every * 3 // 2),
                   lambda: self._save(saver))  # fmt: skip
