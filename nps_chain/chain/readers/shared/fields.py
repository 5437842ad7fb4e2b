"""Fields of JSON objects, fetched with a check and a message that says where something is wrong.

A function that reads one object raises what is wrong with it, without a full stop; whoever calls it
knows the place, and puts it in front with :func:`within` or :func:`each`. So places cost nothing
while all is well.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from nps_chain.chain.wire.rules import MAX_MONEY
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
def within(place: str, remedy: str = "") -> Iterator[None]:
    """Put a place in front of the message of a ChainError from inside, and after it what to do."""
    try:
        yield
    except ChainError as error:
        raise ChainError(f"{place}: {error}{remedy}") from error.__cause__


def each(record: Any, name: str, what: str, make: Callable[[Any], T]) -> list[T]:
    """Return what ``make`` makes of each item of a list; an error says of which ("input 3")."""
    items = field(record, name, list)
    made: list[T] = []
    try:
        for item in items:
            made.append(make(item))
    except ChainError as error:
        raise ChainError(f"{what} {len(made)}: {error}") from error.__cause__
    return made


def field(record: Any, name: str, *kinds: type) -> Any:
    """Return a field of an object, which must be there and of one of these kinds.

    >>> field({"vout": 3}, "vout", int)
    3
    """
    if type(record) is not dict:
        raise ChainError(f'an object with the field "{name}" is wanted, not {_WORDS[type(record)]}')
    if name not in record:
        raise ChainError(f'the field "{name}" is missing')
    value = record[name]
    if type(value) not in kinds:
        raise ChainError(f'the field "{name}" is {_WORDS[type(value)]}, not {_WORDS[kinds[0]]}')
    return value


def integer(record: Any, name: str, least: int = 0, most: int = 0xFFFFFFFF) -> int:
    """Return a field that holds a whole number of a range, by default that of 32 bits."""
    value = field(record, name, int)
    if not least <= value <= most:
        raise ChainError(f'the field "{name}" is out of range ({least} to {most})')
    return value


def octets(record: Any, name: str, length: int | None = None) -> bytes:
    """Return the bytes that a field holds in hex digits; of a length, if one is given."""
    text = field(record, name, str)
    try:
        return unhex(text, length)
    except ChainError as error:
        raise ChainError(f'the field "{name}": {error}') from None


def unhex(text: Any, length: int | None = None) -> bytes:
    """Return the bytes that hex digits stand for."""
    if type(text) is not str:
        raise ChainError(f"hex digits are wanted, not {_WORDS[type(text)]}")
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    # Python itself would allow blanks between the bytes.
    if 2 * len(value) != len(text) or length not in (None, len(value)):
        wanted = "two hex digits a byte are" if length is None else f"{2 * length} hex digits are"
        raise ChainError(f"{wanted} wanted, not {text[:80]!a}")
    return value


def identity(record: Any, name: str) -> bytes:
    """Return the txid or block hash that a field holds: 32 bytes in the order of the wire."""
    return octets(record, name, 32)[::-1]


def satoshi(record: Any, name: str = "value") -> int:
    """Return in whole satoshi an amount that a field holds in BTC, as int or Decimal.

    >>> satoshi({"value": Decimal("4.18E-06")})
    418
    """
    value = field(record, name, int, Decimal)
    amount = Decimal(-1)
    if type(value) is int and abs(value) <= MAX_MONEY:
        amount = Decimal(value)
    elif type(value) is Decimal and (value == 0 or -8 <= value.adjusted() <= 8):
        amount = value
    # Scaling by a power of ten is exact up to the 28 digits of decimal's usual precision.
    whole = amount.scaleb(8) if len(amount.as_tuple().digits) <= 28 else Decimal(-1)
    if whole != whole.to_integral_value() or not 0 <= whole <= MAX_MONEY:
        raise ChainError(f'the field "{name}" is no amount in whole satoshi: {value!s:.40}')
    return int(whole)
