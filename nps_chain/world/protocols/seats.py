"""Seats: who takes part in a CoinJoin, what each puts in and takes out, and what the miner gets.

A transaction has one fee and many payers. So each part is reckoned by itself: what it brought, less
what it takes out, less what is due to a coordinator or to makers, is its share of the fee.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from nps_chain.world.draft import Coin, Output
from nps_chain.world.wallets import Wallet

LEAST = 3000
"""Satoshi of the smallest change that a round makes; what is less goes to the miner."""

OUTPUT_WEIGHT = {"p2wpkh": 124, "p2tr": 172}
"""Weight units that an output of each lock takes."""

HEAD_WEIGHT = 42
"""Weight units of a transaction without inputs and outputs."""


@dataclass(eq=False)
class Member:
    """Somebody who takes part in coming rounds.

    Attributes
    ----------
    wallet : Wallet
        Whose coins they are; what comes out goes there, too.
    coins : dict of int
        The coins that wait, and through how many more rounds each shall go.
    until : int
        When patience ends, in minutes since the start.
    done : callable, optional
        Told of coins that came out mixed for good, each time that some do.
    """

    wallet: Wallet
    until: int
    done: Callable[[list[Coin]], None] | None = None
    coins: dict[Coin, int] = field(default_factory=dict)

    @property
    def ready(self) -> list[Coin]:
        """The coins that are in a block, as all coordinators ask."""
        return [coin for coin in self.coins if coin.height >= 0]


@dataclass(eq=False)
class Seat:
    """What one member puts into a round and takes out of it, and the coordinator's due."""

    member: Member
    inputs: list[Coin]
    outputs: list[Output] = field(default_factory=list)
    due: int = 0

    @property
    def brought(self) -> int:
        """Satoshi that it puts in."""
        return sum(coin.value for coin in self.inputs)

    @property
    def left(self) -> int:
        """Satoshi that are nobody's yet: in the end, its share of the miner's fee."""
        return self.brought - sum(output.value for output in self.outputs) - self.due


def was_mixed(coin: Coin) -> bool:
    """Return whether a coin came out of a CoinJoin as one of many alike."""
    return coin.draft.outputs[coin.n].purpose == "mix"
