"""What an investigator takes down from a page, written as people write it, and put on record.

Each function returns markup together with the record of what it shows. Traps, which look like these
and mislead, are in ``traps``.
"""

import base64
import hashlib

from nps_chain.world.pages.fixtures import key, public_block
from nps_chain.world.pages.marks import Mark, join, plain, tag
from nps_chain.world.pages.page import Shown

BTC = 100_000_000
"""Satoshi."""


def shown(kind: str, text: str, element: str = "span", **attributes: str) -> Mark:
    """Return a text of some kind in an element, on record."""
    mark = tag(element, plain(text), **attributes)
    return Mark(mark.html, (Shown(kind, text),))


def address(text: str) -> Mark:
    """Return a Bitcoin address."""
    return shown("address", text, "code")


def handle(text: str) -> Mark:
    """Return somebody's handle."""
    return shown("handle", text, "b")


def onion(host: str) -> Mark:
    """Return the name of an onion service."""
    return shown("onion", host, "code")


def url(text: str) -> Mark:
    """Return the address of a web page as text: nothing on a page can be clicked."""
    return shown("url", text, "code")


def txid(text: str) -> Mark:
    """Return the id of a transaction."""
    return shown("txid", text, "code")


def code(text: str) -> Mark:
    """Return a product code."""
    return shown("code", text)


def bitcoin(satoshi: int) -> str:
    """Return an amount as text: ``0.0123 BTC``."""
    whole, rest = divmod(satoshi, BTC)
    digits = f"{rest:08}".rstrip("0").ljust(2, "0")
    return f"{whole}.{digits} BTC"


def price(satoshi: int) -> Mark:
    """Return an amount in BTC."""
    return shown("price", bitcoin(satoshi))


def converted(satoshi: int, rate: int, currency: str) -> Mark:
    """Return an amount in another currency, at ``rate`` of it for one BTC."""
    cents = (satoshi * rate * 100 + BTC // 2) // BTC
    return shown("price", f"{cents // 100}.{cents % 100:02} {currency}")


def fingerprint(name: str) -> Mark:
    """Return the fingerprint of a fixture key in groups of four, as programs print it."""
    digits = key(name).fingerprint
    groups = [digits[at : at + 4] for at in range(0, 40, 4)]
    mark = tag("code", plain(" ".join(groups[:5]) + "  " + " ".join(groups[5:])))
    return Mark(mark.html, (Shown("fingerprint", digits),))


def key_block(name: str) -> Mark:
    """Return the armored public half of a fixture key."""
    mark = tag("pre", plain(public_block(name).rstrip("\n")))
    return Mark(mark.html, (Shown("key", key(name).fingerprint),))


def signed(name: str, text: str, at: int, inside: tuple[Shown, ...] = ()) -> Mark:
    """Return a text signed with a fixture key.

    Parameters
    ----------
    name : str
        The key.
    text : str
        What is signed.
    at : int
        When, in UTC seconds since 1970.
    inside : tuple of Shown
        What the text itself shows.
    """
    mark = tag("pre", plain(key(name).sign(text, at).rstrip("\n")))
    return Mark(mark.html, (*inside, Shown("signature", key(name).fingerprint)))


def picture(png: bytes, title: str) -> Mark:
    """Return a picture that is part of the page's own text."""
    data = base64.b64encode(png).decode()
    html = tag("img", src=f"data:image/png;base64,{data}", alt=title, width="64", height="64").html
    record = Shown("picture", hashlib.sha256(png).hexdigest())
    return Mark(html.removesuffix("</img>"), (record,))


def phrase(text: str) -> Mark:
    """Return a turn of phrase by which its author may be known again."""
    return shown("phrase", text, "em")


def script(text: str) -> Mark:
    """Return a locking script in hex, in lines that are no txid's length."""
    pieces = [plain(text[at : at + 60]) for at in range(0, len(text), 60)]
    return Mark(tag("pre", join(pieces, "\n")).html, (Shown("script", text),))
