"""The two lists of a ZIP file: one at its end, and a line of the other before each member.

Some programs read the one, some the other. A file of which the two differ shows different things to
different people; so what is in it must be told by both, and nothing may lie between.

Source: APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.9 and 4.3.16.
"""

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from nps_chain.evidence.bag.findings import Refused

MOST_LISTED = 32 * 1024**2
"""Bytes of the list at the end, which Python reads into memory whole."""

_END, _END_BYTES, _LONGEST_COMMENT = b"PK\5\6", 22, 65_535
_LOCATOR, _LOCATOR_BYTES = b"PK\6\7", 20
_BEFORE, _FIELDS = b"PK\3\4", struct.Struct("<4sHHHHHIIIHH")
_TOLD_LATER, _LONGEST_TOLD_LATER = 8, 24  # sizes that follow a member, where a bit says so


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
        at = member.header_offset + _FIELDS.size + named + extra + member.compress_size
        spare = _LONGEST_TOLD_LATER if member.flag_bits & _TOLD_LATER else 0
    if not at <= end <= at + spare:
        raise Refused("unread", name, "it has bytes that its list doesn't tell of")


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
