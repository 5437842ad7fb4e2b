"""Rows become the bytes that one would write by hand, whatever their counts and lengths."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.readers.bitcoin_etl.rows import TRANSACTION
from nps_chain.chain.readers.bitcoin_etl.values import rows_of
from nps_chain.chain.readers.bitcoin_etl.wire import prove, wire
from nps_chain.chain.wire.hashes import shown
from nps_chain.chain.wire.transaction import FINAL, Input, Output, Transaction

uint32 = st.integers(0, 0xFFFFFFFF)
hashes = st.binary(min_size=32, max_size=32)
inputs = st.builds(Input, hashes, st.integers(0, 0xFFFFFFFE), st.binary(max_size=60), uint32)
outputs = st.builds(Output, st.integers(0, 21 * 10**14), st.binary(max_size=60))
transactions = st.builds(
    Transaction, uint32, st.lists(inputs, max_size=3).map(tuple),
    st.lists(outputs, min_size=1, max_size=3).map(tuple), uint32,
)  # fmt: skip


def row(tx):
    return {
        "version": tx.version,
        "lock_time": tx.locktime,
        "inputs": [
            {
                "spent_transaction_hash": shown(spent.txid),
                "spent_output_index": spent.n,
                "script_hex": spent.script.hex(),
                "sequence": spent.sequence,
            }
            for spent in tx.inputs
        ],
        "outputs": [{"value": o.value, "script_hex": o.script.hex()} for o in tx.outputs],
    }


def written(txs, params=None):
    """Return the bytes of transactions by way of rows, and by way of `Transaction`."""
    params = pa.chunked_array([params or [b""] * len(txs)], pa.large_binary())
    data, edges = wire(rows_of("t", 1, TRANSACTION, [row(tx) for tx in txs]), params)
    due = [
        Transaction(
            tx.version,
            tx.inputs or (Input(bytes(32), 0xFFFFFFFF, params[t].as_py() or b"", FINAL),),
            tx.outputs,
            tx.locktime,
        ).to_bytes()
        for t, tx in enumerate(txs)
    ]
    return [data[a:b].tobytes() for a, b in pairwise(edges)], due


@given(st.lists(transactions, max_size=4))
def test_as_written_by_hand(txs):
    found, due = written(txs)
    assert found == due


@pytest.mark.parametrize("size", [252, 253, 65_535, 65_536])
def test_counts_and_lengths_of_every_width(size):
    spent, made = Input(b"\1" * 32, 5, b"\2" * size), Output(7, b"\3" * size)
    few, many = Input(b"\1" * 32, 5), Output(7, b"")
    txs = [Transaction(2, (spent,), (made,)), Transaction(1, (few,) * size, (many,) * size)]
    found, due = written(txs)
    assert found == due


def test_a_coinbase_gets_the_script_that_is_known():
    txs = [Transaction(1, (), (Output(50, b"\x51"),), n) for n in range(3)]
    found, due = written(txs, [b"\4\5", None, b"\6" * 100])
    assert found == due


@pytest.mark.parametrize("sequence", [0xFFFFFFFF, 0xFFFFFFFE, 0, 7])
def test_a_usual_sequence_of_a_coinbase_is_found_by_its_txid(sequence):
    due = Transaction(
        1, (Input(bytes(32), 0xFFFFFFFF, b"\1" * 80, sequence),), (Output(50, b"\x51"),)
    )
    bare = Transaction(1, (), due.outputs)
    found, _ = written([bare, bare], [b"\1" * 80, b"\1" * 79])
    data = np.frombuffer(b"".join(found), np.uint8).copy()
    edges = np.array([0, len(found[0]), len(data)])
    txid = np.frombuffer(due.txid * 2, np.uint8).reshape(2, 32)
    proven = prove(data, edges, txid, np.ones(2, bool))
    assert proven.tolist() == [sequence != 7, False]
    assert (data[: edges[1]].tobytes() == due.to_bytes()) == (sequence != 7)
