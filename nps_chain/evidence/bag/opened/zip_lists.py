"""The two lists of a ZIP file: one at its end, and a line of the other before each member.

Some programs read the one, some the other. A file of which the two differ shows different things to
different people; so what is in it must be told by both, and nothing may lie between. A name stands
in both, and may stand in an extension of each as well: all of them must be one.

Source: APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.9, 4.3.16, 4.6.9 and D.1.
"""

import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from nps_chain.evidence.bag.findings import Refused

MOST_LISTED = 32 * 1024**2
"""Bytes of the list at the end, which Python reads into memory whole."""

_END, _END_BYTES, _LONGEST_COMMENT = b"PK\5\6", 22, 65_535
_LOCATOR, _LOCATOR_BYTES = b"PK\6\7", 20
_BEFORE, _FIELDS = b"PK\3\4", struct.Struct("<4sHHHHHIIIHH")
_TOLD_LATER, _LONGEST_TOLD_LATER = 8, 24  # sizes that follow a member, where a bit says so
_UTF_8, _UNICODE_PATH = 0x800, 0x7075  # the bit and the extension that tell of a name in UTF-8
_VERSION_AND_CRC = 5  # bytes before the name in that extension


def name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name as it is written; on Windows, Python turns each back slash into /."""
    if not member.flag_bits & _UTF_8:
        # macOS and Info-ZIP write UTF-8, and don't set the bit.
        with suppress(UnicodeError):
            return member.orig_filename.encode("cp437").decode()
    return member.orig_filename


def look_at_end(path: Path) -> None:
    """Refuse a list that is too long to be read, and the extension for larger files.

    Raises
    ------
    Refused
        If it is so, or the file can't be read.
    """
    try:
        with path.open("rb") as opened:
            size = opened.seek(0, 2)
            most = _END_BYTES + _LONGEST_COMMENT + _LOCATOR_BYTES
            opened.seek(max(size - most, 0))
            tail = opened.read(most)
    except OSError as error:
        raise Refused("unread", path.name, f"it can't be read: {error.strerror}") from None
    at = tail.rfind(_END)
    listed = int.from_bytes(tail[at + 12 : at + 16], "little")
    if at >= 0 and (listed > MOST_LISTED or _LOCATOR in tail[max(at - _LOCATOR_BYTES, 0) : at]):
        raise Refused("unread", path.name, "its list of files is too long to be read")


def compare(members: Iterable[zipfile.ZipInfo], end: int, file: BinaryIO, name: str) -> None:
    """Refuse a file whose lists differ, or in which something lies that no list tells of.

    Parameters
    ----------
    members : iterable of zipfile.ZipInfo
        The list at the end.
    end : int
        Where that list begins.
    file : file
        The ZIP file.
    name : str
        Its name.

    Raises
    ------
    Refused
        If it is so.
    """
    at, spare = 0, 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if not at <= member.header_offset <= at + spare:
            raise Refused("unread", name, "it has bytes that its list doesn't tell of")
        file.seek(member.header_offset)
        fields = file.read(_FIELDS.size)
        if len(fields) < _FIELDS.size or not _is_same(member, _FIELDS.unpack(fields)):
            raise Refused("unread", name, f"its two lists differ on {member.orig_filename!r:.120}")
        *_, named, extra = _FIELDS.unpack(fields)
        extensions = file.read(named + extra)[named:]
        for each in (*_unicode_paths(member.extra), *_unicode_paths(extensions)):
            if each != name_of(member).encode():
                why = f"it has two names for one file, {name_of(member)!r:.120} and another"
                raise Refused("unread", name, why)
        at = member.header_offset + _FIELDS.size + named + extra + member.compress_size
        spare = _LONGEST_TOLD_LATER if member.flag_bits & _TOLD_LATER else 0
    if not at <= end <= at + spare:
        raise Refused("unread", name, "it has bytes that its list doesn't tell of")


def _unicode_paths(extra: bytes) -> Iterator[bytes]:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH:
            yield extra[4 + _VERSION_AND_CRC : 4 + length]
        extra = extra[4 + length :]


def _is_same(member: zipfile.ZipInfo, fields: tuple[bytes | int, ...]) -> bool:
    begins, _, flags, packing, _, _, crc, packed, size, *_ = fields
    if begins != _BEFORE or (flags, packing) != (member.flag_bits, member.compress_type):
        return False
    later = member.flag_bits & _TOLD_LATER and (crc, packed, size) == (0, 0, 0)
    return bool(later) or (crc, packed, size) == (
        member.CRC,
        member.compress_size,
        member.file_size,
    )
