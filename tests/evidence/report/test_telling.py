"""Values are told with their unit, or not at all."""

import numpy as np
import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.report.paths import parse
from nps_chain.evidence.report.telling import plain_number, tell
from nps_chain.exhibits import Exhibit
from nps_chain.trace.texts import percent

TIME = pd.Timestamp("2025-02-21 10:59:47", tz="UTC")
ADDRESS = "bcrt1qqkeu6s0dwtw7hacx0hv7469qwfxlmuj6tyq04p"


@pytest.mark.parametrize(
    ("name", "unit", "value", "words", "code"),
    [
        ("x.fee", "", 531, "0.00000531 BTC (531 satoshi)", "x.fee"),
        ("x.fee", "BTC", np.int64(531), "0.00000531 BTC (531 satoshi)", "x.fee"),
        ("x.fee", "", -1, "an unknown amount", "x.fee"),
        ("x.balance", "", -250, "-0.00000250 BTC (-250 satoshi)", "x.balance"),
        ("sum(x.frame[peeled])", "", 2 * 10**8, "2.00000000 BTC (200,000,000 satoshi)",
         'sum(x.frame["peeled"])'),
        ("x.height", "", 1235, "1,235", "x.height"),
        ("x.time", "", TIME, "2025-02-21 10:59:47 UTC", "x.time"),
        ("x.time", "date", TIME, "2025-02-21", "x.time"),
        ("x[ordered]", "date", "2025-02-21T10:00:00Z", "2025-02-21", 'x["ordered"]'),
        ("x", "address", ["a", "b"], "2 addresses", "len(x)"),
        ("x", "entity/entities", 1, "1 entity", "x"),
        ("x", "entity/entities", 1200, "1,200 entities", "x"),
        ("x[quantity]", "unit", "100", "100 units", 'int(x["quantity"])'),
        ("x[price]", "BTC", "14850000", "0.14850000 BTC (14,850,000 satoshi)", 'int(x["price"])'),
        ("x.pair_precision", "", 0.99975, "over 99.9 %", "x.pair_precision"),
        ("x", "percent", 0.051, "5.1 %", "x"),
        ("x", "number", 41.66, "41.7", "x"),
        ("x", "", "Cash\u202e4U\n", "Cash�4U", "x"),
        ("x", "", ADDRESS, ADDRESS, "x"),
    ],
)  # fmt: skip
def test_a_value_is_told(name, unit, value, words, code):
    told = tell(parse(name), unit, value)
    assert (told.words, told.code) == (words, code)


def test_an_exhibit_is_told_with_its_name(tiny):
    one = Exhibit("ab" * 32, name="ADP-1", kind="transaction", about="A purchase.")
    told = tell(parse("x"), "", one)
    assert told.words == f"{'ab' * 32} (exhibit ADP-1)"
    assert (told.kind, told.value) == ("identifier", "ab" * 32)


def test_views_are_told_by_what_names_them(tiny):
    tx, block = tiny.tx(100), tiny.block(20)
    address = tx.outputs[0].address
    assert tell(parse("x"), "", tx)[:4] == ("x.txid", tx.txid, tx.txid, "identifier")
    assert tell(parse("x"), "", tiny.address(address))[:3] == ("x.text", address, address)
    assert tell(parse("x"), "", block)[:3] == ("x.height", 20, "20")


@pytest.mark.parametrize(
    ("name", "unit", "value", "told"),
    [
        ("x", "", 3, "x is 3, and of what"),
        ("len(x.fee)", "", 3, "of what"),
        ("x", "", 0.5, "x is a number: write {x:percent}"),
        ("x", "", [1], r"x is a list: write what is counted"),
        ("x", "", pd.DataFrame({"a": [1]}), "x is a DataFrame, no single value"),
        ("x", "", True, "x is yes or no"),
        ("x", "", np.bool_(True), "x is yes or no"),
        ("x", "", "", "x is empty, or no text"),
        ("x", "", None, "x is a NoneType, no single value"),
        ("x.fee", "address", 3, "x.fee is an amount in satoshi: write {x.fee}"),
        ("x.height", "BTC", 3, "x.height is no amount"),
        ("x", "BTC", 0.5, "amounts are whole satoshi"),
        ("x", "BTC", "0.5", "x is a str, no number"),
        ("x", "date", 5, "x is no time in UTC"),
        ("x", "date", "2025-02-31", "x is no time in UTC"),
        ("x", "date", pd.Timestamp("2025-01-01"), "x is no time in UTC"),
        ("x", "address", -2, "only whole things are counted"),
        ("x", "address", 0.5, "only whole things are counted"),
        ("x", ",.2f", 0.5, "',.2f' is no unit"),
        ("x", "<b>", 1, "'<b>' is no unit"),
    ],
)  # fmt: skip
def test_what_has_no_unit_is_refused(name, unit, value, told):
    with pytest.raises(NpsError, match=told):
        tell(parse(name), unit, value)


def test_shares_that_are_not_whole_are_never_told_as_whole():
    assert [percent(x) for x in (0, 1e-9, 0.5, 1 - 1e-9, 1)] == [
        "0 %", "under 0.1 %", "50.0 %", "over 99.9 %", "100 %",
    ]  # fmt: skip


def test_numbers_that_are_none_are_not_known():
    assert [plain_number(x) for x in (float("nan"), float("inf"))] == ["not known", "not known"]
