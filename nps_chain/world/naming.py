"""Which exhibits a world has: what the case speaks of, under the names that lessons use.

Names are those of seed 0, whoever plays the part with another seed. Most stand for what an agency
has in its hands: a payment it made, an address that a page shows, a wage in a phone. Some name what
no single agency could, since a lesson needs an example; so whoever is to solve the case of a data
set gets a folder of it, and never these.
"""

from collections.abc import Iterator, Sequence
from itertools import chain as joined

from nps_chain.chain.tables import Chain
from nps_chain.exhibits import Exhibit
from nps_chain.groundtruth.tables import PURPOSES
from nps_chain.groundtruth.truth import Truth
from nps_chain.world.agencies import AGENCIES
from nps_chain.world.examples import examples_of
from nps_chain.world.facts import Paid, StoryFacts
from nps_chain.world.mempool_log import Unmined


def exhibits_of(
    facts: StoryFacts, chain: Chain, truth: Truth, log: Sequence[Unmined]
) -> dict[str, Exhibit]:
    """Return the exhibits of a world, by name; what never came into a block has none.

    Parameters
    ----------
    facts : StoryFacts
        What happened in its story.
    chain : Chain
        Its chain.
    truth : Truth
        The truth about it.
    log : sequence of Unmined
        What never came into a block.
    """
    case = joined.from_iterable(part(facts) for part in _PARTS)
    looked_up = (_first_sale(facts, chain, truth), _peels(facts, chain, truth))
    known = {one.name: one for one in joined(case, *looked_up)}
    return known | examples_of(chain, truth, log)


def _cast(facts: StoryFacts) -> Iterator[Exhibit]:
    """Yield the names of those of whom lessons speak: agencies by their part, markets, handles."""
    by_role = {
        _role(facts, short, country): (name, short, country) for name, short, country in AGENCIES
    }
    for role, has in _HAS.items():
        name, short, country = by_role[role]
        about = f"{name} ({short}), {country}, {has}."
        yield Exhibit(short, name=f"agency-{role}", kind="entity", about=about)
    for market in facts.markets:
        about = f"{market.name} is a darknet market."
        yield Exhibit(market.name, name=f"market-{market.key}", kind="entity", about=about)
    for vendor in facts.vendors:
        for shop in vendor.shops:
            if " " not in shop.key:
                place = shop.market or "a page of its own"
                about = f"{shop.handle} is the handle of a vendor on {place}."
                yield Exhibit(shop.handle, name=f"vendor-{shop.key}", kind="entity", about=about)
    about = f"{facts.phone.courier} is a courier who was arrested in {facts.phone.country}."
    yield Exhibit(facts.phone.courier, name="courier", kind="entity", about=about)


_HAS = {
    "purchases": "bought from the suspects",
    "pages": "saved the suspects' pages",
    "phone": "holds a courier's phone",
}
"""What each agency has in its hands, by its part in the case."""


def _role(facts: StoryFacts, short: str, country: str) -> str:
    """Return an agency's part: who bought is told, and where the courier was arrested."""
    if facts.purchases and facts.purchases[0].agency == short:
        return "purchases"
    return "phone" if facts.phone.country == country else "pages"


def _purchases(facts: StoryFacts) -> Iterator[Exhibit]:
    for bought in facts.purchases:
        name = f"ADP-{bought.number}"
        what = f"{bought.agency} bought from {bought.handle} on {bought.market}"
        yield _transaction(name, bought.paid, f"{what}: this is the payment.")
        yield _address(f"{name}-address", bought.paid.address, f"{what}, and had to pay here.")
        if bought.settled is not None:
            yield _transaction(f"{name}-release", bought.settled, f"{what}: this ends the escrow.")


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


def _payouts(facts: StoryFacts) -> Iterator[Exhibit]:
    shop = facts.shop("saltmeadow")
    if shop.takings:
        about = f"{shop.market} pays {shop.handle} for the first time."
        yield _transaction("first-payout", shop.takings[0], about)


def _first_sale(facts: StoryFacts, chain: Chain, truth: Truth) -> Iterator[Exhibit]:
    shop, paid_in = facts.shop("saltmeadow"), PURPOSES.index("deposit")
    for sale in shop.sales:
        made = truth.outputs_of(chain, deed=f"order {sale.number}")
        made = made[truth.purposes_of(chain)[made] == paid_in]
        if len(made):
            txid = chain.tx(int(chain.columns.outputs.tx[made[0]])).txid
            about = f"A customer pays for the first order from {shop.handle} on {shop.market}."
            yield Exhibit(txid, name="first-sale", kind="transaction", about=about)
            return


def _peels(facts: StoryFacts, chain: Chain, truth: Truth) -> Iterator[Exhibit]:
    """Yield of each shop of the vendor in the case the largest coin that was peeled off."""
    inputs, outputs = chain.columns.inputs, chain.columns.outputs
    meant, together = truth.purposes_of(chain), PURPOSES.index("consolidation")
    for account in facts.vendor("saltmeadow").accounts:
        spent = [inputs.spends[chain.tx(paid.txid).input_rows[0]] for paid in account.deposits]
        coins = [int(row) for row in spent if meant[row] == together]
        if coins:
            row = max(coins, key=lambda row: (outputs.value[row], row))
            tx = chain.tx(int(outputs.tx[row]))
            yield Exhibit(
                f"{tx.txid}:{row - tx.output_rows[0]}",
                name=f"peel-{account.shop}",
                kind="output",
                about=f"A coin with takings of {facts.shop(account.shop).handle}.",
            )


def _phone(facts: StoryFacts) -> Iterator[Exhibit]:
    for number, wage in enumerate(facts.phone.wages, start=1):
        about = f"A coin that came to the wallet in the phone of {facts.phone.courier}."
        yield _output(f"CFI-phone-{number}", wage.paid, about)


def _deeds(facts: StoryFacts) -> Iterator[Exhibit]:
    if facts.slip is not None:
        about = "A transaction that spends coins of several addresses."
        yield _transaction("consolidation", facts.slip.paid, about)
    if facts.exit is not None and facts.exit.moves:
        about = f"The first of the transactions by which {facts.exit.market} was emptied."
        yield _transaction("exit-scam", facts.exit.moves[0], about)
    saver = facts.savings
    about = "Somebody who has savings at an exchange."
    yield Exhibit(saver.name, name="dorn", kind="entity", about=about)
    taken = saver.tainted or next(iter(saver.withdrawn), None)
    if taken is not None:
        about = f"{saver.name} takes savings out of an exchange."
        yield _transaction("dorn-withdrawal", taken, about)
    if saver.deposit is not None:
        about = "A coin that was paid into the same exchange shortly before."
        yield _output("dorn-deposit", saver.deposit, about)


_PARTS = (_cast, _purchases, _pages, _payouts, _phone, _deeds)


def _transaction(name: str, paid: Paid, about: str) -> Exhibit:
    return Exhibit(paid.txid, name=name, kind="transaction", about=about)


def _output(name: str, paid: Paid, about: str) -> Exhibit:
    return Exhibit(f"{paid.txid}:{paid.n}", name=name, kind="output", about=about)


def _address(name: str, text: str, about: str) -> Exhibit:
    return Exhibit(text, name=name, kind="address", about=about)
