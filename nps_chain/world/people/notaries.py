"""Data on the chain: notaries who anchor hashes, and users of tokens who pass these on.

A notary takes the day's documents, and writes one hash that stands for all of them into an output
that nobody can spend; so anybody can prove later that they existed. A token is an entry in an
agreement outside the chain: a transfer is such an output, too, beside the least sum that nodes pass
on, which marks who receives the token; the rest goes back to where it came from, since the address
is the account.

Sources: OpenTimestamps (anchors); Omni Layer specification, "Class C" transactions (tokens).
"""

import hashlib

from nps_chain.chain.wire.cursor import with_length
from nps_chain.world.draft import Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.treasuries import Treasury
from nps_chain.world.software import Software

MARKER = 546
"""Satoshi of the output that names a token's new holder: the least that nodes pass on to p2pkh."""

_STOCK = (200_000, 5_000_000)  # satoshi; it pays fees alone

_ACCOUNT = Software("token", "p2pkh", "p2pkh", 1, order="change last", selection="fit",
                    change="same")  # fmt: skip


class Notary(Actor):
    """A firm that anchors hashes.

    Parameters
    ----------
    exchange : Exchange
        Where it buys the coins that it pays fees with.
    a_day : int
        How many it anchors, on average.
    software : str
        Of its wallet.
    """

    kind = "notary"

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, country: str = "",
        a_day: int = 14, software: str | Software = "service",
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.main = self.wallet(software)
        self.lock = self.main.software.receive
        self.treasury = Treasury(self, self.main, exchange, lowest=_STOCK[0], highest=_STOCK[1])
        self.every = 1440 // max(a_day, 1)
        self._anchored = 0

    def begin(self) -> None:
        """Plan the first purchase and the first anchor."""
        self.treasury.begin()
        self.at(day(7) + self.dice.below(self.every), self._anchor)

    def _anchor(self) -> None:
        digest = hashlib.sha256(f"{self.name} {self._anchored}".encode()).digest()
        if self.main.pay([Output(0, None, "data", data=data_script(digest))], "op_return"):
            self._anchored += 1
        self.after(self.dice.between(self.every // 2, self.every * 3 // 2), self._anchor)


class TokenUser(Actor):
    """Somebody who passes tokens on, to others like him.

    Parameters
    ----------
    exchange : Exchange
        Where he buys the coins that he pays fees with.
    every : int
        Minutes between two transfers, on average. Ten users with 1,000 make 14 transfers a day.
    token : int
        The number of the token.
    """

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, country: str = "",
        every: int = 1000, token: int = 1,
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.main = self.wallet(_ACCOUNT, fixed=True)
        self.lock = self.main.software.receive
        self.treasury = Treasury(self, self.main, exchange, lowest=_STOCK[0], highest=_STOCK[1])
        self.every, self.token = every, token

    def begin(self) -> None:
        """Plan the first purchase and the first transfer."""
        self.treasury.begin()
        self.at(day(7) + self.dice.below(self.every), self._transfer)

    def receive_address(self) -> Address:
        """Return the address that is the account."""
        return self.main.receive_address()

    def _transfer(self) -> None:
        if len(self.economy.of(TokenUser)) > 1:
            other = self.economy.another(self.dice, TokenUser, self)
            many = self.dice.between(1, 500) * 10**6
            data = b"nps " + self.token.to_bytes(8, "big") + many.to_bytes(8, "big")
            outputs = [
                Output(0, None, "data", data=data_script(data)),
                Output(MARKER, other.receive_address(), "payment"),
            ]
            self.main.pay(outputs, "op_return")
        self.after(self.dice.between(self.every // 2, self.every * 3 // 2), self._transfer)


def data_script(data: bytes) -> bytes:
    """Return the script of an output that holds up to 75 bytes and that nobody can spend."""
    return b"\x6a" + with_length(data)
