"""What each country of the story belongs to, and so which channels are open between two of them.

The countries are invented, and the regional centre with them; the treaties are real, and so is the
rule by which a membership opens a channel (see :mod:`nps_chain.evidence.letters.channels`). No
country has all of them, so that every channel fits some pair and none fits all. Some made
reservations: then an open channel may lead nowhere.
"""

from dataclasses import dataclass

from nps_chain.evidence.letters.channels import open_channels
from nps_chain.evidence.letters.instruments import (
    BUDAPEST,
    DRUGS_1988,
    EGMONT,
    INTERPOL,
    REGIONAL,
    SECOND_PROTOCOL,
    UNTOC,
)

CENTRE = "Lowmarch Police Centre"
"""The regional centre of the story."""

MEMBERSHIPS: dict[str, tuple[str, ...]] = {
    "Aldoria": (BUDAPEST, SECOND_PROTOCOL, DRUGS_1988, UNTOC, EGMONT, INTERPOL),
    "Tolvany": (BUDAPEST, SECOND_PROTOCOL, DRUGS_1988, INTERPOL, CENTRE),
    "Cestania": (DRUGS_1988, UNTOC, EGMONT, INTERPOL, CENTRE),
    "Velmark": (DRUGS_1988, INTERPOL),
    "Ostrany": (BUDAPEST, UNTOC, EGMONT),
}
"""What each country belongs to."""

DUAL_CRIMINALITY, DIRECT_ORDERS = "art. 29(4)", "art. 7"

RESERVES: dict[tuple[str, str], str] = {
    ("Tolvany", BUDAPEST): DUAL_CRIMINALITY,
    ("Aldoria", SECOND_PROTOCOL): DIRECT_ORDERS,
    ("Tolvany", SECOND_PROTOCOL): DIRECT_ORDERS,
}
"""Of what a country joined, the article to which it made a reservation.

Tolvany may refuse to preserve data for a deed that it doesn't punish. In Aldoria and Tolvany no
order from abroad binds a firm.
"""


@dataclass(frozen=True)
class Membership:
    """That a country belongs to something."""

    country: str
    member_of: str
    kind: str  # "regional centre", or empty
    reserves: str  # an article


def memberships() -> tuple[Membership, ...]:
    """Return what all countries belong to, a row each."""
    return tuple(
        Membership(
            country, name, REGIONAL if name == CENTRE else "", RESERVES.get((country, name), "")
        )
        for country, joined in MEMBERSHIPS.items()
        for name in joined
    )


def channels(one: str, other: str) -> tuple[str, ...]:
    """Return the channels that are open between two countries.

    Examples
    --------
    >>> channels("Aldoria", "Cestania")
    ('police to police', 'FIU (Egmont)', 'mutual legal assistance', 'joint team')
    """
    return open_channels(MEMBERSHIPS, one, other, regional=(CENTRE,))
