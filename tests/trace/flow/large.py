"""Chains of extreme shape, made as columns since a line of text a transaction would take long."""

import hashlib

import numpy as np

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import Pieces
from nps_chain.chain.tables import Chain


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
