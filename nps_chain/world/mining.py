"""Mining: how the drafts that an hour left become a block in Bitcoin's wire format.

The coinbase is written last, since it commits to all others. Work is what the test network regtest
asks for, two tries on average. A block is found at the end of its hour, a few seconds before the
next begins, so that it lies on the day, and after the minute, of all that it holds.

Sources: BIP 34 (height), BIP 141 (witness commitment); Bitcoin Core's ``kernel/chainparams.cpp``
(the first block).
"""

import struct
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.wire.block import Header
from nps_chain.chain.wire.cursor import compact_size, with_length
from nps_chain.chain.wire.hashes import double_sha256, merkle_root, witness_commitment
from nps_chain.chain.wire.rules import COMMITMENT_PREFIX
from nps_chain.errors import NpsError
from nps_chain.world.dice import Dice
from nps_chain.world.draft import FINAL, Draft, Output
from nps_chain.world.engine import Mined

START = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp())
"""When minute 0 is, UTC in Unix seconds."""

GENESIS = bytes.fromhex(
    "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e"
    "67768f617fc81bc3888a51323a9fb8aa4b1e5e4adae5494dffff7f20020000000101000000010000000000000000000"
    "000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d6573203033"
    "2f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f75742"
    "0666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e039"
    "09a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000"
)
"""Regtest's first block, height 0, which each node has from birth. Nobody can spend its coins."""

_REGTEST = NETWORKS["regtest"]
_VERSION = 0x20000000  # no vote on any rule (BIP 9)
_LONGEST_TAG = 75  # bytes that one byte says the number of, in a script
_RESERVED = bytes(32)  # BIP 141: the coinbase's witness, without a meaning so far


def block_time(dice: Dice, height: int) -> int:
    """Return when a block is found, UTC in Unix seconds: in the last minute of its hour."""
    return START + 3600 * height - dice.between(1, 59)


class Miner:
    """Turns drafts into blocks, each upon the one before.

    Parameters
    ----------
    seed : int
        Of the world.

    Attributes
    ----------
    previous : bytes
        Hash of the newest block, in wire order.
    """

    def __init__(self, seed: int) -> None:
        self.previous = double_sha256(GENESIS[:80])
        self._dice = Dice(seed, "block times")

    def mine(self, mined: Mined) -> bytes:
        """Return a block's bytes; its coinbase gets a witness commitment, bytes and a txid.

        The coinbase says for whom it was mined: for whoever its first output pays.

        Raises
        ------
        NpsError
            If the name of a mining pool is too long for a coinbase.
        """
        coinbase, *others = mined.drafts
        hashes = [double_sha256(draft.raw) for draft in others]
        commitment = witness_commitment([bytes(32), *hashes], _RESERVED)
        script = COMMITMENT_PREFIX + commitment
        coinbase.outputs.append(Output(0, None, "commitment", data=script))
        coinbase.coins.append(None)
        _write_coinbase(coinbase, mined.height)
        root = merkle_root([draft.txid for draft in mined.drafts])
        time, nonce = block_time(self._dice, mined.height), 0
        while True:
            header = Header(_VERSION, self.previous, root, time, _REGTEST.easiest, nonce)
            if header.meets_target:
                break
            nonce += 1
        self.previous = header.hash
        transactions = b"".join([draft.raw for draft in mined.drafts])
        return header.to_bytes() + compact_size(len(mined.drafts)) + transactions


def write_blocks(blocks: Iterable[bytes], folder: Path) -> Path:
    """Write blocks as a node keeps them, regtest's first one before them; return the file.

    Parameters
    ----------
    blocks : iterable of bytes
        In the order of their heights, from 1 on.
    folder : Path
        Is made if need be; the file in it is named ``blk00000.dat``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "blk00000.dat"
    with path.open("wb") as file:
        for raw in (GENESIS, *blocks):
            file.write(_REGTEST.magic + struct.pack("<I", len(raw)) + raw)
    return path


def _write_coinbase(draft: Draft, height: int) -> None:
    """Give a coinbase its bytes and its txid."""
    paid = draft.outputs[0].address
    assert paid is not None, "a coinbase pays its pool first"
    name = paid.wallet.entity.name
    tag = f"/{name}/SYNTHETIC/".encode()
    if len(tag) > _LONGEST_TAG:
        raise NpsError(
            f"The mining pool {name!r} has too long a name for a coinbase. Shorten it to "
            f"{_LONGEST_TAG - len('//SYNTHETIC/')} bytes."
        )
    script = _push_height(height) + with_length(tag)
    outputs = b"".join(
        [out.value.to_bytes(8, "little") + with_length(out.script) for out in draft.outputs]
    )
    start = draft.version.to_bytes(4, "little")
    final = FINAL.to_bytes(4, "little")
    body = b"\x01" + bytes(32) + final + with_length(script) + final
    body += compact_size(len(draft.outputs)) + outputs
    end = draft.locktime.to_bytes(4, "little")
    draft.txid = double_sha256(start + body + end)
    draft.raw = start + b"\x00\x01" + body + b"\x01" + with_length(_RESERVED) + end


def _push_height(height: int) -> bytes:
    """Return the script that puts a height on the stack, in its shortest form (BIP 34)."""
    if height <= 16:
        return bytes([0x50 + height])  # OP_1 to OP_16
    return with_length(height.to_bytes(height.bit_length() // 8 + 1, "little"))
