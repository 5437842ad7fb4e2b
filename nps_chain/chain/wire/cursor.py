"""Bytes read field by field and never past their end: what the wire format is made of.

Data from strangers claim things: an input count of 2**64, a script longer than the file. Each step
here is checked against what is left, before memory is taken for it, and an error says at which
offset the data stopped making sense.

Source: Bitcoin Core's ``serialize.h``.
"""

import struct
from collections.abc import Callable
from typing import Any, TypeVar

from nps_chain.errors import ChainError

# What the first byte of a longer count says: how the number follows, and the least it may be.
_LONGER = {
    0xFD: (struct.Struct("<H"), 0xFD),
    0xFE: (struct.Struct("<I"), 0x1_0000),
    0xFF: (struct.Struct("<Q"), 0x1_0000_0000),
}

_T = TypeVar("_T")


def pack(form: struct.Struct, *fields: Any) -> bytes:
    """Return fields of fixed length as the wire has them, or raise `ChainError`."""
    try:
        return form.pack(*fields)
    except struct.error as error:
        raise ChainError(
            f"One of {[field for field in fields if isinstance(field, int)]} has no place in "
            f"Bitcoin's format: {error}. Correct the number."
        ) from None


def compact_size(number: int) -> bytes:
    """Return a count as the wire has it: 1, 3, 5 or 9 bytes, the fewest that will do."""
    if number < 0xFD:
        return number.to_bytes(1, "little")
    for first, (form, _) in _LONGER.items():
        if number >> 8 * form.size == 0:
            return bytes([first]) + form.pack(number)
    raise ChainError(f"{number} is too large for a count, which has at most 64 bits.")


def with_length(data: bytes) -> bytes:
    """Return bytes with their number before them."""
    return compact_size(len(data)) + data


class Cursor:
    """A place in some bytes that moves on as they are read.

    Every method raises `ChainError` where the data end too early or claim what can't be.
    """

    __slots__ = ("data", "offset")

    def __init__(self, data: bytes):
        self.data = bytes(data)
        self.offset = 0

    def take(self, length: int) -> bytes:
        """Return the next bytes."""
        start, self.offset = self.offset, self.offset + length
        if self.offset > len(self.data):
            raise self._cut_off(start, length)
        return self.data[start : self.offset]

    def unpack(self, form: struct.Struct) -> tuple[Any, ...]:
        """Return the next fields of fixed length."""
        start, self.offset = self.offset, self.offset + form.size
        if self.offset > len(self.data):
            raise self._cut_off(start, form.size)
        return form.unpack_from(self.data, start)

    def count(self, things: str, smallest: int = 1) -> int:
        """Return the next count, of things that take at least `smallest` bytes each."""
        start = self.offset
        (number,) = self.take(1)
        if number >= 0xFD:
            form, least = _LONGER[number]
            (number,) = self.unpack(form)
            if number < least:
                raise ChainError(
                    f"The count of {things} at offset {start} is not in its shortest form, which "
                    "Bitcoin forbids. These bytes are damaged, or no Bitcoin data."
                )
        left = len(self.data) - self.offset
        if number * smallest > left:
            raise ChainError(
                f"{number} {things} are announced at offset {start}, but {left} bytes are left, "
                "too few for them. The data are cut off or damaged; copy them again, whole."
            )
        return number

    def many(self, things: str, smallest: int, read: "Callable[[Cursor], _T]") -> tuple[_T, ...]:
        """Return a count's worth of things, each read by `read`."""
        return tuple([read(self) for _ in range(self.count(things, smallest))])

    def script(self) -> bytes:
        """Return the next bytes that have their number before them."""
        return self.take(self.count("bytes of script"))

    def whole(self, thing: _T) -> _T:
        """Return `thing`, the last to be read, if nothing is left after it."""
        left = len(self.data) - self.offset
        if left:
            raise ChainError(
                f"{left} bytes are left over at offset {self.offset}, after the end. "
                "Give one transaction or block at a time, without anything around it."
            )
        return thing

    def _cut_off(self, start: int, length: int) -> ChainError:
        return ChainError(
            f"The data are cut off: {length} bytes are needed at offset {start}, "
            f"{len(self.data) - start} are left. Copy them again, whole."
        )
