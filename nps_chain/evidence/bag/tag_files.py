"""The two small texts of a package: what it is (``bagit.txt``), and what is said of it.

Source: RFC 8493, sections 2.1.1, 2.2.2 and 2.3; the drafts before it for versions below 1.0.
"""

import codecs
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.manifest import lines_of

DECLARATION, INFO, OLD_INFO, FETCH = "bagit.txt", "bag-info.txt", "package-info.txt", "fetch.txt"

VERSIONS = ((0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0))
"""Versions of BagIt that are read; the last is written."""

_DECLARED = re.compile(
    r"BagIt-Version([ \t]*):([ \t]*)([0-9]{1,3})\.([0-9]{1,3})[ \t]*(?:\r\n|\r|\n)"
    r"Tag-File-Character-Encoding([ \t]*):([ \t]*)([A-Za-z0-9_-]{1,40})[ \t]*(?:\r\n|\r|\n)?"
)
_BOM = b"\xef\xbb\xbf"

_ENCODINGS = {"utf8", "ascii", "usascii", "latin1", "utf16", "koi8r", "koi8u"}
_ENCODINGS |= {f"iso8859{part}" for part in range(1, 17) if part != 12}
_ENCODINGS |= {f"{who}{page}" for who in ("windows", "cp") for page in range(1250, 1259)}


class Declaration(NamedTuple):
    """What a package is.

    Attributes
    ----------
    version : (int, int)
        Of BagIt.
    encoding : str
        Of its own texts.
    """

    version: tuple[int, int]
    encoding: str


def declaration(data: bytes) -> Declaration:
    """Return what ``bagit.txt`` says.

    Raises
    ------
    NpsError
        If it isn't the two lines that it must be, or tells a version or an encoding that isn't
        known here.
    """
    try:
        found = _DECLARED.fullmatch(data.decode("utf-8"))
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise NpsError("it isn't the two lines BagIt-Version and Tag-File-Character-Encoding")
    version = int(found[3]), int(found[4])
    if version not in VERSIONS:
        raise NpsError(f"version {version[0]}.{version[1]} of BagIt isn't known here")
    if version >= (1, 0) and (found[1], found[2], found[5], found[6]) != ("", " ", "", " "):
        raise NpsError("a colon must stand right after a label, and one blank after the colon")
    if not _is_known(found[7]):
        raise NpsError(f"the encoding {found[7]!r} isn't known here")
    return Declaration(version, found[7])


def _is_known(encoding: str) -> bool:
    # A closed list: what Python takes for an encoding may be slow, or no encoding of texts at all.
    if re.sub("[^a-z0-9]", "", encoding.lower()) not in _ENCODINGS:
        return False
    with suppress(LookupError):
        return bool(codecs.lookup(encoding))
    return False


def decode(data: bytes, encoding: str) -> str:
    """Return a text of the package.

    Raises
    ------
    NpsError
        If it isn't in its encoding, or begins with a mark of order, which BagIt forbids.
    """
    if data.startswith(_BOM):
        raise NpsError("it begins with a mark of order (BOM), which BagIt forbids")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NpsError(f"its byte {error.start:,} isn't {encoding}") from None


def info(text: str) -> list[tuple[str, str]]:
    """Return what is said of a package: labels and values, in their order.

    Raises
    ------
    NpsError
        If a line is neither a label with a value nor the rest of the one before, or there are too
        many.
    """
    said: list[tuple[str, list[str]]] = []
    for number, line in enumerate(lines_of(text), 1):
        label, colon, value = line.partition(":")
        if said and line[:1] in (" ", "\t"):
            said[-1][1].append(line.strip())
        elif colon and label.strip():
            said.append((label.strip(), [value.strip()]))
        elif line.strip():
            raise NpsError(f"line {number} is no label with a value")
    return [(label, " ".join(filter(None, parts))) for label, parts in said]


def written_info(said: Sequence[tuple[str, str]]) -> bytes:
    """Return ``bag-info.txt``; a value is on one line, or it would be taken for several."""
    for label, value in said:
        if not value.isprintable() or value != value.strip():
            raise NpsError(f"{value!r:.80} can't be a package's {label}: give one line.")
    return "".join(f"{label}: {value}\n" for label, value in said).encode()


def written_declaration() -> bytes:
    """Return ``bagit.txt`` of a package made here."""
    major, minor = VERSIONS[-1]
    return f"BagIt-Version: {major}.{minor}\nTag-File-Character-Encoding: UTF-8\n".encode()


def fetched(text: str) -> list[tuple[str, str]]:
    """Return what a package wants fetched: from where, and as which file.

    Raises
    ------
    NpsError
        If a line isn't an address, a length and a name, or there are too many.
    """
    wanted = []
    for number, line in enumerate(lines_of(text), 1):
        parts = line.split(None, 2)
        if len(parts) < 3 or not (parts[1] == "-" or (parts[1].isascii() and parts[1].isdigit())):
            raise NpsError(f"line {number} isn't an address, a length and a name")
        wanted.append((parts[0], parts[2]))
    return wanted
