"""Casting: which people the story of a seed has, and who of them plays which role.

Three countries, three agencies, three exchanges that matter. What an agency holds and whom it can
ask goes round with the seed; whoever lives by that goes with it: saltmeadow is a citizen of the
agency that bought from her, and her money is at the exchange which that agency can ask.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nps_chain.world import agencies
from nps_chain.world.dice import Dice
from nps_chain.world.knobs import Markets, Story
from nps_chain.world.names import Names
from nps_chain.world.products import price_list
from nps_chain.world.roles import (
    Agency,
    Courier,
    Exchange,
    Innocent,
    Market,
    Product,
    Purchase,
    Shop,
    Vendor,
)

SOFTWARE = (
    "mobile", "mobile 2", "desktop", "core", "nested", "legacy", "hybrid", "taproot",
    "mobile taproot",
)  # fmt: skip


@dataclass(frozen=True)
class Casting:
    """What is known before the cast is chosen, and the choice."""

    seed: int
    days: Story
    length: int
    knobs: Markets
    names: Names
    dice: Dice

    @property
    def week(self) -> int:
        """Days from one wage to the next: a week, or less where the whole story takes a month."""
        return max(2, min(7, self.length * 7 // 90))

    # Agencies, exchanges, countries.

    @cached_property
    def _at(self) -> dict[str, str]:
        return agencies.roles(self.seed)

    @cached_property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The three exchanges that matter."""
        return agencies.exchanges(self.seed, self.dice, self._at)

    def agencies(self) -> tuple[Agency, ...]:
        """Return the three agencies."""
        return agencies.agencies(self._at, self.exchanges)

    # Markets and goods.

    @cached_property
    def markets(self) -> tuple[Market, ...]:
        """The two markets."""
        days, knobs = self.days, self.knobs
        opens = max(8, days.first_sale - 3)
        return (
            Market(
                "lanternfen", self.names.market("lanternfen"), True, opens, days.exit,
                self._near(50, 10), knobs.lanternfen_orders, self._fixture(0),
            ),
            Market(
                "quincegate", self.names.market("quincegate"), False, days.quincegate_opens, 0,
                self._near(40, 8), knobs.quincegate_orders, self._fixture(1),
            ),
        )  # fmt: skip

    @cached_property
    def _goods(self) -> tuple[Product, ...]:
        return price_list(self.dice.of("goods"))

    def _some_goods(self, groups: tuple[str, ...]) -> tuple[Product, ...]:
        return tuple(product for product in self._goods if product.group in groups)

    @cached_property
    def _fixtures(self) -> list[str]:
        return self.dice.of("keys").shuffled([f"key-{number:02}" for number in range(1, 41)])

    def _fixture(self, number: int) -> str:
        """Return the PGP key of a market or vendor; there are forty, then they begin anew."""
        return self._fixtures[number % len(self._fixtures)]

    def _near(self, value: int, by: int) -> int:
        return value if self.seed == 0 else value + self.dice.between(-by, by)

    # Vendors.

    def vendors(self) -> tuple[Vendor, ...]:
        """Return the five whom the story names, then the small ones."""
        full, part, never = (one.name for one in self.exchanges)
        first, market_2 = self.days.first_sale, self.days.quincegate_opens
        lanternfen, later = max(8, first - 3), self._later
        carriers = [courier.name for courier in self.couriers() if not courier.drops]
        named: tuple[tuple[Any, ...], ...] = (
            ("saltmeadow", "purchases", "en", ("SC", "CT"), "peel", (full,),
             [carriers[0], carriers[3]], False,
             (("saltmeadow", "lanternfen", first, 12, "desktop"),
              ("brineacre", "quincegate", market_2, 14, "mobile 2"))),
            ("graphite_owl", "pages", "ru", ("PH", "TR"), "mixer", ("Millrow", part),
             carriers[1:2], False, (("graphite_owl", "lanternfen", lanternfen, 8, "core"),
                                     ("graphite_owl, later", "quincegate", later, 8, "core"))),
            ("paper-lynx", "phone", "ru", ("CT", "OT"), "coinjoin", ("Cedar", never),
             [], True, (("paper-lynx", "lanternfen", lanternfen, 8, "privacy"),
                        ("paper-lynx, later", "quincegate", later, 8, "privacy"))),
            ("tin_harbour", "purchases", "en", ("BZ", "OP"), "straight", (full,), carriers[2:3],
             False, (("tin_harbour", "lanternfen", lanternfen, 16, "legacy"),
                     ("tin_harbour's page", "", lanternfen + 1, 10, "web"))),
            ("coldquay", "pages", "en", ("SC", "TR"), "remix", ("Rill", "Brightwick"),
             carriers[1:2], False, (("coldquay", "lanternfen", lanternfen, 9, "taproot"),
                                     ("coldquay, later", "quincegate", later, 9, "taproot"))),
        )  # fmt: skip
        told = [
            Vendor(
                key, self.names.person(f"person of {key}"), self._at[role], language,
                self._shops(key, shops), self._some_goods(groups), habit, services,
                tuple(couriers), self._fixture(2 + number), drops,
            )
            for number, (key, role, language, groups, habit, services, couriers, drops, shops)
            in enumerate(named)
        ]  # fmt: skip
        small = [self._small(number, carriers) for number in range(self.knobs.small_vendors)]
        return (*told, *small)

    def _shops(
        self, key: str, told: tuple[tuple[str, str, int, int, str], ...]
    ) -> tuple[Shop, ...]:
        own = self.names.handle(key)
        return tuple(
            Shop(
                name, own if number == 0 or key in name else self.names.handle(name), market, since,
                weight, software, shows_address=not market,
            )
            for number, (name, market, since, weight, software) in enumerate(told)
        )  # fmt: skip

    @property
    def _later(self) -> int:
        """The day on which vendors of the custodial market move to the other, if it leaves."""
        return max(self.days.exit, self.days.pages_2) + 1

    def _small(self, number: int, carriers: list[str]) -> Vendor:
        """Return one of the small vendors: an ordinary mixture of the ways of the others."""
        dice, key = self.dice.of(f"small vendor {number + 1}"), f"small vendor {number + 1}"
        exchange = (*agencies.EXCHANGES, "Halvern")[number * 3 % 4]
        habit, services = (
            ("straight", (exchange,)), ("broker", ("the Kiosk",)), ("peel", (exchange,)),
            ("tailor", ("the Tailor", exchange)), ("mixer", ("Millrow", exchange)),
            ("coinjoin", ("Cedar", exchange)), ("straight", (exchange,)),
        )[number % 7]  # fmt: skip
        market_1, market_2 = self.markets
        market = market_2 if number % 5 in (1, 3) else market_1
        handle = self.names.handle(key)
        latest = (market.closes or self.days.cash_out_from) - 3 * self.week
        since = dice.between(market.opens, max(market.opens, latest))
        shops = [Shop(key, handle, market.key, since, dice.between(1, 4), dice.one(SOFTWARE))]
        if market is market_1 and number % 5 == 0:
            again = Shop(f"{key}, later", handle, market_2.key, self._later, 2, shops[0].software)
            shops.append(again)
        if number % 7 == 6:
            shops.append(Shop(f"{key}'s page", handle, "", since + 1, 2, "web", shows_address=True))
        return Vendor(
            key, self.names.person(f"person of {key}"),
            dice.one([country for _, _, country in agencies.AGENCIES]),
            ("en", "en", "ru", "en", "ro")[number % 5], tuple(shops),
            tuple(sorted(dice.some(self._goods, dice.between(2, 5)), key=lambda one: one.code)),
            habit, services, (carriers[3 + number % (len(carriers) - 3)],) if number % 2 else (),
            self._fixture(7 + number),
        )  # fmt: skip

    # The others.

    def couriers(self) -> tuple[Courier, ...]:
        """Return couriers; the first is the one who is arrested, the last carry to dead drops."""
        at = [self._at[role] for role in ("phone", "pages", "purchases", "pages", "purchases")]
        many = max(self.knobs.couriers, 5)
        carriers = [
            Courier(
                self._carrier(number), at[number % 5],
                self._near(400, 100) * 10**4 * self.week // 7,
                arrested=self.days.arrest if number == 0 else 0,
            )
            for number in range(many)
        ]  # fmt: skip
        drops = [
            Courier(self._carrier(many + number), self._at["phone"], 30 * 10**4, drops=True)
            for number in range(2 * self.week - 2)
        ]
        return (*carriers, *drops)

    def _carrier(self, number: int) -> str:
        return self._carriers[number]

    @cached_property
    def _carriers(self) -> list[str]:
        many = max(self.knobs.couriers, 5) + 2 * self.week
        return [self.names.initialled(f"courier {number + 1}") for number in range(many)]

    def purchases(self) -> tuple[Purchase, ...]:
        """Return the controlled purchases: one at the custodial market, two in escrow."""
        days = self.days
        told = ((days.purchase_1, "saltmeadow"), (days.purchase_2, "brineacre"),
                (days.purchase_3, "brineacre"))  # fmt: skip
        return tuple(Purchase(number, *one) for number, one in enumerate(told, 1))

    def innocents(self) -> tuple[Innocent, ...]:
        """Return those whom a technique accuses."""
        at = {key: self._at[role] for role, key in agencies.ACCUSED.items()}
        return (
            Innocent("dorn", self.names.initialled("dorn"), at["dorn"],
                     "withdrew savings from an exchange a day after a vendor's deposit"),
            Innocent("ledgerwick", "Ledgerwick", at["ledgerwick"],
                     "pays wages, which looks like a CoinJoin"),
            Innocent("brightwick", "Brightwick", at["brightwick"],
                     "was paid by a vendor, and change heuristics take the two for one"),
        )  # fmt: skip
