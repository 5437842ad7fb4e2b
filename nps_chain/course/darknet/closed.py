"""Darknet markets that ended, and how: real cases, each as an authority or a court told it.

What no authority has published isn't here: how the servers were found is often not told.
"""

from typing import NamedTuple


class Closed(NamedTuple):
    """A market, the year of its end, what ended it, and who says so."""

    market: str
    year: int
    how: str
    told_by: str


_CASES = (
    Closed(
        "Silk Road",
        2013,
        "a court let police watch the owner's line; the laptop was taken at the arrest",
        "US Court of Appeals, 2017",
    ),
    Closed(
        "Silk Road 2.0",
        2014,
        "an agent under another name worked in its support team",
        "FBI, complaint, 2014",
    ),
    Closed(
        "AlphaBay",
        2017,
        "the suspected owner's laptop, taken at the arrest, had records of the money",
        "US District Court, 2020",
    ),
    Closed(
        "Hansa",
        2017,
        "police took over the site, said nothing, and ran it",
        "Dutch police and prosecutor, 2017",
    ),
    Closed(
        "RAMP",
        2017,
        "police stopped it, and did not publish how",
        "Ministry of Internal Affairs of Russia, 2017",
    ),
    Closed(
        "DarkMarket",
        2021,
        "it had run in a computer centre that police searched; over 20 servers were taken",
        "Prosecutor General in Koblenz, Germany, 2021",
    ),
    Closed(
        "Hydra",
        2022,
        "its servers in Germany were found and taken",
        "German Federal Criminal Police (BKA), 2022",
    ),
    Closed(
        "Nemesis",
        2024,
        "its servers in Germany and Lithuania were found and taken",
        "German Federal Criminal Police (BKA), 2024",
    ),
    Closed(
        "Archetyp",
        2025,
        "payments and other traces were followed to its owner in Spain",
        "Eurojust, 2025",
    ),
)


def closed_markets() -> list[Closed]:
    """Return the cases, the oldest first."""
    return list(_CASES)
