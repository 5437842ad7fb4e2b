"""The offices to which a letter can be written: agencies, and the exchanges that matter.

Everybody may know these: who there is, where, and which agency an exchange answers to. What an
exchange knows of its customers is elsewhere.
"""

from dataclasses import dataclass

from nps_chain.world.story import Story


@dataclass(frozen=True)
class Office:
    """An office.

    Attributes
    ----------
    name, short : str
        Its whole name, and the one by which it is addressed.
    kind : str
        ``agency`` or ``exchange``.
    country : str
        Where it is; empty for an exchange that is nowhere in particular.
    answers_to : str
        The agency, by short name, that may ask an exchange; empty for none.
    """

    name: str
    short: str
    kind: str
    country: str
    answers_to: str


def offices(story: Story) -> tuple[Office, ...]:
    """Return the offices of a story: agencies first."""
    agencies = [Office(one.name, one.short, "agency", one.country, "") for one in story.agencies]
    asks = {one.exchange: one.short for one in story.agencies if one.exchange}
    exchanges = [
        Office(one.name, one.name, "exchange", one.country, asks.get(one.name, ""))
        for one in story.exchanges
    ]
    return (*agencies, *exchanges)
