"""Small chains out of chance, for property tests: real blocks, of a few transactions each.

They are made in the wire format, on regtest, where any other hash proves enough work, and go
through the library's parser as a node's blocks would. Coins are spent in the block that makes them
or later; scripts of all kinds come again and again; some coins are from before the first block, and
of these some are unknown. Nothing is signed: a chain's tables don't tell.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import Pieces
from nps_chain.chain.tables import Chain
from nps_chain.chain.wire.block import Block, Header
from nps_chain.chain.wire.hashes import double_sha256, meets_target, merkle_root, witness_commitment
from nps_chain.chain.wire.parse import parse
from nps_chain.chain.wire.rules import COMMITMENT_PREFIX
from nps_chain.chain.wire.transaction import Input, Output, Transaction

BITS = 0x207FFFFF
HALVING = 150

Coin = tuple[bytes, int]


@dataclass
class Story:
    """Blocks one after the other, and what is known of the coins that come from before them."""

    height: int
    blocks: list[Block] = field(default_factory=list)
    before: dict[Coin, Output | None] = field(default_factory=dict)

    def pieces(self, blocks: int | None = None) -> Pieces:
        """The pieces of the first so many blocks."""
        raw = [block.to_bytes() for block in self.blocks[:blocks]]
        edges = np.cumsum([0, *map(len, raw)])
        pieces = parse(np.frombuffer(b"".join(raw), np.uint8), edges, where=str, network="regtest")
        scripts = []
        for row, n in enumerate(pieces.prevout_n):
            output = self.before.get((pieces.prevout_txid[row].tobytes(), int(n)))
            if output is not None:
                pieces.prevout_value[row] = output.value
                pieces.prevout_script_length[row] = len(output.script)
                scripts.append(output.script)
        height = self.height + np.arange(len(raw), dtype=np.int32)
        known = np.frombuffer(b"".join(scripts), np.uint8)
        return replace(pieces, height=height, prevout_scripts=known)

    def chain(self, blocks: int | None = None) -> Chain:
        """The chain of the first so many blocks."""
        return assemble(self.pieces(blocks), "regtest")


def locking_script(kind: str, key: int) -> bytes:
    """A locking script of some kind; the same key gives the same script."""
    digest = bytes([key]) * 32
    return {
        "p2wpkh": b"\x00\x14" + digest[:20],
        "p2pkh": b"\x76\xa9\x14" + digest[:20] + b"\x88\xac",
        "p2sh": b"\xa9\x14" + digest[:20] + b"\x87",
        "p2tr": b"\x51\x20" + digest,
        "p2wsh": b"\x00\x20" + digest,
        "p2pk": b"\x21\x02" + digest + b"\xac",
        "op_return": b"\x6a\x04" + digest[:4],
        "nonstandard": digest[:key],
    }[kind]


SCRIPTS = st.builds(
    locking_script,
    st.sampled_from(
        ["p2wpkh", "p2pkh", "p2sh", "p2tr", "p2wsh", "p2pk", "op_return", "nonstandard"]
    ),
    st.integers(0, 3),
)

AMOUNTS = st.integers(0, 10**9)


def mine(transactions: list[Transaction], previous: bytes, time: int) -> Block:
    """A block of these transactions with the work that regtest asks for."""
    root = merkle_root([transaction.txid for transaction in transactions])
    header = Header(4, previous, root, time, BITS, 0)
    while not meets_target(header.hash, BITS):
        header = replace(header, nonce=header.nonce + 1)
    return Block(header, tuple(transactions))


def coinbase(height: int, outputs: list[Output], others: list[Transaction]) -> Transaction:
    """A coinbase that commits to the witnesses of the block's other transactions, if there are."""
    witness = ()
    if any(transaction.has_witness for transaction in others):
        witness = (bytes(32),)
        wtxids = [bytes(32), *(transaction.wtxid for transaction in others)]
        commitment = COMMITMENT_PREFIX + witness_commitment(wtxids, bytes(32))
        outputs = [*outputs, Output(0, commitment)]
    script = b"\x04" + height.to_bytes(4, "little")
    spent = Input(bytes(32), 0xFFFFFFFF, script, witness=witness)
    return Transaction(1, (spent,), tuple(outputs))


@st.composite
def stories(draw, most_blocks: int = 5) -> Story:
    """A strategy for stories of one block or more."""
    story = Story(height=draw(st.sampled_from([0, 1, HALVING - 1, 7 * HALVING])))
    coins: dict[Coin, Output] = {}  # that can be spent
    previous = bytes(32)
    for height in range(story.height, story.height + draw(st.integers(1, most_blocks))):
        fees, transactions = 0, []
        for _ in range(draw(st.integers(0, 3))):
            transaction, fee = draw(payments(coins, story.before))
            fees += fee
            transactions.append(transaction)
            coins |= made_by(transaction)
        reward = (50 * 100_000_000 >> height // HALVING) + fees
        first = coinbase(height, draw(shares(reward)), transactions)
        coins |= made_by(first)
        time = draw(st.sampled_from([0, 1_300_000_000 + 600 * height, 2**32 - 1]))
        story.blocks.append(mine([first, *transactions], previous, time))
        previous = story.blocks[-1].hash
    return story


def made_by(transaction: Transaction) -> dict[Coin, Output]:
    """The coins that a transaction makes, without those that nobody can spend."""
    return {
        (transaction.txid, n): output
        for n, output in enumerate(transaction.outputs)
        if not output.script.startswith(b"\x6a")
    }


@st.composite
def payments(draw, coins: dict[Coin, Output], before: dict[Coin, Output | None]):
    """A transaction that takes what it spends out of ``coins``, and its fee (0 where unknown)."""
    value, unknown, inputs = 0, False, []
    for _ in range(draw(st.integers(1, 3))):
        if coins and draw(st.integers(0, 3)):
            coin = draw(st.sampled_from(sorted(coins)))
            value += coins.pop(coin).value
        else:
            # Of each transaction from before, two coins are spent.
            coin = double_sha256(b"before %d" % (len(before) // 2)), len(before) % 2
            before[coin] = output = draw(st.none() | st.builds(Output, AMOUNTS, SCRIPTS))
            unknown |= output is None
            value += output.value if output else 0
        sequence = draw(st.sampled_from([0, 0xFFFFFFFD, 0xFFFFFFFF]))
        witness = draw(st.sampled_from([(), (b"\x01" * 64,), (b"", b"\x02")]))
        inputs.append(Input(*coin, b"", sequence, witness))
    fee = 0 if unknown else draw(st.integers(0, min(value, 10_000)))
    outputs = draw(shares(value - fee))
    version = draw(st.sampled_from([1, 2, 2**32 - 1]))
    locktime = draw(st.sampled_from([0, 100, 2**32 - 1]))
    return Transaction(version, tuple(inputs), tuple(outputs), locktime), fee


@st.composite
def shares(draw, value: int) -> list[Output]:
    """One to three outputs that are worth so much together."""
    outputs = []
    for _ in range(draw(st.integers(0, 2))):
        part = draw(st.integers(0, value))
        outputs.append(Output(part, draw(SCRIPTS)))
        value -= part
    return [*outputs, Output(value, draw(SCRIPTS))]
