"""Each trap, for many seeds: what it looks like, and what a careful reader makes of it."""

import html
import re

import pytest

from nps_chain.chain import onion
from nps_chain.chain.address import check
from nps_chain.world.dice import Dice
from nps_chain.world.pages import traps
from nps_chain.world.pages.hosts import onion_host
from tests.world.pages.story import address

KINDS = ("p2wpkh", "p2pkh", "p2sh")
CASES = pytest.mark.parametrize(
    "text", [address(seed, "trap", kind) for seed in range(8) for kind in KINDS]
)


def only(mark):
    (shown,) = mark.shown
    return shown


@CASES
def test_a_changed_letter_breaks_the_checksum_and_nothing_else(text):
    shown = only(traps.changed_letter(text, Dice(1, text)))
    assert not check(shown.text).valid
    assert "checksum is wrong" in check(shown.text).why
    assert sum(a != b for a, b in zip(text, shown.text, strict=True)) == 1
    assert not shown.genuine


@CASES
def test_what_is_in_pieces_unseen_or_coded_reads_as_the_address(text):
    for mark, clean in [
        (traps.split(text), lambda page: page.replace("<wbr>", "")),
        (traps.zero_width(text), lambda page: page.replace("\u200b", "")),
        (traps.entities(text), html.unescape),
    ]:
        assert text not in mark.html
        assert clean(mark.html) == f"<code>{text}</code>"
        assert (only(mark).text, only(mark).genuine) == (text, True)


@CASES
def test_what_is_never_seen_is_in_the_source(text):
    assert traps.in_comment(text, "note").html == f"<!-- note {text} -->"
    assert traps.hidden(text).html == f'<span style="display:none">{text}</span>'
    assert traps.in_attribute(text, "copy").html == f'<span data-pay="{text}">copy</span>'


@CASES
def test_a_payment_link_holds_the_address_as_it_may_be_written(text):
    """Capitals mean the same in bech32, and another address in base 58."""
    mark = traps.payment_link(text, "0.005")
    inside = re.fullmatch(r"<code>(bitcoin|BITCOIN):(\w+)\?(?i:amount)=0\.005</code>", mark.html)
    assert check(inside[2], "regtest").valid
    assert inside[2].lower() == text.lower()
    assert (only(mark).text, only(mark).genuine) == (text, True)


@CASES
def test_a_lookalike_letter_is_of_another_alphabet(text):
    shown = only(traps.lookalike_letter(text, Dice(1, text)))
    differ = [(a, b) for a, b in zip(text, shown.text, strict=True) if a != b]
    assert len(differ) == 1
    assert differ[0][0].isascii()
    assert not differ[0][1].isascii()
    assert not check(shown.text).valid


@pytest.mark.parametrize("handle", ["saltmeadow", "tin_harbour", "zzzzz"])
def test_a_lookalike_handle_is_not_the_handle(handle):
    shown = only(traps.lookalike_handle(handle, Dice(1, handle)))
    assert shown.text != handle
    assert [letter for letter in shown.text if not letter.isascii()] != []
    assert not shown.genuine


@pytest.mark.parametrize("seed", range(20))
def test_what_is_of_no_network_or_of_another_coin_says_so(seed):
    dice = Dice(seed, "traps")
    real = only(traps.mainnet(dice)).text
    assert re.fullmatch("bc1q[a-z0-9]{38}", real)
    assert "checksum is wrong" in check(real).why
    assert "Ethereum" in check(only(traps.ethereum(dice)).text).why
    assert "Monero" in check(only(traps.monero(dice)).text).why
    assert re.fullmatch("[0-9a-f]{64}", only(traps.hash_no_txid(dice)).text)


@pytest.mark.parametrize("seed", range(20))
def test_a_wrong_onion_name_is_wrong_by_both_rules(seed):
    host = onion_host(Dice(seed, "host"))
    assert onion.check(host).teaching
    shown = only(traps.wrong_onion(host, Dice(seed, "slip")))
    found = onion.check(shown.text)
    assert (found.teaching, found.tor, shown.genuine) == (False, False, False)
    assert sum(a != b for a, b in zip(host, shown.text, strict=True)) == 1


def test_brackets_make_an_address_harmless():
    assert traps.defanged("a.example").html == "<code>hxxp://a[.]example/</code>"
    assert only(traps.defanged("a.example")).text == "http://a.example/"
    assert only(traps.defanged("abc.onion")).text == "abc.onion"


def test_a_shortened_address_keeps_its_ends():
    text = address(0, "trap")
    assert only(traps.shortened(text)).text == f"{text[:10]}…{text[-5:]}"
    assert not only(traps.shortened(text)).genuine
