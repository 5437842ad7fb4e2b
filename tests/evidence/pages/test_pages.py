"""What is on saved pages, where it stands, and what other pages tell of it."""

import hashlib
import html
import re

import pandas as pd
import pytest

import nps_chain as nps
import nps_chain.evidence.pages
from nps_chain.chain import address as addresses
from nps_chain.chain import onion
from nps_chain.errors import NpsError
from nps_chain.evidence.pages import pages
from nps_chain.evidence.pages.collection import TYPES
from nps_chain.world.pages.fixtures import key, public_block
from tests.evidence.pages.shown import measures, told, true_of, wrong
from tests.world.pages.story import address

COIN = address(1, "pages", "p2wpkh")
WRONG = COIN[:20] + ("q" if COIN[20] != "q" else "p") + COIN[21:]
HOST = onion.teaching_name(bytes(range(32)))


@pytest.fixture
def seen(tmp_path):
    """A function: the pages with these sources, called 0.html, 1.html, ..."""

    def read(*sources, chain=None):
        for number, source in enumerate(sources):
            (tmp_path / f"{number}.html").write_text(source, encoding="utf-8")
        return pages(tmp_path, chain=chain)

    return read


@pytest.fixture(scope="module")
def tiny():
    return nps.pages("tiny")


def rows(found, *columns):
    return list(found.indicators[list(columns)].itertuples(index=False, name=None))


def test_tiny_shows_what_its_world_put_there(tiny):
    """Every type, every trap, each as often as it stands on the page; and nothing else."""
    true = true_of(nps.truth("tiny").shown.itertuples(index=False))
    assert wrong(told(tiny), true) == {}
    assert set(measures(told(tiny), true).values()) == {(1.0, 1.0)}


def test_a_thing_is_found_wherever_it_stands(tiny):
    shop = nps.exhibit("shop-tin_harbour", data="tiny")
    found = tiny.find(shop)
    assert set(found["text"]) == {shop}
    assert found["where"].value_counts().to_dict() == {"text": 3, "comment": 3}
    assert found.index.tolist() == list(range(len(found)))
    assert len(tiny.find("nowhere")) == 0


def test_what_was_meant_is_told_where_it_stands_on_the_pages(seen):
    found = seen(f"<p>{COIN} is right", f"<p>{WRONG} is wrong")
    assert found.meant(WRONG) == COIN
    assert found.meant(COIN) == found.meant("nowhere") == ""
    assert seen(f"<p>{WRONG} is wrong", "<p>nothing").meant(WRONG) == ""


def test_pages_of_a_title_come_as_they_were_saved(tiny):
    found = tiny.titled("tin_harbour")
    assert set(found["title"]) == {"tin_harbour"}
    assert found["captured"].is_monotonic_increasing
    assert found["file"].nunique() == len(found) == 3
    assert len(tiny.titled("no title")) == 0


def test_pages_that_were_read_are_not_taken_apart_again_while_nothing_changes(seen, monkeypatch):
    taken = []
    whole = nps_chain.evidence.pages._taken_apart
    monkeypatch.setattr(
        nps_chain.evidence.pages, "_taken_apart", lambda *told: taken.append(told) or whole(*told)
    )
    first, again = seen(f"<p>pay {COIN} once"), seen(f"<p>pay {COIN} once")
    assert len(taken) == 1
    pd.testing.assert_frame_equal(first.indicators, again.indicators)
    assert seen(f"<p>pay {WRONG} once").refused["text"].tolist() == [WRONG]
    assert len(taken) == 2
    monkeypatch.setattr(nps_chain.evidence.pages, "MOST_KEPT", 0)
    assert seen(f"<p>pay {WRONG} once").refused["text"].tolist() == [WRONG]
    assert len(taken) == 3


def test_frames_have_their_columns_and_kinds(tiny, seen, tmp_path):
    empty = tmp_path / "none"
    empty.mkdir()
    for found in (tiny, pages(empty)):
        assert found.frame.dtypes.astype(str).to_dict() == {
            "file": "str", "url": "str", "captured": "str", "sha256": "str", "title": "str",
            "language": "str", "encoding": "str", "bytes": "int64", "intact": "bool",
            "icon": "str", "note": "str",
        }  # fmt: skip
        assert found.indicators.dtypes.astype(str).to_dict() == {
            "file": "str", "type": "str", "text": "str", "valid": "bool", "why": "str",
            "start": "int64", "end": "int64", "written": "str", "where": "str", "trap": "str",
            "context": "str",
        }  # fmt: skip
    assert len(pages(empty)) == 0
    assert tiny.frame["intact"].all()
    assert set(tiny.indicators["type"]) <= set(TYPES)
    assert tiny.indicators["why"].str.endswith((".", "?")).all()


def test_each_place_in_the_source_is_what_was_written(tiny):
    """What stands there reads as the text, once elements and unseen characters are gone."""
    looks = {
        "onion": lambda text: text.replace("[.]", "."),
        "fingerprint": lambda text: text.replace(" ", ""),
        "script": lambda text: "".join(text.split()),
    }
    checked = set()
    for row in tiny.indicators.itertuples():
        written = tiny.source(row.file)[row.start : row.end]
        read = html.unescape(re.sub("<[^>]*>", "", written)).replace("\u200b", "")
        if row.type in ("key", "signature"):
            assert read.startswith("-----BEGIN PGP ")
            assert re.search("-----END PGP [A-Z ]+-----$", read)
        elif row.type == "picture":
            assert written.startswith("data:image/png;base64,")
        else:
            assert row.text.lower() in looks.get(row.type, str)(read).lower(), row
        checked.add((row.type, row.trap))
    assert len(checked) > 20


def test_the_same_again_is_equal(tiny):
    again = nps.pages("tiny")
    pd.testing.assert_frame_equal(tiny.indicators, again.indicators)
    pd.testing.assert_frame_equal(tiny.frame, again.frame)


def test_the_chain_tells_txids_from_other_hashes(tiny):
    chain = nps.load("tiny")
    asked = nps.pages("tiny", chain=chain)
    assert asked.of("txid")["text"].tolist() == tiny.of("txid")["text"].tolist()
    assert set(asked.of("txid")["why"]) == {"It is a transaction of the chain."}
    assert set(asked.of("hash")["why"]) == {
        "No transaction of the chain has this name: the hash of something else."
    }


def test_each_find_can_be_cited_with_how_its_page_was_captured(tiny):
    cited = tiny.cited
    assert cited.columns.tolist() == [*tiny.indicators, "url", "captured", "sha256", "intact"]
    pd.testing.assert_frame_equal(cited[tiny.indicators.columns], tiny.indicators)
    facts = tiny.frame.set_index("file")
    for name in ("url", "captured", "sha256", "intact"):
        assert cited[name].tolist() == facts.loc[cited["file"], name].tolist()


def test_parts_of_the_table(tiny):
    assert tiny.refused.equals(tiny.indicators[~tiny.indicators["valid"]].reset_index(drop=True))
    assert set(tiny.of("address")["type"]) == {"address"}
    with pytest.raises(NpsError, match="There is no type 'coin': choose from address, "):
        tiny.of("coin")


def test_a_page_is_asked_for_by_its_file(tiny):
    file = tiny.frame["file"][0]
    page = tiny[file]
    assert (page.file, page.source, page.text) == (file, tiny.source(file), tiny.text(file))
    assert page.source.encode() == tiny.data(file)
    assert (page.indicators["file"] == file).all()
    assert [each.file for each in tiny] == tiny.frame["file"].tolist()
    with pytest.raises(NpsError, match=rf"There is no page '{file}x' in .*did you mean '{file}'"):
        tiny[f"{file}x"]


def test_a_page_says_what_it_is(seen):
    found = seen(f"<title>A</title><p>{COIN} and {WRONG}")
    assert repr(found["0.html"]) == "Page(0.html, 'A': 2 indicators, 1 of them refused)"
    assert repr(found) == (
        "Pages(1 page, 0 of them with the hash of their index; 2 indicators, 1 of them refused)"
    )
    shown = found["0.html"]._repr_html_()
    assert shown.startswith("<div ")
    assert "&lt;title&gt;A&lt;/title&gt;" in shown
    assert f"Refused: the address {WRONG} (changed letter). Its checksum is wrong:" in shown
    assert "nobody says where it was; nobody says when it was saved" in shown


def test_what_a_reader_sees_is_text_in_lines(seen):
    found = seen("<h1>A \n b</h1><table><tr><td>c<td>d</table><!-- e --><p hidden>f</p>&lt;g")
    assert found.text("0.html") == "A b\nc d\n<g"


def test_a_slip_is_told_with_what_it_was_copied_from(seen):
    found = seen(f"<p>{WRONG}", f"<p>{COIN}")
    place = next(n for n, (a, b) in enumerate(zip(WRONG, COIN, strict=True), 1) if a != b)
    assert rows(found, "file", "text", "valid", "trap")[0] == (
        "0.html",
        WRONG,
        False,
        "changed letter",
    )
    assert found.refused["why"][0].endswith(
        f"But for letter {place} it is {COIN}, which stands on these pages."
    )


def test_a_locking_script_is_told_with_its_address(seen):
    """BIP 141: a SegWit address of this kind holds the hash of its script."""
    script = "21" + "02" + "ab" * 32 + "ac"
    lock = b"\x00\x20" + hashlib.sha256(bytes.fromhex(script)).digest()
    found = seen(f"<p>{script}", f"<p>{addresses.format(lock, 'regtest')}")
    assert found.of("script")["why"].tolist() == [
        "It is a locking script of the type p2pk."
        f" Its address is {addresses.format(lock, 'regtest')}, which stands on these pages."
    ]


def test_a_signature_is_verified_by_a_key_of_another_page(seen):
    message = key("key-01").sign(f"Pay {COIN}.", 1_738_000_000)
    changed = message.replace(COIN, address(2, "pages", "p2wpkh"))
    block = f"<pre>{public_block('key-01')}</pre>"
    found = seen(f"<pre>{message}</pre>", f"<pre>{changed}</pre>", block)
    signatures = found.of("signature")
    assert list(zip(signatures["file"], signatures["valid"], strict=True)) == [
        ("0.html", True), ("1.html", False),
    ]  # fmt: skip
    assert signatures["why"][0] == "The signature holds, by the key that stands on 2.html."
    assert found.of("address")["file"].tolist() == ["0.html", "1.html"]
    assert found.of("key")["text"].tolist() == [key("key-01").fingerprint]


def test_codes_are_a_vendors_where_they_are_offered_for_coins(tmp_path):
    for name, text in {
        "market/a.html": "<table><tr><td>AB-123<td>0.02 BTC<tr><td>CD-456<td>0.1 BTC</table>",
        "board/b.html": "<p>Two orders of AB-123. CD-456 came late.",
        "glass/c.html": "<table><tr><td>AB-123<td>38.00 EUR<tr><td>XY-500<td>5 EUR</table>",
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    found = pages(tmp_path).of("code")
    assert list(zip(found["file"], found["text"], found["valid"], strict=True)) == [
        ("board/b.html", "AB-123", True), ("board/b.html", "CD-456", True),
        ("glass/c.html", "AB-123", False), ("glass/c.html", "XY-500", False),
        ("market/a.html", "AB-123", True), ("market/a.html", "CD-456", True),
    ]  # fmt: skip


def test_an_address_of_another_network_is_told(seen):
    real = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    others = [address(seed, "pages", "p2wpkh") for seed in range(1, 4)]
    found = seen(f"<p>{real} {' '.join(others)}")
    assert [trap for *_, trap in rows(found, "text", "trap")] == ["other network", "", "", ""]
    assert found.of("address")["why"][0].endswith(
        "The chain, or most addresses here, are of another network."
    )
    found = seen(f"<p>{real}", chain=nps.load("tiny"))
    assert rows(found, "valid", "trap") == [(True, "other network")]


@pytest.mark.parametrize(
    ("source", "where", "trap", "why"),
    [
        (f"<!-- old: {COIN} -->", "comment", "in a comment", "in a comment of the source."),
        (f"<b data-pay='{COIN}'>x</b>", "attribute", "in an attribute", "attribute of an element."),
        (f"<b style='display:none'>{COIN}</b>", "hidden", "hidden", "the page hides it."),
        (f"<script>pay('{COIN}')</script>", "hidden", "hidden", "the page hides it."),
        (f"<template>{COIN}</template>", "hidden", "hidden", "the page hides it."),
        (f"<a href='bitcoin:{COIN}?amount=1'>x</a>", "link", "payment link", "in a payment link."),
        (f"<title>{COIN}</title>", "title", "", "its checksum is right."),
        (f"{COIN[:9]}<wbr>{COIN[9:]}", "text", "in pieces", "which no reader of the page sees."),
        (f"{COIN[:9]}\u200b{COIN[9:]}", "text", "unseen character", "that can't be seen."),
        (f"&#{ord(COIN[0])};{COIN[1:]}", "text", "entities", "or names of characters."),
    ],
)  # fmt: skip
def test_where_a_thing_stands_and_how_it_is_hidden_is_told(seen, source, where, trap, why):
    (found,) = seen(source).indicators.itertuples()
    assert (found.text, found.valid, found.where, found.trap) == (COIN, True, where, trap)
    assert found.why.endswith(why)


def test_context_stays_on_its_side(seen):
    found = seen(
        f"<p>{'a' * 70} {COIN} {'b' * 70}</p><i title=no><b data-x='to {COIN}'><u title=no>"
    )
    contexts = [context for (context,) in rows(found, "context")]
    assert contexts == [f"{'a' * 59} {COIN} {'b' * 59}", f"to {COIN}"]


def test_a_secret_stands_in_no_cell_of_the_table(seen):
    secret = "L5nJeqKmpHp4P7F8ZYyjwc5a7P4d8EabuGAzfGJk7yC1BJyzNaEd"  # a vector of Bitcoin Core
    found = seen(f"<p>my key {secret} for {COIN}")
    assert rows(found, "text", "valid", "trap") == [
        (f"{secret[:4]}…{secret[-4:]}", False, "private key"), (COIN, True, ""),
    ]  # fmt: skip
    assert secret[5:-5] not in found.indicators.to_csv()


def test_icons_tell_a_site_and_are_no_pictures(seen):
    found = seen(
        "<link rel=icon href='data:image/png;base64,AAAA'><img src='data:image/png;base64,BBBB'>",
        "<img src='data:image/png;base64,B'>",
    )
    assert found.frame["icon"].str.len().tolist() == [64, 0]
    assert rows(found, "file", "type", "valid", "where", "trap") == [
        ("0.html", "picture", True, "image", ""), ("1.html", "picture", False, "image", "damaged"),
    ]  # fmt: skip


BOARD = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Shipping times? - Market talk</title>
<style>.spoiler{{display:none}} .nick{{font-weight:bold}}</style></head><body>
<div id="menu"><a href="/">Home</a> <a href="/members">Members</a></div>
<table class="post"><tr><td class="nick"><a href="/user/Grey_Heron">Grey_Heron</a><br>Member<br>
Posts: 12</td><td><p>Has anybody ordered from <a href="/vendor/nightjar77">nightjar77</a>? I paid
0,05 BTC (~ 2.100,00 €) to<br><code>{COIN}</code></p>
<div class="spoiler">{HOST}</div></td></tr>
<tr><td class="nick"><a href="/user/moderator">moderator</a><br>Staff</td>
<td><blockquote>Grey_Heron wrote:<br>I paid</blockquote>Don't post amounts.
Contact: Jabber: heron@xmpp.example, Telegram: @heron_talks, phone +999 20 555-0142</td></tr>
</table>
<p>Powered by <a href="https://board.example/">BoardWare</a> 3.1.4</p>
</body></html>"""


def test_a_board_that_nobody_here_wrote_is_read_like_any_other(seen):
    """Its own markup, classes and words: nothing in it is as this project's own pages are."""
    found = seen(BOARD)
    assert rows(found, "type", "text", "where") == [
        ("handle", "Grey_Heron", "text"),
        ("handle", "nightjar77", "text"),
        ("price", "0.05 BTC", "text"),
        ("price", "2100.00 EUR", "text"),
        ("address", COIN, "text"),
        ("onion", HOST, "hidden"),
        ("handle", "Grey_Heron", "text"),
        ("e-mail", "heron@xmpp.example", "text"),
        ("handle", "heron_talks", "text"),
        ("phone", "+999 20 555 0142", "text"),
        ("url", "https://board.example/", "link"),
    ]
    (row,) = found.frame.itertuples()
    assert (row.title, row.language, row.encoding) == (
        "Shipping times? - Market talk", "en", "utf-8",
    )  # fmt: skip
