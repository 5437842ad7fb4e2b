"""Double SHA-256 of many messages at once, eight side by side.

Naming the transactions of a chain is hashing, and hashing one message is a chain of steps that each
wait for the one before. Eight messages together keep the processor's vector units busy instead.
Numba doesn't vectorise such a loop, so the mixing of one 64-byte block of each message is written
out in LLVM's own terms, for vectors of eight words; LLVM turns them into what the processor has.

Source: FIPS 180-4; Gueron and Krasnov, "Simultaneous hashing of multiple messages" (2012).
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from nps_chain.chain.wire.sha256 import ROUND, START

LANES = 8


@intrinsic
def _mixed(typing_context: Any, state: Any, words: Any, live: Any) -> Any:
    """Mix 16 words of each lane into its state, but for lanes whose ``live`` is 0.

    All are uint32, lane by lane: ``state`` has 8 rows of LANES words, ``words`` 16, ``live`` one,
    whose words are all ones or zeros.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = ir.VectorType(ir.IntType(32), LANES)

        def rows(which: int, many: int) -> list[Any]:
            array = context.make_array(signature.args[which])(context, builder, arguments[which])
            first = builder.bitcast(array.data, vector.as_pointer())
            return [builder.gep(first, [ir.Constant(ir.IntType(64), i)]) for i in range(many)]

        def number(value: int) -> Any:
            return ir.Constant(vector, [int(value)] * LANES)

        def turn(x: Any, n: int) -> Any:
            return builder.or_(builder.lshr(x, number(n)), builder.shl(x, number(32 - n)))

        def xor(x: Any, y: Any, z: Any) -> Any:
            return builder.xor(builder.xor(x, y), z)

        def add(first: Any, *others: Any) -> Any:
            for other in others:
                first = builder.add(first, other)
            return first

        places = rows(0, 8)
        w = [builder.load(place, align=4) for place in rows(1, 16)]
        mask = builder.load(rows(2, 1)[0], align=4)
        before = [builder.load(place, align=4) for place in places]
        a, b, c, d, e, f, g, h = before
        for i in range(64):
            if i >= 16:
                x, y = w[(i - 15) % 16], w[(i - 2) % 16]
                low = xor(turn(x, 7), turn(x, 18), builder.lshr(x, number(3)))
                high = xor(turn(y, 17), turn(y, 19), builder.lshr(y, number(10)))
                w[i % 16] = add(w[i % 16], low, w[(i - 7) % 16], high)
            choose = builder.xor(g, builder.and_(e, builder.xor(f, g)))
            most = builder.or_(builder.and_(a, b), builder.and_(c, builder.or_(a, b)))
            first = add(
                h, xor(turn(e, 6), turn(e, 11), turn(e, 25)), choose, number(ROUND[i]), w[i % 16]
            )
            second = add(xor(turn(a, 2), turn(a, 13), turn(a, 22)), most)
            a, b, c, d, e, f, g, h = add(first, second), a, b, c, add(d, first), e, f, g
        for place, old, new in zip(places, before, (a, b, c, d, e, f, g, h), strict=True):
            builder.store(builder.add(old, builder.and_(new, mask)), place, align=4)
        return context.get_dummy_value()

    return types.void(state, words, live), generate


@njit(cache=True, nogil=True)
def _mix(state: np.ndarray, words: np.ndarray, live: np.ndarray) -> None:
    """Do what ``_mixed`` does, as a function that is compiled once, whoever calls it."""
    _mixed(state, words, live)  # type: ignore[call-arg]  # the typing context is Numba's to give


@njit(cache=True, nogil=True)
def _fill(
    words: np.ndarray, lane: int, data: np.ndarray, start: int, stop: int, block: int
) -> None:
    """Write the 16 words of one 64-byte block of a message, padding included, into its lane."""
    at = start + 64 * block
    if stop - at >= 64:
        for i in range(16):
            place = at + 4 * i
            words[LANES * i + lane] = (
                (np.uint32(data[place]) << np.uint32(24))
                | (np.uint32(data[place + 1]) << np.uint32(16))
                | (np.uint32(data[place + 2]) << np.uint32(8))
                | np.uint32(data[place + 3])
            )
        return
    for i in range(16):
        word = np.uint32(0)
        for place in range(at + 4 * i, at + 4 * i + 4):
            byte = data[place] if place < stop else 0x80 if place == stop else 0
            word = np.uint32(np.uint32(word << np.uint32(8)) | np.uint32(byte))
        words[LANES * i + lane] = word
    if _blocks(stop - start) == block + 1:
        words[LANES * 14 + lane] = np.uint32(((stop - start) >> 29) & 0xFFFFFFFF)
        words[LANES * 15 + lane] = np.uint32(((stop - start) << 3) & 0xFFFFFFFF)


@njit(cache=True, nogil=True)
def _blocks(length: int) -> int:
    """Return how many 64-byte blocks a message has with its padding."""
    return (length + 72) // 64


@njit(cache=True, nogil=True)
def _by_blocks(start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return the messages in order of their blocks, so that those side by side end together."""
    longest = 0
    for m in range(len(start)):
        longest = max(longest, _blocks(stop[m] - start[m]))
    first = np.zeros(longest + 2, np.int64)
    for m in range(len(start)):
        first[_blocks(stop[m] - start[m]) + 1] += 1
    first = np.cumsum(first)
    order = np.empty(len(start), np.int64)
    for m in range(len(start)):
        many = _blocks(stop[m] - start[m])
        order[first[many]] = m
        first[many] += 1
    return order


@njit(cache=True, nogil=True)
def double_digests(data: np.ndarray, start: np.ndarray, stop: np.ndarray, out: np.ndarray) -> None:
    """Write the double SHA-256 of ``data[start[m]:stop[m]]`` to row m of ``out``, for all m.

    Parameters
    ----------
    data : uint8[:]
        The bytes of all messages.
    start, stop : int64[n]
        Where each message starts and stops.
    out : uint8[:, 32]
        At least n rows.
    """
    state = np.empty(8 * LANES, np.uint32)
    words = np.empty(16 * LANES, np.uint32)
    live = np.empty(LANES, np.uint32)
    ones = np.uint32(0xFFFFFFFF)
    order = _by_blocks(start, stop)
    for group in range(0, len(order), LANES):
        lanes = min(LANES, len(order) - group)
        longest = order[group + lanes - 1]
        for i in range(8):
            state[LANES * i : LANES * i + LANES] = START[i]
        for block in range(_blocks(stop[longest] - start[longest])):
            for lane in range(lanes):
                m = order[group + lane]
                unfinished = block < _blocks(stop[m] - start[m])
                live[lane] = ones if unfinished else np.uint32(0)
                if unfinished:
                    _fill(words, lane, data, start[m], stop[m], block)
            _mix(state, words, live)
        # The hash of the hash: 32 bytes, whose padding is always the same.
        words[: 8 * LANES] = state
        words[8 * LANES :] = 0
        words[8 * LANES : 9 * LANES] = 0x80000000
        words[15 * LANES :] = 256
        live[:] = ones
        for i in range(8):
            state[LANES * i : LANES * i + LANES] = START[i]
        _mix(state, words, live)
        for lane in range(lanes):
            m = order[group + lane]
            for i in range(8):
                word = state[LANES * i + lane]
                for k in range(4):
                    out[m, 4 * i + k] = (word >> np.uint32(24 - 8 * k)) & np.uint32(0xFF)
