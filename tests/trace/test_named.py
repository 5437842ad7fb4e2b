"""Names as a person gives them become rows, and what isn't there is refused by its name."""

import re

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.trace.named import address_rows, output_rows, tx_rows
from nps_chain.trace.published import PUBLISHED_ERRORS
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain

CHAIN = chain_of("mint: new -> ann 50", "pay: mint:0 -> bob 20, ann 30", "back: pay:0 -> ann 20")


def test_addresses_in_every_form_are_the_same_rows():
    ann, bob = address_of("ann"), address_of("bob")
    forms = ann, 0, np.int32(0), CHAIN.address(0), [f" {ann} "], iter([0, 0]), np.array([0])
    assert [address_rows(CHAIN, form).tolist() for form in forms] == [[0]] * len(forms)
    assert address_rows(CHAIN, pd.DataFrame({"address": [bob, ann, bob]})).tolist() == [0, 1]
    assert address_rows(CHAIN, {bob, 0}).tolist() == [0, 1]
    assert address_rows(CHAIN, None).tolist() == []
    assert address_rows(CHAIN, []).dtype == np.int64


def test_transactions_in_every_form_are_the_same_rows():
    pay = txid_of("pay")
    forms = pay, pay.upper(), 1, CHAIN.tx(1), [pay, 1], pd.DataFrame({"tx": [1]}), pd.Series([1])
    assert [tx_rows(CHAIN, form).tolist() for form in forms] == [[1]] * len(forms)
    assert tx_rows(CHAIN, [txid_of("back"), txid_of("mint"), pay]).tolist() == [0, 1, 2]
    assert tx_rows(CHAIN, None).tolist() == []


def test_outputs_keep_the_order_in_which_they_are_given():
    pay = txid_of("pay")
    assert output_rows(CHAIN, [f"{pay}:1", 0, f"{pay}:0", 0]).tolist() == [2, 0, 1, 0]
    assert output_rows(CHAIN, pd.DataFrame({"output": [3, 1]})).tolist() == [3, 1]
    assert output_rows(CHAIN, f"{pay}:1").tolist() == [2]


def test_all_of_a_real_node_s_names_lead_to_their_rows():
    chain = node_chain()
    assert (address_rows(chain, chain.addresses) == np.arange(len(chain.addresses))).all()
    assert (tx_rows(chain, chain.txs["txid"]) == np.arange(len(chain.txs))).all()
    outputs = chain.outputs
    names = chain.txs["txid"].take(outputs["tx"]).to_numpy() + ":" + outputs["n"].astype(str)
    assert (output_rows(chain, names) == np.arange(len(outputs))).all()


@pytest.mark.parametrize(
    ("find", "given", "told"),
    [
        (address_rows, "nobody", "has the address nobody"),
        (address_rows, [address_of("ann"), "nobody"], "has the address nobody"),
        (address_rows, 2, "no address in row 2"),
        (address_rows, -1, "no address in row -1"),
        (address_rows, 0.5, "0.5 names no address"),
        (address_rows, pd.DataFrame({"name": [1]}), "no column 'address'; it has name"),
        (tx_rows, txid_of("gone"), f"No transaction {txid_of('gone')}"),
        (tx_rows, [txid_of("gone"), txid_of("pay")], f"No transaction {txid_of('gone')}"),
        (tx_rows, ["pay", "back"], "'back' is no txid, which is 64 hex digits"),
        (tx_rows, 3, "no transaction in row 3"),
        (output_rows, "pay:0", "'pay:0' names no output"),
        (output_rows, f"{txid_of('pay')}:2", "2 outputs, numbered from 0, and no output 2"),
        (output_rows, [4], "no output in row 4"),
        (output_rows, [None], "None names no output"),
        (output_rows, CHAIN.tx(1), "names no output"),
        (address_rows, CHAIN.tx(1), "names no address"),
        (tx_rows, CHAIN.address(1), "names no transaction"),
        (tx_rows, np.array([False, True, True]), "False names no transaction"),
        (tx_rows, True, "True names no transaction"),
        (address_rows, b"ann", "b'ann' names no address"),
    ],
)
def test_what_is_not_there_is_refused_by_its_name(find, given, told):
    with pytest.raises(nps.NpsError, match=re.escape(told)):
        find(CHAIN, given)


def test_a_number_may_be_of_any_kind_that_is_whole():
    assert tx_rows(CHAIN, np.array(2)).tolist() == tx_rows(CHAIN, np.uint8(2)).tolist() == [2]
    assert output_rows(CHAIN, pd.Index([2, 1])).tolist() == [2, 1]
    assert address_rows(CHAIN, pd.Series([1, 0], dtype="Int64")).tolist() == [0, 1]


def test_outputs_of_a_set_come_in_the_order_of_the_chain():
    names = {f"{txid_of(tx)}:{n}" for tx, n in [("mint", 0), ("pay", 0), ("pay", 1), ("back", 0)]}
    assert output_rows(CHAIN, names).tolist() == [0, 1, 2, 3]
    assert output_rows(CHAIN, frozenset([3, 0])).tolist() == [0, 3]


def test_a_view_of_another_chain_is_looked_up_by_its_name():
    longer = chain_of("z: new -> bob 1", "mint: new -> ann 50", "far: new -> eve 1")
    assert address_rows(CHAIN, [longer.address(0), longer.address(1)]).tolist() == [0, 1]
    assert address_rows(CHAIN, longer.address(0)).tolist() == [1]
    assert tx_rows(CHAIN, longer.tx(1)).tolist() == [0]
    assert tx_rows(CHAIN.upto(1), CHAIN.tx(1)).tolist() == [1]
    with pytest.raises(nps.NpsError, match=address_of("eve")):
        address_rows(CHAIN, longer.address(2))
    with pytest.raises(nps.NpsError, match=txid_of("back")):
        tx_rows(CHAIN.upto(1), CHAIN.tx(2))


def test_addresses_that_are_not_there_can_be_skipped():
    assert address_rows(CHAIN, ["nobody", address_of("bob")], missing="skip").tolist() == [1]
    assert address_rows(CHAIN, "nobody", missing="skip").tolist() == []


def test_nothing_is_found_in_an_empty_chain():
    empty = CHAIN.upto(-1)
    with pytest.raises(nps.NpsError, match="has the address"):
        address_rows(empty, [address_of("ann"), address_of("bob")])
    with pytest.raises(nps.NpsError, match="No transaction"):
        tx_rows(empty, [txid_of("pay"), txid_of("back")])


def test_a_published_rate_has_a_source_and_where_there_is_none_it_is_said():
    rates = PUBLISHED_ERRORS
    assert rates["error"].notna().equals(rates["source"] != "no published rate")
    assert rates["error"].dropna().between(0, 1).all()
    assert rates.loc["meiklejohn", ["decides", "error"]].tolist() == [0.592, 0.051]
