"""The JSON values of a file, one at a time, each weighed before it is built.

Nodes, explorers and exporters write JSON in several shapes: one value, a line each, values one
after another, a list (whose elements are what is wanted), or wrapped in a node's RPC answer. This
module takes them all and gives one value after the other, so a file may be larger than memory.
"""

import codecs
import json
import re
from collections.abc import Iterator
from decimal import Decimal, DecimalException
from itertools import chain
from typing import Any, BinaryIO, NoReturn

from nps_chain.chain.readers.shared.json_weight import Walk
from nps_chain.chain.readers.shared.source import Source
from nps_chain.errors import ChainError

MEMORY = 150_000_000
"""Bytes that one value may take as text and as objects, beyond the size of its file."""

CHUNK = 1 << 20

_ENVELOPE = {"result", "error", "id", "jsonrpc"}


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
        self.memory = MEMORY + source.path.stat().st_size
        self.chunks = filter(None, _utf8(source.name, iter(lambda: file.read(CHUNK), b"")))
        self.buffer = bytearray()
        self.line = 1

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
        walk = Walk()
        end = -1
        while end < 0:
            end = walk.to_end(self.buffer)
            if fault := walk.fault(self.memory):
                raise ChainError(
                    f"{where}: one value {fault}, as no block or transaction does. If it wraps a"
                    " list of them, take the list out of it."
                )
            if end < 0 and not self.more():
                if not walk.may_end:
                    raise ChainError(
                        f"{where}: the file ends in the middle of a value. It is cut off;"
                        " copy or export it again."
                    )
                end = len(self.buffer)
        try:
            with memoryview(self.buffer) as view, view[:end] as found:
                text = str(found, "utf-8")
        except UnicodeDecodeError as error:
            raise ChainError(
                f"{where}: this is no text in UTF-8 (byte {error.start:,} of the value)."
                " Export or copy the file again."
            ) from error
        del self.buffer[:end]
        self.line += walk.lines
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
