"""A story for the pages: facts as a world would give them, made from a seed alone."""

import hashlib

from nps_chain.chain.address import format as write_address
from nps_chain.world.dice import Dice
from nps_chain.world.pages import fixtures
from nps_chain.world.pages.facts import Clone, Mixer, Named, PageFacts, Payment, Round
from nps_chain.world.pages.groups import GROUPS
from nps_chain.world.pages.sellers import Escrow, MarketFacts, Order, Product, VendorFacts

SCRIPT = "52" + ("21" + "02" + "ab" * 32) * 3 + "53ae"
STORY = ("saltmeadow", "brineacre", "graphite_owl", "paper-lynx", "tin_harbour", "coldquay")


def digest(seed, name):
    return hashlib.sha256(f"{seed} {name}".encode()).digest()


def address(seed, name, kind="p2wpkh"):
    """Return an address of regtest, whose key nobody has."""
    payload = digest(seed, name)[:20]
    script = {
        "p2wpkh": b"\x00\x14" + payload,
        "p2pkh": b"\x76\xa9\x14" + payload + b"\x88\xac",
        "p2sh": b"\xa9\x14" + payload + b"\x87",
    }[kind]
    return write_address(script, "regtest")


def products(dice):
    groups = dice.some(list(GROUPS), 3)
    return tuple(
        Product(
            f"{dice.one(groups)}-{dice.between(100, 399)}", quantity, dice.between(9, 90) * 10_000
        )
        for quantity in dice.some((5, 10, 20, 25, 50, 100), dice.between(3, 6))
    )


def story(seed=0, small_vendors=20):
    """Return facts with everybody in them whom the story has."""
    dice = Dice(seed, "facts of a test")
    market1, market2 = "Lanternfen", "Quincegate"
    people = ["tide", "owl", "lynx", "harbour", "quay", market1, market2, "Millrow"]
    small = [f"small_{number:02}" for number in range(small_vendors)]
    keys = fixtures.deal(dice.of("keys"), people + small)

    def vendor(handle, market, person, ships_from, since, **more):
        own = dice.of(handle)
        goods = products(own)
        days = sorted(own.between(since + 2, 88) for _ in range(own.between(2, 30)))
        orders = tuple(Order(day, own.one(goods).code) for day in days)
        return VendorFacts(
            handle, market, person, keys[person], goods, ships_from, since, orders=orders, **more
        )

    vendors = [
        vendor("saltmeadow", market1, "tide", "Aldoria", 12, signed_day=26,
               signed_address=address(seed, "saltmeadow")),
        vendor("brineacre", market2, "tide", "Aldoria", 45),
        vendor("graphite_owl", market1, "owl", "Tolvany", 9, shop=True),
        vendor("paper-lynx", market1, "lynx", "Cestania", 14, language="ru", drops=True, shop=True),
        vendor("tin_harbour", market1, "harbour", "Aldoria", 10, shop=True,
               shop_address=address(seed, "tin_harbour", "p2pkh")),
        vendor("coldquay", market1, "quay", "Tolvany", 16),
    ]  # fmt: skip
    for number, handle in enumerate(small):
        own = dice.of(f"{handle} is")
        late = own.chance(400)
        vendors.append(
            vendor(handle, market2 if late else market1, handle,
                   own.one(("Aldoria", "Tolvany", "Cestania")),
                   own.between(46, 58) if late else own.between(8, 30),
                   language=("en", "en", "ru", "en", "ro")[number % 5])
        )  # fmt: skip
    return PageFacts(
        markets=(
            MarketFacts(market1, keys[market1], 8, 71,
                        tuple(address(seed, f"deposit {n}") for n in range(2))),
            MarketFacts(market2, keys[market2], 45,
                        escrows=(Escrow(address(seed, "escrow", "p2sh"), SCRIPT),)),
        ),
        vendors=tuple(vendors),
        rounds=(
            Round("ADP", 20, ("category",)),
            Round("TCB", 33),
            Round("ADP", 52, ("category-sc", "escrow")),
            Round("ADP", 58, ("category-sc",)),
            Round("TCB", 60),
            Round("CFI", 73, ("gone", "withdrawals", "courier", "market-gone")),
        ),
        charity=Named("Openwell Fund", address(seed, "charity")),
        merchant=Named("Brightwick", address(seed, "merchant", "p2sh")),
        mixer=Mixer("Millrow", keys["Millrow"], (address(seed, "mixer"), address(seed, "mixer 2"))),
        clone=Clone("tin_harbour", address(seed, "thief", "p2pkh"), 30),
        letters=(address(seed, "letter 1"), address(seed, "letter 2")),
        payments=(Payment(digest(seed, "tx 1").hex(), 21), Payment(digest(seed, "tx 2").hex(), 27)),
    )  # fmt: skip
