"""A letter in layers, as onion routing sends it: one lock a relay, each around all the others.

A relay opens its layer and finds two things: where to send the rest, and the rest, which it can't
read. The lock is XSalsa20 with Poly1305, by libsodium's SecretBox.

Limits: Tor makes a fresh key with each relay, pads all letters to one size, and has other ciphers.
Keys and nonces here are made from words, so that a letter is the same everywhere: they protect
nothing.
"""

from collections.abc import Sequence
from hashlib import sha256

from nacl.secret import SecretBox

NEXT = b"|"
"""What stands between the next stop and the rest."""


def wrapped(message: str, way: Sequence[SecretBox], stops: Sequence[str]) -> bytes:
    """Return a message in as many layers as there are relays on its way.

    Parameters
    ----------
    message : str
        What the last stop receives.
    way : sequence of SecretBox
        The relays' locks, in the order in which the letter passes them.
    stops : sequence of str
        Where each of them sends the rest.
    """
    rest = message.encode()
    for place in reversed(range(len(way))):
        nonce = sha256(f"{message}, layer {place}".encode()).digest()[: SecretBox.NONCE_SIZE]
        rest = bytes(way[place].encrypt(stops[place].encode() + NEXT + rest, nonce))
    return rest


def second_letter() -> tuple[bytes, list[SecretBox]]:
    """Return a letter whose way goes over four relays, and the four in their order."""
    names = ["Ash", "Birch", "Cedar", "Elm"]
    way = [SecretBox(sha256(name.encode()).digest()) for name in names]
    return wrapped("Has anybody seen the vendor this week?", way, [*names[1:], "forum"]), way
