"""Which exhibits a world has: what the case speaks of, under the names that lessons use.

Names are those of seed 0, whoever plays the part with another seed. What a name stands for is what
an agency has in its hands: a payment it made, an address that a page shows, a wage in a phone. So
an exhibit never gives an answer away.
"""

import re
from collections.abc import Iterable, Iterator

from nps_chain.chain.wire.hashes import shown
from nps_chain.exhibits import Exhibit
from nps_chain.world.cast import Cast
from nps_chain.world.draft import Draft
from nps_chain.world.people.vendors import Careless


def exhibits_of(cast: Cast) -> dict[str, Exhibit]:
    """Return the exhibits of a world, by name; what never came into a block has none.

    Parameters
    ----------
    cast : Cast
        Everybody who plays a part in the story, after the last block.
    """
    return {one.name: one for part in _PARTS for one in part(cast)}


def _purchases(cast: Cast) -> Iterator[Exhibit]:
    agency = cast.agencies["purchases"]
    for number, order in enumerate(agency.purchases, start=1):
        what = f"{agency.name} bought from {order.shop.handle} on {order.shop.place}"
        for draft in _mined([order.payment]):
            yield _transaction(f"ADP-{number}", draft, f"{what}: this is the payment.")
            for output in draft.outputs:
                if output.deed == order.deed and output.address is not None:
                    about = f"{what}, and had to pay here."
                    yield _address(f"ADP-{number}-address", output.address.text, about)


def _shops(cast: Cast) -> Iterator[Exhibit]:
    for vendor in cast.vendors.values():
        for shop in vendor.shops:
            if shop.told.shows_address:
                address = shop.wallet.receive_address().text
                about = f"The address that the page of {shop.handle} shows."
                yield _address(f"shop-{vendor.told.key}", address, about)
    address = cast.thief.main.receive_address().text
    yield _address("clone-tin_harbour", address, "The address that the copy of a shop shows.")


def _sales(cast: Cast) -> Iterator[Exhibit]:
    shop = cast.shop("saltmeadow")
    paid = _mined(order.payment for order in shop.orders)
    if paid:
        about = f"A customer pays for an order from {shop.handle} on {shop.place}."
        yield _transaction("first-sale", paid[0], about)


def _phone(cast: Cast) -> Iterator[Exhibit]:
    for courier in cast.couriers.values():
        if courier.told.arrested:
            for number, coin in enumerate(courier.wages, start=1):
                output = f"{shown(coin.draft.txid)}:{coin.n}"
                about = f"A coin that came to the wallet in the phone of {courier.name}."
                yield Exhibit(output, name=f"phone-{number}", kind="output", about=about)


def _deeds(cast: Cast) -> Iterator[Exhibit]:
    careless = cast.vendors["tin_harbour"]
    assert isinstance(careless, Careless)
    for slip in _mined([careless.slip]):
        about = "A transaction that spends coins of several addresses."
        yield _transaction("consolidation", slip, about)
    if cast.exit is not None:
        about = f"The first of the transactions by which {cast.exit.market.name} was emptied."
        for move in _mined(cast.exit.moves)[:1]:
            yield _transaction("exit-scam", move, about)
    saver = cast.saver
    about = f"A citizen of {saver.told.country}."
    yield Exhibit(saver.name, name="dorn", kind="entity", about=about)
    for coin in saver.withdrawals[:1]:
        about = f"{saver.name} takes savings out of {saver.exchange.name}."
        yield _transaction("dorn-withdrawal", coin.draft, about)


_PARTS = (_purchases, _shops, _sales, _phone, _deeds)


def _mined(drafts: Iterable[Draft | None]) -> list[Draft]:
    return [draft for draft in drafts if draft is not None and draft.height >= 0]


def _transaction(name: str, draft: Draft, about: str) -> Exhibit:
    return Exhibit(shown(draft.txid), name=name, kind="transaction", about=about)


def _address(name: str, text: str, about: str) -> Exhibit:
    return Exhibit(text, name=re.sub("[^A-Za-z0-9_-]", "-", name), kind="address", about=about)
