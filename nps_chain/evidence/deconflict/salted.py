"""The way that seems enough and isn't: to compare hashes of addresses, with a salt.

Two agencies agree on a salt, hash it with each address, and compare the hashes. Nobody can turn a
hash around; but nobody has to. All addresses are on the chain, for everybody to read. Whoever knows
the salt, and the other agency does, hashes them all and looks which are in the list. For a
classroom's chain that takes a blink; a billion addresses take one core less than an hour. A slower
hash only raises the price, and a secret in place of the salt is known to the other side as well.

What is missing is a key that only one side has, and without which no guess can be tried.

Source: B. Pinkas, T. Schneider, M. Zohner, "Scalable Private Set Intersection Based on OT
Extension" (ACM TOPS 2018), on the insecure solution that is used in practice; C. Hagen and others,
"All the Numbers are US" (NDSS 2021), on hashes of telephone numbers.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict.lists import LONGEST, listed
from nps_chain.evidence.deconflict.rules import must_be_chain
from nps_chain.trace.texts import count


def salted_hashes(addresses: Any, salt: str) -> list[str]:
    """Return the SHA-256 of the salt and each address, in hexadecimal digits, sorted.

    They don't protect a list: `break_salted_hashes` shows why.

    Parameters
    ----------
    addresses : iterable of str, pandas.Series, pandas.DataFrame or Tags
        As :func:`nps_chain.evidence.deconflict.lists.listed` takes them.
    salt : str
        A text that both sides agreed on.

    Raises
    ------
    NpsError
        If an entry is no address, or the salt is no text.
    """
    return sorted(_hashes(listed(addresses, "A"), salt))


@dataclass(frozen=True, repr=False)
class Broken:
    """Hashes, and the addresses that they hid.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a hash, in the order given: ``hash``; ``address``, empty where none was found.
    guesses : int
        How many addresses were tried: all on the chain.
    """

    frame: pd.DataFrame
    guesses: int

    @property
    def found(self) -> int:
        """How many of the hashes were turned back into addresses."""
        return int((self.frame["address"] != "").sum())

    @property
    def share(self) -> float:
        """The same as a share of all hashes."""
        return self.found / len(self.frame)

    def __repr__(self) -> str:
        return (
            f"Broken({self.found:,} of {count(len(self.frame), 'hash', 'hashes')}, by"
            f" {count(self.guesses, 'guess')}: every address on the chain)"
        )


def break_salted_hashes(hashes: Iterable[str], salt: str, chain: Chain) -> Broken:
    """Return which addresses salted hashes stand for, by trying every address on a chain.

    Parameters
    ----------
    hashes : iterable of str
        What the other side sent, from `salted_hashes`.
    salt : str
        The salt, which both sides know.
    chain : Chain
        The chain: anybody can read it.

    Returns
    -------
    Broken
        ``.frame``, ``.found``, ``.share``, ``.guesses``.

    Raises
    ------
    NpsError
        If there are no hashes, or too many, the salt is no text, or the chain is none.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> sent = salted_hashes(chain.addresses.iloc[100:120], "agreed by telephone")
    >>> break_salted_hashes(sent, "agreed by telephone", chain)
    Broken(20 of 20 hashes, by 1,422 guesses: every address on the chain)
    >>> break_salted_hashes(sent, "another salt", chain).share
    0.0
    """
    must_be_chain(chain)
    listable = isinstance(hashes, Iterable) and not isinstance(hashes, str)
    given = list(islice(hashes, LONGEST + 1)) if listable else []
    if not given or len(given) > LONGEST or not all(isinstance(one, str) for one in given):
        raise NpsError(f"Give a list of hashes, as texts, {LONGEST:,} at most.")
    wanted = {one.lower() for one in given}
    guesses = chain.columns.addresses.address.to_pylist()
    tried = zip(_hashes(guesses, salt), guesses, strict=True)
    known = {hashed: address for hashed, address in tried if hashed in wanted}
    found = [known.get(one.lower(), "") for one in given]
    return Broken(pd.DataFrame({"hash": given, "address": found}, dtype="str"), len(guesses))


def _hashes(addresses: list[str], salt: str) -> Iterator[str]:
    if not isinstance(salt, str):
        raise NpsError(f"The salt is a text, not {type(salt).__name__}.")
    begun = hashlib.sha256(salt.encode())
    for address in addresses:
        hashed = begun.copy()
        hashed.update(address.encode())
        yield hashed.hexdigest()
