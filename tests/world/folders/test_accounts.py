"""What exchanges would answer: one in full, one in part, one never."""

import re
from collections import Counter

from tests.world.folders.reading import rows


def test_each_deposit_address_that_was_paid_can_be_asked_for(tiny, story, owners):
    assert [*tiny.exchanges] == [told.name for told in story.exchanges]
    wallets = tiny.truth.ownership.astype(str)
    for told in story.exchanges:
        replies = rows(tiny.exchanges[told.name]["replies.csv"])
        paid = set(wallets[wallets.wallet == f"{told.name}, deposits"].address)
        assert {one["address"] for one in replies} == paid
        status = {"in full": "full", "in part": "in part", "never": "none"}[told.answers]
        assert {one["status"] for one in replies} == {status}
        assert {int(one["delay_days"]) for one in replies} == {told.days}


def test_one_gives_all_one_a_part_and_one_nothing(tiny):
    full, part, never = (tiny.exchanges[name] for name in ("Merivane", "Pallory", "Freyport"))
    assert [*never] == ["README.txt", "replies.csv"]
    assert {one["account"] for one in rows(never["replies.csv"])} == {""}
    assert {*full} == {*part} == {"README.txt", "replies.csv", "accounts.csv", "entries.csv"}
    assert [*rows(full["accounts.csv"])[0]] == [
        "account", "holder", "kind", "country", "born_or_registered", "document", "e_mail", "phone",
        "opened",
    ]  # fmt: skip
    assert [*rows(part["accounts.csv"])[0]] == ["account", "holder", "kind", "country"]
    assert {one["what"] for one in rows(part["entries.csv"])} == {"deposit"}
    assert {one["what"] for one in rows(full["entries.csv"])} == {
        "deposit", "withdrawal", "bought", "sold",
    }  # fmt: skip


def test_deposits_are_what_the_chain_shows_at_the_addresses(tiny):
    outputs = tiny.chain.columns.outputs
    texts = tiny.chain.columns.addresses.address.to_pylist()
    paid = Counter()
    for row, value in zip(outputs.address.tolist(), outputs.value.tolist(), strict=True):
        if row >= 0:
            paid[texts[row]] += value
    for name in ("Merivane", "Pallory"):
        told = Counter()
        for one in rows(tiny.exchanges[name]["entries.csv"]):
            if one["what"] == "deposit":
                told[one["address"]] += int(one["satoshi"])
        addresses = [one["address"] for one in rows(tiny.exchanges[name]["replies.csv"])]
        assert told == {address: paid[address] for address in addresses}


def test_the_suspect_has_one_account_with_both_deposit_addresses(tiny):
    vendor, held = tiny.facts.vendor("saltmeadow"), tiny.exchanges["Merivane"]
    account = {one["address"]: one["account"] for one in rows(held["replies.csv"])}
    (number,) = {account[text] for told in vendor.accounts for text in told.addresses}
    (one,) = [row for row in rows(held["accounts.csv"]) if row["account"] == number]
    assert (one["holder"], one["kind"], one["country"]) == (vendor.person, "person", "Aldoria")


def test_no_two_accounts_have_one_holder_and_documents_lead_nowhere(tiny, story):
    for name in ("Merivane", "Pallory"):
        accounts = rows(tiny.exchanges[name]["accounts.csv"])
        holders = [one["holder"] for one in accounts]
        assert len({*holders}) == len(holders)
        for one in accounts:
            assert re.fullmatch(r"[a-z0-9.-]+@mail\.example", one.get("e_mail", "a@mail.example"))
            assert re.fullmatch(r"\+000 \d{3} \d{4}", one.get("phone", "+000 111 1111"))
    handles = {shop.handle for vendor in story.vendors for shop in vendor.shops}
    told = b"".join(data for held in tiny.exchanges.values() for data in held.values()).decode()
    assert not [handle for handle in handles if handle in told]
