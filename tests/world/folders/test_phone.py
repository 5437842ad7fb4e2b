"""A courier's phone: the keys open the addresses, and the history is what the chain has."""

import hashlib

from coincurve import PrivateKey

from nps_chain.chain.address import base58
from nps_chain.chain.address import format as write_address
from tests.world.folders.reading import rows


def opened(key):
    """The address of a P2WPKH wallet that a key in wallets' form opens."""
    data = base58.decode_checked(key)
    assert (data[0], data[-1], len(data)) == (0xEF, 1, 34)  # a test network's; compressed
    public = PrivateKey(data[1:-1]).public_key.format()
    program = hashlib.new("ripemd160", hashlib.sha256(public).digest()).digest()
    return write_address(b"\x00\x14" + program, "regtest")


def test_each_key_opens_its_address_and_says_that_it_is_worth_nothing(folders, owners, story):
    wallet = rows(folders["phone"]["phone/wallet.csv"])
    assert wallet
    for one in wallet:
        assert opened(one["key"]) == one["address"]
        assert one["note"] == "worthless: a key of regtest"
        assert owners[one["address"]] == story.arrested.name


def test_the_history_is_all_that_came_and_went_until_the_arrest(tiny, folders, story, owners):
    history = rows(folders["phone"]["phone/history.csv"])
    own = {one["address"] for one in rows(folders["phone"]["phone/wallet.csv"])}
    wages = [wage.paid for wage in tiny.facts.phone.wages]
    came = [one for one in history if one["direction"] == "in"]
    seen = [(one["txid"], int(one["satoshi"])) for one in came]
    assert {(paid.txid, paid.value) for paid in wages} <= {*seen}
    kinds = tiny.truth.transactions.set_index("txid").kind
    assert {kinds[txid] for txid, _ in seen} <= {"wage", "airdrop", "dust"}
    assert {one["address"] for one in came} <= own
    for one in history:
        assert int(one["block_height"]) <= 24 * (story.arrested.arrested - 1) + 10
        outputs = tiny.chain.tx(one["txid"]).outputs
        assert (one["address"], int(one["satoshi"])) in [(o.address, o.value) for o in outputs]
        if one["direction"] == "out":
            assert owners[one["address"]] != story.arrested.name
            assert {coin.address for coin in tiny.chain.tx(one["txid"]).inputs} <= own


def test_it_was_paid_by_both_of_the_suspects_shops(tiny):
    assert {wage.shop for wage in tiny.facts.phone.wages} == {"saltmeadow", "brineacre"}


def test_the_parcel_names_a_product_of_the_suspects_and_nobody(folders, story):
    text = folders["phone"]["parcel/seizure.txt"].decode()
    codes = [product.code for product in story.vendor("saltmeadow").products]
    assert sum(code in text for code in codes) == 1
    handles = [shop.handle for vendor in story.vendors for shop in vendor.shops]
    assert not [handle for handle in handles if handle in text]


def test_nobody_else_has_the_phone(folders):
    for role in ("purchases", "pages"):
        assert not [path for path in folders[role] if path.startswith(("phone/", "parcel/"))]
