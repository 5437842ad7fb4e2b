"""What a text may name: ``$clone_address`` is the thief's address, if the world has a thief.

What the facts don't have is no slot, and a text that names it is left out. So one set of texts
serves worlds with and without a thief, a second market or blackmail.
"""

from nps_chain.world.dice import Dice
from nps_chain.world.pages import indicators, traps
from nps_chain.world.pages.dates import seconds, spoken
from nps_chain.world.pages.facts import PageFacts
from nps_chain.world.pages.hosts import slug
from nps_chain.world.pages.marks import Mark, plain
from nps_chain.world.pages.page import Shown
from nps_chain.world.pages.sellers import VendorFacts
from nps_chain.world.pages.voices import Voice, copycat, phrase, twins


def slots(
    facts: PageFacts,
    dice: Dice,
    hosts: dict[str, str],
    voices: dict[str, Voice],
    buyer: str,
    cooks: list[str],
) -> dict[str, Mark]:
    """Return what texts may name, by name.

    Parameters
    ----------
    facts : PageFacts
        What the world tells.
    dice : Dice
        For traps and hours.
    hosts : dict of str
        Host by site.
    voices : dict of Voice
        By handle.
    buyer : str
        A member of the forum who has the same handle elsewhere.
    cooks : list of str
        Handles on the board for cooks.
    """
    found = _names(facts, hosts) | _traps(facts, dice, hosts)
    found["buyer"] = traps.reused(buyer)
    found |= {f"member{n}": indicators.handle(name) for n, name in enumerate(cooks, 1)}
    found |= _vendors(facts, voices) | _clone(facts, hosts)
    return found | _signed(facts, dice, voices)


def signers(facts: PageFacts) -> list[VendorFacts]:
    """Return who has signed an address."""
    return [vendor for vendor in facts.vendors if vendor.signed_address is not None]


def percent(thousandths: int) -> str:
    """Return thousandths as text: ``4 %``, ``2.5 %``."""
    whole, rest = divmod(thousandths, 10)
    return f"{whole}.{rest} %" if rest else f"{whole} %"


def _names(facts: PageFacts, hosts: dict[str, str]) -> dict[str, Mark]:
    found = {
        "charity": plain(facts.charity.name),
        "charity_address": traps.innocent(facts.charity.address),
        "merchant": plain(facts.merchant.name),
        "merchant_address": indicators.address(facts.merchant.address),
        "merchant_url": indicators.url(f"https://{hosts['merchant']}/"),
        "mixer": plain(facts.mixer.name),
        "mixer_onion": indicators.onion(hosts["mixer"]),
        "forum_onion": indicators.onion(hosts["forum"]),
        "blackmailer": plain(facts.blackmailer),
        "airdropper": plain(facts.airdropper),
    }
    found |= {f"country{n}": plain(name) for n, name in enumerate(facts.countries, 1)}
    found |= {f"letter{n}": indicators.address(a) for n, a in enumerate(facts.letters, 1)}
    found |= {f"txid{n}": indicators.txid(p.txid) for n, p in enumerate(facts.payments, 1)}
    for number, market in enumerate(facts.markets, 1):
        host = hosts[slug(market.name)]
        found[f"market{number}"] = plain(market.name)
        found[f"market{number}_fee"] = plain(percent(market.fee))
        found[f"market{number}_onion"] = indicators.onion(host)
        found[f"market{number}_defanged"] = traps.defanged(host)
    return found


def _traps(facts: PageFacts, dice: Dice, hosts: dict[str, str]) -> dict[str, Mark]:
    # Made of addresses that are public anyway, so that no trap gives away a part of the case.
    charity, merchant = facts.charity.address, facts.merchant.address
    mixer = facts.mixer.addresses[0]
    return {
        "mainnet": traps.mainnet(dice.of("mainnet")),
        "ethereum": traps.ethereum(dice.of("ethereum")),
        "monero": traps.monero(dice.of("monero")),
        "hash": traps.hash_no_txid(dice.of("hash")),
        "hash2": traps.hash_no_txid(dice.of("hash2")),
        "shortened": traps.shortened(mixer),
        "changed": traps.changed_letter(merchant, dice.of("changed")),
        "lookalike": traps.lookalike_letter(merchant, dice.of("lookalike")),
        "split": traps.split(charity),
        "zero_width": traps.zero_width(mixer),
        "entities": traps.entities(charity),
        "comment": traps.in_comment(charity, "for the fund:"),
        "hidden": traps.hidden(merchant),
        "attribute": traps.in_attribute(mixer, "copy"),
        "payment_link": traps.payment_link(charity, "0.005"),
        "wrong_onion": traps.wrong_onion(hosts["mixer"], dice.of("onion")),
    }


def _vendors(facts: PageFacts, voices: dict[str, Voice]) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    pair, imitator = twins(facts), copycat(facts)
    if pair:
        found["original"] = indicators.handle(pair[0].handle)
        found["twin"] = indicators.handle(pair[1].handle)
        found["phrase"] = indicators.phrase(voices[pair[0].handle].phrase)
    if imitator:
        found["copycat"] = indicators.handle(imitator.handle)
    shops = [vendor.handle for vendor in facts.vendors if vendor.shop]
    if shops:
        found["namesake"] = traps.namesake(shops[-1])
    return found


def _clone(facts: PageFacts, hosts: dict[str, str]) -> dict[str, Mark]:
    if facts.clone is None:
        return {}
    original = facts.vendor(facts.clone.of)
    assert original.shop_address is not None  # or the facts would have refused the clone
    return {
        "shop": indicators.handle(original.handle),
        "shop_address": indicators.address(original.shop_address),
        "mirror_onion": indicators.onion(hosts[f"mirror-{original.handle}"]),
        "clone_address": indicators.address(facts.clone.address),
        "clone_defanged": traps.defanged(hosts[f"clone-{original.handle}"]),
    }


def _signed(facts: PageFacts, dice: Dice, voices: dict[str, Voice]) -> dict[str, Mark]:
    """Return what the first signer signs, and what an impostor makes of it."""
    if not signers(facts):
        return {}
    signer = signers(facts)[0]
    assert signer.signed_address is not None
    day, address = signer.signed_day, signer.signed_address
    text = (
        f"This is {signer.handle} of {signer.market}, {spoken(day, 'en')}.\n"
        f"An address of mine, for those who asked:\n\n    {address}\n\n"
        "I sign nothing else this month."
    )
    inside = (Shown("handle", signer.handle), Shown("address", address))
    at = seconds(day, dice.of("signed").between(300, 460))  # before anybody saves pages
    notice = indicators.signed(signer.key, text, at, inside)
    found = {
        "signer": indicators.handle(signer.handle),
        "signer_market": plain(signer.market),
        "signer_phrase": phrase(voices[signer.handle]),
        "signer_key": indicators.key_block(signer.key),
        "signed_date": plain(spoken(day, "en")),
        "signed_message": notice,
        "impostor": traps.lookalike_handle(signer.handle, dice.of("impostor")),
    }
    if facts.clone:
        found["broken_message"] = traps.altered(notice, address, facts.clone.address)
    return found
