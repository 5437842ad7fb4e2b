"""A chain: cut off at a height, shown as frames, looked into, and never changed."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.schema import TABLES, columns_of
from nps_chain.chain.tables import Chain
from nps_chain.chain.wire.hashes import double_sha256, shown
from nps_chain.errors import ChainError
from tests.chains import stories
from tests.folders import assert_same
from tests.handmade import address_of, chain_of, txid_of

CHAIN = chain_of(
    "mint: new -> ann 50",
    "pay: mint:0 ?carol=5 -> bob 35, data 0, ann 10",
    "lost: ? pay:2 -> kim 9",
)


# Cut off


@settings(max_examples=50)
@given(stories(), st.data())
def test_upto_is_the_chain_as_it_was_known_then(story, data):
    blocks = data.draw(st.integers(1, len(story.blocks)))
    part = story.chain().upto(story.height + blocks - 1)
    assert_same(part, story.chain(blocks))
    assert part.height == story.height + blocks - 1


@settings(max_examples=50)
@given(stories(), st.data())
def test_upto_of_upto(story, data):
    heights = st.integers(story.height - 1, story.height + len(story.blocks))
    low, high = sorted([data.draw(heights), data.draw(heights)])
    chain = story.chain()
    assert_same(chain.upto(high).upto(low), chain.upto(low))
    assert_same(chain.upto(low).upto(high), chain.upto(low))


def test_upto_knows_where_its_transactions_begin():
    chain = Chain(CHAIN.network, CHAIN.columns)  # which hasn't been asked yet
    for height in range(-1, chain.height):
        part = chain.upto(height)
        asked = Chain(part.network, part.columns)
        assert part.first_input.tolist() == asked.first_input.tolist()
        assert part.first_output.tolist() == asked.first_output.tolist()


def test_upto_keeps_what_belongs_to_the_whole():
    chain = Chain("regtest", CHAIN.columns, ("A note.",), lambda block_hash: b"raw")
    part = chain.upto(1)
    assert part.notes == ("A note.",)
    assert part.raw_block is chain.raw_block
    assert part.network == "regtest"


def test_upto_forgets_spends_and_addresses_of_later():
    part = CHAIN.upto(1)
    assert part.outputs["spent_by"].tolist() == [1, -1, -1, -1]
    assert CHAIN.outputs["spent_by"].tolist() == [1, -1, -1, 2, -1]
    assert part.addresses["address"].tolist() == list(map(address_of, ("ann", "carol", "bob")))
    assert len(part.columns.outside.input) == 1


@pytest.mark.parametrize("height", [-1, -(10**30)])
def test_upto_a_height_below_all(height):
    empty = CHAIN.upto(height)
    assert repr(empty) == "Chain(regtest: 0 blocks, 0 transactions, 0 addresses)"
    assert all(len(getattr(empty, table)) == 0 for table in TABLES)
    with pytest.raises(ChainError, match=r"^This chain is empty, so it has no height\.$"):
        empty.height  # noqa: B018
    with pytest.raises(ChainError, match="There is no transaction in row 0: there are 0"):
        empty.tx(0)


@pytest.mark.parametrize("height", [2, 3, 2**31, 10**30, np.int64(2)])
def test_upto_a_height_at_or_above_all(height):
    assert CHAIN.upto(height) is CHAIN


@pytest.mark.parametrize("height", ["2", 1.5, None, [1]])
def test_upto_what_is_no_height(height):
    with pytest.raises(ChainError, match=r"^Give the height as a whole number, not"):
        CHAIN.upto(height)


# Where a transaction's rows are


@settings(max_examples=50)
@given(stories())
def test_first_input_and_output(story):
    chain = story.chain()
    for edges, owner in (
        (chain.first_input, chain.columns.inputs.tx),
        (chain.first_output, chain.columns.outputs.tx),
    ):
        for tx in range(len(chain.columns.txs.txid)):
            rows = range(edges[tx], edges[tx + 1])
            assert list(rows) == np.flatnonzero(owner == tx).tolist()
        assert edges[-1] == len(owner)


# Frozen


def test_columns_can_not_be_written():
    for chain in (CHAIN, CHAIN.upto(1)):
        for table in TABLES:
            for values in columns_of(getattr(chain.columns, table)).values():
                if isinstance(values, np.ndarray):
                    with pytest.raises(ValueError, match="read-only"):
                        values[:1] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        CHAIN.network = "main"
    with pytest.raises(dataclasses.FrozenInstanceError):
        CHAIN.columns.txs.fee = np.zeros(3, np.int64)


def test_what_is_done_to_a_frame_stays_in_it():
    frame = CHAIN.outputs
    frame.loc[0, "value"] = 0
    frame["label"] = "mine"
    del frame["n"]
    again = CHAIN.outputs
    assert again["value"].tolist() == CHAIN.columns.outputs.value.tolist() == [50, 35, 0, 10, 9]
    assert list(again) == ["tx", "n", "value", "address", "script_type", "spent_by"]


# Frames


def test_frames_have_the_columns_of_the_tables():
    types = {
        "blocks": {"height": "int32", "hash": "str", "time": "time[UTC]"},
        "txs": {
            "txid": "str", "height": "int32", "fee": "int64", "version": "uint32",
            "locktime": "uint32", "vsize": "int32", "coinbase": "bool",
        },
        "inputs": {
            "tx": "int32", "spends": "int32", "value": "int64", "address": "int32",
            "sequence": "uint32", "witness": "int8",
        },
        "outside": {"input": "int32", "txid": "str", "n": "int64"},
        "outputs": {
            "tx": "int32", "n": "int32", "value": "int64", "address": "int32",
            "script_type": "category", "spent_by": "int32",
        },
        "addresses": {"address": "str", "script_type": "category", "first_seen": "int32"},
    }  # fmt: skip
    for chain in (CHAIN, CHAIN.upto(-1)):
        for table in TABLES:
            frame = getattr(chain, table)
            found = frame.dtypes.astype(str).str.replace(r"datetime64\[\w+, ", "time[", regex=True)
            assert found.to_dict() == types[table]
            assert len(frame) == len(next(iter(columns_of(getattr(chain.columns, table)).values())))
            assert isinstance(frame.index, pd.RangeIndex)


def test_frames_read_as_a_person_does():
    assert CHAIN.txs["txid"].tolist() == [txid_of(name) for name in ("mint", "pay", "lost")]
    assert CHAIN.txs["fee"].tolist() == [0, 10, -1]
    assert CHAIN.blocks["hash"][1] == "00" * 31 + "01"
    assert str(CHAIN.blocks["time"][1]) == "2023-11-14 22:23:20+00:00"
    assert CHAIN.outputs["script_type"].tolist() == ["p2wpkh"] * 2 + ["op_return"] + ["p2wpkh"] * 2
    assert CHAIN.outputs["script_type"].cat.categories.tolist() == list(SCRIPT_TYPES)
    assert CHAIN.addresses["address"][0] == address_of("ann")


def test_frames_of_a_real_chain(real_chain):
    txids = real_chain.txs["txid"]
    assert txids[0] == "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"  # genesis
    assert real_chain.blocks["hash"][0].startswith("0f9188f13cb7b2c71f2a335e3a4fc328")
    assert str(real_chain.blocks["time"][0]) == "2011-02-02 23:16:42+00:00"


# Looked into


def test_one_thing_by_row_and_by_text():
    assert CHAIN.tx(1).txid == CHAIN.tx(np.int32(1)).txid == txid_of("pay")
    for text in (txid_of("pay"), txid_of("pay").upper(), f" {txid_of('pay')}\n"):
        assert CHAIN.tx(text).row == 1
    assert CHAIN.address(2).text == address_of("bob")
    assert CHAIN.address(f" {address_of('bob')} ").row == 2
    assert CHAIN.block(2).row == 2


def test_every_address_and_transaction_is_found(real_chain):
    for row in range(0, 1422, 97):
        assert real_chain.address(real_chain.address(row).text).row == row
    for row in range(0, 711, 53):
        assert real_chain.tx(real_chain.tx(row).txid).row == row


def test_of_two_transactions_of_one_name_the_later_is_meant():
    # As with the coinbases that BIP 30 is about.
    columns = CHAIN.columns
    txid = columns.txs.txid.copy()
    txid[2] = txid[0]
    twins = dataclasses.replace(columns, txs=dataclasses.replace(columns.txs, txid=txid))
    assert Chain("regtest", twins).tx(txid_of("mint")).row == 2


@pytest.mark.parametrize(
    ("look", "sentence"),
    [
        (lambda: CHAIN.tx(3), "There is no transaction in row 3: there are 3, from row 0 on."),
        (lambda: CHAIN.tx(-1), "There is no transaction in row -1: there are 3, from row 0 on."),
        (lambda: CHAIN.address(5), "There is no address in row 5: there are 4, from row 0 on."),
        (lambda: CHAIN.tx("ab"), "'ab' is no txid or block hash: these are 64 hex digits."),
        (lambda: CHAIN.tx("0" * 64), f"No transaction {'0' * 64} is in {CHAIN!r}."),
        (lambda: CHAIN.address("1x"), f"No output or input of {CHAIN!r} has the address 1x."),
        (lambda: CHAIN.block(3), f"There is no block at height 3 in {CHAIN!r}."),
        (lambda: CHAIN.block(10**30), f"There is no block at height 2147483647 in {CHAIN!r}."),
        (
            lambda: CHAIN.tx(1.0),
            "Give the row of the transaction, a whole number, or its text, not 1.0.",
        ),
        (
            lambda: CHAIN.address(None),
            "Give the row of the address, a whole number, or its text, not None.",
        ),
        (lambda: CHAIN.block("2"), "Give the block's height as a whole number, not '2'."),
        (
            lambda: CHAIN.raw(txid_of("pay")),
            "The bytes of transactions are not kept in the tables; read the chain from its block"
            " files, nps.read(folder), to have them.",
        ),
    ],
)
def test_what_is_not_there(look, sentence):
    with pytest.raises(ChainError) as caught:
        look()
    assert str(caught.value) == sentence


def test_addresses_that_were_spent_together_are_listed_by_transaction():
    chain = chain_of(
        "a: ?bob=1 ?ann=1 ?bob=2 -> kim 3",
        "b: ?lee=1 ?lee=2 -> kim 3",
        "c: a:0 ? ?ann=4 -> bob 7",
    )
    ann, bob, kim = map(address_of, ("ann", "bob", "kim"))
    assert chain.spent_together() == [[bob, ann], [ann, kim]]
    assert chain_of("mint: new -> ann 50").spent_together() == []


@settings(max_examples=50)
@given(stories())
def test_what_is_listed_as_spent_together_is_what_transactions_spend_from(story):
    chain = story.chain()
    views = [chain.tx(row).spends_from for row in range(len(chain.txs))]
    together = [sorted(addresses) for addresses in views if len(addresses) > 1]
    assert [sorted(addresses) for addresses in chain.spent_together()] == together


@settings(max_examples=50)
@given(stories())
def test_raw_bytes_come_from_the_block(story):
    blocks = {block.hash: block.to_bytes() for block in story.blocks}
    chain = story.chain()
    chain = Chain(chain.network, chain.columns, raw_block=blocks.__getitem__)
    transactions = [tx for block in story.blocks for tx in block.transactions]
    for row, transaction in enumerate(transactions):
        txid = chain.tx(row).txid
        assert chain.raw(txid) == transaction.to_bytes()
        assert shown(double_sha256(chain.raw(txid, witness=False))) == txid


def test_it_says_what_it_is():
    assert repr(CHAIN) == ("Chain(regtest: 3 blocks, heights 0 to 2, 3 transactions, 4 addresses)")
    assert CHAIN.height == 2
