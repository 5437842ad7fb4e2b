"""From what somebody types to the name of a thing, and back to what can be cited.

People paste an address with a line break in it, in the capitals of a QR code, as a payment link, or
as the few letters that a picture has room for. All of that leads to the same thing, as long as it
can only be one.
"""

import re
import unicodedata
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.address import check
from nps_chain.chain.schema import hexadecimal
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.harmless import harmless
from nps_chain.show.style import shorten
from nps_chain.trace.texts import count

LEAST = 6
"""So many characters of a beginning have to be given."""

_LONGEST = 4096  # characters that are looked at, of whatever was pasted
_WHOLE = 26  # characters that the shortest address has
_THING = re.compile("([tac])([0-9]{1,10})[<>]?")
_LINK = re.compile(r"(?i:bitcoin:)([^?]*)(?:\?.*)?")  # BIP 21
_OUTPUT = re.compile("([0-9a-fA-F]{64}):[0-9]+")
_HEX = re.compile("[0-9a-fA-F]+")
_WITNESS = re.compile("(?:BC|TB|BCRT)1[0-9A-Z]*")
_MARKS = "'\"`„“”‘’«»<>()[]{},;."


def spelled(text: str) -> str:
    """Return an address as the chain spells it: of capitals alone, as in a QR code, in small ones.

    >>> spelled(" BCRT1QW76 "), spelled("2NFsVyoKo9")
    ('bcrt1qw76', '2NFsVyoKo9')
    """
    text = text.strip()
    return text.lower() if _WITNESS.fullmatch(text) else text


def find(chain: Chain, text: Any, txs: int) -> str:
    """Return the name of a transaction or address, such as ``t12`` or ``a45``.

    Parameters
    ----------
    chain : Chain
        The chain.
    text : str
        A txid or an address, whole, its first `LEAST` characters or more, or shortened to its
        beginning and its end with an ellipsis between. Blanks, quotation marks, ``bitcoin:`` and
        the number of an output are passed over.
    txs : int
        How many transactions are known; what appears later isn't found.

    Raises
    ------
    NpsError
        If it names nothing, or several things, or what appears later only.
    """
    head, tail = _asked(text)
    shown = shorten(f"{head}…{tail}" if tail else head)
    c = chain.columns
    known = _found(chain, head, tail, txs)
    many = sum(map(len, known))
    if many == 1:
        return f"t{known[0][0]}" if len(known[0]) else f"a{known[1][0]}"
    if many:
        told = [
            count(len(rows), *what)
            for rows, what in zip(known, (("transaction",), ("address", "addresses")), strict=True)
            if len(rows)
        ]
        raise NpsError(
            f"{' and '.join(told)} in this chain begin with {shown!r}: give more of the text."
        )
    later, addresses = _found(chain, head, tail, len(c.txs.txid))
    if len(later) or len(addresses):
        first = min([*later.tolist(), *c.addresses.first_seen[addresses].tolist()])
        height = c.txs.height[first]
        raise NpsError(f"{shown!r} first appears in block {height:,}: move the clock there first.")
    why = _why(head, tail, chain.network)
    raise NpsError(f"Nothing in this chain begins with {shown!r}. {why}")


def name(chain: Chain, thing: str) -> str:
    """Return the whole txid or address of a thing, such as ``t12``, ``a45``, ``c45`` or ``t12>``.

    A cluster is named by the address that it is called after, a more node by what it is more of.

    Raises
    ------
    NpsError
        If there is no such thing.
    """
    part = _THING.fullmatch(thing) if isinstance(thing, str) else None
    c = chain.columns
    if part is not None:
        kind, row = part[1], int(part[2])
        if kind == "t" and row < len(c.txs.txid):
            return hexadecimal(c.txs.txid[row : row + 1])[0].as_py()
        if kind != "t" and row < len(c.addresses.address):
            return c.addresses.address[row].as_py()
    raise NpsError(
        f"{harmless(thing, 20)!r} is nothing in this chain: give t and the row of a transaction, or"
        " a and the row of an address."
    )


def _asked(text: Any) -> tuple[str, str]:
    """Return the beginning and the end of what is looked for; the end is mostly empty."""
    if not isinstance(text, str):
        raise NpsError(
            f"Give a txid or an address as text, or its beginning, not {type(text).__name__}."
        )
    # Neither has blanks in it, but what is copied from a page or a letter has.
    written = "".join(
        letter
        for letter in text[:_LONGEST].replace("...", "…")
        if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf")
    ).strip(_MARKS)
    for pattern in (_LINK, _OUTPUT):
        if part := pattern.fullmatch(written):
            written = part[1]
    head, _, tail = spelled(written).partition("…")
    if _WITNESS.fullmatch(head) and tail.upper() == tail:
        head, tail = head.lower(), tail.lower()
    if len(head) < LEAST:
        raise NpsError(
            f"{harmless(written, 20)!r} is too short: give the first {LEAST} characters or more of"
            " a txid or an address."
        )
    return head, tail


def _found(chain: Chain, head: str, tail: str, txs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of transactions and addresses, of the first so many, that are written so."""
    c = chain.columns
    addresses = int(np.searchsorted(c.addresses.first_seen, np.int32(txs)))
    return (
        _txs(c.txs.txid[:txs], head.lower(), tail.lower()),
        _addresses(c.addresses.address[:addresses], head, tail),
    )


def _txs(txids: np.ndarray, head: str, tail: str) -> np.ndarray:
    if len(head) > 64 or not _HEX.fullmatch(head + tail):
        return np.zeros(0, np.int64)
    rows = np.flatnonzero(txids[:, 31] == int(head[:2], 16))  # the last byte is shown first
    rows = rows[txids[rows, 30] == int(head[2:4], 16)]
    # Early coinbases have a txid that came again: the later one counts.
    last = dict(zip(hexadecimal(txids[rows]).to_pylist(), rows.tolist(), strict=True))
    found = [row for txid, row in last.items() if txid.startswith(head) and txid.endswith(tail)]
    return np.array(sorted(found), np.int64)


def _addresses(texts: pa.LargeStringArray, head: str, tail: str) -> np.ndarray:
    if not (head + tail).isascii():
        return np.zeros(0, np.int64)
    rows = np.flatnonzero(pc.starts_with(texts, pattern=head).to_numpy(zero_copy_only=False))
    if tail:
        ends = pc.ends_with(texts.take(rows), pattern=tail)
        return rows[ends.to_numpy(zero_copy_only=False)]
    whole = pc.index(texts.take(rows), pa.scalar(head, texts.type)).as_py()
    return rows if whole < 0 else rows[whole : whole + 1]


def _why(head: str, tail: str, network: str) -> str:
    """Return a sentence on what may be wrong."""
    whole = len(head) >= _WHOLE and not tail and not _HEX.fullmatch(head)
    if whole or not head.isascii():
        found = check(head, network)
        if not found.valid:
            return found.why
    return "Compare it with where you have it from, or give less of it."
