import contextlib
import gzip
import json
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nps_chain.chain.assemble import assemble
from nps_chain.chain.readers import core_json, esplora
from nps_chain.chain.readers.shared.source import Source
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire.hashes import from_shown, shown
from nps_chain.errors import ChainError
from tests.chain.readers.json_made_wrong import WRONG, at, places, replaced, without, written
from tests.chain.readers.test_core_json import differing


@pytest.fixture(scope="module")
def node(data):
    """The file in which a node told its whole chain."""
    return data.parents[1] / "datasets" / "core-regtest" / "getblock-verbosity3.jsonl.gz"


@pytest.fixture(scope="module")
def pages(node):
    """The same blocks as an explorer would tell them: a list of transactions for each."""
    lines = gzip.decompress(node.read_bytes()).splitlines()
    return [told_by_esplora(json.loads(line, parse_float=Decimal)) for line in lines]


def told_by_esplora(block):
    """Return a block's transactions in Esplora's words."""
    status = {
        "confirmed": True,
        "block_height": block["height"],
        "block_hash": block["hash"],
        "block_time": block["time"],
    }
    return [
        {
            "txid": tx["txid"],
            "version": tx["version"],
            "locktime": tx["locktime"],
            "vin": [spent_in_esplora(spent) for spent in tx["vin"]],
            "vout": [made_in_esplora(made) for made in tx["vout"]],
            "size": tx["size"],
            "weight": tx["weight"],
            "fee": sat(tx.get("fee", 0)),
            "status": status,
        }
        for tx in block["tx"]
    ]


def sat(bitcoin):
    return int(100_000_000 * bitcoin)


def made_in_esplora(made):
    script = made["scriptPubKey"]
    address = {"scriptpubkey_address": script["address"]} if "address" in script else {}
    return {"scriptpubkey": script["hex"]} | address | {"value": sat(made["value"])}


def spent_in_esplora(spent):
    coinbase = "coinbase" in spent
    witness = {"witness": spent["txinwitness"]} if "txinwitness" in spent else {}
    return {
        "txid": "0" * 64 if coinbase else spent["txid"],
        "vout": 2**32 - 1 if coinbase else spent["vout"],
        "prevout": None if coinbase else made_in_esplora(spent["prevout"]),
        "scriptsig": spent["coinbase"] if coinbase else spent["scriptSig"]["hex"],
        **witness,
        "is_coinbase": coinbase,
        "sequence": spent["sequence"],
    }


@pytest.fixture
def read(tmp_path):
    """A function: what is read from these JSON values or texts, each in a file of its own."""

    def read(*contents, names=None, **options):
        sources = []
        for number, content in enumerate(contents):
            path = tmp_path / (names[number] if names else f"{number}.json")
            path.write_text(content if isinstance(content, str) else written(content), "utf-8")
            sources.append(Source(path))
        return esplora.read(sources, **options)

    return read


def txids(reading):
    return [shown(row.tobytes()) for row in reading.pieces.txid]


def test_the_same_chain_but_for_its_headers(read, pages, node):
    reading = read(*pages)
    by_node = core_json.read([Source(node)]).pieces
    assert differing(reading.pieces, by_node) == {"header"}
    assert not reading.pieces.header.any()
    assert reading.network == "regtest"
    assert [note.split(",")[0] for note in reading.notes] == ["This is only a part of the chain"]


@pytest.mark.parametrize(
    ("name", "transactions", "blocks"),
    [
        ("bare-multisig", 1, 1),
        ("joinmarket-coinjoin", 1, 1),
        ("op-return-charley", 1, 1),
        ("satoshi-genesis-txs", 50, 19),
        ("simple-legacy-p2pkh", 1, 1),
        ("taproot-op-return", 1, 1),
        ("whirlpool-coinjoin", 1, 1),
    ],
)
def test_real_answers(data, name, transactions, blocks):
    path = data / "esplora" / f"{name}.json"
    assert esplora.knows(Source(path))
    assert not core_json.knows(Source(path))
    reading = esplora.read([Source(path)])
    told = json.loads(path.read_text("utf-8"))
    told = told if isinstance(told, list) else [told]
    assert sorted(txids(reading)) == sorted(tx["txid"] for tx in told)
    assert len(reading.pieces.txid) == transactions
    chain = assemble(*reading)
    assert (chain.network, len(chain.blocks)) == ("main", blocks)
    fee = {tx["txid"]: tx["fee"] for tx in told}
    assert chain.columns.txs.fee.tolist() == [fee[txid] for txid in txids(reading)]
    weight = {tx["txid"]: tx["weight"] for tx in told}
    assert chain.columns.txs.vsize.tolist() == [-(-weight[t] // 4) for t in txids(reading)]
    addresses = {made.get("scriptpubkey_address") for tx in told for made in tx["vout"]}
    assert addresses - {None} <= set(chain.columns.addresses.address.to_pylist())


def test_a_status_may_lack_the_blocks_hash(data, read):
    wrapped = json.loads((data / "esplora" / "hodlhodl-tp.json").read_text("utf-8"))
    with pytest.raises(ChainError, match="element 1: this is no transaction"):
        read(wrapped)
    reading = read([escrow["tx"] for escrow in wrapped])
    assert len(reading.pieces.txid) == 48
    assert not reading.pieces.block_hash.any()
    assert reading.pieces.height.tolist() == sorted(
        e["tx"]["status"]["block_height"] for e in wrapped
    )


def test_an_address_goes_back_in_time_and_is_turned(data):
    path = data / "esplora" / "satoshi-genesis-txs.json"
    newest_first = [tx["txid"] for tx in json.loads(path.read_text("utf-8"))]
    assert txids(esplora.read([Source(path)])) == newest_first[::-1]


def links(page):
    """Pairs of parent and child within a block, as txids."""
    inside = {tx["txid"] for tx in page}
    return {
        (spent["txid"], tx["txid"]) for tx in page for spent in tx["vin"] if spent["txid"] in inside
    }


@pytest.mark.parametrize("order", ["forward", "backward", "by txid"])
def test_within_a_block_coinbase_and_parents_come_first(read, pages, order):
    block = max(pages, key=lambda page: len(links(page)))
    assert len(links(block)) >= 2  # there is something to order
    shuffled = {
        "forward": block,
        "backward": block[::-1],
        "by txid": sorted(block, key=lambda tx: tx["txid"]),
    }[order]
    reading = read(shuffled)
    found = txids(reading)
    assert sorted(found) == sorted(tx["txid"] for tx in block)
    assert found[0] == block[0]["txid"]
    assert all(found.index(parent) < found.index(child) for parent, child in links(block))
    if order == "forward":
        assert found == [tx["txid"] for tx in block]


def test_pages_of_a_block_are_put_in_the_order_of_their_numbers(read, pages):
    block = max(pages, key=len)
    names = ["txs-0.json", "txs-10.json", "txs-5.json"]
    reading = read(block[:5], block[10:], block[5:10], names=names)
    assert txids(reading) == [tx["txid"] for tx in block]


def test_pages_may_overlap_and_unconfirmed_transactions_are_left_out(read, pages):
    waiting = pages[121][1] | {"status": {"confirmed": False}}
    reading = read(pages[120], [waiting, *pages[120][::-1]])
    assert txids(reading) == [tx["txid"] for tx in pages[120]]
    assert reading.notes[1] == "Transactions left out, because they are in no block yet: 1."
    with pytest.raises(ChainError, match="holds no confirmed transactions"):
        read([waiting])
    with pytest.raises(ChainError, match="holds no confirmed transactions"):
        read([])


def test_witnesses_that_a_source_leaves_out_are_unknown(read, pages):
    block = json.loads(written(max(pages, key=len)))
    whole = read(block)
    for tx in block:
        for spent in tx["vin"]:
            spent.pop("witness", None)
    bare = read(block)
    assert differing(bare.pieces, whole.pieces) == {"witness"}
    segwit = np.array([tx["weight"] < 4 * tx["size"] for tx in block])
    expected = np.where(np.repeat(segwit, [len(tx["vin"]) for tx in block]), UNKNOWN, 0)
    assert bare.pieces.witness.tolist() == expected.tolist()
    assert segwit.any()


def test_contradictions_between_pages_are_refused(read, pages):
    one, two = pages[120][:2], json.loads(written(pages[120][1:3]))
    for tx in two:
        tx["status"]["block_height"] = 121
    with pytest.raises(
        ChainError, match=r"0\.json.* and 1\.json.* is in two blocks, at heights 120"
    ):
        read(one, two)
    for tx in two:
        tx["status"] = one[0]["status"] | {"block_time": 7}
    with pytest.raises(ChainError, match="tell different hashes or times of block 120"):
        read(one, two)
    assert from_shown(one[0]["status"]["block_hash"])


@pytest.mark.parametrize(
    "content",
    [
        '{"address":"x","chain_stats":{"funded_txo_count":1}}',
        '{"id":"00","height":1,"tx_count":1}',
        '[{"txid":"00","vout":0,"status":{"confirmed":true},"value":1}]',
        '["00"]',
        '{"confirmed":true,"block_height":1}',
    ],
)
def test_other_answers_are_named(read, content):
    with pytest.raises(ChainError, match=r"this is no transaction\. Save .*/address/ADDRESS/txs"):
        read(content)


def test_a_network_that_the_addresses_are_not_of_is_refused(data):
    path = data / "esplora" / "whirlpool-coinjoin.json"
    with pytest.raises(ChainError, match="of the network main, not of test"):
        esplora.read([Source(path)], network="test")


# Not made use of, or not told by everyone.
UNUSED = {"fee", "is_coinbase", "scriptpubkey_address"}
# The explorer's word: nothing vouches for it.
WORD = {
    "height", "block_hash", "time", "witness",
    "prevout_value", "prevout_script_length", "prevout_scripts",
}  # fmt: skip


def refused_or_harmless(read, changed, whole, path):
    """Assert that a changed field is refused, has no effect, or is the explorer's word."""
    try:
        pieces = read([changed]).pieces
    except ChainError as refusal:
        return path[-1] not in UNUSED and str(refusal).startswith("0.json")
    if path[-1] in UNUSED:
        return differing(pieces, whole) == set()
    return bool({"prevout", "status", "witness"} & {*path}) and differing(pieces, whole) <= WORD


@pytest.fixture(scope="module")
def small(pages):
    """A payment with a witness, as short as any."""
    payments = [tx for page in pages for tx in page[1:] if "witness" in tx["vin"][0]]
    return min(payments, key=lambda tx: len(written(tx)))


def test_no_field_that_counts_may_be_missing(read, small):
    whole = read([small]).pieces
    for path in places(small):
        assert refused_or_harmless(read, without(small, path), whole, path), path


def test_no_field_that_counts_may_be_of_another_kind_or_out_of_range(read, small):
    whole = read([small]).pieces
    for path in places(small):
        for wrong in WRONG:
            if wrong != at(small, path):
                changed = replaced(small, path, wrong)
                assert refused_or_harmless(read, changed, whole, path), (path, wrong)


def test_no_field_that_counts_may_be_changed(read, small):
    whole = read([small]).pieces
    for path in places(small):
        old = at(small, path)
        if type(old) is int:
            changed = replaced(small, path, old + 1)
        elif type(old) is str:
            changed = replaced(small, path, old[:-1] + ("1" if old[-1:] == "0" else "0"))
        else:
            continue
        assert refused_or_harmless(read, changed, whole, path), path


def test_every_truncation_is_refused(read, small):
    text = written([small])
    read(text)
    for length in range(len(text)):
        with pytest.raises(ChainError):
            read(text[:length])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.data())
def test_whatever_is_in_its_fields_only_a_chain_error_comes_out(read, small, data):
    changed = small
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places(changed))))
        other = data.draw(st.sampled_from(list(places(changed))))
        new = data.draw(st.sampled_from([at(changed, other), *WRONG]))
        changed = replaced(changed, path, new)
    with contextlib.suppress(ChainError):
        read([changed])
