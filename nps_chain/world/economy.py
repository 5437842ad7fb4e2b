"""The cast on its stage: who acts, where to find each other, and what all of them share.

An actor is a person, a firm or a service. It plans its first steps when the play begins, and each
step plans the next. It finds others by name or by kind, gives them addresses, and pays.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from nps_chain.errors import NpsError
from nps_chain.world.amounts import Sums
from nps_chain.world.books import Books, Entity
from nps_chain.world.dice import Dice
from nps_chain.world.engine import DAY, HOUR, Engine
from nps_chain.world.scenario import Scenario
from nps_chain.world.software import KINDS, Software
from nps_chain.world.wallets import Wallet

A = TypeVar("A", bound="Actor")


class Economy:
    """All actors of a world, with the engine that plays them.

    Attributes
    ----------
    engine : Engine
        Time, mempool and blocks.
    scenario : Scenario
        Its knobs.
    sums : Sums
        How people choose sums.
    books : Books
        What really happens, on record.
    actors : dict of Actor
        By name, in the order in which they came.
    """

    def __init__(self, engine: Engine, scenario: Scenario | None = None) -> None:
        self.engine = engine
        self.scenario = Scenario() if scenario is None else scenario
        self.sums = Sums(self.scenario.amounts.rounding())
        self.books: Books = engine.books
        self.actors: dict[str, Actor] = {}
        self._of: dict[type, list[Any]] = {}
        self._place: dict[type, dict[Any, int]] = {}
        self._counted = 0

    def of(self, kind: type[A]) -> list[A]:
        """Return all actors of a class, in the order in which they came."""
        if self._counted != len(self.actors):
            self._of, self._place, self._counted = {}, {}, len(self.actors)
        if kind not in self._of:
            self._of[kind] = [one for one in self.actors.values() if isinstance(one, kind)]
        return self._of[kind]

    def another(self, dice: Dice, kind: type[A], but: A) -> A:
        """Return one of the actors of a class, and not a certain one of them."""
        all_of = self.of(kind)
        if kind not in self._place:  # a list of all others, each time, would cost a crowd dearly
            self._place[kind] = {one: place for place, one in enumerate(all_of)}
        at = dice.below(len(all_of) - 1)
        return all_of[at + (at >= self._place[kind][but])]

    def named(self, name: str) -> "Actor":
        """Return an actor by name."""
        if name not in self.actors:
            raise NpsError(f"The scenario speaks of {name!r}, and nobody of that name is in it.")
        return self.actors[name]

    def begin(self) -> None:
        """Let all actors plan their first steps."""
        for actor in self.actors.values():
            actor.begin()


class Actor:
    """Somebody who acts.

    A subclass says in `begin` what it plans first, by ``self.at(minute, action)``.

    Parameters
    ----------
    economy : Economy
        Where it lives; it is entered there under its name.
    name : str
        Unlike every other actor's.
    country : str
        Where it is, or empty.
    """

    kind = "person"
    """What it is on record, in ENTITY_KINDS."""

    sells = False
    """Whether it sells at once what an exchange credits to it; others keep an account there."""

    def __init__(self, economy: Economy, name: str, *, country: str = "") -> None:
        self.economy, self.engine, self.name = economy, economy.engine, name
        self.entity: Entity = economy.books.entity(name, self.kind, country)
        self.dice = Dice(economy.engine.seed, f"actor {name}")
        economy.actors[name] = self

    def begin(self) -> None:
        """Plan the first steps."""

    def at(self, minute: int, action: Callable[[], None]) -> None:
        """Plan a step, a function without arguments, at a minute since the start."""
        self.engine.at(minute, action)

    def after(self, minutes: int, action: Callable[[], None]) -> None:
        """Plan a step so many minutes from now."""
        self.engine.at(self.engine.now + minutes, action)

    def wallet(
        self,
        software: str | Software,
        label: str = "",
        *,
        fixed: bool = False,
        pool: int = 0,
        pool_chance: int = 1000,
    ) -> Wallet:
        """Return a new wallet, named after its owner and, where there are several, its use."""
        software = KINDS[software] if isinstance(software, str) else software
        name = f"{self.name}, {label}" if label else self.name
        return Wallet(
            self.engine, name, self.entity, software,
            fixed=fixed, pool=pool, pool_chance=pool_chance,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name})"


def day(number: int, hour: int = 0) -> int:
    """Return the minute at which a day (the first is 1) has an hour."""
    return (number - 1) * 1440 + hour * 60


def day_of(height: int) -> int:
    """Return the day, counted from 1, in which the block of a height is found."""
    return (height - 1) * HOUR // DAY + 1
