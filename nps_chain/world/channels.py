"""Who may ask whom abroad: what each country belongs to, and which channel that opens.

A channel is open between two countries if both belong to one of the things on which it rests.

Sources: Budapest Convention (2001) arts 25 to 35 and its Second Protocol art. 7; 1988 Convention
arts 7 and 9; UNTOC arts 18, 19 and 27; Egmont Group's charter. The countries are invented, and the
regional centre with them.
"""

BUDAPEST = "Budapest Convention"
SECOND_PROTOCOL = "Second Protocol to the Budapest Convention"
DRUGS_1988 = "1988 Convention"
UNTOC = "UNTOC"
EGMONT = "Egmont Group"
INTERPOL = "INTERPOL"
REGIONAL = "Lowmarch Police Centre"

MEMBERSHIPS: dict[str, tuple[str, ...]] = {
    "Aldoria": (BUDAPEST, SECOND_PROTOCOL, DRUGS_1988, UNTOC, EGMONT, INTERPOL),
    "Tolvany": (BUDAPEST, SECOND_PROTOCOL, DRUGS_1988, INTERPOL, REGIONAL),
    "Cestania": (DRUGS_1988, UNTOC, EGMONT, INTERPOL, REGIONAL),
}
"""What each country belongs to."""

CHANNELS: dict[str, tuple[str, ...]] = {
    "police to police": (INTERPOL, REGIONAL),
    "24/7 point": (BUDAPEST,),
    "FIU (Egmont)": (EGMONT,),
    "provider directly": (SECOND_PROTOCOL,),
    "mutual legal assistance": (BUDAPEST, DRUGS_1988, UNTOC),
    "joint team": (UNTOC,),
    "regional centre": (REGIONAL,),
}
"""On what each channel rests: one of these must be common to both countries."""


def channels(one: str, other: str) -> tuple[str, ...]:
    """Return the channels that are open between two countries.

    Examples
    --------
    >>> channels("Aldoria", "Cestania")
    ('police to police', 'FIU (Egmont)', 'mutual legal assistance', 'joint team')
    """
    common = [name for name in MEMBERSHIPS[one] if name in MEMBERSHIPS[other]]
    return tuple(
        channel for channel, rests in CHANNELS.items() if any(name in common for name in rests)
    )
