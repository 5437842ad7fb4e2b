"""Bytes of a page as text: by its mark of order, by what it says of itself, or by a guess.

A guess can be wrong, and then names in Cyrillic are gibberish while addresses, which are ASCII, are
right all the same. So what was taken is told, and so is what didn't fit. The names that count are
those of the WHATWG's Encoding Standard that pages of our region use; a page can't name any other
codec of this machine's.
"""

import codecs
import re

_SAYS = re.compile(rb"<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{1,30})", re.I)
_LOOKED_AT = 4_096  # bytes in which a page says what it is

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# By the standard, the names of Latin 1 and of ASCII mean windows-1252.
_MEANT = {
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "windows-1252"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("cp1251", "win-1251", "x-cp1251"), "windows-1251"),
    **dict.fromkeys(("cp1250",), "windows-1250"),
    **dict.fromkeys(("cp1252",), "windows-1252"),
    # Whoever could read the name in bytes of one each hasn't got a page in two.
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode"), "utf-8"),
    **dict.fromkeys(("cp866", "866"), "ibm866"),
    **dict.fromkeys(("koi8", "koi"), "koi8-r"),
    "gb2312": "gbk",
}
_CODECS = {
    "utf-8": "utf-8",
    "ibm866": "cp866",
    "gbk": "gb18030",
    **{
        name: name
        for name in ("koi8-r", "koi8-u", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr",
                     *(f"windows-{n}" for n in range(1250, 1259)),
                     *(f"iso-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)))
    },
}  # fmt: skip


def decode(data: bytes) -> tuple[str, str, str]:
    """Return the text of a page, its encoding, and a sentence on what was odd, or none.

    A character that isn't text in the encoding becomes U+FFFD, the replacement character.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _told(data[len(mark) :], name, "")
    if two := _in_two(data):
        return _told(data, two, "It doesn't say how it is encoded; by its bytes it is UTF-16.")
    says = _SAYS.search(data[:_LOOKED_AT])
    said = says[1].decode("latin-1").lower() if says else ""
    named = _MEANT.get(said, said)
    if named in _CODECS:
        return _told(data, named, "")
    odd = f"Its encoding, {said!r}, isn't known. " if said else ""
    try:
        return data.decode(), "utf-8", odd.strip()
    except UnicodeDecodeError:
        guess = "windows-1251" if _looks_cyrillic(data) else "windows-1252"
        return _told(data, guess, f"{odd}It doesn't say how it is encoded; {guess} is a guess.")


def _told(data: bytes, name: str, note: str) -> tuple[str, str, str]:
    codec = _CODECS.get(name, name)
    try:
        return data.decode(codec), name, note
    except UnicodeDecodeError as error:
        wrong = f"Its byte {error.start:,} and perhaps more are no {name}."
        return data.decode(codec, errors="replace"), name, f"{note} {wrong}".strip()


def _in_two(data: bytes) -> str:
    """Return which UTF-16 a text without a mark is; markup has many letters of ASCII."""
    first = data[:400]
    even, odd = first[::2].count(0), first[1::2].count(0)
    if len(first) >= 8 and max(even, odd) > 0.3 * len(first) and min(even, odd) < 3:
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _looks_cyrillic(data: bytes) -> bool:
    """Return whether bytes beyond ASCII stand beside each other, as letters of a word do."""
    cut = data[:200_000]
    together = len(re.findall(rb"[\xc0-\xff\xa8\xb8]{3,}", cut))
    alone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])", cut))
    return together > alone
