"""What exchanges would answer: one in full, one in part, one never."""

import re
from collections import Counter

from tests.world.folders.reading import rows


def test_each_exchange_of_the_story_has_a_manner(tiny, story):
    assert [*tiny.exchanges] == [told.name for told in story.exchanges]
    manners = {name: held["manner.csv"].decode() for name, held in tiny.exchanges.items()}
    assert manners == {
        "Merivane": "status,delay_days,gives\n"
        'full,2,"holder, documents, deposits, withdrawals, purchases and sales"\n',
        "Pallory": 'status,delay_days,gives\nin part,12,"holder\'s name and country, deposits"\n',
        "Freyport": "status,delay_days,gives\nnone,0,\n",
    }


def test_each_deposit_address_that_was_paid_can_be_asked_for(tiny):
    wallets = tiny.truth.ownership.astype(str)
    for name in ("Merivane", "Pallory"):
        known = [one["address"] for one in rows(tiny.exchanges[name]["addresses.csv"])]
        assert len({*known}) == len(known)
        assert {*known} == set(wallets[wallets.wallet == f"{name}, deposits"].address)
        used = {one["account"] for one in rows(tiny.exchanges[name]["addresses.csv"])}
        assert {one["account"] for one in rows(tiny.exchanges[name]["accounts.csv"])} == used


def test_one_gives_all_one_a_part_and_one_nothing(tiny):
    full, part, never = (tiny.exchanges[name] for name in ("Merivane", "Pallory", "Freyport"))
    assert [*never] == ["README.txt", "manner.csv"]
    more = ["addresses.csv", "accounts.csv", "entries.csv"]
    assert [*full] == [*part] == [*never, *more]
    assert [*rows(full["accounts.csv"])[0]] == [
        "account", "holder", "kind", "country", "born_or_registered", "document", "e_mail", "phone",
        "opened",
    ]  # fmt: skip
    assert [*rows(part["accounts.csv"])[0]] == ["account", "holder", "kind", "country"]
    assert {one["what"] for one in rows(part["entries.csv"])} == {"deposit"}
    assert {one["what"] for one in rows(full["entries.csv"])} == {
        "deposit", "withdrawal", "sold", "bought and sent",
    }  # fmt: skip


def test_deposits_are_what_the_chain_shows_at_the_addresses(tiny):
    paid = received(tiny)
    for name in ("Merivane", "Pallory"):
        told = Counter()
        for one in rows(tiny.exchanges[name]["entries.csv"]):
            if one["what"] == "deposit":
                told[one["address"]] += int(one["satoshi"])
        addresses = [one["address"] for one in rows(tiny.exchanges[name]["addresses.csv"])]
        assert told == {address: paid[address] for address in addresses}


def test_what_was_sent_came_to_the_address_if_it_was_mined(tiny):
    """All of it: an exchange takes no fee from what it sends."""
    paid, sent = received(tiny), Counter()
    for one in rows(tiny.exchanges["Merivane"]["entries.csv"]):
        if one["what"] in ("withdrawal", "bought and sent"):
            assert (int(one["satoshi"]) < 0) == (one["what"] == "withdrawal")
            sent[one["address"]] += abs(int(one["satoshi"]))
    late = [address for address, amount in sent.items() if paid[address] < amount]
    assert len(late) <= len(sent) // 20


def received(world):
    """What each address got on the chain, in satoshi."""
    outputs = world.chain.columns.outputs
    texts = world.chain.columns.addresses.address.to_pylist()
    paid = Counter()
    for row, value in zip(outputs.address.tolist(), outputs.value.tolist(), strict=True):
        if row >= 0:
            paid[texts[row]] += value
    return paid


def test_the_suspect_has_one_account_with_both_deposit_addresses(tiny):
    vendor, held = tiny.facts.vendor("saltmeadow"), tiny.exchanges["Merivane"]
    account = {one["address"]: one["account"] for one in rows(held["addresses.csv"])}
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
