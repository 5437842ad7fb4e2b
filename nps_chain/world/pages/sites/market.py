"""The two markets: a front page and its mirrors, categories, rules and help, and how one pays.

One market is custodial: a deposit address for each customer, and everything else in its own books.
The other holds nothing, and each order has an escrow of its own. Which of them a market is follows
from the facts: it is custodial if it shows deposit addresses.
"""

from collections.abc import Iterator
from dataclasses import replace

from nps_chain.world.pages import indicators, traps
from nps_chain.world.pages.dates import seconds, short, spoken
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.groups import GROUPS, group
from nps_chain.world.pages.hosts import slug
from nps_chain.world.pages.looks import LOOKS
from nps_chain.world.pages.marks import Mark, bullets, fill, join, lines, plain, table, tag
from nps_chain.world.pages.prose import prose
from nps_chain.world.pages.scene import Scene
from nps_chain.world.pages.sellers import MarketFacts
from nps_chain.world.pages.sites.furniture import box, foot, offers, top
from nps_chain.world.pages.sites.profile import profiles
from nps_chain.world.pages.slots import percent
from nps_chain.world.pages.texts import texts

_SHARED = texts("en", "market")["shared"]
_MORNING = 300
"""The minute of the day at which staff sign: before anybody saves pages."""

_MENU = ("Categories", "Vendors", "Rules", "Help", "Canary", "Our addresses")


def drafts(scene: Scene, day: int) -> Iterator[Draft]:
    """Return all pages of all markets as of a day."""
    for market in scene.facts.markets:
        if scene.is_open(market, day):
            site = _Market(scene, market, day)
            yield from site.fronts()
            yield from site.categories()
            yield site.directory()
            yield from site.explanations()
            yield from profiles(scene, market, day, site.look)
        elif market.opens <= day:
            yield _gone(scene, market)


class _Market:
    """One market on one day."""

    def __init__(self, scene: Scene, market: MarketFacts, day: int) -> None:
        self.scene, self.market, self.day = scene, market, day
        self.site = slug(market.name)
        self.dice = scene.dice.of(f"{self.site} on day {day}")
        self.custodial = bool(market.deposit_addresses)
        name = "custodial" if self.custodial else "escrow"
        self.look, self.texts = LOOKS[name], texts("en", "market")[name]
        self.vendors = scene.vendors(market, day)
        self.icon = scene.icon(self.site)
        self.given = scene.slots | {
            "market": plain(market.name),
            "fee": plain(percent(market.fee)),
            "least": indicators.price(50_000),
        }

    def _draft(self, what: str, title: str, body: Mark, *, core: bool = False) -> Draft:
        return Draft(
            site=self.site, name=what, what=what.partition("-")[0], where=f"/{what}",
            title=f"{title} | {self.market.name}", look=self.look, kind="market", malicious=True,
            body=lines(top(self.market.name, self.texts["tagline"], _MENU), body, self._foot()),
            core=core, icon=self.icon,
        )  # fmt: skip

    def _foot(self) -> Mark:
        return foot(join([plain("Signed with our key, fingerprint "),
                          indicators.fingerprint(self.market.key)]))  # fmt: skip

    def fronts(self) -> Iterator[Draft]:
        """Yield the front page, and that of each mirror, which differs in one line."""
        newest = self.dice.some([(v, p) for v in self.vendors for p in v.products], 10)
        seen = [vendor for vendor in self.vendors if vendor.since > self.day - 15] or self.vendors
        parts = [
            box(self.look.box, tag("p", plain(self.dice.one(_SHARED["notice"])))),
            prose([self.texts["welcome"]], self.given),
            tag("h2", plain(_SHARED["categories"])),
            bullets(self._count(letters) for letters in GROUPS),
            tag("h2", plain(_SHARED["newest"])),
            offers(self.scene.facts, newest, "en", with_vendor=True),
            tag("h2", plain(_SHARED["vendors"])),
            tag("p", join([indicators.handle(vendor.handle) for vendor in seen], ", ")),
            *self._news(),
        ]
        for number in (1, 2, 3):
            where = f"You are on address {number} of 3. Today is {spoken(self.day, 'en')}."
            body = lines(tag("p", plain(where)), *parts)
            draft = self._draft("front", "Front page", body, core=number == 1)
            site = self.site if number == 1 else f"{self.site}-{number}"
            yield replace(draft, site=site, where="/")

    def _count(self, letters: str) -> Mark:
        listed = sum(group(p.code) == letters for v in self.vendors for p in v.products)
        return plain(f"{letters} {GROUPS[letters]['en']}: {listed}")

    def _news(self) -> list[Mark]:
        if not self.custodial:
            return []
        news = fill(_SHARED["donation"], {
            "charity": plain(self.scene.facts.charity.name),
            "address": traps.innocent(self.scene.facts.charity.address),
        })  # fmt: skip
        return [tag("h2", plain(_SHARED["news"])), box(self.look.box, tag("p", news))]

    def categories(self) -> Iterator[Draft]:
        """Yield a page for each group on offer."""
        first = True
        for letters, names in GROUPS.items():
            rows = [(v, p) for v in self.vendors for p in v.products if group(p.code) == letters]
            if not rows:
                continue
            rows.sort(key=lambda row: (row[1].price, row[0].handle, row[1].code))
            body = lines(
                tag("h2", plain(f"{letters}: {names['en']}")),
                tag("p", plain(self.dice.one(_SHARED["category_note"]))),
                offers(self.scene.facts, rows, "en", with_vendor=True),
                tag("p", plain(f"{len(rows)} listings, {short(self.day)}")),
            )
            yield self._draft(f"category-{letters.lower()}", names["en"], body, core=first)
            first = False

    def directory(self) -> Draft:
        """Return the list of vendors, the busiest first."""
        done = {v.handle: sum(o.day <= self.day for o in v.orders) for v in self.vendors}
        busiest = sorted(self.vendors, key=lambda vendor: (-done[vendor.handle], vendor.handle))
        head = ("Vendor", "Here since", "Finished orders", "Listings", "Ships from")
        rows = (
            [indicators.handle(v.handle), plain(short(v.since)), plain(done[v.handle]),
             plain(len(v.products)), plain(v.ships_from)]
            for v in busiest
        )  # fmt: skip
        body = lines(tag("h2", plain(_SHARED["vendors"])), table(head, rows))
        return self._draft("vendors", _SHARED["vendors"], body)

    def explanations(self) -> Iterator[Draft]:
        """Yield rules and help, the page on paying, the canary, and the list of addresses."""
        rules = lines(
            tag("h2", plain(_SHARED["rules_title"])),
            bullets(plain(rule) for rule in _SHARED["rules"]),
            tag("h2", fill(self.texts["help_title"], self.given)),
            prose(self.texts["help"], self.given),
        )
        yield self._draft("rules", _SHARED["rules_title"], rules)
        yield from self._paying()
        yield self._draft("canary", _SHARED["canary_title"], self._canary(), core=True)
        hosts = [self.scene.hosts[self.site]]
        hosts += [self.scene.hosts[f"{self.site}-{number}"] for number in (2, 3)]
        signed = self._signed("\n".join([_SHARED["mirrors"], "", *hosts]), self.market.opens)
        told = tuple(shown for host in hosts for shown in indicators.onion(host).shown)
        addresses = lines(
            tag("h2", plain(_SHARED["mirrors_title"])),
            Mark(signed.html, told + signed.shown),
            indicators.key_block(self.market.key),
        )
        yield self._draft("addresses", _SHARED["mirrors_title"], addresses)

    def _paying(self) -> Iterator[Draft]:
        if self.custodial:
            known = self.market.deposit_addresses
            address = known[self._visit("deposit") % len(known)]
            given = self.given | {"address": indicators.address(address)}
            copy = traps.in_attribute(address, "[copy]")
            body = lines(
                tag("h2", plain(self.texts["deposit_title"])),
                prose(self.texts["deposit"], given),
                tag("p", copy),
                prose(self.texts["deposit_other"], given),
                prose(self.texts["help"][:2], given),
            )
            yield self._draft("deposit", self.texts["deposit_title"], body, core=True)
        elif self.market.escrows:
            examples = self.market.escrows
            escrow = examples[self._visit("escrow") % len(examples)]
            given = self.given | {"address": indicators.address(escrow.address)}
            body = lines(
                tag("h2", plain(self.texts["escrow_title"])),
                prose(self.texts["escrow"], given),
                indicators.script(escrow.redeem_script),
                prose(self.texts["help"], given),
            )
            yield self._draft("escrow", self.texts["escrow_title"], body, core=True)

    def _visit(self, what: str) -> int:
        """Return how often a page was saved before."""
        earlier = (r for r in self.scene.facts.rounds if self.market.opens <= r.day < self.day)
        return sum(round_.wants(self.site, what) for round_ in earlier)

    def _canary(self) -> Mark:
        issued = self.market.opens + (self.day - self.market.opens) // 14 * 14
        last = traps.hash_no_txid(self.scene.dice.of(f"canary {self.site} {issued}"))
        text = _SHARED["canary"].replace("$market", self.market.name)
        text = text.replace("$date", spoken(issued, "en")).replace("$hash", last.shown[0].text)
        signed = self._signed(text, issued)
        return lines(
            tag("h2", plain(_SHARED["canary_title"])),
            Mark(signed.html, last.shown + signed.shown),
            indicators.key_block(self.market.key),
        )

    def _signed(self, text: str, day: int) -> Mark:
        return indicators.signed(self.market.key, text, seconds(day, _MORNING))


def _gone(scene: Scene, market: MarketFacts) -> Draft:
    site = slug(market.name)
    body = lines(
        top(_SHARED["gone_title"], indicators.onion(scene.hosts[site])),
        prose(_SHARED["gone"], {}),
    )
    return Draft(
        site=site, name="gone", what="gone", where="/", title=_SHARED["gone_title"],
        look=LOOKS["gone"], body=body, kind="market", core=True,
    )  # fmt: skip
