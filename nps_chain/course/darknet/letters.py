"""A letter in layers, as onion routing sends it: one lock a relay, each around all the others.

A relay opens its layer and finds two things: where to send the rest, and the rest, which it can't
read. The lock is XSalsa20 with Poly1305, by libsodium's SecretBox.

Limits: Tor makes a fresh key with each relay, pads all letters to one size, and has other ciphers.
Keys and nonces here are made from words, so that a letter is the same everywhere: they protect
nothing.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from nps_chain.course.locks import Locked
from nps_chain.errors import NpsError

_LOCKED, _TEXT = b"locked", b"text"
"""What the rest is."""


class Opened(NamedTuple):
    """What a relay finds in its layer: where to send the rest, and the rest."""

    stop: str
    rest: Locked | str


@dataclass(frozen=True)
class Relay:
    """A relay, by its name, with a key that it shares with whoever sends letters."""

    name: str

    def lock(self, rest: Locked | str, stop: str) -> Locked:
        """Return a letter, or what is locked already, with this relay's layer around it.

        Parameters
        ----------
        rest : str or Locked
            What the relay shall send on.
        stop : str
            Where to.
        """
        what, data = (_TEXT, rest.encode()) if isinstance(rest, str) else (_LOCKED, rest.data)
        inside = b"|".join([stop.encode(), what, data])
        nonce = sha256(self.name.encode() + inside).digest()[: SecretBox.NONCE_SIZE]
        return Locked(bytes(self._box.encrypt(inside, nonce)))

    def unlock(self, parcel: Locked | str) -> Opened:
        """Return what is in this relay's layer.

        Raises
        ------
        NpsError
            If the outer layer isn't this relay's, or none is left.
        """
        if isinstance(parcel, str):
            raise NpsError("All layers are open: this is the letter itself.")
        try:
            inside = self._box.decrypt(parcel.data)
        except CryptoError:
            raise NpsError(f"{self.name} can't unlock it: the outer lock isn't its own.") from None
        stop, what, rest = inside.split(b"|", 2)
        return Opened(stop.decode(), rest.decode() if what == _TEXT else Locked(rest))

    @property
    def _box(self) -> SecretBox:
        return SecretBox(sha256(f"a relay for lessons: {self.name}".encode()).digest())

    def __str__(self) -> str:
        return self.name


class Sent(NamedTuple):
    """A letter in its layers, and the relays on its way, in their order."""

    letter: Locked
    way: list[Relay]


def relay(name: str) -> Relay:
    """Return the relay of a name, with the same key each time.

    Examples
    --------
    >>> guard, last = relay("guard"), relay("exit relay")
    >>> letter = guard.lock(last.lock("Hello", "site"), "exit relay")
    >>> opened = guard.unlock(letter)
    >>> opened.stop
    'exit relay'
    >>> last.unlock(opened.rest)
    Opened(stop='site', rest='Hello')
    """
    return Relay(name)


def second_letter() -> Sent:
    """Return a letter whose way goes over four relays."""
    names = ["Ash", "Birch", "Cedar", "Elm"]
    rest: Locked | str = "Has anybody seen the vendor this week?"
    for name, stop in zip(reversed(names), ["forum", *reversed(names[1:])], strict=True):
        rest = relay(name).lock(rest, stop)
    assert isinstance(rest, Locked)
    return Sent(rest, [relay(name) for name in names])
