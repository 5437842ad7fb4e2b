"""How long and how deep a JSON value is, and how much memory it will take, told from its bytes.

JSON is hostile until it is read: ``[[],[],[],...`` takes thirty times its own size as Python
objects, one letter outside Latin-1 makes a long string twice or four times as large, and deep
nesting overruns the stack. So a kernel walks the bytes of a value before anything is built, adding
up what objects take at most in CPython; and a value that is too much is refused in time.
"""

import numpy as np
from numba import njit

LONGEST = 64 << 20
"""Bytes of one value: the largest blocks, as a node words them with indentation, take half."""

DEEPEST = 32
"""Containers within each other; a block has 8."""

# Bytes. A dict pays for its first five keys, a list for its first four items.
_DICT, _KEY, _LIST, _ITEM, _STRING, _INTEGER, _DECIMAL = 184, 48, 88, 12, 64, 32, 80
_NEW_KEY = 96  # in the decoder's own table of keys, which makes equal keys one object

_QUOTE, _BACKSLASH, _COLON, _COMMA, _NEWLINE, _POINT, _U = b'"\\:,\n.u'
_OPENING, _CLOSING, _BLANK, _EXPONENT = b"{[", b"}]", b" \n\r\t", b"eE"
_LEAD_OF_2, _LEAD_OF_4 = 0xC4, 0xF0  # UTF-8 of letters that take 2 or 4 bytes in a string

# What is kept between chunks: where the walk is, and what it has met.
_DEPTH, _INSIDE, _LENGTH, _MARK, _LINES, _OBJECTS, _LETTERS, _WIDTH, _DEEP = range(9)
_NOTHING, _TEXT, _ESCAPE, _BARE = range(4)


class Walk:
    """A walk through the bytes of one value, which may come piece by piece."""

    def __init__(self) -> None:
        self._state = np.zeros(9, np.int64)
        self._state[_WIDTH] = 1
        self._keys = np.zeros(4096, np.int64)
        self._at = 0

    def to_end(self, buffer: bytearray) -> int:
        """Walk on in a buffer that begins with the value; return where it ends, or -1 for later."""
        end = _walk(np.frombuffer(buffer, np.uint8), self._at, self._state, self._keys)
        self._at = len(buffer) if end < 0 else end
        return end

    @property
    def lines(self) -> int:
        """Line breaks met."""
        return int(self._state[_LINES])

    @property
    def may_end(self) -> bool:
        """Whether the file may end here, as it may after a number, which has no closing mark."""
        return bool(self._state[_DEPTH] == 0 and self._state[_INSIDE] == _BARE)

    def fault(self, memory: int) -> str:
        """Return why the value is too much, if it is, where it may take ``memory`` bytes."""
        if self._at > LONGEST:
            return f"is longer than {LONGEST >> 20} MiB"
        if self._state[_DEEP] > DEEPEST:
            return f"nests deeper than {DEEPEST} levels"
        letters = (self._at + self._state[_LETTERS]) * self._state[_WIDTH]
        return "would take too much memory" if self._state[_OBJECTS] + letters > memory else ""


@njit(cache=True, nogil=True)
def _walk(data: np.ndarray, at: int, state: np.ndarray, keys: np.ndarray) -> int:
    """Walk on in a value; return where it ends, or -1 if the data end first.

    ``keys`` remembers marks of keys, so that a key met again costs nothing new. Only short ones are
    marked: to make many short keys with one mark of 64 bits is more than an attacker can do.
    """
    depth, inside, length, mark = state[_DEPTH], state[_INSIDE], state[_LENGTH], state[_MARK]
    end = np.int64(-1)
    while at < len(data):
        byte = np.int64(data[at])
        at += 1
        if inside in (_TEXT, _ESCAPE):
            if inside == _ESCAPE:
                inside = np.int64(_TEXT)
                if byte == _U:  # may stand for any letter
                    state[_WIDTH] = 4
            elif byte == _BACKSLASH:
                inside = np.int64(_ESCAPE)
            elif byte == _QUOTE:
                inside = np.int64(_NOTHING)
                state[_OBJECTS] += _STRING
                state[_LETTERS] += length
                if depth == 0:
                    end = np.int64(at)
                    break
                continue
            elif byte >= _LEAD_OF_2:
                state[_WIDTH] = max(state[_WIDTH], 4 if byte >= _LEAD_OF_4 else 2)
            length += 1
            if length <= 32:
                mark = (mark ^ byte) * 0x100000001B3  # FNV-1a
            continue
        if byte == _QUOTE:
            inside, length, mark = np.int64(_TEXT), np.int64(0), np.int64(0x1BF29CE484222325)
        elif byte == _OPENING[0] or byte == _OPENING[1]:
            inside = np.int64(_NOTHING)
            depth += 1
            state[_DEEP] = max(state[_DEEP], depth)
            state[_OBJECTS] += _DICT if byte == _OPENING[0] else _LIST
        elif byte == _CLOSING[0] or byte == _CLOSING[1] or byte == _COMMA:
            if depth == 0:  # after a bare word or number, whose list goes on
                end = np.int64(at - 1)
                break
            inside = np.int64(_NOTHING)
            if byte == _COMMA:
                state[_OBJECTS] += _ITEM
            else:
                depth -= 1
                if depth == 0:
                    end = np.int64(at)
                    break
        elif byte == _COLON:
            inside = np.int64(_NOTHING)
            state[_OBJECTS] += _KEY
            slot = (mark ^ (mark >> 29)) & (len(keys) - 1)
            if length <= 32 and keys[slot] == mark:
                state[_OBJECTS] -= _STRING
                state[_LETTERS] -= length
            else:
                state[_OBJECTS] += _NEW_KEY
                keys[slot] = mark
        elif byte in (_BLANK[0], _BLANK[1], _BLANK[2], _BLANK[3]):
            if depth == 0:
                end = np.int64(at - 1)
                break
            inside = np.int64(_NOTHING)
            if byte == _NEWLINE:
                state[_LINES] += 1
        elif inside == _BARE:
            state[_OBJECTS] += 3  # a number is copied while it is read
            if byte == _POINT or byte == _EXPONENT[0] or byte == _EXPONENT[1]:
                state[_OBJECTS] += _DECIMAL
        else:
            inside = np.int64(_BARE)
            state[_OBJECTS] += _INTEGER
    state[_DEPTH], state[_INSIDE], state[_LENGTH], state[_MARK] = depth, inside, length, mark
    return int(end)
