"""The detectors on real blocks: each finding was looked at by hand.

What was found in them, and why it is right or at least no surprise:

- block 300,025 (May 2014) has five transactions of a mixing service that hang together, with 7 to
  10 outputs of 0.1 BTC from some 25 inputs. One has the very shape of equal outputs; the others
  pay some amounts twice or have fewer changes, and are missed.
- block 413,567 (May 2016) has two of JoinMarket's shape, 5 of 10 and 6 of 12 outputs equal. The
  data don't tell their inputs, so they are undecided.
- block 866,342 (October 2024) is full of trades of inscriptions with three to seven equal sums,
  paid by one buyer: none is a CoinJoin.
- testnet block 928,828 has 94 load tests of one owner, ten equal outputs each: again none.
"""

import csv
import gzip

import pytest

from nps_chain.chain.wire.block import parse_block
from nps_chain.trace.coinjoin.blocksci import blocksci_rule
from nps_chain.trace.coinjoin.detect import coinjoins, undecidable
from tests.trace.coinjoin.transactions import chain_of_transactions

TOLD = {  # what each input spends is in the data
    "block277647": {},
    "block300025": {
        "dbb220ef8a2d9dded1ee8f75c31e6ae6e8b56b3f25f07ca7fc77e2dc823ba7b9": "equal outputs"
    },
    "block866342": {},
    "testnet1087400": {},
    "testnet928828": {},
}
UNTOLD = {
    "block413567": {
        "79150a157185d883955fc9489247198a976c665b5a18127b2be64d80ce4b6bef": "joinmarket",
        "d5e8c0fa8848f8c20ec615a898ebfb150d0b99a5fead01ee01d2a3f0b9bea118": "joinmarket",
    },
    "block169482": {},
    "block227835": {},
    "block481829": {},
    "block482683": {},
    "block574200": {},
}


def block(name, raw, data):
    """A real block without its coinbase, as a chain; with what it spends, where that is known."""
    spent = {}
    file = data / "blocks" / f"{name}.prevouts.csv.gz"
    if file.exists():
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            spent = {(int(row["tx"]), int(row["vin"])): row for row in csv.DictReader(lines)}
    transactions = [
        {
            "txid": told.txid[::-1].hex(),
            "inputs": [
                {
                    "txid": coin.txid[::-1].hex(),
                    "n": coin.n,
                    "value": int(spent[place, k]["value"]) if spent else None,
                    "script": spent[place, k]["script"] if spent else None,
                }
                for k, coin in enumerate(told.inputs)
            ],
            "outputs": [{"value": o.value, "script": o.script.hex()} for o in told.outputs],
        }
        for place, told in enumerate(parse_block(raw).transactions)
        if place
    ]
    return chain_of_transactions(transactions)


def by_txid(chain, found):
    return {chain.tx(row).txid: kind for row, kind in zip(found["tx"], found["kind"], strict=True)}


@pytest.mark.parametrize("name", TOLD)
def test_the_coinjoins_of_real_blocks_are_these(name, real_block, data):
    chain = block(name, real_block(name), data)
    assert by_txid(chain, coinjoins(chain)) == TOLD[name]
    assert undecidable(chain).empty


@pytest.mark.parametrize("name", UNTOLD)
def test_where_inputs_are_unknown_these_may_be_coinjoins(name, real_block, data):
    chain = block(name, real_block(name), data)
    assert coinjoins(chain).empty
    assert by_txid(chain, undecidable(chain)) == UNTOLD[name]


def test_blocksci_also_takes_a_payment_of_two_equal_sums(real_block, data):
    chain = block("block300025", real_block("block300025"), data)
    assert set(by_txid(chain, blocksci_rule(chain))) == {
        "3ad6b54fe2f692224ad3031056601c5e0c1c037efe600823984015b925e0e64a",  # two of 0.001 BTC
        *TOLD["block300025"],
    }
