"""De-confliction of two lists, against the scalar multiplications alone that it can't do without.

``python -m benchmarks.bench_deconflict [--addresses N]``. Each side masks its own list and the
other's: four multiplications for each pair of addresses. "bare" is as many calls of libsodium's
``crypto_scalarmult_ed25519_noclamp`` on points that are at hand, without what PyNaCl wraps around
them; it includes libsodium's check of the point. "by PyNaCl" is the same through its public name.
The whole begins with texts: addresses are checked, hashed to points, masked, sorted, masked again,
compared, and shown. The answer is compared with that of plain sets.

Two times are told: the clock's, and the processor's for this process alone. All of it is one
thread's work without waiting; on a machine that others keep busy, the second is the one to compare.
"""

import argparse
import secrets
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from nacl._sodium import ffi, lib
from nacl.bindings import crypto_scalarmult_ed25519_noclamp

from nps_chain.chain.address import encode
from nps_chain.chain.address.script import classify
from nps_chain.evidence.deconflict import Party, deconflict
from nps_chain.evidence.deconflict.group import context, mask, new_key, to_point

ROUNDS = 3
DATE = "2025-03-23"
BOUND = context("ADP", "TCB", DATE)


def main(addresses: int) -> None:
    """Print each time, and its ratio to the bare multiplications."""
    shared = addresses // 10
    drawn = random_addresses(2 * addresses - shared)
    mine, theirs = drawn[:addresses], drawn[addresses - shared :]
    key = new_key(BOUND, "ADP", None)
    points = [to_point(BOUND, one) for one in mine] + [to_point(BOUND, one) for one in theirs]
    out, bare = ffi.new("unsigned char[32]"), lib.crypto_scalarmult_ed25519_noclamp

    def whole() -> list[str]:
        overlap = deconflict(Party("ADP", mine), Party("TCB", theirs), date=DATE)
        overlap.agree("ADP")
        overlap.agree("TCB")
        return overlap.reveal()

    runs: dict[str, Callable[[], Any]] = {
        "bare": lambda: [bare(out, key, point) for point in points + points],
        "by PyNaCl": lambda: [
            crypto_scalarmult_ed25519_noclamp(key, point) for point in points + points
        ],
        "whole": whole,
        "of it: addresses checked": lambda: [Party("ADP", mine), Party("TCB", theirs)],
        "of it: hashed to points": lambda: [to_point(BOUND, one) for one in mine + theirs],
        "of it: masked": lambda: mask(key, points + points),
    }
    clock, processor = (dict.fromkeys(runs, float("inf")) for _ in range(2))
    results = {}
    for _ in range(ROUNDS):  # in turn, so that a busy moment of the machine meets all of them
        for name, work in runs.items():
            started = time.perf_counter(), time.process_time()
            results[name] = work()
            clock[name] = min(clock[name], time.perf_counter() - started[0])
            processor[name] = min(processor[name], time.process_time() - started[1])

    if results["whole"] != sorted(set(mine) & set(theirs)):
        raise SystemExit("the answer isn't that of plain sets")
    print(f"two lists of {addresses:,}, {len(results['whole']):,} addresses in both")
    each = processor["bare"] / (4 * addresses) * 1e6
    print(f"{4 * addresses:,} multiplications, {each:.0f} µs of the processor each")
    for name in runs:
        print(f"{name:<26}", end="")
        for told, times in (("processor", processor), ("clock", clock)):
            print(
                f"{times[name]:8.2f} s {times[name] / times['bare']:5.2f} x bare ({told})", end=""
            )
        print()


def random_addresses(many: int) -> list[str]:
    """Return distinct addresses of regtest: half begin with bcrt1q, half with m or n."""
    scripts = [
        b"\x00\x14" + secrets.token_bytes(20)
        if number % 2
        else b"\x76\xa9\x14" + secrets.token_bytes(20) + b"\x88\xac"
        for number in range(many)
    ]
    length = np.array([len(script) for script in scripts], np.int32)
    start = np.cumsum(length, dtype=np.int64) - length
    buffer = np.frombuffer(b"".join(scripts), np.uint8)
    kinds = classify(buffer, start, length)
    return [str(one) for one in encode(buffer, start, length, kinds, "regtest").to_pylist()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--addresses", type=int, default=20_000)
    main(parser.parse_args().addresses)
