"""Counts and fields, read up to the last byte and never past it."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.wire.cursor import Cursor, compact_size, pack, with_length
from nps_chain.errors import ChainError


@pytest.mark.parametrize(
    ("number", "hexadecimal"),
    [
        (0, "00"),
        (0xFC, "fc"),
        (0xFD, "fdfd00"),
        (0xFFFF, "fdffff"),
        (0x10000, "fe00000100"),
        (0xFFFFFFFF, "feffffffff"),
        (0x100000000, "ff0000000001000000"),
        (2**64 - 1, "ffffffffffffffffff"),
    ],
)
def test_counts_take_as_few_bytes_as_they_can(number, hexadecimal):
    assert compact_size(number).hex() == hexadecimal


def test_a_count_of_more_than_64_bits_is_refused():
    with pytest.raises(ChainError, match="at most 64 bits"):
        compact_size(2**64)


@pytest.mark.parametrize("longer", ["fdfc00", "feffff0000", "ffffffffff00000000"])
def test_a_count_that_is_longer_than_needed_is_refused(longer):
    with pytest.raises(ChainError, match="inputs at offset 0 is not in its shortest form"):
        Cursor(bytes.fromhex(longer) + bytes(70_000)).count("inputs")


@pytest.mark.parametrize("number", [11, 0xFD, 0x10000, 2**32, 2**64 - 1])
def test_more_than_the_data_can_hold_is_refused_at_once(number):
    cursor = Cursor(b"*" + compact_size(number) + bytes(109))
    cursor.take(1)
    with pytest.raises(ChainError, match=f"{number} outputs are announced at offset 1, but 109"):
        cursor.count("outputs", 10)


@given(st.binary(max_size=600))
def test_a_script_comes_back_and_the_cursor_stands_behind_it(script):
    cursor = Cursor(b"*" + with_length(script) + b"*")
    assert (cursor.take(1), cursor.script(), cursor.take(1)) == (b"*", script, b"*")
    assert cursor.whole("all") == "all"


def test_every_step_past_the_end_says_where():
    for step in (lambda cursor: cursor.take(4), lambda cursor: cursor.unpack(struct.Struct("<I"))):
        cursor = Cursor(bytes(5))
        cursor.take(2)
        with pytest.raises(ChainError, match="4 bytes are needed at offset 2, 3 are left"):
            step(cursor)


def test_what_is_left_over_is_refused():
    cursor = Cursor(bytes(5))
    cursor.take(3)
    with pytest.raises(ChainError, match="2 bytes are left over at offset 3"):
        cursor.whole(None)


@pytest.mark.parametrize("number", [-1, 2**32])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(ChainError, match=f"{number}.* has no place"):
        pack(struct.Struct("<I"), number)
