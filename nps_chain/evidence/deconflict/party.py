"""A party: an agency with a list that never leaves it, and a log of whom it compared it with."""

from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.evidence.days import day
from nps_chain.evidence.deconflict.lists import listed
from nps_chain.evidence.deconflict.rules import (
    MOST,
    Ledger,
    must_be_chain,
    must_be_enough,
    party_name,
)
from nps_chain.evidence.deconflict.run import Run
from nps_chain.trace.texts import count


class Party:
    """An agency, its list, and its log.

    Parameters
    ----------
    name : str
        Its short name: letters, figures, ``-`` and ``_``.
    addresses : iterable of str, pandas.Series, pandas.DataFrame or Tags
        Its list, of 5 to 20,000 distinct addresses. See
        :func:`nps_chain.evidence.deconflict.lists.listed`.
    network : str, optional
        The network that they must be of; any, if none is told.
    earlier : Party, optional
        The same agency, with an earlier list: its log goes on.

    Raises
    ------
    NpsError
        If the name is none, one entry is no address (the message tells which), or the list is too
        long or too short.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> Party("ADP", chain.addresses.iloc[1:31])
    Party(ADP: 30 addresses, not shown)
    """

    def __init__(
        self,
        name: str,
        addresses: Any,
        *,
        network: str | None = None,
        earlier: "Party | None" = None,
    ) -> None:
        self.name = party_name(name)
        self._network = network
        self._addresses = listed(addresses, name, network, MOST)
        must_be_enough(len(self._addresses), name)
        if earlier is not None and not isinstance(earlier, Party):
            raise NpsError(f"earlier is a Party, not {type(earlier).__name__}.")
        if earlier is not None and earlier.name.casefold() != name.casefold():
            raise NpsError(f"The log of {earlier.name} is not {name}'s: give {name}'s own.")
        self._ledger: Ledger = Ledger() if earlier is None else earlier._ledger

    def __len__(self) -> int:
        """Return the number of distinct addresses."""
        return len(self._addresses)

    @property
    def addresses(self) -> list[str]:
        """The list, sorted, each address in its one spelling; for the party's own eyes."""
        return list(self._addresses)

    @property
    def log(self) -> pd.DataFrame:
        """What happened, the oldest first; see `nps_chain.evidence.deconflict.rules.Ledger`."""
        return self._ledger.frame

    def begin(
        self, other: str, *, date: str, chain: Chain | None = None, secret: str | None = None
    ) -> Run:
        """Return this side of a run with another party, under a key of its own.

        Parameters
        ----------
        other : str
            The other's name.
        date : str
            The day, such as ``2025-03-23``; both sides must say the same.
        chain : Chain, optional
            The chain that the addresses are of. Then they must be of its network, and what one side
            asks of the other, in all runs, must stay below a tenth of its addresses.
        secret : str, optional
            Make the key from this, for lessons and tests; otherwise it is random.

        Raises
        ------
        NpsError
            If there was a run with this party on that day, or a later one; or if the list is too
            large a share of the chain.
        """
        if secret is not None and not isinstance(secret, str):
            raise NpsError(f"The secret is a text, not {type(secret).__name__}.")
        if party_name(other).casefold() == self.name.casefold():
            raise NpsError(
                f"{self.name} can't be compared with itself: give the two different names."
            )
        if chain is not None:
            must_be_chain(chain)
            if chain.network != self._network:
                listed(self._addresses, self.name, chain.network)
        return Run(
            self.name,
            other,
            day(date),
            self._addresses,
            self._ledger,
            on_chain=None if chain is None else len(chain.columns.addresses.address),
            secret=secret,
        )

    def __repr__(self) -> str:
        return f"Party({self.name}: {count(len(self), 'address')}, not shown)"
