"""Each form finds what it is for. Offenders are made by the tests: none stands in a file."""

import base64
import hashlib

import pytest

from nps_chain.chain.address import base58, bech32, check
from tests.safety import forms

HASH = hashlib.sha256(b"nobody has the key to this").digest()
DOT, AT = ".", "@"


def in_base58(data):
    """Write bytes with their checksum, beside the module's way."""
    data += hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = base58.ALPHABET[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def segwit(prefix="bc"):
    """Return an address that pays to `HASH`, its checksum by BIP 173."""
    program = int.from_bytes(HASH[:20], "big")
    data = "q" + "".join(bech32.ALPHABET[program >> 5 * at & 31] for at in range(31, -1, -1))
    polymod = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]
    state = 1
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    for value in [*expanded, *map(bech32.ALPHABET.index, data), *[0] * 6]:
        top, state = state >> 25, (state & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(polymod):
            state ^= generator if top >> bit & 1 else 0
    state ^= 1
    return f"{prefix}1{data}" + "".join(
        bech32.ALPHABET[state >> 5 * at & 31] for at in range(5, -1, -1)
    )


def onion_name(prefix):
    checksum = hashlib.sha3_256(prefix + HASH + b"\x03").digest()[:2]
    return base64.b32encode(HASH + checksum + b"\x03").decode().lower()


P2PKH, P2SH = in_base58(b"\x00" + HASH[:20]), in_base58(b"\x05" + HASH[:20])
WIFS = [in_base58(b"\x80" + HASH), in_base58(b"\x80" + HASH + b"\x01")]
XPRV = in_base58(bytes.fromhex("0488ade4") + bytes(9) + HASH + b"\0" + HASH)
SEGWIT, TORS = segwit(), onion_name(b".onion checksum")


@pytest.mark.parametrize("address", [P2PKH, P2SH, SEGWIT, SEGWIT.upper()])
@pytest.mark.parametrize("around", ["{}", "pay to {}.", '"{}"', "bitcoin:{}?amount=1", "a,{},b"])
def test_an_address_of_the_main_network_is_found(address, around):
    assert forms.mainnet_addresses(around.format(address)) == [address]


@pytest.mark.parametrize(
    "text",
    [
        P2PKH[:-1] + ("2" if P2PKH[-1] == "1" else "1"),
        f"{P2PKH}x",
        SEGWIT[:-1] + ("q" if SEGWIT[-1] != "q" else "p"),
        segwit("tb"),
        segwit("bcrt"),
        in_base58(b"\x6f" + HASH[:20]),
    ],
)
def test_neither_a_wrong_checksum_nor_a_test_network_is(text):
    assert forms.mainnet_addresses(text) == []


def test_the_addresses_made_for_tests_are_what_they_should_be():
    for text in (segwit("tb"), segwit("bcrt"), in_base58(b"\x6f" + HASH[:20])):
        assert check(text).valid
        assert check(text).network in ("test", "regtest")


@pytest.mark.parametrize("key", [*WIFS, XPRV])
def test_a_private_key_of_the_main_network_is_found(key):
    assert forms.private_keys(f"key = '{key}'") == [key]
    assert forms.private_keys(key[:-1] + ("2" if key[-1] == "1" else "1")) == []


def test_a_private_key_of_a_test_network_is_not():
    assert forms.private_keys(in_base58(b"\xef" + HASH + b"\x01")) == []


@pytest.mark.parametrize("name", [TORS, TORS.upper(), "a234567bcdefghij" + ".onion"])
def test_a_name_that_tor_would_take_is_found(name):
    assert forms.onion_names(f"see {name}/x") == [name]


def test_a_name_with_the_checksum_of_the_course_is_not():
    assert forms.onion_names(f"see {onion_name(b'.teaching checksum')}.onion") == []


REAL = f"shop-24{DOT}com"


@pytest.mark.parametrize(
    "text", [f"https://{REAL}/a", f"http://www.{REAL}:80", f"ws://me{AT}{REAL}", f"FTP://{REAL}"]
)
def test_a_host_in_the_address_of_a_page_is_found(text):
    assert [host.removeprefix("www.") for host in forms.url_hosts(text)] == [REAL]


@pytest.mark.parametrize("text", [f"see {REAL}.", f"({REAL})", f"'{REAL}'", REAL.upper()])
def test_a_host_that_stands_alone_is_found(text):
    assert forms.written_hosts(text) == [REAL]
    assert forms.hosts_in_prose(text) == [REAL]


@pytest.mark.parametrize("text", [f"a{DOT}shop", f"news{DOT}page", "8.8.4" + ".4"])
def test_in_prose_any_ending_counts_and_numbers_too(text):
    assert forms.written_hosts(text) == []
    assert forms.hosts_in_prose(f"look at {text}, please") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/a and http://a.b.test and localhost:8888 and http://127.0.0.1:5/x",
        "192.0.2.7, 198.51.100.1, 203.0.113.255",
        f"http://{onion_name(b'.teaching checksum')}.onion/a",
        "index.csv, page.html, README.md, 1.25 BTC, 30.99, v0.9.1",
    ],
)
def test_what_leads_nowhere_is_no_host(text):
    assert forms.url_hosts(text) == forms.written_hosts(text) == forms.hosts_in_prose(text) == []


def test_e_mail_at_a_host_that_may_be_there_is_found():
    assert forms.mail_hosts(f"write to a.b{AT}post{DOT}ro, or a{AT}mail.test") == [f"post{DOT}ro"]
    assert forms.mail_hosts(f"a{AT}mail.test, b{AT}letters.example, c{AT}x.invalid") == []
