"""Onion names are judged by their checksum, and web addresses are read as they are meant."""

import base64
import hashlib

import pytest

from nps_chain.chain import onion
from nps_chain.evidence.pages.forms import coins, sites
from tests.evidence.pages.forms.look import found, sought, whys
from tests.world.pages.story import address

HOST = onion.teaching_name(bytes(range(32)))
NAME = HOST.removesuffix(".onion")
WRONG = NAME[:20] + ("b" if NAME[20] != "b" else "c") + NAME[21:]


def tor_name(key):
    """A name as Tor has it, for a key that nobody has."""
    sums = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base64.b32encode(key + sums + b"\x03").decode().lower() + ".onion"


@pytest.mark.parametrize(
    ("written", "trap"),
    [
        (HOST, ""),
        (HOST.upper(), ""),
        (f"http://{HOST}/vendor/a?b=1", ""),
        ("https://" + f"mirror.{HOST}:8080/", ""),
        (f"hxxp://{NAME}[.]onion/", "defanged"),
        (f"{NAME}(.)onion", "defanged"),
        (f"{NAME} [dot] onion", "defanged"),
    ],
)
def test_a_name_is_found_however_it_is_written(written, trap):
    assert found(sites.find, f"See {written}. It is up.") == [("onion", HOST, True, trap)]


def test_the_verdict_says_by_whose_rule():
    (why,) = whys(sites.find, HOST)
    assert why == "Its checksum is right by the course's rule: it is invented, and Tor refuses it."
    real = tor_name(b"\x07" * 32)
    assert found(sites.find, real) == [("onion", real, True, "")]
    assert whys(sites.find, real) == [onion.check(real).why]
    assert "by Tor's rule" in onion.check(real).why


@pytest.mark.parametrize(
    ("name", "trap"),
    [(WRONG, "wrong checksum"), (NAME[:-1], "wrong length"), (NAME + "d", "wrong length"),
     ("a" * 16, "old version"), (NAME[:30] + "0" + NAME[31:], "wrong checksum")],
)  # fmt: skip
def test_a_wrong_name_is_refused_with_the_reason(name, trap):
    text = f"{name}.onion"
    assert found(sites.find, f"at {text} or so") == [("onion", text, False, trap)]
    assert whys(sites.find, text) == [onion.check(text).why]


def test_a_letter_of_another_alphabet_is_refused():
    place = next(at for at, letter in enumerate(NAME) if letter in "aecop")
    odd = {"a": "а", "e": "е", "c": "с", "o": "о", "p": "р"}[NAME[place]]
    fake = f"{NAME[:place]}{odd}{NAME[place + 1 :]}.onion"
    assert found(sites.find, fake) == [("onion", fake, False, "look-alike letter")]


def test_a_name_without_its_ending_is_taken_if_it_is_right():
    assert found(sites.find, f"our name: {NAME}") == [("onion", HOST, True, "")]
    assert found(sites.find, f"our name: {WRONG}") == []


@pytest.mark.parametrize("text", ["example.onion", "the onion.", "red.onions", "onion", ".onion"])
def test_other_words_are_no_name(text):
    assert found(sites.find, text) == []


@pytest.mark.parametrize(
    ("written", "text", "trap"),
    [
        ("https://lamps.example/", "https://lamps.example/", ""),
        ("HTTP://Lamps.Example/A(b)c", "http://lamps.example/A(b)c", ""),
        ("hxxps://lamps[.]example/a", "https://lamps.example/a", "defanged"),
        ("hxxp[:]//lamps(.)example", "http://lamps.example", "defanged"),
        ("www.lamps.example", "www.lamps.example", ""),
    ],
)
def test_web_addresses_are_read_as_they_are_meant(written, text, trap):
    assert found(sites.find, f"Look ({written}), please.") == [("url", text, True, trap)]


@pytest.mark.parametrize("text", ["www.", "http:// a", "httpd://a", "a://b", "lamps.example"])
def test_what_is_no_web_address(text):
    assert found(sites.find, text) == []


def test_an_address_of_coins_in_a_web_address_is_found_with_it():
    coin = address(1, "pages", "p2wpkh")
    text = sought(f"https://explorer.example/address/{coin}?a=1 end")
    coins.find(text)
    sites.find(text)
    assert [(each.type, each.text) for each in text.found] == [
        ("address", coin),
        ("url", f"https://explorer.example/address/{coin}?a=1"),
    ]
    assert text.rest.strip("\0 ") == "end"
