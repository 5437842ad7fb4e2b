"""Values of JSON and CSV: what is a number, a time, a flag, and what is refused."""

from decimal import Decimal

import pytest

from nps_chain.chain.readers.bitcoin_etl.rows import BLOCK, TRANSACTION
from nps_chain.chain.readers.bitcoin_etl.values import rows_of
from nps_chain.errors import ChainError

BLOCK_ROW = {"hash": "ab" * 32, "number": 1, "timestamp": 1}


def value(name, given, table=BLOCK):
    rows = rows_of("t.json", 1, table, [{name: given}])
    return rows.columns[name].to_pylist()[0]


@pytest.mark.parametrize("given", [7, "7", "7.0", "7.000000000", Decimal("7.0"), Decimal("70E-1")])
def test_a_whole_number(given):
    assert value("number", given) == 7


@pytest.mark.parametrize(
    "given",
    [7.0, "7.5", "seven", "", "٧", " 7", "1e3", True, [7], Decimal("7.5"), 2**63, "9" * 19,
     Decimal("1E+30"), Decimal("1E-999999")],
)  # fmt: skip
def test_no_whole_number(given):
    with pytest.raises(ChainError, match='row 1: the field "number" holds no proper whole number'):
        value("number", given)


@pytest.mark.parametrize(
    "given",
    [1231006505, "1231006505", "2009-01-03 18:15:05 UTC", "2009-01-03 18:15:05",
     "2009-01-03T18:15:05Z", "2009-01-03 20:15:05+02:00"],
)  # fmt: skip
def test_a_time(given):
    assert value("timestamp", given) == 1231006505


@pytest.mark.parametrize(
    "given", ["yesterday", "2009-01-03 18:15:05.5 UTC", "2009-13-01", {}, True]
)
def test_no_time(given):
    with pytest.raises(ChainError, match='row 1: the field "timestamp" holds no proper time'):
        value("timestamp", given)


def test_flags():
    given = [True, "true", "True", False, "FALSE", None]
    found = [value("is_coinbase", flag, TRANSACTION) for flag in given]
    assert found == [True, True, True, False, False, None]
    for wrong in (1, "yes", []):
        with pytest.raises(ChainError, match="holds no proper flag"):
            value("is_coinbase", wrong, TRANSACTION)


def test_an_address_is_the_only_one_of_its_list():
    for given, found in (([], None), (["a"], "a"), (["a", "b"], None), (None, None)):
        spent = {"inputs": [{"addresses": given}]}
        rows = rows_of("t", 1, TRANSACTION, [spent])
        assert rows.columns["inputs.addresses"].to_pylist() == [found]


def test_a_fault_in_a_list_is_told_by_its_row():
    values = [{"outputs": [{"value": 1}] * 3}, {}, {"outputs": [{"value": 1}, {"value": -1}]}]
    rows = rows_of("t.json", 11, TRANSACTION, values)
    with pytest.raises(ChainError, match=r'^t.json, row 13: the field "outputs.value" is out of'):
        rows.whole("outputs.value")
    with pytest.raises(
        ChainError, match=r'^t.json, row 11: the field "outputs.script_hex" is miss'
    ):
        rows.octets("outputs.script_hex")


@pytest.mark.parametrize("hexadecimal", ["abc", "zz", "0x12", "a b ", "ab" * 31])
def test_no_hash(hexadecimal):
    rows = rows_of("t", 1, BLOCK, [BLOCK_ROW, BLOCK_ROW | {"hash": hexadecimal}])
    with pytest.raises(ChainError, match=r'row 2: the field "hash" (is no proper hex|has not 64)'):
        rows.hashes("hash")


def test_hex_is_read_as_the_wire_has_it():
    rows = rows_of(
        "t", 1, BLOCK, [BLOCK_ROW | {"hash": "AB" + "00" * 31, "coinbase_param": "0aFF"}]
    )
    assert rows.hashes("hash")[0].tobytes() == bytes(31) + b"\xab"
    assert [column.tolist() for column in rows.octets("coinbase_param")] == [[10, 255], [2]]
