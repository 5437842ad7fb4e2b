"""Blocks and transactions rebuilt as bytes from what a source's fields say.

What JSON tells is believed only if its bytes, put together again, hash to the name that they bear.
So the readers of JSON give up their fields here, and the parser of raw blocks reads the result: one
door for all formats, with the same checks.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from nps_chain.chain.pieces import NO_SCRIPT, Pieces, starts
from nps_chain.chain.readers.shared.progress import progress
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire.parse import parse

BATCH = 16 << 20
"""Bytes that are parsed in one go."""


@dataclass
class Coins:
    """The coins that inputs spend, as far as a source tells them, in the order of the inputs."""

    value: array = field(default_factory=lambda: array("q"))
    script_length: array = field(default_factory=lambda: array("i"))
    scripts: bytearray = field(default_factory=bytearray)

    def add(self, value: int, script: bytes) -> None:
        """Add a coin that the source tells."""
        self.value.append(value)
        self.script_length.append(len(script))
        self.scripts += script

    def add_unknown(self) -> None:
        """Add a coin that the source doesn't tell, or none, for a coinbase."""
        self.value.append(UNKNOWN)
        self.script_length.append(NO_SCRIPT)

    def known(self) -> int:
        """Return how many coins are told."""
        return len(self.value) - self.value.count(UNKNOWN)


@dataclass(frozen=True)
class Rebuilt:
    """The bytes of a block or transaction, the coins it spends, and where in its source it was."""

    where: str
    raw: bytes
    coins: Coins


def pieces_of(parts: Sequence[Rebuilt], network: str, framed: bool = True) -> Pieces:
    """Return the pieces of blocks (or, unframed, of transactions) in their order."""
    sizes = np.fromiter((len(part.raw) for part in parts), np.int64, len(parts))
    edges = starts(sizes)
    batches, start = [], 0
    with progress("Checking blocks", int(edges[-1]), int(edges[-1])) as bar:
        while start < len(parts):
            most = np.searchsorted(edges, edges[start] + BATCH, "right") - 1
            stop = max(start + 1, int(most))
            batches.append(_parsed(parts[start:stop], network, framed))
            bar.update(int(edges[stop] - edges[start]))
            start = stop
    return Pieces.joined(batches)


def _parsed(parts: Sequence[Rebuilt], network: str, framed: bool) -> Pieces:
    edges = starts(np.array([len(part.raw) for part in parts], np.int64))
    pieces = parse(
        np.frombuffer(b"".join(part.raw for part in parts), np.uint8),
        edges,
        where=lambda place: parts[place].where,
        network=network,
        framed=framed,
    )
    pieces.prevout_value = np.concatenate([part.coins.value for part in parts]).astype(np.int64)
    pieces.prevout_script_length = np.concatenate([part.coins.script_length for part in parts])
    pieces.prevout_scripts = np.frombuffer(b"".join(p.coins.scripts for p in parts), np.uint8)
    return pieces
