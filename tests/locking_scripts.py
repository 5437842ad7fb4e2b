"""Locking scripts by chance: each kind, nearly each kind, and anything at all."""

import numpy as np
from hypothesis import strategies as st

from nps_chain.chain.address.script import SCRIPT_TYPES, classify


def laid_out(scripts):
    """Return scripts as the kernels take them: one buffer, starts, lengths."""
    length = np.array([len(script) for script in scripts], np.int32)
    start = np.cumsum(length, dtype=np.int64) - length
    return np.frombuffer(b"".join(scripts), np.uint8), start, length


def types_of(scripts):
    return [SCRIPT_TYPES[kind] for kind in classify(*laid_out(scripts))]


def push(data, with_length_byte=False):
    """Push up to 75 bytes by one byte of length, or by OP_PUSHDATA1."""
    return (b"\x4c" if with_length_byte else b"") + bytes([len(data)]) + data


def a_key(first, size):
    return st.binary(min_size=size - 1, max_size=size - 1).map(lambda rest: bytes([first]) + rest)


KEYS = st.one_of(
    *(a_key(first, 33) for first in (2, 3)), *(a_key(first, 65) for first in (4, 6, 7))
)
NO_KEYS = st.one_of(a_key(5, 33), a_key(2, 65), a_key(4, 33), st.binary(max_size=75))
SMALL_NUMBERS = st.one_of(
    st.integers(0x4F, 0x62).map(lambda code: bytes([code])),
    st.integers(0, 25).map(lambda n: b"\x01" + bytes([n])),
    st.just(b"\x02\x11\x00"),
)


@st.composite
def multisigs(draw):
    """A multisig, or nearly one: numbers and keys may be off by a little."""
    keys = draw(st.lists(KEYS, max_size=21))
    if draw(st.integers(0, 4)) == 0:
        keys.append(draw(NO_KEYS))
    count = bytes([0x50 + len(keys)]) if len(keys) <= 16 else b"\x01" + bytes([len(keys)])
    needed = draw(st.one_of(st.integers(1, max(1, len(keys))).map(lambda n: b"\x01" + bytes([n])
                                                                  if n > 16 else bytes([0x50 + n])),
                            SMALL_NUMBERS))  # fmt: skip
    if draw(st.integers(0, 4)) == 0:
        count = draw(SMALL_NUMBERS)
    return needed + b"".join(push(key, draw(st.booleans())) for key in keys) + count + b"\xae"


def hashed(before, size, after=b""):
    return st.binary(min_size=size, max_size=size).map(lambda data: before + data + after)


WITNESSES = st.builds(
    lambda version, program: bytes([version, len(program)]) + program,
    st.sampled_from([0, *range(0x50, 0x62)]),
    st.binary(min_size=1, max_size=41),
)
WELL_FORMED = st.one_of(
    hashed(b"\x76\xa9\x14", 20, b"\x88\xac"),
    hashed(b"\xa9\x14", 20, b"\x87"),
    hashed(b"\x00\x14", 20),
    hashed(b"\x00\x20", 32),
    hashed(b"\x51\x20", 32),
    st.just(b"\x51\x02\x4e\x73"),
    KEYS.map(lambda key: push(key) + b"\xac"),
    WITNESSES,
    multisigs(),
    st.binary(max_size=75).map(lambda data: b"\x6a" + push(data)),
    st.just(b"\x6a\x4e\xff\xff\xff\xff"),
    st.binary(max_size=300).map(lambda data: b"\x6a\x4d" + len(data).to_bytes(2, "little") + data),
)


@st.composite
def damaged(draw):
    script = bytearray(draw(WELL_FORMED))
    at = draw(st.integers(0, len(script) - 1))
    script[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(script)


SCRIPTS = st.one_of(WELL_FORMED, damaged(), st.binary(max_size=80))
