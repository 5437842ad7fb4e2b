"""Just enough OpenPGP to give invented vendors keys, and to let them sign what they post.

A key is of version 4: Ed25519 for signing, with a part for encryption (X25519), so that a lesson
can lock a message to it. What is signed stays readable (a cleartext signature), as vendors do it.
An Ed25519 signature has no chance in it, and times are given, so the same key and text make the
same bytes on every machine.

This module only writes, and reads back its own secret keys. It judges no signature: that is for
programs made to stand what an enemy writes.

Source: RFC 9580, which keeps what RFC 4880 and its drafts for elliptic curves had ("EdDSALegacy",
"Curve25519Legacy").
"""

import hashlib
import struct
from dataclasses import dataclass

from nacl.bindings import (
    crypto_scalarmult_base,
    crypto_sign,
    crypto_sign_seed_keypair,
)

from nps_chain.errors import NpsError
from nps_chain.world.pages import armor

_EDDSA, _ECDH, _SHA256 = 22, 18, 8
_ED25519 = bytes.fromhex("092b06010401da470f01")  # the curve's object identifier, with its length
_CURVE25519 = bytes.fromhex("0a2b060104019755010501")
_KDF = bytes([3, 1, 8, 7])  # how ECDH makes its key: SHA-256, AES-128
_PUBLIC, _SECRET, _SUBKEY, _SECRET_SUBKEY, _USER_ID, _SIGNATURE = 6, 5, 14, 7, 13, 2
_CERTIFY_AND_SIGN, _ENCRYPT = 0x03, 0x0C
_TEXT, _CERTIFICATION, _BINDING = 0x01, 0x13, 0x18  # kinds of signatures


@dataclass(frozen=True)
class Key:
    """A key pair of somebody invented.

    Attributes
    ----------
    user_id : str
        Whose it says that it is.
    created : int
        UTC seconds since 1970.
    signing, encryption : bytes
        32 secret bytes each.
    """

    user_id: str
    created: int
    signing: bytes
    encryption: bytes

    @property
    def fingerprint(self) -> str:
        """The 40 hexadecimal digits, in capitals, by which people compare keys."""
        return _fingerprint(self._primary()).hex().upper()

    def public_block(self, comment: str) -> str:
        """Return the armored public key."""
        return armor.write("PUBLIC KEY BLOCK", self._packets(secret=False), comment)

    def secret_block(self, comment: str) -> str:
        """Return the armored secret key, which no password protects."""
        return armor.write("PRIVATE KEY BLOCK", self._packets(secret=True), comment)

    def sign(self, text: str, at: int) -> str:
        """Return a text with its signature below.

        Parameters
        ----------
        text : str
            Lines; blanks at their ends are not signed, as the standard has it.
        at : int
            When it is signed, in UTC seconds since 1970.
        """
        lines = [line.rstrip(" \t\r") for line in text.rstrip("\n").split("\n")]
        signature = self._signature(_TEXT, "\r\n".join(lines).encode(), at)
        shown = "\n".join(f"- {line}" if line.startswith("-") else line for line in lines)
        block = armor.write("SIGNATURE", _packet(_SIGNATURE, signature))
        return f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{shown}\n{block}"

    def _primary(self) -> bytes:
        public, _ = crypto_sign_seed_keypair(self.signing)
        return _key_body(self.created, _EDDSA, _ED25519, public)

    def _subkey(self) -> bytes:
        public = crypto_scalarmult_base(self.encryption)
        return _key_body(self.created, _ECDH, _CURVE25519, public) + _KDF

    def _packets(self, *, secret: bool) -> bytes:
        primary, subkey, name = self._primary(), self._subkey(), self.user_id.encode()
        signed = _hashed_key(primary)
        certified = signed + b"\xb4" + struct.pack(">I", len(name)) + name
        bound = signed + _hashed_key(subkey)
        parts = [
            (_SECRET, primary + _open(self.signing)) if secret else (_PUBLIC, primary),
            (_USER_ID, name),
            (
                _SIGNATURE,
                self._signature(_CERTIFICATION, certified, self.created, _CERTIFY_AND_SIGN),
            ),
            # A secret number of Curve25519 is kept with its highest byte first, unlike elsewhere.
            (_SECRET_SUBKEY, subkey + _open(_clamped(self.encryption)[::-1]))
            if secret
            else (_SUBKEY, subkey),
            (_SIGNATURE, self._signature(_BINDING, bound, self.created, _ENCRYPT)),
        ]
        return b"".join(_packet(tag, body) for tag, body in parts)

    def _signature(self, kind: int, signed: bytes, at: int, flags: int | None = None) -> bytes:
        fingerprint = _fingerprint(self._primary())
        told = _subpacket(2, struct.pack(">I", at))
        told += _subpacket(27, bytes([flags])) if flags is not None else b""
        told += _subpacket(33, b"\x04" + fingerprint)
        head = bytes([4, kind, _EDDSA, _SHA256]) + struct.pack(">H", len(told)) + told
        digest = hashlib.sha256(signed + head + b"\x04\xff" + struct.pack(">I", len(head))).digest()
        _, whole = crypto_sign_seed_keypair(self.signing)
        made = crypto_sign(digest, whole)[:64]
        issuer = _subpacket(16, fingerprint[-8:])
        untold = struct.pack(">H", len(issuer)) + issuer
        return head + untold + digest[:2] + _number(made[:32]) + _number(made[32:])


def read_secret(block: str) -> Key:
    """Return the key of a block that `Key.secret_block` wrote.

    Raises
    ------
    NpsError
        If the block is damaged, or another program wrote it in its own way.
    """
    bodies = dict(_unpacked(armor.read(block)))
    if not {_SECRET, _USER_ID, _SECRET_SUBKEY} <= bodies.keys():
        raise NpsError("This is no secret key as the fixtures have it: a part is missing.")
    primary, subkey = bodies[_SECRET], bodies[_SECRET_SUBKEY]
    (created,) = struct.unpack(">I", primary[1:5])
    public = len(_key_body(0, _EDDSA, _ED25519, bytes(32)))
    other = len(_key_body(0, _ECDH, _CURVE25519, bytes(32)) + _KDF)
    key = Key(
        bodies[_USER_ID].decode(),
        created,
        _secret_number(primary[public:]),
        _secret_number(subkey[other:])[::-1],
    )
    if key.secret_block("") != armor.write("PRIVATE KEY BLOCK", armor.read(block)):
        raise NpsError("This is no secret key as the fixtures have it: its parts don't fit.")
    return key


def _key_body(created: int, algorithm: int, curve: bytes, point: bytes) -> bytes:
    # The byte 0x40 says that the point is written the curve's own way.
    return struct.pack(">BIB", 4, created, algorithm) + curve + _number(b"\x40" + point)


def _hashed_key(body: bytes) -> bytes:
    return b"\x99" + struct.pack(">H", len(body)) + body


def _fingerprint(body: bytes) -> bytes:
    return hashlib.sha1(_hashed_key(body), usedforsecurity=False).digest()


def _number(value: bytes) -> bytes:
    """Return a number as OpenPGP keeps it: its bits counted, no zero in front."""
    value = value.lstrip(b"\0")
    bits = 8 * len(value) - (8 - value[0].bit_length()) if value else 0
    return struct.pack(">H", bits) + value


def _open(secret: bytes) -> bytes:
    """Return a secret number as a key without a password has it."""
    number = _number(secret)
    return b"\0" + number + struct.pack(">H", sum(number) & 0xFFFF)


def _secret_number(kept: bytes) -> bytes:
    (bits,) = struct.unpack(">H", kept[1:3])
    return kept[3 : 3 + (bits + 7) // 8].rjust(32, b"\0")


def _clamped(secret: bytes) -> bytes:
    """Return a secret number of Curve25519 with the bits fixed that the curve wants fixed."""
    return bytes([secret[0] & 248]) + secret[1:31] + bytes([secret[31] & 127 | 64])


def _subpacket(kind: int, body: bytes) -> bytes:
    return bytes([len(body) + 1, kind]) + body


def _packet(tag: int, body: bytes) -> bytes:
    size = len(body)
    length = bytes([size]) if size < 192 else bytes([192 + (size - 192 >> 8), size - 192 & 0xFF])
    return bytes([0xC0 | tag]) + length + body


def _unpacked(data: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at < len(data):
        tag, size, at = data[at] & 0x3F, data[at + 1], at + 2
        if size >= 192:
            size, at = (size - 192 << 8) + data[at] + 192, at + 1
        found.append((tag, data[at : at + size]))
        at += size
    return found
