"""A large chain out of chance, with the habits of real ones, for the benchmarks to work on.

It is made as columns, without scripts being run or anything signed, so a million transactions take
seconds. The same seed gives the same chain on one numpy version. What it resembles of Bitcoin is
what decides how long work takes: counts of inputs and outputs, reused addresses, delays before a
coin is spent, amounts and fees. Its clusters and flows mean nothing.
"""

import argparse
import functools

import numpy as np
from numba import njit

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import NO_SCRIPT, Pieces, starts
from nps_chain.chain.tables import Chain

FIRST_HEIGHT = 680_000  # spring of 2021
REWARD = 625_000_000  # satoshi, at that height
SPACING = 600  # seconds between blocks
TXS_IN_BLOCK = 500
MOST_INPUTS = 200
DUST = 10_000  # satoshi; a smaller coin isn't worth the fee of spending it

NEVER_SPENT = 0.08  # of outputs; others lie unspent at the end all the same
OWN_ADDRESS, EARLIER_ADDRESS = 0.14, 0.33  # of outputs: go to the address of an input, of any coin

# Kinds of locking scripts: first bytes, bytes of hash, last bytes, share of new addresses.
KINDS = (
    (b"\x00\x14", 20, b"", 0.48),  # p2wpkh
    (b"\xa9\x14", 20, b"\x87", 0.24),  # p2sh
    (b"\x76\xa9\x14", 20, b"\x88\xac", 0.22),  # p2pkh
    (b"\x51\x20", 32, b"", 0.04),  # p2tr
    (b"\x00\x20", 32, b"", 0.02),  # p2wsh
)


@functools.cache
def random_chain(transactions: int = 1_000_000, seed: int = 0) -> Chain:
    """Return the chain that `random_pieces` make."""
    return assemble(random_pieces(transactions, seed), "main")


def random_pieces(transactions: int, seed: int) -> Pieces:
    """Return the pieces of a chain of about so many transactions."""
    dice = np.random.Generator(np.random.PCG64(seed))
    blocks = max(1, transactions // TXS_IN_BLOCK)
    block_txs = np.clip(dice.poisson(TXS_IN_BLOCK, blocks), 1, None).astype(np.int32)
    block_of = np.repeat(np.arange(blocks), block_txs)
    txs = len(block_of)
    coinbase = np.diff(block_of, prepend=-1) > 0

    # Most pay one and keep the change; a few pay out or collect in hundreds.
    outs = dice.choice(np.array([1, 2, 3, 4]), txs, p=[0.19, 0.70, 0.06, 0.05]).astype(np.int32)
    batch = dice.random(txs) < 0.02
    outs[batch] = np.clip(8 * (1 + dice.pareto(1.6, batch.sum())), 5, 400).astype(np.int32)
    ins = dice.choice(np.array([1, 2, 3, 4]), txs, p=[0.74, 0.16, 0.06, 0.04]).astype(np.int32)
    sweep = dice.random(txs) < 0.03
    ins[sweep] = np.clip(8 * (1 + dice.pareto(1.6, sweep.sum())), 5, MOST_INPUTS).astype(np.int32)
    ins[coinbase] = outs[coinbase] = 1
    in_edges, out_edges = starts(ins), starts(outs)

    # How many coins back a coin is looked for that is free to be spent: minutes to weeks.
    back = np.exp(dice.normal(np.log(45_000), 2.1, in_edges[-1])).astype(np.int64)
    kept = dice.random(out_edges[-1]) < NEVER_SPENT
    kept[out_edges[:-1][coinbase]] = True
    split = dice.random(out_edges[-1])  # of what is left, by chance
    rate = np.exp(dice.normal(np.log(20), 0.9, txs))
    vsize = (11 + 68 * ins + 31 * outs).astype(np.int32)
    fresh = np.exp(dice.normal(np.log(50_000_000), 2.0, in_edges[-1])).astype(np.int64) + 1_000
    source, in_value, value = _play(
        in_edges, out_edges, coinbase, back, kept, split, rate * vsize, fresh, REWARD
    )

    habit = dice.random(out_edges[-1])
    earlier = (dice.random(out_edges[-1]) * np.arange(out_edges[-1])).astype(np.int64)
    owner = np.repeat(np.arange(txs), outs)
    own = source[in_edges[owner]]
    script_of = _addresses(habit, earlier, own)
    scripts, length = _scripts(dice, script_of)

    txid = dice.integers(0, 256, (txs, 32), np.uint8)
    outside = source < 0
    prevout_txid = dice.integers(0, 256, (len(source), 32), np.uint8)
    prevout_n = dice.integers(0, 3, len(source))
    maker = owner[source[~outside]]
    prevout_txid[~outside] = txid[maker]
    prevout_n[~outside] = source[~outside] - out_edges[maker]
    new = np.repeat(coinbase, ins)
    prevout_txid[new], prevout_n[new] = 0, 0xFFFFFFFF
    prevout_script = np.where(outside & ~new, 22, NO_SCRIPT).astype(np.int32)
    strange = np.zeros((int((outside & ~new).sum()), 22), np.uint8)
    strange[:, 1], strange[:, 2:] = 20, dice.integers(0, 256, (len(strange), 20), np.uint8)
    height = FIRST_HEIGHT + np.arange(blocks, dtype=np.int32)
    return Pieces(
        height=height,
        block_hash=dice.integers(0, 256, (blocks, 32), np.uint8),
        time=1_618_000_000 + np.cumsum(dice.exponential(SPACING, blocks)).astype(np.int64),
        header=dice.integers(0, 256, (blocks, 80), np.uint8),
        block_txs=block_txs,
        txid=txid,
        version=dice.choice(np.array([1, 2], np.uint32), txs, p=[0.4, 0.6]),
        locktime=np.where(dice.random(txs) < 0.3, height[block_of] - 1, 0).astype(np.uint32),
        vsize=vsize,
        tx_inputs=ins,
        tx_outputs=outs,
        prevout_txid=prevout_txid,
        prevout_n=prevout_n.astype(np.int64),
        sequence=np.repeat(
            dice.choice(np.array([0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD], np.uint32), txs), ins
        ),
        witness=np.repeat(dice.random(txs) < 0.75, ins).astype(np.int8),
        prevout_value=np.where(outside & ~new, in_value, -1),
        prevout_script_length=prevout_script,
        value=value,
        script_length=length,
        prevout_scripts=strange.ravel(),
        scripts=scripts,
    )


@njit(cache=True)
def _play(in_edges, out_edges, coinbase, back, kept, split, fees, fresh, reward):
    """Let each transaction spend coins that are free, and share their value among its outputs.

    Returns for each input the output that it spends (-1 a coin from outside) and its value, and
    the value of each output.
    """
    source = np.full(in_edges[-1], -1, np.int64)
    in_value = np.zeros(in_edges[-1], np.int64)
    value = np.zeros(out_edges[-1], np.int64)
    # free[o + 1] leads to the nearest coin at or before o that is not spent; free[0] is the end.
    free = np.arange(out_edges[-1] + 1)
    minted = 0
    for t in range(len(coinbase)):
        if coinbase[t]:
            minted = out_edges[t]
            value[minted] = reward
        else:
            total = np.int64(0)
            for i in range(in_edges[t], in_edges[t + 1]):
                place = out_edges[t] - back[i] % max(1, out_edges[t])
                while free[place] != place:
                    free[place] = free[free[place]]
                    place = free[place]
                if place:
                    free[place] = place - 1
                    source[i], in_value[i] = place - 1, value[place - 1]
                else:
                    in_value[i] = fresh[i]
                total += in_value[i]
            fee = min(np.int64(fees[t]), total // 2)
            left = total - fee
            for o in range(out_edges[t], out_edges[t + 1] - 1):
                after = out_edges[t + 1] - 1 - o
                value[o] = np.int64(left * (1 - split[o] ** (1 / after)))  # spread evenly
                left -= value[o]
            value[out_edges[t + 1] - 1] = left
            value[minted] += fee
        for o in range(out_edges[t], out_edges[t + 1]):
            if kept[o] or value[o] < DUST:
                free[o + 1] = o
    return source, in_value, value


@njit(cache=True)
def _addresses(habit, earlier, own):
    """Number each output's address: that of a coin spent beside it, of an earlier one, or new."""
    number = np.empty(len(habit), np.int64)
    new = 0
    for o in range(len(habit)):
        if habit[o] < OWN_ADDRESS and own[o] >= 0:
            number[o] = number[own[o]]
        elif OWN_ADDRESS <= habit[o] < OWN_ADDRESS + EARLIER_ADDRESS and o > 0:
            number[o] = number[earlier[o]]
        else:
            number[o] = new
            new += 1
    return number


def _scripts(dice: np.random.Generator, script_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the locking scripts of outputs whose addresses have these numbers."""
    rows = int(script_of.max()) + 1
    kind = dice.choice(len(KINDS), rows, p=[share for *_, share in KINDS])
    widest = max(len(head) + size + len(tail) for head, size, tail, _ in KINDS)
    pool = dice.integers(0, 256, (rows, widest), np.uint8)
    length = np.empty(rows, np.int32)
    for k, (head, size, tail, _) in enumerate(KINDS):
        chosen = kind == k
        length[chosen] = len(head) + size + len(tail)
        pool[chosen, : len(head)] = np.frombuffer(head, np.uint8)
        if tail:
            end = len(head) + size
            pool[chosen, end : end + len(tail)] = np.frombuffer(tail, np.uint8)
    out_length = length[script_of]
    return pool[script_of][np.arange(widest) < out_length[:, None]], out_length


def describe(chain: Chain) -> str:
    """Return the figures by which the chain can be held against real ones."""
    c = chain.columns
    txs, outputs = len(c.txs.txid), len(c.outputs.tx)
    spent = c.outputs.spent_by >= 0
    maker = c.outputs.tx[spent]
    blocks = c.txs.height[c.outputs.spent_by[spent]] - c.txs.height[maker]
    day = 24 * 3600 // SPACING
    return (
        f"{txs:,} transactions, {len(c.inputs.tx) / txs:.2f} inputs and {outputs / txs:.2f} outputs"
        f" each, {1 - len(c.addresses.address) / outputs:.0%} of outputs on a reused address,"
        f" {(blocks < day).mean():.0%} of spends within a day, {(~spent).mean():.0%} unspent,"
        f" {len(c.outside.input) / len(c.inputs.tx):.1%} of inputs from outside"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    print(describe(random_chain(arguments.transactions, arguments.seed)))
