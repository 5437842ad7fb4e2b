"""Serialized blocks, wherever they lie in which files, into pieces: what two readers share.

First only the headers are looked at, to find the chain among the blocks; then its blocks are copied
together, some at a time, and parsed. So memory holds a few blocks and the columns, never all files.
"""

from dataclasses import dataclass, field

import numpy as np

from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.pieces import Pieces, starts
from nps_chain.chain.readers.shared.branches import Branch, most_work
from nps_chain.chain.readers.shared.progress import progress
from nps_chain.chain.readers.shared.source import Reading
from nps_chain.chain.wire.block import parse_block, parse_header
from nps_chain.chain.wire.hashes import shown
from nps_chain.chain.wire.parse import parse
from nps_chain.chain.wire.rules import bip34_height
from nps_chain.chain.wire.verify import hash_rows
from nps_chain.errors import ChainError

LARGEST_BLOCK = 4_000_000
"""Bytes; no valid block has more (BIP 141)."""

BATCH = 16_000_000
"""Bytes of blocks that are parsed at a time."""

BIP34_FROM_VERSION = 2
"""Blocks from this version on have their height in their coinbase."""


@dataclass
class Records:
    """Where blocks lie: in which buffer, from which byte, how many bytes.

    A buffer may be masked, as a node's files are: then byte ``i`` of it was combined by exclusive
    or with byte ``i mod 8`` of its key.
    """

    names: list[str] = field(default_factory=list)
    buffers: list[np.ndarray] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=list)
    places: list[tuple[int, int, int]] = field(default_factory=list)

    def add_buffer(self, name: str, buffer: np.ndarray, key: bytes = bytes(8)) -> None:
        """Take in a buffer; what is added next lies in it."""
        self.names.append(name)
        self.buffers.append(buffer)
        self.keys.append(key)

    def add(self, start: int, length: int) -> None:
        """Take in a block of the newest buffer."""
        if not 80 < length <= LARGEST_BLOCK:
            raise ChainError(
                f"{self.names[-1]}, byte {start:,}: a block of {length:,} bytes can't be;"
                f" blocks have 81 to {LARGEST_BLOCK:,}. The file is damaged; get it again."
            )
        self.places.append((len(self.buffers) - 1, start, length))

    def bytes_at(self, buffer: int, start: int, length: int) -> np.ndarray:
        """Return bytes of a buffer, unmasked."""
        found = self.buffers[buffer][start : start + length]
        key = self.keys[buffer]
        if not any(key):
            return found
        turned = np.frombuffer(key[start % 8 :] + key[: start % 8], np.uint8)
        return found ^ np.resize(turned, len(found))

    def block(self, row: int) -> np.ndarray:
        """Return the bytes of a block."""
        return self.bytes_at(*self.places[row])

    def where(self, row: int) -> str:
        """Say where a block lies."""
        buffer, start, _ = self.places[row]
        return f"{self.names[buffer]}, block at byte {start:,}"

    def headers(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the headers, shape (n, 80), and the hashes, (n, 32), of all blocks."""
        headers = np.empty((len(self.places), 80), np.uint8)
        for row, (buffer, start, _) in enumerate(self.places):
            headers[row] = self.bytes_at(buffer, start, 80)
        return headers, hash_rows(headers)


def read_records(records: Records, network: str, height: int | None) -> Reading:
    """Return the chain with the most work among the blocks of ``records``.

    Parameters
    ----------
    records : Records
        The blocks, in the order in which they arrived.
    network : str
        Whose blocks they are.
    height : int, optional
        Height of the chain's first block, where the block itself can't tell.
    """
    headers, hashes = records.headers()
    branch = most_work(headers, hashes)
    first = _first_height(records, branch.order[0], network)
    if first is None:
        first = height
    if first is None:
        raise ChainError(
            f"{records.where(branch.order[0])}: its height is not written in it and can't be worked"
            " out; give it: nps.read(path, height=...)."
        )
    if height not in (None, first):
        raise ChainError(
            f"{records.where(branch.order[0])}: it is at height {first}, not at {height} as was"
            " said; leave height out."
        )
    pieces = _parse(records, branch, network)
    pieces.height[:] = first + np.arange(len(branch.order))
    return Reading(pieces, network, _left_out(branch, hashes))


def _first_height(records: Records, row: int, network: str) -> int | None:
    """Return the height of a block, if its parent or its coinbase (BIP 34) tells it."""
    raw = records.block(row).tobytes()
    header = parse_header(raw[:80])
    if header.previous == bytes(32):
        return 0
    if shown(header.previous) == NETWORKS[network].genesis:
        return 1
    # Versions were signed, and negative ones tell nothing.
    if not BIP34_FROM_VERSION <= header.version < 1 << 31:
        return None
    # A block without transactions has no height to tell, and is refused when it is parsed.
    coinbase = parse_block(raw).transactions[:1]
    return bip34_height(coinbase[0].inputs[0].script) if coinbase else 0


def _parse(records: Records, branch: Branch, network: str) -> Pieces:
    parts: list[Pieces] = []
    size = sum(records.places[row][2] for row in branch.order)
    with progress("Reading blocks", size, size) as bar:
        for batch in _batches(records, branch.order):
            blocks = [records.block(row) for row in batch]
            edges = starts(np.array([len(block) for block in blocks]))
            where = [records.where(row) for row in batch].__getitem__
            parts.append(parse(np.concatenate(blocks), edges, where=where, network=network))
            bar.update(int(edges[-1]))
    return Pieces.joined(parts)


def _batches(records: Records, order: list[int]) -> list[list[int]]:
    batches: list[list[int]] = [[]]
    size = 0
    for row in order:
        length = records.places[row][2]
        if size and size + length > BATCH:
            batches.append([])
            size = 0
        batches[-1].append(row)
        size += length
    return batches


def _left_out(branch: Branch, hashes: np.ndarray) -> tuple[str, ...]:
    """Say which blocks are not in the chain, and why."""
    lost = [f"block {shown(hashes[row].tobytes())}, which lost its race" for row in branch.stale]
    for rows in branch.apart:
        first = shown(hashes[rows[0]].tobytes())
        lost.append(
            f"{len(rows):,} that don't connect to the others, such as {first}: a block between them"
            " is missing or damaged"
        )
    return tuple(f"Left out: {what}." for what in lost)
