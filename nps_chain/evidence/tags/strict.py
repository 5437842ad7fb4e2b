"""What the public schema lets through: addresses that nobody can own, days that never were.

The public validator warns of a wrong checksum and passes the pack. But a tag is read by whoever
arrests somebody: one mistyped letter, and it names nobody, or a tag on a test network's address is
taken for one on the real one. So here an address must have its checksum and be of the network that
the tag names, a transaction's hash its 64 digits, and a date be a day that has been.

Of other coins the form is checked where it is Ethereum's or has Bitcoin's older checksum; the rest
is said to be unchecked.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

from nps_chain.chain.address import check
from nps_chain.chain.address.base58 import decode_checked
from nps_chain.errors import AddressError, NpsError
from nps_chain.evidence.tags.yaml_data import NotText
from nps_chain.harmless import harmless

BITCOIN_BEGAN = "2009-01-03"
"""The day of Bitcoin's first block, of which nothing can have been known before."""

_NETWORKS = {
    "BTC": "main", "XBT": "main", "BITCOIN": "main", "MAIN": "main", "MAINNET": "main",
    "TEST": "test", "TESTNET": "test", "TESTNET3": "test", "TESTNET4": "testnet4",
    "SIGNET": "signet", "REGTEST": "regtest",
}  # fmt: skip
"""How packs call Bitcoin's networks."""

_LIKE_ETHEREUM = frozenset(("ETH", "ETC", "BSC", "ARB", "MATIC", "OP"))
_OF_ETHEREUM = re.compile("0x[0-9a-fA-F]{40}")
_HASH = re.compile("[0-9a-fA-F]{64}")
_HASH_OF_ETHEREUM = re.compile("0x[0-9a-fA-F]{64}")
_LEGACY = ("p2pkh", "p2sh")
# By other coins, what their addresses with other checksums begin with.
_BASE58CHECK = {"LTC": "ltc1", "DOGE": "", "DASH": "", "BTG": "btg1", "TRX": "", "ZEC": "z"}


def bitcoin_network(network: str) -> str | None:
    """Return which of Bitcoin's networks a tag means; None if it is another coin's.

    >>> bitcoin_network("REGTEST"), bitcoin_network("btc"), bitcoin_network("LTC")
    ('regtest', 'main', None)
    """
    return _NETWORKS.get(network.upper())


def address_of(written: str, network: str) -> tuple[str, str, bool]:
    """Return an address as chains have it, why it is refused (or ""), and whether it was checked.

    Parameters
    ----------
    written : str
        As the tag has it.
    network : str
        As the tag has it.

    Examples
    --------
    >>> address_of("BCRT1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KYGT080", "REGTEST")
    ('bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080', '', True)
    """
    if written != written.strip():
        return harmless(written, 200), "has blanks around it: take them out", True
    bitcoin = bitcoin_network(network)
    if bitcoin is not None:
        found = check(written, bitcoin)
        if found.valid:
            return written if found.type in _LEGACY else written.lower(), "", True
        return harmless(written, 200), f"is {_shown(written)}: {_inside(found.why)}", True
    if network.upper() in _LIKE_ETHEREUM:
        fits = _OF_ETHEREUM.fullmatch(written) is not None
        why = "" if fits else f"is {_shown(written)}: an address has 0x and 40 hex digits there"
        return harmless(written, 200), why, True
    other = _BASE58CHECK.get(network.upper())
    if other is None or (other and written.lower().startswith(other)):
        return harmless(written, 200), "", False
    try:
        decode_checked(written)
    except AddressError as refusal:
        return harmless(written, 200), f"is {_shown(written)}: {_inside(str(refusal))}", True
    return written, "", True


def txid_of(written: str, network: str) -> tuple[str, str]:
    """Return a transaction's hash in lower case, and why it is refused (or "").

    Parameters
    ----------
    written, network : str
        As the tag has them.
    """
    if network.upper() in _LIKE_ETHEREUM:
        fits, wanted = _HASH_OF_ETHEREUM.fullmatch(written), "0x and 64 hex digits"
    elif bitcoin_network(network) is not None:
        fits, wanted = _HASH.fullmatch(written), "64 hex digits"
    else:
        return harmless(written, 200), ""
    if fits is None:
        why = f"is {_shown(written)}, of {len(written)} characters: a hash has {wanted}"
        return harmless(written, 200), why
    return written.lower(), ""


def day_of(given: Any) -> tuple[str, str]:
    """Return a date as ISO 8601 writes it, in UTC, and why it is refused (or "").

    Parameters
    ----------
    given : date, datetime, str or NotText
        As the pack has it.

    Examples
    --------
    >>> day_of("2025-02-10"), day_of("2025-02-30")[1]
    (('2025-02-10', ''), "is '2025-02-30', which is no real date; write it as 2025-03-01")
    """
    if isinstance(given, str):
        try:
            short = len(given) == len("2025-03-01")
            given = date.fromisoformat(given) if short else datetime.fromisoformat(given)
        except ValueError:
            return "", f"is {_shown(given)}, which is no real date; write it as 2025-03-01"
    if isinstance(given, NotText):
        return "", f"is {_shown(given.written)}, which is no real date; write it as 2025-03-01"
    try:
        told = _iso(given)
    except OverflowError:  # a zone that takes it out of what a date can be
        return "", f"is {given!s:.40}, which is no real date; write it as 2025-03-01"
    if told < BITCOIN_BEGAN:
        return "", f"is {told}, and before {BITCOIN_BEGAN} there was nothing to put a name on"
    return told, ""


def moment_of(given: Any) -> str:
    """Return a day or moment that somebody asks for, as `day_of` does.

    Raises
    ------
    NpsError
        If it is none.
    """
    if not isinstance(given, str | date) or given != given:  # pandas' not-a-time is a date
        raise NpsError(f"{given!r:.60} is no date: give a day, such as '2025-03-01'.")
    told, why = day_of(given)
    if why:
        raise NpsError(f"The date {why}.")
    return told


def _iso(given: date) -> str:
    if not isinstance(given, datetime):
        return given.isoformat()
    moment = given if given.tzinfo is None else given.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _inside(sentence: str) -> str:
    """Return a sentence as part of another."""
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _shown(written: str) -> str:
    return f"{harmless(written, 80)!r}"
