"""Hostile files take no more memory than four times their size and 200 MB.

Each is read in a process of its own, after a harmless file, so imports and kernels do not count.
Only Linux tells the peak of a process from a moment on.
"""

import gzip
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from nps_chain.chain.wire.hashes import double_sha256, merkle_root

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="only Linux tells the peak of a process"
)

MEASURE = """
import sys
from pathlib import Path
import nps_chain as nps

def memory(which):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(which))

nps.read(sys.argv[1])
before = memory("VmRSS")
Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
try:
    print(nps.read(sys.argv[2]))
except nps.NpsError as error:
    print(error)
print(memory("VmHWM") - before)
"""


def mined(*transactions: bytes) -> bytes:
    root = merkle_root([double_sha256(tx) for tx in transactions])
    for nonce in range(1000):
        header = struct.pack("<I32s32sIII", 1, bytes(32), root, 0, 0x207FFFFF, nonce)
        if double_sha256(header)[31] < 0x7F:
            return header + bytes([len(transactions)]) + b"".join(transactions)
    raise AssertionError


def transaction(spent: bytes, outputs: int) -> bytes:
    count = b"\xfe" + struct.pack("<I", outputs) if outputs > 0xFFFF else bytes([outputs])
    return (
        struct.pack("<I", 1) + b"\x01" + spent + b"\x02\x51\x51" + b"\xff" * 4
        + count + (bytes(8) + b"\0") * outputs + bytes(4)
    )  # fmt: skip


COINBASE = transaction(bytes(32) + b"\xff" * 4, 1)
CROWDED = mined(COINBASE, transaction(b"\x01" * 36, 440_000))
FRAME = bytes.fromhex("fabfb5da")

HOSTILE = {
    "a block of empty outputs": ("blk00000.dat", FRAME + struct.pack("<I", len(CROWDED)) + CROWDED),
    "a block said to be huge": ("blk00000.dat", FRAME + b"\xff" * 4 + bytes(1000)),
    "endless outputs": ("block", CROWDED[:200] + b"\xff" * 8 + CROWDED[208:]),
    "deep lists": ("a.json", b"[" * 5_000_000),
    "many lists": ("a.json", b'{"tx":[' + b"[]," * 5_000_000 + b'[]],"merkleroot":0}'),
    "deep objects": ("a.json", b'{"merkleroot":' * 300_000),
    "a long number": ("a.json", b'{"merkleroot":1, "x":' + b"9" * 10_000_000 + b"}"),
    "a large exponent": ("a.json", b'{"merkleroot":1e999999999}'),
    "packed spaces": ("a.json.gz", gzip.compress(b'{"merkleroot":' + b" " * 400_000_000, 6)),
    "packed lines of hex": (
        "a.gz",
        gzip.compress((b"00" * 72 + b"ffff7f20" + b"00" * 3_000_000 + b"\n") * 100, 6),
    ),
    "packed hex": ("a.gz", gzip.compress(b"00" * 200_000_000, 6)),
    "packed zeros": ("blk00000.dat", gzip.compress(FRAME + bytes(300_000_000), 6)),
    "a long line of values": ("a.csv", b"hash,size,inputs,outputs\n" + b'"' + b"[" * 5_000_000),
}


@pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE)
def test_peak(name, content, data, tmp_path):
    (tmp_path / name).write_bytes(content)
    harmless = data / "core-regtest" / "rawblocks.hex.gz"
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, harmless, tmp_path / name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    said, growth = run.stdout.splitlines()
    assert said
    assert int(growth) <= 4 * len(content) + 200_000_000, said
