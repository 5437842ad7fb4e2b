"""The preset ``tiny``: little of everything, and everything at least once."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nps_chain as nps
from nps_chain.groundtruth.tables import ENTITY_KINDS, PURPOSES, TX_KINDS
from nps_chain.world.data_set import PAGES
from nps_chain.world.simulate import simulate

LUCKY = {"peel-saltmeadow", "peel-brineacre", "replacement", "fee-parent", "fee-child"}
"""Exhibits that so small a world may lack: a month has few peels, and fewer who are impatient."""


def names(world):
    """The exhibits, but for coins in a phone, which are more or fewer, and what is luck here."""
    return [
        name for name in world.exhibits if not name.startswith("CFI-phone-") and name not in LUCKY
    ]


def test_it_is_tiny(tiny):
    assert tiny.chain.height == 720
    assert 1200 < len(tiny.chain.txs) < 2000
    assert 30 <= len(tiny.pages) < 100


def test_every_kind_of_actor_transaction_and_purpose_is_in_it(tiny):
    truth = tiny.truth
    assert set(ENTITY_KINDS) - set(truth.entities.kind) == set()
    assert set(TX_KINDS) - set(truth.transactions.kind) == set()
    assert set(PURPOSES) - set(truth.purposes.purpose) == set()


def test_all_four_kinds_of_coinjoin_are_found_in_it(tiny):
    found = nps.coinjoins(tiny.chain)
    assert {"wasabi1", "wabisabi", "whirlpool", "joinmarket"} <= set(found.kind)


def test_its_exhibits_are_what_the_story_has_on_the_chain(tiny):
    assert names(tiny) == [
        "agency-purchases", "agency-pages", "agency-phone", "market-lanternfen",
        "market-quincegate", "vendor-saltmeadow", "vendor-brineacre", "vendor-graphite_owl",
        "vendor-paper-lynx", "vendor-tin_harbour", "vendor-coldquay", "courier",
        "ADP-1", "ADP-1-address", "ADP-2", "ADP-2-address", "ADP-2-release",
        "ADP-3", "ADP-3-address", "ADP-3-release",
        "shop-tin_harbour", "clone-tin_harbour", "TCB-signed", "first-payout", "consolidation",
        "exit-scam", "dorn", "dorn-withdrawal", "dorn-deposit", "first-sale",
        "self-change", "taproot", "multisig", "data", "dear-payment",
        "wasabi1", "wabisabi", "whirlpool", "joinmarket", "tx0", "payjoin",
        "payroll", "airdrop", "dust", "mixer-deposit", "mixer-payout", "letter-1", "letter-2",
    ]  # fmt: skip
    assert "CFI-phone-2" in tiny.exhibits
    chain, truth = tiny.chain, tiny.truth
    people = {*truth.entities.name, "brineacre"}  # a handle of somebody who has another one
    for one in tiny.exhibits.values():
        match one.kind:
            case "transaction":
                assert chain.tx(one).txid == one
            case "output":
                txid, n = one.split(":")
                assert int(n) < len(chain.tx(txid).outputs)
            case "address":
                assert chain.address(one).text == one
            case "entity":
                assert one in people


def test_exhibits_are_true(tiny):
    truth, exhibits = tiny.truth, tiny.exhibits
    kinds = truth.transactions.set_index("txid").kind
    assert kinds[exhibits["ADP-1"]] == "market_deposit"
    assert kinds[exhibits["ADP-2"]] == kinds[exhibits["ADP-3"]] == "escrow"
    assert kinds[exhibits["first-payout"]] == "vendor_payout"
    assert kinds[exhibits["first-sale"]] == "market_deposit"
    assert kinds[exhibits["ADP-2-release"]] == "escrow_release"
    assert truth.owner(exhibits["TCB-signed"]) == "saltmeadow"
    assert kinds[exhibits["consolidation"]] == "consolidation"
    examples = {
        "payroll": "wage", "airdrop": "airdrop", "dust": "dust", "tx0": "tx0", "data": "op_return",
        "payjoin": "payjoin", "wasabi1": "coinjoin", "wabisabi": "coinjoin",
        "whirlpool": "coinjoin", "joinmarket": "coinjoin", "fee-child": "self_transfer",
    }  # fmt: skip
    assert {name: kinds[exhibits[name]] for name in examples} == examples
    purposes = truth.purposes.set_index(["txid", "n"])
    coins = {}
    for name in ("mixer-deposit", "mixer-payout", "peel-saltmeadow", "peel-brineacre"):
        txid, n = exhibits[name].split(":")
        coins[name] = purposes.loc[(txid, int(n))]
    assert [coin.purpose for coin in coins.values()] == [
        "deposit", "payout", "consolidation", "consolidation",
    ]  # fmt: skip
    assert coins["mixer-deposit"].deed == coins["mixer-payout"].deed
    assert truth.owner(exhibits["letter-1"]) == "Nightpost"
    assert truth.owner(exhibits["shop-tin_harbour"]) == "tin_harbour"
    assert truth.owner(exhibits["clone-tin_harbour"]) == "the thief"
    assert truth.owner(exhibits["ADP-1-address"]) == "Lanternfen"
    wages = truth.purposes.set_index(["txid", "n"]).purpose
    for name, one in exhibits.items():
        if name.startswith("CFI-phone-"):
            txid, n = one.split(":")
            assert wages[txid, int(n)] == "wage"


def test_what_an_exhibit_says_gives_no_answer_away(tiny):
    # That of a vendor's handle says no more than on which market it is.
    others = (one for one in tiny.exhibits.values() if not one.name.startswith("vendor-"))
    told = " ".join(one.about for one in others)
    people = set(tiny.truth.deeds.by.dropna()) | {"the thief", "clone", "fake", "careless"}
    shown = {"saltmeadow", "brineacre", "tin_harbour", "ADP", "M. Dorn", "Lanternfen", "Merivane"}
    assert [
        name for name in sorted(people - shown) if re.search(rf"\b{re.escape(name)}\b", told)
    ] == []


def test_pages_show_addresses_that_are_on_the_chain(tiny):
    known = set(tiny.chain.addresses.address)
    shown = {
        one.text for page in tiny.pages for one in page.shows
        if one.kind == "address" and one.genuine
    }  # fmt: skip
    assert len(shown) > 5
    assert sorted(shown - known) == []


def test_pages_show_nothing_from_the_future(tiny):
    first_seen = tiny.chain.addresses.set_index("address").first_seen
    heights = tiny.chain.txs.height
    for page in tiny.pages:
        for one in page.shows:
            if one.kind == "address" and one.genuine and not one.trap:
                day = (int(heights[first_seen[one.text]]) - 1) // 24 + 1
                assert day <= page.day, (page.path, one)


def test_it_says_of_each_page_who_saved_it_when(tiny, tmp_path):
    tiny.save(tmp_path / "tiny", blocks=True)
    index = (tmp_path / "tiny" / PAGES / "index.csv").read_text("utf-8").splitlines()
    assert len(index) == 1 + len(tiny.pages)
    assert nps.load(tmp_path / "tiny").height == 720


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_another_seed_is_tiny_too_and_has_the_same_exhibits(tiny, seed):
    other = simulate("tiny", seed)
    assert len(other.chain.txs) < 2000
    assert names(other) == names(tiny)
    assert other.blocks[1] != tiny.blocks[1]


def contents(folder):
    """The hash of each file of a data set, by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_all_its_files_are_the_same_whatever_pythons_own_hashes_are(tiny, hash_seed, tmp_path):
    tiny.save(tmp_path / "here", blocks=True)
    words = ["simulate", "tiny", "--blocks", "--out", str(tmp_path / "there")]
    subprocess.run(
        [sys.executable, "-m", "nps_chain.cli", *words],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
    )
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
