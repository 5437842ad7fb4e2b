"""A node's block files: ``blk00000.dat`` and so on, as Bitcoin Core keeps them.

A file is a run of records: four magic bytes of the network, four of length, then the block. Blocks
stand in the order in which they arrived, stale ones among them. The newest file is longer than its
blocks, filled up with zeros. Since version 28 a node masks its files with the eight bytes in
``xor.dat`` beside them; the zeros at the end are not masked.

Source: Bitcoin Core, ``node/blockstorage.cpp``.
"""

import struct
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.readers.shared.records import Records, read_records
from nps_chain.chain.readers.shared.source import Reading, Source
from nps_chain.errors import ChainError

MAGIC = {network.magic: name for name, network in NETWORKS.items()}

LARGEST_FILE = 1 << 27
"""Bytes of the largest block file that a node writes."""

_CHUNK = 1 << 20
_KEY_FILE = "xor.dat"
_FRAME = struct.Struct("<4sI")


NAME = "a node's block files"


def knows(source: Source) -> bool:
    """Return whether it holds framed blocks, by its first bytes or by a node's name for it."""
    return source.head[:4] in MAGIC or named(source.path)


def named(path: Path) -> bool:
    """Return whether a node would give its block files this name."""
    return path.match("blk[0-9]*.dat")


def read(sources: list[Source], network: str | None = None, height: int | None = None) -> Reading:
    """Read block files, which may hold blocks in any order and stale ones.

    Parameters
    ----------
    sources : list of Source
        The files, in the order of their numbers.
    network : str, optional
        What the magic bytes must say.
    height : int, optional
        Height of the first block, where it isn't written in it (before BIP 34).
    """
    records, found = _records(sources)
    if network not in (None, found):
        raise ChainError(f"These block files are of the network {found}, not of {network}.")
    return read_records(records, found, height)


def raw_blocks(files: list[Path]) -> Callable[[bytes], bytes]:
    """Return a function that gives a block's bytes, by its hash, from these block files.

    The files are opened when the first block is asked for.
    """

    @lru_cache(maxsize=1)
    def index() -> tuple[Records, dict[bytes, int]]:
        records, _ = _records([Source(path) for path in files])
        _, hashes = records.headers()
        return records, {name.tobytes(): row for row, name in enumerate(hashes)}

    def block(block_hash: bytes) -> bytes:
        records, rows = index()
        if block_hash not in rows:
            raise ChainError(f"The block files in {files[0].parent} don't hold that block.")
        return records.block(rows[block_hash]).tobytes()

    return block


def _records(sources: list[Source]) -> tuple[Records, str]:
    """Find the records of all files, and the network that they are of."""
    records = Records()
    network = ""
    for source in sources:
        key = _key(source.path.parent)
        records.add_buffer(source.name, _bytes(source), key)
        network = _frame(records, network) or network
    if not network:
        raise ChainError(f"There is no block in {', '.join(s.name for s in sources[:3])}.")
    return records, network


def _bytes(source: Source) -> np.ndarray:
    """Return the file's bytes, without reading them into memory if it isn't packed."""
    if not source.packed:
        empty = not source.path.stat().st_size
        return np.zeros(0, np.uint8) if empty else np.memmap(source.path, np.uint8, mode="r")
    unpacked = bytearray()
    with source.open() as file:
        while chunk := file.read(_CHUNK):
            unpacked += chunk
            if len(unpacked) > LARGEST_FILE:
                raise ChainError(
                    f"{source.name} unpacks to more than 128 MiB, and no node's block file is that"
                    " large. If it is a node's all the same, unpack it first."
                )
    return np.frombuffer(unpacked, np.uint8)


def _key(folder: Path) -> bytes:
    path = folder / _KEY_FILE
    if not path.exists():
        return bytes(8)
    if path.stat().st_size != 8:
        raise ChainError(
            f"{_KEY_FILE} has {path.stat().st_size:,} bytes, not 8; copy it again from the node's"
            " blocks folder."
        )
    return path.read_bytes()


def _frame(records: Records, network: str) -> str:
    """Find the records of the newest buffer; return the network that its magic bytes name."""
    newest = len(records.buffers) - 1
    name, size = records.names[-1], len(records.buffers[-1])
    at = 0
    while size - at >= _FRAME.size:
        magic, length = _FRAME.unpack(records.bytes_at(newest, at, _FRAME.size).tobytes())
        if magic not in MAGIC or (network and MAGIC[magic] != network):
            break
        network = MAGIC[magic]
        if length > size - at - _FRAME.size:
            raise ChainError(
                f"{name} is cut off: the block at byte {at:,} should have {length:,} bytes, and"
                f" {size - at - _FRAME.size:,} are left. Copy the file again."
            )
        records.add(at + _FRAME.size, length)
        at += _FRAME.size + length
    if records.buffers[-1][at:].any():
        found = records.bytes_at(newest, at, 4).tobytes().hex()
        masked = any(records.keys[-1])
        remedy = (
            f"{_KEY_FILE} may belong to another node: copy both from one folder"
            if masked
            else f"if a {_KEY_FILE} lies beside it at the node, copy that too"
        )
        raise ChainError(
            f"{name}, byte {at:,}: a block should start here with the magic bytes of a network, and"
            f" there is {found}. The file is damaged, or {remedy}."
        )
    return network
