"""One chain, read from every format it can be had in, is one set of tables.

What a format lacks is listed here, and in the docs of :mod:`nps_chain.chain.readers`: no more, no
less.
"""

import gzip
import json
from decimal import Decimal

import pytest

import nps_chain as nps
from nps_chain.chain.readers import READERS
from tests.chain.readers.agreement import differences


@pytest.fixture(scope="module")
def node(data):
    """The node's own answers, by file."""
    return data.parents[1] / "datasets" / "core-regtest"


@pytest.fixture(scope="module")
def chain(node):
    return nps.read(node / "blocks")


def stripped(block):
    """The same answer at verbosity 2: no prevouts."""
    for tx in block["tx"]:
        for entry in tx["vin"]:
            entry.pop("prevout", None)
    return block


def lines(path):
    for line in gzip.decompress(path.read_bytes()).splitlines():
        yield json.loads(line, parse_float=Decimal)


def test_core_json_at_verbosity_3(chain, node):
    assert differences(chain, nps.read(node / "getblock-verbosity3.jsonl.gz")) == set()


def test_core_json_at_verbosity_2(chain, node, tmp_path):
    with (tmp_path / "blocks.jsonl").open("w", encoding="utf-8") as file:
        for block in lines(node / "getblock-verbosity3.jsonl.gz"):
            file.write(json.dumps(stripped(block), default=float) + "\n")
    assert differences(chain, nps.read(tmp_path / "blocks.jsonl")) == set()


def test_a_part_of_the_chain_lacks_only_prevouts_at_verbosity_2(chain, node, tmp_path):
    whole = list(lines(node / "getblock-verbosity3.jsonl.gz"))
    part = [block for block in whole if 115 <= block["height"] <= 130]
    three, two = tmp_path / "3.json", tmp_path / "2.json"
    three.write_text(json.dumps(part, default=float), "utf-8")
    two.write_text(json.dumps([stripped(block) for block in part], default=float), "utf-8")
    three, two = nps.read(three), nps.read(two)
    assert (three.columns.txs.fee >= 0).all()
    assert (
        three.columns.txs.fee
        == chain.columns.txs.fee[chain.block(115).tx_rows[0] :][: len(three.txs)]
    ).all()
    assert differences(three, two) == {
        "txs.fee", "inputs.value", "inputs.address", "outputs.address",
        "addresses.address", "addresses.script_type", "addresses.first_seen",
    }  # fmt: skip
    # Rows of addresses differ only because coins from outside bring theirs: the texts are the same.
    text = [c.addresses.address.reindex(c.outputs.address).tolist() for c in (three, two)]
    assert str(text[0]) == str(text[1])


def test_every_reader_says_what_it_knows():
    for reader in READERS:
        assert reader.knows.__doc__
        assert reader.read.__doc__


@pytest.mark.parametrize("table", ["transactions", "transactions_enriched"])
def test_bitcoin_etl(chain, data, table, tmp_path):
    for name in ("blocks", table):
        file = f"{name}.json.gz"
        (tmp_path / file).write_bytes((data / "bitcoin-etl" / "core-regtest" / file).read_bytes())
    assert differences(chain, nps.read(tmp_path)) == set()
