"""Where the story's sites are: names that never lead anywhere.

Hidden sites have onion names with the course's checksum, which Tor refuses; open ones end in
``.example`` or ``.test``, which no name server answers (RFC 2606).
"""

from nps_chain.chain.onion import teaching_name
from nps_chain.errors import AddressError
from nps_chain.world.dice import Dice
from nps_chain.world.pages.facts import PageFacts
from nps_chain.world.pages.texts import texts

OPEN = (
    "harm-reduction", "news", "pharmacy", "laboratory", "cooking", "charity", "merchant",
    "research", "garden", "privacy", "police", "parked", "archive",
)  # fmt: skip
"""Honest sites, as the texts call them."""


def slug(name: str) -> str:
    """Return a name as part of a file's or a site's name."""
    kept = "".join(letter if letter.isalnum() or letter in "_-" else "-" for letter in name.lower())
    return kept.encode("ascii", "replace").decode().replace("?", "-")


def onion_host(dice: Dice) -> str:
    """Return the name of an invented onion service."""
    while True:
        key = b"".join(dice.raw().to_bytes(8, "big") for _ in range(4))
        try:
            return teaching_name(key)
        except AddressError:  # one key in 65,536: Tor would take its name
            continue


def hosts(facts: PageFacts, dice: Dice) -> dict[str, str]:
    """Return the host of each site by the site's name.

    A market's mirrors are ``lanternfen-2`` and ``lanternfen-3``; a vendor's shop, its mirror and a
    thief's copy of it are ``shop-``, ``mirror-`` and ``clone-`` with the handle.
    """
    hidden = ["forum", "mixer"]
    for market in facts.markets:
        site = slug(market.name)
        hidden += [site, f"{site}-2", f"{site}-3"]
    for vendor in facts.vendors:
        if vendor.shop:
            hidden += [f"shop-{vendor.handle}", f"mirror-{vendor.handle}"]
    if facts.clone:
        hidden.append(f"clone-{facts.clone.of}")
    found = {site: onion_host(dice.of(site)) for site in hidden}
    named = {
        "$charity": slug(facts.charity.name),
        "$merchant": slug(facts.merchant.name),
        "$market1": slug(facts.markets[0].name),
    }
    found["paste"] = texts("en", "paste")["host"]
    for site in OPEN:
        host = texts("en", "benign")[site]["host"]
        for slot, name in named.items():
            host = host.replace(slot, name)
        found[site] = host
    return found
