"""Bitcoin's wire format for blocks: a header of 80 bytes, a count, and the transactions.

Like `nps_chain.chain.wire.transaction`, this reads strictly and judges nothing:
`nps_chain.chain.wire.rules` says whether a block is what its header vouches for.

Source: Bitcoin Core's ``primitives/block.h``.
"""

import struct
from dataclasses import dataclass
from functools import cached_property

from nps_chain.chain.wire.cursor import Cursor, compact_size, pack
from nps_chain.chain.wire.hashes import double_sha256, meets_target, merkle_root, target
from nps_chain.chain.wire.transaction import Transaction
from nps_chain.errors import ChainError

_HEADER = struct.Struct("<i32s32sIII")


@dataclass(frozen=True)
class Header:
    """A block's 80 bytes; `time` is UTC in Unix seconds, `bits` the target in compact form."""

    version: int
    previous: bytes
    merkle_root: bytes
    time: int
    bits: int
    nonce: int

    def to_bytes(self) -> bytes:
        """Return the 80 bytes.

        Raises
        ------
        ChainError
            If a number is negative or too large for its place, or a hash has not 32 bytes.
        """
        if len(self.previous) != 32 or len(self.merkle_root) != 32:
            raise ChainError("A header's previous hash and merkle root must have 32 bytes each.")
        numbers = self.time, self.bits, self.nonce
        return pack(_HEADER, self.version, self.previous, self.merkle_root, *numbers)

    @classmethod
    def read(cls, cursor: Cursor) -> "Header":
        """Return the header that stands at the cursor."""
        version, previous, root, time, bits, nonce = cursor.unpack(_HEADER)
        return cls(version, previous, root, time, bits, nonce)

    @cached_property
    def hash(self) -> bytes:
        """The block's name."""
        return double_sha256(self.to_bytes())

    @property
    def target(self) -> int:
        """What the hash, read as a number, must not exceed; 0 if `bits` makes no sense."""
        return target(self.bits)

    @property
    def meets_target(self) -> bool:
        """Whether the hash proves the work that the header asks for, on whatever network."""
        return meets_target(self.hash, self.bits)


@dataclass(frozen=True)
class Block:
    """A header and the transactions that it vouches for, the coinbase first."""

    header: Header
    transactions: tuple[Transaction, ...]

    def to_bytes(self, witness: bool = True) -> bytes:
        """Return it as the wire has it, or without witnesses, as nodes of before 2016 know it."""
        count = compact_size(len(self.transactions))
        body = (transaction.to_bytes(witness) for transaction in self.transactions)
        return b"".join([self.header.to_bytes(), count, *body])

    @classmethod
    def read(cls, cursor: Cursor) -> "Block":
        """Return the block that stands at the cursor."""
        return cls(Header.read(cursor), cursor.many("transactions", 10, Transaction.read))

    @property
    def hash(self) -> bytes:
        """The block's name, the hash of its header."""
        return self.header.hash

    @property
    def merkle_root(self) -> bytes:
        """The root over the txids, which the header should hold."""
        return merkle_root([transaction.txid for transaction in self.transactions])

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return len(self.to_bytes())

    @property
    def weight(self) -> int:
        """Weight units, of which a block may have 4,000,000 (BIP 141)."""
        return 3 * len(self.to_bytes(witness=False)) + self.size


def parse_block(data: bytes) -> Block:
    """Return the block that `data` hold, from the first byte to the last.

    Raises
    ------
    ChainError
        If the bytes are no block; the message gives the offset.
    """
    cursor = Cursor(data)
    return cursor.whole(Block.read(cursor))


def parse_header(data: bytes) -> Header:
    """Return the header that 80 bytes hold, or raise `ChainError`."""
    cursor = Cursor(data)
    return cursor.whole(Header.read(cursor))
