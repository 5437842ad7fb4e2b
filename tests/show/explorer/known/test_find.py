from dataclasses import replace

import pyarrow as pa
import pytest

import nps_chain as nps
from nps_chain.show.explorer.known.find import find, name, spelled
from nps_chain.show.style import shorten
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain

CHAIN = chain_of("a: new -> ann 50", "b: a:0 -> bob 30, ann 20", "c: b:0 -> eve 30")
ANN, EVE = address_of("ann"), address_of("eve")
B = txid_of("b")


def found(text, txs=3):
    return find(CHAIN, text, txs)


def refused(text, txs=3, chain=CHAIN):
    with pytest.raises(nps.NpsError) as refusal:
        find(chain, text, txs)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        (B, "t1"), (B.upper(), "t1"), (B[:6], "t1"), (B[:7].upper(), "t1"), (f"{B}:1", "t1"),
        (ANN, "a0"), (ANN[:12], "a0"), (ANN.upper(), "a0"), (ANN[:12].upper(), "a0"),
        (f"\u00a0\ufeff{ANN}\r\n", "a0"), (f"{ANN[:20]}\n   {ANN[20:]}", "a0"),
        (f"\u200b{B[:32]} \u00ad{B[32:]}.", "t1"), (f"„{ANN}“,", "a0"), (f"<{B}>", "t1"),
        (f"bitcoin:{ANN}?amount=0.3&label=%3Cb%3E", "a0"), (f"BITCOIN:{ANN.upper()}", "a0"),
        (shorten(B), "t1"), (shorten(ANN), "a0"), (shorten(ANN).upper(), "a0"),
        (f"{B[:8]}...{B[-4:]}", "t1"), (f"{B[:8]}…", "t1"),
    ],
    ids=lambda text: ascii(text)[:24],
)  # fmt: skip
def test_whatever_people_paste_leads_to_the_thing(text, thing):
    assert found(text) == thing


def test_what_is_there_twice_needs_more_of_its_text():
    assert refused("bcrt1q") == (
        "3 addresses in this chain begin with 'bcrt1q': give more of the text."
    )


def named(txids, addresses):
    """The chain with other names for its first transactions and addresses."""
    c = CHAIN.columns
    ours = c.txs.txid.copy()
    for row, txid in enumerate(txids):
        ours[row] = list(bytes.fromhex(txid)[::-1])
    texts = [*addresses, *c.addresses.address.to_pylist()[len(addresses) :]]
    columns = replace(
        c,
        txs=replace(c.txs, txid=ours),
        addresses=replace(c.addresses, address=pa.array(texts, pa.large_string())),
    )
    return nps.Chain("regtest", columns, proven=True)


def test_of_a_transaction_and_addresses_that_begin_alike_none_is_taken():
    chain = named(["2a2a2a" + "0" * 58], ["2b2b2b", "2a2a2a4", "2a2a2a3x"])
    assert refused("2a2a2a", chain=chain) == (
        "1 transaction and 2 addresses in this chain begin with '2a2a2a': give more of the text."
    )
    assert find(chain, "2a2a2a", 1) == "t0"  # the addresses appear later
    assert find(chain, "2a2a2a4", 3) == "a1"
    assert find(chain, "2a2a2a0", 3) == "t0"


def test_a_whole_text_is_found_though_another_begins_with_it():
    chain = named([], ["2a2a2a3", "2a2a2a3x", "2a2a2a3xy"])
    assert find(chain, "2a2a2a3", 3) == "a0"
    assert find(chain, "2a2a2a3x", 3) == "a1"
    assert find(chain, "2a2a2a3…y", 3) == "a2"


def test_of_a_txid_that_came_again_the_later_one_is_found():
    chain = named(["ab" * 32, "ab" * 32], [])
    assert find(chain, "ab" * 32, 3) == find(chain, "ababab", 3) == "t1"
    assert find(chain, "ab" * 32, 1) == "t0"  # as long as it hadn't come again


def test_what_is_not_there_is_refused_with_a_reason():
    unknown = "Nothing in this chain begins with"
    advice = "Compare it with where you have it from, or give less of it."
    assert refused("ffffffff") == f"{unknown} 'ffffffff'. {advice}"
    assert refused("f" * 64) == f"{unknown} 'ffffff…ffffff'. {advice}"
    assert refused("f" * 9999) == f"{unknown} 'ffffff…ffffff'. {advice}"
    assert refused("0x123456") == f"{unknown} '0x123456'. {advice}"
    assert refused(f"{B[:8]}…000000") == f"{unknown} '{B[:6]}…000000'. {advice}"
    nobody = address_of("nobody")
    assert refused(nobody) == f"{unknown} '{shorten(nobody)}'. {advice}"
    typo = ANN[:-1] + ("q" if ANN[-1] != "q" else "p")
    assert refused(typo).startswith(f"{unknown} '{shorten(typo)}'. Its checksum is wrong")
    mixed = ANN[:20] + ANN[20:].upper()
    assert "mixes small and capital letters" in refused(mixed)
    elsewhere = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    assert refused(elsewhere).endswith(". It is an address of main, not of regtest.")
    assert "'cyrillic small letter a', which no address has" in refused("bcrt1q\u0430")


def test_a_secret_that_was_pasted_is_not_shown():
    key = "L5nJeqKmpHp4P7F8ZYyjwc5a7P4d8EabuGAzfGJk7yC1BJyzNaEd"
    assert "It looks like a private key" in refused(key)
    assert key[6:-6] not in refused(key)


@pytest.mark.parametrize(
    "text", ["", "  ", "abcde", "t12", "…abcdef", "\u202e\u202e<>", "ann…" + B]
)
def test_what_is_too_short_is_refused(text):
    assert "is too short: give the first 6 characters or more" in refused(text)


@pytest.mark.parametrize("text", [5, None, b"abcdef", ["abcdef"]])
def test_what_is_no_text_is_refused(text):
    assert refused(text) == (
        f"Give a txid or an address as text, or its beginning, not {type(text).__name__}."
    )


def test_what_comes_later_is_not_found_yet():
    assert found(B, 2) == "t1"
    assert refused(B, 1) == f"'{shorten(B)}' first appears in block 1: move the clock there first."
    assert (
        refused(EVE, 2) == f"'{shorten(EVE)}' first appears in block 2: move the clock there first."
    )
    assert found("bcrt1q", 1) == "a0"  # the only one as yet


@pytest.mark.parametrize(
    ("text", "as_spelled"),
    [
        ("BC1QAB", "bc1qab"), ("TB1", "tb1"), (" BCRT1P0 ", "bcrt1p0"), ("BCRT1Qa", "BCRT1Qa"),
        ("2NFsVy", "2NFsVy"), ("1BC1Q", "1BC1Q"), ("BC1!", "BC1!"),
    ],
)  # fmt: skip
def test_only_what_is_all_capitals_is_spelled_in_small_ones(text, as_spelled):
    assert spelled(text) == as_spelled


@pytest.mark.parametrize(
    ("thing", "text"),
    [("t1", B), ("t1>", B), ("t1<", B), ("a0", ANN), ("a2", EVE), ("c2", EVE), ("c0>", ANN)],
)
def test_a_thing_is_named_whole(thing, text):
    assert name(CHAIN, thing) == text


@pytest.mark.parametrize(
    "thing", ["", "t", "t3", "a3", "c3", "x1", "t-1", "t1>>", "t1\n", "t١", "t" + "9" * 99, 5, None]
)
def test_what_is_no_thing_has_no_name(thing):
    with pytest.raises(nps.NpsError, match="is nothing in this chain: give t and the row"):
        name(CHAIN, thing)


def test_every_transaction_and_address_is_found_by_its_name():
    chain = node_chain()
    txs = len(chain.txs)
    for row, txid in enumerate(chain.txs["txid"]):
        assert find(chain, txid, txs) == f"t{row}"
        assert name(chain, f"t{row}") == txid
    texts = chain.addresses["address"].tolist()
    for row, text in enumerate(texts):
        assert find(chain, text, txs) == f"a{row}"
        assert name(chain, f"a{row}") == text


def test_beginnings_are_found_as_plain_python_finds_them():
    chain = node_chain()
    texts = {f"a{row}": text for row, text in enumerate(chain.addresses["address"])}
    texts |= {f"t{row}": txid for row, txid in enumerate(chain.txs["txid"])}
    for thing in ["a3", "a700", "a1421", "t5", "t300", "t710"]:
        for many in (6, 7, 8, 9, 12, 30):
            head = texts[thing][:many]
            fitting = [one for one, text in texts.items() if text.startswith(head)]
            if len(fitting) == 1:
                assert find(chain, head, len(chain.txs)) == thing
            else:
                assert refused(head, len(chain.txs), chain).startswith(
                    f"{len(fitting):,} addresses"
                )
