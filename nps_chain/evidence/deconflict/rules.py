"""Who may compare what, and how often: the rules that keep a comparison from being a search.

All addresses of a chain are public. Whoever may compare lists of any length, as often as it likes,
puts in the whole chain, piece by piece, and reads the other's list from the answers; and two
answers to lists that differ by one address tell about that one. No cryptography prevents that,
since each answer is what was promised. So each party holds itself and the other to these rules, by
a log of its own that it can show to whoever supervises it.

There is no clock here: a date is what both sides say. That days don't run backward is enforced, and
that all runs together stay within a share of the chain, whatever their dates. Who asks once more on
the next day is seen in the log, and not refused.
"""

import re
from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.harmless import harmless
from nps_chain.trace.texts import count

MOST = 20_000
"""Addresses of a list."""

FEWEST = 5
"""Addresses of a list. The count over a list of one is an answer about that address."""

SHARE = 10
"""One in so many of the chain's addresses may be asked after, in all runs of a pair together."""

_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
COLUMNS = ["number", "date", "other", "what", "addresses", "note"]


def party_name(name: Any) -> str:
    """Return a party's name, if it is one: letters, figures, ``-`` and ``_``, 40 at most."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise NpsError(
            f"{harmless(name, 40)!r} names no party: give its short name, such as 'ADP'."
        )
    return name


def must_be_chain(chain: Any) -> None:
    """Refuse as chain what is something else, such as the name of a data set."""
    if not isinstance(chain, Chain):
        raise NpsError(f"The chain is what nps.load returns, not {type(chain).__name__}.")


def must_be_enough(many: int, whose: str) -> None:
    """Refuse a list that is so short that its count is as good as its contents."""
    if many < FEWEST:
        raise NpsError(
            f"{whose}'s list has {count(many, 'address')}; at least {FEWEST} are compared, or the"
            " count would tell which of them both have. Ask for a single address by letter."
        )


class Ledger:
    """What one party compared, with whom, on which day; entries are added and never changed."""

    def __init__(self) -> None:
        self._entries: list[tuple[str, str, str, int, str]] = []

    @property
    def frame(self) -> pd.DataFrame:
        """One row an entry, the oldest first.

        Columns ``number`` from 1; ``date``; ``other``, with whom; ``what``: "began", "asked" (by
        the other), "refused", "counted", "showed"; ``addresses``, how many; ``note``, why something
        was refused.
        """
        rows = [(number, *entry) for number, entry in enumerate(self._entries, 1)]
        frame = pd.DataFrame(rows, columns=COLUMNS)
        types = {name: "int64" if name in ("number", "addresses") else "str" for name in COLUMNS}
        return frame.astype(types)

    def add(self, date: str, other: str, what: str, addresses: int, note: str = "") -> None:
        """Add an entry."""
        self._entries.append((date, other, what, addresses, harmless(note, 400)))

    def must_be_free(self, date: str, other: str) -> None:
        """Refuse a second run with the same party on a day, and a day before the last one."""
        days = [entry[0] for entry in self._with(other, "began")]
        if date in days:
            raise NpsError(
                f"There was a run with {other} on {date} already. One a day is allowed, since two"
                " answers to lists that differ by one address tell about that address: wait for the"
                " next day."
            )
        if days and date < max(days):
            raise NpsError(
                f"There was a run with {other} on {max(days)}, so {date} is past: give today's"
                " date."
            )

    def must_stay_a_comparison(
        self, other: str, what: str, addresses: int, whose: str, on_chain: int
    ) -> None:
        """Refuse what asks, with all earlier runs, after too large a share of a chain."""
        before = sum(entry[3] for entry in self._with(other, what))
        if (before + addresses) * SHARE > on_chain:
            earlier = f", with {before:,} of earlier runs" if before else ""
            raise NpsError(
                f"{whose}'s list has {addresses:,} addresses{earlier}: more than one in {SHARE} of"
                f" the {on_chain:,} on this chain. That searches the other's list, and doesn't"
                " compare: leave out what isn't of the case."
            )

    def _with(self, other: str, what: str) -> list[tuple[str, str, str, int, str]]:
        name = other.casefold()
        return [one for one in self._entries if one[1].casefold() == name and one[2] == what]
