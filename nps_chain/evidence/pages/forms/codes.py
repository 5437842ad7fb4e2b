"""Codes of goods: two or three capitals, a hyphen, figures, for drugs as for seeds.

The form can't tell a vendor's code from a catalogue number. What can is its company: a code that is
on offer for coins somewhere on these pages is a vendor's, and a site that mostly speaks of
such codes speaks of the vendors' goods. On a site whose codes nobody offers for coins they are
numbers of a catalogue, or quoted; should one of them be a vendor's code as well, that is chance.

It fails where none of the pages with the offers was saved, and for vendors who ask a state's money.
"""

import re
from collections.abc import Mapping

from nps_chain.evidence.pages.forms.sought import Found, Sought

_CODE = re.compile(r"(?<![\w-])([A-Z]{2,3})-(\d{2,5})(?![\w-]|\.\d)")
_STANDARDS = frozenset({"SHA", "UTF", "ISO", "RFC", "BIP", "MD", "AES", "RSA", "USB",
                        "TLS", "IEC", "EN", "DIN", "CVE", "PGP", "IP", "TCP"})  # fmt: skip
_COINS = re.compile(
    r"\d\s?(?:BTC|mBTC|XMR|sats?|satoshi|₿)\b|(?:₿|\bBTC|\bXMR)\s?\d", re.IGNORECASE
)
_PENDING = "?"


def find(sought: Sought) -> None:
    """Find codes; what they are is told only when all pages were read (`judged`)."""
    if sought.seen:
        for match in sought.look(_CODE):
            if match[1] not in _STANDARDS:
                sought.add(Found("code", *match.span(), match[0], False, _PENDING))


def offered(text: str) -> set[str]:
    """Return the codes that are on one line, or in one row, with a price in coins."""
    found: set[str] = set()
    for line in text.split("\n"):
        if _COINS.search(line):
            found.update(match[0] for match in _CODE.finditer(line))
    return found


def selling(codes: Mapping[str, set[str]], offers: set[str]) -> set[str]:
    """Return the sites that mostly speak of vendors' codes.

    Parameters
    ----------
    codes : mapping of str to set of str
        The codes of each site.
    offers : set of str
        Codes on offer for coins, anywhere.
    """
    return {site for site, said in codes.items() if 2 * len(said & offers) > len(said)}


def judged(code: Found, sells: bool, on_offer: bool) -> Found:
    """Return what a code is.

    Parameters
    ----------
    code : Found
        The code.
    sells : bool
        Whether its site is one of those `selling`.
    on_offer : bool
        Whether it is on offer for coins, anywhere.
    """
    if sells:
        why = (
            "A page offers it for coins."
            if on_offer
            else "Its site mostly speaks of codes that are offered for coins."
        )
        return code._replace(valid=True, why=why)
    why = "Its site speaks of codes that no page offers for coins: a catalogue's, or quoted."
    return code._replace(valid=False, why=why, trap="catalogue number")
