from decimal import Decimal

import pytest

from nps_chain.chain.readers.shared.fields import (
    each,
    field,
    identity,
    integer,
    octets,
    satoshi,
    unhex,
    within,
)
from nps_chain.errors import ChainError


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal("4.18E-06"), 418),
        (Decimal("50.00000000"), 5_000_000_000),
        (Decimal("0.00000001"), 1),
        (Decimal("20999999.97690000"), 2_099_999_997_690_000),
        (Decimal("21000000"), 2_100_000_000_000_000),
        (Decimal("0E-99999999"), 0),
        (Decimal("0E+99999999"), 0),
        (1, 100_000_000),
        (0, 0),
    ],
)
def test_amounts_become_whole_satoshi(amount, expected):
    found = satoshi({"value": amount})
    assert found == expected
    assert type(found) is int


@pytest.mark.parametrize(
    "amount",
    [
        Decimal("0.000000001"),
        Decimal("1E-99999999"),
        Decimal("1E+999999999"),
        Decimal("21000000.00000001"),
        Decimal("-0.00000001"),
        Decimal("1." + "0" * 40 + "1"),
        Decimal("NaN"),
        Decimal("Infinity"),
        -1,
        21_000_001,
        10**4000,
        "1",
        None,
        True,
        [],
    ],
)
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ChainError, match='field "value"'):
        satoshi({"value": amount})


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: field({}, "vin", list), 'the field "vin" is missing'),
        (lambda: field({"vin": {}}, "vin", list), 'the field "vin" is an object, not a list'),
        (lambda: field({"vin": None}, "vin", list), 'the field "vin" is null, not a list'),
        (lambda: field([], "vin", list), 'an object with the field "vin" is wanted, not a list'),
        (lambda: field({"n": True}, "n", int), 'is true or false, not a whole number'),
        (lambda: field({"n": Decimal(1)}, "n", int), 'is a number, not a whole number'),
        (lambda: integer({"n": -1}, "n"), 'the field "n" is out of range (0 to 4294967295)'),
        (lambda: integer({"n": 2**32}, "n"), 'the field "n" is out of range (0 to 4294967295)'),
        (lambda: integer({"n": 3}, "n", 1, 2), 'the field "n" is out of range (1 to 2)'),
        (lambda: octets({"hex": "0"}, "hex"), "two hex digits a byte are wanted, not '0'"),
        (lambda: octets({"hex": "0 0 "}, "hex"), "not '0 0 '"),
        (lambda: octets({"hex": "ж0"}, "hex"), r"not '\u04360'"),
        (lambda: octets({"hex": "00"}, "hex", 2), "the field \"hex\": 4 hex digits are wanted"),
        (lambda: identity({"txid": "00" * 31}, "txid"), "64 hex digits are wanted"),
        (lambda: unhex(7), "hex digits are wanted, not a whole number"),
        (lambda: each({"vin": ["00", "0"]}, "vin", "input", unhex), "input 1: two hex digits"),
        (lambda: each({}, "vin", "input", unhex), 'the field "vin" is missing'),
    ],
)  # fmt: skip
def test_a_fault_is_named(read, message):
    with pytest.raises(ChainError) as refusal:
        read()
    assert message in str(refusal.value)


def test_fields_are_returned_as_they_are():
    assert field({"vout": 3}, "vout", int) == 3
    assert field({"prevout": None}, "prevout", dict, type(None)) is None
    assert integer({"version": -2}, "version", -2) == -2
    assert octets({"hex": "00fF"}, "hex") == b"\x00\xff"
    assert identity({"txid": "00" * 31 + "ff"}, "txid") == b"\xff" + bytes(31)
    assert each({"items": ["00", "ff"]}, "items", "item", unhex) == [b"\x00", b"\xff"]


def test_places_are_put_in_front_of_what_is_wrong():
    with pytest.raises(ChainError) as refusal, within("a.json, line 1", ". Ask again."):
        field({}, "vin", list)
    assert str(refusal.value) == 'a.json, line 1: the field "vin" is missing. Ask again.'
