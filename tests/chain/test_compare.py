"""Where two chains differ: on chains that were changed in one place."""

from dataclasses import replace

import numpy as np
import pytest

import nps_chain as nps
from nps_chain.chain.compare import compare
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import ChainError
from tests.node_chain import FOLDER, node_chain


@pytest.fixture(scope="module")
def chain() -> Chain:
    return node_chain()


def changed(chain, table, **columns):
    """Return the chain with other columns in one of its tables, whatever rules that breaks."""
    columns = {name: np.array(values) for name, values in columns.items()}
    new = replace(getattr(chain.columns, table), **columns)
    return Chain(chain.network, replace(chain.columns, **{table: new}), proven=True)


def test_the_same_chain_from_two_formats_differs_in_nothing(chain):
    found = compare(chain, nps.read(FOLDER / "getblock-verbosity3.jsonl.gz"))
    assert len(found) == 0
    assert repr(found) == "Comparison(no difference)"


def test_a_chain_that_ends_earlier_lacks_blocks_transactions_and_spendings(chain):
    found = compare(chain, chain.upto(140))
    later = chain.txs[chain.txs["height"] > 140]
    assert found.blocks["height"].tolist() == list(range(141, 154))
    assert found.blocks["one"].tolist() == chain.blocks["hash"].iloc[141:].tolist()
    assert set(found.blocks["other"]) == {""}
    assert sorted(found.transactions["txid"]) == sorted(later["txid"])
    assert set(found.transactions["other"]) == {-1}
    out = chain.outputs
    first = later.index[0]
    spent = out[(out["tx"] < first) & (out["spent_by"] >= first)]
    assert sorted(zip(found.spent["value"], found.spent["one"], strict=True)) == sorted(
        zip(spent["value"], chain.txs["height"].iloc[spent["spent_by"]], strict=True)
    )
    assert set(found.spent["other"]) == {-1}
    assert len(found.fields) == 0
    assert len(found) == sum(map(len, (found.blocks, found.transactions, found.spent)))
    assert repr(found) == (
        f"Comparison(blocks: 13, transactions: {len(later)}, spent in one only: {len(spent)},"
        " fields: 0)"
    )


def test_the_other_way_round_the_sides_change_places(chain):
    one, other = compare(chain, chain.upto(140)), compare(chain.upto(140), chain)
    for table in ("blocks", "transactions", "spent"):
        turned = getattr(other, table).rename(columns={"one": "other", "other": "one"})
        ours = getattr(one, table)
        assert turned[ours.columns].sort_values([*ours.columns]).values.tolist() == (
            ours.sort_values([*ours.columns]).values.tolist()
        )


def test_another_block_of_one_height_is_named_with_both_hashes(chain):
    hashes = chain.columns.blocks.hash.copy()
    hashes[120] = 7
    found = compare(chain, changed(chain, "blocks", hash=hashes))
    assert found.blocks.values.tolist() == [[120, chain.block(120).hash, "07" * 32]]
    assert found.transactions["txid"].tolist() == sorted(chain.block(120).txids)
    assert found.transactions["one"].tolist() == found.transactions["other"].tolist()


def test_a_hash_that_a_source_does_not_tell_contradicts_none(chain):
    hashes = chain.columns.blocks.hash.copy()
    hashes[120] = 0
    untold = changed(chain, "blocks", hash=hashes)
    assert len(compare(chain, untold)) == len(compare(untold, chain)) == 0
    # But a block that isn't there is another thing.
    assert compare(untold, chain.upto(119)).blocks["height"].iloc[0] == 120


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("txs", "fee", 5),
        ("txs", "vsize", 5),
        ("txs", "version", 5),
        ("txs", "locktime", 5),
        ("inputs", "value", 5),
        ("inputs", "sequence", 5),
        ("inputs", "address", 5),
        ("outputs", "value", 5),
        ("outputs", "address", 5),
    ],
)
def test_one_field_that_differs_is_named_and_counted(chain, table, column, value):
    values = getattr(getattr(chain.columns, table), column).copy()
    values[400] = value
    found = compare(chain, changed(chain, table, **{column: values}))
    assert found.fields.values.tolist() == [[f"{table}.{column}", 1, 0]]
    assert len(found) == 1


@pytest.mark.parametrize("column", ["value", "address", "witness"])
def test_what_one_does_not_know_is_counted_apart(chain, column):
    values = getattr(chain.columns.inputs, column).copy()
    known = np.flatnonzero(values[chain.columns.inputs.spends >= 0] >= 0)[:3]
    rows = np.flatnonzero(chain.columns.inputs.spends >= 0)[known]
    values[rows] = UNKNOWN
    found = compare(chain, changed(chain, "inputs", **{column: values}))
    assert found.fields.values.tolist() == [[f"inputs.{column}", 3, 3]]


def test_rows_in_another_order_are_no_difference(chain):
    """The explorer's chain has other rows for everything."""
    found = compare(chain, nps.read(FOLDER / "explorer"))
    assert len(found.fields) == 0
    assert set(found.spent["other"]) == {-1}


def test_coins_of_a_transaction_of_which_one_tells_more_are_not_compared(chain):
    """A txid that no source proved may stand for two different things."""
    counts = np.diff(chain.first_output)
    one = int(np.flatnonzero(~chain.columns.txs.coinbase)[0])
    other = int(np.flatnonzero((counts != counts[one]) & ~chain.columns.txs.coinbase)[0])
    txid = chain.columns.txs.txid.copy()
    txid[[one, other]] = txid[[other, one]]
    found = compare(chain, changed(chain, "txs", txid=txid))
    assert {field.partition(".")[0] for field in found.fields["field"]} == {"txs"}
    assert len(found.spent) == 0


def test_chains_of_two_networks_are_not_compared(chain):
    other = Chain("signet", chain.columns, proven=True)
    with pytest.raises(ChainError, match="two networks, regtest and signet"):
        compare(chain, other)


def test_a_chain_without_blocks_lacks_everything(chain):
    nothing = chain.upto(-1)
    found = compare(nothing, chain)
    assert len(found.blocks) == 154
    assert len(found.transactions) == 711
    assert len(found.spent) == len(found.fields) == 0
    assert len(compare(nothing, nothing)) == 0
