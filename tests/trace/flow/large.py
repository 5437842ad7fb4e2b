"""Chains of extreme shape, made as columns since a line of text a transaction would take long."""

import hashlib

import numpy as np

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import Pieces
from nps_chain.chain.tables import Chain
from tests.handmade import chain_of


def peel_chain(payments: int) -> Chain:
    """A coin that pays so often, 10,000 satoshi each time, to somebody new; output 0 carries on.

    Transaction 0 is the coinbase; each other one spends the first output of the one before it.
    """
    txs = payments + 1
    outs = np.full(txs, 2, np.int32)
    outs[0] = 1
    source = np.arange(-1, payments)
    value = np.full(2 * txs, 10_000)
    value[::2] = 10_000 * (10 * payments - np.arange(txs)) + 1
    value = np.delete(value, 1)
    return _assembled(np.ones(txs, np.int32), outs, source, np.zeros(txs, np.int64), value)


def star(points: int) -> Chain:
    """A coinbase that pays so many addresses, and a transaction that spends all they got."""
    source = np.concatenate([[-1], np.zeros(points, np.int64)])
    place = np.concatenate([[0], np.arange(points)])
    value = np.concatenate([np.ones(points, np.int64), [points]])
    ins, outs = np.array([1, points], np.int32), np.array([points, 1], np.int32)
    return _assembled(ins, outs, source, place, value)


def _assembled(ins, outs, source, place, value) -> Chain:
    """Link inputs to output ``place`` of transaction ``source``, -1 for a coinbase."""
    txs, outputs = len(ins), int(outs.sum())
    txid = np.zeros((txs, 32), np.uint8)
    txid[:, :8] = np.arange(1, txs + 1)[:, None] >> (8 * np.arange(8)) & 255
    coinbase = source < 0
    scripts = np.zeros((outputs, 22), np.uint8)
    scripts[:, 1] = 20
    scripts[:, 2:10] = np.arange(outputs)[:, None] >> (8 * np.arange(8)) & 255
    block_hash = np.frombuffer(hashlib.sha256(b"block").digest(), np.uint8).reshape(1, 32)
    inputs = len(source)
    return assemble(
        Pieces(
            height=np.zeros(1, np.int32),
            block_hash=block_hash.copy(),
            time=np.array([1_700_000_000]),
            header=np.zeros((1, 80), np.uint8),
            block_txs=np.array([txs], np.int32),
            txid=txid,
            version=np.full(txs, 2, np.uint32),
            locktime=np.zeros(txs, np.uint32),
            vsize=np.full(txs, 150, np.int32),
            tx_inputs=ins,
            tx_outputs=outs,
            prevout_txid=np.where(coinbase[:, None], 0, txid[source]).astype(np.uint8),
            prevout_n=np.where(coinbase, 0xFFFFFFFF, place),
            sequence=np.full(inputs, 0xFFFFFFFF, np.uint32),
            witness=np.ones(inputs, np.int8),
            prevout_value=np.full(inputs, -1, np.int64),
            prevout_script_length=np.full(inputs, -1, np.int32),
            value=value,
            script_length=np.full(outputs, 22, np.int32),
            prevout_scripts=np.zeros(0, np.uint8),
            scripts=scripts.ravel(),
        ),
        "regtest",
    )


def mixer(
    *, deposits: int, noise: int, paid: int, blocks: int, delay: int, kinds: int, seed: int
) -> tuple[Chain, list[int], list[int], dict[int, int]]:
    """Deposits of so many kinds of amounts, some paid out, and payouts that belong to none.

    Percent of them are ``paid`` out within ``delay`` blocks, less one to three percent. Returns the
    chain, the rows of deposits and of payouts, and which payout is which deposit's.
    """
    dice = np.random.Generator(np.random.PCG64(seed))
    amounts = np.sort(dice.integers(10**6, 10**8, kinds))

    def kept(value: int) -> int:
        return value - value * int(dice.integers(100, 301)) // 10_000

    events = []  # block, value, deposit or -1, the deposit that is paid out or -1
    for d in range(deposits):
        height, value = int(dice.integers(blocks)), int(dice.choice(amounts))
        events.append((height, 0, value, d, -1))
        if dice.integers(100) < paid:
            events.append((height + int(dice.integers(1, delay + 1)), 1, kept(value), -1, d))
    for _ in range(noise):
        value = kept(int(dice.choice(amounts)))
        events.append((int(dice.integers(blocks + delay)), 1, value, -1, -1))
    lines, height = [], -1
    for k, (at, _, value, _, _) in enumerate(sorted(events)):
        lines += [f"x{empty}: new -> z 1" for empty in range(height + 1, at)]
        lines.append(f"{'+ ' if at == height else ''}t{k}: ?q{k}={value} -> p{k} {value}")
        height = at
    chain = chain_of(*lines)
    rows = np.flatnonzero(chain.columns.outputs.value > 1).tolist()
    row_of = {d: row for row, (*_, d, _) in zip(rows, sorted(events), strict=True) if d >= 0}
    truth = {row_of[of]: row for row, (*_, of) in zip(rows, sorted(events), strict=True) if of >= 0}
    out = [row for row, (_, _, _, d, _) in zip(rows, sorted(events), strict=True) if d < 0]
    return chain, [row_of[d] for d in range(deposits)], out, truth
