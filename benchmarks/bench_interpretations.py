"""Counting interpretations, against plain Python that visits them one by one.

``python -m benchmarks.bench_interpretations [--seconds N]``. The rival goes through all ways to put
inputs into blocks, and gives each output in turn to each block that can still pay it; a way that
overdraws is left at once. Both count N and all links, and agree. It is run on growing CoinJoins, as
long as it takes less than the time given. Then come the sizes that it would never end with.

"perfect" is n inputs and n outputs of one value; "apart" has values that all differ, dust enough
that blocks balance often; "dust" pays a fee so large that nearly every block balances, which is the
worst there is; "makers" is like JoinMarket: n equal outputs, a change for each, and a maker's fee.
"""

import argparse
import random
from collections.abc import Iterator
from functools import partial

from benchmarks.memory import peak
from benchmarks.timing import least
from nps_chain.errors import NpsError
from nps_chain.trace.coinjoin.interpretations import interpretations_of


def perfect(n: int) -> tuple[list[int], list[int]]:
    """Return a CoinJoin of coins of one value."""
    return [5_000_100] * n, [5_000_000] * n


def apart(n: int) -> tuple[list[int], list[int]]:
    """Return a transaction whose values all differ."""
    return [1_000 + 7 * k for k in range(n)], [1_000 - 11 * k for k in range(n)]


def dust(n: int) -> tuple[list[int], list[int]]:
    """Return a transaction whose every input could pay all outputs."""
    return [10**8 + k for k in range(n)], [2**k for k in range(n)]


def makers(n: int) -> tuple[list[int], list[int]]:
    """Return a CoinJoin in which the last of n participants pays the others."""
    draw = random.Random(n)
    change = [draw.randrange(10_000, 10**8) for _ in range(n)]
    earned = [draw.randrange(1_000, 20_000) for _ in range(n - 1)]
    gained = [*(-fee for fee in earned), sum(earned) + 2_000]
    inputs = [10**7 + rest + fee for rest, fee in zip(change, gained, strict=True)]
    return inputs, [10**7] * n + change


def one_by_one(
    inputs: list[int], outputs: list[int], gain: int, loss: int
) -> tuple[int, list[list[int]]]:
    """Return the number and the links, visiting every interpretation."""
    most = sum(inputs) - sum(outputs) + loss
    links = [[0] * len(inputs) for _ in outputs]
    number = 0
    for of_input in blocks(len(inputs)):
        left = [0] * (max(of_input) + 1)
        for block, value in zip(of_input, inputs, strict=True):
            left[block] += value
        for of_output in given(outputs, left, -gain, most, []):
            number += 1
            for row, block in zip(links, of_output, strict=True):
                for i, other in enumerate(of_input):
                    row[i] += block == other
    return number, links


def blocks(many: int) -> Iterator[list[int]]:
    """Yield all ways to put so many things into blocks."""
    if many == 0:
        yield []
        return
    for first in blocks(many - 1):
        for block in range(max(first, default=-1) + 2):
            yield [*first, block]


def given(
    outputs: list[int], left: list[int], low: int, high: int, chosen: list[int]
) -> Iterator[list[int]]:
    """Yield all ways to give the outputs to blocks with so much left."""
    if len(chosen) == len(outputs):
        if all(rest <= high for rest in left):
            yield chosen
        return
    value = outputs[len(chosen)]
    for block in range(len(left)):
        if left[block] - value >= low:
            left[block] -= value
            chosen.append(block)
            yield from given(outputs, left, low, high, chosen)
            chosen.pop()
            left[block] += value


def main(seconds: float) -> None:
    """Print each time, and its ratio to ours."""
    share = {makers: 0.005}
    for make in (perfect, apart, dust, makers):
        took = 0.0
        for n in range(2, 31):
            inputs, outputs = make(n)
            ours = partial(interpretations_of, inputs, outputs, maker_fee=share.get(make, 0.0))

            name = f"{make.__name__:<8}{len(inputs):>3} x {len(outputs):<3}"
            try:
                ours()  # compiled before it is measured
                mine, read = least(ours, 5 if n < 10 else 1)
            except NpsError as refused:
                print(f"{name}  refused: {str(refused).split(': ')[1].split('. ')[0]}")
                break
            line = f"{name}{mine * 1e3:11.2f} ms  {read.entropy:6.2f} bits"
            if took * 20 < seconds:
                rival = partial(one_by_one, inputs, outputs, read.gain, read.loss)
                took, (number, links) = least(rival, 1)
                assert (number, links) == (read.n, read.links.tolist())
                line += f"  one by one {took * 1e3:11.2f} ms {took / mine:10.1f} x"
            if n >= 10:
                line += f"  peak {peak(ours) / 1e6:6.1f} MB"
            print(line, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    main(parser.parse_args().seconds)
