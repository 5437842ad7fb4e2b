"""The story as data: who is who, what each does, and on which day.

Seed 0 tells the story of the lessons. With another seed names, sums, days and wallets are others,
and the roles of agencies and exchanges go round; who pays whom, and what nobody can find out alone,
stays. Code finds people by their keys, which are the names of seed 0, and shows their names.
"""

from dataclasses import dataclass, fields, replace

from nps_chain.errors import NpsError
from nps_chain.world import casting
from nps_chain.world.dice import Dice
from nps_chain.world.knobs import Story as Days
from nps_chain.world.names import Names
from nps_chain.world.roles import (
    Agency,
    Courier,
    Exchange,
    Innocent,
    Market,
    Purchase,
    Shop,
    Vendor,
)
from nps_chain.world.scenario import Scenario


@dataclass(frozen=True)
class Story:
    """All of it.

    Attributes
    ----------
    days : Days
        On which day what happens.
    length, week : int
        Days that the chain has, and days from one wage to the next.
    """

    seed: int
    days: Days
    length: int
    week: int
    agencies: tuple[Agency, ...]
    exchanges: tuple[Exchange, ...]
    markets: tuple[Market, ...]
    vendors: tuple[Vendor, ...]
    couriers: tuple[Courier, ...]
    purchases: tuple[Purchase, ...]
    innocents: tuple[Innocent, ...]
    wholesaler: str
    thief: str

    def agency(self, role: str) -> Agency:
        """Return the agency that holds something: ``purchases``, ``pages`` or ``phone``."""
        return next(agency for agency in self.agencies if agency.role == role)

    def exchange(self, answers: str) -> Exchange:
        """Return the exchange that answers letters ``in full``, ``in part`` or ``never``."""
        return next(one for one in self.exchanges if one.answers == answers)

    def market(self, key: str) -> Market:
        """Return a market by key."""
        return next(market for market in self.markets if market.key == key)

    def vendor(self, key: str) -> Vendor:
        """Return a vendor by key.

        Raises
        ------
        NpsError
            If there is none.
        """
        for vendor in self.vendors:
            if vendor.key == key:
                return vendor
        raise NpsError(f"The story has no vendor with the key {key!r}.")

    def shop(self, key: str) -> Shop:
        """Return a shop by key."""
        return next(shop for one in self.vendors for shop in one.shops if shop.key == key)

    def innocent(self, key: str) -> Innocent:
        """Return one of the innocent by key."""
        return next(one for one in self.innocents if one.key == key)

    @property
    def arrested(self) -> Courier:
        """The courier whose phone becomes evidence."""
        return next(courier for courier in self.couriers if courier.arrested)


def tell(seed: int, scenario: Scenario | None = None) -> Story:
    """Return the story of a seed.

    Parameters
    ----------
    seed : int
        0 for the story of the lessons.
    scenario : Scenario, optional
        Its knobs for days, markets and vendors; those of ``classroom`` if none is given.
    """
    scenario = scenario or Scenario()
    length, dice = scenario.time.days, Dice(seed, "story")
    days = scenario.story if seed == 0 else _shifted(scenario.story, length, dice)
    cast = casting.Casting(seed, days, length, scenario.markets, Names(seed), dice)
    return Story(
        seed=seed,
        days=days,
        length=length,
        week=cast.week,
        agencies=cast.agencies(),
        exchanges=cast.exchanges,
        markets=cast.markets,
        vendors=cast.vendors(),
        couriers=cast.couriers(),
        purchases=cast.purchases(),
        innocents=cast.innocents(),
        wholesaler="Atlas Yard",
        thief="the thief",
    )


def _shifted(days: Days, length: int, dice: Dice) -> Days:
    """Return the days moved a little, in the same order; what shares a day goes on sharing it."""
    told = {one.name: getattr(days, one.name) for one in fields(days)}
    used = sorted({day for day in told.values() if day})
    moved = {0: 0}
    line = [days.first_sale - 3, *used, length]
    for before, day, after in zip(line, line[1:], line[2:], strict=False):
        # A third of the way to each neighbour: two events can't pass each other.
        moved[day] = day + dice.between(-(min(day - before, 9) // 3), min(after - day, 9) // 3)
    return replace(days, **{name: moved[day] for name, day in told.items()})
