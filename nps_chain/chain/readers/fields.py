"""Fields of JSON objects, fetched with a check and a message that says where something is wrong.

A function that reads one object raises what is wrong with it; whoever calls it knows the place and
puts it in front with :func:`within`. So places cost nothing while all is well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from nps_chain.chain.parse import MOST_MONEY
from nps_chain.errors import ChainError

T = TypeVar("T")

_WORDS = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a whole number",
    Decimal: "a number",
    bool: "true or false",
    type(None): "null",
}


@contextmanager
def within(place: str) -> Iterator[None]:
    """Put a place in front of the message of a ChainError that comes from inside."""
    try:
        yield
    except ChainError as error:
        raise ChainError(f"{place}: {error}") from error.__cause__


def is_a(value: Any, kind: type[T]) -> T:
    """Return a value, which must be a dict, list, str, int or bool."""
    if type(value) is not kind:
        raise ChainError(f"{_WORDS[kind]} is wanted, and this is {_WORDS[type(value)]}")
    return value


def field(record: Any, name: str, kind: type[T]) -> T:
    """Return a field of an object, which must be there and of a kind.

    >>> field({"vout": 3}, "vout", int)
    3
    """
    if type(record) is not dict:
        raise ChainError(f'an object with the field "{name}" is wanted, and this is none')
    if name not in record:
        raise ChainError(f'the field "{name}" is missing')
    value = record[name]
    if type(value) is not kind:
        raise ChainError(f'the field "{name}" holds {_WORDS[type(value)]}, not {_WORDS[kind]}')
    return value


def integer(record: Any, name: str, least: int = 0, most: int = 0xFFFFFFFF) -> int:
    """Return a field that holds a whole number of a range, by default that of 32 bits."""
    value = field(record, name, int)
    if not least <= value <= most:
        raise ChainError(f'the field "{name}" is out of range ({least} to {most})')
    return value


def octets(record: Any, name: str, length: int | None = None) -> bytes:
    """Return the bytes that a field holds in hex digits; of a length, if one is given."""
    return unhex(field(record, name, str), f'the field "{name}"', length)


def unhex(text: str, what: str, length: int | None = None) -> bytes:
    """Return the bytes that a text of hex digits stands for."""
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if 2 * len(value) != len(text) or length not in (None, len(value)):
        digits = "an even number of" if length is None else f"{2 * length}"
        raise ChainError(f"{what} should have {digits} hex digits, and has {text[:80]!a}")
    return value


def identity(record: Any, name: str) -> bytes:
    """Return the txid or block hash that a field holds: 32 bytes in the order of the wire."""
    return octets(record, name, 32)[::-1]


def satoshi(value: Any, what: str = "the value") -> int:
    """Return an amount in BTC, as JSON gives it (int or Decimal), in whole satoshi.

    >>> satoshi(Decimal("4.18E-06"))
    418
    """
    amount = Decimal(-1)
    if type(value) is int and abs(value) <= MOST_MONEY:
        amount = Decimal(value)
    elif type(value) is Decimal and (value == 0 or -8 <= value.adjusted() <= 8):
        amount = value
    # Scaling by a power of ten is exact up to the 28 digits of decimal's usual precision.
    whole = amount.scaleb(8) if len(amount.as_tuple().digits) <= 28 else Decimal(-1)
    if whole != whole.to_integral_value() or not 0 <= whole <= MOST_MONEY:
        raise ChainError(f"{what} is no amount of bitcoin in whole satoshi: {str(value)[:40]!a}")
    return int(whole)
