"""Addresses of coins: Bitcoin's with their checksum, those of other coins by their form.

A checksum refuses nearly every slip of the pen, so a right one may be taken as what stood there. A
wrong one isn't mended: what was meant is somebody's guess, and it is told as that. Addresses are
also looked for where their writers broke them: in pieces, with unseen characters, in capitals as
pictures of payment links hold them.

Limits: a right checksum doesn't say whose the address is, or that it was ever used. Forms of other
coins are those that `nps_chain.chain.address` knows.
"""

import re
from collections.abc import Iterator

from nps_chain.chain.address import base58, check
from nps_chain.errors import AddressError
from nps_chain.evidence.pages.forms.letters import odd_letter, skeleton
from nps_chain.evidence.pages.forms.sought import SECRET, Found, Sought

_WORD = re.compile(r"(?<![^\W_])[^\W_]{14,120}+(?![^\W_])")
_WITNESS = re.compile(r"(?i:bc|tb|bcrt)1[a-zA-Z0-9]{10,110}")
_BASE58 = re.compile(r"[123mn][A-Za-z0-9]{24,35}")
_BETWEEN_OTHERS = re.compile(r"(?<=[^\x00-\x7f])[\x21-\x7e]{26,90}(?=[^\x00-\x7f]|$)|"
                             r"^[\x21-\x7e]{26,90}(?=[^\x00-\x7f])")  # fmt: skip
_OTHER_COIN = re.compile(r"It looks like an address of (Bitcoin Cash|[A-Z]\w+)")
_SECRET = re.compile("private key|extended public key")
_CASH = re.compile(r"bitcoincash:\Z", re.IGNORECASE)
_LINK = re.compile(r"bitcoin:(?://)?\Z", re.IGNORECASE)

_B58 = "[1-9A-HJ-NP-Za-km-z]"
_SHORT = re.compile(
    rf"(?<![^\W_])((?:bc|tb|bcrt)1[a-z0-9]{{2,40}}+|[123mn]{_B58}{{3,20}}+)"
    rf"( ?(?:…|\.{{2,6}}|\*{{2,6}}|⋯|\[(?:…|\.{{3}})\]) ?)([A-Za-z0-9]{{3,20}}+)(?![^\W_])"
)
_FIRST_PIECE = re.compile(
    r"(?<![^\W_])(?:(?:(?:bc|tb)1|bcrt)[a-z0-9]{0,60}|[123mn][1-9A-HJ-NP-Za-km-z]{3,30})(?=[\s-])"
)
_NEXT_PIECE = re.compile(r"[\s-]{1,3}([A-Za-z0-9]{2,62})(?![^\W_])")
_HEAD = re.compile("(?:bc|tb)1|bcrt")
_WITNESS_LENGTHS = {"bc1": (42, 62), "tb1": (42, 62), "bcrt": (44, 64)}
_BASE58_LENGTHS = range(26, 36)
_MOST_PIECES, _MOST_TRIED = 16, 20_000


def find(sought: Sought) -> None:
    """Find addresses in a text, and what looks like them."""
    for word in sought.look(_WORD):
        _judge(sought, word.start(), word[0])
    if sought.seen:
        for short in sought.look(_SHORT):
            _shortened(sought, short)
        for start, end, address in _in_pieces(sought.rest):
            found = Found("address", start, end, address, True, check(address).why, "in pieces")
            sought.add(found)


def _judge(sought: Sought, start: int, word: str) -> None:
    """Keep a word if it is an address, or looks like one."""
    end = start + len(word)
    if not word.isascii():
        within = _BETWEEN_OTHERS.search(word)
        if within and check(within[0]).valid:
            _judge(sought, start + within.start(), within[0])
        elif _formed(read := skeleton(word)):
            right = check(read).valid
            why = (
                f"It isn't all Latin: {odd_letter(word)}. With the letter that it looks like, its"
                f" checksum would be {'right' if right else 'wrong, too'}."
            )
            sought.add(Found("address", start, end, word, False, why, "look-alike letter"))
        return
    verdict = check(word)
    if verdict.valid:
        linked = _LINK.search(sought.whole, max(start - 10, 0), start)
        trap = "payment link" if linked else ""
        why = f"{verdict.why} It stands in a payment link." if linked else verdict.why
        sought.add(Found("address", start, end, canonical(word), True, why, trap))
    elif _CASH.search(sought.whole, max(start - 12, 0), start):
        why = "It has the form of an address of Bitcoin Cash. Another coin: it isn't on this chain."
        sought.add(Found("bitcoin cash", start, end, word.lower(), True, why, "other coin"))
    elif coin := _OTHER_COIN.match(verdict.why):
        text = word.lower() if coin[1] == "Ethereum" else word
        why = f"{verdict.why} Another coin: it isn't on Bitcoin's chain."
        sought.add(Found(coin[1].lower(), start, end, text, True, why, "other coin"))
    elif _SECRET.search(verdict.why):
        if _right(word):
            trap = SECRET if "private" in verdict.why else "public key of a wallet"
            text = f"{word[:4]}…{word[-4:]}"
            sought.add(Found("address", start, end, text, False, verdict.why, trap))
    elif _formed(word) and (sought.seen or sought.where == "comment" or _WITNESS.fullmatch(word)):
        trap = "wrong checksum" if "checksum is wrong" in verdict.why else "wrong letter"
        sought.add(Found("address", start, end, word, False, verdict.why, trap))


def canonical(address: str) -> str:
    """Return how a right address is written: in small letters where capitals mean the same."""
    return address.lower() if _WITNESS.fullmatch(address) else address


def _formed(word: str) -> bool:
    """Return whether a text has the form of an address, whatever its checksum."""
    if _WITNESS.fullmatch(word):
        return True
    if not _BASE58.fullmatch(word):
        return False
    upper, lower, figures = (sum(map(k, word)) for k in (str.isupper, str.islower, str.isdigit))
    # Letters that base 58 hasn't got make an ordinary word likelier.
    return min(upper, lower) > 2 and figures > (0 if set(word) <= set(base58.ALPHABET) else 1)


def _right(word: str) -> bool:
    try:
        base58.decode_checked(word)
    except AddressError:
        return False
    return True


def _shortened(sought: Sought, short: re.Match[str]) -> None:
    ends = short[1] + short[3]
    # A word of a language has no capital nor figure after its first letter.
    mixed = any(each.isupper() or each.isdigit() for each in short[1][1:])
    if _HEAD.match(short[1]) or (
        mixed and any(map(str.isupper, ends)) and any(map(str.islower, ends))
    ):
        why = "It is shortened: find the whole address at its source."
        sought.add(Found("address", *short.span(), short[0], False, why, "shortened"))


def _in_pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield addresses that blanks or hyphens part, with where they stand."""
    past = tried = 0
    for first in _FIRST_PIECE.finditer(text):
        if first.start() < past:
            continue
        joined, at = first[0], first.end()
        head = _HEAD.match(joined)
        lengths = _WITNESS_LENGTHS[head[0]] if head else _BASE58_LENGTHS
        for _ in range(_MOST_PIECES):
            following = _NEXT_PIECE.match(text, at)
            if following is None or len(joined) >= max(lengths):
                break
            joined, at = joined + following[1], following.end()
            tried += 1
            if len(joined) in lengths and check(joined).valid:
                yield first.start(), at, canonical(joined)
                past = at
                break
        if tried > _MOST_TRIED:
            return
