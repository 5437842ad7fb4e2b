"""What all sites of one world share: hosts, voices, members of the forum, and what texts may name.

A text says ``$clone_address`` and the scene knows what that is, if the world has one. What the
facts don't have is no slot, and a text that names it is left out: so one set of texts serves worlds
with and without a thief, a second market or blackmail.
"""

from dataclasses import dataclass

from nps_chain.errors import NpsError
from nps_chain.world.dice import Dice
from nps_chain.world.pages import indicators, traps
from nps_chain.world.pages.dates import seconds, spoken
from nps_chain.world.pages.facts import MarketFacts, PageFacts, VendorFacts
from nps_chain.world.pages.fixtures import names
from nps_chain.world.pages.hosts import hosts, slug
from nps_chain.world.pages.marks import Mark, plain
from nps_chain.world.pages.names import handles
from nps_chain.world.pages.page import Shown
from nps_chain.world.pages.pictures import png, portrait
from nps_chain.world.pages.voices import copycat, twins, voices

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
    """

    def __init__(self, facts: PageFacts, dice: Dice) -> None:
        self.facts, self.dice = facts, dice
        self.hosts = hosts(facts, dice.of("hosts"))
        self.voices = voices(facts, dice.of("voices"))
        taken = tuple(vendor.handle for vendor in facts.vendors)
        members = handles(dice.of("members"), _MEMBERS, taken)
        self.members = [_member(name, dice.of(f"member {name}")) for name in members]
        self.cooks = handles(dice.of("cooks"), 5, (*taken, *members))
        self._slots = self._common() | self._impostor()

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
        voice = self.voices[handle]
        return (traps.copied_phrase if voice.copied else indicators.phrase)(voice.phrase)

    @property
    def slots(self) -> dict[str, Mark]:
        """What texts may name."""
        return self._slots

    def anchors(self) -> dict[str, int]:
        """Return the days from which texts count."""
        facts = self.facts
        days = {"start": 0, "congestion": facts.events.congestion, "letters": facts.events.letters}
        days |= {"dust": facts.events.dust, "airdrop": facts.events.airdrop}
        days["arrest"] = facts.events.arrest
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
        """Return who posts a signed notice."""
        return [vendor for vendor in self.facts.vendors if vendor.signed_address is not None]

    def _common(self) -> dict[str, Mark]:
        facts, dice = self.facts, self.dice.of("slots")
        charity, merchant = facts.charity, facts.merchant
        found = {
            "charity": plain(charity.name),
            "charity_address": traps.innocent(charity.address),
            "merchant": plain(merchant.name),
            "merchant_address": indicators.address(merchant.address),
            "merchant_url": indicators.url(f"https://{self.hosts['merchant']}/"),
            "mixer": plain(facts.mixer.name),
            "mixer_onion": indicators.onion(self.hosts["mixer"]),
            "forum_onion": indicators.onion(self.hosts["forum"]),
            "blackmailer": plain(facts.blackmailer),
            "airdropper": plain(facts.airdropper),
            "mainnet": traps.mainnet(dice.of("mainnet")),
            "ethereum": traps.ethereum(dice.of("ethereum")),
            "monero": traps.monero(dice.of("monero")),
            "hash": traps.hash_no_txid(dice.of("hash")),
            "hash2": traps.hash_no_txid(dice.of("hash2")),
            "shortened": traps.shortened(facts.mixer.addresses[0]),
            "changed": traps.changed_letter(merchant.address, dice.of("changed")),
            "lookalike": traps.lookalike_letter(merchant.address, dice.of("lookalike")),
            "split": traps.split(charity.address),
            "zero_width": traps.zero_width(facts.mixer.addresses[0]),
            "entities": traps.entities(charity.address),
            "comment": traps.in_comment(charity.address, "for the fund:"),
            "hidden": traps.hidden(merchant.address),
            "attribute": traps.in_attribute(facts.mixer.addresses[0], "copy"),
            "payment_link": traps.payment_link(charity.address, "0.005"),
            "wrong_onion": traps.wrong_onion(self.hosts["mixer"], dice.of("onion")),
            "buyer": traps.reused(self.members[0].handle),
        }
        found |= {f"country{n}": plain(name) for n, name in enumerate(facts.countries, 1)}
        found |= {f"member{n}": indicators.handle(name) for n, name in enumerate(self.cooks, 1)}
        found |= {f"letter{n}": indicators.address(a) for n, a in enumerate(facts.letters, 1)}
        found |= {f"txid{n}": indicators.txid(p.txid) for n, p in enumerate(facts.payments, 1)}
        for number, market in enumerate(facts.markets, 1):
            host = self.hosts[slug(market.name)]
            found[f"market{number}"] = plain(market.name)
            found[f"market{number}_fee"] = plain(percent(market.fee))
            found[f"market{number}_onion"] = indicators.onion(host)
            found[f"market{number}_defanged"] = traps.defanged(host)
        if facts.clone:
            found |= self._clone()
        pair, imitator = twins(facts), copycat(facts)
        if pair:
            found |= {"original": indicators.handle(pair[0].handle)}
            found |= {"twin": indicators.handle(pair[1].handle)}
            found |= {"phrase": indicators.phrase(self.voices[pair[0].handle].phrase)}
        if imitator:
            found["copycat"] = indicators.handle(imitator.handle)
        shops = [vendor.handle for vendor in facts.vendors if vendor.shop]
        if shops:
            found["namesake"] = traps.namesake(shops[-1])
        return found

    def _clone(self) -> dict[str, Mark]:
        clone = self.facts.clone
        assert clone is not None
        original = self.facts.vendor(clone.of)
        assert original.shop_address is not None
        return {
            "shop": indicators.handle(clone.of),
            "shop_address": indicators.address(original.shop_address),
            "mirror_onion": indicators.onion(self.hosts[f"mirror-{clone.of}"]),
            "clone_address": indicators.address(clone.address),
            "clone_defanged": traps.defanged(self.hosts[f"clone-{clone.of}"]),
        }

    def _impostor(self) -> dict[str, Mark]:
        """Return what the first signer signs, and what an impostor makes of it."""
        if not self.signers():
            return {}
        signer = self.signers()[0]
        assert signer.signed_address is not None
        day, address = signer.signed_day, signer.signed_address
        text = (
            f"This is {signer.handle} of {signer.market}, {spoken(day, 'en')}.\n"
            f"An address of mine, for those who asked:\n\n    {address}\n\n"
            "I sign nothing else this month."
        )
        minute = self.dice.of("signed").between(600, 1200)
        inside = (Shown("handle", signer.handle), Shown("address", address))
        notice = indicators.signed(signer.key, text, seconds(day, minute), inside)
        found = {
            "signer": indicators.handle(signer.handle),
            "signer_market": plain(signer.market),
            "signer_phrase": self.phrase(signer.handle),
            "signer_key": indicators.key_block(signer.key),
            "signed_date": plain(spoken(day, "en")),
            "signed_message": notice,
            "impostor": traps.lookalike_handle(signer.handle, self.dice.of("impostor")),
        }
        if self.facts.clone:
            found["broken_message"] = traps.altered(notice, address, self.facts.clone.address)
        return found


def percent(thousandths: int) -> str:
    """Return thousandths as text: ``4 %``, ``2.5 %``."""
    whole, rest = divmod(thousandths, 10)
    return f"{whole}.{rest} %" if rest else f"{whole} %"


def _member(handle: str, dice: Dice) -> Member:
    joined = f"{dice.one(('2023', '2024'))}-{dice.between(1, 12):02}"
    return Member(handle, joined, dice.between(3, 900), dice.below(8) if dice.chance(500) else -1)
