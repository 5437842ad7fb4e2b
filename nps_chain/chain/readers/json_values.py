"""The JSON values of a file, one at a time, each weighed before it is built.

Nodes, explorers and exporters write JSON in several shapes: one value, a line each, values one
after another, a list (whose elements are what is wanted), or wrapped in a node's RPC answer. This
module takes them all and gives one value after the other, so a file may be larger than memory.

JSON is hostile until it is read: ``[[],[],[],...`` takes thirty times its own size as Python
objects, and deep nesting overruns the stack. A kernel therefore walks the bytes of a value first,
and tells how long and deep it is and how much memory its objects can take at most.
"""

import codecs
import json
import re
from collections.abc import Iterator
from decimal import Decimal, DecimalException
from itertools import chain
from typing import Any, BinaryIO, NoReturn

import numpy as np
from numba import njit

from nps_chain.chain.readers.source import Source
from nps_chain.errors import ChainError

LONGEST = 64 << 20
"""Bytes of one value: the largest blocks, as a node words them with indentation, take half."""

DEEPEST = 32
"""Containers within each other; a block has 8."""

MEMORY = 150_000_000
"""Bytes that one value may take as text and as objects, beyond the size of its file."""

CHUNK = 1 << 20

_ENVELOPE = {"result", "error", "id", "jsonrpc"}

# What objects take at most in CPython, in bytes. A dict pays for its first five keys, a list
# for its first four items.
_DICT, _KEY, _LIST, _ITEM, _STRING, _INTEGER, _DECIMAL = 184, 48, 88, 12, 64, 32, 80
_NEW_KEY = 96  # in the decoder's own table of keys, which makes equal keys one object

# The state of a walk, kept between chunks: where it is, and what it has met.
_DEPTH, _INSIDE, _LENGTH, _MARK, _LINES, _OBJECTS, _LETTERS, _WIDTH, _DEEP = range(9)
_NOTHING, _TEXT, _ESCAPE, _BARE = range(4)


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
                if byte == 0x75:  # \u may stand for any character
                    state[_WIDTH] = 4
            elif byte == 0x5C:  # backslash
                inside = np.int64(_ESCAPE)
            elif byte == 0x22:  # quote
                inside = np.int64(_NOTHING)
                state[_OBJECTS] += _STRING
                state[_LETTERS] += length
                if depth == 0:
                    end = np.int64(at)
                    break
                continue
            elif byte >= 0xC4:  # UTF-8 of characters that take two or four bytes in a string
                state[_WIDTH] = max(state[_WIDTH], 4 if byte >= 0xF0 else 2)
            length += 1
            if length <= 32:
                mark = (mark ^ byte) * 0x100000001B3  # FNV-1a
            continue
        if byte == 0x22:
            inside, length, mark = np.int64(_TEXT), np.int64(0), np.int64(0x1BF29CE484222325)
        elif byte == 0x7B or byte == 0x5B:  # { [
            inside = np.int64(_NOTHING)
            depth += 1
            state[_DEEP] = max(state[_DEEP], depth)
            state[_OBJECTS] += _DICT if byte == 0x7B else _LIST
        elif byte == 0x7D or byte == 0x5D or byte == 0x2C:  # } ] ,
            if depth == 0:  # after a bare word or number, whose list goes on
                end = np.int64(at - 1)
                break
            inside = np.int64(_NOTHING)
            if byte == 0x2C:
                state[_OBJECTS] += _ITEM
            else:
                depth -= 1
                if depth == 0:
                    end = np.int64(at)
                    break
        elif byte == 0x3A:  # :
            inside = np.int64(_NOTHING)
            state[_OBJECTS] += _KEY
            slot = (mark ^ (mark >> 29)) & (len(keys) - 1)
            if length <= 32 and keys[slot] == mark:
                state[_OBJECTS] -= _STRING
                state[_LETTERS] -= length
            else:
                state[_OBJECTS] += _NEW_KEY
                keys[slot] = mark
        elif byte == 0x20 or byte == 0x0A or byte == 0x0D or byte == 0x09:
            if depth == 0:
                end = np.int64(at - 1)
                break
            inside = np.int64(_NOTHING)
            if byte == 0x0A:
                state[_LINES] += 1
        elif inside == _BARE:
            state[_OBJECTS] += 3  # a number is copied while it is read
            if byte == 0x2E or byte == 0x65 or byte == 0x45:  # . e E
                state[_OBJECTS] += _DECIMAL
        else:
            inside = np.int64(_BARE)
            state[_OBJECTS] += _INTEGER
    state[_DEPTH], state[_INSIDE], state[_LENGTH], state[_MARK] = depth, inside, length, mark
    return int(end)


def _constant(word: str) -> NoReturn:
    raise json.JSONDecodeError(f"{word} is no number that JSON knows", word, 0)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_constant)


def values(source: Source) -> Iterator[tuple[str, Any]]:
    """Yield the JSON values of a file, each with the place where it stands, for messages.

    Lists are opened, and so is a node's RPC answer (``{"result": ..., "error": null, "id": 1}``).
    Whole numbers become int, all others Decimal, exactly as written. Where an object has the same
    key twice, the last one counts.

    Raises
    ------
    ChainError
        For what is no JSON in UTF-8 (or, with a byte order mark, UTF-16, as PowerShell writes it);
        for an empty file, or one that is cut off; for a value that is too long, too deep or would
        take too much memory; for a node's answer that tells an error.
    """
    for where, text in _texts(source):
        try:
            value = _DECODER.decode(text)
        except (ValueError, DecimalException) as error:
            reason = "a number is beyond all bounds"
            if isinstance(error, json.JSONDecodeError):
                reason = error.msg
            raise ChainError(
                f"{where}: this is no proper JSON ({reason}). Export or copy the file again."
            ) from error
        del text
        yield from _opened(where, value)


def _opened(where: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value.keys() <= _ENVELOPE and value.keys() & {"result", "error"}:
        if value.get("error") is not None:
            raise ChainError(
                f"{where}: the node answered with an error instead of data:"
                f" {str(value['error'])[:200]!a}. Ask it again."
            )
        value = value.get("result")
    if isinstance(value, list):
        for element in value:
            yield from _opened(where, element)
    else:
        yield where, value


class _Stream:
    """The text of a file as it is read; ``buffer`` begins with what comes next."""

    def __init__(self, source: Source, file: BinaryIO) -> None:
        self.name = source.name
        self.budget = MEMORY + source.path.stat().st_size
        self.chunks = filter(None, _utf8(source.name, iter(lambda: file.read(CHUNK), b"")))
        self.buffer = bytearray()
        self.line = 1
        self.keys = np.zeros(4096, np.int64)

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        chunk = next(self.chunks, b"")
        self.buffer += chunk
        return bool(chunk)

    def mark(self) -> str:
        """Skip blanks and return the character that comes next, or nothing at the end."""
        while True:
            blank = re.match(rb"[ \t\r\n]*", self.buffer)[0]  # type: ignore[index]
            self.line += blank.count(b"\n")
            del self.buffer[: len(blank)]
            if self.buffer:
                return chr(self.buffer[0])
            if not self.more():
                return ""

    def value(self, where: str) -> str:
        """Weigh the value that comes next, and return its text."""
        state = np.zeros(9, np.int64)
        state[_WIDTH] = 1
        self.keys[:] = 0  # the decoder forgets its keys with each value, too
        at, end = 0, -1
        while end < 0:
            end = _walk(np.frombuffer(self.buffer, np.uint8), at, state, self.keys)
            at = end if end >= 0 else len(self.buffer)
            text = (at + state[_LETTERS]) * state[_WIDTH]
            fault = (
                f"is longer than {LONGEST >> 20} MiB"
                if at > LONGEST
                else f"nests deeper than {DEEPEST} levels"
                if state[_DEEP] > DEEPEST
                else "would take too much memory"
                if state[_OBJECTS] + text > self.budget
                else ""
            )
            if fault:
                raise ChainError(
                    f"{where}: one value {fault}, as no block or transaction does. If it wraps a"
                    " list of them, take the list out of it."
                )
            if end < 0 and not self.more():
                if state[_DEPTH] or state[_INSIDE] != _BARE:
                    raise ChainError(
                        f"{where}: the file ends in the middle of a value. It is cut off;"
                        " copy or export it again."
                    )
                end = at
        try:
            with memoryview(self.buffer) as view, view[:end] as found:
                text = str(found, "utf-8")
        except UnicodeDecodeError as error:
            raise ChainError(
                f"{where}: this is no text in UTF-8 (byte {error.start:,} of the value)."
                " Export or copy the file again."
            ) from error
        del self.buffer[:end]
        self.line += int(state[_LINES])
        return text


def _texts(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the place and text of each value, the outermost lists opened."""
    wanted, number = "any", 0
    with source.open() as file:
        stream = _Stream(source, file)
        if not stream.mark():
            raise ChainError(f"{source.name} is empty. Copy or export it again.")
        while mark := stream.mark():
            where = f"{source.name}, line {stream.line}"
            if wanted != "any":
                where += f", element {number + 1}"
            if mark == "]" and wanted in ("first", "comma"):
                wanted = "any"
            elif mark == "," and wanted == "comma":
                number, wanted = number + 1, "next"
            elif mark == "[" and wanted == "any":
                number, wanted = 0, "first"
            elif mark in "]},:" or wanted == "comma":
                raise ChainError(
                    f"{where}: {mark!r} stands where "
                    + ("a comma or ']'" if wanted == "comma" else "a value")
                    + " should. Export or copy the file again."
                )
            else:
                yield where, stream.value(where)
                wanted = "any" if wanted == "any" else "comma"
                continue
            del stream.buffer[:1]
        if wanted != "any":
            raise ChainError(
                f"{source.name} ends in the middle of a list. It is cut off; copy or export it"
                " again."
            )


def head(source: Source) -> bytes:
    """Return the beginning of a file as UTF-8 without leading blanks, to tell its format by."""
    return next(_utf8(source.name, iter([source.head])), b"").lstrip()


def _utf8(name: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield text in UTF-8 without a byte order mark; one of UTF-16 is recoded."""
    first = next(chunks, b"")
    if first[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        yield from chain([first.removeprefix(codecs.BOM_UTF8)], chunks)
        return
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        for chunk in chain([first], chunks):
            yield decoder.decode(chunk).encode()
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise ChainError(f"{name} is no proper UTF-16 text. Export it again as UTF-8.") from error
