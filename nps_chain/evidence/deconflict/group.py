"""The masks: addresses as points of a group, multiplied by a secret number.

The group is that of Ed25519: the points of the curve edwards25519 whose order is the large prime.
Two masks are taken in any order: a(bP) = b(aP). To take one off, or to tell aP from a random point,
one has to solve a problem (decisional Diffie-Hellman) that nobody is known to be able to.

An address becomes a point by a hash, so that nobody knows how two of these points are related: two
halves of a SHA-512 are mapped by Elligator 2 and added. That is the construction of RFC 9380 for a
hash that behaves like a random one (its ``hash_to_curve``), and none of its suites: PyNaCl gives
libsodium's map, which takes 32 bytes and a sign, and multiplies by the cofactor. PyNaCl has no
Ristretto, whose points would need no check; so points from outside are checked.

libsodium refuses to multiply what is no point, is written in a second way, is the neutral one, or
has a part of small order. Builds before the end of 2025 let points with a part of order two through
(CVE-2025-69277), which tells one bit of the key; PyNaCl 1.6.2 is the first without that.
"""

import hashlib
import secrets
from collections.abc import Iterable

from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_core_ed25519_from_uniform,
    crypto_core_ed25519_scalar_reduce,
    crypto_scalarmult_ed25519_noclamp,
)
from nacl.exceptions import RuntimeError as RefusedPoint

from nps_chain.errors import NpsError

POINT = 32
"""Bytes of a point."""

PROTOCOL = "nps-chain deconflict 1"
"""Name and version of what both sides do; one of another version understands nothing."""


def context(one: str, other: str, date: str) -> bytes:
    """Return what a run is bound to: protocol, pair and date. No two runs share one."""
    pair = sorted((one.casefold(), other.casefold()))
    # Each part with its length before it, so that no two lists of parts give the same bytes.
    parts = [part.encode() for part in (PROTOCOL, *pair, date)]
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def new_key(bound: bytes, name: str, secret: str | None) -> bytes:
    """Return a number by which to mask.

    Parameters
    ----------
    bound : bytes
        The run's `context`.
    name : str
        Whose key it is.
    secret : str, optional
        Make it from this, for lessons and tests; otherwise it is random.
    """
    if secret is None:
        return crypto_core_ed25519_scalar_reduce(secrets.token_bytes(64))
    seed = b"for lessons only\0" + bound + name.encode() + b"\0" + secret.encode()
    return crypto_core_ed25519_scalar_reduce(hashlib.sha512(seed).digest())


def to_point(bound: bytes, address: str) -> bytes:
    """Return the point that stands for an address in the run with this `context`."""
    digest = hashlib.sha512(bound + address.encode()).digest()
    return crypto_core_ed25519_add(
        crypto_core_ed25519_from_uniform(digest[:POINT]),
        crypto_core_ed25519_from_uniform(digest[POINT:]),
    )


def mask(key: bytes, points: Iterable[bytes]) -> list[bytes]:
    """Return points, each multiplied by the key.

    Raises
    ------
    NpsError
        If one is no point of the group, or the neutral one; the message tells which.
    """
    masked: list[bytes] = []
    try:
        for point in points:
            masked.append(crypto_scalarmult_ed25519_noclamp(key, point))
    except RefusedPoint:
        raise NpsError(
            f"Its value {len(masked) + 1:,} is no point of the group: it was damaged on the way, or"
            " made to get at the key."
        ) from None
    return masked
