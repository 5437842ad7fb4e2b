"""A vendor's page on a market: who, since when, what is on offer, which key, what buyers say.

Feedback stands for finished orders of the world, each on its day: so a reader can count them, and
sees a floor under what was sold.
"""

from collections.abc import Iterator

from nps_chain.world.dice import Dice
from nps_chain.world.pages import indicators
from nps_chain.world.pages.dates import short, spoken
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.hosts import slug
from nps_chain.world.pages.looks import Look
from nps_chain.world.pages.marks import NOTHING, Mark, bullets, join, lines, plain, table, tag
from nps_chain.world.pages.scene import Scene
from nps_chain.world.pages.sellers import MarketFacts, VendorFacts
from nps_chain.world.pages.sites.furniture import box, foot, offers, top
from nps_chain.world.pages.texts import texts

_LATEST = 12
"""Feedback that a profile shows."""


def profiles(scene: Scene, market: MarketFacts, day: int, look: Look) -> Iterator[Draft]:
    """Yield the profile of each vendor on a market."""
    for vendor in scene.vendors(market, day):
        yield Draft(
            site=slug(market.name), name=f"vendor-{vendor.handle}", what="profile",
            where=f"/vendor/{vendor.handle}", title=f"{vendor.handle} | {market.name}", look=look,
            body=_body(scene, market, vendor, day, look), kind="market", malicious=True,
            language=vendor.language, about=(vendor.handle,), core=scene.prominent(vendor),
            icon=scene.icon(slug(market.name)),
        )  # fmt: skip


def _body(scene: Scene, market: MarketFacts, vendor: VendorFacts, day: int, look: Look) -> Mark:
    words = texts(vendor.language, "vendor")["words"]
    voice = scene.voices[vendor.handle]
    done = [order for order in vendor.orders if order.day <= day]
    facts = [
        join([plain(f"{words['since']}: "), plain(spoken(vendor.since, vendor.language))]),
        join([plain(f"{words['ships_from']}: "), plain(vendor.ships_from)]),
        plain(f"{words['orders']}: {len(done)}"),
        join([plain(f"{words['contact']}: "), indicators.shown("e-mail", voice.email)]),
    ]
    drops = plain(texts(vendor.language, "vendor")["drops"]) if vendor.drops else NOTHING
    return lines(
        top(market.name, words["profile"]),
        tag("h2", indicators.handle(vendor.handle)),
        indicators.picture(voice.picture, vendor.handle),
        box(look.box, tag("p", plain(voice.intro)), tag("p", scene.phrase(vendor.handle))),
        bullets([*facts, *([drops] if drops.html else [])]),
        tag("h2", plain(words["listings"])),
        offers(scene.facts, ((vendor, p) for p in vendor.products), vendor.language,
               with_vendor=False),
        tag("h2", plain(words["terms"])),
        bullets(plain(term) for term in voice.terms),
        tag("h2", plain(words["feedback"])),
        feedback(scene.dice.of(f"feedback {vendor.handle}"), vendor, day),
        tag("h2", plain(words["key"])),
        tag("p", join([plain(f"{words['fingerprint']}: "), indicators.fingerprint(vendor.key)])),
        indicators.key_block(vendor.key),
        foot(plain(market.name), plain(short(day))),
    )  # fmt: skip


def feedback(dice: Dice, vendor: VendorFacts, day: int) -> Mark:
    """Return what buyers wrote until a day, the newest first.

    The dice are drawn for every order, so a later page repeats what an earlier one had.
    """
    bank = texts(vendor.language, "vendor")
    words, rows = bank["words"], []
    for order in vendor.orders:
        text, stars = dice.one(bank["feedback"]), dice.weighted((5, 4, 3, 1), (70, 20, 7, 3))
        answer = dice.one(bank["reply"]) if dice.chance(250) else ""
        if order.day <= day:
            said = f"{text} {words['answer']}: {answer}" if answer else text
            cells = [plain(short(order.day)), indicators.code(order.code), plain(f"{stars}/5")]
            rows.append([*cells, plain(said)])
    if not rows:
        return tag("p", plain(words["none"]))
    head = (words["date"], words["code"], words["rating"], words["text"])
    return table(head, rows[::-1][:_LATEST])
