"""Names of onion services, version 3: a public key with a checksum, Tor's or the course's own.

The name of an onion service is its public key, written in letters that people can copy: 32 bytes of
key, two of checksum, one of version make 56 characters of base 32. So a name needs no registry, and
whoever holds the key is at the name. The checksum catches all slips of the pen but one in 65,536.

The sites of this course must never be found on the real network. Their names are made like Tor's,
with one word changed in what is hashed, so each is right by the course's rule and wrong for Tor.

Limits: a right checksum says that a name was copied well, not that a service is there. Tor asks
moreover that the key be a point of its curve, which isn't looked at here.

Source: Tor's rend-spec, "Encoding onion addresses"; RFC 4648 for base 32.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from nps_chain.errors import AddressError

TOR, TEACHING = b".onion checksum", b".teaching checksum"
"""What is hashed before key and version."""

VERSION = 3

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_NAME = re.compile("[a-z2-7]{56}")
_OLD = re.compile("[a-z2-7]{16}")
_LONGEST = 300  # characters; a host has 253 at the most


@dataclass(frozen=True)
class Checked:
    """What a text was found to be.

    Attributes
    ----------
    teaching : bool
        Is it right by the course's rule? Then it is invented.
    tor : bool
        Is it right by Tor's rule? Then a service may be there.
    why : str
        A sentence for people, which names the mistake if there is one.
    public_key : bytes or None
        The 32 bytes that a right name stands for.
    """

    teaching: bool
    tor: bool
    why: str
    public_key: bytes | None


def check(text: str) -> Checked:
    """Return whether ``text`` is the name of an onion service, and by whose rule, or why not.

    No text makes it raise. Capitals mean the same as small letters. The ending ``.onion`` and
    subdomains before the name may stand there or not; the address of a page may not.

    Examples
    --------
    >>> check("a" * 56).why
    'Its version is 0, and the one in use is 3.'
    """
    try:
        data = _bytes(text)
    except AddressError as refusal:
        return Checked(False, False, str(refusal), None)
    key, found = data[:32], data[32:34]
    teaching, tor = found == _checksum(TEACHING, key), found == _checksum(TOR, key)
    if not (teaching or tor):
        why = "Its checksum is wrong by Tor's rule and by the course's: compare it with its source."
        return Checked(False, False, why, None)
    why = (
        "Its checksum is right by the course's rule: it is invented, and Tor refuses it."
        if not tor
        else "Its checksum is right by Tor's rule: it may be a real service."
    )
    return Checked(teaching, tor, why, key)


def teaching_name(public_key: bytes) -> str:
    """Return the name of an invented onion service: 56 characters and ``.onion``.

    Parameters
    ----------
    public_key : bytes
        32 bytes; any will do.

    Raises
    ------
    AddressError
        If the key hasn't 32 bytes; or if both rules give it one checksum, as happens to one key in
        65,536, since Tor would take its name.
    """
    if len(public_key) != 32:
        raise AddressError(f"A key of {len(public_key)} bytes makes no onion name: give 32 bytes.")
    checksum = _checksum(TEACHING, public_key)
    if checksum == _checksum(TOR, public_key):
        raise AddressError("Tor would take the name of this key for a real one: use another key.")
    name = base64.b32encode(public_key + checksum + bytes([VERSION])).decode().lower()
    return f"{name}.onion"


def slips(name: str) -> list[str]:
    """Return all texts that differ from a name in one letter, as a slip of the pen makes them.

    Parameters
    ----------
    name : str
        A name of version 3, with its ending or without, right or wrong; small letters are returned.

    Raises
    ------
    AddressError
        If it isn't 56 letters and numbers such as a name has.

    Examples
    --------
    >>> len(slips("a" * 56))
    1736
    """
    host, dot, ending = name.lower().partition(".")
    if not _NAME.fullmatch(host):
        raise AddressError(f"An onion name has 56 characters, a to z and 2 to 7: {name!r:.80}.")
    return [
        f"{host[:place]}{letter}{host[place + 1 :]}{dot}{ending}"
        for place in range(len(host))
        for letter in _LETTERS
        if letter != host[place]
    ]


def _checksum(prefix: bytes, key: bytes) -> bytes:
    return hashlib.sha3_256(prefix + key + bytes([VERSION])).digest()[:2]


def _bytes(text: str) -> bytes:
    """Return the 35 bytes of a name of version 3."""
    if not isinstance(text, str):
        raise AddressError(f"A name is a text; this is something else ({type(text).__name__}).")
    if len(text) > _LONGEST:
        raise AddressError(f"With {len(text)} characters it is too long to be an onion name.")
    if not text.isascii():
        place = next(place for place, letter in enumerate(text, 1) if not letter.isascii())
        raise AddressError(f"Letter {place} is none of a to z or 2 to 7, whatever it looks like.")
    if "/" in text or ":" in text:
        raise AddressError("It is the address of a page or a port: give the host's name alone.")
    name = text.lower().removesuffix(".onion").rpartition(".")[2]
    if _OLD.fullmatch(name):
        raise AddressError("It is a name of version 2, which Tor gave up in 2021.")
    if not _NAME.fullmatch(name):
        raise AddressError(
            "An onion name has 56 characters, a to z and 2 to 7; "
            f"this has {len(name)}{'' if len(name) != 56 else ', not all of them such'}."
        )
    data = base64.b32decode(name.upper())
    if data[34] != VERSION:
        raise AddressError(f"Its version is {data[34]}, and the one in use is {VERSION}.")
    return data
