"""Channels: the roads by which a request goes abroad, and which are open between two countries.

A road is open if both countries belong to one of the things on which it rests; that is a matter of
memberships, not of urgency. And an open road may be the wrong one: police tell police what helps to
find somebody, and a court mostly can't use it; mutual legal assistance gives evidence, and takes
its time; the 24/7 point freezes data and tells nothing.

Sources: as in `instruments`; that what police tell police mostly can't be used in proceedings, and
that mutual legal assistance is thought too lengthy: Cybercrime Convention Committee (T-CY),
assessment report of 3 December 2014, as quoted in later papers. That a unit's consent is needed:
Canada's financial intelligence unit, before a committee of parliament, 2006.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.letters.instruments import (
    BUDAPEST,
    CARICC,
    CIS_2009,
    DRUGS_1988,
    EGMONT,
    INSTRUMENTS,
    INTERPOL,
    MINSK_1993,
    REGIONAL,
    SECOND_PROTOCOL,
    SELEC,
    UNTOC,
    instrument,
)

Memberships = Mapping[str, Sequence[str]]
"""By country, what it belongs to."""


@dataclass(frozen=True)
class Channel:
    """A road for letters.

    Attributes
    ----------
    runs : str
        From whom to whom.
    through : str
        Through whose hands it goes on its way; empty if it goes straight.
    rests : tuple of str
        On what: both countries must belong to one of these. The first that fits is taken.
    carries : tuple of str
        Which kinds of letter (see `fields`).
    gives : str
        ``evidence``, ``intelligence``, ``nothing`` or ``depends``.
    use : str
        What an answer may be used for, a sentence or two.
    """

    runs: str
    through: str
    rests: tuple[str, ...]
    carries: tuple[str, ...]
    gives: str
    use: str


CHANNELS = {
    "police to police": Channel(
        "from one police force to another, through a network that both belong to",
        "both national bureaus",
        (INTERPOL, CARICC, SELEC, CIS_2009, REGIONAL),
        ("information",),
        "intelligence",
        "Intelligence: it gives leads, and in most cases a court can't use it. What is needed as"
        " evidence has to be asked for again, by mutual legal assistance.",
    ),
    "24/7 point": Channel(
        "from one contact point to another, at any hour",
        "both contact points",
        (BUDAPEST,),
        ("preservation",),
        "nothing",
        "Neither evidence nor intelligence: data are kept, and nothing is told. It wins time for a"
        " request for mutual legal assistance.",
    ),
    "FIU (Egmont)": Channel(
        "from one financial intelligence unit to another",
        "both financial intelligence units",
        (EGMONT,),
        ("information",),
        "intelligence",
        "Intelligence, not evidence. Nobody else may be told unless the unit that gave it agrees.",
    ),
    "provider directly": Channel(
        "from an authority to the firm that holds the data",
        "",
        (SECOND_PROTOCOL,),
        ("preservation", "disclosure"),
        "depends",
        "At home it can be evidence, if the letter has the form that the law there sets. In another"
        " country it is evidence only if it is got anew by mutual legal assistance, or if the law"
        " there accepts it as it is.",
    ),
    "mutual legal assistance": Channel(
        "from one state's central authority to another's, which has a court or a prosecutor act",
        "both central authorities",
        (DRUGS_1988, UNTOC, BUDAPEST, MINSK_1993),
        ("preservation", "disclosure"),
        "evidence",
        "Evidence, for the case that the letter names. For another case, the state that gave it has"
        " to agree.",
    ),
    "joint team": Channel(
        "among the members of a team that two or more states set up by an agreement",
        "",
        (UNTOC,),
        (),
        "depends",
        "What the agreement of the team says.",
    ),
    REGIONAL: Channel(
        "through a centre to which several police forces send officers",
        "the officers at the centre",
        (CARICC, SELEC, REGIONAL),
        ("information",),
        "intelligence",
        "Intelligence: it gives leads, and in most cases a court can't use it.",
    ),
}
"""By name, in the order in which they are shown."""


def open_channels(
    memberships: Memberships, one: str, other: str, *, regional: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the channels that are open between two countries.

    Parameters
    ----------
    memberships : mapping of str to sequence of str
        By country, what it belongs to.
    one, other : str
        The countries; the order makes no difference.
    regional : collection of str
        Which of these are regional centres that this library has never heard of.

    Raises
    ------
    NpsError
        If nothing is known of a country, or it belongs to something unknown.

    Examples
    --------
    >>> belongs = {"A": ("INTERPOL", "UNTOC"), "B": ("INTERPOL",), "C": ("INTERPOL", "UNTOC")}
    >>> open_channels(belongs, "A", "B")
    ('police to police',)
    >>> open_channels(belongs, "A", "C")
    ('police to police', 'mutual legal assistance', 'joint team')
    """
    shared = common(memberships, one, other, regional=regional)
    return tuple(name for name in CHANNELS if resting(name, shared, regional))


def common(
    memberships: Memberships, one: str, other: str, *, regional: Collection[str] = ()
) -> tuple[str, ...]:
    """Return what two countries both belong to; see `open_channels`."""
    for country in (one, other):
        if country not in memberships:
            known = ", ".join(sorted(memberships)) or "none"
            raise NpsError(f"Nothing is known of the country {country!r:.60}; known are: {known}.")
        for name in memberships[country]:
            if name not in INSTRUMENTS and name not in regional:
                raise NpsError(
                    f"{country} belongs to {name!r:.80}, which is unknown: correct its name, or"
                    " say that it is a regional centre."
                )
    return tuple(name for name in memberships[one] if name in memberships[other])


def resting(channel: str, shared: Collection[str], regional: Collection[str] = ()) -> list[str]:
    """Return on which of the shared instruments a channel rests, the best first."""
    rests = CHANNELS[channel].rests
    listed = [name for name in rests if name in shared]
    return listed + [name for name in shared if name in regional and REGIONAL in rests]


def roads(
    memberships: Memberships, one: str, other: str, *, regional: Collection[str] = ()
) -> pd.DataFrame:
    """Return all channels between two countries, open or not.

    Parameters
    ----------
    memberships, one, other, regional
        See `open_channels`.

    Returns
    -------
    pandas.DataFrame
        One row a channel: ``channel``, ``open``, ``rests_on`` (with articles), ``carries`` (kinds
        of letter), ``gives`` (evidence or intelligence), ``use``.
    """
    shared = common(memberships, one, other, regional=regional)
    rows = []
    for name, channel in CHANNELS.items():
        rests = [instrument(text) for text in resting(name, shared, regional)]
        told = [f"{on.name} {on.articles.get(name, '')}".strip() for on in rests]
        rows.append(
            (name, bool(rests), "; ".join(told), ", ".join(channel.carries), channel.gives,
             channel.use)
        )  # fmt: skip
    columns = ["channel", "open", "rests_on", "carries", "gives", "use"]
    return pd.DataFrame(rows, columns=columns)
