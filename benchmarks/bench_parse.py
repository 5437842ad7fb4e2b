"""Parsing real blocks, against the plain Python parser of the tests, hashlib and python-bitcoinlib.

``python -m benchmarks.bench_parse``. Seven real mainnet blocks of 2012 to 2024 are repeated to some
30 MB. "hashlib" is the double SHA-256 of each transaction's bytes, one call after another, and does
nothing else: naming transactions can't be much quicker from Python. The library's figure with
hashes includes what it checks by the way: txids, wtxids, merkle roots, witness commitments and
proofs of work. python-bitcoinlib is timed on one round of the blocks only.
"""

import hashlib
import io

import numpy as np

from benchmarks.timing import least
from nps_chain.chain.wire.parse import parse
from tests import oracle
from tests.conftest import read_block

BLOCKS = ["block169482", "block227835", "block277647", "block300025", "block413567",
          "block574200", "block866342"]  # fmt: skip
ROUNDS = 8


def spans(raw: bytes) -> list[bytes]:
    """Return the bytes of each transaction of a block."""
    count, at = oracle.read_count(raw, 80)
    found = []
    for _ in range(count):
        _, end = oracle.parse_tx(raw, at, False)
        found.append(raw[at:end])
        at = end
    return found


def main() -> None:
    """Print each figure in MB a second, and its ratio."""
    once = [read_block(name) for name in BLOCKS]
    raws = once * ROUNDS
    data = np.frombuffer(b"".join(raws), np.uint8)
    edges = np.cumsum([0, *map(len, raws)])
    transactions = [tx for raw in raws for tx in spans(raw)]
    size = len(data) / 1e6
    print(f"{size:.1f} MB, {len(transactions):,} transactions")

    def kernel(hashes: bool) -> None:
        parse(data, edges, where=str, hashes=hashes)

    def name_all() -> None:
        for tx in transactions:
            hashlib.sha256(hashlib.sha256(tx).digest()).digest()

    kernel(True)
    figures = {
        "library, no hashes": size / least(lambda: kernel(False), 7)[0],
        "library, all hashes and checks": size / least(lambda: kernel(True), 5)[0],
        "hashlib, a transaction at a time": size / least(name_all, 5)[0],
        "plain Python, no hashes": size / least(lambda: oracle.parse_blocks(raws, False), 3)[0],
        "plain Python, with txids": size / least(lambda: oracle.parse_blocks(raws, True), 3)[0],
    }
    try:
        from bitcoin.core import CBlock
    except ImportError:
        print("python-bitcoinlib is not installed")
    else:

        def bitcoinlib() -> None:
            for raw in once:
                for tx in CBlock.stream_deserialize(io.BytesIO(raw)).vtx:
                    tx.GetTxid()

        figures["python-bitcoinlib, with txids"] = size / ROUNDS / least(bitcoinlib, 1)[0]
    for what, speed in figures.items():
        print(f"{what:<34} {speed:8.1f} MB/s")
    bare, full = figures["library, no hashes"], figures["library, all hashes and checks"]
    print(f"no hashes: {bare / figures['plain Python, no hashes']:.1f}x plain Python (want 20)")
    print(f"hashes: {full / figures['plain Python, with txids']:.1f}x plain Python (want 3)")
    print(f"hashes: {full / figures['hashlib, a transaction at a time']:.2f}x hashlib (want 0.5)")


if __name__ == "__main__":
    main()
