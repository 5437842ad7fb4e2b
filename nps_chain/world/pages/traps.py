"""What misleads on a page, and is on record for it.

Real pages are full of near-misses: addresses with a slip of the pen, in pieces, or of other coins;
letters of another alphabet; addresses that the reader never sees, or that belong to somebody who
has nothing to do with the page. A record says what a careful reader would make of each: ``genuine``
is False where nothing of the kind is there.
"""

import html
from dataclasses import replace

from nps_chain.chain import onion
from nps_chain.chain.address import base58, bech32, check
from nps_chain.world.dice import Dice
from nps_chain.world.pages.marks import Mark, plain, tag
from nps_chain.world.pages.page import Shown

_CYRILLIC = {"a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "i": "і"}
"""Latin letters, and letters of another alphabet that look the same."""

_ZERO_WIDTH = "\u200b"


def _trap(mark: str, kind: str, text: str, trap: str, genuine: bool = False) -> Mark:
    return Mark(mark, (Shown(kind, text, trap, genuine),))


def changed_letter(address: str, dice: Dice) -> Mark:
    """Return an address with one letter changed, so that its checksum fails."""
    letters = bech32.ALPHABET if _is_bech32(address) else base58.ALPHABET
    place = dice.between(8, len(address) - 2)
    changed = address
    while check(changed).valid:
        other = dice.one([letter for letter in letters if letter != address[place]])
        changed = address[:place] + other + address[place + 1 :]
    html_ = tag("code", plain(changed)).html
    return _trap(html_, "address", changed, "address with a changed letter")


def shortened(address: str) -> Mark:
    """Return the two ends of an address."""
    text = f"{address[:10]}…{address[-5:]}"
    return _trap(tag("code", plain(text)).html, "address", text, "shortened address")


def lookalike_letter(address: str, dice: Dice) -> Mark:
    """Return an address in which one letter is of another alphabet."""
    places = [at for at, letter in enumerate(address) if letter in _CYRILLIC and at > 5]
    text = _with_cyrillic(address, dice.one(places)) if places else f"{address[:-1]}а"
    return _trap(tag("code", plain(text)).html, "address", text, "address with a look-alike letter")


def split(address: str) -> Mark:
    """Return an address with places in it at which a line may break."""
    pieces = [html.escape(address[at : at + 9]) for at in range(0, len(address), 9)]
    return _trap(
        f"<code>{'<wbr>'.join(pieces)}</code>", "address", address, "address in pieces", True
    )


def zero_width(address: str) -> Mark:
    """Return an address with a character in it that has no width."""
    text = f"{address[:12]}{_ZERO_WIDTH}{address[12:]}"
    return _trap(
        f"<code>{text}</code>", "address", address, "address with an unseen character", True
    )


def entities(address: str) -> Mark:
    """Return an address written as numbers of characters, which a browser shows as usual."""
    written = "".join(f"&#{ord(letter)};" for letter in address)
    return _trap(f"<code>{written}</code>", "address", address, "address as entities", True)


def in_comment(address: str, note: str) -> Mark:
    """Return an address in a comment, which no reader of the page sees."""
    text = html.escape(f"{note} {address}")
    return _trap(f"<!-- {text} -->", "address", address, "address in a comment", True)


def hidden(address: str) -> Mark:
    """Return an address that the page's style hides."""
    mark = tag("span", plain(address), style="display:none")
    return _trap(mark.html, "address", address, "address hidden by style", True)


def in_attribute(address: str, label: str) -> Mark:
    """Return a word that holds an address in an attribute."""
    mark = tag("span", plain(label), data_pay=address)
    return _trap(mark.html, "address", address, "address in an attribute", True)


def payment_link(address: str, amount: str) -> Mark:
    """Return a payment link; in capitals where these mean the same, as pictures of it hold it."""
    link = f"bitcoin:{address}?amount={amount}"
    mark = tag("code", plain(link.upper() if _is_bech32(address) else link))
    return _trap(mark.html, "address", address, "address in a payment link", True)


def innocent(address: str) -> Mark:
    """Return the address of somebody who has nothing to do with the page."""
    return _trap(tag("code", plain(address)).html, "address", address, "innocent's address", True)


def mainnet(dice: Dice) -> Mark:
    """Return what looks like an address of the real network, and fails its checksum."""
    text = ""
    while not text or check(text).valid:
        text = "bc1q" + "".join(dice.one(bech32.ALPHABET) for _ in range(38))
    html_ = tag("code", plain(text)).html
    return _trap(html_, "address", text, "invalid example of the real network")


def ethereum(dice: Dice) -> Mark:
    """Return what has the form of an Ethereum address; 7e57 reads test."""
    text = "0x7e57" + "".join(dice.one("0123456789abcdef") for _ in range(36))
    return _trap(tag("code", plain(text)).html, "ethereum", text, "other coin", True)


def monero(dice: Dice) -> Mark:
    """Return what has the form of a Monero address, without its checksum."""
    text = "4" + dice.one("0123456789AB") + "".join(dice.one(base58.ALPHABET) for _ in range(93))
    return _trap(tag("code", plain(text)).html, "monero", text, "other coin", True)


def hash_no_txid(dice: Dice) -> Mark:
    """Return the hash of some file, which has the form of a txid."""
    text = "".join(f"{dice.raw():016x}" for _ in range(4))
    return _trap(tag("code", plain(text)).html, "hash", text, "hash that is no txid", True)


def wrong_onion(host: str, dice: Dice) -> Mark:
    """Return an onion name with one letter changed, so that no checksum fits."""
    text = host
    while text == host or onion.check(text).public_key:
        place = dice.below(50)
        text = host[:place] + dice.one("abcdefghijklmnopqrstuvwxyz234567") + host[place + 1 :]
    return _trap(tag("code", plain(text)).html, "onion", text, "onion name with a changed letter")


def defanged(host: str) -> Mark:
    """Return a web address made harmless by brackets, as warnings have it."""
    name, _, ending = host.rpartition(".")
    mark = tag("code", plain(f"hxxp://{name}[.]{ending}/"))
    kind = "onion" if ending == "onion" else "url"
    text = host if kind == "onion" else f"http://{host}/"
    return _trap(mark.html, kind, text, "defanged address", True)


def lookalike_handle(handle: str, dice: Dice) -> Mark:
    """Return a handle in which one letter is of another alphabet."""
    places = [at for at, letter in enumerate(handle) if letter in _CYRILLIC]
    text = _with_cyrillic(handle, dice.one(places)) if places else f"{handle}а"
    return _trap(tag("b", plain(text)).html, "handle", text, "look-alike handle")


def namesake(handle: str) -> Mark:
    """Return a vendor's handle that somebody else uses elsewhere."""
    return _trap(tag("b", plain(handle)).html, "handle", handle, "namesake", True)


def reused(handle: str) -> Mark:
    """Return a handle that its owner uses elsewhere, too."""
    return _trap(tag("b", plain(handle)).html, "handle", handle, "handle used elsewhere", True)


def copied_phrase(text: str) -> Mark:
    """Return a turn of phrase that somebody copied."""
    return _trap(tag("em", plain(text)).html, "phrase", text, "copied wording", True)


def altered(notice: Mark, address: str, other: str) -> Mark:
    """Return a signed text in which somebody put another address: its signature fails."""
    told: list[Shown] = []
    for each in notice.shown:
        if each.kind == "signature":
            each = replace(each, trap="signature that fails", genuine=False)
        told.append(replace(each, text=other) if each.text == address else each)
    return Mark(notice.html.replace(address, other), tuple(told))


def _is_bech32(address: str) -> bool:
    return address.startswith("bcrt1")


def _with_cyrillic(text: str, place: int) -> str:
    return text[:place] + _CYRILLIC[text[place]] + text[place + 1 :]
