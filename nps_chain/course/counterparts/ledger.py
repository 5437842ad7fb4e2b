"""A record of letters: so that nobody fishes, one account after another, until he has them all.

An exchange's desk takes few letters from one agency: some a day, and some in all. What counts is
for how many accounts it was asked; the same letter again is no new one, so that a notebook can be
run twice. The record lives as long as the kernel does: it teaches restraint, and locks nothing.
"""

from dataclasses import dataclass, field

MOST_A_DAY = 3
"""Accounts for which an agency may ask one exchange on one day."""

MOST_IN_ALL = 12
"""Accounts for which an agency may ask one exchange in a case."""


@dataclass
class Ledger:
    """Who asked whom for what, and when."""

    _asked: dict[tuple[str, str, str], dict[str, set[str]]] = field(default_factory=dict)

    def refuses(self, data: str, by: str, exchange: str, date: str, address: str) -> str:
        """Return why an exchange takes no further letter, or "" after putting it on record.

        Parameters
        ----------
        data : str
            Which data set.
        by, exchange : str
            Who asks whom.
        date : str
            On which day.
        address : str
            For the account of which address.
        """
        days = self._asked.setdefault((data, by, exchange), {})
        known = set().union(*days.values())
        today = days.get(date, set())
        if address not in today:
            if len(today) >= MOST_A_DAY:
                return (
                    f"{by} has asked {exchange} for {MOST_A_DAY} accounts on {date} already, and"
                    " that is all its desk takes in a day. Which account do you need most?"
                )
            if address not in known and len(known) >= MOST_IN_ALL:
                return (
                    f"{by} has asked {exchange} for {MOST_IN_ALL} accounts in this case already."
                    " Whoever asks for all customers has no reason for any of them."
                )
        days.setdefault(date, set()).add(address)
        return ""


LEDGER = Ledger()
"""That of this kernel."""
