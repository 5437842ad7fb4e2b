r"""The seal: an SSH signature that stands beside what it signs.

It is made and checked by any OpenSSH since 8.1, too::

    ssh-keygen -Y sign -f KEY -n nps-chain-case tagmanifest-sha512.txt
    ssh-keygen -Y verify -f SIGNERS -I NAME -n nps-chain-case \
        -s tagmanifest-sha512.txt.sig < tagmanifest-sha512.txt

It proves that who held a key signed these bytes. It doesn't prove who that was, nor when, nor that
what is said in the package is true; and who holds the key can change the package and seal it again.

Source: PROTOCOL.sshsig of OpenSSH. The namespace in it keeps a signature that was made for another
purpose, such as one over a commit, from being taken for a seal.
"""

import hashlib
from typing import NamedTuple

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.seal import wire
from nps_chain.evidence.bag.seal.key import Key, fingerprint

NAMESPACE = "nps-chain-case"
"""What a seal is made for; signed with it."""

_KIND = "SSH SIGNATURE"
_MAGIC, _VERSION = b"SSHSIG", 1
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}


class Signature(NamedTuple):
    """A signature as it was read, which may fit what it stands beside or not."""

    blob: bytes
    namespace: bytes
    reserved: bytes
    algorithm: bytes
    signed: bytes

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint."""
        return fingerprint(self.blob)

    def fits(self, message: bytes) -> bool:
        """Return whether the key signed a message."""
        try:
            VerifyKey(self.blob[-32:]).verify(_to_sign(self, message), self.signed)
        except (BadSignatureError, ValueError):
            return False
        return True


def sign(message: bytes, key: Key) -> bytes:
    """Return the file that holds a signature of a message."""
    unsigned = Signature(key.blob, NAMESPACE.encode(), b"", b"sha512", b"")
    signed = wire.field(wire.ED25519) + wire.field(key.sign(_to_sign(unsigned, message)))
    blob = _MAGIC + _VERSION.to_bytes(4, "big")
    for each in (*unsigned[:4], signed):
        blob += wire.field(each)
    return wire.armored(_KIND, blob).encode()


def opened(data: bytes) -> Signature:
    """Return the signature that a file holds.

    Raises
    ------
    NpsError
        If it holds none, one of another kind or version, or one for another purpose; the message
        is a sentence that begins with "It".
    """
    try:
        fields = wire.Fields(wire.unarmored(_KIND, data.decode("ascii")))
    except UnicodeDecodeError:
        raise NpsError("It is no text.") from None
    if fields.take(6) != _MAGIC or fields.number() != _VERSION:
        raise NpsError("It is no SSH signature of the version known here.")
    found = Signature(*(fields.field() for _ in range(5)))
    kind = wire.Fields(found.blob).field()
    if kind != wire.ED25519 or len(found.blob) != len(wire.ED25519) + 40:
        raise NpsError("It is by a key of another kind than Ed25519: check it with ssh-keygen.")
    if found.namespace != NAMESPACE.encode():
        raise NpsError(f"It was made for another purpose than {NAMESPACE}.")
    if found.algorithm not in _HASHES or fields.rest():
        raise NpsError("It isn't written as OpenSSH writes one.")
    signed = wire.Fields(found.signed)
    if signed.field() != wire.ED25519:
        raise NpsError("It is of another kind than its key.")
    return found._replace(signed=signed.field())


def _to_sign(signature: Signature, message: bytes) -> bytes:
    digest = _HASHES[signature.algorithm](message).digest()
    fields = (signature.namespace, signature.reserved, signature.algorithm, digest)
    return _MAGIC + b"".join(wire.field(each) for each in fields)
