"""Vendors' own shops, their mirrors, and the thief's copy that differs by an address.

A mirror is equal to the shop to the last byte. A clone is made from it as a thief would: the same
page, with another address to pay to and another site named as the shop's own. The thief overlooked
a comment, so the clone's source still holds the address of the original.
"""

from collections.abc import Iterator
from functools import partial

from nps_chain.world.pages import indicators, traps
from nps_chain.world.pages.dates import spoken
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.looks import LOOKS
from nps_chain.world.pages.marks import Mark, bullets, fill, join, lines, plain, tag
from nps_chain.world.pages.scene import Scene
from nps_chain.world.pages.sellers import VendorFacts
from nps_chain.world.pages.sites.furniture import box, foot, offers, top
from nps_chain.world.pages.sites.profile import feedback
from nps_chain.world.pages.texts import texts


def drafts(scene: Scene, day: int) -> Iterator[Draft]:
    """Yield each shop with its mirror, and the clone, as of a day."""
    clone = scene.facts.clone
    for vendor in scene.facts.vendors:
        if not vendor.shop or vendor.since > day:
            continue
        own, mirror = f"shop-{vendor.handle}", f"mirror-{vendor.handle}"
        hosts = (scene.hosts[own], scene.hosts[mirror])
        for site, kind in ((own, "shop"), (mirror, "mirror")):
            yield from _pages(scene, vendor, day, site, kind, vendor.shop_address, hosts)
        if clone and clone.of == vendor.handle and clone.since <= day:
            site = f"clone-{vendor.handle}"
            hosts = (scene.hosts[site], scene.hosts[mirror])
            yield next(_pages(scene, vendor, day, site, "clone", clone.address, hosts))


def _pages(
    scene: Scene,
    vendor: VendorFacts,
    day: int,
    site: str,
    kind: str,
    address: str | None,
    hosts: tuple[str, str],
) -> Iterator[Draft]:
    """Yield the front page of a shop and the page about it."""
    look = LOOKS[f"shop-{1 + scene.dice.of(f'look {vendor.person}').below(3)}"]
    source = (
        traps.in_comment(vendor.shop_address, "pay box, version 2:")
        if vendor.shop_address
        else None
    )
    core = vendor.shop_address is not None
    draft = partial(
        Draft, site=site, look=look, kind=kind, malicious=True, language=vendor.language,
        about=(vendor.handle,), icon=scene.icon(f"shop of {vendor.person}"),
    )  # fmt: skip
    front = _front(scene, vendor, day, look.box, address, hosts)
    yield draft(
        name="front", what="front", where="/", title=vendor.handle, body=front, core=core,
        source=source,
    )  # fmt: skip
    if kind == "shop":
        about = _about(scene, vendor, day)
        title = texts(vendor.language, "vendor")["shop"]["about_title"]
        title = title.replace("$handle", vendor.handle)
        yield draft(name="about", what="about", where="/about", title=title, body=about)


def _front(
    scene: Scene, vendor: VendorFacts, day: int, box_name: str, address: str | None,
    hosts: tuple[str, str],
) -> Mark:  # fmt: skip
    bank, voice = texts(vendor.language, "vendor"), scene.voices[vendor.handle]
    words, shop = bank["words"], bank["shop"]
    given = {"handle": indicators.handle(vendor.handle), "market": plain(vendor.market)}
    given |= {"address": indicators.address(address)} if address else {}
    news = scene.dice.of(f"news of {vendor.person} {day // 10}").one(shop["news"])
    return lines(
        top(indicators.handle(vendor.handle), scene.phrase(vendor.handle)),
        indicators.picture(voice.picture, vendor.handle),
        tag("p", fill(shop["welcome"], given)),
        box(box_name, tag("p", plain(news))),
        tag("h2", plain(words["listings"])),
        offers(scene.facts, ((vendor, product) for product in vendor.products), vendor.language,
               with_vendor=False),
        tag("h2", plain(words["direct"])),
        tag("p", fill(shop["pay"] if address else shop["ask"], given)),
        tag("h2", plain(words["sites"])),
        tag("p", plain(shop["sites"])),
        bullets(indicators.onion(host) for host in hosts),
        box(box_name, tag("p", plain(shop["warning"]))),
        tag("p", join([plain(f"{words['fingerprint']}: "), indicators.fingerprint(vendor.key)])),
        indicators.key_block(vendor.key),
        foot(join([plain(f"{words['contact']}: "), indicators.shown("e-mail", voice.email)])),
    )  # fmt: skip


def _about(scene: Scene, vendor: VendorFacts, day: int) -> Mark:
    bank, voice = texts(vendor.language, "vendor"), scene.voices[vendor.handle]
    words = bank["words"]
    since = spoken(vendor.since, vendor.language)
    return lines(
        top(indicators.handle(vendor.handle), scene.phrase(vendor.handle)),
        tag("p", plain(voice.intro)),
        tag("p", plain(f"{words['since']}: {since} ({vendor.market})")),
        tag("h2", plain(words["terms"])),
        bullets(plain(term) for term in voice.terms),
        tag("h2", plain(words["feedback"])),
        feedback(scene.dice.of(f"feedback {vendor.handle}"), vendor, day),
        tag("p", join([plain(f"{words['fingerprint']}: "), indicators.fingerprint(vendor.key)])),
        foot(join([plain(f"{words['contact']}: "), indicators.shown("e-mail", voice.email)])),
    )
