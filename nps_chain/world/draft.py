"""A transaction as its maker thinks of it, before it is signed: whose coins, for whom, and why.

A draft knows what its transaction will never tell: the purpose of each output, the deed that it is
for, whose wallets the coins are in. Signing gives it a txid and bytes; nothing else in it changes
once it was sent.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nps_chain.world.keys import INPUT_WEIGHT, Address

if TYPE_CHECKING:
    from nps_chain.world.wallets import Wallet

FINAL = 0xFFFFFFFF
LOCKTIME = 0xFFFFFFFE
REPLACEABLE = 0xFFFFFFFD
"""Sequence numbers: no wish, a lock time is meant, may be replaced by a better-paying version."""


@dataclass(eq=False, slots=True)
class Output:
    """What a draft pays: satoshi, to an address or, as data, to nobody, for a purpose."""

    value: int
    address: Address | None
    purpose: str  # in PURPOSES
    deed: int = -1  # row in the books' deeds
    data: bytes = b""  # the locking script where there is no address

    @property
    def script(self) -> bytes:
        """The locking script."""
        return self.data if self.address is None else self.address.script


@dataclass(eq=False, slots=True)
class Coin:
    """An output that can be spent."""

    value: int
    address: Address
    draft: "Draft" = field(repr=False)  # whose coins are its own
    n: int
    height: int = -1  # of the block that has it, -1 while it waits
    spent: bool = False  # by a draft that was sent


@dataclass(eq=False, slots=True)
class Draft:
    """A transaction to be signed.

    Attributes
    ----------
    kind : str
        In TX_KINDS.
    senders : tuple of Wallet
        Whose coins it spends, each wallet once; the first pays the fee, unless `fees` says.
    fees : dict
        What each wallet pays of the fee, where several do.
    signers : dict
        For an input by its place: which two of three keys sign, as places among the keys.
    sequence : int
        Of every input.
    minute : int
        When it was sent, in minutes since the start.
    txid, raw : bytes
        Once it is signed: its name in wire order, and its bytes.
    """

    kind: str
    inputs: list[Coin]
    outputs: list[Output]
    senders: "tuple[Wallet, ...]"
    version: int = 2
    locktime: int = 0
    sequence: int = FINAL
    fees: "dict[Wallet, int]" = field(default_factory=dict)
    signers: dict[int, tuple[int, int]] = field(default_factory=dict)
    minute: int = -1
    height: int = -1
    txid: bytes = b""
    raw: bytes = b""
    coins: list[Coin | None] = field(default_factory=list)  # by output, once it was sent
    _sent: tuple[int, int] | None = None  # its fee and virtual bytes, once these can't change

    @property
    def fee(self) -> int:
        """Satoshi that the inputs have more than the outputs."""
        if self._sent is not None:
            return self._sent[0]
        return sum([coin.value for coin in self.inputs]) - sum([out.value for out in self.outputs])

    @property
    def vsize(self) -> int:
        """Virtual bytes, with signatures of the usual length."""
        if self._sent is not None:
            return self._sent[1]
        return vsize([coin.address.lock for coin in self.inputs], self.outputs)

    def seal(self) -> None:
        """Reckon fee and size for good: miners ask for them at every block that it waits for."""
        self._sent = (self.fee, self.vsize)


def vsize(locks: list[str], outputs: list[Output]) -> int:
    """Return the virtual bytes of a transaction with inputs of these locks and these outputs."""
    weight = 42 + 4 * len(outputs) * 9 + 4 * sum([len(out.script) for out in outputs])
    weight += sum([INPUT_WEIGHT[lock] for lock in locks])
    return (weight + 3) // 4
