"""Which exhibits a world has: what the case speaks of, under the names that lessons use.

Names are those of seed 0, whoever plays the part with another seed. What a name stands for is what
an agency has in its hands: a payment it made, an address that a page shows, a wage in a phone. So
an exhibit never gives an answer away.
"""

from collections.abc import Iterator

from nps_chain.exhibits import Exhibit
from nps_chain.world.facts import Paid, StoryFacts


def exhibits_of(facts: StoryFacts) -> dict[str, Exhibit]:
    """Return the exhibits of a world, by name.

    Parameters
    ----------
    facts : StoryFacts
        What happened in its story.
    """
    return {one.name: one for part in _PARTS for one in part(facts)}


def _purchases(facts: StoryFacts) -> Iterator[Exhibit]:
    for bought in facts.purchases:
        name = f"ADP-{bought.number}"
        what = f"{bought.agency} bought from {bought.handle} on {bought.market}"
        yield _transaction(name, bought.paid, f"{what}: this is the payment.")
        yield _address(f"{name}-address", bought.paid.address, f"{what}, and had to pay here.")


def _pages(facts: StoryFacts) -> Iterator[Exhibit]:
    for vendor in facts.vendors:
        for shop in vendor.shops:
            # Those whom the story names have names that are keys, too; of small ones nobody speaks.
            if shop.shown and " " not in vendor.key:
                about = f"The address that the page of {shop.handle} shows."
                yield _address(f"shop-{vendor.key}", shop.shown, about)
    about = "The address that another copy of the page shows."
    yield _address("clone-tin_harbour", facts.clone.address, about)
    about = f"The address in a message that {facts.shop(facts.signed.shop).handle} signed."
    yield _address("TCB-signed", facts.signed.address, about)


def _sales(facts: StoryFacts) -> Iterator[Exhibit]:
    shop = facts.shop("saltmeadow")
    if shop.takings:
        about = f"{shop.market} pays {shop.handle} for the first time."
        yield _transaction("first-payout", shop.takings[0], about)


def _phone(facts: StoryFacts) -> Iterator[Exhibit]:
    for number, wage in enumerate(facts.phone.wages, start=1):
        about = f"A coin that came to the wallet in the phone of {facts.phone.courier}."
        output = f"{wage.paid.txid}:{wage.paid.n}"
        yield Exhibit(output, name=f"CFI-phone-{number}", kind="output", about=about)


def _deeds(facts: StoryFacts) -> Iterator[Exhibit]:
    if facts.slip is not None:
        about = "A transaction that spends coins of several addresses."
        yield _transaction("consolidation", facts.slip.paid, about)
    if facts.exit is not None and facts.exit.moves:
        about = f"The first of the transactions by which {facts.exit.market} was emptied."
        yield _transaction("exit-scam", facts.exit.moves[0], about)
    saver = facts.savings
    about = f"Somebody who has savings at {saver.exchange}."
    yield Exhibit(saver.name, name="dorn", kind="entity", about=about)
    if saver.withdrawn:
        about = f"{saver.name} takes savings out of {saver.exchange}."
        yield _transaction("dorn-withdrawal", saver.withdrawn[0], about)


_PARTS = (_purchases, _pages, _sales, _phone, _deeds)


def _transaction(name: str, paid: Paid, about: str) -> Exhibit:
    return Exhibit(paid.txid, name=name, kind="transaction", about=about)


def _address(name: str, text: str, about: str) -> Exhibit:
    return Exhibit(text, name=name, kind="address", about=about)
