"""A list of addresses as both sides must write it, or nothing would match that is the same.

One keeps addresses as texts, another as tags; one copied an address in capitals, as QR codes have
it. So each is checked, and written in one way: what differs in spelling alone is one address.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pandas as pd

from nps_chain.chain.address import check
from nps_chain.errors import NpsError
from nps_chain.harmless import harmless

LONGEST = 200_000
"""Entries of a list that is read, an address that stands there twice counted twice."""


def listed(given: Any, whose: str, network: str | None = None, most: int = LONGEST) -> list[str]:
    """Return the distinct addresses of a list, each in its one spelling, sorted.

    Parameters
    ----------
    given : iterable of str, pandas.Series, pandas.DataFrame or Tags
        Addresses; of a frame, or of what has a ``.frame``, its column ``address``.
    whose : str
        Whose list it is, for messages.
    network : str, optional
        The network that they must be of; any, if none is told.
    most : int
        How many distinct addresses there may be.

    Raises
    ------
    NpsError
        If it is no list of addresses, or has more than `LONGEST` entries or ``most`` addresses, or
        one entry is no address; the message tells which.

    Examples
    --------
    >>> listed(["BCRT1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KYGT080",
    ...         "mzNEuFkYkeZPENifrRgJuiKqL6J7hmAzae",
    ...         "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"], "ADP")
    ['bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080', 'mzNEuFkYkeZPENifrRgJuiKqL6J7hmAzae']
    """
    seen: set[str] = set()
    found: set[str] = set()
    for number, text in enumerate(islice(_entries(given, whose), LONGEST + 1), 1):
        if number > LONGEST:
            raise NpsError(f"{whose}'s list has more than {LONGEST:,} entries: shorten it.")
        if isinstance(text, str) and text in seen:
            continue
        found.add(_spelling(text, number, whose, network))
        seen.add(text)
        if len(found) > most:
            raise NpsError(
                f"{whose}'s list has more than {most:,} addresses, the most that are compared. A"
                " longer list searches the other's, and doesn't compare."
            )
    return sorted(found)


def _entries(given: Any, whose: str) -> Iterator[Any]:
    given = getattr(given, "frame", given)
    if isinstance(given, pd.DataFrame):
        if "address" not in given.columns:
            raise NpsError(f"{whose}'s table has no column 'address': name that of the addresses.")
        given = given["address"]
    if isinstance(given, str | bytes | dict) or not hasattr(given, "__iter__"):
        raise NpsError(
            f"{whose}'s list is no list of addresses ({type(given).__name__}): give a list, a"
            " table with a column 'address', or tags."
        )
    return iter(given)


def _spelling(text: Any, number: int, whose: str, network: str | None) -> str:
    found = check(text, network)
    if not found.valid:
        # The ends are enough to find it by; what was pasted by mistake may be a secret.
        shown = text if isinstance(text, str) else ""
        shown = harmless(shown if len(shown) <= 16 else f"{shown[:6]}…{shown[-4:]}", 16)
        raise NpsError(f"Entry {number:,} of {whose}'s list, '{shown}', is refused. {found.why}")
    # Base58 tells capitals apart; Bech32 has one case throughout, small letters by custom.
    return text if found.type in ("p2pkh", "p2sh") else text.lower()
