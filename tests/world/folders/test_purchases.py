"""Controlled purchases: what a customer learns, and no more."""

import hashlib

from nps_chain.chain.address import format as write_address
from tests.world.folders.reading import rows


def test_each_purchase_is_a_payment_on_the_chain(tiny, folders):
    bought = rows(folders["purchases"]["purchases/purchases.csv"])
    assert [(one["number"], one["market"], one["handle"]) for one in bought] == [
        ("1", "Lanternfen", "saltmeadow"), ("2", "Quincegate", "brineacre"),
        ("3", "Quincegate", "brineacre"),
    ]  # fmt: skip
    for one, told in zip(bought, tiny.facts.purchases, strict=True):
        paid = tiny.chain.tx(one["txid"]).outputs[int(one["n"])]
        assert (paid.address, paid.value) == (one["paid_to"], int(one["paid_satoshi"]))
        assert one["txid"] == told.paid.txid
        assert one["block_time"] == f"{tiny.chain.tx(one['txid']).time:%Y-%m-%dT%H:%M:%SZ}"
        assert (one["product_code"], int(one["price_satoshi"])) == (told.code, told.price)


def test_the_market_shows_the_script_behind_an_escrow_and_none_behind_a_deposit(folders, owners):
    first, *escrows = rows(folders["purchases"]["purchases/purchases.csv"])
    assert (first["how"], first["redeem_script"]) == ("deposit at the market", "")
    assert owners[first["paid_to"]] == "Lanternfen"
    for one in escrows:
        script = hashlib.sha256(bytes.fromhex(one["redeem_script"])).digest()
        assert write_address(b"\x00\x20" + script, "regtest") == one["paid_to"]


def test_each_has_a_report_that_says_what_the_page_said(folders):
    held = folders["purchases"]
    for number, one in enumerate(rows(held["purchases/purchases.csv"]), start=1):
        text = held[f"purchases/purchase-{number}.txt"].decode()
        assert f"\n    {one['paid_to']}\n" in text
        assert one["handle"] in text
    assert "takes it for an address of saltmeadow's. Nobody has checked that." in " ".join(
        held["purchases/purchase-1.txt"].decode().split()
    )


def test_the_undercover_wallet_is_the_agencys_own(tiny, folders, owners, date):
    own = [one["address"] for one in rows(folders["purchases"]["undercover-wallet.csv"])]
    assert own
    assert {owners[address] for address in own} == {"ADP"}
    paid = {coin.address for one in tiny.facts.purchases
            for coin in tiny.chain.tx(one.paid.txid).inputs}  # fmt: skip
    assert paid <= {*own}


def test_the_other_agencies_have_no_purchases(folders):
    for role in ("pages", "phone"):
        assert not [path for path in folders[role] if path.startswith(("purchases/", "undercover"))]
