"""How a vendor writes, and which picture stands beside the handle.

Whoever has two handles keeps habits under both: a turn of phrase, a picture saved once more. That
is a lead. Others copy phrases and take pictures from a catalogue, so it is no more than a lead.
"""

from dataclasses import dataclass

from nps_chain.world.dice import Dice
from nps_chain.world.pages import indicators, traps
from nps_chain.world.pages.facts import PageFacts
from nps_chain.world.pages.marks import Mark
from nps_chain.world.pages.pictures import png, portrait, saved_again
from nps_chain.world.pages.sellers import VendorFacts
from nps_chain.world.pages.texts import texts

_EARLY = 18
"""Days; later nobody would notice who copies whom."""


@dataclass(frozen=True)
class Voice:
    """What is one vendor's own.

    Attributes
    ----------
    intro : str
        The first sentence of a profile.
    terms : tuple of str
        Conditions.
    phrase : str
        A turn of phrase.
    copied : bool
        Is the phrase somebody else's?
    picture : bytes
        A PNG.
    email : str
        Where the vendor can be written to.
    """

    intro: str
    terms: tuple[str, ...]
    phrase: str
    copied: bool
    picture: bytes
    email: str


def phrase(voice: Voice) -> Mark:
    """Return a vendor's turn of phrase, on record as copied if it is."""
    return (traps.copied_phrase if voice.copied else indicators.phrase)(voice.phrase)


def twins(facts: PageFacts) -> tuple[VendorFacts, VendorFacts] | None:
    """Return the first two handles that are one person's, the earlier first, if there are any."""
    for vendor in facts.vendors:
        for other in facts.vendors:
            if other.handle != vendor.handle and other.person == vendor.person:
                first, second = sorted((vendor, other), key=lambda each: each.since)
                return first, second
    return None


def copycat(facts: PageFacts) -> VendorFacts | None:
    """Return who copies the phrase of the twins: the smallest vendor of the first days."""
    pair = twins(facts)
    if pair is None:
        return None
    first = pair[0]
    others = [
        vendor
        for vendor in facts.vendors
        if vendor.person != first.person
        if (vendor.market, vendor.language) == (first.market, first.language)
        if not vendor.shop and vendor.signed_address is None and vendor.since <= _EARLY
    ]
    return min(others, key=lambda vendor: (len(vendor.orders), vendor.handle), default=None)


def voices(facts: PageFacts, dice: Dice) -> dict[str, Voice]:
    """Return the voice of each handle."""
    phrases: dict[str, str] = {}
    left = {
        language: dice.of(language).shuffled(_bank(language)) for language in ("en", "ru", "ro")
    }
    for vendor in facts.vendors:
        bank = left[vendor.language]
        if vendor.person not in phrases:
            # When all are taken, people begin to share: stock phrases go round.
            phrases[vendor.person] = bank.pop() if bank else dice.one(_bank(vendor.language))
    imitator, pair = copycat(facts), twins(facts)
    catalogue = portrait(dice.of("catalogue"))
    found: dict[str, Voice] = {}
    for vendor in facts.vendors:
        own, told = dice.of(vendor.handle), texts(vendor.language, "vendor")
        copies = imitator is not None and pair is not None and vendor.handle == imitator.handle
        rows = portrait(dice.of(f"person {vendor.person}"))
        if copies or (vendor.person == vendor.handle and not vendor.shop and own.chance(120)):
            rows = catalogue
        found[vendor.handle] = Voice(
            intro=own.one(told["intro"]),
            terms=tuple(own.some(told["terms"], own.between(3, 5))),
            phrase=phrases[pair[0].person] if copies and pair else phrases[vendor.person],
            copied=copies,
            picture=png(rows if rows is catalogue else saved_again(rows, own)),
            email=f"{vendor.handle}@{own.one(('mail.test', 'post.test', 'letters.example'))}",
        )
    return found


def _bank(language: str) -> list[str]:
    phrases: list[str] = texts(language, "vendor")["phrase"]
    return phrases
