"""A saved page, and what it shows.

The page itself is what an agency would have: HTML, where it came from, when it was saved, and the
hash of its bytes. What it shows, and how that misleads, is the truth, which stays apart from it.
"""

import hashlib
from dataclasses import dataclass

from nps_chain.world.pages.dates import iso

KINDS = ("market", "shop", "clone", "mirror", "forum", "paste", "mixer", "benign")
"""What a page can be. A mirror is the vendor's own second site, a clone a thief's."""


@dataclass(frozen=True)
class Shown:
    """One thing on a page that an investigator might take down.

    Attributes
    ----------
    kind : str
        ``address``, ``handle``, ``onion``, ``url``, ``fingerprint``, ``key``, ``signature``,
        ``price``, ``code``, ``txid``, ``hash``, ``e-mail``, ``phone``, ``ethereum``, ``monero``,
        ``picture``, ``phrase``, ``script``.
    text : str
        What it says, once it is read rightly: split texts joined, entities resolved.
    trap : str
        What misleads in it; empty where nothing does.
    genuine : bool
        Is it what it looks like? An address that fails its checksum isn't.
    """

    kind: str
    text: str
    trap: str = ""
    genuine: bool = True


@dataclass(frozen=True)
class Page:
    """A saved page.

    Attributes
    ----------
    site : str
        Which site: ``forum``, ``lanternfen``, ``shop-tin_harbour``, ``clone-tin_harbour``. That
        is truth, and stands neither in the path nor in the index.
    what : str
        What kind of page of that site: ``front``, ``profile``, ``deposit``, ``signed``.
    about : tuple of str
        Handles and names that it is about.
    path : str
        File in the folder of pages: relative, forward slashes, plain ASCII.
    url, title, language : str
        Where it was; what its window says; ``en``, ``ru`` or ``ro``.
    agency : str
        Who saved it.
    day : int
        On which day.
    captured : int
        When, in UTC seconds since 1970.
    html : str
        All of it.
    kind : str
        One of ``KINDS``.
    malicious : bool
        Is it about substances for sale: an offer, or a page or thread that serves offers?
    shows : tuple of Shown
        In order of appearance.
    """

    site: str
    what: str
    about: tuple[str, ...]
    path: str
    url: str
    title: str
    language: str
    agency: str
    day: int
    captured: int
    html: str
    kind: str
    malicious: bool
    shows: tuple[Shown, ...]

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.html.encode()

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def captured_text(self) -> str:
        """When it was saved, as ``2025-02-02T09:30:15Z``."""
        return iso(self.captured)

    @property
    def traps(self) -> tuple[str, ...]:
        """What misleads on it, in order of appearance, each once."""
        return tuple(dict.fromkeys(shown.trap for shown in self.shows if shown.trap))
