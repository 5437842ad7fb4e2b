"""What all sites of one world share: hosts, voices, people of the forum, days to count from."""

from dataclasses import dataclass

from nps_chain.errors import NpsError
from nps_chain.world.dice import Dice
from nps_chain.world.pages.facts import PageFacts
from nps_chain.world.pages.fixtures import names
from nps_chain.world.pages.hosts import hosts
from nps_chain.world.pages.marks import Mark
from nps_chain.world.pages.names import handles
from nps_chain.world.pages.pictures import png, portrait
from nps_chain.world.pages.sellers import MarketFacts, VendorFacts
from nps_chain.world.pages.slots import signers, slots
from nps_chain.world.pages.voices import copycat, phrase, twins, voices

_MEMBERS = 40


@dataclass(frozen=True)
class Member:
    """Somebody who writes on the forum: a handle, when it was made, with how many posts."""

    handle: str
    joined: str
    posts: int
    signature: int  # which of the texts' signatures, or -1


class Scene:
    """The stage of one world.

    Parameters
    ----------
    facts : PageFacts
        What the world tells.
    dice : Dice
        The pages' own.

    Attributes
    ----------
    hosts : dict of str
        Host by site.
    voices : dict of Voice
        By handle.
    members : list of Member
        Of the forum.
    cooks : list of str
        Handles on the board for cooks.
    slots : dict of Mark
        What texts may name.
    """

    def __init__(self, facts: PageFacts, dice: Dice) -> None:
        self.facts, self.dice = facts, dice
        self.hosts = hosts(facts, dice.of("hosts"))
        self.voices = voices(facts, dice.of("voices"))
        taken = tuple(vendor.handle for vendor in facts.vendors)
        members = handles(dice.of("members"), _MEMBERS, taken)
        self.members = [_member(name, dice.of(f"member {name}")) for name in members]
        self.cooks = handles(dice.of("cooks"), 5, (*taken, *members))
        self.slots = slots(facts, dice.of("slots"), self.hosts, self.voices, members[0], self.cooks)

    def vendors(self, market: MarketFacts, day: int) -> list[VendorFacts]:
        """Return who is on a market on a day."""
        if not self.is_open(market, day):
            return []
        here = (vendor for vendor in self.facts.vendors if vendor.market == market.name)
        return [vendor for vendor in here if vendor.since <= day]

    @staticmethod
    def is_open(market: MarketFacts, day: int) -> bool:
        """Return whether a market answers on a day."""
        return market.opens <= day and (market.closes is None or day < market.closes)

    def prominent(self, vendor: VendorFacts) -> bool:
        """Return whether a vendor has a part in the story beyond selling."""
        return vendor.shop or vendor.signed_address is not None or self.sibling(vendor) is not None

    def sibling(self, vendor: VendorFacts) -> VendorFacts | None:
        """Return another handle of the same person."""
        for other in self.facts.vendors:
            if other.person == vendor.person and other.handle != vendor.handle:
                return other
        return None

    def icon(self, site: str) -> bytes:
        """Return the picture that a site's window has."""
        return png(portrait(self.dice.of(f"icon {site}"), 8))

    def spare_key(self, number: int) -> str:
        """Return a fixture key that no vendor and no service has."""
        facts = self.facts
        taken = {facts.mixer.key, *(m.key for m in facts.markets), *(v.key for v in facts.vendors)}
        spare = [name for name in names() if name not in taken]
        if not spare:
            raise NpsError("All fixture keys are taken: leave some for members of the forum.")
        return spare[number % len(spare)]

    def phrase(self, handle: str) -> Mark:
        """Return a vendor's turn of phrase."""
        return phrase(self.voices[handle])

    def anchors(self) -> dict[str, int]:
        """Return the days from which texts count."""
        facts = self.facts
        events = facts.events
        days = {"start": 0, "congestion": events.congestion, "dust": events.dust}
        days |= {"airdrop": events.airdrop, "arrest": events.arrest}
        if facts.letters:
            days["letters"] = events.letters
        if len(facts.markets) > 1:
            days["market2"] = facts.markets[1].opens
        if facts.clone:
            days["clone"] = facts.clone.since
        if facts.markets[0].closes:
            days["exit"] = facts.markets[0].closes
        days |= {f"payment{n}": paid.day for n, paid in enumerate(facts.payments, 1)}
        pair, imitator = twins(facts), copycat(facts)
        if pair:
            days["twin"] = pair[1].since
        if pair and imitator:
            days["copied"] = max(pair[0].since, imitator.since)
        if self.signers():
            days["signed"] = self.signers()[0].signed_day
        return days

    def signers(self) -> list[VendorFacts]:
        """Return who has signed an address; the first posts it."""
        return signers(self.facts)


def _member(handle: str, dice: Dice) -> Member:
    joined = f"{dice.one(('2023', '2024'))}-{dice.between(1, 12):02}"
    return Member(handle, joined, dice.between(3, 900), dice.below(8) if dice.chance(500) else -1)
