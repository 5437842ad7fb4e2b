"""Single blocks in wire format: one in a binary file, or hex, a block a line.

This is what ``bitcoin-cli getblock HASH 0`` prints, and what many explorers offer for download.
Nothing in a block says of which network it is, but the proof of work that it claims.
"""

import re

import numpy as np

from nps_chain.chain.readers.shared.networks import network_of
from nps_chain.chain.readers.shared.records import LARGEST_BLOCK, Records, read_records
from nps_chain.chain.readers.shared.source import Reading, Source
from nps_chain.chain.wire.hashes import EASIEST_TARGET, double_sha256, target
from nps_chain.errors import ChainError

UNPACKED, PACKED = 50_000_000, 8
"""Hex may have so many characters, and so many for each byte of its file: blocks pack badly."""

_HEX = re.compile(rb"\s*[0-9a-fA-F]{162}")


NAME = "raw blocks"


def knows(source: Source) -> bool:
    """Return whether it starts with a header that a block could have, in binary or in hex."""
    return bool(_HEX.match(source.head)) or _plausible(source.head)


def _plausible(head: bytes) -> bool:
    """Return whether the target that a header claims is one that some network could ask for."""
    return len(head) > 80 and 0 < target(int.from_bytes(head[72:76], "little")) <= EASIEST_TARGET


def read(sources: list[Source], network: str | None = None, height: int | None = None) -> Reading:
    """Read blocks in wire format, in any order.

    Parameters
    ----------
    sources : list of Source
        Files of one binary block each, or of hex, a block a line.
    network : str, optional
        Of which network they are; without it the easiest proof of work tells a regtest or signet
        block, and every other is taken to be of the main network.
    height : int, optional
        Height of the first block, where it isn't written in it (before BIP 34).
    """
    records = Records()
    for source in sources:
        if _HEX.match(source.head):
            _add_lines(records, source)
        else:
            with source.open() as file:
                block = file.read(LARGEST_BLOCK + 1)
            records.add_buffer(source.name, np.frombuffer(block, np.uint8))
            records.add(0, len(block))
    header = records.block(0)[:80].tobytes()
    network = network_of(
        network, genesis=double_sha256(header), bits=int.from_bytes(header[72:76], "little")
    )
    return read_records(records, network, height)


def _add_lines(records: Records, source: Source) -> None:
    most = UNPACKED + PACKED * source.path.stat().st_size
    with source.open() as file:
        number = 0
        while line := file.readline(2 * LARGEST_BLOCK + 2):
            number += 1
            most -= len(line)
            if most < 0:
                raise ChainError(
                    f"{source.name}, line {number:,}: the file unpacks to more hex than blocks ever"
                    " do. If they are real, unpack it first."
                )
            if not line.strip():
                continue
            try:
                block = bytes.fromhex(line.strip().decode("ascii"))
            except ValueError:
                raise ChainError(
                    f"{source.name}, line {number:,}: this is not the hex of a block: it has an odd"
                    " length, other characters, or more than a block can have. Get it again."
                ) from None
            records.add_buffer(f"{source.name}, line {number:,}", np.frombuffer(block, np.uint8))
            records.add(0, len(block))
