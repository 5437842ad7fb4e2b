"""Files that are written into a page, as pictures are: known again by their hash.

A vendor's picture goes from market to market with its owner, and with whoever copies it. An equal
hash says that the files are the same to the last byte; one byte more, and it says nothing.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from nps_chain.evidence.pages.source.anatomy import Embedded

_DATA = re.compile(r"data:([\w.+/-]{0,80})((?:;[\w.=-]{1,80}){0,4}),", re.IGNORECASE)
_ENDS = re.compile(r"[\"')]")
MOST = 5_000
"""Files of a page that are looked at."""


class File(NamedTuple):
    """A file in a page: where it stands in the source, its kind and its bytes, if it is whole."""

    start: int
    end: int
    kind: str
    data: bytes | None


def files(source: str, embedded: Embedded) -> Iterator[File]:
    """Yield the files in a value of an attribute: one, or several in a style."""
    at, end = embedded.start, embedded.end
    for _ in range(MOST):
        begins = _DATA.search(source, at, end)
        if begins is None:
            return
        stops = _ENDS.search(source, begins.end(), end) if begins.start() > embedded.start else None
        at = stops.start() if stops else end
        written = source[begins.end() : at]
        yield File(begins.start(), at, begins[1].lower(), _bytes(written, begins[2].lower()))


def digest(data: bytes) -> str:
    """Return the hash by which a file is known."""
    return sha256(data).hexdigest()


def _bytes(written: str, how: str) -> bytes | None:
    data = unquote_to_bytes(written)
    if not how.endswith(";base64"):
        return data
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except binascii.Error:
        return None
