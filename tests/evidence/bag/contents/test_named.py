"""A case names what somebody pointed at: on a page, in a tag, or in a text."""

from types import SimpleNamespace

import pandas as pd

import nps_chain as nps
from nps_chain.evidence.bag.contents.named import named, tx_rows_there

CHAIN = nps.load("core-regtest")
TX = CHAIN.tx(300)
A, B, C = (CHAIN.address(row).text for row in (3, 7, 9))


def shown(*rows):
    frame = pd.DataFrame(rows, columns=["type", "text", "valid"])
    return SimpleNamespace(indicators=frame.astype({"valid": "bool"}))


def tagged(*rows):
    return SimpleNamespace(frame=pd.DataFrame(rows, columns=["address", "currency", "txid"]))


def test_places_are_told_in_one_order():
    pages = shown(("address", A, True), ("address", B, False), ("txid", TX.txid, True))
    tags = tagged((A, "BTC", ""), ("0xab", "ETH", ""), ("", "BTC", TX.txid))
    texts = {"log": [f'{{"a7": "{B}"}}'], "letter": [f"The payment {TX.txid.upper()} to {A}."]}
    found = named(CHAIN, pages, tags, texts)
    assert found.addresses == dict(sorted({A: ("page", "tag", "letter"), B: ("log",)}.items()))
    assert found.txids == {TX.txid: ("page", "tag", "letter")}


def test_in_a_text_only_that_counts_which_is_on_the_chain():
    texts = {"report": [f"{A}, {A}x, {'ab' * 32}, {CHAIN.block(3).hash}"]}
    assert named(CHAIN, None, None, texts) == ({A: ("report",)}, {})


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
