"""Who the customers of an exchange are, by its own records: invented people and firms.

Whoever has a name in the story has it here; everybody else is dealt one. Documents, telephone
numbers and mail addresses lead nowhere.
"""

from dataclasses import dataclass

from nps_chain.world.cast import Cast
from nps_chain.world.dice import Dice
from nps_chain.world.economy import Actor
from nps_chain.world.pages.hosts import slug

_GIVEN = (
    "Adrane", "Brimel", "Corwenne", "Delvin", "Ersa", "Fabrenne", "Goralt", "Henvie", "Isbrand",
    "Jolenne", "Kelmira", "Lomira", "Mavrin", "Nettane", "Orlest", "Pavrine", "Rosvelt",
    "Sabrel", "Tivanne", "Umbrecht", "Verlise", "Wolmar", "Xanvie", "Yvessa", "Zevrin",
)  # fmt: skip
_FAMILY = (
    "Aldergaard", "Brockwyn", "Carsholm", "Dunvarre", "Ellingstad", "Farrowmont", "Galbrisk",
    "Hartevel", "Ingvarsk", "Jorvallen", "Kestermann", "Lindvoss", "Morvenne", "Norrebrand",
    "Oxmarch", "Pravelle", "Queldorf", "Rivenhall", "Strandvik", "Thornequist", "Ulvesund",
    "Varnholt", "Westerling", "Yarrowby", "Zandermoor",
)  # fmt: skip
_COUNTRIES = ("Aldoria", "Tolvany", "Cestania", "Velmark", "Ostrany")
_FIRMS = (
    "merchant", "processor", "payroll", "charity", "gift_cards", "custodian", "notary", "miner",
    "gambling", "swap", "mixer", "airdropper", "coordinator",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """What an exchange knows of a customer; ``kind`` is ``person`` or ``firm``."""

    name: str
    kind: str
    born: str  # or registered
    country: str
    document: str
    mail: str
    phone: str


class Persons:
    """The people behind the names of a world.

    Parameters
    ----------
    cast : Cast
        Who has a name in the story.
    dice : Dice
        Deals all other names.
    """

    def __init__(self, cast: Cast, dice: Dice) -> None:
        self.economy, self.dice = cast.economy, dice
        story = cast.story
        self._told = {one.name: one.person for one in story.vendors}
        self._told |= {one.name: one.name for one in story.couriers}
        self._told |= {one.name: one.name for one in story.innocents}
        given, family = dice.shuffled(_GIVEN), dice.shuffled(_FAMILY)
        self._names = [
            f"{given[(place + turn) % len(given)]} {name}"
            for turn in range(len(given))
            for place, name in enumerate(family)
        ]
        self._place = {name: place for place, name in enumerate(self.economy.actors)}

    def behind(self, customer: str) -> Person:
        """Return who a customer is, given the name that the world has for it."""
        actor: Actor = self.economy.named(customer)
        dice = self.dice.of(customer)
        firm = actor.kind in _FIRMS
        if firm:
            name = f"{customer} Ltd"
        else:
            name = self._told.get(customer) or self._names[self._place[customer] % len(self._names)]
        country = actor.entity.country or dice.one(_COUNTRIES)
        year = dice.between(2001, 2022) if firm else dice.between(1955, 2004)
        return Person(
            name=name,
            kind="firm" if firm else "person",
            born=f"{year}-{dice.between(1, 12):02}-{dice.between(1, 28):02}",
            country=country,
            document=f"{country[:2].upper()}{dice.between(10**6, 10**7 - 1)}",
            mail=f"{slug(name).replace('--', '-')}@mail.example",
            phone=f"+000 {dice.between(100, 999)} {dice.between(1000, 9999)}",
        )
