"""The parts of the story: what is told of an agency, a market, a vendor, before anybody acts.

Each is found by its key, which is its name in seed 0; its name is what people in the world see.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Agency:
    """An agency, and what it brings to the joint investigation.

    Attributes
    ----------
    role : str
        What it holds: ``purchases``, ``pages`` or ``phone``.
    exchange : str
        Which exchange it can ask, or empty.
    strength, failure, innocent : str
        What it does well, what it got wrong, and which of its citizens it must not accuse.
    """

    name: str
    short: str
    country: str
    role: str
    exchange: str
    strength: str
    failure: str
    innocent: str


@dataclass(frozen=True)
class Exchange:
    """An exchange: where it is; how it answers letters: ``in full``, ``in part`` or ``never``."""

    name: str
    country: str
    answers: str
    days: int  # until the answer


@dataclass(frozen=True)
class Market:
    """A market; one is custodial, the other holds coins in escrow only."""

    key: str
    name: str
    custodial: bool
    opens: int  # day
    closes: int  # day, 0 for never
    commission: int  # per mille
    orders: int  # tenths a day
    fixture: str  # the PGP key with which it signs


@dataclass(frozen=True)
class Product:
    """What is on offer: an invented code, its group, and satoshi for so many units."""

    code: str
    group: str
    quantity: int
    price: int


@dataclass(frozen=True)
class Shop:
    """Where a vendor sells under a handle: on a market, or on a page of his own (no market)."""

    key: str
    handle: str
    market: str  # key, empty for a page of his own
    since: int  # day
    weight: int  # of its orders, against other shops'
    software: str
    shows_address: bool = False  # one address for everybody, on the page


@dataclass(frozen=True)
class Vendor:
    """A vendor: one person, with one PGP key, whatever handles he uses.

    Attributes
    ----------
    habit : str
        How he turns coins into money: a name in :data:`nps_chain.world.people.cash_out.HABITS`.
    services : tuple of str
        What he uses for it, in the order in which coins pass.
    couriers : tuple of str
        Whom each of his shops pays.
    drops : bool
        Whether he sells by dead drops, and so pays many couriers each day.
    """

    key: str
    person: str
    country: str
    language: str
    shops: tuple[Shop, ...]
    products: tuple[Product, ...]
    habit: str
    services: tuple[str, ...]
    couriers: tuple[str, ...]
    fixture: str
    drops: bool = False

    @property
    def name(self) -> str:
        """What he is called on record: his first handle."""
        return self.shops[0].handle


@dataclass(frozen=True)
class Courier:
    """Somebody who carries: satoshi a week (a day for dead drops), and the day of his arrest."""

    name: str
    country: str
    wage: int
    drops: bool = False
    arrested: int = 0  # day, 0 for never


@dataclass(frozen=True)
class Purchase:
    """A controlled purchase by an agency."""

    number: int
    day: int
    shop: str  # key


@dataclass(frozen=True)
class Innocent:
    """Somebody whom a technique accuses, and why that is wrong."""

    key: str
    name: str
    country: str
    why: str
