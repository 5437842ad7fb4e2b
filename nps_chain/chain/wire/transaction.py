"""Bitcoin's wire format for transactions: bytes in and out (blocks: `nps_chain.chain.wire.block`).

These are the bytes that nodes send each other, block files hold and txids are hashes of. Reading
is strict, so that whatever parses is written back as the same bytes: counts in their shortest
form, no empty witness section, nothing left over. It does not judge what it reads: a transaction
that makes money from nothing parses, and `nps_chain.chain.wire.rules` refuses it. Hashes are 32
bytes in wire order (`nps_chain.chain.wire.hashes`).

One transaction at a time; whole files are read in bulk by `nps_chain.chain.readers`.

Sources: Bitcoin Core's ``primitives/transaction.h``; BIP 141 (weight); BIP 144 (witnesses).
"""

import struct
from dataclasses import dataclass, replace
from functools import cached_property

from nps_chain.chain.wire.cursor import Cursor, compact_size, pack, with_length
from nps_chain.chain.wire.hashes import double_sha256
from nps_chain.errors import ChainError

FINAL = 0xFFFFFFFF
"""The sequence number of an input that asks for nothing: no replacement, no waiting."""

_OUTPOINT = struct.Struct("<32sI")
_UINT32 = struct.Struct("<I")
_VALUE = struct.Struct("<q")
_MARKER = b"\x00\x01"  # BIP 144: no inputs, which no real transaction has, then the flag 1


@dataclass(frozen=True, slots=True)
class Input:
    """A claim on an earlier output: output `n` of transaction `txid`, unlocked by `script`."""

    txid: bytes
    n: int
    script: bytes = b""
    sequence: int = FINAL
    witness: tuple[bytes, ...] = ()

    @property
    def coinbase(self) -> bool:
        """Whether it spends nothing: the miner's new coins."""
        return self.n == 0xFFFFFFFF and self.txid == bytes(32)

    def outpoint(self) -> bytes:
        """Return the 36 bytes that say which output it spends."""
        if len(self.txid) != 32:
            raise ChainError(f"The txid that an input spends has {len(self.txid)} bytes, not 32.")
        return pack(_OUTPOINT, self.txid, self.n)

    def to_bytes(self) -> bytes:
        """Return it as the wire has it; the witness comes elsewhere, after all outputs."""
        return self.outpoint() + with_length(self.script) + pack(_UINT32, self.sequence)

    @classmethod
    def read(cls, cursor: Cursor) -> "Input":
        """Return the input that stands at the cursor, without its witness."""
        txid, n = cursor.unpack(_OUTPOINT)
        script = cursor.script()
        (sequence,) = cursor.unpack(_UINT32)
        return cls(txid, n, script, sequence)


@dataclass(frozen=True, slots=True)
class Output:
    """An amount in satoshi and the locking script that says who may spend it."""

    value: int
    script: bytes

    def to_bytes(self) -> bytes:
        """Return it as the wire has it."""
        return pack(_VALUE, self.value) + with_length(self.script)

    @classmethod
    def read(cls, cursor: Cursor) -> "Output":
        """Return the output that stands at the cursor."""
        (value,) = cursor.unpack(_VALUE)
        return cls(value, cursor.script())


@dataclass(frozen=True)
class Transaction:
    """A transaction; `version` and `locktime` are unsigned numbers of 32 bits."""

    version: int
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    locktime: int = 0

    def to_bytes(self, witness: bool = True) -> bytes:
        """Return it as the wire has it, or without its witnesses, as the txid is made.

        Raises
        ------
        ChainError
            If a number is negative or too large for its place.
        """
        witness = witness and self.has_witness
        parts = [pack(_UINT32, self.version), _MARKER if witness else b""]
        parts += [compact_size(len(self.inputs)), *(spent.to_bytes() for spent in self.inputs)]
        parts += [compact_size(len(self.outputs)), *(made.to_bytes() for made in self.outputs)]
        if witness:
            for spent in self.inputs:
                parts += [compact_size(len(spent.witness)), *map(with_length, spent.witness)]
        parts.append(pack(_UINT32, self.locktime))
        return b"".join(parts)

    @classmethod
    def read(cls, cursor: Cursor, witness: bool = True) -> "Transaction":
        """Return the transaction that stands at the cursor (see `parse_transaction`)."""
        (version,) = cursor.unpack(_UINT32)
        start = cursor.offset
        marker = cursor.data[start : start + 2]
        # Two zeros are no marker, but a draft without inputs and outputs.
        marked = witness and marker[:1] == b"\0" and marker != b"\0\0"
        if marked and cursor.take(2) != _MARKER:
            raise ChainError(
                f"The transaction has no inputs, or unknown witnesses, at offset {start}. "
                "It is damaged, or a draft, which is read with witness=False."
            )
        inputs = cursor.many("inputs", 41, Input.read)
        outputs = cursor.many("outputs", 9, Output.read)
        if marked:
            witnesses = [cursor.many("witness items", 1, Cursor.script) for _ in inputs]
            if not any(witnesses):
                raise ChainError(
                    f"The transaction announces witnesses at offset {start}, but has none. "
                    "It is damaged, or a draft, which is read with witness=False."
                )
            pairs = zip(inputs, witnesses, strict=True)
            inputs = tuple([replace(spent, witness=items) for spent, items in pairs])
        (locktime,) = cursor.unpack(_UINT32)
        return cls(version, inputs, outputs, locktime)

    @property
    def has_witness(self) -> bool:
        """Whether any input has a witness."""
        return any(spent.witness for spent in self.inputs)

    @property
    def coinbase(self) -> bool:
        """Whether it makes a block's new coins."""
        return len(self.inputs) == 1 and self.inputs[0].coinbase

    @cached_property
    def txid(self) -> bytes:
        """Its name: the hash without witnesses."""
        return double_sha256(self.to_bytes(witness=False))

    @cached_property
    def wtxid(self) -> bytes:
        """The hash with witnesses; equal to the txid if there are none."""
        return double_sha256(self.to_bytes()) if self.has_witness else self.txid

    @cached_property
    def size(self) -> int:
        """Bytes on the wire."""
        return len(self.to_bytes())

    @cached_property
    def weight(self) -> int:
        """Four for each byte, but one for a byte of the witness section (BIP 141)."""
        return 3 * len(self.to_bytes(witness=False)) + self.size

    @property
    def vsize(self) -> int:
        """Virtual bytes, in which fees are reckoned: a quarter of the weight, rounded up."""
        return (self.weight + 3) // 4


def parse_transaction(data: bytes, *, witness: bool = True) -> Transaction:
    """Return the transaction that `data` hold, from the first byte to the last.

    Parameters
    ----------
    data
        The raw bytes (``bytes.fromhex(text)`` of what explorers call raw hex).
    witness
        False for a transaction known to be written without witnesses. It is needed for a draft
        that has no inputs yet: its zero count otherwise announces a witness section (BIP 144).

    Raises
    ------
    ChainError
        If the bytes are no transaction; the message gives the offset.
    """
    cursor = Cursor(data)
    return cursor.whole(Transaction.read(cursor, witness))
