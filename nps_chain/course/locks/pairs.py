"""Pairs of keys: what the public one locks, the private one opens; what this signs, that verifies.

The pair is an Ed25519 key made from a word. It signs as such, and locks as the Curve25519 key that
belongs to it, in the form of libsodium's sealed boxes. There the sender draws a key by chance for
each message; here it comes from the message, so that a lesson prints the same everywhere.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b, sha256

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import Box, SealedBox
from nacl.public import PrivateKey as _Opening
from nacl.signing import SigningKey, VerifyKey

from nps_chain.course.locks.locked import Locked
from nps_chain.errors import NpsError


@dataclass(frozen=True)
class PublicKey:
    """The half of a pair that everybody may have."""

    data: bytes

    def lock(self, text: str) -> Locked:
        """Return a text so that only the private key of this pair opens it."""
        mine = VerifyKey(self.data).to_curve25519_public_key()
        once = _Opening(sha256(bytes(mine) + _bytes(text)).digest())
        begins = bytes(once.public_key)
        nonce = blake2b(begins + bytes(mine), digest_size=Box.NONCE_SIZE).digest()
        return Locked(begins + Box(once, mine).encrypt(_bytes(text), nonce).ciphertext)

    def verify(self, text: str, signature: str) -> bool:
        """Return whether a signature fits a text and this key; whatever is given, nothing fails."""
        try:
            VerifyKey(self.data).verify(_bytes(text), b64decode(signature, validate=True))
        except (BadSignatureError, ValueError, TypeError, NpsError):
            return False
        return True

    def __str__(self) -> str:
        return self.data.hex()

    def __repr__(self) -> str:
        return f"PublicKey({self})"


@dataclass(frozen=True)
class PrivateKey:
    """The half of a pair that only its owner has; it is never shown."""

    data: bytes

    def unlock(self, locked: Locked) -> str:
        """Return the text that was locked with the public key of this pair.

        Raises
        ------
        NpsError
            If it was locked with another key, or isn't locked at all.
        """
        if not isinstance(locked, Locked):
            raise NpsError("Only what was locked can be unlocked: give what `lock` returned.")
        try:
            return self._unlocking.decrypt(locked.data).decode()
        except CryptoError:
            raise NpsError("This private key does not unlock it: another key locked it.") from None

    def sign(self, text: str) -> str:
        """Return the signature of a text, in base 64: 88 letters and signs."""
        return b64encode(self._signing.sign(_bytes(text)).signature).decode()

    @property
    def _signing(self) -> SigningKey:
        return SigningKey(self.data)

    @property
    def _unlocking(self) -> SealedBox:
        return SealedBox(self._signing.to_curve25519_private_key())

    def __repr__(self) -> str:
        return "PrivateKey(not shown)"


@dataclass(frozen=True)
class Pair:
    """A pair of keys, and the name that it was made for."""

    name: str

    @cached_property
    def private(self) -> PrivateKey:
        """The half that only its owner has."""
        return PrivateKey(sha256(f"a pair for lessons: {self.name}".encode()).digest())

    @cached_property
    def public(self) -> PublicKey:
        """The half that everybody may have."""
        return PublicKey(bytes(SigningKey(self.private.data).verify_key))


def pair(name: str) -> Pair:
    """Return the pair of keys that is made from a name, the same each time.

    Parameters
    ----------
    name : str
        Any word.

    Raises
    ------
    NpsError
        If it is no text, or an empty one.

    Examples
    --------
    >>> officer = pair("officer")
    >>> officer.private.unlock(officer.public.lock("At nine."))
    'At nine.'
    >>> officer.public.verify("At nine.", officer.private.sign("At nine."))
    True
    """
    if not isinstance(name, str) or not name:
        raise NpsError("A pair is made from a word: give one in quotes, such as 'officer'.")
    return Pair(name)


def _bytes(text: str) -> bytes:
    if not isinstance(text, str):
        raise NpsError(f"A text in quotes is expected here, not a {type(text).__name__}.")
    return text.encode()
