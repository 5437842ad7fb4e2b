"""A case names what somebody pointed at: on a page, in a tag, or in a text."""

from types import SimpleNamespace

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.evidence.bag.contents.named import named, tx_rows_there

CHAIN = nps.load("core-regtest")
TX = CHAIN.tx(300)
A, B, C = (CHAIN.address(row).text for row in (3, 7, 9))


def shown(*rows):
    frame = pd.DataFrame(rows, columns=["type", "text", "valid"])
    return SimpleNamespace(indicators=frame.astype({"valid": "bool"}))


def tagged(*rows):
    columns = ["address", "currency", "network", "txid"]
    return SimpleNamespace(frame=pd.DataFrame(rows, columns=columns))


def test_places_are_told_in_one_order():
    pages = shown(("address", A, True), ("address", B, False), ("txid", TX.txid, True))
    tags = tagged(
        (A, "BTC", "REGTEST", ""), ("0xab", "ETH", "ETH", ""), ("", "BTC", "REGTEST", TX.txid)
    )
    told = {"log": {"a7": B}, "letter": [{"text": f"The payment {TX.txid.upper()} to {A}."}]}
    found = named(CHAIN, pages, tags, told)
    assert found.addresses == dict(sorted({A: ("page", "tag", "letter"), B: ("log",)}.items()))
    assert found.txids == {TX.txid: ("page", "tag", "letter")}


def test_in_a_text_only_that_counts_which_is_on_the_chain():
    texts = {"report": [f"{A}, {A}x, {'ab' * 32}, {CHAIN.block(3).hash}"]}
    assert named(CHAIN, None, None, texts) == ({A: ("report",)}, {})


@pytest.mark.parametrize("before", [" ", "\n", "\t", "—", "é", "адрес:"])
@pytest.mark.parametrize("chain", [CHAIN, None])
def test_what_stands_before_an_address_does_not_hide_it(chain, before):
    told = {"letter": [{"facts": f"It went to{before}{A}{before}and on."}]}
    assert named(chain, None, None, told).addresses == {A: ("letter",)}


def test_fields_at_any_depth_are_searched_and_their_names():
    deep = {B: 1, "sum": [0.5, None, True]}
    for _ in range(5_000):
        deep = {"in": [deep]}
    assert named(CHAIN, None, None, {"log": deep}).addresses == {B: ("log",)}


@pytest.mark.parametrize("chain", [nps.load("tiny"), None])
def test_an_address_in_capitals_is_the_one_in_small_letters(chain):
    segwit = next(one for one in nps.load("tiny").addresses["address"] if one.startswith("bcrt1"))
    told = {"letter": [f"{segwit.upper()} or {segwit}"]}
    assert named(chain, None, None, told).addresses == {segwit: ("letter",)}


def test_a_tag_of_another_network_names_nothing_on_this_chain():
    tags = tagged((A, "BTC", "REGTEST", ""), (B, "BTC", "TEST", ""), ("", "BTC", "BTC", TX.txid))
    assert named(CHAIN, None, tags, {}) == ({A: ("tag",)}, {})
    every = named(None, None, tags, {})
    assert every == ({A: ("tag",), B: ("tag",)}, {TX.txid: ("tag",)})


def test_an_address_that_is_a_script_is_found():
    chain = nps.load("tiny")
    script = next(text for text in chain.addresses["address"] if text.startswith("script:"))
    assert named(chain, None, None, {"log": [f'"{script}"']}).addresses == {script: ("log",)}


def test_without_a_chain_an_address_is_known_by_its_checksum():
    wrong = A[:-1] + ("a" if A[-1] != "a" else "b")
    texts = {"letter": [f"{A} {wrong} {TX.txid}"]}
    assert named(None, None, None, texts) == ({A: ("letter",)}, {})


def test_transactions_that_are_not_there_are_passed_over():
    txids = ["00" * 32, CHAIN.tx(7).txid, TX.txid]
    assert tx_rows_there(CHAIN, txids).tolist() == [7, 300]
