"""Inputs find the outputs that they spend, and pieces that contradict themselves are refused."""

from dataclasses import replace

import numpy as np
import pytest

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import Pieces
from nps_chain.chain.readers import core_json
from nps_chain.chain.readers.shared.source import Source
from nps_chain.errors import ChainError
from nps_chain.places import data_path


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    """The node's chain as JSON at verbosity 3 gives it: with every coin that is spent."""
    return core_json.read([Source(data_path("core-regtest/getblock-verbosity3.jsonl.gz"))]).pieces


def spending(pieces: Pieces, *, after: int = 0) -> int:
    """Return the row of an input that spends a coin."""
    return int(np.flatnonzero(pieces.prevout_n[after:] != 0xFFFFFFFF)[0]) + after


def changed(pieces: Pieces, name: str, row: int, value: object) -> Pieces:
    column = getattr(pieces, name).copy()
    column[row] = value
    return replace(pieces, **{name: column})


def test_equal_scripts_are_one_address_in_order_of_appearance(pieces):
    chain = assemble(pieces, "regtest")
    outputs, addresses = chain.columns.outputs, chain.columns.addresses
    texts = [addresses.address[int(row)].as_py() for row in outputs.address if row >= 0]
    assert list(dict.fromkeys(texts)) == addresses.address.to_pylist()
    seen = {}
    for row, tx in zip(outputs.address, outputs.tx, strict=True):
        seen.setdefault(int(row), int(tx))
    assert [seen[row] for row in range(len(addresses.address))] == addresses.first_seen.tolist()


def test_each_input_has_the_coin_that_the_node_tells(pieces):
    chain = assemble(pieces, "regtest")
    told = pieces.prevout_value >= 0
    assert (chain.columns.inputs.value[told] == pieces.prevout_value[told]).all()
    assert (chain.columns.inputs.spends[told] >= 0).all()


def test_a_lie_about_the_value_of_a_coin(pieces):
    row = spending(pieces)
    with pytest.raises(ChainError, match="another value or script"):
        assemble(changed(pieces, "prevout_value", row, 1), "regtest")


def test_a_lie_about_the_script_of_a_coin(pieces):
    scripts = pieces.prevout_scripts.copy()
    scripts[-1] ^= 1
    with pytest.raises(ChainError, match="another value or script"):
        assemble(replace(pieces, prevout_scripts=scripts), "regtest")


def test_a_coin_spent_twice(pieces):
    first = spending(pieces)
    again = spending(pieces, after=first + 1)
    twice = changed(pieces, "prevout_txid", again, pieces.prevout_txid[first])
    twice = changed(twice, "prevout_n", again, pieces.prevout_n[first])
    with pytest.raises(ChainError, match="was spent before"):
        assemble(twice, "regtest")


def test_an_output_that_there_is_not(pieces):
    with pytest.raises(ChainError, match="doesn't have"):
        assemble(changed(pieces, "prevout_n", spending(pieces), 99), "regtest")


def test_an_output_of_a_later_transaction(pieces):
    late = changed(pieces, "prevout_txid", spending(pieces), pieces.txid[-1])
    with pytest.raises(ChainError, match="comes only after it"):
        assemble(changed(late, "prevout_n", spending(pieces), 0), "regtest")


def test_a_txid_that_comes_again_takes_the_place_of_the_older_one():
    # As two early coinbases of the main network did (BIP 30): the later coin is the one spent.
    reward = 5_000_000_000
    made = Pieces(
        height=np.arange(3, dtype=np.int32),
        block_hash=np.zeros((3, 32), np.uint8),
        time=np.zeros(3, np.int64),
        header=np.zeros((3, 80), np.uint8),
        block_txs=np.array([1, 1, 2], np.int32),
        txid=np.repeat(np.array([[7], [7], [8], [9]], np.uint8), 32, axis=1),
        version=np.ones(4, np.uint32),
        locktime=np.zeros(4, np.uint32),
        vsize=np.full(4, 100, np.int32),
        tx_inputs=np.ones(4, np.int32),
        tx_outputs=np.ones(4, np.int32),
        prevout_txid=np.repeat(np.array([[0], [0], [0], [7]], np.uint8), 32, axis=1),
        prevout_n=np.array([0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0]),
        sequence=np.zeros(4, np.uint32),
        witness=np.zeros(4, np.int8),
        prevout_value=np.full(4, -1),
        prevout_script_length=np.full(4, -1, np.int32),
        value=np.full(4, reward),
        script_length=np.ones(4, np.int32),
        prevout_scripts=np.zeros(0, np.uint8),
        scripts=np.full(4, 0x51, np.uint8),
    )
    assert assemble(made, "regtest").columns.outputs.spent_by.tolist() == [-1, 3, -1, -1]
