"""Writing the addresses of a million distinct scripts, against a plain Python encoder.

Both start from the scripts' bytes, tell the kinds apart and end with texts; the results are
compared. Times are the least of several runs in one process. The plain encoder is timed on a
random 50,000 of the scripts, and its time per script is taken for all of them.
"""

from typing import Any

import numpy as np

from benchmarks.timing import least
from nps_chain.chain.address import encode
from nps_chain.chain.address.script import classify
from tests.oracle_address import address_of

MANY, SUBSET, REPEATS = 1_000_000, 50_000, 5
# Each kind's bytes around its hash, the hash's length, and its share in percent.
KINDS = {
    "p2wpkh": (b"\x00\x14", 20, b"", 40),
    "p2pkh": (b"\x76\xa9\x14", 20, b"\x88\xac", 25),
    "p2sh": (b"\xa9\x14", 20, b"\x87", 20),
    "p2tr": (b"\x51\x20", 32, b"", 10),
    "p2wsh": (b"\x00\x20", 32, b"", 5),
}


def random_scripts(kinds: dict[str, int], seed: int) -> list[bytes]:
    """Return so many scripts of each kind, in random order."""
    rng = np.random.default_rng(seed)
    scripts = []
    for kind, many in kinds.items():
        before, size, after, _ = KINDS[kind]
        hashes = rng.bytes(many * size)
        scripts += [before + hashes[i : i + size] + after for i in range(0, len(hashes), size)]
    return [scripts[i] for i in rng.permutation(len(scripts))]


def compare(name: str, scripts: list[bytes]) -> None:
    """Print the time of both encoders for these scripts."""
    buffer = np.frombuffer(b"".join(scripts), np.uint8)
    length = np.array([len(script) for script in scripts], np.int32)
    start = np.cumsum(length, dtype=np.int64) - length

    def kernel() -> Any:
        return encode(buffer, start, length, classify(buffer, start, length), "main")

    kernel()  # compiles, or loads what was compiled
    ours, texts = least(kernel, REPEATS)
    sample = scripts[:SUBSET]
    plain, expected = least(lambda: [address_of(script, "main") for script in sample], 3)
    if texts[: len(sample)].to_pylist() != expected:
        raise SystemExit(f"{name}: the two encoders disagree")
    ours, plain = ours / len(scripts) * 1e9, plain / len(sample) * 1e9
    print(
        f"{name}, kernel: {ours:.0f} ns a script, {plain / ours:.0f} times as fast as plain Python"
    )
    print(f"{name}, plain Python: {plain:.0f} ns a script (timed on {len(sample):,} of them)")


def main() -> None:
    """Print the comparison for the mixture, then for each kind alone."""
    mixture = {kind: MANY * share // 100 for kind, (*_, share) in KINDS.items()}
    scripts = random_scripts(mixture, seed=1)
    print(f"distinct scripts: {len(set(scripts)):,}")
    compare("mixture", scripts)
    for kind in KINDS:
        compare(kind, random_scripts({kind: MANY // 5}, seed=2))


if __name__ == "__main__":
    main()
