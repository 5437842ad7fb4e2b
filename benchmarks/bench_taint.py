"""Taint by each policy, against plain Python and against the least that a pass can cost.

``python -m benchmarks.bench_taint [--transactions N]``. "stream" looks up the value of the coin of
each input, and sums what a pass reads; it is timed beside each policy, since it depends most on
what else the machine does. "python" is haircut and FIFO over lists and dictionaries, run once, with
equal results. "late" sources are among the last outputs, so that under 1 % of transactions are
reached; they are held against the same policy's pass from 10,000 sources. Memory is what the work
takes at its peak, beyond what is there, by the bytes of the columns that it reads.
"""

import argparse
from collections.abc import Callable

import numpy as np

from benchmarks.memory import peak
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.chain.tables import Chain
from nps_chain.trace.taint import POLICIES, taint


def main(transactions: int) -> None:
    """Print each time, and its ratio to stream and to plain Python."""
    chain = random_chain(transactions)
    c = chain.columns
    columns = [
        c.inputs.spends, c.inputs.address, chain.first_input, c.outputs.value, c.outputs.address,
        c.outputs.spent_by, chain.first_output, c.txs.fee, c.txs.height,
    ]  # fmt: skip
    size = sum(column.nbytes for column in columns)
    txs = len(c.txs.txid)

    def stream() -> int:
        looked_up = np.take(c.outputs.value, c.inputs.spends, mode="clip")
        return int(np.sum(looked_up)) + sum(int(np.sum(column)) for column in columns)

    print(f"{txs:,} transactions, {len(c.outputs.tx):,} outputs, columns {size / 2**20:.0f} MiB")
    full = {}
    for many in (10, 100, 10_000):
        sources = some_outputs(chain, many, 0.0)
        for policy in POLICIES:
            seconds, floor, found = beside(
                lambda p=policy, s=sources: taint(chain, s, None, policy=p), stream
            )
            full[policy] = seconds
            share = len(np.unique(c.outputs.tx[found.outputs])) / txs
            told = f"{many:>6} sources {policy:<10}{seconds * 1e3:8.1f} ms"
            told += f"{seconds / floor:6.2f} x stream, {share:6.2%} reached"
            if policy in RIVALS:
                slow, amounts = least(lambda p=policy, s=sources: RIVALS[p](chain, s), 1)
                assert all(found.amounts[coin] == amount for coin, amount in amounts.items())
                assert len(amounts) == len(found.outputs)
                told += f", {slow / seconds:5.1f} x as fast as python"
            if many == 10_000:
                used = peak(lambda p=policy, s=sources: taint(chain, s, None, policy=p))
                told += f", memory {used / size:.2f} x columns"
            print(told)
    late = some_outputs(chain, 3_000, 0.97)
    for policy in POLICIES:
        seconds, found = least(lambda p=policy: taint(chain, late, None, policy=p), 9)
        share = len(np.unique(c.outputs.tx[found.outputs])) / txs
        print(f"  late sources {policy:<10}{seconds * 1e3:8.2f} ms, {share:6.2%} reached,"
              f" 1/{full[policy] / seconds:.0f} of its pass above")  # fmt: skip
    sources = some_outputs(chain, 100, 0.9)
    size += c.inputs.value.nbytes
    for policy in ("haircut", "fifo"):
        seconds, floor, _ = beside(
            lambda p=policy: taint(chain, sources, None, policy=p, backward=True), stream
        )
        used = peak(lambda p=policy: taint(chain, sources, None, policy=p, backward=True))
        print(f"   100 backward {policy:<10}{seconds * 1e3:8.1f} ms{seconds / floor:6.2f} x stream,"
              f" memory {used / size:.2f} x columns")  # fmt: skip


def beside(work: Callable, stream: Callable) -> tuple[float, float, object]:
    """Return the least times of two things that take turns, and what the first one returns."""
    best, floor, result = np.inf, np.inf, None
    for _ in range(9):
        seconds, result = least(work, 1)
        best, floor = min(best, seconds), min(floor, least(stream, 1)[0])
    return best, floor, result


def some_outputs(chain: Chain, many: int, after: float) -> np.ndarray:
    """Return rows of spent outputs, from after a share of all on; the same on every run."""
    spent = np.flatnonzero(chain.columns.outputs.spent_by >= 0)
    spent = spent[int(after * len(spent)) :]
    return np.sort(np.random.default_rng(many).choice(spent, min(many, len(spent)), replace=False))


def by_block(chain: Chain):
    """Yield transactions as they are settled, with the fees of a block before its coinbase."""
    heights, coinbase = chain.columns.txs.height.tolist(), chain.columns.txs.coinbase.tolist()
    waiting = None
    for t, height in enumerate(heights):
        if waiting is not None and heights[waiting] != height:
            yield waiting
            waiting = None
        if coinbase[t]:
            waiting = t
        else:
            yield t
    if waiting is not None:
        yield waiting


def lists_of(chain: Chain) -> tuple[list, ...]:
    """Return the columns as lists, which plain Python reads quickest."""
    c = chain.columns
    columns = (
        chain.first_input, c.inputs.spends, c.inputs.value, chain.first_output, c.outputs.value,
        c.txs.fee, c.txs.coinbase,
    )  # fmt: skip
    return tuple(column.tolist() for column in columns)


def with_haircut(chain: Chain, sources: np.ndarray) -> dict[int, int]:
    """Return the tainted satoshi of each output that has any, by plain Python."""
    first_in, spends, _, first_out, value, fees, coinbase = lists_of(chain)
    tainted = {row: value[row] for row in sources.tolist()}
    fixed = frozenset(tainted)
    block, all_fees = 0, 0
    for t in by_block(chain):
        outs = range(first_out[t], first_out[t + 1])
        if coinbase[t]:
            taint, whole = block, max(all_fees, sum(value[o] for o in outs))
            block = all_fees = 0
        else:
            taint = sum(tainted.get(spends[i], 0) for i in range(first_in[t], first_in[t + 1]))
            whole = sum(value[o] for o in outs) + fees[t]
            all_fees += fees[t]
        if not taint:
            continue
        before = given = 0
        for o in outs:
            before += value[o]
            upto = before * taint // whole
            if upto > given and o not in fixed:
                tainted[o] = upto - given
            given = upto
        if not coinbase[t]:
            block += taint - given
    return tainted


def with_fifo(chain: Chain, sources: np.ndarray) -> dict[int, int]:
    """Return the same by FIFO: the tainted stretches of each coin, as lists of pairs."""
    first_in, spends, in_value, first_out, value, fees, coinbase = lists_of(chain)
    held = {row: [(0, value[row])] for row in sources.tolist()}
    tainted = {row: value[row] for row in sources.tolist()}
    fixed = frozenset(tainted)
    block, all_fees = [], 0
    for t in by_block(chain):
        outs = range(first_out[t], first_out[t + 1])
        stretches, position = [], 0
        if coinbase[t]:
            new = max(0, sum(value[o] for o in outs) - all_fees)
            stretches = [(new + start, length) for start, length in block]
            block, all_fees = [], 0
        else:
            for i in range(first_in[t], first_in[t + 1]):
                if spends[i] in held:
                    own = held.pop(spends[i])
                    stretches += [(position + start, length) for start, length in own]
                position += in_value[i]
        if stretches:
            k, (start, length), edge = 0, stretches[0], 0
            for o in outs:
                begin, edge, own = edge, edge + value[o], []
                while length and start < edge:
                    part = min(length, edge - start)
                    if own and own[-1][0] + own[-1][1] == start - begin:
                        own[-1] = (own[-1][0], own[-1][1] + part)
                    else:
                        own.append((start - begin, part))
                    start, length = start + part, length - part
                    if not length and k + 1 < len(stretches):
                        k += 1
                        start, length = stretches[k]
                if own and o not in fixed:
                    held[o], tainted[o] = own, sum(part for _, part in own)
            if not coinbase[t] and length:
                rest = [(start, length), *stretches[k + 1 :]]
                block += [(all_fees + at - edge, part) for at, part in rest]
        if not coinbase[t]:
            all_fees += fees[t]
    return tainted


RIVALS = {"haircut": with_haircut, "fifo": with_fifo}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    main(parser.parse_args().transactions)
