"""Real data for the tests, read once: blocks, stretches of chains, and what they must yield."""

import functools
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import settings

from nps_chain.setup.warm_up import forget_stale_kernels

forget_stale_kernels()

# The same examples on every run and machine, however slow it is.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

DATA = Path(__file__).parent / "data"
MAINNET_BLOCK = Path(__file__).parents[1] / "datasets" / "mainnet-block"

EXPECTED_BLOCKS = json.loads((DATA / "blocks" / "EXPECTED.json").read_text("utf-8"))


@functools.cache
def read_block(name: str) -> bytes:
    file = f"{name}.raw.gz"
    folder = next(f for f in (DATA / "blocks", MAINNET_BLOCK) if (f / file).exists())
    return gzip.decompress((folder / file).read_bytes())


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the vectors and real files."""
    return DATA


@pytest.fixture(scope="session")
def real_block():
    """A function: the bytes of a real block by its name, such as "block1" or "testnet928828"."""
    return read_block


@pytest.fixture(scope="session")
def expected_blocks() -> dict[str, dict]:
    """What each real block holds, by its name."""
    return {expected["file"].split(".")[0]: expected for expected in EXPECTED_BLOCKS}


@pytest.fixture(scope="session", params=EXPECTED_BLOCKS, ids=lambda e: e["file"].split(".")[0])
def expected_block(request) -> dict:
    """One real block after the other: what it holds, and under "raw" its bytes."""
    return request.param | {"raw": read_block(request.param["file"].split(".")[0])}


@pytest.fixture(scope="session")
def mainnet_blocks() -> list[bytes]:
    """The blocks 1 to 255 of the main network."""
    framed = gzip.decompress((DATA / "chains" / "mainnet-1-255.blk.gz").read_bytes())
    blocks, at = [], 0
    while at < len(framed):
        assert framed[at : at + 4] == bytes.fromhex("f9beb4d9")
        end = at + 8 + int.from_bytes(framed[at + 4 : at + 8], "little")
        blocks.append(framed[at + 8 : end])
        at = end
    return blocks


@pytest.fixture(scope="session")
def signet_blocks() -> list[bytes]:
    """The blocks 0 to 120 of the test network signet."""
    rows = json.loads((DATA / "chains" / "signet-0-120.json").read_text("utf-8"))
    return [bytes.fromhex(row["block"]) for row in sorted(rows, key=lambda row: row["height"])]
