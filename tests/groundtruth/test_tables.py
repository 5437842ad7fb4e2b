"""The rules of the tables of truth: what breaks one is named by table, row and rule."""

from dataclasses import replace

import numpy as np
import pytest

from nps_chain.chain.schema import columns_of
from nps_chain.errors import NpsError
from nps_chain.groundtruth.tables import Deeds, Knowledge, Senders, Tables
from nps_chain.groundtruth.truth import Truth
from tests.groundtruth.worlds import rows, tables_of, text

TXS = {"a": ("payment", "payment change"), "b": ("coinjoin", "mix mix mix")}


@pytest.fixture
def tables() -> Tables:
    made = tables_of({"x": "ann", "y": "bob"}, TXS, deeds={"order 1": ["a:0"]})
    return replace(
        made,
        senders=Senders(tx=rows(0, 1, 1), wallet=rows(0, 0, 1)),
        knowledge=Knowledge(deed=rows(0, 0), entity=rows(0, 1)),
        deeds=Deeds(name=text("order 1"), what=text("order"), by=rows(1), to=rows(0)),
    )


def test_a_truth_shows_who_did_and_who_knows(tables):
    known = Truth(tables)
    assert known.deeds.iloc[0].to_list() == ["order 1", "order", "bob", "ann", "ann, bob"]
    assert known.transactions["senders"].to_list() == ["ann", "ann+bob"]


def test_the_parties_of_a_kind_of_transaction_are_counted_once_for_each(tables):
    wallets = replace(tables.wallets, entity=rows(0, 0))  # both are ann's now
    one_person = Truth(replace(tables, wallets=wallets))
    assert one_person.parties("coinjoin").to_numpy().tolist() == [["ann", "person", "", 1]]
    both = Truth(tables)
    assert both.parties("coinjoin")["name"].to_list() == ["ann", "bob"]
    assert both.parties("payment").to_numpy().tolist() == [["ann", "person", "", 1]]
    assert both.parties("payjoin").empty
    assert both.parties("payjoin")["kind"].value_counts().empty
    with pytest.raises(NpsError, match="no kind of transaction 'CoinJoin': there are coinbase"):
        both.parties("CoinJoin")


def test_who_signed_most_comes_first(tables):
    alike = replace(tables.transactions, kind=rows(1, 1, dtype="int8"))
    senders = Senders(tx=rows(0, 1, 1), wallet=rows(1, 0, 1))
    found = Truth(replace(tables, transactions=alike, senders=senders)).parties("payment")
    assert found[["name", "transactions"]].to_numpy().tolist() == [["bob", 2], ["ann", 1]]


@pytest.mark.parametrize(
    ("table", "column", "row", "value", "message"),
    [
        ("entities", "kind", 1, 99, "row 1: kind is no kind of entity"),
        ("entities", "kind", 0, -1, "row 0: kind is no kind of entity"),
        ("wallets", "entity", 1, 2, "row 1: entity is no row of entities"),
        ("ownership", "wallet", 0, -1, "row 0: wallet is no row of wallets"),
        ("transactions", "kind", 1, 127, "row 1: kind is no kind of transaction"),
        ("senders", "tx", 2, 2, "row 2: tx is no row of transactions"),
        ("senders", "wallet", 0, 7, "row 0: wallet is no row of wallets"),
        ("senders", "wallet", 2, 0, "row 2: it doesn't come after the row before"),
        ("deeds", "by", 0, -2, "row 0: by is no row of entities"),
        ("deeds", "to", 0, 2, "row 0: to is no row of entities"),
        ("knowledge", "deed", 1, 1, "row 1: deed is no row of deeds"),
        ("knowledge", "entity", 1, 0, "row 1: it doesn't come after the row before"),
        ("knowledge", "entity", 1, 2, "row 1: entity is no row of entities"),
        ("purposes", "tx", 4, 2, "row 4: tx is no row of transactions"),
        ("purposes", "tx", 1, 1, "row 1: n is not its place in its transaction"),
        ("purposes", "tx", 4, 0, "row 4: tx is below that of the row before"),
        ("purposes", "n", 3, 2, "row 3: n is not its place in its transaction"),
        ("purposes", "purpose", 2, -2, "row 2: purpose is no purpose of an output"),
        ("purposes", "deed", 0, 1, "row 0: deed is no row of deeds"),
    ],
)
def test_a_number_that_breaks_a_rule(tables, table, column, row, value, message):
    held = getattr(tables, table)
    changed = getattr(held, column).copy()
    changed[row] = value
    broken = replace(tables, **{table: replace(held, **{column: changed})})
    with pytest.raises(NpsError, match=f"Truth, table {table}, {message}"):
        Truth(broken)


@pytest.mark.parametrize(
    ("table", "column", "values", "message"),
    [
        ("entities", "name", ("ann", "ann"), "row 1: name is that of an earlier row, too"),
        ("entities", "name", ("ann", ""), "row 1: name is empty, too long or can't be shown"),
        ("wallets", "name", ("ann", "b\u202eob"), "row 1: name is empty, too long or can't be"),
        ("wallets", "name", ("a" * 201, "bob"), "row 0: name is empty, too long or can't be"),
        ("wallets", "software", ("", "x\x1b[2J"), "row 1: software is too long or can't be shown"),
        ("deeds", "what", ("a\nb",), "row 0: what is too long or can't be shown"),
        ("ownership", "address", ("x", "x"), "row 1: address is that of an earlier row, too"),
        ("ownership", "address", ("x", "<b>"), "row 1: address has characters that no address has"),
        ("ownership", "address", ("", "y"), "row 0: address has characters that no address has"),
    ],
)
def test_a_text_that_breaks_a_rule(tables, table, column, values, message):
    held = getattr(tables, table)
    broken = replace(tables, **{table: replace(held, **{column: text(*values)})})
    with pytest.raises(NpsError, match=f"Truth, table {table}, {message}"):
        Truth(broken)


def test_a_transaction_stands_once(tables):
    txid = tables.transactions.txid[[0, 0]].copy()
    broken = replace(tables, transactions=replace(tables.transactions, txid=txid))
    with pytest.raises(NpsError, match="transactions, row 1: txid is that of an earlier row, too"):
        Truth(broken)


def test_columns_are_of_one_length_and_of_their_kind(tables):
    short = replace(tables.senders, tx=rows(0))
    with pytest.raises(NpsError, match="table senders: its columns differ in length"):
        Truth(replace(tables, senders=short))
    wide = replace(tables.senders, tx=np.array([0, 1, 1]))
    with pytest.raises(NpsError, match="table senders: column tx is not of the kind int32"):
        Truth(replace(tables, senders=wide))
    listed = replace(tables.wallets, software=["", ""])
    with pytest.raises(NpsError, match="table wallets: column software is not of the kind text"):
        Truth(replace(tables, wallets=listed))


def test_columns_are_frozen(tables):
    for name in ("ownership", "purposes"):
        for column in columns_of(getattr(Truth(tables).tables, name)).values():
            if isinstance(column, np.ndarray):
                with pytest.raises(ValueError, match="read-only"):
                    column[0] = 0
