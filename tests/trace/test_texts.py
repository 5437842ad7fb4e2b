"""Rows become the texts that a chain's frames have, and numbers of things become words."""

import numpy as np

from nps_chain.trace.texts import address_texts, count, txid_texts
from tests.handmade import chain_of
from tests.node_chain import node_chain


def test_texts_are_those_of_the_frames():
    chain = node_chain()
    txs, rows = np.array([5, 5, 0]), np.array([-1, 7, 7, -1])
    assert list(txid_texts(chain, txs)) == chain.txs["txid"].iloc[txs].tolist()
    seven = chain.addresses["address"].iloc[7]
    assert list(address_texts(chain, rows)) == ["", seven, seven, ""]


def test_of_nothing_there_are_no_texts():
    none = np.zeros(0, np.int64)
    assert len(txid_texts(chain_of(), none)) == len(address_texts(chain_of(), none)) == 0


def test_things_are_counted_in_words():
    assert [count(many, "hop") for many in (0, 1, 2, 1000)] == [
        "0 hops", "1 hop", "2 hops", "1,000 hops",
    ]  # fmt: skip
    assert count(1, "address", "addresses") == "1 address"
