"""Feed the readers what no one thought of: coverage-guided fuzzing with atheris.

``python tools/fuzz.py blocks`` fuzzes the parsers of the wire format: the kernel for whole files
and the plain one for single blocks must accept the same bytes, and agree on what they hold.
``python tools/fuzz.py files`` hands whole files to ``nps.read``. Either may only succeed, or raise
the library's own error. Options of libFuzzer follow, such as ``-max_total_time=600``, and a folder
to keep examples in.

atheris sees only Python code. For blocks, therefore, the kernels run uncompiled, and what exists
only compiled, the hashing, is left out. For files they run compiled, and the code around is seen.
Blocks are taken as if they were mined, since no mutation would find a hash.
Install it by ``pip install atheris`` (Linux, macOS); nothing else needs it.
"""

import os
import sys
import tempfile
import warnings
from pathlib import Path

BLOCKS = "blocks" in sys.argv[1:2]
os.environ["NUMBA_DISABLE_JIT"] = str(int(BLOCKS))
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import atheris  # noqa: E402

# What is instrumented can't be compiled.
kernels = {
    path for path in (ROOT / "nps_chain").rglob("*.py") if "@njit" in path.read_text("utf-8")
}
names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in kernels]

with atheris.instrument_imports(include=["nps_chain"], exclude=[] if BLOCKS else names):
    import numpy as np

    import nps_chain as nps
    from nps_chain.chain.readers import READERS
    from nps_chain.chain.wire import parse as bulk
    from nps_chain.chain.wire import verify
    from nps_chain.chain.wire.block import parse_block
    from nps_chain.chain.wire.rules import MAX_MONEY

    nps.read, READERS  # noqa: B018 (loaded here, so that it is instrumented)

# Uncompiled, numbers of 64 bits overflow aloud where kernels wrap around.
warnings.simplefilter("ignore", RuntimeWarning)


verify.verify = lambda *columns: (0, 0, 0)


def fuzz_blocks(data: bytes) -> None:
    """Let both parsers of the wire format judge the same bytes."""
    try:
        edges = np.array([0, len(data)])
        pieces = bulk.parse(np.frombuffer(data, np.uint8), edges, where=str, hashes=False)
    except nps.NpsError as error:
        refused = str(error)
    else:
        refused = ""
    try:
        block = parse_block(data)
    except nps.NpsError:
        assert refused, "only the plain parser refuses"
        return
    if refused:
        # The plain one judges neither amounts nor whether a transaction has inputs and outputs.
        txs = block.transactions
        amounts = [output.value for tx in txs for output in tx.outputs]
        bare = any(not tx.inputs or not tx.outputs for tx in txs)
        assert bare or not all(0 <= amount <= MAX_MONEY for amount in amounts), refused
        return
    assert pieces.block_txs[0] == len(block.transactions)
    assert pieces.value.tolist() == [o.value for tx in block.transactions for o in tx.outputs]
    assert pieces.vsize.tolist() == [tx.vsize for tx in block.transactions]


FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
NAMES = ("blk00000.dat", "file.json", "file.csv", "file.parquet", "transactions.jsonl")


def fuzz_files(data: bytes) -> None:
    """Let ``nps.read`` find out what a file is, the first byte choosing its name."""
    if not data:
        return
    path = FOLDER / NAMES[data[0] % len(NAMES)]
    path.write_bytes(data[1:])
    try:
        nps.read(path)
    except nps.NpsError as error:
        if "\n" in str(error):
            raise AssertionError("an error is one line") from error
    finally:
        path.unlink()


if __name__ == "__main__":
    targets = {"blocks": fuzz_blocks, "files": fuzz_files}
    if len(sys.argv) < 2 or sys.argv[1] not in targets:
        sys.exit("Say what to fuzz: blocks or files.")
    target = targets[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
