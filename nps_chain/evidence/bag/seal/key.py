"""Keys with which a package is sealed: Ed25519, in the files that OpenSSH makes and reads.

The public half may go to everybody, and is known by its fingerprint; who has the private half can
seal in its owner's name. A private key under a passphrase isn't opened here: OpenSSH does that, and
can sign by itself.

Source: PROTOCOL.key of OpenSSH; RFC 8709 for the key's form.
"""

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from nacl.signing import SigningKey

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.seal import wire
from nps_chain.evidence.reading import read
from nps_chain.files import write_files

LARGEST = 64 * 1024
"""Bytes of a file with a key."""

PRIVATE = "OPENSSH PRIVATE KEY"
_MAGIC = b"openssh-key-v1\0"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_BLOCK = 8  # a private key that isn't locked is filled up to a multiple of so many bytes

LOCKED = (
    "{file} is locked with a passphrase, which isn't asked for here. Either pack without a key, and"
    " seal the folder with 'ssh-keygen -Y sign -f {file} -n {namespace} tagmanifest-sha512.txt'; or"
    " unlock a copy of the key with 'ssh-keygen -p -f COPY', and delete the copy afterwards."
)


def blob(public: bytes) -> bytes:
    """Return a public key as SSH writes it, from its 32 bytes."""
    return wire.field(wire.ED25519) + wire.field(public)


def fingerprint(written: bytes) -> str:
    """Return the fingerprint of a public key that SSH wrote: ``SHA256:`` and 43 characters.

    Examples
    --------
    >>> fingerprint(blob(bytes(32)))
    'SHA256:kmYcvdi2GkPeWxB6XLjrZB8JHsy2Hm8luHMFp9GMvqk'
    """
    digest = base64.b64encode(hashlib.sha256(written).digest()).decode()
    return "SHA256:" + digest.rstrip("=")


@dataclass(frozen=True)
class Key:
    """A private key; what is shown of it is its fingerprint.

    Attributes
    ----------
    secret : bytes
        Its 32 bytes.
    comment : str
        What its file says of it, such as whose it is.
    """

    secret: bytes = field(repr=False)
    comment: str = ""

    @cached_property
    def blob(self) -> bytes:
        """The public half, as SSH writes it."""
        return blob(bytes(SigningKey(self.secret).verify_key))

    @property
    def fingerprint(self) -> str:
        """The public half's fingerprint."""
        return fingerprint(self.blob)

    @property
    def public_line(self) -> str:
        """The public half as the one line of its file."""
        words = [wire.ED25519.decode(), base64.b64encode(self.blob).decode(), self.comment]
        return " ".join(word for word in words if word) + "\n"

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of a signature; the same message gives the same."""
        return SigningKey(self.secret).sign(message).signature

    def is_in(self, data: bytes) -> bool:
        """Return whether a file is that of this private key."""
        if len(data) > LARGEST:
            return False
        try:
            return _opened(wire.unarmored(PRIVATE, data.decode("ascii"))).secret == self.secret
        except (NpsError, UnicodeDecodeError, _Locked):
            return False

    def __repr__(self) -> str:
        return f"Key({self.fingerprint})"


def read_key(file: str | os.PathLike[str], namespace: str) -> Key:
    """Return the private key in a file of OpenSSH.

    Parameters
    ----------
    file : path
        Such as ``id_ed25519``.
    namespace : str
        What is to be signed with it; named in the remedy for a key under a passphrase.

    Raises
    ------
    NpsError
        If it can't be read, is under a passphrase, or is no Ed25519 key.
    """
    data = read(Path(file), LARGEST)
    try:
        return _opened(wire.unarmored(PRIVATE, data.decode("ascii")))
    except _Locked:
        raise NpsError(LOCKED.format(file=file, namespace=namespace)) from None
    except (NpsError, UnicodeDecodeError):
        raise NpsError(
            f"{file} is no private Ed25519 key of OpenSSH: make one with 'ssh-keygen -t ed25519',"
            " or with 'nps-chain case key'."
        ) from None


class _Locked(Exception):
    """A key under a passphrase."""


def _opened(data: bytes) -> Key:
    fields = wire.Fields(data)
    if fields.take(len(_MAGIC)) != _MAGIC:
        raise NpsError("It doesn't begin as a key does.")
    cipher, derivation = fields.field(), fields.field()
    if (cipher, derivation) != (b"none", b"none"):
        raise _Locked
    fields.field()
    if fields.number() != 1:
        raise NpsError("It has more keys than one.")
    public, private = fields.field(), wire.Fields(fields.field())
    checks = private.number(), private.number()
    if checks[0] != checks[1] or private.field() != wire.ED25519:
        raise NpsError("It is of another kind.")
    private.field()
    key = Key(private.field()[:32], private.field().decode("utf-8", "replace"))
    if key.blob != public:
        raise NpsError("Its halves don't belong together.")
    return key


def new_key(file: str | os.PathLike[str], *, comment: str = "", secret: bytes | None = None) -> Key:
    """Make a key, and write its two halves: ``file`` and ``file.pub``.

    Parameters
    ----------
    file : path
        Where the private half goes. It isn't locked: keep it where only its owner can read it.
    comment : str
        Whose it is, on one line.
    secret : bytes, optional
        32 bytes, for tests; drawn by the system where not given.

    Raises
    ------
    NpsError
        If one of the files is there already, or can't be written.
    """
    if not comment.isprintable() or len(comment) > 200:
        raise NpsError("A key's comment is one line of at most 200 characters.")
    key = Key(secrets.token_bytes(32) if secret is None else secret, comment)
    private = Path(file)
    if not private.name or "\0" in str(private):
        raise NpsError(f"{str(file)!r:.80} is no name of a file: give another one.")
    public = private.with_name(private.name + ".pub")
    try:
        if public.exists():
            raise NpsError(f"{public} is there already: choose another name.")
        # Nobody else can read it, from its first byte on; ssh-keygen refuses it otherwise.
        number = os.open(private, _NEW, 0o600)
        with os.fdopen(number, "wb") as opened:
            opened.write(wire.armored(PRIVATE, _closed(key)).encode())
    except FileExistsError:
        raise NpsError(f"{private} is there already: choose another name.") from None
    except OSError as error:
        raise NpsError(f"{str(private)!r:.200} can't be written: {error.strerror}.") from None
    write_files({public: key.public_line.encode()})
    return key


def _closed(key: Key) -> bytes:
    check = hashlib.sha256(key.blob).digest()[:4]  # any number, twice
    inner = check + check + wire.field(wire.ED25519) + wire.field(key.blob[-32:])
    inner += wire.field(key.secret + key.blob[-32:]) + wire.field(key.comment.encode())
    inner += bytes(range(1, 1 + -len(inner) % _BLOCK))
    head = wire.field(b"none") + wire.field(b"none") + wire.field(b"") + (1).to_bytes(4, "big")
    return _MAGIC + head + wire.field(key.blob) + wire.field(inner)
