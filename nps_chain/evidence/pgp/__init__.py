"""PGP keys and signed messages: what they are, and whether a signature holds.

A key is known by its fingerprint alone: all its digits. The name in it is what somebody wrote, and
its public half is on view for everybody to copy. A signature proves more: whoever made it held the
private half of the key, and not one letter was changed since. It doesn't say who that is, or when
it was: a group can share a key, and the time in a signature is its maker's word.

Whether a key had expired is judged as of today. Source: RFC 9580; the work is done by Sequoia PGP.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pysequoia

from nps_chain.errors import NpsError
from nps_chain.evidence.pgp.blocks import MESSAGE, Block, blocks, signature_of
from nps_chain.evidence.pgp.verify import certs_of, names_of, verified

__all__ = ["Key", "Signature", "pgp_key", "pgp_signature"]

HOLDS = "The signature holds, by this key: not one letter was changed since it was made."
FAILS = "The signature fails: the text was changed after it was signed, or the signature was."
OTHER_KEY = "It names another key than those that were given, so it can't be verified."
LINES_LOST = "Its line breaks were lost, so it can't be verified."


@dataclass(frozen=True)
class Key:
    """A PGP key.

    Attributes
    ----------
    fingerprint : str
        By which keys are compared: 40 hexadecimal digits in capitals, 64 of a newer key.
    names : tuple of str
        The names in it: whatever its maker wrote.
    private : bool
        Whether its private half is here, too: then it is a secret.
    """

    fingerprint: str
    names: tuple[str, ...]
    private: bool
    cert: pysequoia.Cert = field(repr=False, compare=False)

    @property
    def short(self) -> str:
        """The last eight digits, as old programs show a key: anybody can make a key with them."""
        return self.fingerprint[-8:]

    def __repr__(self) -> str:
        names = ", ".join(map(repr, self.names)) or "no name that the key confirms"
        half = ", WITH ITS PRIVATE HALF" if self.private else ""
        return f"Key({self.fingerprint}{half}; it says: {names})"


@dataclass(frozen=True)
class Signature:
    """A signed message, and whether its signature holds.

    Attributes
    ----------
    holds : bool
        Whether it does, by one of the keys that were given.
    signer : str
        The fingerprint of the key by which it holds; else that which it names as its own.
    said : str
        What was signed; if the signature doesn't hold, what stands there now.
    made : str
        When it was made, in UTC, as the signer wrote it.
    why : str
        A sentence.
    """

    holds: bool
    signer: str
    said: str
    made: str
    why: str

    def __repr__(self) -> str:
        verdict = "holds" if self.holds else "doesn't hold"
        return f"Signature({verdict}, key {self.signer or 'unknown'}: {self.why})"


def pgp_key(text: str) -> Key:
    """Return the PGP key that a text holds.

    Parameters
    ----------
    text : str
        A page or a file with one block that begins ``-----BEGIN PGP PUBLIC KEY BLOCK-----``.

    Raises
    ------
    NpsError
        If there is none, or more than one, or it was damaged.

    Examples
    --------
    >>> import nps_chain as nps
    >>> held = nps.folder("TCB", data="tiny")
    >>> shown = held.table("keys/keys.csv").iloc[0]
    >>> pgp_key(held.text(shown["file"])).fingerprint == shown["fingerprint_as_shown"]
    True
    """
    block = _the_one(text, "key", lambda kind: kind != MESSAGE)
    certs, wrong = certs_of(text[block.start : block.end])
    if len(certs) != 1:
        raise NpsError(wrong or f"There are {len(certs)} keys in the block: give one at a time.")
    (cert,) = certs
    private = block.kind.startswith("PRIVATE")
    return Key(cert.fingerprint.upper(), names_of(cert), private, cert)


def pgp_signature(text: str, keys: Key | Iterable[Key]) -> Signature:
    """Return a signed message, and whether its signature holds by one of some keys.

    Parameters
    ----------
    text : str
        A page or a file with one message that begins ``-----BEGIN PGP SIGNED MESSAGE-----``.
    keys : Key or iterable of Key
        Those that may have signed it, as `pgp_key` gives them. Whose they are, they don't say.

    Raises
    ------
    NpsError
        If there is no signed message, or more than one, or it has no signature.

    Examples
    --------
    >>> import nps_chain as nps
    >>> held = nps.folder("TCB", data="tiny")
    >>> files = [file for file in held.index["file"] if file.startswith("signed/")]
    >>> keys = [pgp_key(held.text(file)) for file in held.table("keys/keys.csv")["file"]]
    >>> pgp_signature(held.text(files[0]), keys).why
    "It names another key than those that were given, so it can't be verified."
    """
    given = {key.fingerprint: key.cert for key in _all(keys)}
    block = _the_one(text, "signed message", lambda kind: kind == MESSAGE)
    place = signature_of(text, block)
    if place < 0:
        raise NpsError("The signed message has no signature below it: part of it is missing.")
    there = text[block.start : place]
    found = verified(there, text[place : block.end], given)
    if found.holds:
        said, why = found.said.decode("utf-8", "replace"), HOLDS
    else:
        said, why = _unescaped(there), found.broken or _reason(found.signer, there, given)
    return Signature(found.holds, found.signer, said, found.made, why)


def _reason(signer: str, there: str, given: Mapping[str, pysequoia.Cert]) -> str:
    """Return why a signature doesn't hold."""
    if signer not in given:
        return OTHER_KEY
    return LINES_LOST if there.count("\n") < 3 else FAILS


def _all(keys: Key | Iterable[Key]) -> list[Key]:
    several = [keys] if isinstance(keys, Key | str) or not isinstance(keys, Iterable) else [*keys]
    for key in several:
        if not isinstance(key, Key):
            raise NpsError("Keys are given as nps.pgp_key(text) returns them: one, or a list.")
    return several


def _the_one(text: str, what: str, wanted: Callable[[str], bool]) -> Block:
    """Return the one block of a kind in a text."""
    if not isinstance(text, str):
        raise NpsError(f"A {what} is read from a text, such as held.text('keys/somebody.asc').")
    found = [block for block in blocks(text) if wanted(block.kind)]
    if not found:
        raise NpsError(f"There is no {what} in this text.")
    if len(found) > 1:
        raise NpsError(f"There are {len(found)} of a {what} in this text: give one at a time.")
    if found[0].end < 0:
        raise NpsError(f"The {what} begins in this text, and doesn't end: part of it is missing.")
    return found[0]


def _unescaped(there: str) -> str:
    """Return what a message says, without its head, and with its dashes as they were."""
    _, _, body = there.replace("\r\n", "\n").partition("\n\n")
    return "\n".join(line.removeprefix("- ") for line in body.rstrip("\n").split("\n"))
