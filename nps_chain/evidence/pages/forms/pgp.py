"""PGP keys and signed messages: what they are, and whether a signature holds.

A key block proves nothing by itself, since anybody can copy one. A signature does: whoever made it
held the secret half of the key, and not one letter was changed since. It is verified against the
keys that stand on the same pages; which key is whose, the pages only claim.

Whether a key had expired is judged as of today. Source: RFC 9580; the work is done by Sequoia PGP.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pysequoia

from nps_chain.evidence.pages.forms.sought import Found, Sought
from nps_chain.harmless import harmless

LONGEST = 200_000
"""Characters of a key or a message that is read."""

MOST_BLOCKS = 200
"""Blocks of a page that are read."""

_BEGINS = re.compile(r"-----BEGIN PGP (PUBLIC KEY BLOCK|PRIVATE KEY BLOCK|SIGNED MESSAGE)-----")
_SIGNATURE, _SIGNATURE_ENDS = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
_BASE64 = re.compile("[A-Za-z0-9+/]+={0,2}|=[A-Za-z0-9+/]{4}")
_SHORTEST_LINE = 20
_MOST_KEYS = 300  # that a signature is tried against, if none is named as its own
_NAMES = 200  # characters


class Block(NamedTuple):
    """A block in a text: of which kind, from where to where; the end is -1 where it has none."""

    kind: str
    start: int
    end: int


@dataclass
class Keys:
    """Keys by their fingerprints, each with the file on which it stands first."""

    certs: dict[str, tuple[pysequoia.Cert, str]] = field(default_factory=dict)

    @property
    def prints(self) -> frozenset[str]:
        """All fingerprints, in capitals."""
        return frozenset(self.certs)

    def of(self, names: list[str]) -> list[pysequoia.Cert]:
        """Return keys by fingerprint or long id; all, where a subkey may be meant."""
        wanted = [name.upper() for name in names]
        named = [
            cert
            for name, (cert, _) in self.certs.items()
            if any(name.endswith(one) for one in wanted if len(one) >= 16)
        ]
        return named or [cert for cert, _ in list(self.certs.values())[:_MOST_KEYS]]


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text; what begins within one is a part of it."""
    past = 0
    for many, begins in enumerate(_BEGINS.finditer(text)):
        if begins.start() < past:
            continue
        if many >= MOST_BLOCKS:
            return
        last = (
            _SIGNATURE_ENDS if begins[1] == "SIGNED MESSAGE" else f"-----END PGP {begins[1]}-----"
        )
        ends = text.find(last, begins.end(), begins.end() + LONGEST)
        end = ends + len(last) if ends >= 0 else -1
        past = max(end, begins.end())
        yield Block(begins[1], begins.start(), end)


def learn(keys: Keys, text: str, file: str) -> None:
    """Add the keys of a text to those that are known."""
    for block in blocks(text):
        if block.kind != "SIGNED MESSAGE" and block.end > 0:
            for cert in _certs(text[block.start : block.end])[0]:
                keys.certs.setdefault(cert.fingerprint.upper(), (cert, file))


def find(sought: Sought, keys: Keys) -> None:
    """Find keys and signed messages in a text; what a message says stays to be searched."""
    text = sought.whole
    for block in blocks(text):
        if block.kind == "SIGNED MESSAGE":
            _message(sought, block, keys)
        elif block.end < 0:
            end = text.find("\n", block.start) if "\n" in text[block.start :] else len(text)
            why = "The block of a key begins here, and doesn't end."
            sought.add(
                Found("key", block.start, max(end, block.start + 1), "", False, why, "cut off")
            )
        else:
            _key(sought, block)


def _key(sought: Sought, block: Block) -> None:
    certs, wrong = _certs(sought.whole[block.start : block.end])
    for cert in certs:
        names = _names(cert)
        why = (
            f"It is the key of {names!r}, as it says itself."
            if names
            else "It is a key; no name in it is confirmed by the key itself."
        )
        if block.kind.startswith("PRIVATE"):
            why = f"{why} Its secret half is here, too: handle it as a secret."
        found = Found("key", block.start, block.end, cert.fingerprint.upper(), True, why)
        sought.add(found)
    if not certs:
        sought.add(Found("key", block.start, block.end, "", False, wrong, "damaged"))


def _names(cert: pysequoia.Cert) -> str:
    """Return the names that a key has confirmed by its own signature, in one line."""
    try:
        return harmless("; ".join(map(str, cert.user_ids[:5])), _NAMES)
    except RuntimeError:  # it has none, or somebody put another in
        return ""


def _certs(armored: str) -> tuple[list[pysequoia.Cert], str]:
    """Return the keys of a block; or none, and why."""
    try:
        return pysequoia.Cert.split_bytes(_dearmored(armored)), ""
    except ValueError as error:
        return [], f"It is no key: {error}"
    except RuntimeError:
        return [], "It is no key: what it holds can't be read."


def _dearmored(armored: str) -> bytes:
    """Return what armor holds, whatever became of its lines.

    Raises
    ------
    ValueError
        If it isn't base 64, or its checksum is wrong.
    """
    words = armored.split("-----")[2].split()
    first = len(words)
    while first and _BASE64.fullmatch(words[first - 1]):
        first -= 1
    words = words[first:]
    while words and len(words[0]) < _SHORTEST_LINE:
        words.pop(0)
    told = words.pop()[1:] if words and words[-1].startswith("=") and len(words[-1]) == 5 else ""
    try:
        data = base64.b64decode("".join(words), validate=True)
        checksum = base64.b64decode(told, validate=True)
    except binascii.Error:
        raise ValueError("letters of it are missing.") from None
    if not data:
        raise ValueError("there is nothing in it.")
    if checksum and int.from_bytes(checksum, "big") != _crc24(data):
        raise ValueError("its checksum is wrong, so a letter was changed.")
    return data


def _crc24(data: bytes) -> int:
    """Return the checksum of armor (RFC 9580, 6.1)."""
    crc = 0xB704CE
    for byte in data:
        crc = (crc << 8) & 0xFFFFFF ^ _CRC24[crc >> 16 ^ byte]
    return crc


def _crc24_of(byte: int) -> int:
    crc = byte << 16
    for _ in range(8):
        crc = crc << 1 ^ (0x1864CFB if crc & 0x800000 else 0)
    return crc


_CRC24 = [_crc24_of(byte) for byte in range(256)]


def _message(sought: Sought, block: Block, keys: Keys) -> None:
    """Keep a signed message, and take out all but what it says."""
    text = sought.whole
    signature = text.find(_SIGNATURE, block.start, block.end) if block.end > 0 else -1
    if signature < 0:
        end = block.start + len("-----BEGIN PGP SIGNED MESSAGE-----")
        why = "A signed message begins here, and has no signature."
        sought.add(Found("signature", block.start, end, "", False, why, "cut off"))
        return
    said, armored = text[block.start : signature], text[signature : block.end]
    signer, valid, why, trap = _verified(said, armored, keys)
    found = Found("signature", block.start, block.end, signer, valid, why, trap)
    sought.add(found, taken=(signature, block.end))


def _verified(said: str, armored: str, keys: Keys) -> tuple[str, bool, str, str]:
    """Return who signed, whether that holds, why, and what misleads."""
    try:
        data = _dearmored(armored)
        issuer = pysequoia.Sig.from_bytes(data).issuer_fingerprint or ""
    except ValueError as error:
        return "", False, f"It is no signature: {error}", "damaged"
    except RuntimeError:
        return "", False, "It is no signature: what it holds can't be read.", "damaged"
    armor = pysequoia.armor(data, pysequoia.ArmorKind.Signature)
    said = f"{said.rstrip(' ').removesuffix(chr(10))}\n"
    bare = "\n".join(line.strip() for line in said.split("\n"))
    for message in (said + armor, bare + armor):  # the second, if the page moved its lines in
        try:
            held = pysequoia.verify(message.encode(), store=keys.of)
        except RuntimeError:
            continue
        for each in held.valid_sigs:
            signer = str(each.certificate).upper()
            file = keys.certs[signer][1] if signer in keys.certs else "these pages"
            return signer, True, f"The signature holds, by the key that stands on {file}.", ""
    named = issuer.upper()
    if named not in keys.certs:
        why = "The key that it names as its own isn't on these pages, so it can't be verified."
        return named, False, why, "key not there"
    if said.count("\n") < 3:
        why = "Its line breaks were lost in the page, so it can't be verified."
        return named, False, why, "lines lost"
    why = "The signature fails: the text was changed after it was signed, or the signature was."
    return named, False, why, "signature that fails"
