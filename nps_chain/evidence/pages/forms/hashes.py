"""Hexadecimal digits: a transaction, the hash of a file, a key's fingerprint, a locking script.

The form decides little. 64 digits may name a transaction, a block or a file; only the chain can say
that a transaction has that name. Without the chain the words before it decide, and may be wrong. A
locking script, though, is recognised by its own grammar; and fingerprints are written in groups,
as programs print them.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

import numpy as np

from nps_chain.chain.address.script import SCRIPT_TYPES, classify
from nps_chain.evidence.pages.forms.sought import Found, Sought

_HEX64 = re.compile(r"(?<![^\W_])[0-9a-fA-F]{64}(?![^\W_])")
_HEX40 = re.compile(r"(?<![^\W_])[0-9a-fA-F]{40}(?![^\W_])")
_GROUPS = re.compile(
    r"(?<![^\W_])[0-9a-fA-F]{2}(?:[ \n\t:.\u00a0\u2009-]{0,3}+[0-9a-fA-F]{2}){19}(?![^\W_])"
)
_SCRIPT = re.compile(
    r"(?<![^\W_])[0-9a-fA-F]{40,4000}+(?:[ \n\t]{1,4}+[0-9a-fA-F]{1,4000}+(?![^\W_])){0,60}+"
)
_LOCKS = frozenset({"p2pk", "p2pkh", "p2sh", "multisig", "p2wpkh", "p2wsh", "p2tr"})

_PAYS = re.compile(
    r"\b(?:txid|tx|transactions?|payment|paid|deposit|withdraw\w*|транзакц\w*|плат[её]ж\w*|оплат\w*"
    r"|перев[её]л|перевод\w*|tranzac[tțţ]\w*|pl[aă]t\w*|depunere\w*|retrage\w*)\b|/tx/",
    re.IGNORECASE,
)
_HASHES = re.compile(r"\b(?:hash|sha-?256|checksum|block|хеш\w*|блок\w*|bloc\w*)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\W{0,3}(?:is|are|was)(?: no| not|n't)\b|\W{0,3}(?:не|nu este|nu e)\b", re.IGNORECASE
)
_KEYS = re.compile(
    r"fingerprint|\b(?:pgp|gpg|openpgp|key)\b|отпечат|ключ|ampren|chei", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?]\s|\n")
_THERE = "It is the fingerprint of a key that stands on these pages."
_NEAR = 120  # characters before a hash in which a word tells what it is


def long(text: str) -> set[str]:
    """Return what in a text has the form of a txid, in small letters."""
    return {match[0].lower() for match in _HEX64.finditer(text)}


def find(sought: Sought, on_chain: set[str] | None, prints: frozenset[str]) -> None:
    """Find what is written in hexadecimal digits.

    Parameters
    ----------
    sought : Sought
        The text.
    on_chain : set of str, optional
        Names of transactions that are on the chain. Without it, the words around decide.
    prints : frozenset of str
        Fingerprints of the keys that are known.
    """
    for match in sought.look(_HEX64):
        _long(sought, match, on_chain, prints)
    for start, end, script in _scripts(sought):
        _script(sought, start, end, script)
    for match in sought.look(_GROUPS):
        _fingerprint(sought, match, prints)
    for match in sought.look(_HEX40):
        if sought.seen:
            why = "40 hexadecimal digits: a SHA-1, or a key's fingerprint; no word says which."
            sought.add(Found("hash", *match.span(), match[0].lower(), True, why))


def _long(
    sought: Sought,
    match: re.Match[str],
    on_chain: set[str] | None,
    prints: frozenset[str],
) -> None:
    text = match[0].lower()
    if text.upper() in prints:
        sought.add(Found("fingerprint", *match.span(), text.upper(), True, _THERE))
        return
    if on_chain is not None:
        if text in on_chain:
            sought.add(
                Found("txid", *match.span(), text, True, "It is a transaction of the chain.")
            )
        elif sought.seen or sought.where == "comment":
            why = "No transaction of the chain has this name: the hash of something else."
            sought.add(Found("hash", *match.span(), text, True, why, "no txid"))
        return
    before = sought.whole[max(match.start() - _NEAR, 0) : match.start()]
    before = _SENTENCE.split(before)[-1] if sought.seen else before
    pays, other = _last(_PAYS, before), _last(_HASHES, before)
    if pays > other and not _DENIES.match(sought.whole, match.end()):
        why = "It has the form of a txid, and words before it say so; no chain was asked."
        sought.add(Found("txid", *match.span(), text, True, why))
    elif sought.seen or sought.where == "comment":
        why = "64 hexadecimal digits, and no word before them says that they name a transaction."
        sought.add(Found("hash", *match.span(), text, True, why, "no txid"))


def _last(form: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in form.finditer(text)), default=-1)


def _fingerprint(sought: Sought, match: re.Match[str], prints: frozenset[str]) -> None:
    groups = [group for group in re.split(r"[^0-9a-fA-F]+", match[0]) if group]
    digits = "".join(groups)
    known = digits.upper() in prints
    before = sought.whole[max(match.start() - _NEAR, 0) : match.start()]
    told = _KEYS.search(before) is not None
    even = len(groups) > 4 and len({len(group) for group in groups}) == 1 and ":" not in match[0]
    if not known and not told and not (even and not digits.isdigit()):
        return
    why = _THERE if known else "It has the form of a key's fingerprint; no page here has the key."
    sought.add(Found("fingerprint", *match.span(), digits.upper(), True, why))


def _scripts(sought: Sought) -> Iterator[tuple[int, int, bytes]]:
    """Yield locking scripts, which may go over several lines."""
    for match in sought.look(_SCRIPT):
        lines = list(re.finditer("[0-9a-fA-F]+", match[0]))
        for many in range(len(lines), 0, -1):
            digits = "".join(line[0] for line in lines[:many])
            if len(digits) % 2 == 0 and _lock(script := bytes.fromhex(digits)) in _LOCKS:
                yield match.start(), match.start() + lines[many - 1].end(), script
                break


def _lock(script: bytes) -> str:
    start, length = np.zeros(1, np.int64), np.array([len(script)], np.int32)
    return SCRIPT_TYPES[classify(np.frombuffer(script, np.uint8), start, length)[0]]


def _script(sought: Sought, start: int, end: int, script: bytes) -> None:
    kind = _lock(script)
    why = f"It is a locking script of the type {kind}."
    needed, keys = script[0] - 0x50, script[-2] - 0x50  # OP_1 to OP_16
    if kind == "multisig" and 0 < needed <= keys <= 16:
        why = f"It is a locking script that asks for {needed} signatures of {keys} keys."
    sought.add(Found("script", start, end, script.hex(), True, why))


def witness_program(script: bytes) -> bytes:
    """Return the locking script of the SegWit address that stands for a script (BIP 141)."""
    return b"\x00\x20" + sha256(script).digest()
